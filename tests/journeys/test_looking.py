"""A picture and a PDF of two pages, looked at by who handles the report and by who sent them; nothing runs there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from deontos.sites.demo.people import DemoOrganisation
from tests.correspondence.looked_at import held_sideways, written_pdf
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler, Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import MANAGER, make_town

Inspect = Callable[..., None]

FILES = {"foto.jpg": held_sideways(), "offerte.pdf": written_pdf("Eerste blad", "Tweede blad")}
DRAWN = "document.querySelector('img.viewer__picture').naturalWidth"


@pytest.fixture
def town(visit: Visit) -> DemoOrganisation:
    """Lindewater, in the database that the served house reads."""
    return make_town()


@pytest.mark.row("3.5")
def test_a_picture_and_a_pdf_are_looked_at_on_both_sides(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect, blobs: Path, tmp_path: Path
) -> None:
    """Sent from the mailbox; opened by the handler as cleaned copies, page by page; then the same by the reporter."""
    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    send_files(reporter, tmp_path)
    manager = Handler(visit.page(surroundings), town.people[MANAGER])
    manager.sign_in()
    manager.unlock()
    (address,) = manager.cases()
    manager.open_case(address)
    manager.page.goto(address)
    look_at_both(manager.page, axe, "desk")
    with manager.page.expect_download() as download:
        manager.page.locator("section[aria-labelledby=original] a.btn").click()
    assert Path(download.value.path()).read_bytes() == FILES["offerte.pdf"]

    reporter.come_back()
    look_at_both(reporter.page, axe, "mailbox")


def send_files(reporter: Reporter, folder: Path) -> None:
    """Confide something, and send two files afterwards."""
    reporter.begin()
    reporter.answer("De opdracht ging naar een firma van familie.")
    reporter.send()
    reporter.come_back()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    reporter.page.set_input_files("input[name=attachments]", [folder / name for name in FILES])
    reporter.write("Zie de bijlagen.")
    expect(reporter.page.locator("a.file__name")).to_have_count(2)


def look_at_both(page: Page, axe: Inspect, where: str) -> None:
    """From the list to the picture, back, and through the pages of the PDF."""
    axe(page, f"looking-list-{where}")
    page.locator("a.file__name", has_text="foto.jpg").locator("bdi").click()
    expect(page.locator("h1")).to_have_text("foto.jpg")
    assert page.evaluate(DRAWN) == 40
    axe(page, f"looking-picture-{where}")
    page.locator(".crumbs a").last.click()
    page.locator("a.file__name", has_text="offerte.pdf").locator("bdi").click()
    assert page.evaluate(DRAWN) == 1200
    page.locator(".pager a[rel=next]").click()
    expect(page.locator("details .viewer__text")).to_have_text("Tweede blad")
    axe(page, f"looking-pdf-{where}")
