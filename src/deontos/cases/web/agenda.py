"""What the home page shows of cases: the terms that run, one row each, without a number while the vault is closed."""

from collections.abc import Iterator, Mapping
from datetime import date
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _

from deontos.access.gate import Actor
from deontos.cases.models import CaseClock
from deontos.cases.phrases import DUE
from deontos.cases.queries import clock_counts, clocks_running_for, late_clock_count, late_terms_told_to
from deontos.cases.web.clocks import in_words
from deontos.kernel.deadlines import Standing
from deontos.kernel.urgency import Urgency
from deontos.ui.agenda import AgendaRow, Tone
from deontos.ui.dates import day_and_month

TONES = {Standing.OVER: Tone.DANGER, Standing.SOON: Tone.ATTENTION}


def counts(actor: Actor, *, on: date) -> Mapping[Urgency, int]:
    """How many terms run for this person, by urgency. One query."""
    return clock_counts(actor, on=on)


def late(actor: Actor, *, on: date) -> int:
    """How many terms of this person are over. One query."""
    return late_clock_count(actor, on=on)


def rows(actor: Actor, days: tuple[date, date], *, on: date, most: int, is_locked: bool) -> Iterator[AgendaRow]:
    """The first terms whose last day falls within these days, own ones and those told of, the nearest first."""
    own = clocks_running_for(actor, on=on).filter(due_on__range=days)[:most]
    found = [_row(clock, on=on, is_locked=is_locked) for clock in own]
    if days[0] < on:
        told = late_terms_told_to(actor, on=on).filter(due_on__range=days)[:most]
        found += [_row_of_told(clock, on=on) for clock in told]
    yield from sorted(found, key=attrgetter("on"))[:most]


def _row_of_told(clock: CaseClock, *, on: date) -> AgendaRow:
    """A term that is over, for somebody whose key to the case sleeps: neither which one it is nor where it stands."""
    received = day_and_month(clock.case.received_on)
    return AgendaRow(
        on=clock.due_on,
        title=_("A term is over"),
        href=reverse("late_terms"),
        room=_("Cases"),
        room_icon="shield",
        why=_("Report of %(day)s. You stand in for whoever reads it.") % {"day": received},
        left=in_words(clock, clock.case, DUE, today=on).left,
        tone=Tone.DANGER,
        verb=_("Look"),
    )


def _row(clock: CaseClock, *, on: date, is_locked: bool) -> AgendaRow:
    words = in_words(clock, clock.case, DUE, today=on)
    return AgendaRow(
        on=clock.due_on,
        title=words.name,
        href=reverse("case_detail", args=(clock.case_id,)),
        room=_("Cases"),
        room_icon="shield",
        why=f"{_which(clock, is_locked=is_locked)} {words.ground}.",
        left=words.left,
        tone=TONES.get(words.standing, Tone.PLAIN),
        verb=_("Open"),
    )


def _which(clock: CaseClock, *, is_locked: bool) -> str:
    received = day_and_month(clock.case.received_on)
    if is_locked:
        return _("Report of %(day)s. Open your vault first.") % {"day": received}
    if clock.case.number is None:
        return _("Report of %(day)s, not opened yet.") % {"day": received}
    return _("Case %(number)s, report of %(day)s.") % {"number": clock.case.number, "day": received}
