"""Ports of this machine that nobody uses."""

import random
import socket

PORTS = range(10_000, 30_000)
"""Below those that the system gives to outgoing connections: one of these is not taken between asking and listening."""


def free_port() -> int:
    """A port that was free a moment ago."""
    chance = random.SystemRandom()
    while True:
        port = chance.choice(PORTS)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
