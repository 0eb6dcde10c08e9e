"""What the reporter's mailbox shows of a case: how far it is, what comes next and when, the terms with their sum."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.cases.models import CaseFile
from deontos.cases.phrases import CLOCKS_TOLD, NOW_TOLD, STEPS_TOLD
from deontos.cases.queries import case_of_conversation
from deontos.cases.web.clocks import all_in_words
from deontos.cases.web.timeline import Wording, line_of_case
from deontos.correspondence.mailbox import MailboxSection
from deontos.correspondence.models import Conversation
from deontos.ui.dates import long_day

FOR_REPORTER = Wording(gettext_lazy("We received your report"), STEPS_TOLD, NOW_TOLD, CLOCKS_TOLD)


def steps_section(conversation: Conversation, *, on: date) -> MailboxSection | None:
    """The steps so far and the next ones, with their dates."""
    case = case_of_conversation(conversation)
    return MailboxSection("cases/_mailbox_steps.html", told(case, on=on)) if case else None


def told(case: CaseFile, *, on: date) -> dict[str, Any]:
    """How far a case is, as its reporter reads it: no number, no names, dates without times."""
    running = [clock for clock in case.clocks.all() if clock.is_running]
    return {
        "line": line_of_case(case, FOR_REPORTER, today=on),
        "clocks": all_in_words(case, CLOCKS_TOLD, today=on),
        "next": _next(running[0].due_on if running else None, on=on),
    }


def _next(due_on: date | None, *, on: date) -> str:
    """What the reporter may expect; a term that was missed is said as it is."""
    if due_on is None:
        return _("We closed your report. You can still write to us here.")
    if due_on < on:
        return _("You should have heard from us on %(day)s at the latest. We are late.") % {"day": long_day(due_on)}
    return _("You hear from us on %(day)s at the latest.") % {"day": long_day(due_on)}
