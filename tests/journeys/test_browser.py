"""The journeys' own instruments: they notice what they are there to notice."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser

from tests.journeys.chromium import Visit
from tests.journeys.rotation import EVERY, LANGUAGES, SCRIPTING, WIDTHS, Surroundings, one_of_all, one_per_language

GOOD = "<html lang=nl><title>Goed</title><main><h1>Goed</h1>{extra}</main></html>"
PAGES = {
    "/good": GOOD.format(extra="<p>Een zin.</p>"),
    "/image": GOOD.format(extra="<img src=/picture>"),
    "/wide": GOOD.format(extra="<div style='width:2000px'>breed</div>"),
    "/elsewhere": GOOD.format(extra="<img alt='' src=http://127.0.0.2:9/x.png>"),
    "/missing": GOOD.format(extra="<img alt='' src=/not-there.png>"),
    "/inline": GOOD.format(extra="<script>document.title='?'</script>"),
    "/picture": "",
}


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", "image/png" if self.path == "/picture" else "text/html; charset=utf-8")
        if self.path == "/inline":
            self.send_header("Content-Security-Policy", "script-src 'self'")
        self.end_headers()
        self.wfile.write(PAGES.get(self.path, "").encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the library's name
        pass


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(browser: Browser, origin: str) -> Iterator[Visit]:
    visit = Visit(browser, origin)
    yield visit
    visit.close()


@pytest.mark.parametrize("scripting", SCRIPTING)
@pytest.mark.parametrize(
    ("path", "fault"), [("/good", None), ("/image", "image-alt"), ("/wide", "wider than the screen")]
)
def test_axe_speaks_with_and_without_scripts(visit: Visit, scripting: bool, path: str, fault: str | None) -> None:
    page = visit.page(Surroundings("nl", 390, scripting))
    page.goto(path)
    faults = visit.accessibility_faults(page)
    assert [fault in each for each in faults if fault] == ([True] if fault else [])
    assert bool(faults) is bool(fault)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/good", None),
        ("/elsewhere", "asked another origin: http://127.0.0.2:9/x.png"),
        ("/missing", "404: {origin}/not-there.png"),
        ("/inline", "console: "),
    ],
)
def test_what_no_page_may_do_is_noticed(visit: Visit, origin: str, path: str, fault: str | None) -> None:
    visit.page(Surroundings("nl", 390, True)).goto(path)
    assert [each[: len(fault.format(origin=origin))] for each in visit.faults[:1] if fault] == (
        [fault.format(origin=origin)] if fault else []
    )
    assert bool(visit.faults) is bool(fault)


def test_two_visitors_share_nothing(visit: Visit, origin: str) -> None:
    one, other = (visit.page(Surroundings("nl", 390, True)) for _ in range(2))
    one.goto("/good")
    one.context.add_cookies([{"name": "a", "value": "b", "url": origin}])
    assert (len(one.context.cookies()), len(other.context.cookies())) == (1, 0)


@pytest.mark.parametrize("turn", range(4))
def test_every_turn_has_each_language_and_each_pair_once(turn: int) -> None:
    chosen = one_per_language(turn)
    assert sorted(each.language for each in chosen) == sorted(LANGUAGES)
    assert {(each.width, each.scripting) for each in chosen} == {(w, s) for w in WIDTHS for s in SCRIPTING}


def test_sixteen_turns_meet_all_sixteen() -> None:
    assert {one_of_all(turn, "a test")[0] for turn in range(16)} == set(EVERY)
