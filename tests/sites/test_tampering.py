"""Somebody with SQL, without keys or secrets: each row that is changed is named by `deontos verify`, and no other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import models, transaction

from deontos.audit.actions import record
from deontos.audit.verification import HOUSE
from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.actions.handing_over import HandOver, hand_over
from deontos.cases.models import CaseClock, CaseFile, CaseStep, DossierItem
from deontos.cases.vocabulary import Audience, CaseState, CaseVerb, HandOverReason
from deontos.correspondence.models import Conversation, Item
from deontos.keyring.actions.certificates import end_certificates
from deontos.keyring.authenticity import vault_details
from deontos.keyring.models import (
    CertificateSignature,
    Envelope,
    Epoch,
    ItemKey,
    ReaderCertificate,
    Vault,
)
from deontos.keyring.vocabulary import Purpose
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.models import Disclosure
from deontos.speakup.vocabulary import IdentityChoice
from tests.cases.test_turning import turn
from tests.correspondence.intruder import LIE, Intruder
from tests.factories.cases import ToldCase, morning, told
from tests.factories.keyring import KeyedTown, keyed, vault
from tests.factories.organisations import NOW, TODAY, actor

pytestmark = [pytest.mark.row("2.8"), pytest.mark.django_db]

Named = set[tuple[str, str, str]]
CONFIDED, NAME, CONFIRMED, HEARD, ASKED = range(1, 6)
"""The items of the case, by position."""


@dataclass
class World:
    """A town with two cases that went some way, and somebody who can write in its database."""

    house: KeyedTown
    case: ToldCase
    other: ToldCase
    intruder: Intruder

    @property
    def conversation(self) -> Conversation:
        return self.case.file.disclosure.conversation

    def item(self, position: int) -> Item:
        return self.conversation.items.select_related("item_key").get(position=position)

    def envelopes(self, purpose: Purpose, **of: Any) -> list[Envelope]:
        pairs = {Purpose.CONVERSATION: self.conversation.pair_id, Purpose.DOSSIER: self.case.file.dossier_pair_id}
        return list(Envelope.objects.filter(epoch__pair=pairs[purpose], **of).order_by("id"))


@pytest.fixture
def world() -> World:
    house = keyed()
    for made in Vault.objects.select_related("person"):
        log_vault(made)
    case = told(house, choice=IdentityChoice.CONSENT).opened().moved(CaseVerb.ACKNOWLEDGE).heard().moved(CaseVerb.ASK)
    note(case, "Bonnen opgevraagd.")
    note(case, "Directeur gebeld.")
    return World(house, case, told(house).opened().moved(CaseVerb.ACKNOWLEDGE), Intruder())


def log_vault(made: Vault) -> None:
    """What making a vault with a passphrase writes into the log."""
    person, details = made.person, vault_details(made)
    with transaction.atomic():
        record(person.organisation_id, "vault.made", by=person.id, about=made.id, at=NOW, details=details)


def note(case: ToldCase, words: str, audience: Audience = Audience.DOSSIER) -> None:
    """Something written in the dossier of a case by its handler."""
    reader = case.house.reader(case.handler)
    jotting = Jotting(words, audience=audience)
    write_in_dossier(case.file, jotting, by=actor(case.handler), reader=reader, at=morning(TODAY))


def named() -> Named:
    """Every row that is named: table, id (or what stands for it) and fault."""
    found = [flaw for _room, flaw in HOUSE.run(looked=lambda _room, _count: None)]
    assert all(flaw.words for flaw in found)
    rows = {(flaw.table, flaw.row.split(" (")[0], str(flaw.fault)) for flaw in found}
    assert len(rows) == len(found)
    return rows


def change(row: models.Model, **columns: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**columns)


def exchange(one: models.Model, other: models.Model, column: str) -> None:
    values = getattr(one, column), getattr(other, column)
    change(one, **{column: values[1]})
    change(other, **{column: values[0]})


def of_items(fault: str, *items: Item) -> Named:
    return {("correspondence.item", str(item.id), fault) for item in items}


def of_keys(table: str, fault: str, *rows: models.Model | UUID | str) -> Named:
    return {(f"keyring.{table}", str(getattr(row, "pk", row)), fault) for row in rows}


def of_cases(table: str, fault: str, *rows: models.Model | UUID | str) -> Named:
    return {(f"cases.{table}", str(getattr(row, "pk", row)), fault) for row in rows}


def test_where_nobody_touched_anything_nothing_is_named(world: World) -> None:
    assert named() == set()


def test_handing_over_turning_away_and_private_notes_are_no_tampering(world: World) -> None:
    """What the program itself does with keys is written down, and nothing of it is named."""
    note(world.case, "Voor mij alleen.", Audience.MINE)
    turn(world.case, world.house.town.manager)
    world.case.opened(by=world.house.town.deputy).heard().moved(CaseVerb.CLOSE, by=world.house.town.deputy)
    hand_over(
        world.other.file,
        HandOver(HandOverReason.UNABLE, frozenset({world.house.town.deputy.id}), frozenset()),
        by=actor(world.other.handler),
        reader=world.house.reader(world.other.handler),
        at=morning(TODAY),
    )
    assert named() == set()


def ciphertexts_exchanged(world: World) -> Named:
    one, other = world.item(CONFIRMED), world.item(HEARD)
    exchange(one, other, "ciphertext")
    return of_items("not_by_author", one, other)


def signed_by_somebody_else(world: World) -> Named:
    one, other = world.item(CONFIRMED), world.item(ASKED)
    exchange(one, other, "signature")
    return of_items("not_by_author", one, other)


def keys_exchanged(world: World) -> Named:
    one, other, spare = world.item(CONFIRMED), world.item(HEARD), ItemKey.objects.create()
    mine, theirs = one.item_key, other.item_key
    change(one, item_key=spare)
    change(other, item_key=mine)
    change(one, item_key=theirs)
    spare.delete()
    return of_items("changed", one, other)


def wrapped_keys_exchanged(world: World) -> Named:
    one, other = world.item(CONFIRMED), world.item(HEARD)
    exchange(one.item_key, other.item_key, "wrapped")
    return of_items("key_moved", one, other)


def key_of_another_pair(world: World) -> Named:
    one = world.item(CONFIRMED)
    change(one.item_key, epoch=Epoch.objects.get(pair=world.conversation.identity_pair_id))
    return of_items("key_moved", one)


def redated(world: World) -> Named:
    change(world.item(HEARD), written_on=TODAY - timedelta(days=1))
    return of_items("changed", world.item(HEARD))


def moved(world: World) -> Named:
    one, other = world.item(CONFIRMED), world.item(HEARD)
    change(one, position=99)
    change(other, position=CONFIRMED)
    change(one, position=HEARD)
    return of_items("changed", one, other)


def removed(position: int) -> Callable[[World], Named]:
    def remove(world: World) -> Named:
        gone = world.item(position)
        expected = of_items("gone", gone)
        Item.objects.filter(pk=gone.pk).delete()
        return expected

    return remove


def invented_by_nobody(world: World) -> Named:
    signer = world.intruder.certificate(world.house.town.organisation, world.case.handler)
    made = world.intruder.insert(world.conversation, signer, {"text": LIE, "language": "nl"})
    assert signer.certificate
    return of_items("unknown_author", made) | of_keys("reader_certificate", "key_of_nobody", signer.certificate)


def added_by_a_reader_without_the_program(world: World) -> Named:
    handler = world.case.handler
    signer = world.house.reader(handler).signer(certificate=world.house.certificate(handler))
    return of_items("not_in_log", world.intruder.insert(world.conversation, signer, {"text": LIE, "language": "nl"}))


def everything_removed(world: World) -> Named:
    case, conversation = world.case.file, world.conversation
    disclosure = case.disclosure
    expected = of_cases("case_file", "gone", case) | {
        ("speakup.disclosure", str(disclosure.id), "disclosure_gone"),
        ("correspondence.conversation", str(conversation.id), "conversation_gone"),
    }
    for row in (case, disclosure, conversation):
        type(row).objects.filter(pk=row.pk).delete()
    return expected


def other_pair(world: World) -> Named:
    exchange_unique(world.conversation, world.other.file.disclosure.conversation, "pair_id", world)
    both = world.conversation.id, world.other.file.disclosure.conversation_id
    return {("correspondence.conversation", str(row), "conversation_changed") for row in both}


def exchange_unique(one: models.Model, other: models.Model, column: str, world: World) -> None:
    """Exchange what is unique, with a row of no meaning in between."""
    mine, theirs = getattr(one, column), getattr(other, column)
    spare = world.intruder.pair(world.house.town.organisation).epoch.pair
    change(one, **{column: spare.id})
    change(other, **{column: mine})
    change(one, **{column: theirs})
    spare.delete()


def receipt_replaced(world: World) -> Named:
    holder = world.conversation.holder
    change(holder, verifying_public=world.intruder.keys.signing.public)
    return of_keys("receipt_holder", "changed", holder)


def receipt_added(world: World) -> Named:
    made = world.intruder.holder().holder
    assert made
    return of_keys("receipt_holder", "not_in_log", made)


def envelopes_exchanged(world: World) -> Named:
    [one] = world.envelopes(Purpose.CONVERSATION, certificate__isnull=False, dormant=False)
    [other] = world.envelopes(Purpose.DOSSIER, certificate__isnull=False, dormant=False)
    exchange(one, other, "sealed")
    return of_keys("envelope", "not_given", one, other)


def envelope_prolonged(world: World) -> Named:
    [one] = world.envelopes(Purpose.CONVERSATION, certificate__isnull=False, dormant=False)
    change(one, until=TODAY + timedelta(days=9))
    return of_keys("envelope", "not_given", one)


def sleeping_envelopes_exchanged(world: World) -> Named:
    [one] = world.envelopes(Purpose.CONVERSATION, dormant=True)
    [other] = world.envelopes(Purpose.DOSSIER, dormant=True)
    exchange(one, other, "sealed")
    return of_keys("envelope", "cannot_wake", one, other)


def sleeping_envelope_said_to_be_awake(world: World) -> Named:
    [one] = world.envelopes(Purpose.CONVERSATION, dormant=True)
    change(one, dormant=False)
    return of_keys("envelope", "not_given", one)


def epoch_put_in(world: World) -> Named:
    signer = world.intruder.certificate(world.house.town.organisation, world.case.handler)
    opened = world.intruder.epoch(world.conversation)
    given = world.intruder.give(opened, world.conversation, signer)
    assert signer.certificate
    return (
        of_keys("reader_certificate", "key_of_nobody", signer.certificate)
        | of_keys("epoch", "not_in_log", opened.epoch)
        | of_keys("envelope", "given_by_nobody", *given)
    )


def epoch_with_another_key(world: World) -> Named:
    epoch = Epoch.objects.get(pair=world.case.file.dossier_pair_id)
    change(epoch, public_key=world.intruder.keys.sealing.public)
    return of_keys("epoch", "changed", epoch)


def certificate_of(world: World) -> ReaderCertificate:
    return ReaderCertificate.objects.get(pk=world.house.certificate(world.case.handler).pk)


def certificate_with_other_keys(world: World) -> Named:
    one = certificate_of(world)
    change(one, sealing_public=world.intruder.keys.sealing.public)
    return of_keys("reader_certificate", "changed", one)


def certificate_of_another_person(world: World) -> Named:
    one = certificate_of(world)
    change(one, person=world.house.town.director)
    return of_keys("reader_certificate", "changed", one)


def certificate_of_an_office_that_there_is_not(world: World) -> Named:
    one = certificate_of(world)
    change(one, office="emperor")
    return of_keys("reader_certificate", "changed", one)


def certificate_with_a_borrowed_entry(world: World) -> Named:
    signer = world.intruder.certificate(world.house.town.organisation, world.case.handler, certificate_of(world))
    assert signer.certificate
    return of_keys("reader_certificate", "borrowed_entry", signer.certificate)


def certificate_put_back(world: World) -> Named:
    one = certificate_of(world)
    change(one, entry=None)
    return of_keys("reader_certificate", "rolled_back", one)


def end_taken_back(world: World) -> Named:
    officer, office = world.house.town.officer, OfficeKind.INTEGRITY_OFFICER
    home, one = world.house.town.organisation.id, world.house.certificate(officer, office)
    end_certificates(home, office, officer.id, ended_on=TODAY, by=None, at=NOW)
    change(one, ended_on=None)
    return of_keys("reader_certificate", "end_changed", one)


def ended_without_the_program(world: World) -> Named:
    one = certificate_of(world)
    change(one, ended_on=TODAY)
    return of_keys("reader_certificate", "end_changed", one)


def signature_removed(world: World) -> Named:
    CertificateSignature.objects.filter(certificate=certificate_of(world))[0].delete()
    return of_keys("reader_certificate", "signature_gone", certificate_of(world))


def signatures_exchanged(world: World) -> Named:
    one, other = CertificateSignature.objects.filter(certificate=certificate_of(world))
    exchange(one, other, "signature")
    return of_keys("certificate_signature", "bad_signature", one, other)


def vault_with_other_keys(world: World) -> Named:
    one = Vault.objects.get(person=world.house.town.director)
    change(one, verifying_public=world.intruder.keys.signing.public)
    return of_keys("vault", "changed", one)


def vault_added(world: World) -> Named:
    return of_keys("vault", "not_in_log", vault(world.house.town.colleague, world.intruder.keys))


def case_put_back(world: World) -> Named:
    change(world.case.file, state=CaseState.ACKNOWLEDGED)
    return of_cases("case_file", "state_changed", world.case.id)


def case_put_back_to_its_beginning(world: World) -> Named:
    change(world.case.file, state=CaseState.RECEIVED, acknowledged_on=None)
    return of_cases("case_file", "state_changed", world.case.id)


def case_closed(world: World) -> Named:
    change(world.case.file, state=CaseState.CLOSED, closed_on=TODAY)
    return of_cases("case_file", "state_changed", world.case.id)


def case_received_earlier(world: World) -> Named:
    change(world.case.file, received_on=TODAY - timedelta(days=9))
    return of_cases("case_file", "moved", world.case.id)


def case_removed(world: World) -> Named:
    CaseFile.objects.filter(pk=world.case.id).delete()
    return of_cases("case_file", "gone", world.case.id)


def steps(world: World) -> list[CaseStep]:
    return list(world.case.file.steps.order_by("position"))


def last_step_removed(world: World) -> Named:
    last = steps(world)[-1]
    CaseStep.objects.filter(pk=last.pk).delete()
    return of_cases("case_step", "step_gone", f"{last.position} of {world.case.id}")


def step_by_somebody_else(world: World) -> Named:
    change(steps(world)[0], taken_by=world.house.town.director)
    return of_cases("case_step", "step_changed", steps(world)[0])


def step_added(world: World) -> Named:
    made = CaseStep.objects.create(case=world.case.file, position=9, verb=CaseVerb.HEAR, taken_on=TODAY)
    return of_cases("case_step", "step_not_in_log", made)


def clocks(world: World) -> dict[str, CaseClock]:
    return {clock.name: clock for clock in world.case.file.clocks.all()}


def term_said_to_be_met(world: World) -> Named:
    change(clocks(world)["feedback"], met_on=TODAY)
    return of_cases("case_clock", "clock_changed", clocks(world)["feedback"])


def term_put_off(world: World) -> Named:
    one = clocks(world)["feedback"]
    change(one, due_on=one.due_on + timedelta(days=30))
    return of_cases("case_clock", "clock_changed", one)


def term_removed(world: World) -> Named:
    CaseClock.objects.filter(pk=clocks(world)["feedback"].pk).delete()
    return of_cases("case_clock", "clock_gone", f"feedback of {world.case.id}")


def notes(world: World) -> list[DossierItem]:
    return list(world.case.file.dossier_items.order_by("position"))


def notes_exchanged(world: World) -> Named:
    exchange(*notes(world), "ciphertext")
    return of_cases("dossier_item", "note_not_by_author", *notes(world))


def note_redated(world: World) -> Named:
    change(notes(world)[0], written_at=NOW - timedelta(days=3))
    return of_cases("dossier_item", "note_changed", notes(world)[0])


def last_note_removed(world: World) -> Named:
    last = notes(world)[-1]
    DossierItem.objects.filter(pk=last.pk).delete()
    return of_cases("dossier_item", "note_gone", last)


def disclosure_redated(world: World) -> Named:
    disclosure = world.case.file.disclosure
    change(disclosure, received_on=TODAY - timedelta(days=9))
    return {("speakup.disclosure", str(disclosure.id), "disclosure_changed")}


def disclosure_added(world: World) -> Named:
    """With a conversation of its own, sealed to real readers, as only the intruder could have made it."""
    opened, holder = world.intruder.pair(world.house.town.organisation), world.intruder.holder().holder
    assert holder
    made = Conversation.objects.create(
        organisation=world.house.town.organisation,
        locator=b"invented",
        locator_version=1,
        holder=holder,
        pair=opened.epoch.pair,
        identity_pair=world.intruder.pair(world.house.town.organisation).epoch.pair,
        opened_on=TODAY,
    )
    first = world.case.file.disclosure
    disclosure = Disclosure.objects.create(
        channel=first.channel, conversation=made, kind=first.kind, subject=first.subject, received_on=TODAY
    )
    return {("speakup.disclosure", str(disclosure.id), "disclosure_not_in_log")} | of_keys(
        "receipt_holder", "not_in_log", holder
    )


ATTACKS: tuple[Callable[[World], Named], ...] = (
    *(ciphertexts_exchanged, signed_by_somebody_else, keys_exchanged, wrapped_keys_exchanged, key_of_another_pair),
    *(redated, moved, invented_by_nobody, added_by_a_reader_without_the_program, everything_removed, other_pair),
    *(receipt_replaced, receipt_added, envelopes_exchanged, envelope_prolonged, sleeping_envelopes_exchanged),
    *(sleeping_envelope_said_to_be_awake, epoch_put_in, epoch_with_another_key, certificate_with_other_keys),
    *(certificate_of_another_person, certificate_of_an_office_that_there_is_not, certificate_with_a_borrowed_entry),
    *(certificate_put_back, end_taken_back, ended_without_the_program, signature_removed, signatures_exchanged),
    *(vault_with_other_keys, vault_added, case_put_back, case_put_back_to_its_beginning, case_closed),
    *(case_received_earlier, case_removed, last_step_removed, step_by_somebody_else, step_added),
    *(notes_exchanged, note_redated, last_note_removed),
    *(term_said_to_be_met, term_put_off, term_removed, disclosure_redated, disclosure_added),
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_exactly_the_rows_that_were_touched_are_named(world: World, attack: Callable[[World], Named]) -> None:
    expected = attack(world)
    assert named() == expected


@pytest.mark.parametrize("position", [CONFIDED, NAME, HEARD, ASKED])
def test_an_item_that_was_removed_is_missed_also_the_last_one(world: World, position: int) -> None:
    expected = removed(position)(world)
    assert named() == expected
