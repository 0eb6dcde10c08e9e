"""What a house test says, and the one list of places that are excused for now."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

LIST = Path(__file__).with_name("exceptions.toml")
LENGTH = "at_most"
SHOWN = 40


class Complaint(NamedTuple):
    """Something that does not keep a habit: where, and what is wrong there."""

    place: str
    wrong: str


@cache
def exceptions() -> dict[str, dict[str, Any]]:
    """The excused places of each habit with their reasons."""
    return tomllib.loads(LIST.read_text("utf-8"))


def unexcused(habit: str, complaints: Iterable[Complaint], excused: dict[str, Any] | None = None) -> list[str]:
    """The complaints that no exception covers, and the exceptions that cover no complaint: those must go."""
    excused = exceptions().get(habit, {}) if excused is None else excused
    every = list(complaints)
    wrong = [f"{place}: {wrong}" for place, wrong in every if place not in excused]
    needed = {place for place, _wrong in every} | {LENGTH}
    return sorted(set(wrong)) + [
        f"{place}: no longer an exception to {habit}" for place in excused if place not in needed
    ]


def wrong_in_list(habit: str, excused: dict[str, Any]) -> list[Complaint]:
    """A list must say how long it was when last lowered, never be longer, and give each place a reason."""
    places = {place: reason for place, reason in excused.items() if place != LENGTH}
    found = [
        Complaint(f"{habit}: {place}", "has no reason in words")
        for place, reason in places.items()
        if not isinstance(reason, str) or len(reason.split()) < 3
    ]
    if excused.get(LENGTH) != len(places):
        found.append(Complaint(habit, f"{LENGTH} must be {len(places)}, and may only be lowered"))
    return found


def insist(habit: str, complaints: Iterable[Complaint]) -> None:
    """Fail with the complaints that are not excused, one a line."""
    found = unexcused(habit, complaints)
    if found:
        pytest.fail("\n".join([f"{habit}: {len(found)}", *found[:SHOWN], *["…"] * (len(found) > SHOWN)]), pytrace=False)
