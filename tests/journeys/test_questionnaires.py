"""Questions that follow the answers, in each language; and at the desk, where they are tried and chosen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from deontos.organisations.models import Person
from deontos.questionnaires.shelf import versions
from deontos.sites.demo.people import DemoOrganisation
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler, Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import OFFICER, make_town

Inspect = Callable[..., None]
STORY = "De bonnen kloppen niet. <b>Niemand</b> keek."
FEBRUARY = {"nl": "februari 2026", "fr": "février 2026", "en": "February 2026", "es": "febrero de 2026"}

pytestmark = pytest.mark.row("3.1", "3.3")


@pytest.fixture
def town(visit: Visit) -> DemoOrganisation:
    """Lindewater, in the database that the served house reads."""
    return make_town()


@pytest.mark.row("R-000.63")
def test_questions_follow_the_answers(
    visit: Visit, town: DemoOrganisation, each_language: Surroundings, axe: Inspect
) -> None:
    """An answer brings up others, only the wrong part of a date is marked, and the check page tells it in words."""
    del town
    language = each_language.language
    reporter = Reporter(visit.page(each_language), language, "lindewater")
    page = reporter.page
    reporter.begin()
    page.check("input[name=kind][value=report]")
    reporter.go("next")
    page.check("input[name=about][value=unknown]")
    page.check("input[name=involved][value=none]")
    reporter.go("next")
    page.wait_for_load_state()
    axe(page, f"happened-{language}")
    page.fill("textarea[name=what]", STORY)
    page.check("input[name=domain][value=both]")
    page.check("input[name=fear][value=afraid]")
    reporter.go("next")
    expect(page.locator("main .notice--info a")).to_have_count(3)
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)
    expect(page.locator("textarea[name=what]")).to_have_value(STORY)
    axe(page, f"happened-more-{language}")
    page.check("input[name=money_what][value=false_papers]")
    page.check("input[name=behaviour_what][value=violence]")
    page.fill('input[name="when.from_month"]', "13")
    page.fill('input[name="when.from_year"]', "2026")
    reporter.go("next")
    expect(page.locator("[aria-invalid=true]")).to_have_attribute("name", "when.from_month")
    expect(page.locator("main")).to_contain_text("112")
    axe(page, f"happened-faulty-{language}")
    page.fill('input[name="when.from_month"]', "2")
    reporter.go("next")
    reporter.go_past_files()
    page.check("input[name=identity][value=anonymous]")
    reporter.go("next")
    expect(page.locator("main")).to_contain_text(FEBRUARY[language])
    axe(page, f"happened-checked-{language}")


def test_with_the_keyboard_a_date_is_reached_part_by_part(visit: Visit, town: DemoOrganisation) -> None:
    """Tab goes from day to month to year, and the error summary puts the cursor in the wrong part."""
    del town
    reporter = Reporter(visit.page(Surroundings("nl", 1280, scripting=True)), "nl", "lindewater")
    page = reporter.page
    reporter.begin()
    page.check("input[name=kind][value=question]")
    reporter.go("next")
    page.check("input[name=about][value=unknown]")
    page.check("input[name=involved][value=none]")
    reporter.go("next")
    page.fill("textarea[name=what]", "Mag dat?")
    page.locator('input[name="needed_by.day"]').focus()
    for part in ("3", "mei", "26"):
        page.keyboard.type(part)
        page.keyboard.press("Tab")
    page.locator('input[name="needed_by.day"]').press("Enter")
    page.locator("[data-error-summary] a").click()
    expect(page.locator('input[name="needed_by.year"]')).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("2027")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/report/name/$"))


@pytest.mark.parametrize("name", versions())
def test_every_shipped_questionnaire_is_tried_at_the_desk(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect, name: str
) -> None:
    """The questions as they are, a first try with faults, and what would be read."""
    Person.objects.update(language=surroundings.language)
    keeper = Handler(visit.page(surroundings), town.people[OFFICER])
    keeper.sign_in()
    page = keeper.page
    page.goto(f"/desk/settings/questions/{name}/{versions()[name][-1]}/?in={surroundings.language}")
    axe(page, f"preview-{name}")
    page.locator("main form .btn--primary").click()
    expect(page.locator("[aria-invalid=true]")).to_have_attribute("name", "what")
    axe(page)
    page.fill("textarea[name=what]", STORY)
    page.locator("main form .btn--primary").click()
    expect(page.locator("#told")).to_have_count(1)
    expect(page.locator("main .answers dd").first).to_have_text(STORY)
    axe(page, f"preview-{name}-tried")


def test_the_questions_of_a_reporting_point_are_chosen(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    """Another questionnaire for a complaint; whoever begins afterwards is asked that one."""
    keeper = Handler(visit.page(surroundings), town.people[OFFICER])
    keeper.sign_in()
    page = keeper.page
    page.goto("/desk/settings/channel/questions/")
    axe(page, "channel-questions")
    page.select_option("select[name=complaint]", "moral_domain")
    page.locator("main form .btn--primary").click()
    expect(page.locator(".flash")).to_have_count(1)
    expect(page.locator("select[name=complaint]")).to_have_value("moral_domain")
    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    reporter.begin()
    reporter.page.check("input[name=kind][value=complaint]")
    reporter.go("next")
    reporter.page.check("input[name=about][value=unknown]")
    reporter.page.check("input[name=involved][value=none]")
    reporter.go("next")
    expect(reporter.page.locator("input[name=danger]")).to_have_count(2)
    axe(reporter.page, "happened-moral")
