"""Journeys through the served house in a real Chromium; `each_language` and `surroundings` say who visits it how."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page

from tests.journeys import rotation
from tests.journeys.chromium import Visit, chromium, keep_screenshot
from tests.services.house import ServedHouse


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


@pytest.fixture(scope="session")
def served_house() -> Iterator[ServedHouse]:
    """The house on its base address, for the whole run of this process."""
    with ServedHouse(os.environ["DEONTOS_BASE_URL"]) as house:
        yield house


@pytest.fixture
def visit(browser: Browser, served_house: ServedHouse, transactional_db: None) -> Iterator[Visit]:
    """Opens pages of the served house. The test fails when one asked another origin, missed a file or broke policy."""
    # The same people sign in again: their one-time codes and tries of the journey before are no concern of this one.
    cache.clear()
    visit = Visit(browser, served_house.url)
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
