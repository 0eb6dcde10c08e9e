"""When people change: somebody falls ill, a case is handed over, a reporter turns away, a name is opened and closed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from deontos.access.gate import actor_of
from deontos.administration.actions.absences import record_absence
from deontos.cases.actions.standing_in import wake_where_due
from deontos.kernel import clock
from deontos.sites.demo.people import DEPUTIES, DemoOrganisation
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler, Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import MANAGER, make_town

Inspect = Callable[..., None]

STORY = "De opdracht ging naar een firma van familie."
NOTE = "De offertes opgevraagd."
OFFICER = 3


@pytest.fixture
def town(visit: Visit) -> DemoOrganisation:
    """Lindewater, in the database that the served house reads."""
    return make_town()


@pytest.mark.row("2.1", "2.5", "R-000.71")
def test_a_case_goes_from_hand_to_hand_and_the_reporter_reads_it(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    """The manager notes, hands over; the deputy reads all of it; the reporter turns to the second deputy."""
    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    reporter.begin()
    reporter.answer(STORY)
    reporter.send()

    manager = Handler(visit.page(surroundings), town.people[MANAGER])
    manager.sign_in()
    manager.unlock()
    (address,) = manager.cases()
    manager.open_case(address)
    manager.say("acknowledge", "Ik las alles.")
    manager.page.goto(f"{address}dossier/")
    manager.page.fill("textarea[name=text]", NOTE)
    manager.page.locator('form[action$="dossier/write/"] .btn--primary').click()
    expect(manager.page.locator("main")).to_contain_text(NOTE)
    axe(manager.page, "dossier")
    manager.page.goto(f"{address}hand-over/")
    axe(manager.page, "hand-over")
    manager.page.check("input[name=reason][value=involved]")
    manager.page.locator('form[action$="hand-over/"] button').click()
    assert manager.cases() == []

    first, second = (town.people[number] for number in DEPUTIES)
    deputy = Handler(visit.page(surroundings), first)
    deputy.sign_in()
    deputy.unlock()
    assert deputy.cases() == [address]
    deputy.open_case(address)
    expect(deputy.page.locator("main")).to_contain_text(STORY)
    deputy.page.goto(f"{address}dossier/")
    expect(deputy.page.locator("main")).to_contain_text(NOTE)

    reporter.come_back()
    expect(reporter.page.locator("#readers")).to_have_count(1)
    assert first.person.name in reporter.page.content()
    reporter.page.locator('a[href$="/receipt/readers/"]').click()
    reporter.page.check(f'input[name=away][value="{first.person.id}"]')
    reporter.go("next")
    axe(reporter.page, "next-readers")
    expect(reporter.page.locator("main")).to_contain_text(second.person.name)
    reporter.go("send")
    assert deputy.cases() == []
    assert second.person.name in reporter.page.content()


@pytest.mark.row("2.4", "R-000.71")
def test_the_deputy_of_a_manager_who_fell_ill_reads_and_the_reporter_sees_why(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings
) -> None:
    """Somebody else records the absence; the daily look wakes the deputy's key."""
    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    reporter.begin()
    reporter.answer(STORY)
    reporter.send()
    now, today = clock.now(), clock.today()
    officer = actor_of(town.people[OFFICER].person.id, on=today)
    ill = town.people[MANAGER].person
    record_absence(ill, started_on=today, ended_on=today + timedelta(days=9), by=officer, at=now)
    wake_where_due(at=now)

    deputy = Handler(visit.page(surroundings), town.people[DEPUTIES[0]])
    deputy.sign_in()
    deputy.unlock()
    (address,) = deputy.cases()
    deputy.open_case(address)
    expect(deputy.page.locator("main")).to_contain_text(STORY)
    reporter.come_back()
    assert reporter.page.content().count(town.people[DEPUTIES[0]].person.name) >= 2


@pytest.mark.row("2.9", "R-000.70")
def test_a_name_is_opened_for_one_person_and_closed_again(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    """The manager asks, the reporter opens the name, the manager reads it; taken back, the page has it no more."""
    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    reporter.begin()
    reporter.answer(STORY, identity="confidence")
    reporter.send()
    manager = Handler(visit.page(surroundings), town.people[MANAGER])
    manager.sign_in()
    manager.unlock()
    (address,) = manager.cases()
    manager.open_case(address)
    assert "Robin Voorbeeld" not in manager.page.content()
    manager.page.goto(f"{address}name/")
    manager.page.check("input[name=purpose][value=contact]")
    manager.page.fill("textarea[name=text]", "Mag ik u bellen?")
    manager.page.locator('form[action$="/name/"] button').click()

    reporter.come_back()
    reporter.page.locator('a[href$="/receipt/name/"]').first.click()
    axe(reporter.page, "asked")
    expect(reporter.page.locator("main")).to_contain_text("Mag ik u bellen?")
    reporter.page.locator("form:has(input[value=release]):has(input[name=person][type=hidden]) button").click()
    manager.page.goto(address)
    expect(manager.page.locator("main")).to_contain_text("Robin Voorbeeld")
    reporter.page.locator("form:has(input[value=withdraw]) button").click()
    manager.page.goto(address)
    assert "Robin Voorbeeld" not in manager.page.content()
