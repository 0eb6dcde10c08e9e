"""Who does what at a reporting point, as the public page shows it: those who read, then those who listen."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from babel.lists import format_list
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from deontos.organisations.models import Office, Person
from deontos.organisations.queries import offices_held
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.models import Channel
from deontos.speakup.phrases import PLACES
from deontos.speakup.queries import Line
from deontos.speakup.rules import InLine
from deontos.speakup.vocabulary import Place

MANAGER_READS = _("Reads and handles the reports, in confidence.")
MANAGER_HEARS = _("Handles what you tell us by telephone, in a talk or by letter.")
FIRST_DEPUTY = _("Takes over when the complaints manager is away, or when your report is about that person.")
FURTHER_DEPUTY = _("Takes over when the people above cannot, or when your report is about them.")
LISTENS = {
    OfficeKind.INTEGRITY_ADVISER: _("Listens and thinks along when you are in doubt. A talk is not a report."),
    OfficeKind.CONFIDENTIAL_COUNSELLOR: _("For bullying, unwanted behaviour and other personal matters."),
}
"""The offices with which one talks first, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to whom a report can be sealed: who, in which office, what for, and the number to call."""

    name: str
    office: Promise
    what_for: Promise
    telephone: str


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number to call; `name` says whose it is where several people share a line of the page."""

    number: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Everybody who holds one office of listening, on one line."""

    kind: OfficeKind
    title: str
    what_for: Promise
    telephones: tuple[Telephone, ...]


def readers(line: Line) -> list[Reader]:
    """The complaints manager and the deputies in their order; of an open channel only those who hold a key."""
    standing: dict[UUID, InLine] = {}
    for member in line.members:
        if member.place in (Place.MANAGER, Place.DEPUTY) and (member.certified or not line.is_open):
            standing.setdefault(member.person, member)
    return [_reader(line, member, position) for position, member in enumerate(standing.values())]


def _reader(line: Line, member: InLine, position: int) -> Reader:
    person = line.people[member.person]
    if member.place is Place.MANAGER:
        what_for = MANAGER_READS if line.is_open else MANAGER_HEARS
    else:
        what_for = FIRST_DEPUTY if position == 1 else FURTHER_DEPUTY
    return Reader(person.name, PLACES[member.place], what_for, person.telephone)


def listeners(channel: Channel, *, on: date) -> list[Listeners]:
    """The advisers and the counsellors: somebody to talk with first. One query."""
    offices = offices_held(channel.organisation_id, on=on).filter(kind__in=[*LISTENS])
    by_name = offices.order_by("holder__family_name", "holder__given_name", "holder_id")
    return [_listeners(kind, list(held)) for kind, held in groupby(sorted(by_name, key=_place_on_page), key=_kind)]


def _kind(office: Office) -> OfficeKind:
    return OfficeKind(office.kind)


def _place_on_page(office: Office) -> int:
    return [*LISTENS].index(_kind(office))


def _listeners(kind: OfficeKind, offices: list[Office]) -> Listeners:
    people = list(dict.fromkeys(office.holder for office in offices))
    return Listeners(kind, _title(kind, people), LISTENS[kind], _telephones(people))


def _title(kind: OfficeKind, people: list[Person]) -> str:
    names = format_list([person.name for person in people], locale=get_language() or "en")
    if kind is OfficeKind.INTEGRITY_ADVISER:
        words = ngettext("%(names)s, integrity adviser", "%(names)s, integrity advisers", len(people))
    else:
        words = ngettext("%(names)s, confidential counsellor", "%(names)s, confidential counsellors", len(people))
    return words % {"names": names}


def _telephones(people: list[Person]) -> tuple[Telephone, ...]:
    """Each number once; with names where people have numbers of their own."""
    numbers = {person.telephone for person in people}
    if len(numbers) == 1:
        return tuple(Telephone(number) for number in numbers if number)
    return tuple(Telephone(person.telephone, person.name) for person in people if person.telephone)
