"""A date typed in three fields, of which only the wrong part is taken back. Pure. Ground: house rule (interface.md)."""

from collections.abc import Mapping
from datetime import date

from deontos.questionnaires.rules.definition import Question
from deontos.questionnaires.rules.partial_dates import YEARS, PartialDate, month_in, number_in
from deontos.questionnaires.rules.parts import DATE_PARTS, Typed, line, name_of
from deontos.questionnaires.rules.refused import AnswerRefused
from deontos.questionnaires.vocabulary import AnswerCode

YEAR_DIGITS, DAY_DIGITS = 4, 2
DAYS = range(1, 32)
Refused = dict[str, AnswerRefused]


def date_at(question: Question, typed: Typed, before: str = "") -> tuple[PartialDate | None, Refused]:
    """The date in the fields whose parts begin with `before`, or what is wrong with which of them. House rule."""
    texts = {part: line(typed, name_of(question, before + part)) for part in DATE_PARTS}
    if not any(texts.values()):
        return None, {}
    codes = {
        "day": _of_day(texts, partial=question.partial),
        "month": _of_month(texts, partial=question.partial),
        "year": _of_year(texts["year"]),
    }
    refused = {before + part: AnswerRefused(code) for part, code in codes.items() if code}
    return (None, refused) if refused else _within(question, texts, before)


def whole(code: AnswerCode, before: str, **parameters: object) -> Refused:
    """That a date as a whole is taken back. House rule."""
    return dict.fromkeys([before + part for part in DATE_PARTS], AnswerRefused(code, **parameters))


def _within(question: Question, texts: Mapping[str, str], before: str) -> tuple[PartialDate | None, Refused]:
    month = month_in(texts["month"]) if texts["month"] else None
    try:
        found = PartialDate(int(texts["year"]), month, int(texts["day"]) if texts["day"] else None)
    except ValueError:
        return None, {f"{before}day": AnswerRefused(AnswerCode.NO_SUCH_DAY)}
    code, bound = _beyond(question, found)
    return (None, whole(code, before, bound=bound)) if code else (found, {})


def _beyond(question: Question, found: PartialDate) -> tuple[AnswerCode | None, date | None]:
    if question.earliest is not None and found.latest < question.earliest:
        return AnswerCode.TOO_EARLY, question.earliest
    if question.latest is not None and found.earliest > question.latest:
        return AnswerCode.TOO_LATE, question.latest
    return None, None


def _of_day(texts: Mapping[str, str], *, partial: bool) -> AnswerCode | None:
    if not texts["day"]:
        return None if partial else AnswerCode.DAY_MISSING
    return None if number_in(texts["day"], DAY_DIGITS) in DAYS else AnswerCode.NO_SUCH_DAY


def _of_month(texts: Mapping[str, str], *, partial: bool) -> AnswerCode | None:
    if not texts["month"]:
        return None if partial and not texts["day"] else AnswerCode.MONTH_MISSING
    return None if month_in(texts["month"]) else AnswerCode.NO_SUCH_MONTH


def _of_year(text: str) -> AnswerCode | None:
    if not text:
        return AnswerCode.YEAR_MISSING
    return None if number_in(text, YEAR_DIGITS) in YEARS else AnswerCode.NO_SUCH_YEAR
