"""Conditions in words."""

from dataclasses import dataclass

from deontos.questionnaires.phrases import LOOKS, YES_OR_NO
from deontos.questionnaires.rules.conditions import looks
from deontos.questionnaires.rules.definition import Definition, Look, Question, Section
from deontos.questionnaires.rules.pieces import Part
from deontos.questionnaires.rules.whens import when_of
from deontos.questionnaires.vocabulary import QuestionKind, Test, YesNo
from deontos.questionnaires.web.drafts import name_in


@dataclass(frozen=True, slots=True)
class WhenTold:
    """A condition in words. One of several levels is told by its looks only."""

    looks: list[str]
    every: bool = True
    is_deep: bool = False


def told_of(definition: Definition, part: Part) -> WhenTold:
    """When a section or a question is asked."""
    condition = part.shown_if if isinstance(part, Section | Question) else None
    when = when_of(condition)
    if when is None:
        return WhenTold([look_in_words(definition, each) for each in looks(condition)], is_deep=True)
    return WhenTold([look_in_words(definition, each.look, is_not=each.is_not) for each in when.looks], when.every)


def look_in_words(definition: Definition, look: Look, *, is_not: bool = False) -> str:
    """One look as a sentence."""
    question = definition.question(look.question)
    label = (name_in(question.label) if question else "") or look.question
    answer = answer_in_words(question, look) if question else look.value
    return str(LOOKS[look.test, is_not]) % {"question": label, "answer": answer}


def answer_in_words(question: Question, look: Look) -> str:
    """The answer that a look wants."""
    if question.kind is QuestionKind.YES_NO and look.value in set(YesNo):
        return str(YES_OR_NO[YesNo(look.value)])
    option = question.option(look.value) if look.test in (Test.EQUALS, Test.CONTAINS) else None
    return (name_in(option.label) or look.value) if option else look.value
