"""Which language, width and scripting a journey meets: a few in every run, in turn by commit, all in the long check."""

import os
import subprocess
import zlib
from dataclasses import dataclass
from itertools import product
from pathlib import Path

LANGUAGES = ("nl", "fr", "en", "es")
WIDTHS = (390, 1280)
SCRIPTING = (False, True)
ALL = os.environ.get("DEONTOS_ALL") == "1"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a visitor brings along: a language, a screen width in CSS pixels, and whether scripts run."""

    language: str
    width: int
    scripting: bool

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{'scripts' if self.scripting else 'plain'}"


EVERY = tuple(Surroundings(*combination) for combination in product(LANGUAGES, WIDTHS, SCRIPTING))


def one_per_language(turn: int) -> list[Surroundings]:
    """Four surroundings: each language once, and each pair of width and scripting once."""
    pairs = list(product(WIDTHS, SCRIPTING))
    return [Surroundings(language, *pairs[(place + turn) % len(pairs)]) for place, language in enumerate(LANGUAGES)]


def one_of_all(turn: int, test: str) -> list[Surroundings]:
    """One of the sixteen; tests differ from one another, and each meets another one at the next turn."""
    return [EVERY[(turn + zlib.crc32(test.encode())) % len(EVERY)]]


def turn_of_commit() -> int:
    """A number that the checked-out commit decides, so that a failure is found again; 0 outside a checkout."""
    asked = subprocess.run(
        ["git", "rev-parse", "HEAD"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return int(asked.stdout.strip()[:8] or "0", 16)
