"""What the server answers by itself: to bytes that are no request, and to what would turn one into another."""

import re
import socket
from http import HTTPStatus
from http.client import HTTPResponse

import pytest
from gunicorn.http import errors  # type: ignore[import-untyped]

from deontos.sites.unread import STATUSES, bare_answer, status_of
from tests.sites.cli.conftest import Installation
from tests.sites.cli.test_serve import served
from tests.sites.test_headers import HEADERS, POLICY, policy_of

pytestmark = pytest.mark.row("4.14")

OURS = b"Host: integrity.example.org\r\nConnection: close\r\n"
SECRET = b"heliotrope"
NO_REQUESTS = (
    (b"heliotrope / HTTP/1.1\r\n", 400),
    (b"get /heliotrope/ HTTP/1.1\r\n", 400),
    (b"GET /heliotrope/ HTTP/2.0\r\n", 400),
    (b"GET /heliotrope/\r\n", 400),
    (b"GET / HTTP/1.1\r\nheliotrope\r\n", 400),
    (b"GET / HTTP/1.1\r\nHost: heliotrope.example\r\n", 400),
    (b"GET / HTTP/1.1\r\n Folded: heliotrope\r\n", 400),
    (b"GET / HTTP/1.1\r\nContent-Length: heliotrope\r\n", 400),
    (b"GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400),
    (b"GET /?heliotrope=" + b"a" * 5000 + b" HTTP/1.1\r\n", 414),
    (b"GET / HTTP/1.1\r\nExpect: heliotrope\r\n", 417),
    (b"GET / HTTP/1.1\r\nX-Long: heliotrope" + b"a" * 9000 + b"\r\n", 431),
    (b"GET / HTTP/1.1\r\n" + b"X-Many: heliotrope\r\n" * 101, 431),
    (b"GET / HTTP/1.1\r\nTransfer-Encoding: heliotrope\r\n", 501),
)
"""Requests that never come to the house, with the status each gets."""

METHODS = ("TRACE", "TRACK", "CONNECT", "PROPFIND", "OPTIONS", "PUT", "DELETE", "PATCH", "LOCK", "DEBUG", "BREW")
TARGETS = ("/", "/desk/", "/static/", "/healthz", "http://integrity.example.org/desk/")
REFUSED = (
    *((method, target) for method in METHODS for target in TARGETS),
    ("OPTIONS", "*"),
    ("CONNECT", "evil.example:443"),
)
BELIEVED_ELSEWHERE = (
    ("SCRIPT_NAME", "/desk"),
    ("PATH_INFO", "/nl/"),
    ("X-Forwarded-Proto", "http"),
    ("X-Forwarded-Protocol", "ssl"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Prefix", "/evil"),
    ("X-Script-Name", "/evil"),
    ("X-Original-URL", "/nl/"),
    ("X-Rewrite-URL", "/nl/"),
)
"""Headers with which a proxy tells some server where it stands; two of them contradict each other."""


def said(port: int, request: bytes) -> tuple[HTTPResponse, bytes]:
    """What came back for these bytes, to the last one."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(request + b"\r\n")
        answer = HTTPResponse(line)
        answer.begin()
        return answer, answer.read()


def faults(answer: HTTPResponse, page: bytes) -> list[str]:
    """What is wrong with an answer that the server gave by itself."""
    wanted = {**HEADERS, "Cache-Control": "no-store", "Strict-Transport-Security": "max-age=31536000"}
    found = [f"{name}: {answer.headers[name]}" for name, value in wanted.items() if answer.headers[name] != value]
    found += [name for name in ("Set-Cookie", "Server") if name in answer.headers]
    found += [] if policy_of(answer) == POLICY else ["the policy"]
    languages = re.findall(rb'<section class="stack" lang="(\w\w)">', page)
    return found + ([] if languages == [b"nl", b"fr", b"en", b"es"] else ["no page of the house"])


def test_what_is_no_request_gets_a_page_of_ours_that_repeats_nothing(production: Installation) -> None:
    with served(production) as (port, process):
        for request, status in NO_REQUESTS:
            answer, page = said(port, request + OURS)
            assert (request[:40], answer.status, faults(answer, page)) == (request[:40], status, [])
            assert SECRET not in page + str(answer.headers).encode()
        process.terminate()
        log = process.communicate(timeout=60)[0]
    assert log.splitlines() == ["WARNING gunicorn A request was not understood."] * len(NO_REQUESTS)


def test_no_method_and_no_header_makes_another_request_of_one(production: Installation) -> None:
    """One house for all of it: it takes its time to start."""
    with served(production) as (port, _process):
        assert [wrong for method, target in REFUSED for wrong in not_refused(port, method, target)] == []
        assert [wrong for path in ("/desk/sign-in/", "/desk/", "/") for wrong in moved(port, path)] == []
        every = "".join(f"{name}: {value}\r\n" for name, value in BELIEVED_ELSEWHERE).encode()
        answer, _page = said(port, b"GET /healthz HTTP/1.1\r\n" + every + OURS)
        assert (answer.status, answer.headers["Server"], answer.headers["X-Powered-By"]) == (200, "gunicorn", None)


def not_refused(port: int, method: str, target: str) -> list[str]:
    """What is wrong with the refusal of a method; none of them has a page or a cookie."""
    answer, page = said(port, f"{method} {target} HTTP/1.1\r\n".encode() + OURS)
    wanted = {"Allow": "GET, HEAD, POST", "Set-Cookie": None, "Cache-Control": "no-store"}
    if answer.status == 405 and not page and {name: answer.headers[name] for name in wanted} == wanted:
        return []
    return [f"{method} {target}: {answer.status}"]


def moved(port: int, path: str) -> list[str]:
    """The headers with which this address becomes another one: a visitor could choose what stands behind a proxy."""

    def answered(header: str = "") -> tuple[int, str | None, bytes]:
        answer, page = said(port, f"GET {path} HTTP/1.1\r\n{header}".encode() + OURS)
        return answer.status, answer.headers["Location"], without_token(page)

    plain = answered()
    return [f"{name} at {path}" for name, value in BELIEVED_ELSEWHERE if answered(f"{name}: {value}\r\n") != plain]


def without_token(page: bytes) -> bytes:
    """The page without the one thing that differs each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)


def test_a_failure_of_ours_is_no_fault_of_whoever_asked() -> None:
    assert status_of(ValueError("x")) is HTTPStatus.INTERNAL_SERVER_ERROR
    assert status_of(errors.InvalidResponseHeader("x")) is HTTPStatus.INTERNAL_SERVER_ERROR
    assert status_of(errors.InvalidHeader("x")) is HTTPStatus.BAD_REQUEST
    broken, unread = (bare_answer(HTTPStatus(status)) for status in (500, 400))
    assert b"Something went wrong on our side." in broken
    assert b"We could not read what was sent." in unread
    assert {answer.partition(b" ")[2][:3] for answer in map(bare_answer, STATUSES)} == {
        str(status.value).encode() for status in STATUSES
    }
