"""A form that is not ours changes nothing, and whoever only came too late loses no text."""

import html
from urllib.parse import urlencode

import pytest
from django.conf import settings

from tests.sites.addresses import Address, home_addresses
from tests.sites.visitors import TOKEN, Visitor, at_desk, holder_of, send
from tests.sites.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.row("1.9", "1.6")]

TYPED = 'He said "nothing" & left <b>heliotrope</b>\nat the end of the day'
FOREIGN = ("https://evil.example", "null", "http://testserver.evil.example", "http://localhost")


def taking_forms(world: World) -> list[tuple[Address, Visitor]]:
    """Every address that takes a form, with somebody who may send it."""
    manager = at_desk(world.here.keyed, world.here.told.reader, "the manager")
    holder = holder_of(world.here.told, "the holder of a receipt")
    return [
        (address, manager if address.at_desk else holder)
        for address in home_addresses(world)
        if "POST" in address.door.methods
    ]


def typed(address: Address, visitor: Visitor, cookies: dict[str, str], token: str, origin: str = "") -> tuple[int, str]:
    """The status and the page after sending typed text with this token."""
    body = urlencode({"csrfmiddlewaretoken": token, "message": TYPED, "go": "next"}).encode()
    answer = send(visitor, "POST", address.path, body, cookies=cookies, headers={"origin": origin} if origin else {})
    page = b"" if answer.streaming else answer.content  # a package is no page
    return answer.status_code, page.decode()


def own_cookie(address: Address) -> str:
    """The cookie that goes with forms at this door."""
    return "__Host-desk-csrf" if address.at_desk else "__Host-csrf"


def test_without_the_right_token_the_text_comes_back_and_nothing_happens(world: World) -> None:
    found = []
    for address, visitor in taking_forms(world):
        own, other = own_cookie(address), "__Host-csrf" if address.at_desk else "__Host-desk-csrf"
        ways = {
            "no cookie": ({}, TOKEN),
            "no token": ({own: TOKEN}, ""),
            "another token": ({own: TOKEN}, "8" * 32),
            "the other door's cookie": ({other: TOKEN}, TOKEN),
            "nonsense": ({own: "\x00<script>"}, "\x00<script>"),
        }
        for way, (cookies, token) in ways.items():
            status, page = typed(address, visitor, cookies, token, settings.OPERATOR.base_url)
            has_new_token = 'name="csrfmiddlewaretoken"' in page
            if (status, has_new_token) != (403, True) or html.escape(TYPED) not in page:
                found.append(f"{address.path} with {way}: {status}, new token: {has_new_token}")
    assert found == []


def test_another_site_can_send_no_form_and_put_no_words_in_our_pages(world: World) -> None:
    found = []
    for address, visitor in taking_forms(world):
        for origin in FOREIGN:
            status, page = typed(address, visitor, {own_cookie(address): TOKEN}, TOKEN, origin)
            if status != 403 or "heliotrope" in page:
                found.append(f"{address.path} from {origin}: {status}")
    assert found == []


def test_the_base_address_is_ours_whatever_the_proxy_calls_the_machine(world: World) -> None:
    for address, visitor in taking_forms(world):
        status, _page = typed(address, visitor, {own_cookie(address): TOKEN}, TOKEN, settings.OPERATOR.base_url)
        assert status != 403


def test_whoever_sends_no_origin_loses_no_text_at_the_letterbox(world: World) -> None:
    """Some browsers that protect their user say nothing about where a form stood."""
    for address, visitor in taking_forms(world):
        if not address.at_desk:
            status, page = typed(address, visitor, {}, "")
            assert (status, html.escape(TYPED) in page) == (403, True)
