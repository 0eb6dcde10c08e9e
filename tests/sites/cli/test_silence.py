"""Lines that fall silent in the middle of a request keep nobody else out."""

import socket
import subprocess
import sys

import pytest

from tests.services.operator import environment
from tests.services.ports import free_port
from tests.sites.cli.conftest import Installation
from tests.sites.cli.test_serve import HOST, asked, end

pytestmark = pytest.mark.row("4.14", "4.7")

THREADS = 2
IMPATIENT = """
import django
django.setup()
from deontos.sites.serving import Server, Serving
from deontos.sites.waiting_room import PatientWorker

class Impatient(PatientWorker):
    LONGEST_SILENCE = 1

class House(Server):
    def load_config(self):
        super().load_config()
        self.cfg.set("worker_class", Impatient)

House(Serving("127.0.0.1:{port}", 1, {threads})).run()
"""
BEGUN = (
    b"GET /nl/ HTTP/1.1\r\nHost: integrity.exa",
    b"POST /desk/sign-in/ HTTP/1.1\r\nHost: integrity.example.org\r\nContent-Length: 9\r\nOrigin: "
    b"https://integrity.example.org\r\nContent-Type: application/x-www-form-urlencoded\r\nCookie: __Host-desk-csrf="
    + b"7" * 32
    + b"\r\n\r\nlog",
)
"""A request that stops among its headers, and one that stops within a form."""


@pytest.mark.parametrize("begun", BEGUN, ids=["headers", "form"])
def test_silent_lines_let_others_in(production: Installation, begun: bytes) -> None:
    """As many as there are threads, and one more. Without an end to the waiting nobody would be answered again."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", IMPATIENT.format(port=port, threads=THREADS)],
        env=environment({**production.settings, "DJANGO_SETTINGS_MODULE": "deontos.sites.settings"}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = []
    try:
        assert process.stdout
        assert process.stdout.readline() == f"Serving on http://127.0.0.1:{port}\n"
        for _line in range(THREADS + 1):
            lines.append(socket.create_connection(("127.0.0.1", port), timeout=30))
            lines[-1].sendall(begun)
        assert asked(port, "/healthz", HOST).status == 200
    finally:
        for line in lines:
            line.close()
        end(process)
