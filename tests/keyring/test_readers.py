"""An unlocked reader opens what its own live envelopes allow, and signs as nobody but itself."""

from datetime import timedelta

import pytest

from deontos.keyring.models import Envelope, Epoch, ItemKey
from deontos.keyring.queries import certificate_reading, pairs_readable_by, readers_of, sleeping_readers_of
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.sealing import ItemPlace, OpenPair, SealedItem, give_to_person, is_by, make_pair, seal
from deontos.keyring.vocabulary import Ground, KeyringCode, Purpose
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.failures import VaultFailure
from deontos.vault.keys import new_user_keys
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, town

pytestmark = [pytest.mark.row("1.4a"), pytest.mark.django_db]

TEXT = "Ik zag het zelf. \N{EURO SIGN} \u202e<b>".encode()


@pytest.fixture
def house() -> KeyedTown:
    return keyed()


@pytest.fixture
def opened(house: KeyedTown) -> OpenPair:
    """A dossier that the manager made and can read."""
    made = make_pair(house.town.organisation.id, Purpose.DOSSIER, on=TODAY)
    give(house, made, house.town.manager)
    return made


def give(house: KeyedTown, made: OpenPair, person: Person, *, dormant: bool = False) -> Envelope:
    """An envelope from the manager for somebody certified."""
    manager = house.town.manager
    office = OfficeKind.INTEGRITY_OFFICER if person == house.town.officer else OfficeKind.COMPLAINTS_MANAGER
    return give_to_person(
        made,
        house.certificate(person, office),
        by=house.reader(manager).signer(certificate=house.certificate(manager)),
        on=TODAY,
        ground=Ground.IN_LINE,
        dormant=dormant,
    )


@pytest.fixture
def place(house: KeyedTown, opened: OpenPair) -> ItemPlace:
    return ItemPlace(house.town.organisation.id, opened.epoch.pair_id, "note")


@pytest.fixture
def item(house: KeyedTown, opened: OpenPair, place: ItemPlace) -> SealedItem:
    manager = house.town.manager
    signer = house.reader(manager).signer(certificate=house.certificate(manager))
    return seal(Epoch.objects.get(pk=opened.epoch.pk), TEXT, place=place, by=signer)


def reads(reader: UnlockedReader, item: SealedItem, place: ItemPlace) -> bytes | None:
    """The plaintext, or nothing for who holds no key."""
    key = ItemKey.objects.select_related("epoch__pair").get(pk=item.item_key.pk)
    try:
        return reader.open_item(key, item.ciphertext, place.context(key.epoch))
    except NoEnvelope:
        return None


def test_whoever_holds_an_envelope_reads_and_nobody_else(
    house: KeyedTown, item: SealedItem, place: ItemPlace, opened: OpenPair
) -> None:
    elsewhere = keyed(town("Bergstroom"))
    give(house, opened, house.town.deputy)
    readers = [house.reader(each) for each in (house.town.manager, house.town.deputy)]
    others = [house.reader(each) for each in (house.town.officer, house.town.director, *house.town.stewards)]
    others += [elsewhere.reader(elsewhere.town.manager), UnlockedReader(new_user_keys(), TODAY, house.town.manager.id)]
    assert [reads(each, item, place) for each in readers] == [TEXT, TEXT]
    assert {reads(each, item, place) for each in others} == {None}


def test_an_envelope_counts_until_its_last_day(house: KeyedTown, item: SealedItem, place: ItemPlace) -> None:
    Envelope.objects.update(until=TODAY)
    manager = house.town.manager
    days = (TODAY, TODAY + timedelta(days=1))
    found = [pairs_readable_by(manager.id, on=day).count() for day in days]
    assert found == [1, 0]
    assert reads(house.reader(manager, on=days[1]), item, place) is None


def test_a_date_that_was_put_off_by_hand_opens_nothing(house: KeyedTown, item: SealedItem, place: ItemPlace) -> None:
    Envelope.objects.update(until=TODAY + timedelta(days=9))
    assert reads(house.reader(house.town.manager), item, place) is None


@pytest.mark.row("R-000.71")
def test_a_dormant_envelope_opens_for_nobody_not_even_marked_as_awake(
    house: KeyedTown, item: SealedItem, place: ItemPlace, opened: OpenPair
) -> None:
    deputy = house.town.deputy
    give(house, opened, deputy, dormant=True)
    assert reads(house.reader(deputy), item, place) is None
    Envelope.objects.filter(certificate__person=deputy).update(dormant=False)
    assert reads(house.reader(deputy), item, place) is None


def test_who_reads_and_who_sleeps_is_known_by_name(house: KeyedTown, opened: OpenPair) -> None:
    manager, deputy, officer = house.town.manager, house.town.deputy, house.town.officer
    give(house, opened, officer)
    give(house, opened, deputy, dormant=True)
    pair = opened.epoch.pair_id
    awake = {each.certificate.person_id for each in readers_of(pair, on=TODAY) if each.certificate}
    asleep = {each.certificate.person_id for each in sleeping_readers_of(pair, on=TODAY) if each.certificate}
    assert (awake, asleep) == ({manager.id, officer.id}, {deputy.id})
    assert certificate_reading(pair, manager.id, on=TODAY) == house.certificate(manager)
    assert certificate_reading(pair, deputy.id, on=TODAY) is None
    assert [each.epoch for each in pairs_readable_by(officer.id, on=TODAY)] == [opened.epoch]
    assert not pairs_readable_by(deputy.id, on=TODAY).exists()


def test_an_envelope_given_to_somebody_else_by_hand_opens_nothing(
    house: KeyedTown, item: SealedItem, place: ItemPlace
) -> None:
    Envelope.objects.update(certificate=house.certificate(house.town.deputy))
    assert {reads(house.reader(each), item, place) for each in (house.town.manager, house.town.deputy)} == {None}


def test_an_item_read_at_another_place_is_not_authentic(house: KeyedTown, item: SealedItem, place: ItemPlace) -> None:
    key = ItemKey.objects.select_related("epoch__pair").get(pk=item.item_key.pk)
    other = ItemPlace(place.organisation, place.thread, "message", place.item)
    with pytest.raises(VaultFailure):
        house.reader(house.town.manager).open_item(key, item.ciphertext, other.context(key.epoch))


def test_an_item_is_signed_by_its_author_at_its_place(
    house: KeyedTown, item: SealedItem, place: ItemPlace, opened: OpenPair
) -> None:
    mine = house.keys[house.town.manager.id].signing.public
    others = house.keys[house.town.deputy.id].signing.public
    context = place.context(opened.epoch)
    elsewhere = ItemPlace(place.organisation, place.thread, place.kind).context(opened.epoch)
    assert is_by(mine, item.signature, context, item.ciphertext)
    assert not is_by(others, item.signature, context, item.ciphertext)
    assert not is_by(mine, item.signature, elsewhere, item.ciphertext)
    assert not is_by(mine, item.signature, context, item.ciphertext + b"\x00")


def test_nobody_signs_under_anothers_certificate(house: KeyedTown) -> None:
    reader = house.reader(house.town.manager)
    with pytest.raises(NoEnvelope) as refused:
        reader.signer(certificate=house.certificate(house.town.deputy))
    assert refused.value.code is KeyringCode.NOT_CERTIFIED
    with pytest.raises(NoEnvelope):
        reader.signer()


def test_a_reader_shows_no_key_in_logs(house: KeyedTown) -> None:
    reader = house.reader(house.town.manager)
    shown = repr(reader) + repr(reader.signer(certificate=house.certificate(house.town.manager)))
    private = (reader.keys.sealing.private, reader.keys.signing.private)
    assert [key for key in private if repr(key)[2:-1] in shown or key.hex() in shown] == []
