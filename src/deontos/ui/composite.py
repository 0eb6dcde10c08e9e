"""Widgets that are answered in parts: the fields of a date, an amount with its currency, a table of answers.

Each part is sent as `name.part`, and only the part that is wrong is marked: the ValidationError names it in
`params["parts"]`; one that names none is about the whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise

Words = str | Promise
PARTS = "parts"
"""The parameter of a ValidationError that names the parts it is about."""


@dataclass(frozen=True, slots=True)
class Part:
    """One control of several: a line of text, or a list to choose from where there are choices."""

    name: str
    label: Words
    width: str = "date"
    typed_as: str = "numeric"
    choices: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class PartGroup:
    """Controls that stand side by side; with a name of their own where there is more than one group."""

    parts: tuple[Part, ...]
    legend: Words = ""


class InParts(forms.Widget):
    """Anything whose value is a text by part."""

    use_fieldset = True

    def part_names(self) -> tuple[str, ...]:
        """The parts in their order."""
        raise NotImplementedError

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:  # noqa: ANN401
        """What was sent of each part."""
        return {part: str(data.get(f"{name}.{part}") or "") for part in self.part_names()}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ANN401
        """Whether no part was sent."""
        return not any(f"{name}.{part}" in data for part in self.part_names())


class PartsInput(InParts):
    """Text fields that are one answer together."""

    def __init__(self, *groups: PartGroup) -> None:
        super().__init__()
        self.groups = groups

    def part_names(self) -> tuple[str, ...]:
        """The parts of every group."""
        return tuple(part.name for group in self.groups for part in group.parts)


class GridSelect(InParts):
    """One answer for each row, the same answers for every row."""

    def __init__(self, rows: tuple[tuple[str, Words], ...], choices: tuple[tuple[str, Words], ...]) -> None:
        super().__init__()
        self.rows = rows
        self.choices = choices

    def part_names(self) -> tuple[str, ...]:
        """The rows."""
        return tuple(name for name, _label in self.rows)


class Passage(forms.Widget):
    """A text to be read; nothing is sent."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:  # noqa: ANN401 what every widget takes
        """Nothing."""


class TickBelow(forms.CheckboxInput):
    """A box to tick under a text that is read first."""

    def __init__(self, passage: Words) -> None:
        super().__init__()
        self.passage = passage
