"""Whether a served house is as quick as promised: `deontos serve` and `deontos work` as an operator starts them.

SQLite with FULL; who asks is on the same machine. Each figure stands beside the bound that it has to keep. Linux only.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from tests.services.ports import free_port
from tools.benchmarks import Figure, measures
from tools.benchmarks import speed_client as client
from tools.benchmarks.memory import DIRECTLY, family
from tools.benchmarks.speed_town import FEW, MANY
from tools.benchmarks.stage import ROOT, Stage, stage

RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB", re.MULTILINE)
LONGEST_START = 120
SECONDS_TO_END = 60


@dataclass(frozen=True, slots=True)
class Running:
    """A house that is served: where, by which processes, and after how many seconds it first answered."""

    port: int
    processes: tuple[int, ...]
    first_answer: float


@measures("speed")
def speed() -> Iterable[Figure]:
    """Handlers, reporters, and everybody who opens a vault, one after another, in one house."""
    with stage("SQLite") as house:
        town = house.run("speed_town")
        with house.twin() as full:
            full.run("speed_town", "many")
            with running(house) as few, running(full) as many:
                seen = _seen(house, "listed", (few, many), town)
        house.run("speed_town", "many")
        with running(house) as many:
            seen |= _seen(house, "everything", (many,), town)
            largest = max(_resident(many))
    yield Figure("first answer after the start", round(many.first_answer, 1), "s", "at most 4 s")
    yield from _desk(seen)
    yield from _letterbox(seen)
    times = client.SENDERS * client.UNLOCKS_EACH
    yield Figure(f"{times} vaults opened in a row", round(seen["opened"], 1), "a second")
    yield Figure(f"{times} vaults opened in a row, failed", seen["locked"], "times", "0")
    yield Figure("largest process, after all that", round(largest, 1), "MiB", "at most 190 MiB, which are 200 MB")


def _seen(house: Stage, part: str, served: Iterable[Running], town: str) -> dict[str, float]:
    """What the browsers measured."""
    ports = [str(each.port) for each in served]
    seen: dict[str, float] = json.loads(house.run("speed_client", part, town, *ports))
    return seen


def _desk(seen: dict[str, float]) -> Iterator[Figure]:
    before, taken = seen["inbox of few"], seen["inbox"]
    yield Figure(f"inbox of {FEW} cases, p50", round(before, 1), "ms", "at most 60 ms")
    yield Figure(f"inbox of {MANY:,} cases, p50", round(taken, 1), "ms", "at most 60 ms")
    yield Figure(f"inbox of {MANY:,} cases", round(taken / before, 2), "times", f"{FEW} cases, at most 1.2 times")
    yield Figure(f"inbox of {MANY:,} cases", round(seen["inbox bytes"] / 1000, 1), "KB", "at most 150 KB")
    yield Figure("opening a case, p50", round(seen["case"], 1), "ms", "at most 60 ms")


def _letterbox(seen: dict[str, float]) -> Iterator[Figure]:
    several = f"from {client.SENDERS} senders"
    yield Figure("final POST, p50", round(seen["final"], 1), "ms", "at most 40 ms")
    yield Figure(f"final POSTs {several}", round(seen["sent"], 1), "a second", "at least 15 a second")
    yield Figure(f"final POSTs {several}, refused", seen["refused"], "times", "0")
    yield Figure(f"whole forms with drafts {several}", round(seen["forms"], 1), "a second", "at least 5 a second")
    yield Figure(f"whole forms with drafts {several}, failed", seen["failed"], "times", "0")
    yield Figure(f"attachment of {client.FILE_MIB} MiB", round(seen["file"], 2), "s", "at most 0.5 s")


@contextmanager
def running(house: Stage) -> Iterator[Running]:
    """Both processes of a house; the time counts from the start of the one that answers."""
    port = free_port()
    base = f"http://localhost:{port}"
    environment = {**house.environment, "PORT": str(port), "DEONTOS_BASE_URL": base}
    commands = [[sys.executable, "-m", "deontos", name] for name in ("serve", "work")]
    began = time.perf_counter()
    started = [subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) for command in commands]
    try:
        _answered(f"{base}/nl/lindewater/", until=began + LONGEST_START)
        yield Running(port, tuple(each.pid for each in started), time.perf_counter() - began)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(SECONDS_TO_END)


def _answered(address: str, *, until: float) -> None:
    """Wait for the first answer. Raises RuntimeError when none comes."""
    while time.perf_counter() < until:
        try:
            DIRECTLY.open(address, timeout=SECONDS_TO_END).read()
        except (URLError, ConnectionError):
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("the house did not answer")


def _resident(house: Running) -> list[float]:
    """MiB that each process holds."""
    every = [each for started in house.processes for each in family(started)]
    found = [RESIDENT.search(Path(f"/proc/{each}/status").read_text("ascii")) for each in every]
    return [int(each[1]) / 1024 for each in found if each]
