"""Files that go along with a report: added, taken away, looked back on and sent, with and without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from deontos.sites.demo.people import DemoOrganisation
from tests.correspondence.museum import PROGRAM
from tests.journeys.chromium import Visit
from tests.journeys.people import Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import make_town

Inspect = Callable[..., None]
FILES = {"bestek.txt": b"Lot 1", "foutje.txt": b"Niet voor u", "offerte.txt": b"Lot 2", "rekening.pdf": PROGRAM}


@pytest.fixture
def town(visit: Visit) -> DemoOrganisation:
    """Lindewater, in the database that the served house reads."""
    return make_town()


@pytest.mark.row("3.4", "3.7")
def test_two_files_go_along_and_what_is_left_out_is_said(
    visit: Visit, town: DemoOrganisation, each_language: Surroundings, axe: Inspect, tmp_path: Path
) -> None:
    """Four are chosen: one is disguised, one is taken away; the others arrive, and wait on another device too."""
    del town
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    language = each_language.language
    reporter = Reporter(visit.page(each_language), language, "lindewater")
    page = reporter.page
    reporter.begin()
    page.check("input[name=kind][value=report]")
    reporter.go("next")
    page.check("input[name=about][value=staff]")
    page.check("input[name=involved][value=none]")
    reporter.go("next")
    page.locator("textarea").first.fill("Twee offertes van dezelfde hand.")
    reporter.go("next")
    axe(page, f"attachments-{language}")
    if not each_language.scripting:
        reporter.go("add")
        expect(page.locator("[data-error-summary] a")).to_have_count(1)
        axe(page, f"attachments-none-chosen-{language}")
    page.set_input_files("input[name=attachments]", [tmp_path / name for name in FILES])
    if not each_language.scripting:
        reporter.go("add")
    expect(page.locator("#arrived .file__name")).to_have_text(["bestek.txt", "foutje.txt", "offerte.txt"])
    expect(page.locator("main")).to_contain_text("rekening.pdf")
    axe(page, f"attachments-arrived-{language}")
    page.locator("#arrived button[name=remove]").nth(1).click()
    expect(page.locator("#arrived .file__name")).to_have_text(["bestek.txt", "offerte.txt"])

    elsewhere = Reporter(visit.page(each_language), language, "lindewater", receipt=reporter.receipt)
    elsewhere.come_back()
    page = elsewhere.page
    page.goto(f"{elsewhere.place}/report/attachments/")
    page.click(f"button[name=language][value={'fr' if language == 'nl' else 'nl'}]")
    expect(page.locator("#arrived .file__name")).to_have_text(["bestek.txt", "offerte.txt"])
    elsewhere.go("next")
    page.check("input[name=identity][value=anonymous]")
    elsewhere.go("next")
    expect(page.locator("main")).to_contain_text("offerte.txt")
    elsewhere.send()
    elsewhere.come_back()
    expect(page.locator("a.file__name bdi")).to_have_text(["bestek.txt", "offerte.txt"])
