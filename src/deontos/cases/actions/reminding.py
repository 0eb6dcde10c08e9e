"""Reminding whoever reads a case of its terms, and telling those whose key sleeps that one is over.

Looked at once a day before the first letters, by due dates alone. A day that was missed is caught up once. Only who
holds a key is ever told: whom the reporter named holds none.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from deontos.audit.actions import record
from deontos.cases.actions.steps import lock
from deontos.cases.models import CaseClock, CaseFile, Escalation
from deontos.cases.queries import RUNNING
from deontos.cases.reminding import FURTHEST_AHEAD, latest_reminder, told_by
from deontos.kernel.clock import civil_date
from deontos.keyring.queries import readers_of, sleeping_readers_of
from deontos.notices.actions import write_windowed
from deontos.notices.queries import waits_for_window
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.speakup.queries import line_of


def remind_where_due(*, at: datetime) -> int:
    """Remind of every open term whose day has come, each in a transaction of its own; the answer is of how many.

    Records: case.escalated, for each person who is told that a term is over. Notifies: the readers, and these.
    """
    on = civil_date(at)
    near = CaseClock.objects.filter(RUNNING, case__closed_on__isnull=True, due_on__lte=on + FURTHEST_AHEAD)
    due = [
        clock
        for clock, starts_on, due_on, reminded_on in near.order_by("due_on", "id").values_list(
            "id", "starts_on", "due_on", "reminded_on"
        )
        if _is_due(latest_reminder(starts_on=starts_on, due_on=due_on, today=on), reminded_on)
    ]
    return sum(_remind(clock, at=at) for clock in due)


def _is_due(day: date | None, reminded_on: date | None) -> bool:
    return day is not None and (reminded_on is None or reminded_on < day)


def _remind(clock: UUID, *, at: datetime) -> bool:
    on = civil_date(at)
    with transaction.atomic():
        lock(CaseFile.objects.select_related("disclosure").get(clocks=clock))  # before the clock, as every step does
        running = CaseClock.objects.select_for_update(of=("self",), no_key=True).filter(RUNNING, pk=clock)
        row = running.select_related(
            "case__organisation", "case__disclosure__channel", "case__disclosure__conversation"
        ).first()
        if row is None:
            return False
        day = latest_reminder(starts_on=row.starts_on, due_on=row.due_on, today=on)
        if not _is_due(day, row.reminded_on):
            return False  # another worker was quicker
        row.reminded_on = day
        row.save(update_fields=["reminded_on"])
        for envelope in readers_of(_pair_of(row), on=on):
            assert envelope.certificate is not None
            _write(row, envelope.certificate.person, on=on)
        _escalate(row, at=at)
    return True


def _escalate(clock: CaseClock, *, at: datetime) -> None:
    on = civil_date(at)
    late = (on - clock.due_on).days
    sleeping = _sleeping_in_line(clock, on=on) if told_by(late, 1) else []
    for person in sleeping[: told_by(late, len(sleeping))]:
        _row, is_new = Escalation.objects.get_or_create(clock=clock, person=person, defaults={"told_on": on})
        if is_new:
            details = {"clock": clock.name, "person": person.id, "days": late}
            record(clock.case.organisation_id, "case.escalated", by=None, about=clock.case_id, at=at, details=details)
            _write(clock, person, on=on)


def _sleeping_in_line(clock: CaseClock, *, on: date) -> Sequence[Person]:
    """Those whose key to the case sleeps and who may be sealed to today, in the order of the line."""
    rows = sleeping_readers_of(_pair_of(clock), on=on)
    sleeping = set(rows.values_list("certificate__person_id", flat=True))
    line = line_of(clock.case.disclosure.channel, on=on)
    return [line.people[each.person] for each in line.once if each.certified and each.person in sleeping]


def _write(clock: CaseClock, person: Person, *, on: date) -> None:
    """One letter a person and day, however many terms there are: what waits for the window says it already."""
    if not waits_for_window(person, LetterTemplate.SOMETHING_WAITS, on=on):
        write_windowed(clock.case.organisation, person, LetterTemplate.SOMETHING_WAITS, on=on)


def _pair_of(clock: CaseClock) -> UUID:
    return clock.case.disclosure.conversation.pair_id
