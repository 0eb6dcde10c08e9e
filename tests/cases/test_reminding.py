"""Reminders before, on and after the last day; who else is told when a term is over, and who never is."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.audit.models import Entry
from deontos.audit.queries import details_of
from deontos.cases.actions.reminding import remind_where_due
from deontos.cases.jobs import remind_of_terms
from deontos.cases.models import CaseClock, Escalation
from deontos.cases.reminding import latest_reminder, told_by
from deontos.cases.vocabulary import CaseVerb
from deontos.jobs import timetable
from deontos.keyring.models import Envelope
from deontos.notices.actions import send_due
from deontos.notices.models import Letter, WindowedNotice
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import ClockName
from tests.cases.snapshots import everything
from tests.cases.test_case_page import plain, signed_in
from tests.factories.cases import ToldCase, morning, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, deputy, person, town

pytestmark = pytest.mark.row("3.16", "R-000.65")

DAY = timedelta(days=1)
WEEK = (date(2026, 11, 2), date(2026, 11, 9))
"""Seven days: from receipt to the last one."""
ACK_DUE = TODAY + 7 * DAY
LATE = "/desk/cases/late/"


# The rules.


@pytest.mark.parametrize(
    ("term", "days"),
    [
        (WEEK, [(11, 6), (11, 8), (11, 9), *((11, day) for day in range(10, 17)), (11, 23), (11, 30)]),
        ((date(2026, 11, 2), date(2026, 11, 16)), [(11, 9), (11, 13), (11, 15), (11, 16)]),
        ((date(2026, 11, 2), date(2027, 2, 2)), [(1, 19), (1, 26), (1, 30), (2, 1), (2, 2)]),
        ((date(2026, 11, 2), date(2026, 11, 3)), [(11, 3)]),
    ],
)
def test_somebody_is_reminded_before_on_and_after_the_last_day(
    term: tuple[date, date], days: list[tuple[int, int]]
) -> None:
    starts_on, due_on = term
    looked = [starts_on + number * DAY for number in range(120)]
    found = list(dict.fromkeys(latest_reminder(starts_on=starts_on, due_on=due_on, today=day) for day in looked))
    assert found[0] is None
    assert [(day.month, day.day) for day in found[1:] if day][: len(days)] == days


def test_each_day_counts_once_however_late_one_looks() -> None:
    starts_on, due_on = WEEK
    assert latest_reminder(starts_on=starts_on, due_on=due_on, today=date(2026, 11, 7)) == date(2026, 11, 6)
    assert latest_reminder(starts_on=starts_on, due_on=due_on, today=date(2026, 11, 29)) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("late", "sleeping", "told_of_it"),
    [(0, 3, 0), (1, 3, 0), (2, 3, 1), (4, 3, 1), (5, 3, 2), (7, 3, 3), (7, 5, 5), (6, 5, 2), (99, 0, 0), (2, 1, 1)],
)
def test_one_after_another_is_told(late: int, sleeping: int, told_of_it: int) -> None:
    assert told_by(late, sleeping) == told_of_it


# The look every morning.


@pytest.fixture
def second(house: KeyedTown) -> Person:
    """A second deputy."""
    someone = person(house.town.organisation, "Hanne Groenveld", Language.ENGLISH)
    deputy(house.town.manager_office, someone, position=2)
    house.certify(someone, on=date(2026, 1, 15))
    return someone


def look(on: date) -> int:
    """The morning of a day, after the letters of before were taken away."""
    WindowedNotice.objects.all().delete()
    return remind_where_due(at=morning(on))


def reminded() -> list[str]:
    """Who has a letter waiting for the next window."""
    return sorted(WindowedNotice.objects.values_list("recipient__given_name", flat=True))


def escalated() -> list[str]:
    """Who was told that a term is over."""
    return list(Escalation.objects.order_by("told_on").values_list("person__given_name", flat=True))


def test_the_reader_is_reminded_on_the_days_of_the_rule(house: KeyedTown) -> None:
    told(house).opened()
    days = [number for number in range(9) if look(TODAY + number * DAY) and reminded() == ["Mira"]]
    assert days == [4, 6, 7, 8]


def test_looking_again_changes_nothing(house: KeyedTown) -> None:
    told(house)
    assert look(ACK_DUE) == 2  # receipt is due today, the first answer in a week
    before = everything()
    assert remind_where_due(at=morning(ACK_DUE)) == 0
    assert everything() == before


def test_days_without_a_worker_are_caught_up_once(house: KeyedTown) -> None:
    told(house)
    assert look(ACK_DUE + 3 * DAY) == 2
    assert reminded() == ["Joris", "Mira"]
    assert escalated() == ["Joris"]
    assert look(ACK_DUE + 3 * DAY) == 0


def test_many_terms_are_one_letter_without_content(house: KeyedTown) -> None:
    for _number in range(3):
        told(house, on=TODAY - 20 * DAY)
    look(TODAY)
    assert reminded() == ["Joris", "Mira"]
    assert {notice.template for notice in WindowedNotice.objects.all()} == {LetterTemplate.SOMETHING_WAITS}
    send_due(at=morning(TODAY + DAY))
    assert sorted(Letter.objects.values_list("recipient__given_name", flat=True)) == ["Joris", "Mira"]


@pytest.mark.row("1.7")
def test_a_reminder_knows_no_moment(house: KeyedTown) -> None:
    told(house)
    look(ACK_DUE)
    assert WindowedNotice.objects.get().written_on == ACK_DUE
    assert Letter.objects.count() == 0


def test_what_is_met_lifted_or_closed_reminds_nobody(house: KeyedTown) -> None:
    told(house).opened().moved(CaseVerb.ACKNOWLEDGE, CaseVerb.CLOSE)
    told(house).opened().moved(CaseVerb.ACKNOWLEDGE, CaseVerb.ANSWER)
    lifted = told(house).opened()
    CaseClock.objects.filter(case=lifted.id).exclude(name=ClockName.ACKNOWLEDGEMENT).update(met_on=TODAY)
    CaseClock.objects.filter(case=lifted.id, name=ClockName.ACKNOWLEDGEMENT).update(lifted_on=TODAY)
    before = everything()
    assert remind_where_due(at=morning(TODAY + 30 * DAY)) == 0
    assert everything() == before


def test_those_whose_key_sleeps_are_told_one_after_another_and_once(house: KeyedTown, second: Person) -> None:
    told(house).opened()
    CaseClock.objects.exclude(name=ClockName.ACKNOWLEDGEMENT).update(met_on=TODAY)
    days = {}
    for number in range(12):
        look(ACK_DUE + number * DAY)
        days[number] = [name for name in reminded() if name != "Mira"]
    assert {number: names for number, names in days.items() if names} == {2: ["Joris"], 5: ["Hanne"]}
    entries = Entry.objects.filter(fact="case.escalated").order_by("number")
    told_of_it = [(details_of(entry)["person"], details_of(entry)["days"]) for entry in entries]
    assert told_of_it == [(str(house.town.deputy.id), 2), (str(second.id), 5)]
    assert {entry.actor_id for entry in entries} == {None}


@pytest.mark.row("R-000.71")
def test_who_was_named_is_never_told(house: KeyedTown, second: Person) -> None:
    told(house, house.town.deputy, house.town.officer, house.town.director).opened()
    for number in range(30):
        look(ACK_DUE + number * DAY)
        assert {"Joris", "Jolien", "Bernard"}.isdisjoint(reminded())
    assert set(escalated()) == {"Hanne"}


@pytest.mark.row("R-000.71")
def test_when_the_manager_is_named_the_deputy_is_reminded_and_the_manager_never(house: KeyedTown) -> None:
    told(house, house.town.manager).opened()
    for number in range(30):
        look(TODAY + number * DAY)
        assert reminded() in ([], ["Joris"])
    assert escalated() == []


def test_a_deputy_whose_certificate_ended_is_not_told(house: KeyedTown, second: Person) -> None:
    told(house).opened()
    house.certificate(house.town.deputy).__class__.objects.filter(person=house.town.deputy).update(ended_on=TODAY)
    look(ACK_DUE + 3 * DAY)
    assert escalated() == ["Hanne"]


def test_another_town_is_told_nothing(house: KeyedTown) -> None:
    keyed(town("Hazelaar"))
    told(house)
    look(ACK_DUE + 10 * DAY)
    home = house.town.organisation
    assert set(WindowedNotice.objects.values_list("recipient__organisation", "organisation")) == {(home.id, home.id)}


def test_the_job_reads_the_clock_itself(house: KeyedTown) -> None:
    told(house)
    with time_machine.travel(morning(ACK_DUE), tick=False):
        remind_of_terms.func()
    assert reminded() == ["Mira"] * 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_look_costs_one_query_where_nothing_is_due(
    house: KeyedTown, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(number):
        told(house)
    with django_assert_num_queries(1):
        remind_where_due(at=morning(TODAY))


# What a deputy sees of it.


@pytest.fixture
def later() -> Iterator[date]:
    """Three days after the confirmation was due."""
    day = ACK_DUE + 3 * DAY
    with time_machine.travel(NOW + (day - TODAY), tick=False):
        yield day


def late_case(house: KeyedTown, day: date) -> ToldCase:
    case = told(house).opened()
    remind_where_due(at=morning(day))
    return case


def test_the_deputy_reads_that_a_term_is_over_and_nothing_of_the_case(house: KeyedTown, later: date) -> None:
    case = late_case(house, later)
    desk = signed_in(house.town.deputy)
    page, home = plain(desk.get(LATE).content.decode()), plain(desk.get("/desk/").content.decode())
    assert "Confirm receipt" in page
    assert "3 days late" in page
    assert "Mira Halewijn" in page
    assert "A term is over" in home
    hidden = (str(case.id), str(case.file.number), "etentjes")
    assert [word for word in hidden if word in page + home] == []
    assert desk.get(f"/desk/cases/{case.id}/").status_code == 404


@pytest.mark.parametrize("who", ["manager", "officer", "director"])
def test_nobody_else_sees_it(house: KeyedTown, later: date, who: str) -> None:
    late_case(house, later)
    desk: Client = signed_in(getattr(house.town, who))
    assert "No term is over" in plain(desk.get(LATE).content.decode())
    assert "A term is over" not in plain(desk.get("/desk/").content.decode())
    assert signed_in(house.town.colleague).get(LATE).status_code == 404


def test_it_goes_once_it_is_met_or_the_deputy_reads_the_case(house: KeyedTown, later: date) -> None:
    case, desk = late_case(house, later), signed_in(house.town.deputy)
    assert "Confirm receipt" in plain(desk.get(LATE).content.decode())
    Envelope.objects.filter(dormant=True).update(dormant=False)
    assert "No term is over" in plain(desk.get(LATE).content.decode())
    Envelope.objects.filter(certificate__person=house.town.deputy).update(dormant=True)
    case.moved(CaseVerb.ACKNOWLEDGE, on=later)
    assert "No term is over" in plain(desk.get(LATE).content.decode())


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_of_the_database_for_one_row_and_for_three(
    house: KeyedTown, later: date, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(number):
        told(house)
    remind_where_due(at=morning(later))
    desk = signed_in(house.town.deputy)
    desk.get(LATE)
    with django_assert_num_queries(11):
        desk.get(LATE)


def test_the_timetable_looks_before_the_first_letters() -> None:
    entry = timetable.HOUSE.entries["reminders"]
    assert (entry.times, entry.task.module_path) == ("0 6 * * *", "deontos.cases.jobs.remind_of_terms")
