"""How a component says what it takes: declared props that refuse what is unknown, missing or of another kind.

A mistake in a template is found when the page is rendered the first time, not by somebody who reads a page with a hole.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.core.paginator import Page
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.template import TemplateSyntaxError
from django.utils.functional import Promise

from deontos.ui.icons import ICONS


class ComponentMisuse(TemplateSyntaxError):
    """A template gave a component something it does not take, or left out what it needs."""


class Body(StrEnum):
    """Whether a component is written with content between its tags."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Prop:
    """One thing a component takes: its name, what it accepts (in words, for the message), and what stands in for it.

    `fixed`: it takes one of a few words that stand in the source, and nothing of anybody's.
    """

    name: str
    accepts: Callable[[object], bool]
    wanted: str
    required: bool = False
    default: object = ""
    fixed: bool = False

    def value(self, given: object, component: str) -> object:
        """The value to render. Nothing and empty text count as not given. Raises ComponentMisuse."""
        if given is None or given == "":
            if self.required:
                raise ComponentMisuse(f'component "{component}" needs "{self.name}"')
            return self.default
        if not self.accepts(given):
            raise ComponentMisuse(f'component "{component}": "{self.name}" must be {self.wanted}, not {given!r}')
        return given


@dataclass(frozen=True)
class Component:
    """A piece of page with a name, a template and declared props. `prepare` may add values derived from them."""

    name: str
    props: tuple[Prop, ...]
    body: Body = Body.NONE
    prepare: Callable[[dict[str, object]], dict[str, object]] | None = None
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(prop.name for prop in self.props))

    @property
    def template(self) -> str:
        """The name of the template that draws it."""
        return f"ui/components/_{self.name}.html"

    @property
    def is_fixed(self) -> bool:
        """Whether all it can show stands in the source, so that it may be drawn once and kept."""
        return self.body is Body.NONE and all(prop.fixed for prop in self.props)

    def refuse_unknown(self, given: Iterable[str]) -> None:
        """Raises ComponentMisuse when a prop is given that is not declared."""
        unknown = sorted(set(given) - self.names)
        if unknown:
            raise ComponentMisuse(f'component "{self.name}" does not take {", ".join(unknown)}')

    def values(self, given: Mapping[str, object]) -> dict[str, object]:
        """Every declared prop with the value to render. Raises ComponentMisuse."""
        self.refuse_unknown(given)
        values = {prop.name: prop.value(given.get(prop.name), self.name) for prop in self.props}
        return values | self.prepare(values) if self.prepare else values


def text(name: str, *, required: bool = False, default: str = "") -> Prop:
    """Words or a whole number to show."""
    return Prop(name, lambda given: isinstance(given, str | Promise | int), "text", required, default)


def texts(name: str, *, required: bool = False) -> Prop:
    """A list of words."""
    return Prop(
        name,
        lambda given: isinstance(given, list | tuple) and all(isinstance(word, str | Promise) for word in given),
        "a list of texts",
        required,
        (),
    )


def address(name: str, *, required: bool = False) -> Prop:
    """Where a link goes: a path, a fragment, a query or a web, mail or telephone address; never a script."""
    starts = ("/", "#", "?", "https://", "http://", "mailto:", "tel:")
    return Prop(
        name,
        lambda given: isinstance(given, str | Promise) and str(given).startswith(starts) and str(given)[:2] != "//",
        "an address that starts with one of " + " ".join(starts),
        required,
    )


def one_of(name: str, allowed: Iterable[str], *, default: str | None = None) -> Prop:
    """One of a fixed set of words; required when there is no default."""
    words = tuple(allowed)
    wanted = "one of " + ", ".join(words)
    return Prop(name, lambda given: given in words, wanted, default is None, default, fixed=True)


def flag(name: str, *, default: bool = False) -> Prop:
    """Yes or no."""
    return Prop(name, lambda given: isinstance(given, bool), "True or False", default=default, fixed=True)


def number(name: str, *, low: int, high: int | None = None, required: bool = False, default: int = 0) -> Prop:
    """A whole number from `low` to `high`, both included."""

    def accepts(given: object) -> bool:
        if not isinstance(given, int) or isinstance(given, bool):
            return False
        return low <= given and (high is None or given <= high)

    return Prop(name, accepts, f"a whole number from {low}" + (f" to {high}" if high else ""), required, default)


def icon(name: str = "icon", *, required: bool = False) -> Prop:
    """The name of an icon that stands in the sprite."""
    return Prop(name, lambda given: given in ICONS, "an icon of deontos.ui.icons.ICONS", required, fixed=True)


def civil_date(name: str, *, required: bool = False) -> Prop:
    """A date without a time: pages of confidential rooms show no times of day."""
    return Prop(
        name,
        lambda given: isinstance(given, date) and not isinstance(given, datetime),
        "a date without a time",
        required,
        None,
    )


def bound_field(name: str) -> Prop:
    """A field of a form in a template."""
    return Prop(name, lambda given: isinstance(given, BoundField), "a field of a form", True)


def form(name: str) -> Prop:
    """A form."""
    return Prop(name, lambda given: isinstance(given, BaseForm), "a form", True)


def page(name: str) -> Prop:
    """A page of a paginator."""
    return Prop(name, lambda given: isinstance(given, Page), "a page of a paginator", True)


def instances(name: str, kind: type[object], *, required: bool = False) -> Prop:
    """A list of things of one kind."""
    return Prop(
        name,
        lambda given: isinstance(given, list | tuple) and all(isinstance(each, kind) for each in given),
        f"a list of {kind.__name__}",
        required,
        (),
    )


def instance(name: str, kind: type[object], *, required: bool = False) -> Prop:
    """One thing of a kind."""
    return Prop(name, lambda given: isinstance(given, kind), f"a {kind.__name__}", required, None)
