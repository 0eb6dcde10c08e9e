"""How long a sitting and a draft last, what a text may be, and how many files the store has room for. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from deontos.correspondence.vocabulary import LONGEST_TEXT, CorrespondenceCode, SittingState
from deontos.kernel.clock import CIVIL_ZONE
from deontos.kernel.refusals import Refusal

IDLE = {
    SittingState.WRITING: timedelta(minutes=30),
    SittingState.SENT: timedelta(minutes=30),
    SittingState.READING: timedelta(minutes=20),
}
"""How long a sitting lasts without a sign of life (security.md, journeys)."""

OVERTAKEN = timedelta(minutes=1)
"""So far ahead a sitting may have been used: another request of the same browser was faster, or the clocks of two
servers differ (house rule). Further ahead, a clock was put back, and nobody knows how long it lasted."""

SWEEPS_BEFORE_ERASED = 2
"""A sitting untouched for so many hourly sweeps is erased; a counter, as a time would tell when somebody wrote."""

DRAFT_DAYS = 7
"""A draft that nobody touched for this many days is erased (security.md, journeys)."""


MEGABYTE = 1024 * 1024
RESERVED = 1024 * MEGABYTE
"""Bytes that are kept free for text, whatever files somebody sends (security.md, rule 3)."""

FILLING_AT, FULL_AT = 70, 85
"""Percent of the disk (security.md, rule 3)."""

TOGETHER_WHEN_FILLING = 20 * MEGABYTE
"""Bytes of files in one draft while the disk is filling (security.md, rule 3)."""

DRAFT_FILE_DAYS_WHEN_FILLING = 1
TOLD_AGAIN_AFTER = timedelta(days=7)
"""Whoever was told of a mark is told again after this, as long as it lasts (house rule)."""
UNCLAIMED_DAYS = 1
"""A file that was never taken into anything, as its upload broke, is erased after this many whole days."""

MOST_CORRECTIONS = 20
"""How often one report that somebody else wrote down can be corrected (house rule: whoever reads it has to see them
all). The right to rectify of Directive (EU) 2019/1937 art. 18(2) to (4) stays whole: a message rectifies as well, the
reporter is told so, and agreeing has no such bound."""

NOTICES_FROM = time(7)
"""House rule: the e-mail of a day leaves at this hour on the clock of Brussels, or at a full hour after it."""
REFUSALS_ENDURED = 7
"""House rule: after so many days in a row on which a mail server refused an address for good, it is erased."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """How large a disk is and how much of it is free, in bytes."""

    total: int
    free: int

    @property
    def percent(self) -> int:
        """How full it is, rounded down."""
        return 100 * (self.total - self.free) // max(self.total, 1)


class StorageMark(IntEnum):
    """How full the store is, as far as it matters."""

    ROOMY = 0
    FILLING = FILLING_AT
    FULL = FULL_AT


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How many files, how many bytes each of them has at most, and how many all together."""

    files: int
    each: int
    together: int

    @property
    def each_megabytes(self) -> int:
        """How large one file may be, in whole megabytes."""
        return self.each // MEGABYTE

    @property
    def together_megabytes(self) -> int:
        """How large all files together may be, in whole megabytes."""
        return self.together // MEGABYTE

    def left(self, *, files: int, together: int) -> "FileLimits":
        """What is left after so many files of so many bytes."""
        return replace(self, files=max(self.files - files, 0), together=max(self.together - together, 0))


class TextRefused(Refusal):
    """A text that cannot be kept as it is."""


def is_live(state: SittingState, *, used: datetime, at: datetime) -> bool:
    """Whether a sitting used at one moment still lasts at another (security.md, journeys)."""
    return -OVERTAKEN <= at - used <= IDLE[state]


def is_stale_draft(touched_on: date, *, on: date) -> bool:
    """Whether a draft is due to be erased on a day (security.md, journeys)."""
    return on - touched_on > timedelta(days=DRAFT_DAYS)


def last_draft_day(touched_on: date) -> date:
    """The last day on which a draft that nobody touches again can be opened (security.md, journeys)."""
    return touched_on + timedelta(days=DRAFT_DAYS)


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


def fullest(capacities: Iterable[Capacity | None]) -> Capacity | None:
    """The one of several disks that matters: where text has the least room (security.md, rule 3)."""
    known = [each for each in capacities if each is not None]
    return max(known, key=lambda each: (storage_mark(each), each.percent), default=None)


def storage_mark(capacity: Capacity | None, *, coming: int = 0) -> StorageMark:
    """How full the store is, with so many bytes coming; what nobody can measure is roomy (security.md, rule 3)."""
    if capacity is None:
        return StorageMark.ROOMY
    if capacity.percent >= FULL_AT or capacity.free - coming < RESERVED:
        return StorageMark.FULL
    return StorageMark.FILLING if capacity.percent >= FILLING_AT else StorageMark.ROOMY


def limits_at(mark: StorageMark, limits: FileLimits, *, is_draft: bool = True) -> FileLimits:
    """What may be added when the store is so full, to a draft or elsewhere; when full, nothing (security.md, 3)."""
    if mark is StorageMark.FULL:
        return replace(limits, files=0)
    if mark is StorageMark.ROOMY or not is_draft:
        return limits
    return replace(limits, together=min(limits.together, TOGETHER_WHEN_FILLING))


def oldest_unclaimed_day(*, on: date) -> date:
    """Files that nothing holds and that came before this day are erased (security.md, rule 2)."""
    return on - timedelta(days=UNCLAIMED_DAYS)


def oldest_file_day(mark: StorageMark, *, on: date) -> date:
    """Files of drafts that came before this day are erased; at least 24 hours while it fills (security.md, rule 3).

    Only the civil date of a file is known, so a day means a whole one.
    """
    return oldest_draft_day(on=on) if mark is StorageMark.ROOMY else on - timedelta(days=DRAFT_FILE_DAYS_WHEN_FILLING)


def is_time_for_notices(at: datetime) -> bool:
    """Whether the e-mails of a day may leave: at a fixed hour, whether or not there is news (security.md, notices)."""
    return at.astimezone(ZoneInfo(CIVIL_ZONE)).time() >= NOTICES_FROM
