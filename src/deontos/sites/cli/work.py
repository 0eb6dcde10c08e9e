"""`deontos work`: the background process, with the timetable."""

import signal
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from threading import Event

from deontos.sites.outcomes import DONE

NAME = "work"
HELP = "Run background work and the timetable. Stop it with Ctrl-C or SIGTERM: what is under way is finished."


def add_arguments(parser: ArgumentParser) -> None:
    """How much at once."""
    parser.add_argument("--threads", type=_count, default=2, help="pieces of work at once (default: 2)")


def run(options: Namespace) -> int:
    """Work until told to stop. Refuses to start when that would not be safe."""
    from deontos.jobs import worker
    from deontos.sites.safety import insist_on_safety, keep_to_ourselves

    insist_on_safety()
    keep_to_ourselves()
    stop = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _number, _frame: stop.set())
    print("Working.", flush=True)
    worker.run(stop, threads=options.threads)
    return DONE


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= 32:
        raise ArgumentTypeError("must be a number from 1 to 32")
    return int(text)
