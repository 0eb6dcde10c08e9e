"""The steps of a case as a line in time: what was done, what it waits for, and what is still to come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deontos.cases.models import CaseFile, CaseStep
from deontos.cases.phrases import BECAUSE
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.speakup.vocabulary import ClockName
from deontos.ui.dates import day_and_month, long_day

LATEST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Stage:
    """One point on the line: `state` is done, now or later; `when` says the day in words."""

    name: str | Promise
    state: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The whole line; `earlier` are the done stages that a page may fold away."""

    first: Stage
    earlier: tuple[Stage, ...]
    rest: tuple[Stage, ...]

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Every stage in order."""
        return (self.first, *self.earlier, *self.rest)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a line is told: to whoever handles the case, or to the reporter."""

    received: str | Promise
    steps: Mapping[CaseVerb, str | Promise]
    now: Mapping[CaseState, str | Promise]
    clocks: Mapping[ClockName, str | Promise]


def line_of_case(case: CaseFile, wording: Wording, *, today: date) -> Line:
    """Where a case stands, in these words. Needs its clocks and steps at hand; asks the database nothing."""
    done = [_done(list(steps), wording) for _alike, steps in groupby(case.steps.all(), key=_sort_of)]
    shown, folded = done[-LATEST_SHOWN:], done[:-LATEST_SHOWN]
    return Line(
        Stage(wording.received, "done", day_and_month(case.received_on)),
        tuple(folded),
        (*shown, *_ahead(case, wording, today)),
    )


def _sort_of(step: CaseStep) -> tuple[str, int]:
    """Steps that may be told as one: those of one verb, unless they change who reads or have a reason."""
    return step.verb, step.position if step.concerns_id or step.because else 0


def _done(steps: list[CaseStep], wording: Wording) -> Stage:
    name, last = wording.steps[CaseVerb(steps[0].verb)], steps[-1].taken_on
    if len(steps) == 1:
        return Stage(name, "done", _when(steps[0]))
    words = ngettext("%(count)d time, last on %(day)s", "%(count)d times, last on %(day)s", len(steps))
    return Stage(name, "done", words % {"count": len(steps), "day": day_and_month(last)})


def _when(step: CaseStep) -> str:
    """The day; with who reads or no longer reads, until when a term stands still, and why, where it is about that."""
    day = day_and_month(step.taken_on)
    if step.concerns is None:
        return _when_moved(step, day)
    if step.because in BECAUSE:
        values = {"day": day, "name": step.concerns.name, "why": BECAUSE[step.because]}
        return _("%(day)s: %(name)s, %(why)s") % values
    return _("%(day)s: %(name)s") % {"day": day, "name": step.concerns.name}


def _when_moved(step: CaseStep, day: str) -> str:
    if step.because not in BECAUSE:
        return day
    values = {"day": day, "why": BECAUSE[step.because]}
    if step.until_on is None:
        return _("%(day)s, %(why)s") % values
    return _("%(day)s: until %(until)s, %(why)s") % {**values, "until": day_and_month(step.until_on)}


def _ahead(case: CaseFile, wording: Wording, today: date) -> Iterator[Stage]:
    state = CaseState(case.state)
    if state is CaseState.CLOSED:
        return
    yield Stage(wording.now[state], "now")
    for clock in case.clocks.all():
        if clock.is_running:
            yield Stage(wording.clocks[ClockName(clock.name)], "later", _due(clock.due_on, today))


def _due(day: date, today: date) -> str:
    words = _("late since %(day)s") if day < today else _("at the latest on %(day)s")
    return words % {"day": long_day(day)}
