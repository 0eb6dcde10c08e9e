"""The list of cases all day long: filters that are kept, receipt confirmed for several at once, and the keyboard."""

import random
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from deontos.cases.models import CaseFile, CaseStep
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.kernel import clock
from deontos.organisations.models import Person
from deontos.sites.demo.cases import plan, tell
from deontos.sites.demo.people import DemoOrganisation
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler
from tests.journeys.rotation import Surroundings
from tests.journeys.town import MANAGER, SEED, make_town

Inspect = Callable[..., None]
CASES = "/desk/cases/"

pytestmark = pytest.mark.row("3.17")


@pytest.fixture
def town(visit: Visit) -> DemoOrganisation:
    """Lindewater with a year behind it, and thirteen cases in every state."""
    made, now = make_town(), clock.now()
    tell(plan([made], 13, random.Random(SEED), at=now), until=now)
    return made


def manager_at(visit: Visit, town: DemoOrganisation, around: Surroundings) -> Handler:
    """The complaints manager, signed in and with an open vault, reading the language of the visit."""
    Person.objects.update(language=around.language)
    manager = Handler(visit.page(around), town.people[MANAGER])
    manager.sign_in()
    manager.unlock()
    return manager


def rows(page: Page) -> int:
    """How many cases the list shows."""
    return page.locator("main tbody tr").count()


def test_a_filter_is_kept_and_the_list_opens_on_it(
    visit: Visit, town: DemoOrganisation, axe: Inspect, surroundings: Surroundings
) -> None:
    handler = manager_at(visit, town, surroundings)
    page = handler.page
    page.goto(CASES)
    every = rows(page)
    axe(page, f"inbox-{surroundings.language}")
    page.locator("form[role=search] summary").click()
    page.select_option("select[name=state]", "asked")
    page.select_option("select[name=order]", "-received")
    page.locator("form[role=search] details button").click()
    expect(page).to_have_url(re.compile("state=asked"))
    asked = rows(page)
    assert 0 < asked < every
    axe(page, f"inbox-filtered-{surroundings.language}")
    page.locator(".sift > details summary").click()
    page.fill("input[name=name]", "Wacht op antwoord")
    page.check("input[name=is_first]")
    axe(page, f"inbox-keep-{surroundings.language}")
    page.click("button[name=go][value=keep]")
    expect(page.locator(".flash")).to_have_count(1)
    assert rows(page) == asked
    page.goto("/desk/")
    page.goto(CASES)
    expect(page).to_have_url(re.compile(r"state=asked&order=-received$"))
    expect(page.locator(".kept a[aria-current]")).to_have_text("Wacht op antwoord")
    page.locator(".tabs a").first.click()
    assert rows(page) == every
    page.goto(f"{CASES}filters/")
    axe(page, f"inbox-filters-{surroundings.language}")
    page.fill("main input[name=name]", "")
    page.click("button[name=go][value=rename]")
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    axe(page, f"inbox-filters-refused-{surroundings.language}")
    page.goto(f"{CASES}?state=nowhere&received_from=2026-11-02&received_until=2026-11-01&search=etentjes")
    expect(page.locator(".errors li")).to_have_count(3)
    axe(page, f"inbox-wrong-{surroundings.language}")
    page.goto(f"{CASES}?search=zzz")
    axe(page, f"inbox-none-{surroundings.language}")


def test_receipt_is_confirmed_for_several_at_once(
    visit: Visit, town: DemoOrganisation, axe: Inspect, surroundings: Surroundings
) -> None:
    handler = manager_at(visit, town, surroundings)
    page = handler.page
    new = CaseFile.objects.filter(state=CaseState.RECEIVED).count()
    page.goto(f"{CASES}?state=received")
    boxes = page.locator("input[name=case]")
    assert boxes.count() == rows(page) > 1
    for box in boxes.all():
        box.check()
    axe(page, f"inbox-ticked-{surroundings.language}")
    page.locator(".card__foot button").click()
    axe(page, f"acknowledge-{surroundings.language}")
    page.check("input[name=opening][value=received_and_read]")
    page.click("button[name=go][value=send]")
    expect(page.locator("section[aria-labelledby=left-out] li")).not_to_have_count(0)
    axe(page, f"acknowledged-{surroundings.language}")
    page.goto(f"{CASES}?state=received")
    for box in page.locator("input[name=case]").all():
        box.check()
    page.locator(".card__foot button").click()
    page.check("input[name=opening][value=arrived]")
    page.click("button[name=go][value=send]")
    expect(page.locator(".flash")).to_have_count(1)
    mine = CaseStep.objects.filter(taken_on=clock.today(), verb=CaseVerb.ACKNOWLEDGE)
    assert CaseFile.objects.filter(state=CaseState.RECEIVED).count() == new - mine.count()
    page.goto(f"{CASES}today/")
    assert page.locator("main time").count() >= mine.count() > 0
    axe(page, f"activity-{surroundings.language}")


def test_the_list_goes_by_keyboard_alone(visit: Visit, town: DemoOrganisation, axe: Inspect) -> None:
    """Tab reaches everything in order; single keys help where there is a script, and never while somebody types."""
    handler = manager_at(visit, town, Surroundings("en", 1280, scripting=True))
    page = handler.page
    page.goto(CASES)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('skip')")
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    links = [link.get_attribute("href") for link in page.locator("[data-row]").all()]
    assert page.evaluate("document.activeElement.getAttribute('href')") == links[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.getAttribute('href')") == links[1]
    page.keyboard.press("/")
    page.keyboard.type("jk?o/")
    expect(page.locator("[data-search]")).to_have_value("jk?o/")
    page.keyboard.press("Enter")
    expect(page.locator(".errors li")).to_have_count(1)
    page.locator("[data-row]").first.focus()
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(f"{links[0]}$"))
    page.locator("body").press("?")
    expect(page).to_have_url(re.compile("/desk/shortcuts/$"))
    axe(page, "shortcuts")
    page.locator("#shortcuts-on").focus()
    page.keyboard.press("Space")
    page.goto(CASES)
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page).to_have_url(re.compile(f"{CASES}$"))
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_tab_reaches_search_filter_and_rows_in_the_order_of_the_page(visit: Visit, town: DemoOrganisation) -> None:
    handler = manager_at(visit, town, Surroundings("en", 1280, scripting=False))
    page = handler.page
    page.goto(CASES)
    page.locator("#main").focus()
    reached: list[str] = []
    for _press in range(14):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
    assert reached.index("search") < reached.index("SUMMARY") < reached.index("case")
