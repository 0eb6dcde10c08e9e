"""The form as it is really used: stopped and resumed, in two windows, with the button Back, too late, left at once."""

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from deontos.correspondence.models import Sitting
from deontos.sites.demo.people import DemoOrganisation
from deontos.speakup.models import Channel, ChannelGroup
from deontos.speakup.vocabulary import ReporterGroup
from tests.journeys.chromium import Visit
from tests.journeys.people import Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import make_town

Inspect = Callable[..., None]

FIRST, SECOND = "Dit schreef ik op mijn telefoon.", "Dit schreef ik op mijn laptop."


@pytest.fixture
def town(visit: Visit) -> DemoOrganisation:
    """Lindewater, in the database that the served house reads."""
    return make_town()


def write(page: Page, text: str) -> None:
    """Answer the question what happened."""
    page.locator("textarea").first.fill(text)


def to_the_story(reporter: Reporter) -> None:
    """From the code to the question what happened."""
    reporter.begin()
    reporter.page.check("input[name=kind][value=report]")
    reporter.go("next")
    reporter.page.check("input[name=about][value=staff]")
    reporter.page.check("input[name=involved][value=none]")
    reporter.go("next")
    expect(reporter.page).to_have_url(re.compile("/report/happened/$"))


@pytest.mark.row("3.7", "3.8", "3.12")
def test_a_draft_goes_on_elsewhere_and_two_versions_stand_beside_each_other(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    """Saved until a day, resumed on another device in another language, changed on both: nothing is lost."""
    phone = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    to_the_story(phone)
    phone.go("save")
    axe(phone.page, "saved")
    expect(phone.page.locator("main")).to_contain_text("20")
    phone.page.locator('main a[href$="/reminder/"]').click()
    axe(phone.page, "reminder")
    phone.page.locator("input[name=title]").fill("Tandarts")
    with phone.page.expect_download() as file:
        phone.page.click("button[name=go]")
    assert file.value.suggested_filename == "reminder.ics"

    laptop = Reporter(visit.page(surroundings), "fr", "lindewater", phone.receipt)
    laptop.come_back()
    expect(laptop.page).to_have_url(re.compile("/fr/lindewater/report/happened/$"))
    phone.page.goto(f"{phone.place}/report/happened/")
    write(phone.page, FIRST)
    phone.go("next")
    write(laptop.page, SECOND)
    laptop.go("next")
    expect(laptop.page.locator("textarea").first).to_have_value(SECOND)
    expect(laptop.page.locator("section[aria-labelledby=version-1]")).to_contain_text(FIRST)
    axe(laptop.page, "two-versions")
    laptop.page.click("button[name=put-in]")
    expect(laptop.page.locator("textarea").first).to_have_value(FIRST)
    expect(laptop.page.locator("section[aria-labelledby=version-1]")).to_contain_text(SECOND)
    write(laptop.page, f"{FIRST} {SECOND}")
    laptop.go("next")
    expect(laptop.page).to_have_url(re.compile("/report/attachments/$"))


@pytest.mark.row("3.12")
def test_back_and_two_tabs_and_a_page_that_is_too_old(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings
) -> None:
    """The button Back shows the text and saves it again; a second tab does not overwrite it; a late page keeps it."""
    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    to_the_story(reporter)
    page, tab = reporter.page, reporter.page.context.new_page()
    tab.goto(page.url)
    write(page, FIRST)
    reporter.go("next")
    page.go_back()
    expect(page.locator("textarea").first).to_have_value(FIRST)
    write(page, f"{FIRST} Nog iets.")
    reporter.go("next")
    expect(page).to_have_url(re.compile("/report/attachments/$"))

    write(tab, SECOND)
    tab.click("button[name=go][value=next]")
    expect(tab.locator("textarea").first).to_have_value(SECOND)
    expect(tab.locator("section[aria-labelledby=version-1]")).to_contain_text("Nog iets.")

    Sitting.objects.all().delete()  # as the sweep does with what nobody used
    write(tab, f"{SECOND} En dit nog.")
    tab.click("button[name=go][value=next]")
    expect(tab.locator("textarea").first).to_have_value(f"{SECOND} En dit nog.")
    tab.fill("input[name=receipt]", reporter.receipt)
    tab.click("button[name=go][value=next]")
    expect(tab).to_have_url(re.compile("/report/attachments/$"))


@pytest.mark.row("3.12")
def test_after_sending_back_leads_to_what_was_received_and_the_code_works_in_a_second_language(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings
) -> None:
    """The receipt is the same in each language; the button Back shows no answers and sends nothing twice."""
    reporter = Reporter(visit.page(surroundings), "nl", "lindewater")
    page = reporter.page
    page.goto("/nl/lindewater/report/")
    reporter.go("next")
    shown = page.locator("#receipt-code").inner_text()
    page.click("button[name=language][value=es]")
    expect(page).to_have_url(re.compile("/es/lindewater/report/code/$"))
    expect(page.locator("#receipt-code")).to_have_text(shown)
    page.check("input[name=receipt_kept]")
    reporter.go("next")
    reporter.answer(FIRST)
    reporter.send()
    page.click('a[hreflang="fr"], a[href="/fr/lindewater/report/sent/"]')
    expect(page).to_have_url(re.compile("/fr/lindewater/report/sent/$"))
    page.go_back()
    page.go_back()
    assert FIRST not in page.content()
    reporter.language, reporter.receipt = "en", "".join(shown.split())
    reporter.come_back()
    expect(page).to_have_url(re.compile("/en/lindewater/receipt/mailbox/$"))
    expect(page.locator("main")).to_contain_text(FIRST)


@pytest.mark.row("3.12")
def test_esc_three_times_leaves_the_form_and_what_was_saved_stays(visit: Visit, town: DemoOrganisation) -> None:
    """With a script: the page is left at once, the cookie is gone, Back shows no text; the code still opens it."""
    Channel.objects.filter(pk=town.channel.pk).update(exit_address=f"{os.environ['DEONTOS_BASE_URL']}/healthz")
    reporter = Reporter(visit.page(Surroundings("en", 390, scripting=True)), "en", "lindewater")
    to_the_story(reporter)
    page = reporter.page
    write(page, FIRST)
    reporter.go("next")
    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(re.compile("/healthz$"))
    assert page.context.cookies() == []
    page.go_back()
    page.wait_for_load_state()
    assert FIRST not in page.content()
    reporter.come_back()
    page.goto("/en/lindewater/report/happened/")
    expect(page.locator("textarea").first).to_have_value(FIRST)


@pytest.mark.row("3.9", "3.12")
def test_by_keyboard_and_without_scripts_from_the_first_page_to_received(
    visit: Visit, town: DemoOrganisation, axe: Inspect
) -> None:
    """Tab, Space, arrows and Enter; somebody says what they are, is told where to go, and goes on all the same."""
    ChannelGroup.objects.create(channel=town.channel, group=ReporterGroup.BOARD_MEMBER, is_let_in=False)
    page = visit.page(Surroundings("en", 390, scripting=False))
    page.goto("/en/lindewater/report/")
    axe(page, "start")
    focus(page, "main form button[name=go]", "Enter")
    focus(page, "input[name=receipt_kept]", "Space", "Enter")
    focus(page, "input[name=kind]", "Space")
    focus(page, "select[name=relation]")
    page.keyboard.type("I sit on")
    focus(page, "button[name=go][value=next]", "Enter")
    expect(page.locator("main")).to_contain_text("The organisation asks you to report here instead:")
    axe(page, "elsewhere")
    focus(page, "input[name=anyway]", "Space", "Enter")
    focus(page, "input[name=about]", "Space")
    focus(page, "input[name=involved][value=none]", "Space", "Enter")
    focus(page, "textarea")
    page.keyboard.type("Kort verteld.")
    focus(page, "button[name=go][value=next]", "Enter")
    focus(page, "button[name=go][value=next]", "Enter")
    focus(page, "input[name=identity]", "Space", "Enter")
    expect(page.locator("main")).to_contain_text("I sit on the board")
    focus(page, "button[name=go][value=next]", "Enter")
    focus(page, "input[name=receipt_kept]", "Space", "Enter")
    expect(page).to_have_url(re.compile("/report/sent/$"))


def focus(page: Page, control: str, *keys: str) -> None:
    """Go to a control with Tab alone, then press keys."""
    page.wait_for_load_state()
    wanted = page.locator(control).first
    for _tab in range(60):
        if wanted.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"Tab does not reach {control}")
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_load_state()
