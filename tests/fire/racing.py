"""Several at the same moment: each in a thread of its own, over a connection of its own, let go by one barrier."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from deontos.kernel.refusals import Refusal

PATIENCE = 120
"""Seconds until the others are given up: not how fast the machine is, but that one of them failed."""


def at_once(*steps: Callable[[], object]) -> list[object]:
    """Take these steps at the same moment; what each answered, or was refused with. What else fails, fails the test."""
    start = Barrier(len(steps))

    def take(step: Callable[[], object]) -> object:
        try:
            connections["default"].ensure_connection()
            start.wait(timeout=PATIENCE)
            return step()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(take, steps))


def codes(answers: list[object]) -> list[str]:
    """Of each that was refused, with which code; in alphabetical order."""
    return sorted(str(answer.code) for answer in answers if isinstance(answer, Refusal))
