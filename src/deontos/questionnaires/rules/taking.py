"""What becomes of what was typed for one question: an answer, nothing, or a refusal of a part of it. Pure.

Ground: house rule. Blanks around a text go, an empty answer is none; what no page could have sent is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from deontos.questionnaires.rules.conditions import Answer
from deontos.questionnaires.rules.definition import Question
from deontos.questionnaires.rules.figures import decimals_of, figure_in
from deontos.questionnaires.rules.partial_dates import PartialDate
from deontos.questionnaires.rules.parts import AMOUNT, CURRENCY, SIDES, Typed, line, name_of, names_of, values
from deontos.questionnaires.rules.refused import AnswerRefused
from deontos.questionnaires.rules.typed_dates import date_at, whole
from deontos.questionnaires.vocabulary import AnswerCode, QuestionKind, YesNo

CENTS = 2
"""Decimals of an amount of money."""
LARGEST_AMOUNT = 10**13
"""Above this, in whole units, an amount was mistyped."""
READ = "read"
"""The answer to a statement that was ticked."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer to one question, if there is one, and what was refused of it: by part, the whole under ""."""

    answer: Answer | None = field(default=None, repr=False)
    refused: Mapping[str, AnswerRefused] = field(default_factory=dict)


def take(question: Question, typed: Typed) -> Taken:
    """What becomes of what was typed for a question. Files are judged elsewhere: `take_files`. House rule."""
    taken = _TAKERS[question.kind](question, typed)
    if question.required and names_of(question) and taken.answer is None and not taken.refused:
        return _refused(AnswerCode.MISSING)
    return taken


def take_files(question: Question, count: int) -> Taken:
    """Whether so many files are enough and not too many. House rule."""
    fewest = question.fewest or int(question.required)
    if not count:
        return _refused(AnswerCode.MISSING) if question.required else Taken()
    if count < fewest:
        return _refused(AnswerCode.FILES_TOO_FEW, fewest=fewest)
    if question.most is not None and count > question.most:
        return _refused(AnswerCode.FILES_TOO_MANY, most=question.most)
    return Taken(count)


def _refused(code: AnswerCode, part: str = "", /, **parameters: object) -> Taken:
    return Taken(refused={part: AnswerRefused(code, **parameters)})


def _nothing(_question: Question, _typed: Typed) -> Taken:
    return Taken()


def _text(question: Question, typed: Typed) -> Taken:
    text = line(typed, question.id)
    if len(text) > question.longest:
        return _refused(AnswerCode.TOO_LONG, length=len(text), longest=question.longest)
    return Taken(text or None)


def _one(question: Question, typed: Typed) -> Taken:
    answer = line(typed, question.id)
    known = set(YesNo) if question.kind is QuestionKind.YES_NO else {option.id for option in question.options}
    return _refused(AnswerCode.NOT_AN_OPTION) if answer and answer not in known else Taken(answer or None)


def _several(question: Question, typed: Typed) -> Taken:
    chosen = {value.strip() for value in values(typed, question.id)} - {""}
    known = [option for option in question.options if option.id in chosen]
    if len(known) < len(chosen):
        return _refused(AnswerCode.NOT_AN_OPTION)
    if not chosen:
        return Taken()
    if len(chosen) > 1 and any(option.exclusive for option in known):
        return _refused(AnswerCode.NOT_TOGETHER)
    is_exclusive = known[0].exclusive
    if question.fewest is not None and len(chosen) < question.fewest and not is_exclusive:
        return _refused(AnswerCode.TOO_FEW, fewest=question.fewest)
    if question.most is not None and len(chosen) > question.most:
        return _refused(AnswerCode.TOO_MANY, most=question.most)
    return Taken([option.id for option in known])


def _number(question: Question, typed: Typed) -> Taken:
    text = line(typed, question.id)
    if not text:
        return Taken()
    number = figure_in(text, question.decimals)
    if number is None:
        return _refused(AnswerCode.NOT_A_NUMBER)
    if decimals_of(number) > question.decimals:
        return _refused(AnswerCode.TOO_MANY_DECIMALS, decimals=question.decimals)
    if question.lowest is not None and number < question.lowest:
        return _refused(AnswerCode.TOO_LOW, lowest=question.lowest)
    if question.highest is not None and number > question.highest:
        return _refused(AnswerCode.TOO_HIGH, highest=question.highest)
    return Taken(f"{number:f}")


def _money(question: Question, typed: Typed) -> Taken:
    text = line(typed, name_of(question, AMOUNT))
    chosen = line(typed, name_of(question, CURRENCY))
    currency = chosen or next(iter(question.currencies), "")
    if currency not in question.currencies and (text or chosen):
        return _refused(AnswerCode.NOT_AN_OPTION, CURRENCY)
    if not text:
        return Taken()
    amount = figure_in(text, CENTS)
    if amount is None or abs(amount) > LARGEST_AMOUNT:
        return _refused(AnswerCode.NOT_AN_AMOUNT, AMOUNT)
    if decimals_of(amount) > CENTS:
        return _refused(AnswerCode.TOO_MANY_DECIMALS, AMOUNT, decimals=CENTS)
    if amount < (question.lowest or 0):
        return _refused(AnswerCode.TOO_LOW, AMOUNT, lowest=question.lowest or 0)
    if question.highest is not None and amount > question.highest:
        return _refused(AnswerCode.TOO_HIGH, AMOUNT, highest=question.highest)
    return Taken({"cents": int(amount * 10**CENTS), "currency": currency})


def _date(question: Question, typed: Typed) -> Taken:
    found, refused = date_at(question, typed)
    return Taken(refused=refused) if refused else Taken(found.text if found else None)


def _range(question: Question, typed: Typed) -> Taken:
    sides: dict[str, PartialDate] = {}
    refused: dict[str, AnswerRefused] = {}
    for side in SIDES:
        found, wrong = date_at(question, typed, f"{side}_")
        refused |= wrong
        if found:
            sides[side] = found
    if not refused and len(sides) == len(SIDES) and sides["until"].latest < sides["from"].earliest:
        refused = whole(AnswerCode.RANGE_REVERSED, "until_")
    if refused:
        return Taken(refused=refused)
    return Taken({side: sides[side].text for side in SIDES if side in sides} or None)


def _matrix(question: Question, typed: Typed) -> Taken:
    known = {option.id for option in question.options}
    chosen = {row.id: line(typed, name_of(question, row.id)) for row in question.rows}
    refused = {
        row: AnswerRefused(AnswerCode.NOT_AN_OPTION) for row, value in chosen.items() if value not in {"", *known}
    }
    if question.required:
        refused |= {row: AnswerRefused(AnswerCode.MISSING) for row, value in chosen.items() if not value}
    if refused:
        return Taken(refused=refused)
    return Taken({row: value for row, value in chosen.items() if value} or None)


def _statement(question: Question, typed: Typed) -> Taken:
    return Taken(READ if question.to_agree and line(typed, question.id) else None)


_TAKERS: dict[QuestionKind, Callable[[Question, Typed], Taken]] = {
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.SINGLE_CHOICE: _one,
    QuestionKind.MULTIPLE_CHOICE: _several,
    QuestionKind.YES_NO: _one,
    QuestionKind.DATE: _date,
    QuestionKind.DATE_RANGE: _range,
    QuestionKind.NUMBER: _number,
    QuestionKind.MONEY: _money,
    QuestionKind.FILE: _nothing,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.STATEMENT: _statement,
}
