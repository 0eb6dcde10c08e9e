"""A virus scanner that is asked while a file streams in: clamd, by its command INSTREAM. It never decides by silence.

What it finds is refused. Where it is away, slow or overwhelmed the file is kept, and whoever handles it reads that it
was not scanned.
"""

import socket
import struct
from collections.abc import Callable
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from deontos.correspondence.files.looking import FileRefused
from deontos.correspondence.vocabulary import FileCode, Scan

SECONDS_TO_CONNECT = 2
SECONDS_TO_ANSWER = 10
"""For each piece and for the verdict, unless the address says `?seconds=`: a slower one keeps a person waiting."""

_BEGIN, _END = b"zINSTREAM\0", struct.pack("!I", 0)
_LONGEST_ANSWER = 4096


class Scanning(Protocol):
    """One file on its way through a scanner."""

    def push(self, piece: bytes) -> None:
        """Hand on the next bytes."""

    def finish(self) -> Scan:
        """What it said. Raises FileRefused for a finding."""

    def abandon(self) -> None:
        """Ask no longer."""


class NoScanner:
    """Where none is set up."""

    def push(self, piece: bytes) -> None:
        """Nobody looks."""

    def finish(self) -> Scan:
        """Nobody looked."""
        return Scan.NO_SCANNER

    def abandon(self) -> None:
        """Nobody was asked."""


class GivenUp(NoScanner):
    """Where the scanner gave no answer about the file before: a person is not kept waiting for each of twenty."""

    def finish(self) -> Scan:
        """Nobody looked, though somebody should have."""
        return Scan.NOT_SCANNED


class Clamd:
    """One file on its way through clamd. Any failure leaves it unscanned and is not asked about again."""

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self._line: socket.socket | None = None
        try:
            self._line = connect()
            self._line.sendall(_BEGIN)
        except OSError:
            self.abandon()

    def push(self, piece: bytes) -> None:
        """Send the next bytes with their length before them."""
        if self._line is None or not piece:
            return
        try:
            self._line.sendall(struct.pack("!I", len(piece)) + piece)
        except OSError:
            self.abandon()

    def finish(self) -> Scan:
        """Say that this was all and hear the verdict."""
        if self._line is None:
            return Scan.NOT_SCANNED
        try:
            self._line.sendall(_END)
            answer = _heard(self._line)
        except OSError:
            return Scan.NOT_SCANNED
        finally:
            self.abandon()
        if answer.endswith(b" FOUND"):
            raise FileRefused(FileCode.INFECTED)
        return Scan.CLEAN if answer == b"stream: OK" else Scan.NOT_SCANNED

    def abandon(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
        self._line = None


def scanning(before: Scan | None = None) -> Scanning:
    """A scanner for the next file, as DEONTOS_CLAMD_URL says; `before` is what was said of the one before."""
    url = settings.OPERATOR.clamd_url
    if not url:
        return NoScanner()
    return GivenUp() if before is Scan.NOT_SCANNED else Clamd(_way_to(url))


def _way_to(url: str) -> Callable[[], socket.socket]:
    parts = urlsplit(url)
    patience = float(parse_qs(parts.query).get("seconds", [SECONDS_TO_ANSWER])[0])

    def connect() -> socket.socket:
        if parts.scheme == "unix":
            line = _at_socket(unquote(parts.path))
        else:
            line = socket.create_connection((parts.hostname or "", parts.port or 3310), SECONDS_TO_CONNECT)
        line.settimeout(patience)
        return line

    return connect


def _at_socket(path: str) -> socket.socket:
    line = socket.socket(socket.AF_UNIX)
    try:
        line.settimeout(SECONDS_TO_CONNECT)
        line.connect(path)
    except OSError:
        line.close()
        raise
    return line


def _heard(line: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (piece := line.recv(_LONGEST_ANSWER)):
        answer += piece
    return answer.rstrip(b"\0").strip()
