"""Every address has a door that says who may enter: the tree of addresses is walked, and every view is looked at."""

import ast
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.views.decorators.csrf import csrf_exempt

from deontos.access.doors import Door, door
from deontos.access.vocabulary import Entrant
from tests.house.complaints import Complaint, insist
from tests.house.plan import Module, dotted_name, is_view, modules, sample, storey_of

pytestmark = pytest.mark.row("1.2")


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every route under a resolver with its view."""
    for pattern in resolver.url_patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            assert isinstance(pattern, URLPattern)
            yield route, pattern.callback


def doorless(route: str, view: Callable[..., Any]) -> list[Complaint]:
    """A view that can be reached and has no door."""
    if isinstance(getattr(view, "door", None), Door):
        return []
    return [Complaint(route or "/", f"{getattr(view, '__name__', view)} has no door")]


def unchecked(route: str, view: Callable[..., Any]) -> list[Complaint]:
    """A view that takes forms without proof that they are ours, whoever wrote it."""
    return [Complaint(route or "/", "is exempt from the CSRF check")] if getattr(view, "csrf_exempt", False) else []


def unannounced(module: Module) -> Iterator[Complaint]:
    """Views without a door in their source, in rooms that can know of doors at all."""
    if "views" not in module.parts or storey_of(module.room) <= storey_of("access"):
        return
    for function in module.public_functions():
        doors = [
            each for each in function.decorator_list if isinstance(each, ast.Call) and dotted_name(each.func) == "door"
        ]
        if is_view(module, function) and not doors:
            yield Complaint(f"{module.place}::{function.name}", "is a view without a door")


def test_every_address_has_a_door() -> None:
    every = list(routes(get_resolver()))
    assert any(route.startswith("desk/") for route, _view in every)
    insist("doorless", [wrong for route, view in every for wrong in doorless(route, view)])
    insist("unchecked", [wrong for route, view in every for wrong in unchecked(route, view)])


def test_every_view_says_who_may_enter() -> None:
    insist("unannounced", [wrong for module in modules() for wrong in unannounced(module)])


def bare(request: HttpRequest) -> HttpResponse:
    """A view without a door."""
    return HttpResponse()


@door(open_to=Entrant.ANYBODY)
def open_to_anybody(request: HttpRequest) -> HttpResponse:
    """A view with a door."""
    return HttpResponse()


def test_a_view_without_csrf_check_is_noticed() -> None:
    assert unchecked("open/", csrf_exempt(lambda request: HttpResponse())) == [
        Complaint("open/", "is exempt from the CSRF check")
    ]
    assert unchecked("open/", open_to_anybody) == []


class Addresses:
    """A small tree of addresses with one bare view, deep inside."""

    urlpatterns = [
        path("open/", open_to_anybody),
        path("desk/", include([path("", open_to_anybody), path("cases/", include([path("<int:case>/", bare)]))])),
    ]


def test_a_view_without_door_is_noticed_wherever_it_hides() -> None:
    tree = get_resolver(Addresses)  # type: ignore[arg-type]
    assert [route for route, _view in routes(tree)] == ["open/", "desk/", "desk/cases/<int:case>/"]
    assert [wrong for route, view in routes(tree) for wrong in doorless(route, view)] == [
        Complaint("desk/cases/<int:case>/", "bare has no door")
    ]


@pytest.mark.parametrize(
    ("place", "head", "count"),
    [
        ("cases/web/views.py", "", 1),
        ("cases/web/views.py", "@require_POST\n", 1),
        ("cases/web/views.py", "@door\n", 1),
        ("cases/web/views.py", "@door(requires=P.CASES_CASE_READ)\n", 0),
        ("sites/letterbox/views/form.py", "", 1),
        ("ui/web/views.py", "", 0),
    ],
)
def test_a_view_that_does_not_say_who_may_enter_is_noticed(place: str, head: str, count: int) -> None:
    assert len(list(unannounced(sample(place, f"{head}def case_detail(request): ...")))) == count


def test_what_only_reads_the_request_is_no_view() -> None:
    assert list(unannounced(sample("cases/web/views.py", "def reader_at(request: HttpRequest) -> Reader: ..."))) == []
