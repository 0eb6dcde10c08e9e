"""A real Chromium that stays at home: every page that a journey opens is watched for what no page of ours may do."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    sync_playwright,
)

from tests.journeys.rotation import Surroundings

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
LOCALES = {"nl": "nl-BE", "fr": "fr-BE", "en": "en-GB", "es": "es-ES"}
HEIGHTS = {390: 844, 1280: 900}
SECONDS = 15
SCREENSHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"
AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def program() -> str:
    """Where Chromium is: the operator's word first, then the usual names."""
    for name in (os.environ.get("DEONTOS_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        if found := name and shutil.which(name):
            return found
    raise FileNotFoundError("Chromium is not installed: `make test` installs it or says how")


def _to_the_end(act: Callable[..., None]) -> Callable[..., None]:
    """The same act, which returns when the page that it leads to is whole.

    Playwright's own returns at that page's first byte: what a journey then reads at once, it reads on a busy machine
    from an empty document.
    """

    @wraps(act)
    def whole(actor: Page | Locator, *arguments: object, **words: object) -> None:
        act(actor, *arguments, **words)
        (actor if isinstance(actor, Page) else actor.page).wait_for_load_state()

    return whole


for _actor in (Page, Locator):
    for _act in ("click", "press"):
        setattr(_actor, _act, _to_the_end(getattr(_actor, _act)))


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser for many journeys; each journey makes its own contexts, which share nothing."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """The browsers of one journey: a fresh one for each person, and a list of what went wrong in any of them."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self._browser = browser
        self._origin = origin
        self._contexts: list[BrowserContext] = []
        self.faults: list[str] = []

    def page(self, surroundings: Surroundings) -> Page:
        """A page in a browser of its own, without cookies. Relative addresses are taken from the served house."""
        context = self._browser.new_context(
            base_url=self._origin,
            viewport={"width": surroundings.width, "height": HEIGHTS[surroundings.width]},
            locale=LOCALES[surroundings.language],
            timezone_id="Europe/Brussels",
            java_script_enabled=surroundings.scripting,
            reduced_motion="reduce",
        )
        context.set_default_timeout(SECONDS * 1000)
        context.on("request", self._watch_request)
        context.on("response", self._watch_response)
        context.on("requestfailed", self._watch_failure)
        context.on("console", self._watch_console)
        context.on("weberror", lambda fault: self.faults.append(f"script failed: {fault.error}"))
        self._contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        """Close every browser of the journey."""
        while self._contexts:
            self._contexts.pop().close()

    def _watch_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and f"{address.scheme}://{address.netloc}" != self._origin:
            self.faults.append(f"asked another origin: {request.url}")

    def _watch_response(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
            self.faults.append(f"{response.status}: {response.url}")

    def _watch_failure(self, request: Request) -> None:
        # What a journey leaves behind unfinished was not missing.
        if request.resource_type in {"stylesheet", "script", "font"} and request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.failure}: {request.url}")

    def _watch_console(self, message: ConsoleMessage) -> None:
        # Chromium also reports a 404 that a journey asks for on purpose; what is missing is caught above.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def accessibility_faults(self, page: Page) -> list[str]:
        """What axe finds on the page as it stands, and whether it must be scrolled sideways. Empty when all is well."""
        page.wait_for_load_state()  # the keyboard of a page, and a script, leave without waiting
        with self._with_scripts(page) as scripted:
            scripted.evaluate("scrollTo(0, 0)")  # a link half under the bar that stays in sight is not a small link
            violations = Axe().run(scripted, options=AXE).response["violations"]
            wider = scripted.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found = [f"{each['id']}: {node['html'][:200]}" for each in violations for node in each["nodes"]]
        return found + ([f"{wider} pixels wider than the screen"] if wider > 0 else [])

    @contextmanager
    def _with_scripts(self, page: Page) -> Iterator[Page]:
        """The same page where axe, which is a script, can run: without scripting a copy of its document is opened."""
        if page.evaluate("matchMedia('(scripting: enabled)').matches"):
            yield page
            return
        document = page.content()
        assert page.viewport_size is not None
        context = self._browser.new_context(viewport=page.viewport_size, reduced_motion="reduce")
        copy = context.new_page()
        copy.route(page.url, lambda route: route.fulfill(body=document, content_type="text/html; charset=utf-8"))
        copy.goto(page.url)
        yield copy
        context.close()


def keep_screenshot(page: Page, name: str) -> None:
    """Keep a picture of the whole page in var/screenshots when DEONTOS_SCREENSHOTS=1, for the eye to compare."""
    if os.environ.get("DEONTOS_SCREENSHOTS") == "1":
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        assert page.viewport_size is not None
        page.screenshot(path=SCREENSHOTS / f"{name}-{page.viewport_size['width']}.png", full_page=True)
