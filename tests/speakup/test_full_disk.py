"""When the database cannot write, nobody reads "received", every word stays in the page, and the next try works."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import OperationalError, connection

from deontos.correspondence.models import IdentityConsent, Item
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode
from deontos.keyring.models import Envelope
from deontos.questionnaires.queries import forget_definitions
from deontos.speakup.actions.asking import choose_questionnaires
from deontos.speakup.models import Channel, Disclosure
from deontos.speakup.vocabulary import DisclosureKind
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, actor
from tests.factories.questionnaires import begun, published
from tests.factories.speakup import ANSWERS, STEPS, Reporter, faults, hidden, page, said
from tests.speakup.test_confiding import rows

pytestmark = pytest.mark.django_db(transaction=True)

FullDisk = Callable[[], AbstractContextManager[None]]

LONG = "Sinds de zomer zie ik dezelfde etentjes twee keer. " * 2000
NOT_SAVED = REFUSALS[CorrespondenceCode.NOT_SAVED]
WAYS = {
    "sqlite": {
        "full": ("VACUUM; PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1073741823"),
        "refused": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
    },
    "postgresql": {
        "refused": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
    },
}[connection.vendor]
"""How this database can be brought to write nothing, and back: in SQLite a file that must not grow is a full disk."""


@contextmanager
def unable_to_write(way: str) -> Iterator[None]:
    """Nothing that needs another page can be written, or nothing at all."""
    stop, go_on = WAYS[way]
    with connection.cursor() as cursor:
        for statement in stop.split("; "):
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(go_on)


@pytest.fixture(params=WAYS)
def full_disk(request: pytest.FixtureRequest) -> FullDisk:
    """Every way in which nothing can be written."""
    return lambda: unable_to_write(request.param)


@pytest.fixture
def english(reporter: Reporter) -> Reporter:
    reporter.language = "en"
    return reporter


@pytest.mark.row("1.9")
def test_a_text_that_cannot_be_saved_stays_in_the_page(
    english: Reporter, full_disk: FullDisk, caplog: pytest.LogCaptureFixture
) -> None:
    english.fill("happened")
    english.look("report/happened/")
    before = rows()
    with full_disk():
        answer = english.send("happened", what=LONG, where="Stadhuis")
    assert (answer.status_code, faults(answer), rows()) == (503, [said(NOT_SAVED)], before)
    assert LONG.strip() in page(answer)
    assert 'value="Stadhuis"' in page(answer)
    assert "etentjes" not in caplog.text
    assert english.send("happened", what=LONG, where="Stadhuis").status_code == 303
    assert LONG.strip() in page(english.look("report/happened/"))


@pytest.mark.row("1.9", "1.10")
def test_what_cannot_be_stored_is_not_called_received(english: Reporter, full_disk: FullDisk) -> None:
    receipt = english.fill("send", happened={"what": LONG})
    english.look("report/send/")
    before = rows()
    with full_disk():
        answer = english.send("send", **ANSWERS["send"])
    assert (answer.status_code, faults(answer), rows()) == (503, [said(NOT_SAVED)], before)
    assert receipt.text in page(answer)
    assert Disclosure.objects.count() == 0
    assert english.send("send", **ANSWERS["send"]).headers["Location"] == "/en/lindewater/report/sent/"
    assert Disclosure.objects.count() == 1
    assert LONG.strip() in page(english.read(receipt))


@pytest.mark.row("1.11")
def test_a_message_that_cannot_be_stored_stays_in_the_page(english: Reporter, full_disk: FullDisk) -> None:
    english.read(english.confide())
    with full_disk():
        answer = english.write(LONG)
    assert (answer.status_code, faults(answer), Item.objects.count()) == (503, [said(NOT_SAVED)], 1)
    assert LONG.strip() in page(answer)
    assert english.write(LONG).status_code == 303
    assert Item.objects.count() == 2


@pytest.mark.row("2.9")
def test_a_name_that_cannot_be_stored_stays_in_the_page(english: Reporter) -> None:
    receipt = english.confide()
    english.read(receipt)
    reader = Envelope.objects.filter(certificate__isnull=False, dormant=False)[0].certificate
    assert reader is not None
    typed = {"act": "release", "name": "Robin Voorbeeld", "person": str(reader.person_id), "purpose": "contact"}
    address = english.address("receipt/name/")
    for way_in in ({"sitting": english.sitting}, {"receipt": receipt.text}):
        with unable_to_write("refused"):
            answer = english.client.post(address, {**way_in, **typed})
        assert (answer.status_code, faults(answer)) == (503, [said(NOT_SAVED)])
        assert 'value="Robin Voorbeeld"' in page(answer)
    assert IdentityConsent.objects.count() == 0
    assert english.client.post(address, {"sitting": english.sitting, **typed}).status_code == 303


@pytest.mark.row("2.5")
def test_a_turn_to_somebody_else_that_cannot_be_stored_is_not_taken(english: Reporter) -> None:
    english.read(english.confide())
    reader = Envelope.objects.filter(certificate__isnull=False, dormant=False)[0].certificate
    assert reader is not None
    address, typed = english.address("receipt/readers/"), {"sitting": english.sitting, "away": str(reader.person_id)}
    shown = hidden(english.client.post(address, {**typed, "go": "next"}), "shown")
    with unable_to_write("refused"):
        answer = english.client.post(address, {**typed, "shown": shown, "go": "send"})
    assert (answer.status_code, faults(answer)) == (503, [said(NOT_SAVED)])
    assert english.client.post(address, {**typed, "shown": shown, "go": "send"}).status_code == 303


@pytest.mark.parametrize("step", STEPS)
def test_with_a_right_code_too_the_text_stays(english: Reporter, step: str) -> None:
    receipt = english.fill(step)
    english.sitting = ""
    fields = {**ANSWERS[step], "receipt": receipt.text} | ({"what": LONG} if step == "happened" else {})
    with unable_to_write("refused"):
        answer = english.send(step, **fields)
    assert (answer.status_code, faults(answer)) == (503, [said(NOT_SAVED)])
    assert step != "happened" or LONG.strip() in page(answer)
    assert english.send(step, **fields).status_code == 303


def test_what_is_only_read_can_still_be_read(english: Reporter) -> None:
    receipt = english.fill("happened", about={"about": "board"})
    english.send("happened", what="Een kort verhaal", go="save")
    with unable_to_write("refused"):
        assert "Een kort verhaal" in page(english.look("report/happened/"))
    english.confide()
    english.read(receipt)
    with unable_to_write("refused"):
        assert english.look("receipt/mailbox/").status_code == 200


@pytest.mark.row("3.1")
def test_with_questions_that_cannot_even_be_read_every_word_stays_in_the_page(
    english: Reporter, house: KeyedTown, channel: Channel
) -> None:
    officer = house.town.officer
    own = begun(house.town.organisation, officer)
    published(own, officer)
    choose_questionnaires(channel, {DisclosureKind.SUSPICION: str(own.id)}, by=actor(officer), at=NOW)
    english.fill("happened")
    english.look("report/happened/")
    forget_definitions()
    with connection.execute_wrapper(away):
        answer = english.send("happened", story=LONG, source="paper")
    assert (answer.status_code, faults(answer)) == (503, [said(NOT_SAVED)])
    assert f'<input type="hidden" name="story" value="{LONG}">' in page(answer)
    assert english.send("happened", story=LONG, source="self").status_code == 303


def away(execute: Callable[..., object], sql: str, params: object, many: bool, context: dict[str, object]) -> object:
    """A database whose questionnaires do not answer."""
    if "questionnaireversion" in sql:
        raise OperationalError("the database went away")
    return execute(sql, params, many, context)
