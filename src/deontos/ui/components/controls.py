"""A field of a form as the page draws it: label, hint, error, control, in that order, with ids that stay the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from django.core.exceptions import ValidationError
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select, Textarea
from django.forms.forms import BaseForm
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from deontos.ui.components.in_parts import grid_rows, part_groups, wrong_part
from deontos.ui.composite import GridSelect, PartsInput, Passage


class Kind(StrEnum):
    """Which of the ways to draw a control."""

    LINE = "line"
    CHECK = "check"
    CARDS = "cards"
    PARTS = "parts"
    GRID = "grid"
    PASSAGE = "passage"
    HIDDEN = "hidden"


BY_WIDGET = (
    (RadioSelect | CheckboxSelectMultiple, Kind.CARDS),
    (CheckboxInput, Kind.CHECK),
    (PartsInput, Kind.PARTS),
    (GridSelect, Kind.GRID),
    (Passage, Kind.PASSAGE),
)


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
    return next((kind for widgets, kind in BY_WIDGET if isinstance(widget, widgets)), Kind.LINE)


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
        "groups": part_groups(field, described_by(field)) if kind is Kind.PARTS else (),
        "rows": grid_rows(field) if kind is Kind.GRID else (),
        "passage": getattr(field.field.widget, "passage", ""),
        "input_type": "checkbox" if isinstance(field.field.widget, CheckboxSelectMultiple) else "radio",
        "checked": kind is Kind.CHECK and bool(field.value()),
        "optional": not field.field.required and not given["hide_optional"] and kind is not Kind.CHECK,
    }


def errors_values(given: dict[str, object]) -> dict[str, object]:
    """The faults of a form in page order, each with the id of the control that has to change; `also` are more forms."""
    faults: list[tuple[str, str]] = []
    codes: list[str | None] = []
    for form in [given["form"], *cast("Sequence[object]", given["also"])]:
        assert isinstance(form, BaseForm)
        faults += [(str(message), "") for message in form.non_field_errors()]
        codes += [error.code for error in form.non_field_errors().as_data()]
        for field in form:
            for error in field.errors.as_data():
                faults += [(message, control_of(field, error)) for message in error.messages]
                codes.append(error.code)
    return {"faults": faults, "count": len(faults), "only_missing": set(codes) == {"required"}}


def control_of(field: BoundField, error: ValidationError) -> str:
    """The id of the control where what was taken back is changed."""
    if kind_of(field) in (Kind.PARTS, Kind.GRID):
        return wrong_part(field, error)
    first = next(cards(field), None) if kind_of(field) is Kind.CARDS else None
    return first.id if first else field.auto_id
