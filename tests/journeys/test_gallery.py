"""The gallery in a real browser: accessible behind both doors, on a narrow screen, with and without scripts."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.fixtures import Settings

from deontos.ui.houses import Theme
from tests.journeys.chromium import Visit
from tests.journeys.gallery_origin import CODE, gallery_origin
from tests.journeys.rotation import Surroundings

pytestmark = pytest.mark.row("1.6")

Inspect = Callable[..., None]

DESK = Surroundings("en", 1280, True)
PHONE = Surroundings("en", 390, True)


@pytest.fixture(autouse=True)
def without_a_site(settings: Settings) -> None:
    """Pages of this room only: no frame of a site, and static files by their own names."""
    engine = settings.TEMPLATES[0]
    processors = ["django.template.context_processors.csrf"]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "context_processors": processors}}]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def origin(without_a_site: None) -> Iterator[str]:
    """Where the gallery is served while the test runs."""
    with gallery_origin() as origin:
        yield origin


@pytest.fixture
def visit(browser: Browser, origin: str) -> Iterator[Visit]:
    """A browser that meets our pages under our policy; what no page may do makes the test fail."""
    visit = Visit(browser, origin)
    yield visit
    visit.close()
    assert visit.faults == []


def opened(visit: Visit, surroundings: Surroundings, path: str) -> Page:
    """A page of the gallery as somebody in these surroundings meets it."""
    page = visit.page(surroundings)
    page.goto(path)
    return page


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("door", ["letterbox", "desk"])
def test_the_gallery_is_accessible(
    visit: Visit, axe: Inspect, surroundings: Surroundings, door: str, theme: Theme
) -> None:
    page = opened(visit, surroundings, f"/desk/gallery/?door={door}&theme={theme}")
    axe(page, f"gallery-{door}-{theme}")


@pytest.mark.parametrize("door", ["letterbox", "desk"])
def test_everything_fits_at_320_pixels_also_with_wide_text(visit: Visit, axe: Inspect, door: str) -> None:
    page = opened(visit, PHONE, f"/desk/gallery/?door={door}")
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(
        """const sheet = new CSSStyleSheet();
        sheet.replaceSync(`* { line-height: 1.5 !important; word-spacing: .16em !important }
            :not(.receipt__code) { letter-spacing: .12em !important }
            p { margin-bottom: 2em !important }`);
        document.adoptedStyleSheets = [sheet]"""
    )
    axe(page)


@pytest.mark.parametrize(("width", "lines"), [(1280, 1), (800, 2), (390, 4), (320, 4)])
def test_the_receipt_never_breaks_inside_a_group(visit: Visit, width: int, lines: int) -> None:
    page = opened(visit, PHONE, "/slip")
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("document.fonts.ready")
    nodes, tops, broken = page.evaluate(
        """() => {
          const code = document.querySelector(".receipt__code"), range = document.createRange(), tops = new Set();
          let broken = 0;
          for (let group = 0; group < 7; group++) {
            range.setStart(code.firstChild, group * 5);
            range.setEnd(code.firstChild, group * 5 + 4);
            const boxes = range.getClientRects();
            broken += boxes.length - 1;
            tops.add(boxes[0].top);
          }
          return [code.childNodes.length, tops.size, broken];
        }"""
    )
    assert (nodes, tops, broken) == (1, lines, 0)


@pytest.mark.row("1.9")
def test_the_printed_slip_says_nothing_but_code_and_address(visit: Visit) -> None:
    page = opened(visit, DESK, "/slip")
    page.emulate_media(media="print")
    assert page.locator("body").inner_text().split() == [CODE, "lindewater.example"]


@pytest.mark.row("1.9")
def test_esc_three_times_leaves_and_twice_does_not(visit: Visit) -> None:
    page = opened(visit, PHONE, "/desk/gallery/?door=letterbox")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.title() != "Elsewhere"
    page.keyboard.press("Escape")
    page.wait_for_url("**/left")


@pytest.mark.row("1.9")
@pytest.mark.parametrize("scripting", [True, False])
def test_the_exit_is_a_link_that_needs_no_script(visit: Visit, scripting: bool) -> None:
    page = opened(visit, Surroundings("en", 390, scripting), "/desk/gallery/?door=letterbox")
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url("**/left")


def test_copy_and_print_wait_for_a_script(visit: Visit) -> None:
    page = opened(visit, Surroundings("en", 1280, False), "/slip")
    assert page.get_by_role("button", name="Copy").count() == page.get_by_role("button", name="Print").count() == 0
    page = opened(visit, DESK, "/slip")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == CODE
    assert page.get_by_role("button", name="Print").is_visible()


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_controls(visit: Visit) -> None:
    page = opened(visit, DESK, "/desk/gallery/?door=letterbox")
    assert page.evaluate("document.activeElement.className") == "errors"
    page.get_by_role("link", name="Tick who is involved").click()
    assert page.evaluate("document.activeElement.id") == "faulty_involved_0"


def test_an_exclusive_answer_goes_with_no_other(visit: Visit) -> None:
    page = opened(visit, DESK, "/desk/gallery/?door=letterbox")
    page.check("#asked_involved_1")
    page.check("#asked_involved_2")
    assert [page.is_checked(f"#asked_involved_{place}") for place in range(3)] == [False, False, True]
    page.check("#asked_involved_0")
    assert [page.is_checked(f"#asked_involved_{place}") for place in range(3)] == [True, False, False]


def test_a_consequence_shows_while_its_answer_is_chosen(visit: Visit) -> None:
    page = opened(visit, Surroundings("en", 390, False), "/desk/gallery/?door=letterbox")
    told = page.get_by_text("Mira Halewijn cannot read this report.").first
    assert told.is_visible()
    page.uncheck("#asked_involved_0")
    assert not told.is_visible()


def test_the_menu_opens_without_a_script(visit: Visit) -> None:
    page = opened(visit, Surroundings("en", 390, False), "/desk/gallery/?door=desk")
    expect(page.locator("#menu")).to_be_hidden()
    page.get_by_role("link", name="Menu").click()
    expect(page.locator("#menu")).to_be_visible()


@pytest.mark.row("1.12")
def test_the_lock_counts_down_and_asks_anew_when_nothing_was_typed(visit: Visit) -> None:
    page = visit.page(DESK)
    page.clock.install()
    page.goto("/desk/gallery/?door=desk")
    lock = page.locator(".topbar [data-vault-left]").first
    assert lock.inner_text() == "8 min. left"
    page.clock.run_for(450_000)
    assert lock.inner_text() == "less than a minute left"
    with page.expect_navigation():
        page.clock.run_for(60_000)
    assert lock.inner_text() == "8 min. left"


@pytest.mark.row("1.12")
def test_what_was_typed_stays_when_the_vault_closes_and_what_was_sealed_goes(visit: Visit) -> None:
    page = visit.page(DESK)
    page.clock.install()
    page.goto("/desk/gallery/?door=desk")
    page.fill("#decision_reason", "Because of the invoices")
    page.clock.run_for(510_000)
    assert page.input_value("#decision_reason") == "Because of the invoices"
    assert page.locator("[data-sealed]").count() == 0
    assert page.locator(".topbar__end [data-vault-closed]").is_visible()
    assert not page.locator(".topbar__end [data-vault-seconds]").is_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_the_own_menu_opens_on_the_screen_of_a_phone_beside_an_open_vault(visit: Visit, width: int) -> None:
    page = opened(visit, Surroundings("fr", 390, False), "/desk/gallery/?door=desk&vault=open")
    page.set_viewport_size({"width": width, "height": 800})
    page.locator(".me summary").click()
    menu, vault, me = (
        page.locator(each).bounding_box() for each in (".me__menu", ".topbar__end > .vault--open", ".me summary")
    )
    assert menu is not None
    assert vault is not None
    assert me is not None
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= width
    assert abs(vault["y"] + vault["height"] / 2 - me["y"] - me["height"] / 2) <= 1
