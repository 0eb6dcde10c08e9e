"""Every template can be parsed, and gives each component what it needs, nothing else, and translated words."""

import re
from collections.abc import Iterator

import pytest
from django.template import Engine, Template, TemplateSyntaxError, engines
from django.template.base import Node

from deontos.ui.templatetags.ui import ComponentNode
from tests.house.complaints import Complaint, insist
from tests.house.plan import templates
from tests.house.test_templates import SAMPLES

pytestmark = pytest.mark.row("1.2", "1.6")


def engine() -> Engine:
    """The engine that draws our pages."""
    return engines["django"].engine  # type: ignore[attr-defined,no-any-return]


def parsed(place: str, text: str) -> Iterator[Complaint | Node]:
    """The components in a template, or a complaint when it cannot be read."""
    try:
        yield from Template(text, engine=engine()).nodelist.get_nodes_by_type(ComponentNode)
    except TemplateSyntaxError as failure:
        yield Complaint(place, str(failure))


def misused(place: str, text: str) -> Iterator[Complaint]:
    """Components without a prop they need, with one they do not take, or with words that no catalogue holds."""
    for found in parsed(place, text):
        if isinstance(found, Complaint):
            yield found
        elif isinstance(found, ComponentNode):
            name = found.component.name
            for prop in found.component.props:
                if prop.required and prop.name not in found.given:
                    yield Complaint(place, f"{name} needs {prop.name}")
            for prop_name, given in found.given.items():
                if SAMPLES not in place and isinstance(given.var, str) and re.search(r"[A-Z]|\w\s", given.var):
                    yield Complaint(place, f"{name} {prop_name}: {given.var}: not translated")


def test_every_template_uses_components_as_they_are_declared() -> None:
    insist("misused", [wrong for place, text in templates() for wrong in misused(place, text)])


@pytest.mark.parametrize(
    "text",
    [
        '{% ui "button" %}',
        '{% ui "button" text=words colour="red" %}',
        '{% ui "knob" text=words %}',
        '{% ui "button" text="Send it" %}',
        "{% if %}",
        '{% if a %}{% uiblock "notice" title="Sealed" %}<p>{% enduiblock %}{% endif %}',
    ],
)
def test_a_component_that_is_misused_is_noticed(text: str) -> None:
    assert len(list(misused("a.html", text))) >= 1


def test_a_component_as_it_is_declared_is_fine() -> None:
    assert list(misused("a.html", '{% ui "button" text=_("Send it") kind="primary" name="go" %}')) == []
