"""Journeys through the served house in a real Chromium; `each_language` and `surroundings` say who visits it how."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys import rotation
from tests.journeys.chromium import Visit, chromium, keep_screenshot


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Spread the journeys over languages, widths and scripting."""
    turn = rotation.turn_of_commit()
    if "each_language" in metafunc.fixturenames:
        chosen = rotation.EVERY if rotation.ALL else rotation.one_per_language(turn)
        metafunc.parametrize("each_language", chosen, ids=str)
    if "surroundings" in metafunc.fixturenames:
        chosen = rotation.EVERY if rotation.ALL else rotation.one_of_all(turn, metafunc.function.__qualname__)
        metafunc.parametrize("surroundings", chosen, ids=str)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run. Its driver keeps an event loop in this thread, which Django would take for our own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with chromium() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """Opens pages of the served house. The test fails when one asked another origin, missed a file or broke policy."""
    visit = Visit(browser, live_server.url)
    yield visit
    visit.close()
    assert visit.faults == []


@pytest.fixture
def axe(visit: Visit) -> Callable[..., None]:
    """Asserts that a page is accessible and fits its screen; with a name its picture is kept when asked for."""

    def inspect(page: Page, name: str = "") -> None:
        if name:
            keep_screenshot(page, name)
        assert visit.accessibility_faults(page) == []

    return inspect
