"""A clock in words: how much time is left, whose term governs, the sum behind its last day, and every other term."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deontos.cases.counting import TermStanding
from deontos.cases.models import CaseClock, CaseFile
from deontos.kernel.deadlines import Deadline, Standing, Term, day_number, days_left, share_used, standing
from deontos.speakup.phrases import CLOCKS
from deontos.speakup.vocabulary import ClockName, StartsAt
from deontos.speakup.web.terms import profile_in_words, term_in_words
from deontos.ui.dates import day_and_month, long_day

Names = Mapping[ClockName, str | Promise]
TONES = {
    Standing.OVER: "danger",
    Standing.SOON: "attention",
    Standing.MET: "done",
}


@dataclass(frozen=True, slots=True)
class ClockInWords:
    """All that a page shows of one clock. `percent` is how much of the term is gone; `others` are the terms besides."""

    name: str | Promise
    standing: Standing
    due_on: date
    left: str
    ground: str
    sum: str
    percent: int
    others: tuple[str, ...] = ()

    @property
    def ground_and_sum(self) -> str:
        """The ground and the arithmetic behind the last day, one after the other."""
        return f"{self.ground}. {self.sum}"

    @property
    def also(self) -> str:
        """The other terms, in sentences."""
        return " ".join(self.others)

    @property
    def tone(self) -> str:
        """The tone of the chip that stands for it in a list."""
        return TONES.get(self.standing, "plain")


def in_words(clock: CaseClock, case: CaseFile, names: Names, *, today: date) -> ClockInWords:
    """One clock of a case as it stands today, in the language of the page. Needs its terms at hand."""
    terms = [term.standing for term in clock.terms.all()]
    governing = next(term for term in terms if term.bound.profile == clock.profile)
    deadline = governing.deadline
    return ClockInWords(
        name=names[ClockName(clock.name)],
        standing=_standing(clock, governing, today),
        due_on=clock.due_on,
        left=_left(clock, governing, today),
        ground=ground(governing),
        sum=_sum(governing, acknowledged_on=case.acknowledged_on),
        percent=share_used(deadline, today),
        others=tuple(_other(term) for term in terms if term is not governing),
    )


def all_in_words(case: CaseFile, names: Names, *, today: date) -> list[ClockInWords]:
    """The clocks of a case, in the order in which they end."""
    return [in_words(clock, case, names, today=today) for clock in case.clocks.all()]


def next_in_words(case: CaseFile, *, today: date) -> ClockInWords | None:
    """The running clock that ends first, of a case in an inbox; None when none runs."""
    first: Sequence[CaseClock] = case.next_clocks  # type: ignore[attr-defined]
    return in_words(first[0], case, CLOCKS, today=today) if first else None


def time_left(deadline: Deadline, *, today: date, met_on: date | None = None) -> str:
    """How much time is left, how late it is, or on which day of the term it was met."""
    if met_on is not None:
        late, day = -days_left(deadline, met_on), day_number(deadline, met_on)
        if late <= 0:
            return _("on day %(day)d") % {"day": day} if day else _("on the same day")
        words = ngettext("on day %(day)d, %(late)d day late", "on day %(day)d, %(late)d days late", late)
        return words % {"day": day, "late": late}
    left = days_left(deadline, today)
    if left == 0:
        return _("today is the last day")
    if left < 0:
        return ngettext("%(days)d day late", "%(days)d days late", -left) % {"days": -left}
    return ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}


def ground(term: TermStanding) -> str:
    """Whose term it is, and how long: the law's, or the organisation's own promise."""
    counted = term.bound.term
    if term.is_law:
        return _("Law: within %(term)s") % {"term": term_in_words(counted)}
    return _("Our promise: %(term)s") % {"term": term_in_words(counted)}


def _standing(clock: CaseClock, governing: TermStanding, today: date) -> Standing:
    if clock.lifted_on is not None:
        return Standing.MET
    if clock.met_on is None and governing.is_paused(today):
        return Standing.PAUSED
    return standing(governing.deadline, today, clock.met_on)


def _left(clock: CaseClock, governing: TermStanding, today: date) -> str:
    if clock.lifted_on is not None:
        return _("not needed")
    if clock.met_on is None and governing.is_paused(today) and governing.paused_until:
        return _("paused until %(day)s") % {"day": day_and_month(governing.paused_until)}
    return time_left(governing.deadline, today=today, met_on=clock.met_on)


def _other(term: TermStanding) -> str:
    """A term that does not govern, with its own last day."""
    values = {"term": term_in_words(term.bound.term), "day": long_day(term.due_on)}
    if term.is_law:
        named = {"name": profile_in_words(term.bound.profile), **values}
        return _("Also by law (%(name)s): %(term)s, at the latest on %(day)s.") % named
    return _("Also our own promise: %(term)s, at the latest on %(day)s.") % values


def _sum(term: TermStanding, *, acknowledged_on: date | None) -> str:
    """The arithmetic in sentences: from which day, how long, what was added, until which day."""
    values = {
        "start": day_and_month(term.starts_on),
        "term": term_in_words(term.bound.term),
        "last": long_day(term.due_on),
    }
    told, moved = _told_from(term, acknowledged_on), _moved(term)
    if not moved:
        return told[0] % values
    return " ".join((told[1] % values, *moved, _("At the latest on %(last)s.") % values))


def _told_from(term: TermStanding, acknowledged_on: date | None) -> tuple[str, str]:
    """From which day and how long, with the last day and without it."""
    if term.bound.starts_at is StartsAt.RECEIPT:
        return (
            _("Received on %(start)s, plus %(term)s: at the latest on %(last)s."),
            _("Received on %(start)s, plus %(term)s."),
        )
    if term.starts_on == acknowledged_on:
        return (
            _("Receipt confirmed on %(start)s, plus %(term)s: at the latest on %(last)s."),
            _("Receipt confirmed on %(start)s, plus %(term)s."),
        )
    return (
        _("From %(start)s, the last day to confirm receipt, plus %(term)s: at the latest on %(last)s."),
        _("From %(start)s, the last day to confirm receipt, plus %(term)s."),
    )


def _moved(term: TermStanding) -> list[str]:
    """What was added to a term, a sentence each; nothing for most."""
    told = []
    if term.extended_on:
        told.append(_("Put off by %(term)s.") % {"term": term_in_words(term.bound.put_off)})
    if term.deadline.paused:
        told.append(_("Paused for %(term)s.") % {"term": term_in_words(Term(days=term.deadline.paused))})
    return told
