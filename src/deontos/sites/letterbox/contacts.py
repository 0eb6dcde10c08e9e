"""Who does what at a reporting point, as the public page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.organisations.models import Office, Person
from deontos.organisations.phrases import OFFICES
from deontos.organisations.queries import offices_held
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.models import Channel
from deontos.speakup.phrases import PLACES
from deontos.speakup.queries import Line
from deontos.speakup.vocabulary import Place

READS = {
    Place.MANAGER: _("Reads and handles the reports, in confidence."),
    Place.DEPUTY: _("Takes over when the complaints manager is away, or when your report is about that person."),
}
LISTENS = {
    OfficeKind.INTEGRITY_ADVISER: _("Listens and thinks along when you are in doubt. A talk is not a report."),
    OfficeKind.CONFIDENTIAL_COUNSELLOR: _("For bullying, unwanted behaviour and other personal matters."),
}


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody on the public page: who, in which office, what for, and the number to call."""

    name: str
    office: Promise
    what_for: Promise
    telephone: str


def readers(line: Line) -> list[Contact]:
    """The complaints manager and the deputies, in their order."""
    return [
        _contact(line.people[member.person], PLACES[member.place], READS[member.place])
        for member in line.members
        if member.place in READS
    ]


def listeners(channel: Channel, *, on: date) -> list[Contact]:
    """The adviser and the counsellors: somebody to talk with first. One query."""
    offices: Iterable[Office] = offices_held(channel.organisation_id, on=on).filter(kind__in=[*LISTENS])
    in_order = sorted(
        offices, key=lambda office: ([*LISTENS].index(OfficeKind(office.kind)), office.holder.family_name)
    )
    return [
        _contact(office.holder, OFFICES[OfficeKind(office.kind)], LISTENS[OfficeKind(office.kind)])
        for office in in_order
    ]


def _contact(person: Person, office: Promise, what_for: Promise) -> Contact:
    return Contact(person.name, office, what_for, person.telephone)
