"""Every address, its methods and who may enter."""

import json
import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.access.vocabulary import Entrant
from deontos.sites.cli.frame import main
from deontos.sites.routes import Route, routes

pytestmark = pytest.mark.row("1.7")


@door(open_to=Entrant.ANYBODY, methods=("GET", "HEAD", "POST"))
def anybody(request: HttpRequest) -> HttpResponse:
    """A view for everybody."""
    return HttpResponse()


@door(requires=Permission.CASES_CASE_READ)
def somebody(request: HttpRequest) -> HttpResponse:
    """A view for those who may read cases."""
    return HttpResponse()


def nobody_knows(request: HttpRequest) -> HttpResponse:
    """A view without a door."""
    return HttpResponse()


urlpatterns = [
    path("", anybody, name="anybody"),
    path("a/<slug:word>/", include([path("b/<int:number>/", somebody, name="somebody"), path("c", nobody_knows)])),
]


def test_the_tree_is_walked_to_its_leaves() -> None:
    assert routes(__name__) == [
        Route("/", "anybody", ("GET", "HEAD", "POST"), None, "anybody"),
        Route("/a/<slug:word>/b/<int:number>/", "somebody", ("GET", "HEAD"), "cases:case:read", None),
        Route("/a/<slug:word>/c", None, (), None, None),
    ]


def test_the_house_is_listed_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show-urls", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) == len(routes())
    assert all(route["methods"] and (route["requires"] is None) != (route["open_to"] is None) for route in listed)
    by_name = {route["name"]: route for route in listed}
    assert by_name["letter_list"] == {
        "pattern": "/desk/outbox/",
        "name": "letter_list",
        "methods": ["GET", "HEAD"],
        "requires": None,
        "open_to": "demo_visitor",
    }


def test_the_house_is_listed_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show-urls"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(routes())
    assert all(re.fullmatch(r"/\S*  GET\S*  [a-z_:]+|/\S*  POST\S*  [a-z_:]+", line) for line in lines)
    assert "/desk/outbox/  GET,HEAD  demo_visitor" in lines
