"""Somebody calls: the manager types, reads back and gives the code; the person corrects one thing and agrees."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from deontos.sites.demo.people import DemoOrganisation
from tests.journeys.chromium import Visit, keep_screenshot
from tests.journeys.people import CODE, Handler, Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import MANAGER, OFFICER, make_town

Inspect = Callable[..., None]
STORY = "De etentjes van de dienst staan twee keer op de rekening."
CORRECTION = "Het was in juli, niet in juni."
MINUTES = "Zij belde vanuit de auto."


@pytest.fixture
def town(visit: Visit) -> DemoOrganisation:
    """Lindewater, in the database that the served house reads."""
    return make_town()


def at_desk(visit: Visit, surroundings: Surroundings, town: DemoOrganisation, number: int) -> Handler:
    """One of its people, signed in and unlocked."""
    someone = Handler(visit.page(surroundings), town.people[number])
    someone.sign_in()
    someone.unlock()
    return someone


def go(page: Page, way: str) -> None:
    """Press one of the form's own buttons."""
    page.click(f"button[name=go][value={way}]")


def told(page: Page, inspect: Inspect, *, language: str) -> None:
    """What the person on the phone tells, up to the page that is read back."""
    page.goto("/desk/enter/")
    inspect(page, "entry-came")
    page.check("input[name=entry-way][value=phone]")
    page.select_option("select[name=entry-spoken]", language)
    page.check("input[name=entry-kind][value=report]")
    go(page, "next")
    page.check("input[name=about][value=staff]")
    page.check("input[name=involved][value=none]")
    page.fill("textarea[name=what]", STORY)
    page.check("input[name=identity][value=anonymous]")
    page.check("input[name=entry-kept_as][value=minutes]")
    page.fill("textarea[name=entry-minutes]", MINUTES)
    inspect(page, "entry-told")
    go(page, "check")


def printed(page: Page) -> list[str]:
    """The lines that come out of the printer."""
    page.emulate_media(media="print")
    keep_screenshot(page, "entry-slip")
    lines = page.locator("body").inner_text().split("\n")
    page.emulate_media(media="screen")
    return [line.strip() for line in lines if line.strip()]


@pytest.mark.row("3.13")
def test_somebody_calls_and_agrees_later(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    """Both read that it is not agreed yet, then the correction, then that it is agreed."""
    manager = at_desk(visit, surroundings, town, MANAGER)
    page = manager.page
    told(page, axe, language=surroundings.language)
    expect(page.locator("main")).to_contain_text(STORY)
    axe(page, "entry-read-back")
    page.check("input[name=entry-read_back]")
    go(page, "seal")
    found = CODE.search(page.content())
    assert found is not None
    axe(page, "entry-receipt")
    assert printed(page) == [found.group(), f"{page.url.split('/')[2]}/{surroundings.language}/lindewater/receipt/"]
    page.goto("/desk/")
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        page.go_back()
    expect(page.locator("body")).not_to_contain_text(CODE)

    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater", found.group())
    reporter.come_back()
    axe(reporter.page, "entry-mailbox")
    (address,) = manager.cases()
    manager.open_case(address)
    expect(page.locator("main")).to_contain_text(STORY)
    axe(page, "entry-case")

    reporter.page.locator('a[href$="/receipt/check/"]').click()
    expect(reporter.page.locator("main")).to_contain_text(MINUTES)
    axe(reporter.page, "entry-check")
    reporter.page.fill("textarea[name=text]", CORRECTION)
    go(reporter.page, "correct")
    expect(reporter.page.locator("main")).to_contain_text(CORRECTION)
    axe(reporter.page, "entry-corrected")
    go(reporter.page, "agree")
    axe(reporter.page, "entry-agreed")
    page.goto(address)
    expect(page.locator("main")).to_contain_text(CORRECTION)
    axe(page, "entry-case-agreed")


@pytest.mark.row("3.13")
def test_whoever_types_for_others_has_no_case_of_it(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings
) -> None:
    """The integrity officer types; the manager reads it, the officer does not."""
    officer = at_desk(visit, surroundings, town, OFFICER)
    told(officer.page, lambda *_seen: None, language="nl")
    officer.page.check("input[name=entry-read_back]")
    go(officer.page, "seal")
    assert CODE.search(officer.page.content())
    assert officer.cases() == []
    manager = at_desk(visit, surroundings, town, MANAGER)
    (address,) = manager.cases()
    manager.open_case(address)
    expect(manager.page.locator("main")).to_contain_text(STORY)
