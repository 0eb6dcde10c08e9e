"""How long sittings and drafts last, to the second and to the day, and what a text may be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from deontos.correspondence.rules import TextRefused, checked_text, is_live, is_stale_draft, oldest_draft_day
from deontos.correspondence.vocabulary import CorrespondenceCode, SittingState

USED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
WRITING, SENT, READING = SittingState.WRITING, SittingState.SENT, SittingState.READING


@pytest.mark.parametrize(
    ("state", "minutes", "seconds", "live"),
    [
        (WRITING, 0, 0, True),
        (WRITING, 30, 0, True),
        (WRITING, 30, 1, False),
        (SENT, 30, 0, True),
        (SENT, 30, 1, False),
        (READING, 20, 0, True),
        (READING, 20, 1, False),
        (WRITING, 0, -1, True),
        (WRITING, -1, 0, True),
        (WRITING, -1, -1, False),
        (READING, -600, 0, False),
    ],
)
def test_how_long_a_sitting_lasts(state: SittingState, minutes: int, seconds: int, live: bool) -> None:
    assert is_live(state, used=USED, at=USED + timedelta(minutes=minutes, seconds=seconds)) is live


@pytest.mark.parametrize(("days", "stale"), [(0, False), (7, False), (8, True)])
def test_a_draft_lasts_seven_days(days: int, stale: bool) -> None:
    touched = date(2026, 11, 24)
    on = touched + timedelta(days=days)
    assert is_stale_draft(touched, on=on) is stale
    assert (touched < oldest_draft_day(on=on)) is stale


@pytest.mark.parametrize(
    ("text", "kept"), [(" a \n", "a"), ("a" * 200_000, "a" * 200_000), (f" {'é' * 200_000} ", "é" * 200_000)]
)
def test_a_text_is_kept_without_blanks_around_it(text: str, kept: str) -> None:
    assert checked_text(text) == kept


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", CorrespondenceCode.TEXT_EMPTY),
        (" \n\t\u2003", CorrespondenceCode.TEXT_EMPTY),
        ("a" * 200_001, CorrespondenceCode.TEXT_TOO_LONG),
    ],
)
def test_a_text_that_cannot_be_kept_says_why(text: str, code: CorrespondenceCode) -> None:
    with pytest.raises(TextRefused) as refusal:
        checked_text(text)
    assert refusal.value.code is code
