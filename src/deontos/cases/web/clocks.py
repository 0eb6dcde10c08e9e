"""A clock in words: how much time is left, whose term it is, and the sum behind its last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deontos.cases.models import CaseClock, CaseFile
from deontos.cases.phrases import CLOCKS
from deontos.cases.rules import deadline_of
from deontos.cases.vocabulary import ClockName, Profile
from deontos.kernel.deadlines import Deadline, Standing, Unit, day_number, days_left, share_used, standing
from deontos.ui.dates import day_and_month, long_day

Names = Mapping[ClockName, str | Promise]
TONES = {Standing.OVER: "danger", Standing.SOON: "attention", Standing.MET: "done"}


@dataclass(frozen=True, slots=True)
class ClockInWords:
    """All that a page shows of one clock. `percent` is how much of the term is gone."""

    name: str | Promise
    standing: Standing
    due_on: date
    left: str
    ground: str
    sum: str
    percent: int

    @property
    def ground_and_sum(self) -> str:
        """The ground and the arithmetic behind the last day, one after the other."""
        return f"{self.ground}. {self.sum}"

    @property
    def tone(self) -> str:
        """The tone of the chip that stands for it in a list."""
        return TONES.get(self.standing, "plain")


def in_words(clock: CaseClock, case: CaseFile, names: Names, *, today: date) -> ClockInWords:
    """One clock of a case as it stands today, in the language of the page."""
    name, profile = ClockName(clock.name), Profile(clock.profile)
    deadline = deadline_of(name, profile, starts_on=clock.starts_on)
    return ClockInWords(
        name=names[name],
        standing=standing(deadline, today, clock.met_on),
        due_on=clock.due_on,
        left=time_left(deadline, today=today, met_on=clock.met_on),
        ground=ground(profile, deadline),
        sum=_sum(name, deadline, acknowledged_on=case.acknowledged_on),
        percent=share_used(deadline, today),
    )


def all_in_words(case: CaseFile, names: Names, *, today: date) -> list[ClockInWords]:
    """The clocks of a case, in the order in which they end."""
    return [in_words(clock, case, names, today=today) for clock in case.clocks.all()]


def next_in_words(case: CaseFile, *, today: date) -> ClockInWords | None:
    """The running clock that ends first; None when all were met."""
    running = [clock for clock in case.clocks.all() if clock.met_on is None]
    return in_words(running[0], case, CLOCKS, today=today) if running else None


def time_left(deadline: Deadline, *, today: date, met_on: date | None = None) -> str:
    """How much time is left, how late it is, or on which day of the term it was met."""
    if met_on is not None:
        late, day = -days_left(deadline, met_on), day_number(deadline, met_on)
        if late <= 0:
            return _("on day %(day)d") % {"day": day}
        words = ngettext("on day %(day)d, %(late)d day late", "on day %(day)d, %(late)d days late", late)
        return words % {"day": day, "late": late}
    left = days_left(deadline, today)
    if left == 0:
        return _("today is the last day")
    if left < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -left) % {"days": -left}
    return ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}


def ground(profile: Profile, deadline: Deadline) -> str:
    """Whose term it is, and how long: the law's, or the organisation's own promise."""
    count = deadline.term.count
    words = {
        (Profile.POLICY, Unit.DAYS): ngettext("Our promise: %(count)d day", "Our promise: %(count)d days", count),
        (Profile.POLICY, Unit.MONTHS): ngettext("Our promise: %(count)d month", "Our promise: %(count)d months", count),
        (Profile.EU_DIRECTIVE, Unit.DAYS): ngettext("Law: within %(count)d day", "Law: within %(count)d days", count),
        (Profile.EU_DIRECTIVE, Unit.MONTHS): ngettext(
            "Law: within %(count)d month", "Law: within %(count)d months", count
        ),
    }
    return words[profile, deadline.term.unit] % {"count": count}


def _sum(name: ClockName, deadline: Deadline, *, acknowledged_on: date | None) -> str:
    """The arithmetic in a sentence: from which day, how long, until which day."""
    count = deadline.term.count
    if name is not ClockName.FEEDBACK:
        words = ngettext(
            "Received on %(start)s, plus %(count)d day: at the latest on %(last)s.",
            "Received on %(start)s, plus %(count)d days: at the latest on %(last)s.",
            count,
        )
    elif deadline.start == acknowledged_on:
        words = ngettext(
            "Receipt confirmed on %(start)s, plus %(count)d month: at the latest on %(last)s.",
            "Receipt confirmed on %(start)s, plus %(count)d months: at the latest on %(last)s.",
            count,
        )
    else:
        words = ngettext(
            "From %(start)s, the last day to confirm receipt, plus %(count)d month: at the latest on %(last)s.",
            "From %(start)s, the last day to confirm receipt, plus %(count)d months: at the latest on %(last)s.",
            count,
        )
    start, last = day_and_month(deadline.start), long_day(deadline.last_day)
    return words % {"start": start, "count": count, "last": last}
