"""A law demands a name: custody is switched on, the name opened untold, and the reporter told after all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from deontos.kernel import clock
from deontos.keyring.recovery_models import Ceremony
from deontos.sites.demo.people import DemoOrganisation
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler, Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import MANAGER, OFFICER, STEWARD, make_town

Inspect = Callable[..., None]

NAME = "Robin Voorbeeld"
TOLD = "Het parket beval op 20 november uw naam te geven."


@pytest.fixture
def town(visit: Visit) -> DemoOrganisation:
    """Lindewater, in the database that the served house reads."""
    return make_town()


@pytest.mark.row("2.9", "R-000.70")
def test_a_name_is_opened_by_law_and_the_reporter_is_told_later(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    """Custody on; the manager asks untold, two stewards hand on, the name opens; then the reporter reads it."""
    switch_on(Handler(visit.page(surroundings), town.people[OFFICER]), axe)
    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    reporter.begin()
    reporter.answer("De opdracht ging naar een firma van familie.", identity="confidence")
    reporter.send()
    manager = Handler(visit.page(surroundings), town.people[MANAGER])
    manager.sign_in()
    manager.unlock()
    (address,) = manager.cases()
    manager.open_case(address)
    ask(manager, f"{address}name/by-law/", axe)
    for number in (STEWARD, STEWARD + 1):
        hand_on(Handler(visit.page(surroundings), town.people[number]))
    manager.page.goto(f"{address}name/by-law/")
    manager.page.locator("form:has(input[name=what][value=open]) button").click()
    expect(manager.page.locator("main")).to_contain_text(NAME)
    axe(manager.page, "untold-case")

    reporter.come_back()
    assert town.people[MANAGER].person.name not in reporter.page.locator('section[aria-labelledby="name"]').inner_text()
    axe(reporter.page, "untold-mailbox")
    manager.page.locator('main a[href*="/name/untold/"]').click()
    axe(manager.page, "untold")
    manager.page.fill("textarea[name=text]", TOLD)
    manager.page.locator("form:has(input[name=what][value=tell]) button").click()
    expect(manager.page.locator('main a[href*="/name/untold/"]')).to_have_count(0)

    reporter.come_back()
    expect(reporter.page.locator("main")).to_contain_text(TOLD)
    expect(reporter.page.locator('section[aria-labelledby="name"]')).to_contain_text(town.people[MANAGER].person.name)
    axe(reporter.page, "told-late-mailbox")
    reporter.page.goto(f"{reporter.place}/receipt/name/")
    expect(reporter.page.locator("#by-law")).to_have_count(1)
    axe(reporter.page, "told-late-name")


def switch_on(officer: Handler, axe: Inspect) -> None:
    """Have stewards keep the names of reporters."""
    officer.sign_in()
    officer.page.goto("/desk/settings/channel/custody/")
    officer.page.check("input[name=has_custody]")
    axe(officer.page, "channel-custody")
    officer.page.locator('form[action$="/custody/"] button').click()
    expect(officer.page.locator("input[name=has_custody]")).to_be_checked()


def ask(manager: Handler, address: str, axe: Inspect) -> None:
    """Ask two stewards, and leave the reporter untold for ten days; the reason is forgotten at first."""
    page = manager.page
    page.goto(address)
    axe(page, "by-law")
    page.fill("input[name=ground]", "Artikel 10")
    page.check("input[name=telling][value=later]")
    page.check("input[name=because][value=inquiry]")
    page.fill("input[name=until_on]", (clock.today() + timedelta(days=10)).isoformat())
    page.locator('form[action$="/by-law/"] button').click()
    expect(page.locator("textarea[name=reason][aria-invalid=true]")).to_have_count(1)
    expect(page.locator("input[name=ground]")).to_have_value("Artikel 10")
    axe(page, "by-law-refused")
    page.fill("textarea[name=reason]", "Het vonnis van 20 november.")
    page.locator('form[action$="/by-law/"] button').click()
    expect(page.locator("#by-law")).to_have_count(1)


def hand_on(steward: Handler) -> None:
    """Hand one share on, in the own vault."""
    steward.sign_in()
    steward.unlock()
    steward.page.goto(f"/desk/keys/recovery/{Ceremony.objects.get().id}/")
    steward.page.check("input[name=compared]")
    steward.page.check("input[name=uninvolved]")
    steward.page.locator(
        "button[name=what][value=hand_on], form:has(input[name=what][value=hand_on]) button"
    ).first.click()
