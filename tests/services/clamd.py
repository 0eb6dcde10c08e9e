"""A scanner that speaks the protocol of clamd, INSTREAM, on a port or a socket of this machine; and ways to fail."""

import socket
import struct
import time
from enum import StrEnum
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

SIGNATURE = b"kwartel-virus"
"""What this scanner finds; no real signature is needed, and none is written into a file."""
LARGEST = 1024 * 1024
"""Bytes after which it says that the stream is too long, as clamd does by its StreamMaxLength."""


class Mood(StrEnum):
    """How it behaves."""

    WELL = "well"
    SILENT = "silent"
    HANGS_UP = "hangs_up"
    CONFUSED = "confused"


class Clamd:
    """Answers one file at a time at `url` between entering and leaving; `seen` is what it was sent."""

    def __init__(self, mood: Mood = Mood.WELL, socket_in: Path | None = None) -> None:
        self.mood, self.seen = mood, b""
        self._listening = socket.socket(socket.AF_UNIX if socket_in else socket.AF_INET)
        place = str(socket_in / "clamd.ctl") if socket_in else ("127.0.0.1", 0)
        self._listening.bind(place)
        self._listening.listen()
        self.url = f"unix://{place}" if socket_in else f"tcp://127.0.0.1:{self._listening.getsockname()[1]}"
        self._open: list[socket.socket] = []
        self._thread = Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)
        for line in self._open:
            line.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self._listening.accept()
            except OSError:
                return
            self._open.append(line)
            try:
                self._answer(line)
            except OSError:
                line.close()

    def _answer(self, line: socket.socket) -> None:
        assert _exactly(line, 10) == b"zINSTREAM\0"
        content = b""
        if self.mood is Mood.HANGS_UP:
            line.close()
            return
        while size := struct.unpack("!I", _exactly(line, 4))[0]:
            content += _exactly(line, size)
            if len(content) > LARGEST:
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                line.close()
                return
        self.seen = content
        if self.mood is Mood.SILENT:
            time.sleep(2)
            return
        line.sendall(self._verdict(content) + b"\0")
        line.close()

    def _verdict(self, content: bytes) -> bytes:
        if self.mood is Mood.CONFUSED:
            return b"stream: Can't allocate memory ERROR"
        return b"stream: Kwartel.Test FOUND" if SIGNATURE in content else b"stream: OK"


def _exactly(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        piece = line.recv(size - len(found))
        if not piece:
            raise ConnectionError
        found += piece
    return found
