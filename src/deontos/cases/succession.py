"""Who reads a case next: today's line without whoever is involved, and what the key of each becomes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from deontos.cases.models import CaseFile
from deontos.cases.rules import may_be_woken
from deontos.cases.vocabulary import CaseVerb
from deontos.keyring.epochs import Seat
from deontos.keyring.queries import readers_of, sleeping_readers_of
from deontos.keyring.vocabulary import Ground, WakeReason
from deontos.organisations.models import Person
from deontos.organisations.queries import who_recorded_absences
from deontos.speakup.queries import Line, line_of
from deontos.speakup.rules import Route, route


@dataclass(frozen=True, slots=True)
class Succession:
    """The line of a day and the way through it, once these people are left out."""

    line: Line
    way: Route

    @property
    def next_readers(self) -> list[Person]:
        """Who gets a key now, in the order of the line."""
        return [self.line.people[member.person] for member in self.way.sealed_to]

    @property
    def sleepers(self) -> list[Person]:
        """Whose key sleeps."""
        return [self.line.people[member.person] for member in self.way.dormant]

    def seats(self, ground: Ground, *, on: date) -> list[Seat]:
        """A seat for each of them: those who read now, and those whose key sleeps."""
        certificates = self.line.certificates
        awake = [Seat(certificates[member.person], ground, on) for member in self.way.sealed_to]
        asleep = [Seat(certificates[each.person], Ground.ABSENCE, on, dormant=True) for each in self.way.dormant]
        return awake + asleep


def succession(case: CaseFile, *, without: Iterable[UUID], on: date) -> Succession:
    """Who comes next in a case when these people are left out: those whom the reporter named, and who goes.

    Whoever recused or was turned away from before is left out as well (R-000.71, R-000.90).
    """
    line = line_of(case.disclosure.channel, on=on)
    return Succession(line, route(line.members, frozenset(without) | gone_before(case)))


def gone_before(case: CaseFile) -> frozenset[UUID]:
    """Who recused from a case, or from whom its reporter turned away. Reads its steps."""
    steps = case.steps.all()
    recused = {step.taken_by_id for step in steps if step.verb == CaseVerb.RECUSE}
    turned_from = {step.concerns_id for step in steps if step.verb == CaseVerb.TURN_TO}
    return frozenset(person for person in recused | turned_from if person)


def deputies_to_wake(case: CaseFile, reason: WakeReason, *, on: date) -> list[Person]:
    """The deputies whose key to a case sleeps and may be woken for this reason, in their order.

    Not one who is away, nor one who alone says that a reader is away: nobody wakes oneself (security.md). When nobody
    reads a case any more, a deputy who is away is better than none.
    """
    line = line_of(case.disclosure.channel, on=on)
    pair = case.disclosure.conversation.pair_id
    sleeping = set(sleeping_readers_of(pair, on=on).values_list("certificate__person_id", flat=True))
    able = [each for each in line.members if each.certified and each.person in sleeping]
    present = [each for each in able if not each.absent]
    if reason is WakeReason.LAST_READER_LEFT:
        present += [each for each in able if each.absent]
    if reason is WakeReason.ABSENCE:
        awake = readers_of(pair, on=on).values_list("certificate__person_id", flat=True)
        recorded = who_recorded_absences(awake, on=on)
        present = [each for each in present if may_be_woken(each.person, recorded.values())]
    return [line.people[each.person] for each in present]


def merged(now: Iterable[Seat], coming: Iterable[Seat]) -> list[Seat]:
    """Both, once a person: whoever reads already keeps that; a key that slept gives way to one that opens."""
    seats = {seat.certificate.person_id: seat for seat in now}
    for seat in coming:
        held = seats.get(seat.certificate.person_id)
        if held is None or (held.dormant and not seat.dormant):
            seats[seat.certificate.person_id] = seat
    return list(seats.values())
