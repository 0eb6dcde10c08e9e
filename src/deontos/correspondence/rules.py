"""How long a sitting and a draft last, and what a text may be. Pure."""

from datetime import date, datetime, timedelta

from deontos.correspondence.vocabulary import LONGEST_TEXT, CorrespondenceCode, SittingState
from deontos.kernel.refusals import Refusal

IDLE = {
    SittingState.WRITING: timedelta(minutes=30),
    SittingState.SENT: timedelta(minutes=30),
    SittingState.READING: timedelta(minutes=20),
}
"""How long a sitting lasts without a sign of life (security.md, journeys)."""

SWEEPS_BEFORE_ERASED = 2
"""A sitting untouched for so many hourly sweeps is erased; a counter, as a time would tell when somebody wrote."""

DRAFT_DAYS = 7
"""A draft that nobody touched for this many days is erased (security.md, journeys)."""


class TextRefused(Refusal):
    """A text that cannot be kept as it is."""


def is_live(state: SittingState, *, used: datetime, at: datetime) -> bool:
    """Whether a sitting used at one moment still lasts at another (security.md, journeys)."""
    return timedelta(0) <= at - used <= IDLE[state]


def is_stale_draft(touched_on: date, *, on: date) -> bool:
    """Whether a draft is due to be erased on a day (security.md, journeys)."""
    return on - touched_on > timedelta(days=DRAFT_DAYS)


def oldest_draft_day(*, on: date) -> date:
    """Drafts last touched before this day are erased (security.md, journeys)."""
    return on - timedelta(days=DRAFT_DAYS)


def checked_text(text: str) -> str:
    """The text without blanks around it (security.md, rule 1). Refuses: TEXT_EMPTY, TEXT_TOO_LONG."""
    kept = text.strip()
    if not kept:
        raise TextRefused(CorrespondenceCode.TEXT_EMPTY)
    if len(kept) > LONGEST_TEXT:
        raise TextRefused(CorrespondenceCode.TEXT_TOO_LONG, longest=LONGEST_TEXT, length=len(kept))
    return kept
