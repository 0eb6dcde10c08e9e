"""Receiving a disclosure: who holds a key afterwards, tried with every key there is; and what is refused."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.apps import apps

from deontos.correspondence.sittings import keys_of
from deontos.kernel.refusals import Refusal
from deontos.keyring.models import Envelope, ReceiptHolder
from deontos.notices.models import WindowedNotice
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.actions import Confided, DisclosureRefused, confide
from deontos.speakup.content import DisclosureContent
from deontos.speakup.models import Channel, Disclosure
from deontos.speakup.queries import line_of
from deontos.speakup.rules import route
from deontos.speakup.vocabulary import DisclosureKind, IdentityChoice, SpeakupCode, Subject
from deontos.vault.receipts import Receipt
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, absent, town
from tests.factories.speakup import CERTIFIED_ON, WHAT, reporting_point, without_certificate
from tests.speakup.opening import opened_items, opened_pairs, purposes

BOTH = {"conversation", "dossier"}
ALL = {"conversation", "dossier", "identity"}
IDENTITY = {"name": "Robin Voorbeeld", "reach": "0400 00 00 00"}


def words(
    channel: Channel, *named: Person, choice: IdentityChoice = IdentityChoice.ANONYMOUS, **changes: frozenset[UUID]
) -> Confided:
    """What somebody would send today, with the readers that the check page would show."""
    involved = frozenset(person.id for person in named)
    way = route(line_of(channel, on=TODAY).members, involved)
    content = DisclosureContent(Language.DUTCH, DisclosureKind.SUSPICION, Subject.STAFF, answers={"what": WHAT})
    return Confided(
        kind=DisclosureKind.SUSPICION,
        subject=Subject.STAFF,
        named=involved,
        choice=choice,
        content=content.sealed(),
        identity={} if choice is IdentityChoice.ANONYMOUS else IDENTITY,
        readers=changes.get("readers", way.readers),
        sleeping=changes.get("sleeping", way.sleeping),
    )


def rows() -> dict[str, int]:
    """How many rows every table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def holders(house: KeyedTown, *, with_server: bool = False) -> dict[str, set[str]]:
    """Who opens which purposes, trying everybody's keys on every envelope under everybody's name."""
    everybody = {person.id: person for person in Person.objects.all()}
    known = [*everybody, *ReceiptHolder.objects.values_list("id", flat=True)]
    found = {
        everybody[person].name: purposes(opened_pairs(keys, known, with_server=with_server))
        for person, keys in house.keys.items()
    }
    return {name: opened for name, opened in found.items() if opened}


@pytest.mark.row("R-000.69", "R-000.71", "1.4a", "1.9")
@pytest.mark.parametrize(
    ("away", "named", "live", "woken"),
    [
        ((), (), {"Mira Halewijn": BOTH}, {"Joris Waterman": BOTH, "Wouter Kersgaard": BOTH}),
        (("manager",), (), {"Mira Halewijn": BOTH, "Joris Waterman": BOTH}, {"Wouter Kersgaard": BOTH}),
        ((), ("manager",), {"Joris Waterman": BOTH}, {"Wouter Kersgaard": BOTH}),
        ((), ("deputy",), {"Mira Halewijn": BOTH}, {"Wouter Kersgaard": BOTH}),
        ((), ("manager", "deputy", "second"), {"Jolien Lindeboom": BOTH}, {}),
        (("officer",), ("manager", "deputy", "second"), {"Jolien Lindeboom": BOTH, "Bernard Elsbos": BOTH}, {}),
    ],
)
def test_exactly_the_readers_of_the_route_hold_a_key(
    house: KeyedTown,
    second: Person,
    channel: Channel,
    away: tuple[str, ...],
    named: tuple[str, ...],
    live: dict[str, set[str]],
    woken: dict[str, set[str]],
) -> None:
    people = {"second": second, **{name: getattr(house.town, name) for name in ("manager", "deputy", "officer")}}
    for name in away:
        absent(people[name], house.town.administrator)
    receipt = Receipt.make()
    confide(channel, receipt, words(channel, *(people[name] for name in named)), on=TODAY)
    assert holders(house) == live
    assert holders(house, with_server=True) == {**live, **woken}
    letters = {notice.recipient.name for notice in WindowedNotice.objects.select_related("recipient")}
    assert letters == set(live)


@pytest.mark.row("R-000.71", "1.4a")
def test_somebody_named_gets_no_envelope_at_all_and_no_letter(house: KeyedTown, channel: Channel) -> None:
    confide(channel, Receipt.make(), words(channel, house.town.manager), on=TODAY)
    assert not Envelope.objects.filter(certificate__person=house.town.manager).exists()
    assert not WindowedNotice.objects.filter(recipient=house.town.manager).exists()


@pytest.mark.row("1.4a")
def test_a_sleeping_key_opens_neither_for_its_reader_nor_for_the_server_alone(
    house: KeyedTown, channel: Channel
) -> None:
    confide(channel, Receipt.make(), words(channel), on=TODAY)
    sleeping = Envelope.objects.filter(dormant=True)
    assert {each.certificate.person_id for each in sleeping if each.certificate} == {house.town.deputy.id}
    deputy = house.keys[house.town.deputy.id]
    known = [person.id for person in Person.objects.all()]
    assert opened_pairs(deputy, known) == {}
    assert purposes(opened_pairs(deputy, known, with_server=True)) == BOTH
    stranger = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    assert opened_pairs(stranger.keys[stranger.town.manager.id], known, with_server=True) == {}


@pytest.mark.row("R-000.70", "1.9")
@pytest.mark.parametrize(
    ("choice", "opened", "kinds"),
    [
        (IdentityChoice.ANONYMOUS, BOTH, {"confided"}),
        (IdentityChoice.CONFIDENCE, BOTH, {"confided", "identity"}),
        (IdentityChoice.CONSENT, ALL, {"confided", "identity"}),
    ],
)
def test_a_name_is_opened_by_whom_the_reporter_chose(
    house: KeyedTown, channel: Channel, choice: IdentityChoice, opened: set[str], kinds: set[str]
) -> None:
    receipt = Receipt.make()
    confide(channel, receipt, words(channel, choice=choice), on=TODAY)
    assert holders(house, with_server=True) == {"Mira Halewijn": opened, "Joris Waterman": BOTH}
    [holder] = ReceiptHolder.objects.values_list("id", flat=True)
    own = opened_pairs(keys_of(receipt), [holder])
    assert purposes(own) == {"conversation", "identity"}
    items = opened_items(own)
    assert set(items) == kinds
    assert items["confided"]["answers"] == {"what": WHAT}
    if choice is not IdentityChoice.ANONYMOUS:
        assert items["identity"] == IDENTITY


def close(house: KeyedTown) -> None:
    """Leave the channel without a certified deputy."""
    without_certificate(house, house.town.deputy)


def name_everybody(house: KeyedTown) -> None:
    """Leave nobody with a key but the two who are named."""
    without_certificate(house, house.town.officer, house.town.director)


def send_away(house: KeyedTown) -> None:
    """Let the manager be absent since the check page was shown."""
    absent(house.town.manager, house.town.administrator)


@pytest.mark.row("R-000.71", "1.9")
@pytest.mark.parametrize(
    ("change", "everybody", "code"),
    [
        (close, False, SpeakupCode.CHANNEL_CLOSED),
        (name_everybody, True, SpeakupCode.NOBODY_LEFT),
        (send_away, False, SpeakupCode.READERS_CHANGED),
    ],
)
def test_what_is_refused_seals_nothing(
    house: KeyedTown, channel: Channel, change: Callable[[KeyedTown], None], everybody: bool, code: SpeakupCode
) -> None:
    named = (house.town.manager, house.town.deputy) if everybody else ()
    shown = words(channel, *named)
    change(house)
    before = rows()
    with pytest.raises(DisclosureRefused) as refusal:
        confide(channel, Receipt.make(), shown, on=TODAY)
    assert refusal.value.code is code
    assert rows() == before


def test_a_sleeping_key_that_was_not_shown_is_refused(house: KeyedTown, channel: Channel) -> None:
    before = rows()
    with pytest.raises(Refusal) as refusal:
        confide(channel, Receipt.make(), words(channel, sleeping=frozenset()), on=TODAY)
    assert refusal.value.code is SpeakupCode.READERS_CHANGED
    assert rows() == before


@pytest.mark.row("1.10")
def test_the_same_receipt_twice_is_one_disclosure(house: KeyedTown, channel: Channel) -> None:
    receipt = Receipt.make()
    confide(channel, receipt, words(channel), on=TODAY)
    before = rows()
    with pytest.raises(DisclosureRefused) as refusal:
        confide(channel, receipt, words(channel, house.town.manager), on=TODAY)
    assert refusal.value.code is SpeakupCode.ALREADY_RECEIVED
    assert (rows(), Disclosure.objects.count()) == (before, 1)


def test_a_house_hears_nothing_of_another_house(house: KeyedTown, channel: Channel) -> None:
    other = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    there = reporting_point(other.town.organisation)
    confide(there, Receipt.make(), words(there), on=TODAY)
    assert holders(house, with_server=True) == {}
    assert set(holders(other)) == {"Mira Halewijn"}
