"""Terms from end to end: an own promise, a receipt left unconfirmed, an answer put off, days in a calendar."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from deontos.cases.actions.reminding import remind_where_due
from deontos.kernel import clock
from deontos.organisations.models import Person
from deontos.sites.demo.people import DemoOrganisation
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler, Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import ADMINISTRATOR, DEPUTY, MANAGER, make_town

Inspect = Callable[..., None]
TERMS = "/desk/settings/channel/terms/"

pytestmark = pytest.mark.row("3.15")


@pytest.fixture
def house(visit: Visit, surroundings: Surroundings) -> DemoOrganisation:
    """The town, its people reading the language of the visit."""
    made = make_town()
    Person.objects.update(language=surroundings.language)
    return made


@pytest.mark.row("3.14", "R-000.65")
def test_a_term_is_set_moved_and_told(
    house: DemoOrganisation, visit: Visit, axe: Inspect, surroundings: Surroundings
) -> None:
    keeper = Handler(visit.page(surroundings), house.people[ADMINISTRATOR])
    keeper.sign_in()
    keeper.page.goto(TERMS)
    keeper.page.fill("input[name=react_within_days]", "10")
    keeper.page.fill("input[name=put_off_by_days]", "7")
    keeper.page.fill("input[name=pause_at_most_days]", "99")
    keeper.page.locator("main form .btn--primary").click()
    expect(keeper.page.locator("[aria-invalid=true]")).to_have_attribute("name", "pause_at_most_days")
    axe(keeper.page, "channel-terms-refused")
    keeper.page.fill("input[name=pause_at_most_days]", "5")
    keeper.page.locator("main form .btn--primary").click()
    expect(keeper.page.locator(".flash")).to_have_count(1)
    keeper.page.goto(f"{TERMS}of/be-vlg-local/")
    axe(keeper.page, "channel-profile")
    keeper.page.goto(TERMS)
    keeper.page.locator("#laws ~ * a[href$='/end/'], section[aria-labelledby=laws] a[href$='/end/']").first.click()
    axe(keeper.page, "channel-law-end")
    letterbox = visit.page(surroundings)
    letterbox.goto(f"/{surroundings.language}/lindewater/")
    axe(letterbox, "public-page-terms")
    reporter = Reporter(visit.page(surroundings), surroundings.language, house.organisation.slug)
    reporter.begin()
    reporter.answer("Etentjes die twee keer zijn ingediend.")
    reporter.send()
    axe(reporter.page, "sent-terms")
    manager = Handler(visit.page(surroundings), house.people[MANAGER])
    manager.sign_in()
    manager.unlock()
    [case] = manager.cases()
    manager.open_case(case)
    axe(manager.page, "case-with-terms")
    manager.page.goto(f"{case}terms/")
    axe(manager.page, "case-terms")
    _relieve(manager, f"{case}terms/unconfirmed/", "reporter_objected", axe, "case-unconfirmed")
    _relieve(manager, f"{case}terms/put-off/", "takes_longer", axe, "case-put-off")
    manager.page.goto(f"{case}terms/")
    axe(manager.page, "case-terms-moved")
    reporter.come_back()
    expect(reporter.page.locator(".clock")).to_have_count(3)
    axe(reporter.page, "mailbox-terms-moved")


def _relieve(manager: Handler, address: str, reason: str, axe: Inspect, name: str) -> None:
    manager.page.goto(address)
    manager.page.locator("main form .btn--primary").click()
    expect(manager.page.locator("main .errors")).to_have_count(1)
    axe(manager.page, name)
    manager.page.check(f"input[name=reason][value={reason}]")
    manager.page.fill("textarea[name=text]", "Ik leg u uit waarom.")
    manager.page.locator("main form .btn--primary").click()
    expect(manager.page.locator(".flash")).to_have_count(1)


@pytest.mark.row("3.16")
def test_days_in_a_calendar_and_a_term_that_is_over(
    house: DemoOrganisation, visit: Visit, axe: Inspect, surroundings: Surroundings
) -> None:
    reporter = Reporter(visit.page(surroundings), surroundings.language, house.organisation.slug)
    reporter.begin()
    reporter.answer("Etentjes die twee keer zijn ingediend.")
    reporter.send()
    manager = Handler(visit.page(surroundings), house.people[MANAGER])
    manager.sign_in()
    manager.page.goto("/desk/agenda/calendar/")
    axe(manager.page, "agenda-calendar-none")
    manager.page.click("button[name=go][value=make]")
    axe(manager.page, "agenda-calendar-made")
    address = manager.page.locator("main bdi").first.inner_text()
    answer = manager.page.request.get(address)
    assert answer.ok
    assert len(re.findall("BEGIN:VEVENT", answer.text())) == 3
    manager.page.goto("/desk/agenda/calendar/")
    axe(manager.page, "agenda-calendar")
    with time_machine.travel(clock.now() + timedelta(days=10)):
        remind_where_due(at=clock.now())
        deputy = Handler(visit.page(surroundings), house.people[DEPUTY])
        deputy.sign_in()
        axe(deputy.page, "home-term-over")
        deputy.page.goto("/desk/cases/late/")
        expect(deputy.page.locator("main tbody tr")).to_have_count(1)
        axe(deputy.page, "late-terms")
