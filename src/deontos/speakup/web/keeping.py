"""Keeping what a page sent in the draft: what another window saved meanwhile is not overwritten, but put beside it."""

from dataclasses import dataclass

from deontos.correspondence.web.typed import Typed, typed_line
from deontos.speakup.web.answers import Answers
from deontos.speakup.web.meanwhile import PUT_IN, Saved, answered, is_changed
from deontos.speakup.web.steps import COMPARED, Step
from deontos.speakup.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Kept:
    """The draft before and after a page was kept; `is_beside` where another version stands beside what was sent."""

    before: Answers
    now: Answers
    is_beside: bool


def keep(visit: Visit, step: Step, typed: Typed) -> Kept:
    """Keep what was sent at a step. Raises ReceiptRefused where there is no draft any more."""
    found: list[Kept] = []

    def merged(stored: Answers) -> Answers:
        found.append(_kept(visit, step, typed, stored))
        return found[-1].now

    visit.change(merged)
    return found[-1]


def is_looked_at_elsewhere(visit: Visit, answers: Answers) -> bool:
    """Whether the answers are not those that the page which was sent looked back on."""
    looked_at = visit.mark.held or visit.shown_before.get(Step.CHECK, "")
    return bool(looked_at) and looked_at != answers.held


def _kept(visit: Visit, step: Step, typed: Typed, stored: Answers) -> Kept:
    after = visit.with_sent(stored, step, typed)
    if step not in COMPARED:
        return Kept(stored, after, is_beside=False)
    assert visit.sitting is not None
    where, before = Saved(str(visit.sitting.id), visit.mark.page), stored.of(step)
    shown = visit.shown_before.get(step, "")
    if is_changed(before, after.of(step), visit.mark, stored.saved.get(step), by=where.by, shown=shown):
        if not answered(after.of(step)):
            return Kept(stored, stored, is_beside=False)
        after = after.beside(step, before).saved_at(step, where)
        return Kept(stored, after, is_beside=True)
    place = typed_line(visit.request, PUT_IN)
    after = after.with_put_in(step, int(place)) if place.isdecimal() and len(place) == 1 else after
    return Kept(stored, after.saved_at(step, where), is_beside=False)
