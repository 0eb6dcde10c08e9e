"""Who stands in the line of a channel today, and whether the channel is open."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.keyring.authenticity import is_accepted
from deontos.keyring.models import Envelope, ReaderCertificate
from deontos.keyring.queries import trusted_certificates
from deontos.keyring.recovery import can_keep
from deontos.organisations.models import Office, Person
from deontos.organisations.queries import absent_people, deputies_in_place, deputies_of_these, offices_held
from deontos.organisations.vocabulary import Language, OfficeKind
from deontos.questionnaires.editions import Edition
from deontos.questionnaires.models import QuestionnaireVersion
from deontos.questionnaires.shelf import DEFAULT_REPORTING, POLICY_QUESTION, versions
from deontos.speakup.authenticity import is_recorded, is_with_key_of
from deontos.speakup.flood_models import FloodDay
from deontos.speakup.flooding import oldest_shown
from deontos.speakup.models import Channel, ChannelQuestionnaire, ChannelTest, ChannelText, Disclosure, TestReading
from deontos.speakup.rules import InLine, is_open, once
from deontos.speakup.vocabulary import DisclosureKind, Place, TextPlace

IN_ORDER = (
    (OfficeKind.COMPLAINTS_MANAGER, Place.MANAGER),
    (OfficeKind.INTEGRITY_OFFICER, Place.INTEGRITY_OFFICER),
    (OfficeKind.GENERAL_DIRECTOR, Place.GENERAL_DIRECTOR),
)
"""The offices in line; the deputies come after the manager."""


CERTIFIED_AS = {
    Place.MANAGER: OfficeKind.COMPLAINTS_MANAGER,
    Place.DEPUTY: OfficeKind.COMPLAINTS_MANAGER,
    Place.INTEGRITY_OFFICER: OfficeKind.INTEGRITY_OFFICER,
    Place.GENERAL_DIRECTOR: OfficeKind.GENERAL_DIRECTOR,
}
"""The office for which whoever stands in a place holds a certificate; deputies are certified for what they stand in."""


SHIPPED_FOR = {
    DisclosureKind.COMPLAINT: DEFAULT_REPORTING,
    DisclosureKind.SUSPICION: DEFAULT_REPORTING,
    DisclosureKind.QUESTION: POLICY_QUESTION,
}
"""What is asked where a channel chose nothing else."""


@dataclass(frozen=True, slots=True)
class Line:
    """The line of a channel on a day, with the people and the certificates that may be sealed to."""

    members: tuple[InLine, ...]
    people: dict[UUID, Person]
    certificates: dict[UUID, ReaderCertificate]
    tested_on: dict[UUID, date]

    @property
    def once(self) -> list[InLine]:
        """Everybody at the first place where they stand."""
        return once(self.members)

    @property
    def is_open(self) -> bool:
        """Whether the channel may be open with this line."""
        return is_open(self.members)


def channel_of(slug: str) -> Channel | None:
    """The channel of the organisation with this slug. One query."""
    return Channel.objects.select_related("organisation__house_theme").filter(organisation__slug=slug).first()


def keeps_name(channel: Channel, *, named: Collection[UUID], on: date) -> bool:
    """Whether a name given today is kept for two stewards, where these people are named. Three queries at most."""
    return channel.has_custody and can_keep(channel.organisation_id, named=named, on=on)


def is_as_received(disclosure: Disclosure) -> bool:
    """Whether the audit chain holds this disclosure with the keys of the receipt that its conversation has today."""
    conversation = disclosure.conversation
    entry = conversation.holder.entry
    is_its_own = entry is not None and entry.subject_id == disclosure.id
    return is_its_own and is_accepted(conversation.holder, thread=conversation.id)


def line_of(channel: Channel, *, on: date) -> Line:
    """Manager, deputies in order, integrity officer, general director; every certificate verified.

    A key counts in the office that the stewards certified it for, the first in which its owner stands here: whoever
    gives offices and names deputies lets nobody read by that.
    """
    standing = standing_in_line(channel.organisation_id, on=on)
    people = {person.id: person for person, _place in standing}
    offices = {person.id: CERTIFIED_AS[place] for person, place in reversed(standing)}
    certificates = trusted_certificates(channel.organisation_id, people, on=on, offices=offices)
    absent, tested_on = absent_people(people, on=on), readings_of(channel, certificates, on=on)
    members = [
        InLine(
            person.id,
            place,
            certified=person.id in certificates,
            absent=person.id in absent,
            tested=person.id in tested_on,
        )
        for person, place in standing
    ]
    return Line(tuple(members), people, certificates, tested_on)


def readings_of(channel: Channel, certificates: Mapping[UUID, ReaderCertificate], *, on: date) -> dict[UUID, date]:
    """When each of these people last read a test of a channel that counts today, with the key of today. One query.

    A row that the audit chain does not hold was put in by somebody else, and does not count.
    """
    rows = TestReading.objects.counted(on=on).filter(test__channel=channel, person__in=certificates)
    return counting(rows, certificates)


def counting(readings: Iterable[TestReading], certificates: Mapping[UUID, ReaderCertificate]) -> dict[UUID, date]:
    """When each person last read a test, of these readings, with the key that the certificate of today names."""
    return {
        reading.person_id: reading.read_on
        for reading in readings
        if reading.person_id in certificates
        and is_with_key_of(reading, certificates[reading.person_id])
        and is_recorded(reading)
    }


def newest_test_for(channel: Channel, certificate: ReaderCertificate) -> ChannelTest | None:
    """The newest test of a channel that the keys of a certificate open. One query."""
    mine = Envelope.objects.filter(
        epoch__pair=OuterRef("conversation__pair"),
        dormant=False,
        certificate__person=certificate.person_id,
        certificate__sealing_public=bytes(certificate.sealing_public),
    )
    tests = ChannelTest.objects.filter(Exists(mine), channel=channel, conversation__isnull=False)
    return tests.select_related("conversation__holder__entry").order_by("-made_on", "id").first()


def unread_tests_for(actor: Actor, *, on: date) -> QuerySet[ChannelTest]:
    """The tests that were sealed to a key of this person which counts today, and that this person has not read.

    Whether the key can be trusted is judged where the test is opened. No query for whoever reads none.
    """
    homes = actor.organisations_with(Permission.SPEAKUP_TEST_READ)
    mine = Envelope.objects.filter(
        epoch__pair=OuterRef("conversation__pair"),
        dormant=False,
        certificate__person=actor.person,
        certificate__valid_until__gte=on,
    ).filter(Q(certificate__ended_on__isnull=True) | Q(certificate__ended_on__gt=on))
    read = TestReading.objects.filter(test=OuterRef("pk"), person=actor.person, entry__isnull=False)
    tests = ChannelTest.objects.filter(Exists(mine), ~Exists(read), channel__organisation__in=homes)
    waiting = tests.filter(conversation__isnull=False).select_related("channel__organisation")
    return waiting.order_by("-made_on", "id") if homes else waiting.none()


def standing_in_line(organisation: UUID, *, on: date) -> Sequence[tuple[Person, Place]]:
    """Who stands where in the line on a day, whether or not they hold a key. Two queries at most."""
    offices = offices_held(organisation, on=on).filter(kind__in=[kind for kind, _place in IN_ORDER])
    held: dict[str, list[Office]] = {}
    for office in offices.order_by("started_on", "id"):
        held.setdefault(office.kind, []).append(office)
    standing: list[tuple[Person, Place]] = []
    for kind, place in IN_ORDER:
        in_force = held.get(kind, [])
        if in_force:
            standing.append((in_force[0].holder, place))
        if place is Place.MANAGER:
            ids = [office.id for office in in_force]
            deputies = deputies_of_these(ids, on=on) if ids else deputies_in_place(organisation, kind, on=on)
            standing.extend((deputy.person, Place.DEPUTY) for deputy in deputies)
    return standing


def edition_for(channel: Channel, kind: DisclosureKind) -> Edition:
    """Which version of which questionnaire asks about a kind today. One query.

    Where what a channel chose cannot be asked any more, the shipped questionnaire asks.
    """
    newest = QuestionnaireVersion.objects.filter(
        questionnaire=OuterRef("own"), questionnaire__retired_on__isnull=True, published_on__isnull=False
    ).order_by("-number")
    rows = ChannelQuestionnaire.objects.filter(channel=channel, kind=kind)
    chosen = rows.annotate(number=Subquery(newest.values("number")[:1])).first()
    if chosen is not None and chosen.own_id is not None and chosen.number is not None:
        return Edition(str(chosen.own_id), chosen.number)
    name = chosen.shipped if chosen is not None and chosen.shipped in versions() else SHIPPED_FOR[kind]
    return Edition.newest_shipped(name)


def published_texts(channel: Channel, language: Language) -> dict[TextPlace, str]:
    """What an organisation says in its own words in a language; where it says nothing, the shipped text stands.

    One query.
    """
    rows = newest_texts(channel).filter(language=language)
    return {TextPlace(row.place): row.text for row in rows if row.text}


def newest_texts(channel: Channel) -> QuerySet[ChannelText]:
    """The last word at each place in each language."""
    newer = ChannelText.objects.filter(
        channel=OuterRef("channel"),
        place=OuterRef("place"),
        language=OuterRef("language"),
        version__gt=OuterRef("version"),
    )
    return ChannelText.objects.filter(~Exists(newer), channel=channel)


def floods_shown_in(organisations: Collection[UUID], *, on: date) -> QuerySet[FloodDay]:
    """The days on which channels of these organisations were flooded, the latest first, as long as one speaks of it."""
    days = FloodDay.objects.filter(organisation__in=organisations, flooded_on__range=(oldest_shown(on=on), on))
    return days.select_related("organisation")
