"""A real nginx with the example of `deploy/` before a served house: nothing on its disk, nothing changed on the way."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest

from tests.fire import times
from tests.services.nginx import PROGRAM, Nginx
from tests.services.ports import free_port
from tests.sites.cli.conftest import laid_out, set_up_in
from tests.sites.cli.test_serve import served
from tests.sites.test_headers import HEADERS, POLICY, policy_of

pytestmark = [
    pytest.mark.row("4.18"),
    pytest.mark.skipif(
        PROGRAM is None, reason="nginx is not on this machine: the example before a real house is left out"
    ),
]

NAME = "integrity.example.org"
CANARY = b"heliotrope"
PIECE = CANARY * 6554
OPENING = b'--x\r\nContent-Disposition: form-data; name="attachments"; filename="a.txt"\r\n\r\n'
CLOSING = b"\r\n--x--\r\n"
UPLOAD = {
    "Host": NAME,
    "Origin": f"https://{NAME}",
    "Cookie": f"__Host-csrf={'7' * 32}",
    "Content-Type": "multipart/form-data; boundary=x",
}
MEGABYTES = times(4, fire=256)
MOVING = {
    "SCRIPT_NAME": "/desk",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-For": "203.0.113.77",
    "X-Script-Name": "/desk",
}


@pytest.fixture
def away(tmp_path: Path) -> Iterator[Nginx]:
    """Before a house that does not answer."""
    with Nginx(tmp_path / "nginx", free_port(), NAME) as nginx:
        yield nginx


@pytest.fixture
def before(tmp_path: Path, transactional_db: None) -> Iterator[Nginx]:
    """Before a house in production."""
    laid_out(tmp_path / "static")
    with served(set_up_in(tmp_path)) as (port, _process), Nginx(tmp_path / "nginx", port, NAME) as nginx:
        yield nginx


def line_to(nginx: Nginx) -> HTTPSConnection:
    """A line over TLS, to this name."""
    trusted = ssl.create_default_context(cafile=str(nginx.folder / "certificate.pem"))
    connection = HTTPSConnection(NAME, nginx.port, context=trusted, timeout=60)
    plain = socket.create_connection(("127.0.0.1", nginx.port), timeout=60)
    connection.sock = trusted.wrap_socket(plain, server_hostname=NAME)
    return connection


def answered(nginx: Nginx, method: str, path: str, headers: dict[str, str] | None = None) -> tuple[HTTPResponse, bytes]:
    """What comes back through it."""
    with closing(line_to(nginx)) as line:
        line.request(method, path, headers={"Host": NAME, **(headers or {})})
        answer = line.getresponse()
        return answer, answer.read()


def test_nginx_reads_the_example(tmp_path: Path) -> None:
    told = Nginx(tmp_path / "nginx", free_port(), NAME).tested()
    assert (told.returncode, "warn" in told.stderr) == (0, False), told.stderr


def test_what_goes_through_is_neither_changed_nor_written_down(before: Nginx) -> None:
    """One house for all of it: it takes its time to start."""
    answer, page = answered(before, "GET", f"/?{CANARY.decode()}=1")
    said = {**HEADERS, "Cache-Control": "no-store", "Strict-Transport-Security": "max-age=31536000", "Server": "nginx"}
    assert (answer.status, policy_of(answer)) == (200, POLICY)
    assert {name: answer.headers.get_all(name) for name in said} == {name: [value] for name, value in said.items()}
    assert b"Lindewater" in page or b"Deontos" in page
    for path in ("/desk/sign-in/", "/"):
        plain, moved = answered(before, "GET", path), answered(before, "GET", path, MOVING)
        assert (plain[0].status, moved[0].status, len(plain[1])) == (200, 200, len(moved[1]))
        assert b"evil.example" not in moved[1]
    assert answered(before, "GET", "/", {"Host": "evil.example"})[0].status == 400
    assert answered(before, "POST", "/desk/sign-in/", {"Origin": f"https://{NAME}"})[0].status == 403
    assert [answered(before, method, "/")[0].status for method in ("TRACE", "PROPFIND", "DELETE")] == [405] * 3
    upload(before)
    assert CANARY not in before.written
    assert b"127.0.0.1" not in before.written


def upload(nginx: Nginx) -> None:
    """A file on its way lies nowhere: neither in a folder of the proxy, nor in a file without a name that it holds.

    The cookie makes the house read all of it, before it refuses what has no proof.
    """
    quiet, pieces = nginx.held, [OPENING, *[PIECE] * (16 * MEGABYTES)]
    with closing(line_to(nginx)) as line:
        line.putrequest("POST", "/nl/lindewater/report/", skip_host=True)
        for name, value in UPLOAD.items():
            line.putheader(name, value)
        line.putheader("Content-Length", str(sum(map(len, pieces)) + len(CLOSING)))
        line.endheaders()
        for piece in pieces:
            line.send(piece)
        assert nginx.temporary == []
        assert nginx.held - quiet == set()
        line.send(CLOSING)
        assert line.getresponse().status == 403
    assert nginx.temporary == []


def test_while_the_house_is_away_four_languages_say_so(away: Nginx) -> None:
    answer, page = answered(away, "POST", f"/nl/lindewater/report/send/?{CANARY.decode()}=1")
    assert answer.status == 502
    assert [language for language in ("nl", "fr", "en", "es") if f'<section lang="{language}">'.encode() in page] == [
        *("nl", "fr", "en", "es")
    ]
    wanted = {
        "Cache-Control": "no-store",
        "Content-Type": "text/html; charset=utf-8",
        "Referrer-Policy": "same-origin",
        "Server": "nginx",
        "Strict-Transport-Security": "max-age=31536000",
        "X-Content-Type-Options": "nosniff",
    }
    assert {name: answer.headers.get_all(name) for name in wanted} == {name: [value] for name, value in wanted.items()}
    assert policy_of(answer) == {
        **dict.fromkeys(("default-src", "frame-ancestors", "base-uri", "form-action"), "'none'"),
    }
    assert answered(away, "GET", "/unavailable.html")[0].status == 404
    assert CANARY not in away.written


def test_without_tls_it_only_leads_to_the_one_name(away: Nginx) -> None:
    with socket.create_connection(("127.0.0.1", away.plain_port), timeout=30) as line:
        line.sendall(b"GET /nl/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        answer = HTTPResponse(line)
        answer.begin()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/nl/")
    assert away.written == b""
