"""As somebody who writes in the database: nothing is sealed to what was put in, and each attempt is found and named."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.keyring.actions.alarms import AlarmRefused, look, look_closely, settle
from deontos.keyring.actions.certificates import end_certificates
from deontos.keyring.jobs import watch_over_keys
from deontos.keyring.models import CertificateSignature, Envelope, KeyAlarm, ReaderCertificate, Vault
from deontos.keyring.queries import trusted_certificates
from deontos.keyring.rules import RENEWED_FROM, VALID_FOR
from deontos.keyring.sealing import OpenPair
from deontos.keyring.vocabulary import AlarmKind, Ground, KeyringCode
from deontos.notices.models import Letter, WindowedNotice
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.models import Channel
from deontos.speakup.queries import line_of
from deontos.speakup.rules import route
from deontos.vault.keys import new_pair, new_user_keys
from deontos.vault.signatures import sign
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, office, town
from tests.factories.speakup import opened_by_test
from tests.sites.world import tell

pytestmark = [pytest.mark.django_db, pytest.mark.row("2.2")]

MANAGER = OfficeKind.COMPLAINTS_MANAGER


@pytest.fixture
def lindewater() -> KeyedTown:
    return keyed()


def alarms(house: KeyedTown) -> set[tuple[str, UUID]]:
    return set(KeyAlarm.objects.filter(organisation=house.town.organisation).values_list("kind", "subject_id"))


def seen(house: KeyedTown) -> set[tuple[str, UUID]]:
    """What a look at the keys finds."""
    look_closely(house.town.organisation.id, at=NOW)
    return alarms(house)


def rogue(house: KeyedTown, person: Person) -> ReaderCertificate:
    """A certificate row with other keys, put in by hand."""
    keys = new_user_keys()
    return ReaderCertificate.objects.create(
        organisation=house.town.organisation,
        office=MANAGER,
        person=person,
        sealing_public=keys.sealing.public,
        verifying_public=keys.signing.public,
        valid_from=TODAY,
        valid_until=TODAY + VALID_FOR,
    )


def signed(certificate: ReaderCertificate, steward: ReaderCertificate, signature: bytes) -> None:
    CertificateSignature.objects.create(certificate=certificate, steward=steward, signature=signature, signed_at=NOW)


def forged_signatures(house: KeyedTown, planted: ReaderCertificate) -> None:
    """Signed by nobody's keys, in the name of two stewards."""
    for steward in house.town.stewards[:2]:
        own = house.certificate(steward, OfficeKind.STEWARD)
        signed(planted, own, sign(new_user_keys().signing, "reader certificate", b"x"))


def borrowed_signatures(house: KeyedTown, planted: ReaderCertificate) -> None:
    """The two real signatures under the manager's certificate, copied, with the audit row of that one."""
    real = house.certificate(house.town.manager)
    for each in real.signatures.all():
        signed(planted, each.steward, bytes(each.signature))
    ReaderCertificate.objects.filter(pk=planted.pk).update(entry=real.entry)


def forged_entry(house: KeyedTown, planted: ReaderCertificate) -> None:
    """The same, and an audit row that names this very certificate, without our seal."""
    borrowed_signatures(house, planted)
    entry = Entry.objects.get(pk=house.certificate(house.town.manager).entry_id or uuid4())
    entry.pk, entry._state.adding, entry.number, entry.subject_id = (
        uuid4(),
        True,
        9000 + KeyAlarm.objects.count(),
        planted.id,
    )
    entry.save()
    ReaderCertificate.objects.filter(pk=planted.pk).update(entry=entry)


@pytest.mark.parametrize("forge", [forged_signatures, borrowed_signatures, forged_entry])
def test_a_rogue_key_is_never_sealed_to_and_is_named(
    forge: Callable[[KeyedTown, ReaderCertificate], None], lindewater: KeyedTown
) -> None:
    house = lindewater.town
    real = lindewater.certificate(house.manager)
    for person in (house.manager, house.colleague):
        planted = rogue(lindewater, person)
        forge(lindewater, planted)
        line = line_of(Channel(organisation=house.organisation), on=TODAY)
        assert line.certificates[house.manager.id] == real
        assert [each.person for each in route(line.members, frozenset()).sealed_to] == [house.manager.id]
        assert house.colleague.id not in trusted_certificates(house.organisation.id, [house.colleague.id], on=TODAY)
        assert ("certificate_forged", planted.id) in seen(lindewater)
    assert {kind for kind, _subject in alarms(lindewater)} == {"certificate_forged"}
    assert KeyAlarm.objects.count() == 2


def test_a_single_signature_that_does_not_hold_is_named(lindewater: KeyedTown) -> None:
    waiting = lindewater.propose(lindewater.town.colleague)
    lindewater.sign(waiting, lindewater.town.stewards[0])
    assert seen(lindewater) == set()
    CertificateSignature.objects.filter(certificate=waiting).update(signature=b"\x01\x06" + bytes(64))
    assert seen(lindewater) == {("certificate_forged", waiting.id)}


def test_an_end_taken_back_is_named(lindewater: KeyedTown) -> None:
    house, certificate = lindewater.town, lindewater.certificate(lindewater.town.deputy)
    end_certificates(house.organisation.id, MANAGER, house.deputy.id, ended_on=TODAY, by=None, at=NOW)
    assert seen(lindewater) == set()
    ReaderCertificate.objects.filter(pk=certificate.pk).update(ended_on=None)
    assert seen(lindewater) == {("end_taken_back", certificate.id)}


def test_other_keys_in_a_vault_are_named(lindewater: KeyedTown) -> None:
    manager = lindewater.town.manager
    Vault.objects.filter(person=manager).update(sealing_public=new_user_keys().sealing.public)
    assert seen(lindewater) == {("vault_changed", manager.id)}


def test_too_few_stewards_and_nobody_but_administrators_are_named(lindewater: KeyedTown) -> None:
    house = lindewater.town
    home = house.organisation
    for steward in house.stewards:
        office(home, OfficeKind.ADMINISTRATOR, steward)
    assert seen(lindewater) == {("all_administrators", home.id)}
    end_certificates(home.id, OfficeKind.STEWARD, house.stewards[2].id, ended_on=TODAY, by=None, at=NOW)
    assert seen(lindewater) == {("all_administrators", home.id), ("few_stewards", home.id)}


def test_an_organisation_without_stewards_yet_is_not_alarmed() -> None:
    home = town()
    look_closely(home.organisation.id, at=NOW)
    assert KeyAlarm.objects.count() == 0


def test_an_envelope_from_nobody_and_a_new_key_from_nobody_are_named(lindewater: KeyedTown) -> None:
    house = lindewater.town
    channel = opened_by_test(Channel.objects.create(organisation=house.organisation, telephone="09 000 00 10"))
    tell(channel, house.manager, "A heron stood at the counter", frozenset())
    assert seen(lindewater) == set()
    envelope = Envelope.objects.filter(certificate__person=house.manager, epoch__isnull=False).first()
    assert envelope is not None
    assert envelope.epoch is not None
    planted = Envelope.objects.create(
        epoch=envelope.epoch,
        pair=envelope.pair,
        certificate=lindewater.certificate(house.officer, OfficeKind.INTEGRITY_OFFICER),
        sealed=envelope.sealed,
        given_by=lindewater.certificate(house.deputy),
        ground=Ground.HANDLING_NEED,
        given_on=TODAY,
        signature=envelope.signature,
    )
    keys = new_pair()
    epoch = OpenPair(envelope.epoch, keys).epoch
    epoch.pk, epoch._state.adding = uuid4(), True
    epoch.number, epoch.public_key = 2, keys.public
    epoch.save()
    assert seen(lindewater) == {("envelope_unknown", planted.id), ("epoch_unknown", epoch.id)}


def test_all_stewards_and_the_officer_are_told_once_a_day_until_it_is_settled(lindewater: KeyedTown) -> None:
    house, other = lindewater.town, keyed(town("Bergstroom"))
    planted = rogue(lindewater, house.colleague)
    forged_signatures(lindewater, planted)
    told = {each.id for each in (*house.stewards, house.officer)}
    for hours, letters in ((0, 1), (1, 1), (24, 2), (25, 2)):
        look(house.organisation.id, at=NOW + timedelta(hours=hours))
        look(other.town.organisation.id, at=NOW + timedelta(hours=hours))
        assert Letter.objects.count() == letters * len(told)
    assert set(Letter.objects.values_list("recipient_id", "template")) == {(each, "key_alarm") for each in told}
    [entry] = Entry.objects.filter(fact="alarm.raised")
    assert (entry.organisation_id, entry.subject_id, entry.actor_id, entry.details) == (
        house.organisation.id,
        planted.id,
        None,
        '{"kind":"certificate_forged"}',
    )


def test_a_steward_settles_an_alarm_with_a_reason_and_it_rests_for_a_week(lindewater: KeyedTown) -> None:
    house, steward = lindewater.town, lindewater.town.stewards[0]
    forged_signatures(lindewater, rogue(lindewater, house.colleague))
    look(house.organisation.id, at=NOW)
    alarm = KeyAlarm.objects.get()
    for somebody in (house.officer, house.administrator, keyed(town("Bergstroom")).town.stewards[0]):
        with pytest.raises(NotAllowed):
            settle(alarm, "Nothing", by=actor(somebody), at=NOW)
    settle(alarm, "The operator removed the row", by=actor(steward), at=NOW)
    with pytest.raises(AlarmRefused) as refused:
        settle(alarm, "Me too", by=actor(steward), at=NOW)
    assert refused.value.code is KeyringCode.ALARM_SETTLED
    alarm.refresh_from_db()
    assert (alarm.settled_by, alarm.reason) == (steward, "The operator removed the row")
    for days, rows in ((1, 1), (6, 1), (7, 2)):
        look(house.organisation.id, at=NOW + timedelta(days=days))
        assert KeyAlarm.objects.count() == rows
    assert KeyAlarm.objects.filter(settled_at__isnull=True).count() == 1


def test_every_kind_of_alarm_is_shown_to_be_raised() -> None:
    assert {each.value for each in AlarmKind} == {
        *("certificate_forged", "end_taken_back", "vault_changed", "envelope_unknown", "epoch_unknown"),
        *("few_stewards", "all_administrators"),
    }


@pytest.mark.parametrize(
    ("left", "told"), [(31, False), (30, True), (29, False), (14, True), (7, True), (3, True), (0, True), (-1, False)]
)
def test_whoever_ends_soon_and_the_stewards_are_reminded(left: int, *, told: bool, lindewater: KeyedTown) -> None:
    house, other = lindewater.town, keyed(town("Bergstroom"), on=TODAY - timedelta(days=200))
    lindewater.certify(house.colleague, OfficeKind.INTEGRITY_ADVISER)
    with time_machine.travel(NOW + VALID_FOR - timedelta(days=left), tick=False):
        watch_over_keys.call()
    reminded = set(WindowedNotice.objects.values_list("recipient_id", "template"))
    readers = (house.manager, house.deputy, house.officer, house.director, *house.stewards)
    expected = {(each.id, "key_ends_soon") for each in readers} | {
        (each.id, "keys_to_renew") for each in house.stewards
    }
    assert reminded == (expected if told else set())
    assert not {each.id for each in other.town.stewards} & {who for who, _template in reminded}


def test_whoever_was_renewed_is_not_reminded(lindewater: KeyedTown) -> None:
    house, at = lindewater.town, NOW + VALID_FOR - RENEWED_FROM
    lindewater.certify(house.manager, on=at.date())
    with time_machine.travel(at, tick=False):
        watch_over_keys.call()
    reminded = WindowedNotice.objects.filter(template="key_ends_soon").values_list("recipient_id", flat=True)
    assert set(reminded) == {each.id for each in (house.deputy, house.officer, house.director, *house.stewards)}
