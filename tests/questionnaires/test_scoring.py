"""Points are added up over what was shown, always with their whole, and fall in a band."""

from dataclasses import replace
from typing import Any

import pytest

from deontos.questionnaires.rules.definition import Band, Look, Score
from deontos.questionnaires.rules.scoring import scored
from deontos.questionnaires.vocabulary import Test
from tests.questionnaires import samples
from tests.questionnaires.samples import WHOLE, asking, both

pytestmark = pytest.mark.row("3.1")
BANDS = (Band(0, both("Licht")), Band(50, both("Matig")), Band(100, both("Zwaar")))


@pytest.mark.parametrize(
    ("answers", "points", "whole", "answered", "asked"),
    [
        ({}, 0, 7, 0, 2),
        ({"how": "heard"}, 1, 7, 1, 2),
        ({"how": "saw"}, 2, 11, 1, 3),
        ({"how": "saw", "kinds": ["theft", "bribe"]}, 7, 11, 2, 3),
        ({"how": "saw", "kinds": ["none"], "trust": {"chief": "high", "board": "high"}}, 6, 11, 3, 3),
        ({"how": "dreamt", "trust": {"chief": "high"}}, 0, 7, 1, 2),
    ],
)
def test_points_are_added_up_over_what_is_shown(
    answers: dict[str, Any], points: int, whole: int, answered: int, asked: int
) -> None:
    [found] = scored(WHOLE, answers)
    assert (found.points, found.whole, found.answered, found.asked) == (points, whole, answered, asked)


@pytest.mark.parametrize(
    ("answers", "percent", "band"),
    [
        ({}, 0, None),
        ({"how": "heard"}, 33, "Licht"),
        ({"how": "saw"}, 66, "Matig"),
        ({"how": "saw", "sure": "no"}, 66, "Matig"),
        ({"how": "saw", "sure": "yes"}, 100, "Zwaar"),
    ],
)
def test_a_percentage_is_rounded_down_and_falls_in_a_band(
    answers: dict[str, str], percent: int, band: str | None
) -> None:
    form = asking(samples.HOW, samples.SURE, scores=(Score("s", both("S"), ("how", "sure"), BANDS),))
    [found] = scored(form, answers)
    assert (found.percent, found.band and found.band.label["nl"]) == (percent, band)


def test_where_nothing_could_be_reached_nothing_is() -> None:
    hidden = replace(samples.SURE, shown_if=Look("how", Test.ANSWERED))
    form = asking(samples.HOW, hidden, scores=(Score("s", both("S"), ("sure",), BANDS[1:]),))
    [found] = scored(form, {})
    assert (found.points, found.whole, found.percent, found.band) == (0, 0, 0, None)
    [found] = scored(form, {"how": "saw", "sure": "no"})
    assert (found.percent, found.band) == (0, None)


def test_of_several_choices_only_those_that_go_together_make_the_whole() -> None:
    [found] = scored(asking(samples.KINDS, scores=(Score("s", both("S"), ("kinds",)),)), {})
    assert found.whole == 5
    lone = replace(samples.KINDS, points={"theft": 1, "none": 9})
    [found] = scored(asking(lone, scores=(Score("s", both("S"), ("kinds",)),)), {"kinds": ["none"]})
    assert (found.points, found.whole) == (9, 9)
