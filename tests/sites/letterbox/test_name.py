"""The page on which a reporter decides about the name: person by person, purpose by purpose, and back."""

from collections.abc import Mapping

import pytest

from deontos.cases.actions.dialogue import Words
from deontos.cases.actions.identity import ask_for_identity
from deontos.correspondence.models import IdentityConsent, IdentityRequest, Sitting
from deontos.correspondence.vocabulary import IdentityPurpose
from deontos.keyring.models import Epoch
from deontos.organisations.vocabulary import Language
from tests.cases.snapshots import everything
from tests.factories.cases import morning
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, actor
from tests.factories.speakup import Reporter, faults, page
from tests.sites.letterbox.test_mailbox import case_of

pytestmark = pytest.mark.row("2.9", "R-000.70")

PAGE = "receipt/name/"
IN_CONFIDENCE = {"name": {"identity": "confidence", "name": "Robin Voorbeeld", "reach": "0400"}}


def decide(reporter: Reporter, **fields: object) -> object:
    """Send a decision from the open page."""
    values = {"sitting": reporter.sitting, "go": "send", **fields}
    return reporter.client.post(reporter.address(PAGE), values)


def release(reporter: Reporter, house: KeyedTown, **fields: object) -> object:
    """Let the manager know the name, to speak with the reporter."""
    values = {"act": "release", "person": str(house.town.manager.id), "purpose": "contact", **fields}
    return decide(reporter, **values)


def opened(reporter: Reporter, **answers: Mapping[str, object]) -> str:
    """Confide, open the mailbox and the page; the page."""
    reporter.read(reporter.confide(**answers))
    return page(reporter.look(PAGE))


def test_at_first_nobody_knows_it(reporter: Reporter) -> None:
    shown = opened(reporter, **IN_CONFIDENCE)
    assert "Nobody here knows your name" in shown
    assert 'name="name"' not in shown


def test_released_and_taken_back(reporter: Reporter, house: KeyedTown) -> None:
    opened(reporter, **IN_CONFIDENCE)
    answer = release(reporter, house)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/lindewater/receipt/name/")  # type: ignore[attr-defined]
    consent = IdentityConsent.objects.get()
    assert (consent.person, consent.purpose, consent.ended_on) == (house.town.manager, IdentityPurpose.CONTACT, None)
    assert "Mira Halewijn, to talk about it, since" in page(reporter.look(PAGE))
    decide(reporter, act="withdraw", consent=str(consent.id))
    consent.refresh_from_db()
    assert consent.ended_on == TODAY
    assert "Nobody here knows your name" in page(reporter.look(PAGE))


def test_a_name_can_be_given_here(reporter: Reporter, house: KeyedTown) -> None:
    assert 'name="name"' in opened(reporter)
    assert faults(release(reporter, house, name="")) == ["Type the name that you want to give."]
    release(reporter, house, name="Robin <b>", reach="0400")
    shown = page(reporter.look("receipt/mailbox/"))
    assert "<bdi>Robin <b></bdi>" in shown
    assert "&lt;b&gt;" in reporter.look("receipt/mailbox/").content.decode()


def test_a_question_is_shown_with_its_reason_and_may_be_refused(reporter: Reporter, house: KeyedTown) -> None:
    receipt = reporter.confide(**IN_CONFIDENCE)
    case = case_of(house, receipt).opened()
    words, manager = Words("Mag ik u bellen?", Language.ENGLISH), house.town.manager
    reader = house.reader(manager)
    ask_for_identity(case.file, IdentityPurpose.CONTACT, words, by=actor(manager), reader=reader, at=morning(TODAY))
    assert "Somebody asks for your name" in page(reporter.read(receipt))
    shown = page(reporter.look(PAGE))
    assert "Mira Halewijn asks to know your name, to talk about it." in shown
    assert "Mag ik u bellen?" in shown
    assert shown.index("Keep my name closed") < shown.index("Open my name for this person")
    decide(reporter, act="refuse", request=str(IdentityRequest.objects.get().id))
    assert IdentityRequest.objects.get().answered_on == TODAY
    assert "Somebody asks for your name" not in page(reporter.look(PAGE))
    assert IdentityConsent.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"person": "nonsense"},
        {"purpose": "nonsense"},
        {"person": ""},
        {"act": "nonsense"},
        {"act": "withdraw", "consent": "nonsense"},
        {"act": "refuse", "request": "nonsense"},
    ],
)
def test_nonsense_changes_nothing(reporter: Reporter, house: KeyedTown, fields: dict[str, str]) -> None:
    opened(reporter, **IN_CONFIDENCE)
    before = everything()
    assert release(reporter, house, **fields).status_code in (200, 303)  # type: ignore[attr-defined]
    assert everything() == before
    assert IdentityConsent.objects.count() == 0


def test_somebody_who_does_not_read_cannot_be_chosen(reporter: Reporter, house: KeyedTown) -> None:
    opened(reporter, **IN_CONFIDENCE)
    answer = release(reporter, house, person=str(house.town.officer.id))
    assert faults(answer) == ["Who reads your report has changed. Choose again."]
    assert IdentityConsent.objects.count() == 0


def test_what_was_typed_comes_back_with_the_code_when_the_page_had_closed(reporter: Reporter, house: KeyedTown) -> None:
    receipt = reporter.confide()
    reporter.read(receipt)
    reporter.look(PAGE)
    Sitting.objects.all().delete()
    answer = release(reporter, house, name="Robin", reach="0400")
    assert "Nothing was changed." in page(answer)
    typed = {"act": "release", "name": "Robin", "person": str(house.town.manager.id), "purpose": "contact"}
    shown = page(decide(reporter, receipt=receipt.text, **typed))
    assert 'value="Robin"' in shown
    assert IdentityConsent.objects.count() == 0


def test_a_stranger_sees_a_closed_page(reporter: Reporter, house: KeyedTown) -> None:
    assert "This page is closed" in page(Reporter(language="en").look(PAGE))


def test_a_name_whose_key_is_not_authentic_is_not_taken_back_and_that_is_said(
    reporter: Reporter, house: KeyedTown
) -> None:
    opened(reporter, **IN_CONFIDENCE)
    release(reporter, house)
    consent = IdentityConsent.objects.get()
    pair = consent.conversation.identity_pair
    Epoch.objects.filter(pair=pair).update(public_key=b"\x09" * 32)
    answer = decide(reporter, act="withdraw", consent=str(consent.id))
    assert (answer.status_code, len(faults(answer))) == (200, 1)  # type: ignore[attr-defined]
    consent.refresh_from_db()
    assert consent.ended_on is None
