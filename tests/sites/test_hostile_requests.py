"""Requests that no browser sends: each gets a short page in plain words, and none an internal error."""

import html
import itertools
import json
import re
from dataclasses import dataclass

import pytest
from django.utils import translation

from deontos.sites.csrf import COOKIES
from tests.sites.addresses import Address, home_addresses
from tests.sites.visitors import FORM, NOBODY, TOKEN, Visitor, at_desk, holder_of, send
from tests.sites.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.row("1.9")]

TOKENS = dict.fromkeys(COOKIES.values(), TOKEN)
MANY_FIELDS = "&".join(f"f{number}=x" for number in range(501))
TOO_LARGE = b"message=" + b"x" * (16 * 1024 * 1024)
PLAIN = {
    400: "We could not read what was sent.",
    413: "This is too large for us to take in.",
}
HOSTS = ("evil.example", "localhost.evil.example", "localhost:80:80", "[::1", "", "a b", "localhost/", "%00", "é")
PATHS = ("/%00/", "/nl/%00/", "/nl/%ff%fe/", "/desk/%ff/", "/nl/" + "a" * 5000 + "/", "/nl//", "/nl/../desk/", "/é/")
OWN_COOKIES = {
    True: ("__Host-desk", "__Host-vault", "__Host-desk-csrf"),
    False: ("__Host-letterbox", "__Host-csrf"),
}
VALUES = ("", "\x00", "x" * 4000, "é", '"', "%ff", "AAAA", "{}")


@dataclass(frozen=True)
class Body:
    """Something odd to send, and what has to come of it: a status, or None where the form itself may answer."""

    name: str
    content: bytes
    kind: str
    status: int | None


PARTS = "multipart/form-data; boundary=x"
FIELD_IN_PARTS = b"".join(
    b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n+2AA-\r\n' % name
    for name in (b"sitting", b"message", b"text")
)

CHARSETS = ("hex", "idna", "undefined", "utf-7", "utf-16", "unicode_escape")
"""Known to Python. Some make no text of bytes, and some make lone surrogates, which no page can hold."""

BODIES = (
    Body("501 fields", MANY_FIELDS.encode(), FORM, 400),
    Body("multipart without boundary", b"--x\r\n", "multipart/form-data", 400),
    Body("multipart with a wild boundary", b"--x\r\n", "multipart/form-data; boundary=\xc3\xa9", 400),
    Body("a broken multipart", b"--x\r\nContent-Disposition: form-data; na", "multipart/form-data; boundary=x", None),
    Body("a multipart that never ends", b"--x\r\n" * 2000, "multipart/form-data; boundary=x", 400),
    Body("an unknown charset", b"message=1", f"{FORM}; charset=utf-7", 400),
    *(Body(f"a multipart in {charset}", FIELD_IN_PARTS, f"{PARTS}; charset={charset}", 400) for charset in CHARSETS),
    Body("JSON", json.dumps({"message": "x"}).encode(), "application/json", None),
    Body("no content type", b"message=x", "", None),
    Body("a nonsensical content type", b"message=x", "text/\x7f;;;=", None),
    Body("bytes that are no text", b"message=\xff\xfe%ff%fe&receipt=%80&go=\xc3", FORM, None),
    Body("NUL", b"message=%00&receipt=%00&go=%00&language=%00&sitting=%00&next=%00", FORM, None),
    Body("lone surrogates", b"message=%ed%a0%80&receipt=%ed%a0%80", FORM, None),
    Body("a field a hundred times", b"&".join([b"message=x", b"go=next", b"sitting=x"] * 100), FORM, None),
)
QUERIES = (
    "page=%00",
    "page=-1",
    "page=99999999999999999999",
    "page=x",
    "language=%00",
    "next=//evil.example",
    "%ff=%ff",
)


def status_of(visitor: Visitor, method: str, path: str, body: Body | None = None, **headers: str) -> int | str:
    """The status of the answer; with a complaint where a plain sentence has to stand, or with the failure behind it."""
    odd = body or Body("", b"", FORM, None)
    headers |= {"x-csrftoken": TOKEN, "origin": "http://testserver"}
    answer = send(visitor, method, path, odd.content, kind=odd.kind, cookies=TOKENS, headers=headers)
    if answer.status_code in PLAIN and not says(answer.content.decode(), PLAIN[answer.status_code]):
        return f"{answer.status_code} without a plain sentence"
    failure = getattr(answer, "exc_info", None)
    return f"{answer.status_code} {failure[1]!r}" if failure else int(answer.status_code)


def says(page: str, sentence: str) -> bool:
    """Whether a page says this in its own language."""
    language = re.search(r'<html lang="(\w\w)"', page)
    with translation.override(language[1] if language else None):
        return translation.gettext(sentence) in html.unescape(page)


def pages(world: World) -> list[tuple[Address, Visitor]]:
    """Every address with somebody who may come in."""
    manager = at_desk(world.here.keyed, world.here.told.reader, "the manager")
    holder = holder_of(world.here.told, "the holder of a receipt")
    return [(address, manager if address.at_desk else holder) for address in home_addresses(world)]


def test_an_odd_body_breaks_no_form(world: World) -> None:
    found = [
        f"{body.name} for {address.path}: {status}"
        for address, visitor in pages(world)
        for body in BODIES
        if "POST" in address.door.methods
        and (status := status_of(visitor, "POST", address.path, body))
        not in ((body.status,) if body.status else (200, 302, 303, 404))
    ]
    assert found == []


def test_more_than_anybody_types_is_refused_in_plain_words(world: World) -> None:
    reader = at_desk(world.here.keyed, world.here.told.reader, "the manager")
    for path in (f"/nl/{world.here.slug}/report/happened/", f"/nl/{world.here.slug}/receipt/", "/desk/sign-in/"):
        assert status_of(reader, "POST", path, Body("", TOO_LARGE, FORM, 413)) == 413


def test_an_odd_question_breaks_no_page(world: World) -> None:
    found = [
        f"{address.path}?{query[:30]}: {status}"
        for address, visitor in pages(world)
        for query in QUERIES
        if (status := status_of(visitor, "GET", f"{address.path}?{query}")) not in (200, 302, 303, 400, 404, 405)
    ]
    assert found == []


@pytest.mark.parametrize("charset", CHARSETS)
def test_an_odd_charset_breaks_no_page_that_is_only_looked_at(world: World, charset: str) -> None:
    reader = at_desk(world.here.keyed, world.here.told.reader, "the manager")
    odd = Body("", b"x", f"{FORM}; charset={charset}", None)
    for path in (f"/nl/{world.here.slug}/report/", "/desk/", "/"):
        assert status_of(reader, "GET", path, odd) == 400


def test_a_host_that_is_not_ours_gets_the_short_page_everywhere(world: World) -> None:
    """But for the watchman's address, which says nothing."""
    found = [
        f"{method} {address.path} at {host}: {status}"
        for address in home_addresses(world)
        for method, host in itertools.product(("GET", "POST"), HOSTS)
        if (status := status_of(NOBODY, method, address.path, host=host)) != 400 and address.name != "healthz"
    ]
    assert found == []
    assert {status_of(NOBODY, "GET", "/healthz", host=host) for host in HOSTS} == {200}


def test_a_forwarded_host_is_not_believed(world: World) -> None:
    headers = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "forwarded": "host=evil.example"}
    for address, visitor in pages(world):
        answer = send(visitor, "GET", address.path, headers=headers)
        assert "evil.example" not in answer.content.decode() + str(answer.headers)


@pytest.mark.parametrize("path", PATHS)
def test_an_odd_path_is_an_address_that_does_not_exist(path: str) -> None:
    assert status_of(NOBODY, "GET", path) == 404


def test_an_odd_cookie_breaks_no_page(world: World) -> None:
    found = [
        f"{name}={value[:10]!r} for {address.path}: {status}"
        for address in home_addresses(world)
        for name, value in itertools.product(OWN_COOKIES[address.at_desk], VALUES)
        if (status := send(Visitor("", ((name, value),)), "GET", address.path).status_code) not in (200, 302, 404, 405)
    ]
    assert found == []
