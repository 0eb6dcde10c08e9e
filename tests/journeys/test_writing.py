"""Writing at the desk: what was begun is found again, whoever is second looks first, a ready text is chosen."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from deontos.administration.models import SignIn
from deontos.cases.writing_models import ReadyText, WriterDraft
from deontos.keyring.models import VaultSession
from deontos.organisations.models import Person
from deontos.sites.demo.people import DemoOrganisation
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler, Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import MANAGER, make_town

Inspect = Callable[..., None]
TEXTS = "/desk/settings/ready-texts/"
BEGUN = "Beste melder, ik zoek de bonnen van juli."
LONG_AGO = timedelta(minutes=5)

pytestmark = pytest.mark.row("3.17")


@pytest.fixture
def house(visit: Visit, surroundings: Surroundings) -> DemoOrganisation:
    """The town, its people reading the language of the visit."""
    made = make_town()
    Person.objects.update(language=surroundings.language)
    return made


def manager_at(visit: Visit, surroundings: Surroundings, house: DemoOrganisation) -> Handler:
    """The complaints manager, with an open vault."""
    manager = Handler(visit.page(surroundings), house.people[MANAGER])
    manager.sign_in()
    manager.unlock()
    return manager


def told(visit: Visit, surroundings: Surroundings, house: DemoOrganisation) -> Reporter:
    """Somebody who reported something."""
    reporter = Reporter(visit.page(surroundings), surroundings.language, house.organisation.slug)
    reporter.begin()
    reporter.answer("Etentjes die twee keer zijn ingediend.")
    reporter.send()
    return reporter


def press(page: Page, go: str) -> None:
    """One of the buttons of the panel."""
    page.click(f"button[name=go][value={go}]")
    page.wait_for_load_state()


def test_what_was_begun_is_found_again_and_whoever_is_second_looks_first(
    house: DemoOrganisation, visit: Visit, axe: Inspect, surroundings: Surroundings
) -> None:
    reporter = told(visit, surroundings, house)
    manager = manager_at(visit, surroundings, house)
    [case] = manager.cases()
    manager.open_case(case)
    manager.say("acknowledge", "Dank u.")
    manager.page.check("input[name=verb][value=ask]")
    manager.page.fill("textarea[name=text]", BEGUN)
    press(manager.page, "keep")
    expect(manager.page.locator(".flash")).to_have_count(1)
    expect(manager.page.locator("textarea[name=text]")).to_have_value(BEGUN)
    axe(manager.page, "case-kept")
    reporter.come_back()
    reporter.write("Ik vond nog een bon.")
    press(manager.page, "send")
    expect(manager.page.locator("#decision ~ .notice, .decision .notice .msg")).to_have_count(1)
    expect(manager.page.locator("textarea[name=text]")).to_have_value(BEGUN)
    axe(manager.page, "case-meanwhile")
    press(manager.page, "send")
    expect(manager.page.locator("textarea[name=text]")).to_have_value("")
    assert WriterDraft.objects.count() == 0
    manager.page.goto(f"{case}dossier/")
    manager.page.fill("textarea[name=text]", "Nagaan bij de kas.")
    press(manager.page, "keep")
    axe(manager.page, "dossier-kept")
    press(manager.page, "drop")
    expect(manager.page.locator("textarea[name=text]")).to_have_value("")


def test_with_a_script_the_page_keeps_by_itself_and_that_is_no_use_of_anything(
    house: DemoOrganisation, visit: Visit, surroundings: Surroundings
) -> None:
    scripted = Surroundings(surroundings.language, surroundings.width, scripting=True)
    told(visit, scripted, house)
    manager = manager_at(visit, scripted, house)
    [case] = manager.cases()
    manager.open_case(case)
    manager.say("acknowledge", "Dank u.")
    page, said = manager.page, manager.page.locator("[data-keep-said]")
    for table in (VaultSession, SignIn):
        table.objects.update(used_at=table.objects.get().used_at - LONG_AGO)
    before = (VaultSession.objects.get().used_at, SignIn.objects.get().used_at)
    page.fill("textarea[name=text]", BEGUN)
    page.locator("textarea[name=text]").blur()
    expect(said).to_have_text(re.compile("."))
    assert WriterDraft.objects.count() == 1
    assert (VaultSession.objects.get().used_at, SignIn.objects.get().used_at) == before
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.fill("textarea[name=text]", f"{BEGUN} Meer.")
    press(page, "keep")
    expect(page.locator("textarea[name=text]")).to_have_value(f"{BEGUN} Meer.")
    page.goto("/desk/")
    page.goto(case)
    expect(page.locator("textarea[name=text]")).to_have_value(f"{BEGUN} Meer.")
    press(page, "drop")
    assert WriterDraft.objects.count() == 0


def test_a_ready_text_is_written_refused_and_chosen(
    house: DemoOrganisation, visit: Visit, axe: Inspect, surroundings: Surroundings
) -> None:
    told(visit, surroundings, house)
    manager = manager_at(visit, surroundings, house)
    page = manager.page
    page.goto(TEXTS)
    axe(page, "ready-texts")
    page.locator(f'main a[href^="{TEXTS}add/"]').first.click()
    page.select_option("select[name=verb]", "answer")
    name, text = f"name_{surroundings.language}", f"text_{surroundings.language}"
    page.fill(f"input[name={name}]", "Groet")
    page.fill(f"textarea[name={text}]", "Van {organisatie}")
    page.locator("main form .btn--primary").click()
    expect(page.locator("[aria-invalid=true]")).to_have_attribute("name", text)
    axe(page, "ready-text-refused")
    page.fill(f"textarea[name={text}]", "Van {organisation}.")
    page.locator("main form .btn--primary").click()
    expect(page.locator(".flash")).to_have_count(1)
    [case] = manager.cases()
    manager.open_case(case)
    manager.say("acknowledge", "Dank u.")
    page.select_option("select[name=language]", surroundings.language)
    page.select_option("select[name=opening]", str(ReadyText.objects.get().id))
    press(page, "fill")
    expect(page.locator("textarea[name=text]")).to_have_value(f"Van {house.organisation.name}.")
    axe(page, "case-filled")
