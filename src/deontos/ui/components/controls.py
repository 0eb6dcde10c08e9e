"""A field of a form as the page draws it: label, hint, error, control, in that order, with ids that stay the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select, Textarea
from django.utils.functional import Promise
from django.utils.safestring import SafeString


class Kind(StrEnum):
    """Which of the four ways to draw a control."""

    LINE = "line"
    CHECK = "check"
    CARDS = "cards"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Card:
    """One answer to choose from, with what it means and what follows from it."""

    id: str
    value: str
    label: str | Promise
    hint: str | Promise
    consequence: str | Promise
    checked: bool
    exclusive: bool


def kind_of(field: BoundField) -> Kind:
    """How the field is drawn, by the widget of its form."""
    widget = field.field.widget
    if widget.is_hidden:
        return Kind.HIDDEN
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return Kind.CARDS
    return Kind.CHECK if isinstance(widget, CheckboxInput) else Kind.LINE


def described_by(field: BoundField) -> str:
    """The ids of hint and error, in the order a screen reader should say them."""
    ids = [f"{field.auto_id}-hint"] if field.help_text else []
    if field.errors:
        ids.append(f"{field.auto_id}-error")
    return " ".join(ids)


def line_control(field: BoundField, *, width: str, low: bool) -> SafeString:
    """The control itself for text, long text, a list and a file, with its class. Django marks what was taken back."""
    widget = field.field.widget
    look = "select" if isinstance(widget, Select) else "area" if isinstance(widget, Textarea) else "input"
    look += f" input--{width}" if look == "input" and width != "full" else ""
    look += " area--low" if look == "area" and low else ""
    look = "input-file" if isinstance(widget, FileInput) else look
    attributes: dict[str, str | bool] = {"class": look}
    if described_by(field):
        attributes["aria-describedby"] = described_by(field)
    return field.as_widget(attrs=attributes)


def cards(field: BoundField) -> Iterator[Card]:
    """The answers of a field with cards; hints, consequences and the exclusive answer come from its widget."""
    widget = field.field.widget
    hints = getattr(widget, "hints", {})
    consequences = getattr(widget, "consequences", {})
    exclusive = getattr(widget, "exclusive", "")
    for bound in field.subwidgets:
        value = str(bound.data["value"])
        yield Card(
            id=bound.id_for_label,
            value=value,
            label=bound.data["label"],
            hint=hints.get(value, ""),
            consequence=consequences.get(value, ""),
            checked=bool(bound.data["selected"]),
            exclusive=value == exclusive,
        )


def field_values(given: dict[str, object]) -> dict[str, object]:
    """What the templates of a field need besides its props."""
    field = given["field"]
    assert isinstance(field, BoundField)
    kind = kind_of(field)
    width, low = str(given["width"]), bool(given["low"])
    return {
        "kind": kind.value,
        "described_by": described_by(field),
        "control": line_control(field, width=width, low=low) if kind is Kind.LINE else "",
        "cards": tuple(cards(field)) if kind is Kind.CARDS else (),
        "input_type": "checkbox" if isinstance(field.field.widget, CheckboxSelectMultiple) else "radio",
        "checked": kind is Kind.CHECK and bool(field.value()),
        "optional": not field.field.required and not given["hide_optional"] and kind is not Kind.CHECK,
    }


def errors_values(given: dict[str, object]) -> dict[str, object]:
    """The faults of a form in page order, each with the id of the control that has to change."""
    from django.forms import Form

    form = given["form"]
    assert isinstance(form, Form)
    faults: list[tuple[str, str]] = [(str(message), "") for message in form.non_field_errors()]
    codes = [error.code for error in form.non_field_errors().as_data()]
    for field in form:
        faults += [(str(message), first_control(field)) for message in field.errors]
        codes += [error.code for error in field.errors.as_data()]
    return {"faults": faults, "count": len(faults), "only_missing": set(codes) == {"required"}}


def first_control(field: BoundField) -> str:
    """The id of the control where typing or choosing starts."""
    return next(cards(field)).id if kind_of(field) is Kind.CARDS else field.auto_id
