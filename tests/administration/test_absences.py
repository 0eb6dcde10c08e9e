"""Absences: once a day by the same person, twice by two, ended early or never taken place, always with who said so."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from deontos.access.gate import NotAllowed
from deontos.administration.actions.absences import end_absence, record_absence
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import AbsenceEnded
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.models import Entry
from deontos.kernel.events import Registry, using, when
from deontos.organisations.models import Absence
from deontos.organisations.queries import absent_people
from tests.factories.organisations import NOW, TODAY, Town, actor, town

pytestmark = [pytest.mark.row("2.4", "2.13"), pytest.mark.django_db]

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def lindewater() -> Town:
    return town()


@pytest.fixture
def told() -> Iterator[list[object]]:
    """The endings that were announced."""
    heard: list[object] = []
    with using(Registry()):
        when(AbsenceEnded, heard.append)
        yield heard


def test_the_same_days_are_recorded_once_by_the_same_person(lindewater: Town) -> None:
    by, away = actor(lindewater.administrator), lindewater.manager
    record_absence(away, started_on=TODAY, ended_on=TOMORROW, by=by, at=NOW)
    with pytest.raises(AdministrationRefused) as refused:
        record_absence(away, started_on=TOMORROW, ended_on=None, by=by, at=NOW)
    assert refused.value.code is AdministrationCode.ABSENCE_KNOWN
    assert dict(refused.value.parameters) == {"started_on": TODAY, "ended_on": TOMORROW}
    record_absence(away, started_on=TOMORROW + timedelta(days=1), ended_on=None, by=by, at=NOW)
    assert Absence.objects.count() == 2


@pytest.mark.row("R-000.71")
def test_what_the_deputy_recorded_hinders_nobody_else_from_saying_so(lindewater: Town) -> None:
    away = lindewater.manager
    mine = record_absence(away, started_on=TODAY, ended_on=None, by=actor(away), at=NOW)
    theirs = record_absence(away, started_on=TODAY, ended_on=None, by=actor(lindewater.officer), at=NOW)
    assert [each.recorded_by_id for each in (mine, theirs)] == [away.id, lindewater.officer.id]


def test_somebody_is_back_earlier(lindewater: Town, told: list[object]) -> None:
    by, away = actor(lindewater.officer), lindewater.manager
    absence = Absence.objects.create(person=away, started_on=YESTERDAY, recorded_by=lindewater.officer)
    end_absence(absence, last_day=YESTERDAY, by=by, at=NOW)
    assert absent_people([away.id], on=TODAY) == frozenset()
    assert told == [AbsenceEnded(lindewater.organisation.id, absence.id, away.id, YESTERDAY, by.person, NOW)]
    rows = list(Entry.objects.values_list("fact", "actor_id", "subject_id", "details"))
    assert rows == [("absence.ended", by.person, absence.id, f'{{"person":"{away.id}","until":"2026-11-23"}}')]


def test_an_absence_to_come_did_not_take_place(lindewater: Town, told: list[object]) -> None:
    tom = lindewater.colleague
    absence = Absence.objects.create(person=tom, started_on=TOMORROW, recorded_by=tom)
    identity = absence.id
    end_absence(absence, last_day=TODAY, by=actor(tom), at=NOW)
    assert (Absence.objects.count(), told) == (
        0,
        [AbsenceEnded(lindewater.organisation.id, identity, tom.id, None, tom.id, NOW)],
    )


def test_an_absence_is_made_shorter_only_and_not_undone_once_it_began(lindewater: Town, told: list[object]) -> None:
    tom = lindewater.colleague
    absence = Absence.objects.create(person=tom, started_on=YESTERDAY, ended_on=TODAY, recorded_by=tom)
    for last_day, code in (
        (TODAY, AdministrationCode.ABSENCE_ENDED),
        (TOMORROW, AdministrationCode.ABSENCE_ENDED),
        (YESTERDAY - timedelta(days=1), AdministrationCode.ENDS_BEFORE_START),
    ):
        with pytest.raises(AdministrationRefused) as refused:
            end_absence(absence, last_day=last_day, by=actor(tom), at=NOW)
        assert refused.value.code is code
    assert told == []


@pytest.mark.parametrize("who", ["manager", "deputy", "director"])
def test_nobody_ends_anothers_absence_without_the_office_for_it(lindewater: Town, who: str) -> None:
    absence = Absence.objects.create(
        person=lindewater.colleague, started_on=TODAY, recorded_by=lindewater.administrator
    )
    for by in (actor(getattr(lindewater, who)), actor(town("Bergstroom").administrator)):
        with pytest.raises(NotAllowed):
            end_absence(absence, last_day=TODAY, by=by, at=NOW)
