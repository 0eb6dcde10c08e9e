"""A reporter asks for an e-mail each day, as long as the case is open; closing ends it."""

from datetime import date

from django.db import transaction

from deontos.cases.actions.steps import lock
from deontos.cases.models import CaseFile
from deontos.cases.vocabulary import CaseCode, CaseState
from deontos.correspondence.actions.daily_notices import begin_notices
from deontos.correspondence.daily_notices import NoticeWish
from deontos.kernel.refusals import Refusal


class NoticesRefused(Refusal):
    """No e-mail was switched on."""


def ask_for_notices(case: CaseFile, wish: NoticeWish, *, on: date) -> None:
    """Send the reporter of an open case an e-mail each day from tomorrow on, in the place of an earlier wish.

    Refuses: CLOSED, as the address is erased when a case is closed. Records: conversation.notices_begun (reporters'
    chain).
    """
    with transaction.atomic():
        conversation, locked = lock(case)
        if locked.state == CaseState.CLOSED:
            raise NoticesRefused(CaseCode.CLOSED)
        begin_notices(conversation, wish, on=on)
