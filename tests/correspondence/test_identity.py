"""The reporter's name: known to whom the reporter chose, for the purpose chosen, until it is taken back."""

from datetime import date, timedelta

import pytest

from deontos.audit.models import Entry
from deontos.audit.queries import details_of
from deontos.audit.vocabulary import ChainKind
from deontos.cases.actions.dialogue import Words
from deontos.cases.actions.identity import ask_for_identity
from deontos.correspondence.actions.identity import (
    IdentityRefused,
    Release,
    refuse_identity,
    release_identity,
    withdraw_identity,
)
from deontos.correspondence.models import IdentityConsent, IdentityRequest
from deontos.correspondence.queries import consents_of, items_of, opened
from deontos.correspondence.vocabulary import CorrespondenceCode, IdentityPurpose, ItemKind
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.models import Envelope, Vault
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope, UnlockedReader
from deontos.keyring.vocabulary import Ground, ResetCause
from deontos.notices.models import Letter, WindowedNotice
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import IdentityChoice
from tests.cases.snapshots import everything
from tests.factories.cases import IDENTITY, ToldCase, morning, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, absent, actor

pytestmark = [pytest.mark.row("2.9", "R-000.70"), pytest.mark.django_db]

LATER = TODAY + timedelta(days=2)
HANDLING, CONTACT, PROTECTION = IdentityPurpose


@pytest.fixture
def house() -> KeyedTown:
    return keyed(on=date(2026, 1, 15))


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    """Told in confidence while the manager was away: manager and deputy read it, nobody knows the name."""
    absent(house.town.manager, house.town.administrator)
    return told(house, choice=IdentityChoice.CONFIDENCE).opened()


def names(case: ToldCase, reader: UnlockedReader) -> list[object]:
    """The name as a reader's keys open it."""
    items = opened(items_of(case.file.disclosure.conversation), reader)
    return [item.content for item in items if item.kind is ItemKind.IDENTITY and item.authentic]


def known_to(case: ToldCase) -> set[str]:
    """Who in the house knows the name."""
    people = (case.house.town.manager, case.house.town.deputy, case.house.town.officer)
    return {person.given_name for person in people if names(case, case.house.reader(person, on=LATER))}


def release(case: ToldCase, person: Person, purpose: IdentityPurpose = HANDLING, **words: str) -> None:
    conversation = case.file.disclosure.conversation
    release_identity(conversation, Release(person.id, purpose, **words), case.reporter(on=LATER), on=LATER)


def withdraw(case: ToldCase, person: Person, purpose: IdentityPurpose = HANDLING) -> None:
    conversation, reader = case.file.disclosure.conversation, case.reporter(on=LATER)
    withdraw_identity(conversation, person.id, purpose, reader, named=None, on=LATER)


def test_in_confidence_nobody_knows_the_name(case: ToldCase) -> None:
    assert known_to(case) == set()


def test_released_to_one_person_it_is_known_to_that_person_only(case: ToldCase) -> None:
    release(case, case.house.town.deputy, CONTACT)
    assert known_to(case) == {"Joris"}
    assert names(case, case.house.reader(case.house.town.deputy)) == [IDENTITY]
    envelope = Envelope.objects.get(
        epoch__pair=case.file.disclosure.conversation.identity_pair, certificate__isnull=False
    )
    assert (envelope.ground, envelope.given_on, envelope.dormant) == (Ground.CONSENT, LATER, False)
    consent = IdentityConsent.objects.get()
    assert (consent.person, consent.purpose, consent.given_on) == (case.house.town.deputy, CONTACT, LATER)


def test_for_one_purpose_and_for_another_are_two_consents_and_one_key(case: ToldCase) -> None:
    manager = case.house.town.manager
    for purpose in (HANDLING, CONTACT, CONTACT):
        release(case, manager, purpose)
    assert sorted(IdentityConsent.objects.values_list("purpose", flat=True)) == [CONTACT, HANDLING]
    withdraw(case, manager, CONTACT)
    assert known_to(case) == {"Mira"}
    withdraw(case, manager, HANDLING)
    assert known_to(case) == set()


def test_released_anew_it_opens_with_the_key_that_somebody_has_now(case: ToldCase) -> None:
    """What was sealed to a vault that this person lost opens nothing; a further yes is sealed to the new one."""
    house, deputy = case.house, case.house.town.deputy
    release(case, deputy)
    Vault.objects.filter(person=deputy).update(ended_at=morning(TODAY))
    del house.keys[deputy.id]
    house.certify(deputy, on=LATER)
    assert names(case, house.reader(deputy, on=LATER)) == []
    release(case, deputy, CONTACT)
    assert names(case, house.reader(deputy, on=LATER)) == [IDENTITY]
    assert Envelope.objects.filter(epoch__pair=case.file.disclosure.conversation.identity_pair).count() == 2


def test_taken_back_it_opens_no_more_for_that_person_and_still_for_the_other(case: ToldCase) -> None:
    for person in (case.house.town.manager, case.house.town.deputy):
        release(case, person)
    before = case.file.disclosure.conversation.identity_pair.epochs.count()
    withdraw(case, case.house.town.manager)
    assert known_to(case) == {"Joris"}
    assert case.file.disclosure.conversation.identity_pair.epochs.count() == before + 1
    assert names(case, case.reporter(on=LATER)) == [IDENTITY]


def test_one_who_cannot_be_sealed_to_when_it_is_taken_back_is_said_to_know_it_no_more(case: ToldCase) -> None:
    """The other's certificate waits after a reset: the name gets a new key without that one, and the page says so."""
    manager, deputy = case.house.town.manager, case.house.town.deputy
    for person in (manager, deputy):
        release(case, person)
    note_reset(deputy, ResetCause.LOGIN_RESET, by=None, at=morning(TODAY))
    withdraw(case, manager)
    assert known_to(case) == set()
    assert list(consents_of(case.file.disclosure.conversation)) == []
    assert details_of(Entry.objects.get(fact="identity.withdrawn")) == {
        "consents_ended": [str(deputy.id)],
        "person": str(manager.id),
        "purpose": HANDLING,
    }


def test_taken_back_twice_changes_nothing_more(case: ToldCase) -> None:
    release(case, case.house.town.manager)
    withdraw(case, case.house.town.manager)
    before = everything()
    withdraw(case, case.house.town.manager)
    assert everything() == before


def test_what_was_consented_at_sending_can_be_taken_back(house: KeyedTown) -> None:
    case = told(house, choice=IdentityChoice.CONSENT).opened()
    assert known_to(case) == {"Mira"}
    withdraw(case, house.town.manager)
    assert known_to(case) == set()


def test_a_name_can_be_given_later(house: KeyedTown) -> None:
    case = told(house, choice=IdentityChoice.ANONYMOUS).opened()
    with pytest.raises(IdentityRefused) as refused:
        release(case, house.town.manager, name="  ")
    assert refused.value.code is CorrespondenceCode.NO_NAME
    release(case, house.town.manager, name=" Robin Voorbeeld ", reach="0400")
    assert names(case, house.reader(house.town.manager)) == [{"name": "Robin Voorbeeld", "reach": "0400"}]


@pytest.mark.parametrize("who", ["officer", "colleague", "administrator"])
def test_nobody_who_does_not_read_gets_the_name(case: ToldCase, who: str) -> None:
    before = everything()
    with pytest.raises(IdentityRefused) as refused:
        release(case, getattr(case.house.town, who))
    assert refused.value.code is CorrespondenceCode.NOT_A_READER
    assert everything() == before


def test_another_receipt_releases_and_takes_back_nothing(case: ToldCase) -> None:
    other = told(case.house).opened()
    conversation, manager = case.file.disclosure.conversation, case.house.town.manager
    before = everything()
    with pytest.raises((NoEnvelope, KeyNotAuthentic)):
        release_identity(conversation, Release(manager.id, HANDLING), other.reporter(on=LATER), on=LATER)
    assert everything() == before
    release(case, manager)
    before = everything()
    with pytest.raises((NoEnvelope, KeyNotAuthentic)):
        withdraw_identity(conversation, manager.id, HANDLING, other.reporter(on=LATER), named=None, on=LATER)
    assert everything() == before


def test_a_decision_is_recorded_by_day_and_told_in_the_next_window(case: ToldCase) -> None:
    desk, letters = Entry.objects.filter(chain=ChainKind.DESK).count(), Letter.objects.count()
    release(case, case.house.town.manager)
    withdraw(case, case.house.town.manager)
    facts = Entry.objects.filter(chain=ChainKind.REPORTERS, fact__startswith="identity.").order_by("number")
    assert list(facts.values_list("fact", flat=True)) == ["identity.released", "identity.withdrawn"]
    assert all(str(case.house.town.manager.id) in fact.details for fact in facts)
    assert (Entry.objects.filter(chain=ChainKind.DESK).count(), Letter.objects.count()) == (desk, letters)
    assert WindowedNotice.objects.filter(written_on=LATER).count() == 4
    assert case.file.has_news


def asked(case: ToldCase, purpose: IdentityPurpose = CONTACT) -> IdentityRequest:
    """The manager asks to know the name."""
    manager = case.house.town.manager
    words = Words("Mag ik u bellen?", Language.DUTCH)
    reader = case.house.reader(manager)
    return ask_for_identity(case.file, purpose, words, by=actor(manager), reader=reader, at=morning(TODAY))


def test_asking_gives_nothing_and_says_why(case: ToldCase) -> None:
    request = asked(case)
    assert known_to(case) == set()
    [message] = [
        item for item in opened(items_of(request.conversation), case.reporter()) if item.id == request.message_id
    ]
    assert (message.content["text"], message.authentic) == ("Mag ik u bellen?", True)


def test_a_yes_answers_what_was_asked_and_a_no_costs_nothing(case: ToldCase) -> None:
    asked(case, CONTACT)
    asked(case, PROTECTION)
    release(case, case.house.town.manager, CONTACT)
    answered = dict(IdentityRequest.objects.values_list("purpose", "answered_on"))
    assert answered == {CONTACT: LATER, PROTECTION: None}
    refuse_identity(IdentityRequest.objects.get(purpose=PROTECTION), on=LATER)
    assert IdentityRequest.objects.get(purpose=PROTECTION).answered_on == LATER
    assert known_to(case) == {"Mira"}
    assert Entry.objects.filter(fact="identity.refused").count() == 1
