"""Bytes over a line to the web server itself: nothing moves an address, nothing is answered twice, nothing falls."""

import re
import socket
from pathlib import Path

import pytest

from tests.fire.hostile.line import asking, heard
from tests.fire.hostile.lines import BODIES, HEADERS, HOSTS, MOVING, NO_HTTP, PATHS, SIGN_IN, sized
from tests.services.operator import deontos_started
from tests.sites.cli.conftest import Installation
from tests.sites.cli.test_serve import end, served

pytestmark = pytest.mark.row("4.12")

PROOF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
HANGING = 8


def page(raw: bytes) -> bytes:
    """What stands in an answer, without the headers and the proof of its forms, which differ each time."""
    return PROOF.sub(b"", raw.partition(b"\r\n\r\n")[2])


def test_nothing_on_the_line_is_answered_twice_or_brings_the_house_down(production: Installation) -> None:
    tables = HOSTS | PATHS | BODIES | HEADERS | NO_HTTP
    with served(production) as (port, process):
        plain = heard(port, asking(SIGN_IN)).raw
        answers = {name: heard(port, request) for name, (request, _due) in tables.items()}
        moved = [said for said in MOVING if page(heard(port, asking(SIGN_IN, *said)).raw) != page(plain)]
        process.terminate()
        told = process.communicate()[0]
    assert {name: answer.statuses for name, answer in answers.items()} == {
        name: due for name, (_, due) in tables.items()
    }
    assert [name for name, answer in answers.items() if b"evil" in answer.raw] == []
    assert moved == []
    assert "evil" not in told
    assert "root:" not in told + str([answer.raw for answer in answers.values()])


def test_whoever_stops_halfway_keeps_nobody_else_waiting(production: Installation) -> None:
    """Half a request line, half a header and half a body, each from several at once."""
    halves = (b"GE", b"GET / HTTP/1.1\r\nHos", sized("1000"))
    with served(production) as (port, _process):
        lines = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(HANGING)]
        for number, line in enumerate(lines):
            line.sendall(halves[number % len(halves)])
        assert heard(port, asking(SIGN_IN)).statuses == [200]
        for line in lines:
            line.close()
        assert heard(port, asking(SIGN_IN)).statuses == [200]


def test_what_stands_in_the_surroundings_moves_nothing_either(production: Installation, tmp_path: Path) -> None:
    """Gunicorn reads some of its settings from there; the house sets all of them itself."""
    settings = {**production.settings, "SCRIPT_NAME": "/evil", "FORWARDED_ALLOW_IPS": "*", "WEB_CONCURRENCY": "0"}
    path = tmp_path / "house.sock"
    process = deontos_started("serve", "--processes", "1", "--bind", f"unix:{path}", settings=settings)
    try:
        assert process.stdout
        assert process.stdout.readline() == f"Serving on unix:{path}\n"
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(30)
            line.connect(str(path))
            line.sendall(asking(SIGN_IN, b"SCRIPT_NAME: /evil"))
            found = b"".join(iter(lambda: line.recv(65536), b""))
    finally:
        end(process)
    assert found.startswith(b"HTTP/1.1 200 ")
    assert b"/evil" not in found
