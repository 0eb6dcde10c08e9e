"""The e-mail that a reporter may ask for: begun and ended by the reporter, ended by its own link, sent once a day."""

import logging
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse

from deontos.audit.actions import record_for_reporter
from deontos.correspondence.daily_notices import NoticeContent, NoticeWish
from deontos.correspondence.models import Conversation, DailyNotice
from deontos.correspondence.queries import daily_notices_with_link, due_notices
from deontos.correspondence.rules import REFUSALS_ENDURED
from deontos.jobs.locks import alone
from deontos.kernel.clock import civil_date
from deontos.notices.outside import Brought, Messenger, OutsideLetter
from deontos.notices.sending import OLDER_SECRETS, SILENCES_IN_A_ROW
from deontos.vault.failures import UnknownSecretVersion, VaultFailure

logger = logging.getLogger(__name__)

SENDERS = "daily-notices"
"""The lock that one sender at a time holds, however many workers there are."""
BEGUN, ENDED = "conversation.notices_begun", "conversation.notices_ended"


class Sent(StrEnum):
    """What one run came to."""

    ALL = "all"
    SOME_WAIT = "some_wait"
    ANOTHER_SENDS = "another_sends"


def begin_notices(conversation: Conversation, wish: NoticeWish, *, on: date) -> None:
    """Let an e-mail leave each day from tomorrow on; an earlier wish is forgotten. Needs a locked conversation.

    Records: conversation.notices_begun (reporters' chain), without address and language.
    """
    content = NoticeContent.fresh(wish)
    version, sealed = content.sealed_for(conversation.id)
    DailyNotice.objects.filter(conversation=conversation).delete()
    DailyNotice.objects.create(
        conversation=conversation, key_version=version, sealed=sealed, stop_digest=content.stop_digest, begun_on=on
    )
    record_for_reporter(conversation.organisation_id, BEGUN, about=conversation.id, on=on)


def end_notices(conversation: Conversation, *, on: date) -> bool:
    """Let no more of these e-mails leave, and erase the address; whether there was one.

    Records: conversation.notices_ended (reporters' chain).
    """
    with transaction.atomic():
        return _erased(DailyNotice.objects.filter(conversation=conversation), on=on)


def stop_notices(token: str, *, on: date) -> bool:
    """End these e-mails by the link that stands in them; whether the link counted.

    Records: conversation.notices_ended (reporters' chain).
    """
    with transaction.atomic():
        return _erased(daily_notices_with_link(token), on=on)


def send_notices(*, at: datetime) -> Sent:
    """Send the e-mail of this day to whoever asked for it before today, at most one to each address.

    Whether there is something new is not looked at. No transaction is open while a mail server is spoken to. An address
    that is refused for a week is erased. Records: conversation.notices_ended where that happens; else nothing.
    """
    on = civil_date(at)
    with alone(SENDERS) as mine:
        if not mine:
            return Sent.ANOTHER_SENDS
        with Messenger(at=at) as messenger:
            _send_all(messenger, on=on)
        return Sent.SOME_WAIT if due_notices(on=on).exists() else Sent.ALL


def _send_all(messenger: Messenger, *, on: date) -> None:
    due = due_notices(on=on).select_related("conversation")
    before = DailyNotice.objects.filter(sent_on=on) if due.exists() else DailyNotice.objects.none()
    written = {content.wish.address.casefold() for _notice, content in _opened(before)}
    silences = 0
    for notice, content in _opened(due):
        address = content.wish.address.casefold()
        outcome = Brought.TAKEN if address in written else messenger.bring(_letter(content, on=on))
        silences = silences + 1 if outcome is Brought.SILENCE else 0
        if silences >= SILENCES_IN_A_ROW:
            return
        if outcome is Brought.TAKEN:
            written.add(address)
        _note(notice, outcome, on=on)


def _opened(notices: QuerySet[DailyNotice]) -> Iterator[tuple[DailyNotice, NoticeContent]]:
    """Each with its address, unless it was ended meanwhile. One that cannot be opened, here or at all, waits."""
    for notice in list(notices):
        if not DailyNotice.objects.filter(pk=notice.pk).exists():
            continue  # a mail server may be slow, and the reporter was told that no more leave
        try:
            yield notice, NoticeContent.opened(notice.key_version, bytes(notice.sealed), notice.conversation_id)
        except VaultFailure as failure:
            if isinstance(failure, UnknownSecretVersion):
                logger.error(OLDER_SECRETS)  # noqa: TRY400 the trace says no more


def _letter(content: NoticeContent, *, on: date) -> OutsideLetter:
    language = content.wish.language
    path = f"{reverse('notices_stop', kwargs={'token': content.token})}?language={language}"
    return OutsideLetter(content.wish.address, language, content.message_name(on.isoformat()), path)


def _note(notice: DailyNotice, outcome: Brought, *, on: date) -> None:
    """Write down that today's e-mail was taken, or refused; one that may be taken later stays due."""
    mine = DailyNotice.objects.filter(pk=notice.pk)
    if outcome is Brought.TAKEN:
        mine.update(sent_on=on, failures=0)
    elif outcome is Brought.REFUSED:
        mine.update(sent_on=on, failures=F("failures") + 1)
        with transaction.atomic():
            _erased(mine.filter(failures__gte=REFUSALS_ENDURED), on=on)


def _erased(notices: QuerySet[DailyNotice], *, on: date) -> bool:
    found = list(notices.select_related("conversation"))
    gone = [each for each in found if notices.filter(pk=each.pk).delete()[0]]
    for each in gone:
        home = each.conversation.organisation_id
        record_for_reporter(home, ENDED, about=each.conversation_id, on=on)
    return bool(gone)
