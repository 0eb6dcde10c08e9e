"""The form of one piece of a questionnaire: its texts in each language, and what else can be set of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.functional import Promise

from deontos.questionnaires.phrases import TEXTS
from deontos.questionnaires.rules.changing import put
from deontos.questionnaires.rules.definition import Band, Definition, Option, Question, Score
from deontos.questionnaires.rules.fitting import BELONGS_TO, faults_of_question
from deontos.questionnaires.rules.pieces import Part, Where, part_at
from deontos.questionnaires.rules.places import Fault
from deontos.questionnaires.vocabulary import PieceKind, QuestionKind, YesNo
from deontos.questionnaires.web.drafts import language_names, name_of_part
from deontos.questionnaires.web.faulty import explained
from deontos.questionnaires.web.settings_fields import (
    currency_field,
    date_setting,
    figure_field,
    flag,
    several,
    text_field,
    whole_field,
)
from deontos.ui.forms import PageForm

MOST_POINTS = 1_000_000


@dataclass(frozen=True, slots=True)
class TextGroup:
    """One text of a piece: what it is, and a field for each language."""

    id: str
    title: Promise
    hint: Promise | str
    fields: list[forms.BoundField]


class PieceForm(PageForm):
    """What can be changed of a part. `parent` is what it stands in; `is_conflict` says somebody else was quicker."""

    def __init__(self, kind: PieceKind, definition: Definition, where: Where, data: Any = None) -> None:  # noqa: ANN401
        self.kind, self.definition, self.where = kind, definition, where
        self.is_conflict = False
        self.part = part_at(definition, where)
        self.parent = part_at(definition, where[:-1]) if where else definition
        super().__init__(data, initial=dict(self._initial()))
        self.names = [name for each, name in TEXTS if each is kind]
        for name in self.names:
            self.fields |= {f"{name}_{language}": text_field(language) for language in language_names()}
        self.fields |= dict(self._settings())

    def groups(self) -> list[TextGroup]:
        """The texts, a field for each language."""
        return [
            TextGroup(name, *TEXTS[self.kind, name], [self[f"{name}_{each}"] for each in language_names()])
            for name in self.names
        ]

    def settings(self) -> list[forms.BoundField]:
        """Everything else that can be set."""
        texts = {field.name for group in self.groups() for field in group.fields}
        return [field for field in self if field.name not in texts]

    def clean(self) -> dict[str, Any]:
        """What was typed; bounds that do not fit are told beside their fields."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if isinstance(self.part, Question) and not self.errors:
            for fault in faults_of_question(self.changed(), ""):
                self._mark(fault)
        return cleaned

    def changed(self) -> Any:  # noqa: ANN401 a part of the same type
        """The part as it was typed."""
        texts: dict[str, Any] = {name: self._texts(name) for name in self.names}
        given = {name: self.cleaned_data[name] for name in self.fields if name in _own_settings(self.part)}
        if "points_yes" in self.fields:
            points = {"yes": self.cleaned_data["points_yes"], "no": self.cleaned_data["points_no"]}
            given["points"] = {answer: each for answer, each in points.items() if each is not None}
        return replace(self.part, **{**texts, **given})

    def changed_whole(self) -> Definition:
        """The questionnaire with the part as it was typed: points of an answer, and the order of bands, stand above."""
        whole, above = put(self.definition, self.where, self.changed()), self.where[:-1]
        parent = part_at(whole, above)
        if isinstance(self.part, Option) and isinstance(parent, Question):
            points = {**parent.points, self.part.id: self.cleaned_data["points"]}
            kept = {answer: each for answer, each in points.items() if each is not None}
            return put(whole, above, replace(parent, points=kept))
        if isinstance(self.part, Band) and isinstance(parent, Score):
            bands = sorted(parent.bands, key=lambda band: band.from_percent)
            return put(whole, above, replace(parent, bands=tuple(bands)))
        return whole

    def _texts(self, name: str) -> dict[str, str]:
        found = {each: self.cleaned_data[f"{name}_{each}"].replace("\r\n", "\n") for each in language_names()}
        return {language: text for language, text in found.items() if text}

    def _mark(self, fault: Fault) -> None:
        name = fault.place.partition("[")[0].partition(".")[0]
        if name in self.fields:
            self.add_error(name, explained(fault))

    def _initial(self) -> Iterator[tuple[str, Any]]:
        for each, name in TEXTS:
            if each is self.kind:
                yield from ((f"{name}_{language}", text) for language, text in getattr(self.part, name).items())
        for name in _own_settings(self.part):
            yield name, _shown(self.part, name)
        if isinstance(self.part, Question):
            yield from ((f"points_{answer}", points) for answer, points in self.part.points.items())
        if isinstance(self.part, Option) and isinstance(self.parent, Question):
            yield "points", self.parent.points.get(self.part.id)

    def _settings(self) -> Iterator[tuple[str, forms.Field]]:
        if isinstance(self.part, Question):
            yield from _settings_of(self.part)
        if isinstance(self.part, Option) and isinstance(self.parent, Question):
            if self.parent.kind is QuestionKind.MULTIPLE_CHOICE:
                yield "exclusive", flag("exclusive")
            yield "points", whole_field("points", 0, MOST_POINTS)
        if isinstance(self.part, Score):
            there = [each for each in self.definition.questions if each.kind in BELONGS_TO["points"]]
            yield "questions", several("questions", [(each.id, name_of_part(each)) for each in there])
        if isinstance(self.part, Band):
            yield "from_percent", whole_field("from_percent", 0, 100, required=True)


def _settings_of(question: Question) -> Iterator[tuple[str, forms.Field]]:
    """The settings that go with the kind of a question."""
    kind = question.kind
    if kind is not QuestionKind.STATEMENT or question.to_agree:
        yield "required", flag("required")
    yield from ((name, make(name, question)) for name, make in _MAKERS.items() if kind in BELONGS_TO[name])
    if kind is QuestionKind.YES_NO:
        yield from ((f"points_{each}", whole_field(f"points_{each}", 0, MOST_POINTS)) for each in YesNo)


_MAKERS: dict[str, Callable[[str, Question], forms.Field]] = {
    **dict.fromkeys(("longest", "fewest", "most", "decimals"), lambda name, _question: whole_field(name)),
    **dict.fromkeys(("lowest", "highest"), lambda name, question: figure_field(name, question.decimals)),
    **dict.fromkeys(("earliest", "latest"), lambda name, _question: date_setting(name)),
    **dict.fromkeys(("partial", "to_agree"), lambda name, _question: flag(name)),
    "currencies": lambda name, _question: currency_field(name),
}
"""The fields of a question besides its texts, in their order."""
_QUESTION = ("required", "longest", "fewest", "most", "lowest", "highest", "decimals")
_QUESTION_TOO = ("partial", "earliest", "latest", "to_agree", "currencies")
_OWN: dict[type, tuple[str, ...]] = {
    Question: (*_QUESTION, *_QUESTION_TOO),
    Option: ("exclusive",),
    Score: ("questions",),
    Band: ("from_percent",),
}
"""The settings that stand in a part itself, under the names of their fields."""


def _own_settings(part: Part) -> tuple[str, ...]:
    return _OWN.get(type(part), ())


def _shown(part: Part, name: str) -> Any:  # noqa: ANN401 as its field takes it
    value = getattr(part, name)
    is_default = isinstance(part, Question) and value == Question.__dataclass_fields__[name].default
    if name == "currencies":
        return ", ".join(value)
    return None if is_default and name in ("longest", "decimals") else value
