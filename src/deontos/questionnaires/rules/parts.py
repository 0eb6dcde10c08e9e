"""The names under which the parts of an answer are typed. Pure. Ground: house rule, a part is `id.part`."""

from collections.abc import Iterator, Mapping, Sequence

from deontos.questionnaires.rules.definition import Definition, Question
from deontos.questionnaires.vocabulary import QuestionKind

Typed = Mapping[str, Sequence[str]]
"""What was typed, by the name of the form's field, in the order in which it was sent."""

DATE_PARTS = ("day", "month", "year")
SIDES = ("from", "until")
RANGE_PARTS = tuple(f"{side}_{part}" for side in SIDES for part in DATE_PARTS)
AMOUNT, CURRENCY = "amount", "currency"


def parts_of(question: Question) -> tuple[str, ...]:
    """The parts in which a question is answered; none where it is answered as one."""
    if question.kind is QuestionKind.MATRIX:
        return tuple(row.id for row in question.rows)
    return {
        QuestionKind.DATE: DATE_PARTS,
        QuestionKind.DATE_RANGE: RANGE_PARTS,
        QuestionKind.MONEY: (AMOUNT, CURRENCY),
    }.get(question.kind, ())


def name_of(question: Question, part: str = "") -> str:
    """The name of the field for a question, or for a part of it."""
    return f"{question.id}.{part}" if part else question.id


def names_of(question: Question) -> tuple[str, ...]:
    """The names of all fields of a question. A file and a statement to be read only have none that is typed."""
    if question.kind is QuestionKind.FILE or (question.kind is QuestionKind.STATEMENT and not question.to_agree):
        return ()
    return tuple(name_of(question, part) for part in parts_of(question)) or (question.id,)


def all_names(definition: Definition) -> frozenset[str]:
    """The names of all fields that a questionnaire could ever show."""
    return frozenset(name for question in definition.questions for name in names_of(question))


def line(typed: Typed, name: str) -> str:
    """One field that has one value, the last that was sent, without blanks around it; empty when it was not sent."""
    values = typed.get(name) or ("",)
    return values[-1].replace("\r\n", "\n").strip()


def values(typed: Typed, name: str) -> Iterator[str]:
    """Every value of a field that has any number of them, each once."""
    return (value for value in dict.fromkeys(typed.get(name, ())) if value)
