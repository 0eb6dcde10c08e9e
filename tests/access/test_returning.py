"""After signing in or unlocking one goes on at a path of this site, whatever the address asks for."""

import pytest
from django.test import RequestFactory

from deontos.access.web.returning import is_path_here, way_back

pytestmark = pytest.mark.row("1.12")

HOSTILE = [
    "https://evil.example/",
    "http:evil.example",
    "//evil.example/desk/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\n//evil.example",
    " //evil.example",
    "/\x00//evil.example\x1b",
    "javascript:alert(1)",
    "data:text/html,x",
    "desk/vault/",
    "@evil.example",
    "https:///evil.example",
    "",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_an_address_that_leads_away_is_left(address: str) -> None:
    assert not is_path_here(address)
    assert way_back(RequestFactory().get("/desk/vault/", {"next": address}), "/desk/") == "/desk/"
    assert way_back(RequestFactory().post("/desk/vault/", {"next": address}), "/desk/") == "/desk/"


@pytest.mark.parametrize("address", ["/desk/", "/desk/cases/?state=open&page=2", "/desk/cases/x/#talk", "/?a=//b"])
def test_a_path_of_ours_is_followed(address: str) -> None:
    assert way_back(RequestFactory().get("/desk/vault/", {"next": address}), "/desk/") == address


def test_what_the_form_says_counts_before_the_address() -> None:
    request = RequestFactory().post("/desk/vault/?next=/desk/a/", {"next": "/desk/b/"})
    assert way_back(request, "/desk/") == "/desk/b/"
