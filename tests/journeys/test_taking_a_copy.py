"""A copy leaves as one download: for whoever handles the case, and for the reporter from the open mailbox."""

import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from deontos.sites.demo.people import DemoOrganisation
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler, Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import MANAGER, make_town

Inspect = Callable[..., None]

STORY = "De opdracht ging naar een firma van familie."


@pytest.fixture
def town(visit: Visit) -> DemoOrganisation:
    """Lindewater, in the database that the served house reads."""
    return make_town()


def saved(page: Page, form: str) -> list[str]:
    """The names of what is in the package that a form gives."""
    with page.expect_download() as waiting:
        page.locator(f'form[action$="{form}"] .btn--primary').click()
    with zipfile.ZipFile(waiting.value.path()) as package:
        assert package.testzip() is None
        return package.namelist()


@pytest.mark.row("5.12")
def test_a_copy_leaves_the_desk_and_the_mailbox(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    reporter.begin()
    reporter.answer(STORY)
    reporter.send()
    reporter.come_back()
    reporter.page.locator('a[href$="/receipt/copy/"]').click()
    axe(reporter.page, "mailbox-copy")
    assert saved(reporter.page, "receipt/copy/") == ["report.pdf", "report.txt", "manifest.json", "manifest.txt"]

    manager = Handler(visit.page(surroundings), town.people[MANAGER])
    manager.sign_in()
    manager.unlock()
    (address,) = manager.cases()
    manager.open_case(address)
    manager.page.locator('a[href$="/export/"]').click()
    axe(manager.page, "case-export")
    assert saved(manager.page, "export/") == ["case.pdf", "case.txt", "manifest.json", "manifest.txt"]
