"""What the home page shows of reporters who are not told yet that a law demands the name: one row for each."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from deontos.access.gate import Actor
from deontos.cases.models import Withholding
from deontos.cases.rules import LOOKED_AT_BEFORE
from deontos.cases.withholding import withheld_for
from deontos.kernel.urgency import Urgency, last_days
from deontos.ui.agenda import AgendaRow, Tone
from deontos.ui.dates import day_and_month


def counts(actor: Actor, *, on: date) -> Mapping[Urgency, int]:
    """How many of them this person decides about, by urgency. One query."""
    groups = {each: Count("pk", filter=Q(until_on__range=last_days(each, today=on))) for each in Urgency}
    return {Urgency(name): count for name, count in withheld_for(actor, on=on).aggregate(**groups).items()}


def rows(actor: Actor, days: tuple[date, date], *, on: date, most: int, is_locked: bool) -> Iterator[AgendaRow]:
    """The first of them whose day falls within these days, the nearest first. One query."""
    for withholding in withheld_for(actor, on=on).filter(until_on__range=days)[:most]:
        yield _row(withholding, on=on, is_locked=is_locked)


def _row(withholding: Withholding, *, on: date, is_locked: bool) -> AgendaRow:
    is_near = withholding.until_on <= on + LOOKED_AT_BEFORE
    return AgendaRow(
        on=withholding.until_on,
        title=_("Tell the reporter about the name, or decide anew"),
        href=reverse("case_detail", args=(withholding.case_id,)),
        room=_("Cases"),
        room_icon="shield",
        why=_which(withholding, is_locked=is_locked),
        left=_("Without a decision the reporter is told automatically."),
        tone=Tone.ATTENTION if is_near else Tone.PLAIN,
        verb=_("Open"),
    )


def _which(withholding: Withholding, *, is_locked: bool) -> str:
    received = day_and_month(withholding.case.received_on)
    if is_locked or withholding.case.number is None:
        return _("Report of %(day)s. Open your vault first.") % {"day": received}
    return _("Case %(number)s, report of %(day)s.") % {"number": withholding.case.number, "day": received}
