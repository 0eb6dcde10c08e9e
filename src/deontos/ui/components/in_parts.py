"""A field that is answered in parts, as the page draws it: each part with its id, its value, and if it is wrong."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import Promise

from deontos.ui.composite import PARTS, GridSelect, InParts, Part, PartsInput

Words = str | Promise


@dataclass(frozen=True, slots=True)
class PartShown:
    """One control of a field in parts."""

    part: Part
    id: str
    html_name: str
    value: str
    is_wrong: bool
    described_by: str

    @property
    def first_choice(self) -> str:
        """What is chosen when nothing was: the first of its choices."""
        return self.value or (self.part.choices[0][0] if self.part.choices else "")


@dataclass(frozen=True, slots=True)
class GroupShown:
    """Controls side by side, and their name."""

    legend: Words
    parts: tuple[PartShown, ...]


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One answer in a row of a grid."""

    id: str
    value: str
    label: Words
    checked: bool


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of a grid."""

    id: str
    html_name: str
    label: Words
    is_wrong: bool
    answers: tuple[AnswerShown, ...]


def part_id(field: BoundField, part: str) -> str:
    """The id of a part's control."""
    return f"{field.auto_id}-{part}"


def part_groups(field: BoundField, described_by: str) -> tuple[GroupShown, ...]:
    """The groups of a field of text fields."""
    widget = field.field.widget
    assert isinstance(widget, PartsInput)
    return tuple(
        GroupShown(group.legend, tuple(_shown(field, part, described_by) for part in group.parts))
        for group in widget.groups
    )


def grid_rows(field: BoundField) -> tuple[RowShown, ...]:
    """The rows of a grid, each with every answer."""
    widget, values, wrong = field.field.widget, _values(field), _wrong_parts(field)
    assert isinstance(widget, GridSelect)
    return tuple(
        RowShown(
            id=part_id(field, name),
            html_name=f"{field.html_name}.{name}",
            label=label,
            is_wrong=name in wrong,
            answers=tuple(
                AnswerShown(f"{part_id(field, name)}_{number}", value, words, values.get(name) == value)
                for number, (value, words) in enumerate(widget.choices)
            ),
        )
        for name, label in widget.rows
    )


def wrong_part(field: BoundField, error: ValidationError) -> str:
    """The id of the first control that an error is about; in a grid, of the first answer of that row."""
    widget = field.field.widget
    assert isinstance(widget, InParts)
    named = _named(error) or widget.part_names()
    first = part_id(field, named[0]) if named else field.auto_id
    return f"{first}_0" if isinstance(widget, GridSelect) else first


def _shown(field: BoundField, part: Part, described_by: str) -> PartShown:
    is_wrong = part.name in _wrong_parts(field)
    return PartShown(
        part=part,
        id=part_id(field, part.name),
        html_name=f"{field.html_name}.{part.name}",
        value=_values(field).get(part.name, ""),
        is_wrong=is_wrong,
        described_by=described_by if is_wrong else "",
    )


def _values(field: BoundField) -> dict[str, str]:
    value = field.value()
    return value if isinstance(value, dict) else {}


def _named(error: ValidationError) -> tuple[str, ...]:
    return tuple((getattr(error, "params", None) or {}).get(PARTS, ()))


def _wrong_parts(field: BoundField) -> set[str]:
    """The parts that errors name; all of them where an error names none."""
    widget = field.field.widget
    assert isinstance(widget, InParts)
    return {part for error in field.errors.as_data() for part in _named(error) or widget.part_names()}
