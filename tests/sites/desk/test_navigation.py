"""The side navigation shows each person the entries of their offices, in the order of the groups, and no others."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from deontos.access.gate import Actor, Seat
from deontos.access.permissions import Permission
from deontos.organisations.vocabulary import OfficeKind
from deontos.sites.desk.navigation import NAVIGATION, TITLES, Count, GroupName, Navigation, Place

pytestmark = pytest.mark.row("1.6")

HOME: UUID = uuid4()


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class Addresses:
    """Three pages, one under the address of another."""

    urlpatterns = [
        path("desk/", page, name="home"),
        path("desk/cases/", page, name="cases"),
        path("desk/yearbook/", page, name="yearbook"),
    ]


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=Addresses):
        yield


@pytest.fixture
def navigation() -> Navigation:
    made = Navigation()
    made.add(Place(GroupName.ACCOUNTING, "Yearbook", "yearbook", "book-open"))
    made.add(Place(GroupName.IN_CONFIDENCE, "Cases", "cases", "shield", Permission.CASES_CASE_READ, lambda _: Count(4)))
    made.add(Place(GroupName.TODAY, "Today", "home", "inbox", count=lambda _: Count(2, overdue=True)))
    return made


MANAGER = Actor(uuid4(), frozenset({Seat(HOME, OfficeKind.COMPLAINTS_MANAGER)}))
COLLEAGUE = Actor(uuid4())


def request_of(actor: Actor, here: str = "/elsewhere/") -> HttpRequest:
    request = HttpRequest()
    request.actor, request.path = actor, here  # type: ignore[attr-defined]
    return request


def seen(navigation: Navigation, actor: Actor) -> list[tuple[str, list[str]]]:
    groups = navigation.groups(request_of(actor))
    return [(str(group.title), [str(entry.text) for entry in group.entries]) for group in groups]


def test_entries_stand_in_the_order_of_the_groups(navigation: Navigation) -> None:
    assert seen(navigation, MANAGER) == [
        ("", ["Today"]),
        ("In confidence", ["Cases"]),
        ("Accounting for it", ["Yearbook"]),
    ]


def test_an_entry_that_an_office_may_not_open_and_a_group_without_entries_do_not_exist(navigation: Navigation) -> None:
    assert seen(navigation, COLLEAGUE) == [("", ["Today"]), ("Accounting for it", ["Yearbook"])]


def test_a_count_is_asked_only_of_what_is_shown() -> None:
    asked: list[Actor] = []
    navigation = Navigation()

    def count(request: HttpRequest) -> Count:
        asked.append(request.actor)  # type: ignore[attr-defined]
        return Count(1)

    navigation.add(Place(GroupName.IN_CONFIDENCE, "Cases", "cases", "shield", Permission.CASES_CASE_READ, count))
    navigation.groups(request_of(COLLEAGUE))
    navigation.groups(request_of(MANAGER))
    assert asked == [MANAGER]


@pytest.mark.parametrize(
    ("here", "current"),
    [
        ("/desk/", "Today"),
        ("/desk/vault/", "Today"),
        ("/desk/cases/", "Cases"),
        ("/desk/cases/7/answer/", "Cases"),
        ("/nl/lindewater/", None),
    ],
)
def test_the_entry_of_the_nearest_address_is_current(here: str, current: str | None, navigation: Navigation) -> None:
    entries = [entry for group in navigation.groups(request_of(MANAGER, here)) for entry in group.entries]
    assert [entry.text for entry in entries if entry.current] == ([current] if current else [])


def test_counts_and_addresses_reach_the_entry(navigation: Navigation) -> None:
    entries = {entry.text: entry for group in navigation.groups(request_of(MANAGER, "/")) for entry in group.entries}
    assert {text: (entry.href, entry.count, entry.overdue) for text, entry in entries.items()} == {
        "Today": ("/desk/", 2, True),
        "Cases": ("/desk/cases/", 4, False),
        "Yearbook": ("/desk/yearbook/", 0, False),
    }


def test_the_same_entry_twice_stands_there_once(navigation: Navigation) -> None:
    navigation.add(Place(GroupName.TODAY, "Today again", "home", "inbox"))
    assert seen(navigation, COLLEAGUE)[0] == ("", ["Today"])


def test_every_group_has_a_title_and_the_house_has_home_and_cases() -> None:
    assert set(TITLES) == set(GroupName)
    assert {"desk_home", "case_list"} <= {place.route for place in NAVIGATION._places}
