"""Who may report: chosen at the desk, read on the first page of the form."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from deontos.sites.demo.people import DemoOrganisation
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler
from tests.journeys.rotation import Surroundings
from tests.journeys.town import OFFICER, make_town

Inspect = Callable[..., None]


@pytest.fixture
def house(visit: Visit, surroundings: Surroundings) -> DemoOrganisation:
    """Lindewater, whose officer reads the language of the run."""
    made = make_town()
    made.people[OFFICER].person.language = surroundings.language
    made.people[OFFICER].person.save()
    return made


@pytest.mark.row("3.9")
def test_a_choice_at_the_desk_stands_on_the_first_page(
    visit: Visit, house: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    officer = Handler(visit.page(surroundings), house.people[OFFICER])
    officer.sign_in()
    page = officer.page
    page.goto("/desk/settings/channel/reporters/")
    axe(page, "reporters")
    boxes = page.locator("input[name=let_in]")
    for box in boxes.all()[1:]:
        box.uncheck()
    page.fill("input[name=complaints_name]", "Klachtendienst")
    page.fill("input[name=complaints_address]", "https://klachten.example/")
    page.locator("main form button.btn--primary").click()
    expect(page.locator("main [role=status]").first).to_be_visible()
    axe(page)

    reader = visit.page(surroundings)
    reader.goto(f"/{surroundings.language}/lindewater/report/")
    reader.locator("summary").click()
    expect(reader.locator("main details")).to_contain_text("Klachtendienst")
    axe(reader, "start-chosen")
