"""Starting the clocks of a case, and counting them anew after a step."""

from collections.abc import Iterable
from datetime import date

from deontos.cases.counting import ClockStanding, TermStanding, clocks_after, nearest
from deontos.cases.models import CaseClock, CaseFile, CaseTerm
from deontos.cases.queries import clock_standings, terms_of_case
from deontos.speakup.binding import ClockTerm
from deontos.speakup.vocabulary import ClockName


def start_clocks(case: CaseFile, terms: Iterable[ClockTerm]) -> None:
    """Write down the terms that bind a case, and which of them governs each clock.

    Runs in the reporter's transaction: civil dates only. Records nothing: the caller does, with the terms.
    """
    clocks = clocks_after(terms, received_on=case.received_on)
    rows = {name: CaseClock(case=case, name=name, **_clock_values(clock)) for name, clock in clocks.items()}
    CaseClock.objects.bulk_create(rows.values())
    CaseTerm.objects.bulk_create(
        CaseTerm(clock=rows[name], position=position, **_bound_values(term.bound), **_term_values(term))
        for name, clock in clocks.items()
        for position, term in enumerate(clock.terms, 1)
    )


def next_day(terms: Iterable[ClockTerm], *, received_on: date) -> date | None:
    """The first last day of a case that these terms bind. Records nothing: it only counts."""
    return nearest(clocks_after(terms, received_on=received_on))


def count_anew(case: CaseFile) -> dict[ClockName, ClockStanding]:
    """Let the clocks of a case follow from its terms and steps, and keep what changed; the answer is how they stand.

    Needs an open transaction with the case locked. Records nothing: what moved them is recorded.
    """
    rows = list(terms_of_case(case))
    clocks = clock_standings(case, rows)
    for row in rows:
        terms = {term.bound.profile.value: term for term in clocks[ClockName(row.clock.name)].terms}
        _keep(row, _term_values(terms[row.profile]))
    for clock in {row.clock_id: row.clock for row in rows}.values():
        _keep(clock, _clock_values(clocks[ClockName(clock.name)]))
    _keep(case, {"next_on": nearest(clocks)})
    return clocks


def _keep(row: CaseFile | CaseClock | CaseTerm, values: dict[str, object]) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)


def _clock_values(clock: ClockStanding) -> dict[str, object]:
    governing = clock.governing
    return {
        "profile": governing.bound.profile,
        "starts_on": governing.starts_on,
        "due_on": governing.due_on,
        "met_on": clock.met_on,
        "lifted_on": clock.lifted_on,
    }


def _bound_values(term: ClockTerm) -> dict[str, object]:
    return {
        "profile": term.profile,
        "count": term.term.count,
        "unit": term.term.unit,
        "counted_from": term.starts_at,
        "longer": term.longer,
        "pause_at_most": term.pause_at_most,
    }


def _term_values(term: TermStanding) -> dict[str, object]:
    return {
        "starts_on": term.starts_on,
        "due_on": term.due_on,
        "extended_on": term.extended_on,
        "paused_on": term.paused_on,
        "paused_until": term.paused_until,
    }
