"""Who stands in the line of a channel today, and whether the channel is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deontos.keyring.authenticity import is_accepted
from deontos.keyring.models import ReaderCertificate
from deontos.keyring.queries import trusted_certificates
from deontos.organisations.models import Office, Person
from deontos.organisations.queries import absent_people, deputies_of, offices_held
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.models import Channel, Disclosure
from deontos.speakup.rules import InLine, is_open
from deontos.speakup.vocabulary import Place

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


@dataclass(frozen=True, slots=True)
class Line:
    """The line of a channel on a day, with the people and the certificates that may be sealed to."""

    members: tuple[InLine, ...]
    people: dict[UUID, Person]
    certificates: dict[UUID, ReaderCertificate]

    @property
    def is_open(self) -> bool:
        """Whether the channel may be open with this line."""
        return is_open(self.members)


def channel_of(slug: str) -> Channel | None:
    """The channel of the organisation with this slug. One query."""
    return Channel.objects.select_related("organisation").filter(organisation__slug=slug).first()


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
    absent = absent_people(people, on=on)
    members = [
        InLine(person.id, place, certified=person.id in certificates, absent=person.id in absent)
        for person, place in standing
    ]
    return Line(tuple(members), people, certificates)


def standing_in_line(organisation: UUID, *, on: date) -> Sequence[tuple[Person, Place]]:
    """Who stands where in the line on a day, whether or not they hold a key. Two queries at most."""
    offices = offices_held(organisation, on=on).filter(kind__in=[kind for kind, _place in IN_ORDER])
    held: dict[str, Office] = {}
    for office in offices.order_by("started_on", "id"):
        held.setdefault(office.kind, office)
    standing: list[tuple[Person, Place]] = []
    for kind, place in IN_ORDER:
        if kind in held:
            standing.append((held[kind].holder, place))
        if kind in held and place is Place.MANAGER:
            standing.extend((deputy.person, Place.DEPUTY) for deputy in deputies_of(held[kind], on=on))
    return standing
