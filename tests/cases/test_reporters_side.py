"""What a reporter sets off: the case, its letters, the next state; civil dates only, and never a moment."""

from datetime import date, datetime

import pytest
from django.apps import apps
from django.db import models

from deontos.audit.models import Entry
from deontos.audit.vocabulary import ChainKind
from deontos.cases.actions.dialogue import hear
from deontos.cases.vocabulary import CaseState
from deontos.correspondence.events import ReporterWrote
from deontos.notices.models import Letter, WindowedNotice
from deontos.notices.vocabulary import LetterTemplate
from tests.cases.snapshots import counts
from tests.cases.test_rules import AFTER, HEAR
from tests.factories.cases import case_in, channel, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, absent


def moments() -> dict[str, list[str]]:
    """Every moment that stands in any table, by column."""
    found: dict[str, list[str]] = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.DateTimeField):
                values = model._default_manager.exclude(**{field.name: None}).values_list(field.name, flat=True)
                found[f"{model._meta.label}.{field.name}"] = sorted(map(str, values))
    return found


def reporters_chain() -> list[tuple[str, object, date | None, datetime | None, object]]:
    """The rows of the reporters' chain."""
    rows = Entry.objects.filter(chain=ChainKind.REPORTERS).order_by("number")
    return list(rows.values_list("fact", "subject_id", "on", "at", "actor_id"))


@pytest.mark.row("1.4a", "1.13")
def test_something_confided_becomes_a_case_and_no_moment_is_written(house: KeyedTown) -> None:
    channel(house)
    before = moments()
    case = told(house).file
    assert moments() == before
    assert reporters_chain() == [
        ("disclosure.received", case.disclosure_id, TODAY, None, None),
        ("case.made", case.id, TODAY, None, None),
    ]
    assert (case.state, case.number, case.has_news, case.received_on) == (CaseState.RECEIVED, None, True, TODAY)
    assert list(case.steps.all()) == []


@pytest.mark.row("1.4a", "1.13")
def test_what_a_reporter_writes_is_heard_and_no_moment_is_written(house: KeyedTown) -> None:
    case = case_in(house, CaseState.ASKED)
    before, desk = moments(), Entry.objects.filter(chain=ChainKind.DESK).count()
    case.heard()
    assert moments() == before
    assert Entry.objects.filter(chain=ChainKind.DESK).count() == desk
    conversation = case.file.disclosure.conversation_id
    assert reporters_chain()[-2:] == [
        ("conversation.reporter_wrote", conversation, TODAY, None, None),
        ("case.heard", case.id, TODAY, None, None),
    ]
    step = case.file.steps.latest("position")
    assert (step.verb, step.taken_on, step.taken_by) == (HEAR, TODAY, None)
    assert case.file.has_news


@pytest.mark.row("1.13", "R-000.66")
@pytest.mark.parametrize("state", CaseState)
def test_a_case_that_waited_goes_on_when_the_reporter_writes(house: KeyedTown, state: CaseState) -> None:
    case = case_in(house, state)
    met = list(case.file.clocks.values_list("name", "due_on", "met_on"))
    closed_on = case.file.closed_on
    case.heard()
    assert case.file.state == AFTER[state][HEAR]
    assert list(case.file.clocks.values_list("name", "due_on", "met_on")) == met
    assert case.file.closed_on == closed_on


def recipients() -> list[tuple[object, object, str, date]]:
    """Who has a letter waiting for a window."""
    rows = WindowedNotice.objects.values_list("recipient", "organisation", "template", "written_on")
    return sorted(rows, key=str)


@pytest.mark.row("1.13")
def test_each_reader_gets_a_letter_without_content_and_nobody_else(house: KeyedTown) -> None:
    town, home = house.town, house.town.organisation.id
    absent(town.manager, town.director)
    case = told(house)
    waiting = [(person.id, home, LetterTemplate.SOMETHING_WAITS, TODAY) for person in (town.manager, town.deputy)]
    assert recipients() == sorted(waiting, key=str)
    case.heard()
    assert recipients() == sorted([*waiting, *waiting], key=str)
    assert Letter.objects.count() == 0


@pytest.mark.row("R-000.71")
def test_who_is_named_and_whose_key_sleeps_gets_no_letter(house: KeyedTown) -> None:
    told(house, house.town.manager).heard()
    assert {row[0] for row in recipients()} == {house.town.deputy.id}
    told(house).heard()
    assert {row[0] for row in recipients()} == {house.town.deputy.id, house.town.manager.id}


def test_a_message_in_a_conversation_of_another_room_is_not_heard_here(house: KeyedTown) -> None:
    told(house)
    before = counts()
    hear(ReporterWrote(house.town.organisation.id, house.town.organisation.id, TODAY))
    assert counts() == before
