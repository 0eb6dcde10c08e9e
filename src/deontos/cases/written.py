"""The terms that bind a case as its first row of the log holds them, and back. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from deontos.cases.counting import FIRST_TERMS
from deontos.kernel.deadlines import Term
from deontos.speakup.binding import ClockTerm
from deontos.speakup.vocabulary import ClockName, ProfileName, StartsAt

TERMS = "terms"
"""Under which name the details hold them."""


def written_terms(terms: Iterable[ClockTerm]) -> list[list[object]]:
    """Each term in a row: clock, profile, number, unit, from which day, by how many longer, how many days paused."""
    return [
        [term.clock, term.profile, term.term.count, term.term.unit, term.starts_at, term.longer, term.pause_at_most]
        for term in terms
    ]


def terms_in(details: Mapping[str, Any]) -> tuple[ClockTerm, ...]:
    """The terms that bind a case by its first row of the log; those of before they were written down with it."""
    if TERMS not in details:
        return FIRST_TERMS
    return tuple(_read(row) for row in details[TERMS])


def _read(row: Sequence[Any]) -> ClockTerm:
    clock, profile, count, unit, starts_at, longer, pause_at_most = row
    term = Term(**{unit: count})
    return ClockTerm(ClockName(clock), ProfileName(profile), term, StartsAt(starts_at), longer, pause_at_most)
