"""The headers and cookies of every address, directive by directive."""

import re
from http.cookies import Morsel
from typing import Any

import pytest
from django.test import Client

from tests.factories.administration import PASSWORD, SECRET, account, code
from tests.factories.organisations import person
from tests.sites.addresses import every_address
from tests.sites.visitors import NOBODY, ask, at_desk, holder_of
from tests.sites.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.row("1.6")]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
GIVEN = {"default-src": "'none'", "frame-ancestors": "'none'", "sandbox": ""}
"""Of what is given out as a download."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}
LEAVING = {**HEADERS, "Referrer-Policy": "no-referrer"}
"""Whoever leaves goes to another site, which must not learn from where."""
TELLING = {"Server", "X-Powered-By", "Date", "ETag", "Last-Modified", "Set-Cookie2"}
HOST_COOKIE = {"secure": True, "httponly": True, "samesite": "Strict", "path": "/"}
FORM = re.compile(rb'name="csrfmiddlewaretoken"')
PUBLIC = {
    *("organisation_choice", "healthz", "public_page"),
    *("procedure", "privacy", "accessibility", "protection", "not_from_work"),
}


def policy_of(answer: Any) -> dict[str, str]:
    """The content security policy by directive."""
    parts = [part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: value for name, _blank, value in parts}


def attributes_of(cookie: "Morsel[str]") -> dict[str, object]:
    """What a cookie says besides its value."""
    return {name: value for name, value in cookie.items() if value != ""}


def wrong_headers(answer: Any, wanted: dict[str, str]) -> list[str]:
    """Headers of an answer that are not as they have to be."""
    sent = answer.headers
    found = [f"{name}: {sent.get(name)}" for name, value in wanted.items() if sent.get(name) != value]
    found += [f"{name} is sent" for name in TELLING if name in sent]
    if "no-store" not in sent.get("Cache-Control", ""):
        found.append(f"Cache-Control: {sent.get('Cache-Control')}")
    is_given = sent.get("Content-Disposition", "").startswith("attachment")
    return found if policy_of(answer) == (GIVEN if is_given else POLICY) else [*found, sent["Content-Security-Policy"]]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_every_answer_has_every_header(world: World, method: str) -> None:
    """Also the answers to strangers, to forbidden methods, and for what does not exist."""
    manager = at_desk(world.here.keyed, world.here.told.reader, "the manager")
    holder = holder_of(world.here.told, "the holder of a receipt")
    found = [
        f"{method} {address.path} for {visitor.name}: {wrong}"
        for address in every_address(world)
        for visitor in (NOBODY, manager if address.at_desk else holder)
        for wrong in wrong_headers(
            ask(visitor, method, address.path), LEAVING if is_way_out(address, method) else HEADERS
        )
    ]
    assert found == []


def is_way_out(address: Any, method: str) -> bool:
    """Whether this request leads away from here."""
    return bool(address.name == "leave" and address.exists and method == "GET")


@pytest.mark.row("1.8")
def test_looking_around_leaves_no_cookie(world: World) -> None:
    """Not even the cookie of the forms, before one is opened."""
    seen = [address for address in every_address(world) if address.name in PUBLIC]
    assert {address.name for address in seen} == PUBLIC
    assert [address.path for address in seen if Client().get(address.path).cookies] == []


@pytest.mark.row("1.9")
def test_a_page_with_a_form_sets_the_cookie_of_its_door_and_no_other(world: World) -> None:
    forms = 0
    for address in every_address(world):
        answer = Client().get(address.path)
        has_form = bool(FORM.search(answer.content))
        own = "__Host-desk-csrf" if address.at_desk else "__Host-csrf"
        if address.name == "leave" or (has_form and not address.at_desk):
            assert set(answer.cookies) - {"__Host-letterbox"} == ({own} if address.exists else set())
        else:
            assert set(answer.cookies) <= ({own} if has_form else set())
        forms += has_form
    assert forms > 5


def test_each_cookie_of_the_letterbox_is_exact(world: World) -> None:
    client, place = Client(), f"/nl/{world.here.slug}"
    opened = client.get(f"{place}/report/")
    assert {name: attributes_of(each) for name, each in opened.cookies.items()} == {"__Host-csrf": HOST_COOKIE}
    started = client.post(f"{place}/report/", {"go": "next"})
    assert (started.status_code, started.headers["Location"]) == (303, f"{place}/report/code/")
    assert attributes_of(started.cookies["__Host-letterbox"]) == HOST_COOKIE
    asked = client.post(f"{place}/receipt/", {"receipt": world.here.told.receipt.text, "go": "next"})
    assert attributes_of(asked.cookies["__Host-letterbox"]) == HOST_COOKIE
    assert world.here.told.receipt.text not in str(asked.headers)


@pytest.mark.row("1.12")
def test_each_cookie_of_the_desk_is_exact(world: World) -> None:
    newcomer = person(world.here.organisation, "Ines Rietkraag")
    account(newcomer, password=PASSWORD, secret=SECRET)
    client = Client()
    client.get("/desk/sign-in/")
    given = client.post("/desk/sign-in/", {"login": newcomer.email, "password": PASSWORD})
    assert given.headers["Location"].startswith("/desk/second-factor/")
    assert attributes_of(given.cookies["__Host-desk"]) == {**HOST_COOKIE, "samesite": "Lax"}
    done = client.post("/desk/second-factor/", {"code": code()})
    assert done.status_code == 302
    assert attributes_of(done.cookies["__Host-desk"]) == {**HOST_COOKIE, "samesite": "Lax"}
    assert attributes_of(client.get("/desk/vault/").cookies["__Host-desk-csrf"]) == HOST_COOKIE
    drawn = client.post("/desk/vault/make/")
    assert attributes_of(drawn.cookies["__Host-vault"]) == HOST_COOKIE


def test_what_is_laid_down_is_kept_by_the_browser_and_says_nothing(world: World) -> None:
    """Style sheets and fonts carry their digest in their name, so they may be kept for ever."""
    page = Client().get("/").content.decode()
    sheet = re.search(r'href="(/static/ui/\w+\.[0-9a-f]{12}\.css)"', page)
    assert sheet
    answer = Client().get(sheet[1])
    assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    answer.close()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert not answer.cookies
