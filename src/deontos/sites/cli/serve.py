"""`deontos serve`: the web process."""

import os
import re
import socket
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from deontos.sites.outcomes import DONE, CommandRefused
from deontos.speakup.flooding import FLOOD_AT

NAME = "serve"
HELP = "Serve both doors over HTTP. Stop it with Ctrl-C or SIGTERM: requests under way are finished."

PROCESSES = min(os.cpu_count() or 1, 4)
PROCESSES_HELP = "how many processes (default: one for each core, four at most)"
FLOOD_HELP = f"so many reports begun, or sent, at one reporting point in an hour are a flood (default: {FLOOD_AT})"
ADDRESS = re.compile(r"(?:unix:/.+|\[[0-9a-fA-F:]+\]:[0-9]{1,5}|[\w.-]+:[0-9]{1,5})", re.ASCII)


def add_arguments(parser: ArgumentParser) -> None:
    """Where to listen, and with how many hands."""
    parser.add_argument("--bind", type=_address, help="HOST:PORT or unix:/path (default: 127.0.0.1 and PORT)")
    parser.add_argument("--processes", type=_count, default=PROCESSES, help=PROCESSES_HELP)
    parser.add_argument("--threads", type=_count, default=16, help="threads in each process (default: 16)")
    parser.add_argument("--flood", type=_many, default=FLOOD_AT, help=FLOOD_HELP)


def run(options: Namespace) -> int:
    """Serve until it is told to stop. Refuses to start when that would not be safe."""
    from django.conf import settings

    from deontos.sites.safety import insist_on_safety, keep_to_ourselves
    from deontos.sites.serving import Server, Serving

    insist_on_safety(with_pages=True)
    keep_to_ourselves()
    bind = options.bind or f"127.0.0.1:{settings.OPERATOR.port}"
    _insist_on_free(bind)
    Server(Serving(bind, options.processes, options.threads, options.flood)).run()
    return DONE


def _insist_on_free(bind: str) -> None:
    """Refuse an address at which somebody listens, or that is not ours."""
    if bind.startswith("unix:"):
        return
    host, _, port = bind.rpartition(":")
    host = host.strip("[]")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as failure:
            raise CommandRefused(f"Cannot listen on {bind}: {failure.strerror or 'unknown host'}.") from None


def _address(text: str) -> str:
    if not ADDRESS.fullmatch(text) or not (text.startswith("unix:") or 0 < int(text.rpartition(":")[2]) < 65536):
        raise ArgumentTypeError("must be HOST:PORT or unix:/path")
    return text


def _many(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= 100_000:
        raise ArgumentTypeError("must be a number from 1 to 100000")
    return int(text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= 256:
        raise ArgumentTypeError("must be a number from 1 to 256")
    return int(text)
