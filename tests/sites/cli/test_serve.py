"""The web process as an operator starts it: where it listens, what it says, how it ends."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from deontos.sites.serving import DiscreetLogger, DiscreetWorker, Server, Serving
from tests.services.operator import deontos, deontos_started
from tests.services.ports import free_port
from tests.sites.cli.conftest import Installation

HOST = {"Host": "integrity.example.org"}
SECONDS_TO_END = 45
FORM = "application/x-www-form-urlencoded"
STRANGE_KINDS = (
    *(f"{FORM}; charset={charset}" for charset in ("hex", "base64", "rot13", "idna", "undefined", "utf-7", "utf-16")),
    "x; charset=hex",
    "x; a*=nonsense''b",
    "x; a*=undefined''b",
)
"""What says a charset in which there is no text, or not ours."""
PLAIN_KINDS = (FORM, f"{FORM}; charset=UTF-8", f"{FORM}; charset=nonsense", "x", ";;=", 'x; charset="')
SLOW_POST = (
    b"POST /nl/lindewater/report/ HTTP/1.1\r\nHost: integrity.example.org\r\nContent-Length: 7\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)


def end(process: "subprocess.Popen[str]") -> None:
    """Stop the house as an operator does: the master waits for its workers, so nobody still closes the database."""
    if process.poll() is None:
        process.terminate()
    try:
        process.communicate(timeout=SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


@contextmanager
def served(production: Installation, *arguments: str) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """The house in production on a free port, once it says that it listens."""
    port = free_port()
    process = deontos_started("serve", "--bind", f"127.0.0.1:{port}", *arguments, settings=production.settings)
    try:
        assert process.stdout
        assert process.stdout.readline() == f"Serving on http://127.0.0.1:{port}\n"
        yield port, process
    finally:
        end(process)


def asked(port: int, path: str, headers: dict[str, str] = HOST) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def answered(port: int, path: str, kind: str) -> tuple[int, bool]:
    """The status for a request that says this of its content, and whether the page is one of the house."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={**HOST, "Content-Type": kind})
    answer = connection.getresponse()
    page = answer.read()
    connection.close()
    return answer.status, b'<html lang="' in page and "Content-Security-Policy" in answer.headers


def spoken(port: int, request: bytes) -> bytes:
    """What the server answers to bytes that need not be HTTP."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        return line.recv(4096)


@pytest.mark.row("1.7")
def test_it_serves_says_nothing_of_visitors_and_ends_when_told(production: Installation) -> None:
    with served(production) as (port, process):
        assert asked(port, "/healthz").status == 200
        asked(port, "/nl/secret-word-in-path/?secret=query")
        asked(port, "/healthz", {"Host": "secret-host.example"})
        assert b"400" in spoken(port, b"SECRET / NONSENSE\r\n\r\n")
        assert b"400" in spoken(port, b"GET /healthz HTTP/1.1\r\nSecret Header: 1\r\n\r\n")
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=60)[0]
        assert process.returncode == 0
    assert "secret" not in said.lower()
    assert "127.0.0.1" not in said
    assert said.splitlines().count("WARNING") == 0


@pytest.mark.row("1.9")
def test_a_header_that_nothing_can_be_made_of_gets_our_short_page(production: Installation) -> None:
    """Over the server: Django reads this header before any of our own code runs."""
    with served(production) as (port, _process):
        asked_for = [(path, kind) for path in ("/", "/?language=nl") for kind in STRANGE_KINDS]
        assert [each for each in asked_for if answered(port, *each) != (400, True)] == []
        assert [answered(port, "/?a=b", kind)[0] for kind in PLAIN_KINDS] == [200] * len(PLAIN_KINDS)


@pytest.mark.row("1.7")
def test_a_request_under_way_is_finished_before_it_ends(production: Installation) -> None:
    with served(production) as (port, process):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
            line.sendall(SLOW_POST)
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            assert process.poll() is None
            line.sendall(b"go=next")
            assert line.recv(4096).startswith(b"HTTP/1.1 ")
        process.communicate(timeout=60)
        assert process.returncode == 0


def test_it_listens_on_a_socket_file(production: Installation) -> None:
    path = production.folder / "deontos.sock"
    process = deontos_started("serve", "--bind", f"unix:{path}", settings=production.settings)
    try:
        assert process.stdout
        assert process.stdout.readline() == f"Serving on unix:{path}\n"
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(path))
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: integrity.example.org\r\nConnection: close\r\n\r\n")
            assert line.recv(4096).startswith(b"HTTP/1.1 200 ")
    finally:
        process.terminate()
        process.communicate()


@pytest.mark.row("1.7")
def test_an_address_that_is_taken_is_refused_in_one_line(production: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = deontos("serve", settings={**production.settings, "PORT": str(port)})
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == f"Cannot listen on 127.0.0.1:{port}: Address already in use.\n"


def test_what_gunicorn_is_told(tmp_path: Path) -> None:
    """No access log, no door of its own for commands, no file or environment of its own."""
    configured = Server(Serving("127.0.0.1:1", 2, 5)).cfg
    told = {name: configured.settings[name].get() for name in ("bind", "workers", "threads", "accesslog", "loglevel")}
    assert told == {"bind": ["127.0.0.1:1"], "workers": 2, "threads": 5, "accesslog": None, "loglevel": "warning"}
    assert configured.control_socket_disable
    assert issubclass(configured.worker_class, DiscreetWorker)
    believed = [configured.settings[name].get() for name in ("forwarded_allow_ips", "forwarder_headers")]
    assert (believed, configured.secure_scheme_headers) == ([[], []], {})
    assert configured.logger_class is DiscreetLogger


def test_a_failure_in_the_server_is_said_without_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logger = DiscreetLogger(Server(Serving("127.0.0.1:1", 1, 1)).cfg)
    try:
        raise ValueError("what somebody typed")
    except ValueError:
        logger.exception("Error handling request %s", "/secret/")
    said = capsys.readouterr().err
    assert "A request failed in the server." in said
    assert "ValueError" in said
    assert "test_serve.py" in said
    assert not {'typed"', "/secret/"} & set(said.split())
    assert "secret" not in said
