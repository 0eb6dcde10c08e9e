"""What is in the outbox. Counts only: whom a letter is for is nobody's business but the sender's."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet

from deontos.jobs.retries import LONGEST_PAUSE
from deontos.notices.models import Letter, WindowedNotice
from deontos.notices.rules import next_window
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many letters are where. `troubled` were refused at least once; `last_failures` says how."""

    due: int
    waiting_for_try: int
    waiting_for_window: int
    next_window: datetime
    sent: int
    troubled: int
    last_failures: tuple[str, ...]


def unsent() -> QuerySet[Letter]:
    """Letters that no mail server has taken yet."""
    return Letter.objects.filter(sent_on__isnull=True)


def due_letters(*, at: datetime) -> QuerySet[Letter]:
    """Letters to send now; those that gave least trouble first, of them the latest, for which somebody may wait.

    None waits for longer than letters ever do: what is due later than that was dated by a clock that ran ahead.
    """
    is_due = Q(due_from__lte=at) | Q(due_from__gt=at + LONGEST_PAUSE)
    return unsent().filter(is_due).order_by("failures", "-due_from", "id")


def unsent_with_the_words_of(letter: Letter) -> QuerySet[Letter]:
    """Letters with the same words to the same person that have not left yet."""
    same = unsent().filter(recipient_id=letter.recipient_id, organisation_id=letter.organisation_id)
    return same.filter(template=letter.template, address=letter.address, sealed_details="")


def waits_for_window(person: Person, template: LetterTemplate, *, on: date) -> bool:
    """Whether a notice of this kind, written on a day, waits for its window already."""
    return WindowedNotice.objects.filter(recipient=person, template=template, written_on=on).exists()


def next_try() -> datetime | None:
    """When the first of the unsent letters is due again."""
    moment: datetime | None = unsent().aggregate(first=Min("due_from"))["first"]
    return moment


def outbox_state(*, at: datetime) -> OutboxState:
    """The outbox at a moment. Three queries."""
    is_unsent = Q(sent_on__isnull=True)
    counts = Letter.objects.aggregate(
        due=Count("id", filter=is_unsent & Q(due_from__lte=at)),
        waiting_for_try=Count("id", filter=is_unsent & Q(due_from__gt=at)),
        sent=Count("id", filter=~is_unsent),
        troubled=Count("id", filter=is_unsent & Q(failures__gt=0)),
    )
    reasons = unsent().exclude(last_failure="").order_by("last_failure").values_list("last_failure", flat=True)
    return OutboxState(
        waiting_for_window=WindowedNotice.objects.count(),
        next_window=next_window(at),
        last_failures=tuple(reasons.distinct()),
        **counts,
    )
