"""The gallery shows every component in every state, and what it shows is sound HTML."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
from django.template import Context
from django.test import RequestFactory
from django.test.signals import template_rendered

from deontos.ui.components.catalogue import CATALOGUE
from deontos.ui.components.declaration import Component
from deontos.ui.web.views import gallery

pytestmark = pytest.mark.row("1.6")

DOORS = ("letterbox", "desk")
VAULTS = ("closed", "open", "last_minute")
VISITS = ["?door=letterbox", *(f"?door=desk&vault={vault}" for vault in VAULTS)]
Seen = dict[str, list[Mapping[Any, Any]]]


def page(query: str) -> str:
    """The gallery as it is sent."""
    return gallery(RequestFactory().get(f"/desk/gallery/{query}")).content.decode()


@contextmanager
def watched() -> Iterator[Seen]:
    """What every component was given while the gallery was drawn, by the name of its template."""
    seen: Seen = defaultdict(list)

    def note(template: object, context: Context, **_rest: object) -> None:
        seen[str(getattr(template, "name", ""))].append(context.flatten())

    template_rendered.connect(note)
    yield seen
    template_rendered.disconnect(note)


@pytest.fixture
def seen() -> Seen:
    """Everything that all pages of the gallery show."""
    with watched() as seen:
        for query in VISITS:
            page(query)
    return seen


def test_every_component_is_shown(seen: Seen) -> None:
    assert [name for name, component in CATALOGUE.items() if not seen[component.template]] == []


def states(component: Component) -> Iterator[tuple[str, object]]:
    """Each state that a component declares: every allowed word, both sides of each flag, filled and left out."""
    for prop in component.props:
        if prop.wanted.startswith("one of "):
            yield from ((prop.name, word) for word in prop.wanted.removeprefix("one of ").split(", "))
        elif prop.wanted == "True or False":
            yield from ((prop.name, side) for side in (True, False))


def test_every_state_is_shown(seen: Seen) -> None:
    missing = [
        f"{name} {prop}={value}"
        for name, component in CATALOGUE.items()
        for prop, value in states(component)
        if not any(given[prop] == value for given in seen[component.template])
    ]
    assert missing == []


def test_every_prop_is_shown_filled(seen: Seen) -> None:
    missing = [
        f"{name} {prop.name}"
        for name, component in CATALOGUE.items()
        for prop in component.props
        if not any(given[prop.name] for given in seen[component.template])
    ]
    assert missing == []


@pytest.mark.parametrize("query", VISITS)
def test_ids_are_there_once_and_every_reference_finds_its_own(query: str) -> None:
    drawn = page(query)
    ids = Counter(re.findall(r'\sid="([^"]*)"', drawn))
    assert [name for name, count in ids.items() if count > 1] == []
    named = re.findall(r'\s(?:for|aria-labelledby|aria-describedby|data-copy)="([^"]*)"', drawn)
    assert sorted({each for names in named for each in names.split()} - set(ids)) == []


@pytest.mark.parametrize("query", VISITS)
def test_every_element_is_closed_in_its_turn(query: str) -> None:
    empty = {"meta", "link", "input", "br", "img", "use", "rect", "!doctype"}
    open_elements: list[str] = []
    for closing, name, itself in re.findall(r"<(/?)(!?[a-zA-Z][\w-]*)[^>]*?(/?)>", page(query)):
        if closing:
            assert open_elements.pop() == name.lower()
        elif not itself and name.lower() not in empty:
            open_elements.append(name.lower())
    assert open_elements == []


@pytest.mark.parametrize("query", VISITS)
def test_headings_leave_no_gap(query: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", page(query).partition("<main")[2])]
    assert levels[0] == levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize(
    ("query", "theme", "door"),
    [
        ("", "lindewater", "letterbox"),
        ("?theme=voorbeeld&door=desk", "voorbeeld", "workplace"),
        ("?theme=<b>&door=back&vault=ajar", "lindewater", "letterbox"),
    ],
)
def test_door_and_theme_are_chosen_and_nonsense_falls_back(query: str, theme: str, door: str) -> None:
    drawn = page(query)
    assert f'data-theme="{theme}"' in drawn
    assert f'<body class="{door} ' in drawn
