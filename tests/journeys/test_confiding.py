"""The main journey: somebody confides, the manager confirms and asks, the receipt reads it; in each language once."""

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from deontos.sites.demo.people import DemoOrganisation
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler, Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import MANAGER, make_town

Inspect = Callable[..., None]

STORY = "De opdracht ging naar een firma van familie. <b>Niemand</b> vroeg ernaar.\n\nIk zag het zelf: 50 % méér."
CONFIRMED = "Uw melding is er, ik las ze helemaal."
QUESTION = "Weet u in welke maand dat was?"
REPLY = "In september, denk ik. Çà et là, ñandú, 20 €."


@pytest.fixture
def town(visit: Visit) -> DemoOrganisation:
    """Lindewater, in the database that the served house reads."""
    return make_town()


@pytest.mark.row("1.8", "1.9", "1.11", "1.12", "1.13", "1.14", "R-000.63", "R-000.66", "R-001.40")
def test_somebody_confides_and_reads_the_answer(
    visit: Visit, town: DemoOrganisation, each_language: Surroundings, axe: Inspect
) -> None:
    """Confide, acknowledge, ask, reply, read: every page accessible, every word there, in both browsers."""
    reporter = Reporter(visit.page(each_language), each_language.language, "lindewater")
    reporter.begin()
    reporter.answer(STORY)
    axe(reporter.page, f"check-{each_language.language}")
    expect(reporter.page.locator("main")).to_contain_text("50 % méér")
    reporter.send()
    axe(reporter.page, f"sent-{each_language.language}")
    assert reporter.receipt not in reporter.page.content()

    handler = Handler(visit.page(each_language), town.people[MANAGER])
    handler.sign_in()
    axe(handler.page, f"home-{each_language.language}")
    (address,) = handler.cases()
    assert "méér" not in handler.page.content()
    handler.page.goto(address)
    assert "méér" not in handler.page.content()
    handler.unlock()
    handler.open_case(address)
    expect(handler.page.locator("main")).to_contain_text("<b>Niemand</b> vroeg ernaar.")
    axe(handler.page, f"case-{each_language.language}")
    handler.say("acknowledge", CONFIRMED)
    handler.say("ask", QUESTION)
    axe(handler.page, f"case-asked-{each_language.language}")

    reporter.come_back(reporter.receipt.lower().replace("-", " "))
    assert re.search("/receipt/mailbox/$", reporter.page.url)
    for words in (CONFIRMED, QUESTION, "50 % méér"):
        expect(reporter.page.locator("main")).to_contain_text(words)
    reporter.write(REPLY)
    axe(reporter.page, f"mailbox-{each_language.language}")

    handler.page.goto(address)
    expect(handler.page.locator("main")).to_contain_text(REPLY)
    handler.say("close", "We deden dit en dat.")
    reporter.page.reload()
    expect(reporter.page.locator("main")).to_contain_text("We deden dit en dat.")


@pytest.mark.row("1.9", "1.11", "R-000.71", "R-000.90")
def test_the_deputy_handles_what_is_about_the_manager(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    """Whoever is named neither reads it nor sees that it exists; the deputy does."""
    manager, deputy = town.people[MANAGER], town.people[MANAGER + 1]
    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    reporter.begin()
    reporter.answer(STORY, involved=str(manager.person.id), identity="consent")
    aside = reporter.page.locator("main")
    expect(aside).to_contain_text(deputy.person.name)
    expect(aside).to_contain_text(manager.person.name)
    reporter.send()

    named = Handler(visit.page(surroundings), manager)
    named.sign_in()
    named.unlock()
    assert named.cases() == []
    other = Handler(visit.page(surroundings), deputy)
    other.sign_in()
    other.unlock()
    (address,) = other.cases()
    other.open_case(address)
    expect(other.page.locator("main")).to_contain_text("Robin Voorbeeld")
    axe(other.page, "case-of-deputy")
    other.say("acknowledge", CONFIRMED)
    answer = named.page.goto(address)
    assert answer is not None
    assert answer.status == 404
    reporter.come_back()
    expect(reporter.page.locator("main")).to_contain_text(CONFIRMED)


@pytest.mark.row("1.9")
def test_nothing_typed_is_lost_on_the_way(visit: Visit, town: DemoOrganisation, surroundings: Surroundings) -> None:
    """An answer that is missing, a change of language, another device: the text is still there."""
    reporter = Reporter(visit.page(surroundings), "fr", "lindewater")
    reporter.begin()
    reporter.page.check("input[name=kind][value=complaint]")
    reporter.page.click("button[name=language][value=es]")
    expect(reporter.page).to_have_url(re.compile("/es/lindewater/report/kind/$"))
    expect(reporter.page.locator("input[name=kind][value=complaint]")).to_be_checked()
    reporter.go("next")
    reporter.go("next")
    expect(reporter.page.locator("[aria-invalid=true]").first).to_be_attached()
    reporter.page.check("input[name=about][value=staff]")
    reporter.page.check("input[name=involved][value=none]")
    reporter.go("next")
    reporter.page.locator("textarea").first.fill(STORY)
    reporter.go("save")

    later = Reporter(visit.page(surroundings), "nl", "lindewater", reporter.receipt)
    later.come_back()
    later.page.goto("/nl/lindewater/report/happened/")
    expect(later.page.locator("textarea").first).to_have_value(STORY)


@pytest.mark.row("1.9")
def test_leaving_quickly_leaves_nothing_behind(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings
) -> None:
    """One click goes to another site; the cookie is gone, and going back asks for the code."""
    type(town.channel).objects.filter(pk=town.channel.pk).update(
        exit_address=f"{os.environ['DEONTOS_BASE_URL']}/healthz"
    )
    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    reporter.begin()
    reporter.page.locator("a.exit").click()
    reporter.page.wait_for_url(re.compile("healthz"))
    assert reporter.page.context.cookies() == []
    reporter.page.goto(f"{reporter.place}/report/kind/")
    assert reporter.page.locator("input[name=kind]:checked").count() == 0


@pytest.mark.row("1.9", "1.12")
def test_the_journey_goes_by_keyboard_alone(visit: Visit, town: DemoOrganisation) -> None:
    """Tab, Space and Enter are enough, from the first page to the check page."""
    page = visit.page(Surroundings("en", 1280, scripting=False))
    page.goto("/en/lindewater/report/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('skip')")
    page.locator("button[name=go][value=next]").focus()
    page.keyboard.press("Enter")
    page.locator("input[name=receipt_kept]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/report/kind/$"))
    page.locator("input[name=kind]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/report/about/$"))
