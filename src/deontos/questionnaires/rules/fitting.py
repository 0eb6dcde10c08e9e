"""Which settings belong to which kind of question, and which they may be. Pure. Ground: house rule."""

from collections.abc import Iterator
from dataclasses import MISSING, fields

from babel import Locale

from deontos.questionnaires.rules.definition import LONGEST_ANSWER, MOST_FILES, Question
from deontos.questionnaires.rules.partial_dates import YEARS
from deontos.questionnaires.rules.places import Fault, inside, nth
from deontos.questionnaires.vocabulary import FaultCode, QuestionKind, YesNo

CHOICES = frozenset({QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE, QuestionKind.MATRIX})
COUNTED = frozenset({QuestionKind.MULTIPLE_CHOICE, QuestionKind.FILE})
FIGURES = frozenset({QuestionKind.NUMBER, QuestionKind.MONEY})
DATES = frozenset({QuestionKind.DATE, QuestionKind.DATE_RANGE})

BELONGS_TO: dict[str, frozenset[QuestionKind]] = {
    "longest": frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT}),
    "options": CHOICES,
    "rows": frozenset({QuestionKind.MATRIX}),
    "fewest": COUNTED,
    "most": COUNTED,
    "lowest": FIGURES,
    "highest": FIGURES,
    "decimals": frozenset({QuestionKind.NUMBER}),
    "currencies": frozenset({QuestionKind.MONEY}),
    "partial": DATES,
    "earliest": DATES,
    "latest": DATES,
    "to_agree": frozenset({QuestionKind.STATEMENT}),
    "points": CHOICES | {QuestionKind.YES_NO},
}
"""The kinds that take a setting; every other setting goes with every kind."""
NEEDED_BY: dict[str, frozenset[QuestionKind]] = {
    "options": CHOICES,
    "rows": frozenset({QuestionKind.MATRIX}),
    "currencies": frozenset({QuestionKind.MONEY}),
}
MOST_DECIMALS = 6
CURRENCIES = frozenset(Locale.parse("en").currencies)
"""ISO 4217 codes that have a name."""


def faults_of_question(question: Question, place: str) -> Iterator[Fault]:
    """What is wrong with the settings of a question, apart from its texts and its condition. House rule."""
    yield from _foreign(question, place)
    yield from _ids_twice(question, place)
    yield from _counts(question, place)
    yield from _bounds(question, place)
    yield from _points(question, place)
    for number, code in enumerate(question.currencies):
        if code not in CURRENCIES:
            yield Fault(nth(inside(place, "currencies"), number), FaultCode.CURRENCY_UNKNOWN)
    exclusive = [number for number, option in enumerate(question.options) if option.exclusive]
    allowed = 1 if question.kind is QuestionKind.MULTIPLE_CHOICE else 0
    for number in exclusive[allowed:]:
        code = FaultCode.SEVERAL_EXCLUSIVE if allowed else FaultCode.NOT_FOR_THIS_KIND
        yield Fault(inside(nth(inside(place, "options"), number), "exclusive"), code)


def _foreign(question: Question, place: str) -> Iterator[Fault]:
    for setting in fields(question):
        kinds, given = BELONGS_TO.get(setting.name), getattr(question, setting.name)
        default = setting.default if setting.default is not MISSING else {}
        if kinds is not None and question.kind not in kinds and given != default:
            yield Fault(inside(place, setting.name), FaultCode.NOT_FOR_THIS_KIND)
    for name, kinds in NEEDED_BY.items():
        if question.kind in kinds and not getattr(question, name):
            yield Fault(inside(place, name), FaultCode.NEEDED_FOR_THIS_KIND)
    if question.required and question.kind is QuestionKind.STATEMENT and not question.to_agree:
        yield Fault(inside(place, "required"), FaultCode.NOT_FOR_THIS_KIND)


def _ids_twice(question: Question, place: str) -> Iterator[Fault]:
    for name, ids in (("options", [o.id for o in question.options]), ("rows", [r.id for r in question.rows])):
        for number, id_ in enumerate(ids):
            if id_ in ids[:number]:
                yield Fault(inside(nth(inside(place, name), number), "id"), FaultCode.ID_TWICE, {"id": id_})


def _counts(question: Question, place: str) -> Iterator[Fault]:
    if not 0 < question.longest <= LONGEST_ANSWER:
        yield _outside(place, "longest", 1, LONGEST_ANSWER)
    if not 0 <= question.decimals <= MOST_DECIMALS:
        yield _outside(place, "decimals", 0, MOST_DECIMALS)
    most = MOST_FILES if question.kind is QuestionKind.FILE else len(question.options)
    for name in ("fewest", "most"):
        count = getattr(question, name)
        if count is not None and question.kind in COUNTED and not 1 <= count <= most:
            yield _outside(place, name, 1, most)
    if question.fewest is not None and question.most is not None and question.fewest > question.most:
        yield Fault(inside(place, "fewest"), FaultCode.REVERSED, {"other": "most"})


def _bounds(question: Question, place: str) -> Iterator[Fault]:
    if question.lowest is not None and question.highest is not None and question.lowest > question.highest:
        yield Fault(inside(place, "lowest"), FaultCode.REVERSED, {"other": "highest"})
    if question.earliest is not None and question.latest is not None and question.earliest > question.latest:
        yield Fault(inside(place, "earliest"), FaultCode.REVERSED, {"other": "latest"})
    for name in ("earliest", "latest"):
        bound = getattr(question, name)
        if bound is not None and bound.year not in YEARS:
            yield _outside(place, name, YEARS[0], YEARS[-1])
    if question.kind is QuestionKind.MONEY and question.lowest is not None and question.lowest < 0:
        yield Fault(inside(place, "lowest"), FaultCode.OUT_OF_BOUNDS, {"lowest": 0, "highest": ""})


def _points(question: Question, place: str) -> Iterator[Fault]:
    options = {option.id for option in question.options}
    known = set(YesNo) if question.kind is QuestionKind.YES_NO else options
    for answer in question.points:
        if answer not in known and question.kind in BELONGS_TO["points"]:
            yield Fault(inside(inside(place, "points"), answer), FaultCode.NOT_AN_ANSWER, {"question": question.id})


def _outside(place: str, name: str, lowest: int, highest: int) -> Fault:
    return Fault(inside(place, name), FaultCode.OUT_OF_BOUNDS, {"lowest": lowest, "highest": highest})
