"""A flood at a channel: judged by channel and hour without addresses, noted by the day alone, told on the full hour."""

import logging
from datetime import date, timedelta

import pytest

from deontos.notices.models import Letter
from deontos.speakup.actions.flooding import note_flood, tell_of_floods
from deontos.speakup.flood_models import FloodDay
from deontos.speakup.flooding import FLOOD_AT, LONGEST_QUEUE, Gauge, oldest_shown, pauses, share_of
from deontos.speakup.jobs import sweep_floods
from deontos.speakup.models import Channel
from deontos.speakup.vocabulary import FloodAct
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, TODAY, organisation, town
from tests.factories.speakup import reporting_point

pytestmark = pytest.mark.row("4.7")

FLOOD_IN_LOG = (
    "Flood: far more than usual was begun or sent at the reporting point lindewater on %s. Nothing is refused; "
    "answers to more of it are slowed. See docs/operations.md."
)
HOUR = NOW.replace(minute=0, second=0)


def filled(gauge: Gauge, channel: str = "lindewater", act: FloodAct = FloodAct.BEGUN, *, times: int = 5) -> list[bool]:
    """What the gauge said at each of so many acts."""
    return [gauge.count(channel, act, at=HOUR) for _each in range(times)]


def test_beyond_the_bound_it_is_a_flood() -> None:
    assert filled(Gauge(3)) == [False, False, False, True, True]


def test_each_kind_of_act_counts_by_itself_and_a_flood_of_one_slows_both() -> None:
    gauge = Gauge(3)
    assert (filled(gauge, act=FloodAct.SENT, times=3), filled(gauge, times=3)) == ([False] * 3, [False] * 3)
    assert filled(gauge, times=1) == [True]
    assert filled(gauge, act=FloodAct.SENT, times=1) == [True]


def test_another_channel_is_not_judged_with_it() -> None:
    gauge = Gauge(3)
    filled(gauge)
    assert [gauge.is_flooded(each, at=HOUR) for each in ("lindewater", "zilverbeek")] == [True, False]
    assert filled(gauge, "zilverbeek", times=1) == [False]


def test_it_is_forgotten_with_the_hour() -> None:
    gauge = Gauge(3)
    filled(gauge)
    last = HOUR + timedelta(minutes=59, seconds=59)
    assert [gauge.is_flooded("lindewater", at=at) for at in (last, HOUR + timedelta(hours=1))] == [True, False]


def test_several_processes_share_the_bound() -> None:
    assert [share_of(FLOOD_AT, processes) for processes in (1, 2, 3, 256)] == [800, 400, 266, 3]
    assert share_of(1, 4) == 1


def test_a_wait_is_bounded() -> None:
    assert [pauses(waiting) for waiting in (1, LONGEST_QUEUE, LONGEST_QUEUE + 1)] == [True, True, False]


@pytest.mark.django_db
def test_a_flood_is_noted_once_a_day_and_by_the_day_alone(channel: Channel) -> None:
    for on in (TODAY, TODAY, TODAY + timedelta(days=1)):
        note_flood("lindewater", on=on)
    rows = set(FloodDay.objects.values_list("organisation__slug", "flooded_on", "told_on"))
    assert rows == {("lindewater", TODAY, None), ("lindewater", TODAY + timedelta(days=1), None)}


@pytest.mark.django_db
def test_where_there_is_no_channel_nothing_is_noted(channel: Channel) -> None:
    organisation("Zilverbeek")
    for slug in ("zilverbeek", "nowhere"):
        note_flood(slug, on=TODAY)
    assert FloodDay.objects.count() == 0


@pytest.mark.django_db
def test_the_administrators_of_that_organisation_are_told_once(house: KeyedTown, channel: Channel) -> None:
    other = town("Zilverbeek")
    reporting_point(other.organisation)
    note_flood("lindewater", on=TODAY)
    assert [tell_of_floods(at=NOW) for _each in range(2)] == [[FloodDay.objects.get()], []]
    assert set(Letter.objects.values_list("recipient", "template")) == {(house.town.administrator.id, "flood")}
    assert FloodDay.objects.get().told_on == TODAY


@pytest.mark.django_db
def test_the_log_of_the_machine_says_it_on_the_full_hour(channel: Channel, caplog: pytest.LogCaptureFixture) -> None:
    note_flood("lindewater", on=TODAY)
    assert caplog.messages == []
    with caplog.at_level(logging.WARNING):
        sweep_floods(at=NOW)
        sweep_floods(at=NOW)
    assert caplog.messages == [FLOOD_IN_LOG % TODAY]


def test_the_inbox_speaks_of_it_for_a_fortnight() -> None:
    assert oldest_shown(on=date(2026, 3, 15)) == date(2026, 3, 1)
