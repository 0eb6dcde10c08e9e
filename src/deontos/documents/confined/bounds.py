"""What a confined process may use, and in which ways it fails to answer. Both sides use it. Pure."""

from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the process may use: bytes of memory, seconds of computing and of waiting, bytes of an answer.

    `turn` is how many seconds somebody waits while others have one: who waits keeps a thread of the web process busy.
    """

    memory: int = 1024 * MEGABYTE
    computing: int = 15
    waiting: float = 25.0
    answer: int = 24 * MEGABYTE
    turn: float = 6.0


class Ending(StrEnum):
    """How a process ended that gave no answer."""

    STOPPED = "stopped"
    TOO_LONG = "too_long"
    TOO_MUCH = "too_much"


class NoAnswer(Exception):
    """The process gave no answer that may be used."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending)
        self.ending = ending
