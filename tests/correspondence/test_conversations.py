"""Items of a conversation: signed by their author, in their order, and never taken for authentic when they are not."""

from datetime import timedelta

import pytest

from deontos.correspondence.actions.conversations import answer_as_reporter, write_message
from deontos.correspondence.events import ReporterWrote
from deontos.correspondence.models import Item
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.vocabulary import ItemKind
from deontos.kernel.events import Registry, using
from deontos.keyring.models import Envelope
from deontos.keyring.queries import certificate_reading
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import IdentityChoice
from tests.factories.cases import ToldCase, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY
from tests.factories.speakup import CERTIFIED_ON


@pytest.fixture
def house(db: None) -> KeyedTown:
    """Lindewater, with keys."""
    return keyed(on=CERTIFIED_ON)


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    """Something confided, with a name that stays sealed."""
    return told(house, choice=IdentityChoice.CONFIDENCE)


def answers(case: ToldCase, text: str) -> Item:
    """The manager writes."""
    conversation = case.file.disclosure.conversation
    reader = case.house.reader(case.handler)
    signer = reader.signer(certificate=certificate_reading(conversation.pair_id, case.handler.id, on=TODAY))
    from django.db import transaction

    with transaction.atomic():
        return write_message(conversation, text, Language.FRENCH, reader, by=signer, on=TODAY)


def seen(case: ToldCase, *, by_handler: bool = False) -> list[tuple[ItemKind, str, bool, str]]:
    """Kind, author, whether authentic, and the text of every item that a reader opens."""
    reader = case.house.reader(case.handler) if by_handler else case.reporter()
    return [
        (item.kind, item.author_name, item.authentic, str(item.content.get("text", "")))
        for item in opened(items_of(case.file.disclosure.conversation), reader)
    ]


CONFIDED, MESSAGE, NAME = ItemKind.CONFIDED, ItemKind.MESSAGE, ItemKind.IDENTITY
MIRA = "Mira Halewijn"


@pytest.mark.row("1.4a", "1.11")
def test_both_sides_read_what_the_other_wrote_in_its_order(case: ToldCase) -> None:
    answers(case, "Merci.")
    case.heard("Graag.")
    mine = [
        (CONFIDED, "", True, ""),
        (NAME, "", True, ""),
        (MESSAGE, MIRA, True, "Merci."),
        (MESSAGE, "", True, "Graag."),
    ]
    assert seen(case) == mine
    assert seen(case, by_handler=True) == [item for item in mine if item[0] is not NAME]


@pytest.mark.row("1.4a")
def test_an_item_whose_ciphertext_was_changed_is_shown_as_not_authentic(case: ToldCase) -> None:
    item = answers(case, "Merci.")
    forged = bytearray(item.ciphertext)
    forged[-1] ^= 1
    Item.objects.filter(pk=item.pk).update(ciphertext=bytes(forged))
    assert seen(case)[-1] == (MESSAGE, MIRA, False, "")


@pytest.mark.row("1.4a")
def test_an_item_that_claims_another_author_is_not_authentic(case: ToldCase) -> None:
    item = answers(case, "Merci.")
    Item.objects.filter(pk=item.pk).update(author=None)
    assert seen(case)[-1] == (MESSAGE, "", False, "Merci.")
    Item.objects.filter(pk=item.pk).update(author=case.house.certificate(case.house.town.deputy))
    assert seen(case)[-1] == (MESSAGE, "Joris Waterman", False, "Merci.")


@pytest.mark.row("1.4a")
def test_an_item_moved_to_another_conversation_is_shown_as_not_authentic(case: ToldCase) -> None:
    item = answers(case, "Merci.")
    other = told(case.house)
    Item.objects.filter(pk=item.pk).update(conversation=other.file.disclosure.conversation, position=9)
    for by_handler in (False, True):
        assert seen(other, by_handler=by_handler) == [(CONFIDED, "", True, ""), (MESSAGE, MIRA, False, "")]


def test_the_ciphertext_of_another_item_is_not_authentic(case: ToldCase) -> None:
    first, second = answers(case, "Een."), answers(case, "Twee.")
    Item.objects.filter(pk=first.pk).update(ciphertext=second.ciphertext, signature=second.signature)
    assert seen(case)[-2:] == [(MESSAGE, MIRA, False, ""), (MESSAGE, MIRA, True, "Twee.")]


def test_the_same_words_twice_in_a_row_are_one_message(case: ToldCase) -> None:
    case.heard("Nog iets.")
    case.heard(" Nog iets.\n")
    assert [item[3] for item in seen(case)] == ["", "", "Nog iets."]
    answers(case, "Ja?")
    case.heard("Nog iets.")
    assert [item[3] for item in seen(case)] == ["", "", "Nog iets.", "Ja?", "Nog iets."]


@pytest.mark.row("4.13")
def test_the_same_question_on_another_day_is_another_message(case: ToldCase) -> None:
    """Whoever asks again after three weeks of silence is not taken for somebody who pressed a button twice."""
    weeks_later = TODAY + timedelta(weeks=3)
    for day in (TODAY, TODAY, weeks_later, weeks_later):
        case.heard("Is er nieuws?", on=day)
    assert [item[3] for item in seen(case)] == ["", "", "Is er nieuws?", "Is er nieuws?"]
    days = list(case.file.disclosure.conversation.items.order_by("position").values_list("written_on", flat=True))
    assert days[-2:] == [TODAY, weeks_later]


def test_the_house_hears_once_of_each_message_of_a_reporter(case: ToldCase) -> None:
    conversation, heard = case.file.disclosure.conversation, list[ReporterWrote]()
    with using(Registry()) as house:
        house.when(ReporterWrote, heard.append)
        for text in ("Een.", "Een.", "Twee."):
            answer_as_reporter(conversation, text, Language.DUTCH, case.reporter(), on=TODAY)
    assert heard == [ReporterWrote(conversation.id, conversation.organisation_id, TODAY)] * 2


def test_an_envelope_that_ended_opens_nothing_any_more(case: ToldCase) -> None:
    Envelope.objects.filter(certificate__person=case.handler).update(until=TODAY - timedelta(days=1))
    assert seen(case, by_handler=True) == []
    assert len(seen(case)) == 2
