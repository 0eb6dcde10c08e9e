"""From plain values, of a file or a row, to a definition; every fault of the structure with its place. Pure.

Ground: house rule. What is well formed here may still be unfinished or faulty: that is told by `faults`.
"""

from collections.abc import Iterator, Mapping

from deontos.kernel.refusals import Refusal
from deontos.questionnaires.rules.definition import (
    LONGEST_ANSWER,
    AllOf,
    AnyOf,
    Band,
    Condition,
    Definition,
    Look,
    Not,
    Option,
    Question,
    Row,
    Score,
    Section,
)
from deontos.questionnaires.rules.places import Fault, inside, nth
from deontos.questionnaires.rules.spots import Spot
from deontos.questionnaires.vocabulary import FaultCode, QuestionKind, Test

MOST_LEVELS = 16
"""Objects and lists inside one another; a condition may then stand some five levels deep."""
MOST_SECTIONS, MOST_QUESTIONS, MOST_OPTIONS, MOST_ROWS = 40, 100, 60, 40
MOST_CONDITIONS, MOST_CURRENCIES, MOST_SCORES, MOST_BANDS = 20, 40, 20, 20
PART_OF_QUESTION = (
    *("hint", "if_missing", "required", "shown_if", "longest", "options", "rows", "fewest", "most", "lowest"),
    *("highest", "decimals", "currencies", "partial", "earliest", "latest", "to_agree", "points"),
)


class DefinitionRefused(Refusal):
    """A definition that cannot be read, or not be used as was asked. `faults` are all that were found."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].code, place=faults[0].place, **faults[0].parameters)
        self.faults = tuple(faults)


def definition_in(value: object, *, id: str, version: int, format: str = "") -> Definition:  # noqa: A002 as they are kept
    """The definition that plain values hold. Where `format` is given, they have to name it. House rule.

    Raises DefinitionRefused.
    """
    faults: list[Fault] = list(too_deep(value))
    if faults:
        raise DefinitionRefused(faults)
    needed = ("format", "title", "sections") if format else ("title", "sections")
    here = Spot(value, "", faults).holding(needed, ("scores",))
    named = here.under("format")
    if named.is_there and named.text() != format:
        named.fault(FaultCode.UNKNOWN_WORD, word=named.text()[:60])
    if not isinstance(value, Mapping):
        raise DefinitionRefused(faults)
    found = Definition(
        id=id,
        version=version,
        title=here.under("title").texts(),
        sections=tuple(_section(each) for each in here.under("sections").members(MOST_SECTIONS)),
        scores=tuple(_score(each) for each in here.under("scores").members(MOST_SCORES)),
    )
    if faults:
        raise DefinitionRefused(faults)
    return found


def too_deep(value: object) -> Iterator[Fault]:
    """The first place where values stand too deep inside one another. House rule."""
    open_ones: list[tuple[object, str, int]] = [(value, "", 1)]
    while open_ones:
        here, place, level = open_ones.pop()
        if isinstance(here, Mapping | list) and level > MOST_LEVELS:
            yield Fault(place, FaultCode.TOO_DEEP, {"most": MOST_LEVELS})
            return
        if isinstance(here, Mapping):
            open_ones += [(each, inside(place, str(key)[:60]), level + 1) for key, each in here.items()]
        elif isinstance(here, list):
            open_ones += [(each, nth(place, number), level + 1) for number, each in enumerate(here)]


def _section(spot: Spot) -> Section:
    here = spot.holding(("id", "title", "questions"), ("shown_if",))
    return Section(
        id=here.under("id").id(),
        title=here.under("title").texts(),
        questions=tuple(_question(each) for each in here.under("questions").members(MOST_QUESTIONS)),
        shown_if=_condition(here.under("shown_if")),
    )


def _question(spot: Spot) -> Question:
    here = spot.holding(("id", "kind", "label"), PART_OF_QUESTION)
    return Question(
        id=here.under("id").id(),
        kind=here.under("kind").word(QuestionKind, QuestionKind.SHORT_TEXT),
        label=here.under("label").texts(),
        hint=here.under("hint").texts(),
        if_missing=here.under("if_missing").texts(),
        required=here.under("required").flag(),
        shown_if=_condition(here.under("shown_if")),
        longest=here.under("longest").whole(LONGEST_ANSWER),
        options=tuple(_option(each) for each in here.under("options").members(MOST_OPTIONS)),
        rows=tuple(_row(each) for each in here.under("rows").members(MOST_ROWS)),
        fewest=_count(here.under("fewest")),
        most=_count(here.under("most")),
        lowest=here.under("lowest").decimal(),
        highest=here.under("highest").decimal(),
        decimals=here.under("decimals").whole(),
        currencies=tuple(each.text() for each in here.under("currencies").members(MOST_CURRENCIES)),
        partial=here.under("partial").flag(),
        earliest=here.under("earliest").day(),
        latest=here.under("latest").day(),
        to_agree=here.under("to_agree").flag(),
        points=_points(here.under("points")),
    )


def _count(spot: Spot) -> int | None:
    return spot.whole() if spot.is_there else None


def _option(spot: Spot) -> Option:
    here = spot.holding(("id", "label"), ("hint", "exclusive"))
    return Option(
        here.under("id").id(), here.under("label").texts(), here.under("hint").texts(), here.under("exclusive").flag()
    )


def _row(spot: Spot) -> Row:
    here = spot.holding(("id", "label"), ())
    return Row(here.under("id").id(), here.under("label").texts())


def _points(spot: Spot) -> dict[str, int]:
    if not isinstance(spot.value, Mapping):
        spot.holding((), ())
        return {}
    return {str(key)[:60]: spot.under(key).whole() for key in spot.value}


def _condition(spot: Spot) -> Condition | None:
    if not spot.is_there:
        return None
    names = set(spot.value) if isinstance(spot.value, Mapping) else set()
    if names == {"all"} or names == {"any"}:
        [word] = names
        members = spot.under(word).members(MOST_CONDITIONS)
        found = tuple(each for each in map(_condition, members) if each is not None)
        if not members:
            spot.under(word).fault(FaultCode.NOT_A_CONDITION)
        return AllOf(found) if word == "all" else AnyOf(found)
    if names == {"not"}:
        inner = _condition(spot.under("not"))
        return None if inner is None else Not(inner)
    tests = [test for test in Test if names == {"question", test.value}]
    if not tests:
        spot.fault(FaultCode.NOT_A_CONDITION)
        return None
    return Look(spot.under("question").id(), tests[0], _value(spot.under(tests[0]), tests[0]))


def _value(spot: Spot, test: Test) -> str:
    """What an answer is compared with: an id or a figure; an answer that is only asked for is true."""
    if test is Test.ANSWERED:
        if spot.value is not True:
            spot.fault(FaultCode.NOT_A_CONDITION)
        return ""
    if isinstance(spot.value, str):
        return spot.text()
    number = spot.decimal()
    return "" if number is None else str(number)


def _score(spot: Spot) -> Score:
    here = spot.holding(("id", "label", "questions"), ("bands",))
    return Score(
        id=here.under("id").id(),
        label=here.under("label").texts(),
        questions=tuple(each.id() for each in here.under("questions").members(MOST_QUESTIONS)),
        bands=tuple(_band(each) for each in here.under("bands").members(MOST_BANDS)),
    )


def _band(spot: Spot) -> Band:
    here = spot.holding(("from_percent", "label"), ("hint",))
    return Band(here.under("from_percent").whole(), here.under("label").texts(), here.under("hint").texts())
