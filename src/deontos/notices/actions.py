"""Writing letters and sending them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import inf
from types import MappingProxyType
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from deontos.audit.events import AnchorsMade
from deontos.jobs.locks import alone
from deontos.jobs.slices import SLICE, erase_in_slices
from deontos.kernel.clock import civil_date
from deontos.kernel.events import announce
from deontos.notices.details import sealed_details
from deontos.notices.events import LetterWritten
from deontos.notices.models import Letter, WindowedNotice
from deontos.notices.queries import next_try, unsent, unsent_with_the_words_of
from deontos.notices.rules import KEPT_AFTER_SENDING, last_day_due, latest_window, merged
from deontos.notices.sending import LONGEST_RUN, deliver
from deontos.notices.transport import mail_domain
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Organisation, Person
from deontos.organisations.queries import offices_held
from deontos.organisations.vocabulary import OfficeKind

NO_DETAILS: Mapping[str, str] = MappingProxyType({})

KEEPERS = (OfficeKind.AUDITOR, OfficeKind.STEWARD)
"""Who gets the anchors of an organisation's log every day, to keep them outside."""
SENDERS = "letters"
"""The lock that one sender at a time holds, however many workers there are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run of a sender did: letters taken and not taken, why not, and when the next is due again."""

    sent: int
    failed: int
    reason: str
    next_try: datetime | None


def write_prompt(
    organisation: Organisation | UUID,
    recipient: Person,
    template: LetterTemplate,
    *,
    at: datetime,
    details: Mapping[str, str] = NO_DETAILS,
    address: str = "",
) -> Letter:
    """Write a letter that leaves as soon as this transaction is done. For acts of people who sign in, and alarms only.

    `details` fill the words of its template, such as the path of a link; they are sealed until the letter is sent.
    `address`: another one than the recipient's own, where the letter goes to every address of somebody.
    Records nothing: what caused it is recorded. Notifies: the recipient.
    """
    with transaction.atomic():
        message_id = _new_message_id()
        letter = Letter.objects.create(
            organisation_id=_id_of(organisation),
            recipient=recipient,
            address=address,
            template=template,
            message_id=message_id,
            due_from=at,
            sealed_details=sealed_details(details, message_id),
        )
        announce(LetterWritten(letter.id))
        return letter


def write_windowed(
    organisation: Organisation | UUID, recipient: Person, template: LetterTemplate, *, on: date
) -> WindowedNotice:
    """Write a notice that leaves in the next window, at 07:00 or 13:00. For all that a reporter causes, and reminders.

    Records nothing: what caused it is recorded. Notifies: the recipient, without telling when it was written.
    """
    return WindowedNotice.objects.create(
        organisation_id=_id_of(organisation),
        recipient=recipient,
        template=template,
        message_id=_new_message_id(),
        written_on=on,
    )


def write_anchors(fact: AnchorsMade) -> None:
    """Send new anchors to whoever keeps them outside: the auditors and the stewards of the organisation.

    Records nothing: anchor.made is recorded. Notifies: each of them once.
    """
    keepers = offices_held(fact.organisation, on=civil_date(fact.at)).filter(kind__in=KEEPERS)
    people = {office.holder_id: office.holder for office in keepers.order_by("holder_id")}
    for person in people.values():
        lines = {"anchors": "\n\n".join(fact.lines)}
        write_prompt(fact.organisation, person, LetterTemplate.ANCHOR, at=fact.at, details=lines)


def send_due(*, at: datetime, opens_window: bool = True) -> Outcome | None:
    """Send every letter whose time has come, and the windowed notices of earlier days.

    `opens_window`: while a window is open, those of today as well. For the timetable only: a letter that somebody else
    caused minutes later must not take along, and so date, what a reporter set off in between.
    None when another sender is at work. Records nothing: letters are no acts. Notifies: everybody who has a letter.
    """
    return _send(last_day_due(at, opens_window=opens_window), at=at, patience=0, lasting=LONGEST_RUN)


def flush(*, at: datetime, windows_too: bool, patience: float) -> Outcome | None:
    """Send at an operator's wish: also what waits for another try and, where wanted, for a window.

    Waits `patience` seconds for another sender, then None. Records nothing: letters are no acts. Notifies: everybody
    who has a letter.
    """
    unsent().filter(due_from__gt=at).update(due_from=at)
    return _send(date.max if windows_too else last_day_due(at), at=at, patience=patience, lasting=inf)


def forget_sent(*, on: date) -> int:
    """Delete letters that were sent long ago; the answer is how many. Records nothing: no content, no act."""
    return erase_in_slices(Letter.objects.filter(sent_on__lt=on - KEPT_AFTER_SENDING))


def _send(last_day: date, *, at: datetime, patience: float, lasting: float) -> Outcome | None:
    with alone(SENDERS, patience=patience) as mine:
        if not mine:
            return None
        _open_window(last_day, at=at)
        result = deliver(at=at, lasting=lasting)
        return Outcome(result.sent, result.failed, result.reason, next_try())


def _open_window(last_day: date, *, at: datetime) -> None:
    waiting = WindowedNotice.objects.filter(written_on__lte=last_day)
    for recipient in waiting.order_by("recipient_id").values_list("recipient_id", flat=True).distinct():
        theirs, is_begun = waiting.filter(recipient_id=recipient), False
        while _merge(theirs, is_begun=is_begun, at=at) == SLICE:
            is_begun = True  # a flood leaves thousands to one person, and reporters write meanwhile


def _merge(waiting: QuerySet[WindowedNotice], *, is_begun: bool, at: datetime) -> int:
    """Put notices of one person into one letter, under the Message-ID of one of them, and take a slice of them away.

    Where the letter of an earlier window has not left yet, that one says it, and is tried now. This is committed before
    anything is sent: who is killed while sending has chosen, and another sends the same. `is_begun`: a slice before
    this one has its letter. How many there were.
    """
    with transaction.atomic():
        notices = waiting.select_for_update(of=("self",), no_key=True).select_related("recipient")
        taken = list(notices.order_by("id")[:SLICE])
        if taken and not is_begun:
            letter = Letter(
                organisation_id=taken[0].recipient.organisation_id,
                recipient=taken[0].recipient,
                template=merged({each.template for each in taken} if len(taken) < SLICE else _templates_in(waiting)),
                message_id=taken[0].message_id,
                due_from=latest_window(at),
            )
            if not unsent_with_the_words_of(letter).update(due_from=letter.due_from):
                letter.save()
        WindowedNotice.objects.filter(pk__in=[notice.pk for notice in taken]).delete()
    return len(taken)


def _templates_in(waiting: QuerySet[WindowedNotice]) -> set[str]:
    return set(waiting.order_by().values_list("template", flat=True).distinct())


def _id_of(organisation: Organisation | UUID) -> UUID:
    return organisation if isinstance(organisation, UUID) else organisation.id


def _new_message_id() -> str:
    """A Message-ID made of chance alone: the usual generators put the time in it."""
    return f"<{uuid4().hex}@{mail_domain(settings.OPERATOR.base_url)}>"
