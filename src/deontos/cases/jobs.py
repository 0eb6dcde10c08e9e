"""What the worker does for cases every morning: who reads each, which terms near, what reporters are not told yet.

No job takes a key.
"""

from uuid import UUID

from deontos.administration.events import AbsenceRecorded, DeputyshipEnded, OfficeEnded
from deontos.cases.actions.drafts import clear_drafts
from deontos.cases.actions.filters import clear_filters
from deontos.cases.actions.leaving import release_departed, release_today
from deontos.cases.actions.reminding import remind_where_due
from deontos.cases.actions.standing_in import wake_where_due
from deontos.cases.actions.withholding import call_to_mind, tell_overdue
from deontos.jobs.tasks import job
from deontos.kernel import clock
from deontos.kernel.clock import civil_date

BEFORE_THE_FIRST_LETTERS = "0 6 * * *"
EVERY_NIGHT = "25 3 * * *"


@job()
def look_after_readers() -> None:
    """Take the keys of who left, and wake a deputy where nobody can read or a term nears unread."""
    now = clock.now()
    release_departed(at=now)
    wake_where_due(at=now)


@job()
def look_at_withheld_names() -> None:
    """Tell the reporters of whom nobody decided anew, and call the rest to mind where its day is near."""
    now = clock.now()
    tell_overdue(at=now)
    call_to_mind(at=now)


@job()
def let_go_today(person: str, organisation: str) -> None:
    """Take the keys of one person who holds an office no longer than today, without waiting for the morning."""
    release_today(UUID(person), UUID(organisation), at=clock.now())


@job()
def remind_of_terms() -> None:
    """Remind whoever reads of terms that near their end or are over, and tell who comes next in line."""
    remind_where_due(at=clock.now())


@job()
def clear_away_drafts() -> None:
    """Erase what writers kept and left for long, and what people kept who read the case, or any case, no longer."""
    now = clock.now()
    clear_drafts(at=now)
    clear_filters(at=now)


def look_at_absence(fact: AbsenceRecorded) -> None:
    """Look soon who reads, when an absence that has begun is recorded."""
    if fact.started_on <= civil_date(fact.at):
        look_after_readers.enqueue()


def look_at_end_of_office(fact: OfficeEnded | DeputyshipEnded) -> None:
    """Take the keys at once, when an office or a deputyship ends today or ended before."""
    if fact.ended_on <= civil_date(fact.at):
        person = fact.holder if isinstance(fact, OfficeEnded) else fact.person
        let_go_today.enqueue(str(person), str(fact.organisation))
