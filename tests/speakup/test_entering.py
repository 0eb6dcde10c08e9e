"""What somebody told by phone or in a meeting, or wrote in a letter: typed at the desk, sealed, never read for it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.apps import apps

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.audit.queries import details_of
from deontos.audit.vocabulary import ChainKind
from deontos.cases.models import CaseClock, CaseFile
from deontos.cases.queries import case_visible_to
from deontos.correspondence.queries import conversation_of, items_of, opened
from deontos.correspondence.vocabulary import ItemKind
from deontos.kernel.refusals import Refusal
from deontos.keyring.models import Envelope
from deontos.notices.models import Letter, WindowedNotice
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.actions import Confided
from deontos.speakup.actions.entering import enter
from deontos.speakup.content import DisclosureContent, Entered, Named
from deontos.speakup.models import Channel, Disclosure
from deontos.speakup.queries import line_of
from deontos.speakup.rules import route
from deontos.speakup.vocabulary import (
    CameBy,
    DisclosureKind,
    EntryCode,
    IdentityChoice,
    OralRecord,
    SpeakupCode,
    Subject,
)
from deontos.vault.receipts import Receipt
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, town
from tests.factories.speakup import CERTIFIED_ON, WHAT, reporting_point, without_certificate

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.13")]
NAME = {"name": "Robin Voorbeeld", "reach": "0400 00 00 00"}
MINUTES = "Zij belde vanuit de auto."
LETTER_ON = TODAY - timedelta(days=3)


def told(point: Channel, *named: Person, choice: IdentityChoice = IdentityChoice.ANONYMOUS) -> Confided:
    """What the person told, as the page hands it on: these people were named."""
    involved = frozenset(person.id for person in named)
    way = route(line_of(point, on=TODAY).members, involved)
    content = DisclosureContent(
        language=Language.DUTCH,
        kind=DisclosureKind.SUSPICION,
        subject=Subject.STAFF,
        named=tuple(Named(person.id, person.name) for person in named),
        answers={"what": WHAT},
    )
    return Confided(
        kind=DisclosureKind.SUSPICION,
        subject=Subject.STAFF,
        named=involved,
        choice=choice,
        content=content.sealed(),
        identity={} if choice is IdentityChoice.ANONYMOUS else NAME,
        readers=way.readers,
    )


def entered(
    house: KeyedTown,
    by: Person,
    confided: Confided,
    *,
    way: CameBy = CameBy.PHONE,
    came_on: date = TODAY,
    disclosure: UUID | None = None,
) -> Receipt:
    """Somebody of a town typed it; the receipt."""
    point = Channel.objects.get(organisation=house.town.organisation)
    kept_as = None if way is CameBy.LETTER else OralRecord.MINUTES
    seal = Entered(way, came_on, kept_as, MINUTES)
    reader = house.reader(by)
    return enter(point, confided, seal, disclosure=disclosure or uuid4(), by=actor(by), reader=reader, at=NOW)


def refused(house: KeyedTown, by: Person, confided: Confided, **how: object) -> object:
    """Why nothing was received, and nothing was."""
    before = Disclosure.objects.count()
    with pytest.raises(Refusal) as refusal:
        entered(house, by, confided, **how)  # type: ignore[arg-type]
    assert Disclosure.objects.count() == before
    return refusal.value.code


def test_the_reader_and_the_person_read_it_and_who_typed_it_signs(house: KeyedTown, channel: Channel) -> None:
    receipt = entered(house, house.town.manager, told(channel))
    conversation = conversation_of(receipt, channel.organisation_id)
    assert conversation is not None
    [item] = opened(items_of(conversation), house.reader(house.town.manager))
    content = DisclosureContent.read(item.content)
    assert (item.kind, item.position, item.authentic) == (ItemKind.CONFIDED, 1, True)
    assert (item.from_reporter, item.author_person) == (False, house.town.manager.id)
    assert content.entered == Entered(CameBy.PHONE, TODAY, OralRecord.MINUTES, MINUTES)
    assert content.answers == {"what": WHAT}


def test_whoever_types_and_is_not_in_the_route_cannot_read_it(house: KeyedTown, channel: Channel) -> None:
    receipt = entered(house, house.town.officer, told(channel, choice=IdentityChoice.CONSENT))
    conversation = conversation_of(receipt, channel.organisation_id)
    assert conversation is not None
    assert opened(items_of(conversation), house.reader(house.town.officer)) == []
    readers = opened(items_of(conversation), house.reader(house.town.manager))
    assert [(item.kind, item.author_person) for item in readers] == [
        (ItemKind.CONFIDED, house.town.officer.id),
        (ItemKind.IDENTITY, house.town.officer.id),
    ]
    assert not Envelope.objects.filter(certificate__person=house.town.officer, epoch__pair=conversation.pair).exists()
    case = CaseFile.objects.get().id
    seen = [case_visible_to(actor(each), case, on=TODAY) for each in (house.town.officer, house.town.manager)]
    assert [each.id if each else None for each in seen] == [None, case]


def test_whoever_is_named_gets_no_key_also_the_one_who_typed(house: KeyedTown, channel: Channel) -> None:
    receipt = entered(house, house.town.manager, told(channel, house.town.manager))
    conversation = conversation_of(receipt, channel.organisation_id)
    assert conversation is not None
    held = Envelope.objects.filter(epoch__pair=conversation.pair_id, certificate__isnull=False)
    assert [each.certificate and each.certificate.person for each in held] == [house.town.deputy]
    assert not Envelope.objects.filter(certificate__person=house.town.manager, dormant=True).exists()
    assert opened(items_of(conversation), house.reader(house.town.manager)) == []


def test_terms_count_from_the_day_on_which_it_came(house: KeyedTown, channel: Channel) -> None:
    entered(house, house.town.manager, told(channel), way=CameBy.LETTER, came_on=LETTER_ON)
    case, disclosure = CaseFile.objects.get(), Disclosure.objects.get()
    assert (case.received_on, disclosure.received_on, disclosure.conversation.opened_on) == (
        LETTER_ON,
        LETTER_ON,
        TODAY,
    )
    first = CaseClock.objects.get(case=case, name="acknowledgement")
    assert (first.starts_on, first.due_on) == (LETTER_ON, LETTER_ON + timedelta(days=7))


@pytest.mark.parametrize(
    ("came_on", "code"),
    [
        (TODAY + timedelta(days=1), EntryCode.CAME_IN_FUTURE),
        (TODAY - timedelta(days=366), EntryCode.CAME_TOO_LONG_AGO),
    ],
)
def test_a_day_ahead_or_over_a_year_ago_is_refused(
    house: KeyedTown, channel: Channel, came_on: date, code: EntryCode
) -> None:
    assert refused(house, house.town.manager, told(channel), came_on=came_on) is code
    entered(house, house.town.manager, told(channel), came_on=TODAY - timedelta(days=365))


def test_no_moment_and_no_actor_stands_in_the_log(house: KeyedTown, channel: Channel) -> None:
    desk = Entry.objects.filter(chain=ChainKind.DESK).count()
    entered(house, house.town.officer, told(channel), way=CameBy.LETTER, came_on=LETTER_ON)
    assert Entry.objects.filter(chain=ChainKind.DESK).count() == desk
    rows = Entry.objects.filter(chain=ChainKind.REPORTERS).order_by("number")
    assert [(row.fact, row.on, row.at, row.actor_id) for row in rows] == [
        ("disclosure.received", TODAY, None, None),
        ("case.made", TODAY, None, None),
    ]
    details = details_of(rows.get(fact="disclosure.received"))
    assert (details["entered_by"], details["received_on"]) == (str(house.town.officer.id), LETTER_ON.isoformat())
    assert not Letter.objects.exists()
    assert [each.recipient for each in WindowedNotice.objects.all()] == [house.town.manager]


def test_the_receipt_is_stored_nowhere(house: KeyedTown, channel: Channel) -> None:
    receipt = entered(house, house.town.manager, told(channel))
    wanted = (receipt.text, receipt.text.replace("-", ""), WHAT, MINUTES)
    for model in apps.get_models():
        for values in model._default_manager.values_list():
            stored = " ".join(
                bytes(value).decode("latin-1") if isinstance(value, (bytes, memoryview)) else str(value)
                for value in values
            )
            assert not [each for each in wanted if each in stored], model.__name__


def test_the_same_page_sent_twice_is_one_disclosure(house: KeyedTown, channel: Channel) -> None:
    drawn = uuid4()
    entered(house, house.town.manager, told(channel), disclosure=drawn)
    assert refused(house, house.town.manager, told(channel), disclosure=drawn) is SpeakupCode.ALREADY_RECEIVED
    assert Disclosure.objects.get().id == drawn


def test_strangers_other_towns_and_people_without_a_key_type_nothing(house: KeyedTown, channel: Channel) -> None:
    other = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    reporting_point(other.town.organisation)
    confided = told(channel)
    for someone in (house.town.colleague, house.town.administrator, *house.town.stewards):
        house.give_keys(someone)
        with pytest.raises(NotAllowed):
            entered(house, someone, confided)
    with pytest.raises(NotAllowed):
        enter(
            channel,
            confided,
            Entered(CameBy.LETTER, TODAY),
            disclosure=uuid4(),
            by=actor(other.town.manager),
            reader=other.reader(other.town.manager),
            at=NOW,
        )
    without_certificate(house, house.town.director)
    assert refused(house, house.town.director, told(channel)) is EntryCode.NOT_CERTIFIED
    assert not Disclosure.objects.exists()


def test_nobody_signs_with_the_key_of_somebody_else_or_with_one_that_is_not_certified(
    house: KeyedTown, channel: Channel
) -> None:
    point, by, seal = channel, actor(house.town.manager), Entered(CameBy.LETTER, TODAY)
    for reader in (
        house.reader(house.town.deputy),
        replace(house.reader(house.town.deputy), person=house.town.manager.id),
    ):
        with pytest.raises(Refusal) as refusal:
            enter(point, told(channel), seal, disclosure=uuid4(), by=by, reader=reader, at=NOW)
        assert refusal.value.code is EntryCode.NOT_CERTIFIED


def test_who_reads_must_still_be_who_was_shown(house: KeyedTown, channel: Channel) -> None:
    confided = replace(told(channel), readers=frozenset({house.town.deputy.id}))
    assert refused(house, house.town.manager, confided) is SpeakupCode.READERS_CHANGED
    without_certificate(house, house.town.deputy)
    assert refused(house, house.town.manager, told(channel)) is SpeakupCode.CHANNEL_CLOSED
