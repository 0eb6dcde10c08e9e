"""Bytes over a line to the served house, and what came back on it."""

import socket
from dataclasses import dataclass

HOST = b"integrity.example.org"


@dataclass(frozen=True)
class Heard:
    """Everything that came back before the line was closed. `statuses` has one number for each answer."""

    raw: bytes

    @property
    def statuses(self) -> list[int]:
        """The number of each answer, in their order."""
        marks = self.raw.split(b"HTTP/1.1 ")[1:]
        return [int(mark[:3]) for mark in marks]


def asking(target: bytes = b"/", *headers: bytes, method: bytes = b"GET", body: bytes = b"") -> bytes:
    """A request for this house with these headers; it says that the line may be closed afterwards."""
    lines = [method + b" " + target + b" HTTP/1.1", b"Host: " + HOST, b"Connection: close", *headers]
    return b"\r\n".join([*lines, b"", body])


def said(*lines: bytes, body: bytes = b"") -> bytes:
    """A request of exactly these lines."""
    return b"\r\n".join([*lines, b"", body])


def heard(port: int, request: bytes, *, ends: bool = True) -> Heard:
    """What the server answers to these bytes. `ends`: nothing more is said, as when somebody hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(request)
        if ends:
            line.shutdown(socket.SHUT_WR)
        found = b""
        try:
            while piece := line.recv(65536):
                found += piece
        except ConnectionResetError:
            pass
        return Heard(found)
