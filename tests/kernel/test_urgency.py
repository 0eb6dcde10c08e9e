"""Every last day falls in exactly one group of an agenda."""

from datetime import date, timedelta

import pytest

from deontos.kernel.urgency import Urgency, last_days

TODAY = date(2026, 11, 24)


@pytest.mark.row("1.14")
@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (-400, Urgency.LATE),
        (-1, Urgency.LATE),
        (0, Urgency.THIS_WEEK),
        (6, Urgency.THIS_WEEK),
        (7, Urgency.LATER),
        (400, Urgency.LATER),
    ],
)
def test_a_last_day_falls_in_one_group(days: int, urgency: Urgency) -> None:
    due = TODAY + timedelta(days=days)
    groups = {each: last_days(each, today=TODAY) for each in Urgency}
    assert [each for each, (first, last) in groups.items() if first <= due <= last] == [urgency]
