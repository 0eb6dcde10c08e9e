"""Ready texts: each step has some, in every language; putting one in keeps what was typed."""

import re

import pytest

from deontos.cases.openings import Opening, begun_with, opening_named, ready_opening, shipped
from deontos.cases.rules import BY_HANDLER
from deontos.cases.vocabulary import CaseVerb
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import DisclosureKind

pytestmark = pytest.mark.row("1.13")

DUTCH, FRENCH = Language.DUTCH, Language.FRENCH


def opening(name: str) -> Opening:
    """The shipped opening with this id."""
    found = opening_named(name)
    assert found
    return found


def test_every_step_has_several_openings_and_nothing_else_has() -> None:
    by_verb = {verb: [each.id for each in shipped() if each.verb is verb] for verb in CaseVerb}
    assert {verb for verb, ids in by_verb.items() if len(ids) >= 2} == set(BY_HANDLER)
    assert by_verb[CaseVerb.HEAR] == []
    assert len({each.id for each in shipped()}) == len(shipped())


@pytest.mark.parametrize("each", shipped(), ids=lambda each: each.id)
def test_each_text_is_there_in_every_language_and_differs(each: Opening) -> None:
    for texts in (each.name, each.text):
        assert set(texts) == set(Language)
        assert all(text.strip() == text and text for text in texts.values())
    assert len(set(each.text.values())) == len(Language)


@pytest.mark.parametrize("each", shipped(), ids=lambda each: each.id)
def test_texts_keep_the_tone_of_the_house(each: Opening) -> None:
    for text in (*each.name.values(), *each.text.values()):
        assert not re.search(r"[!¡—–]|\bgelieve\b|\bveuillez\b", text, re.IGNORECASE)
    assert not re.search(r"\b(je|jij|jouw|tu|toi|ton|vos)\b", each.text[DUTCH] + each.name[DUTCH], re.IGNORECASE)
    assert not re.search(r"\b(tu|toi|tes)\b", each.text[FRENCH], re.IGNORECASE)


EVERY_TEXT = [text for each in shipped() for text in each.text.values()]


def begun(each: Opening, typed: str, language: Language) -> str:
    """What was typed, begun with a shipped text."""
    return begun_with(each.text[language], typed, EVERY_TEXT)


def test_a_text_goes_in_front_of_what_was_typed() -> None:
    first = opening("we_started")
    assert begun(first, "", DUTCH) == first.text[DUTCH]
    assert begun(first, "  \r\n", DUTCH) == first.text[DUTCH]
    assert begun(first, "Mijn woorden.\r\nNog een regel.", DUTCH) == (
        f"{first.text[DUTCH]}\n\nMijn woorden.\nNog een regel."
    )


def test_a_text_takes_the_place_of_the_one_that_stood_there() -> None:
    once = begun(opening("received_and_read"), "Mijn woorden.", DUTCH)
    assert begun(opening("received_and_read"), once, DUTCH) == once
    as_sent = once.replace("\n", "\r\n")
    other = begun(opening("question_received"), as_sent, FRENCH)
    assert other == f"{opening('question_received').text[FRENCH]}\n\nMijn woorden."


def test_the_text_that_stands_ready_suits_what_was_confided() -> None:
    ready = {kind: ready_opening(shipped(), CaseVerb.ACKNOWLEDGE, kind, DUTCH) for kind in DisclosureKind}
    assert {kind: each.id for kind, each in ready.items() if each} == {
        DisclosureKind.COMPLAINT: "received_and_read",
        DisclosureKind.SUSPICION: "received_and_read",
        DisclosureKind.QUESTION: "question_received",
    }


def test_an_unknown_name_is_no_opening() -> None:
    assert opening_named("") is None
    assert opening_named("../secrets") is None
