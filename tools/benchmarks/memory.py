"""How much memory the web process takes: `deontos serve` as an operator starts it, idle and after 200 requests."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.ports import free_port
from tools.benchmarks import Figure, measures
from tools.benchmarks.stage import DATABASES, ROOT, Stage, stage

REQUESTS = 200
PAGES = ("/", "/nl/lindewater/", "/nl/lindewater/report/", "/nl/lindewater/receipt/", "/desk/sign-in/")
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PROPORTIONAL = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


@measures("memory")
def memory() -> Iterable[Figure]:
    """Proportional set size of all processes of the web server; what they share counts once. Linux only."""
    for database in DATABASES:
        with stage(database) as house:
            house.run("town")
            with served(house) as (process, base):
                idle = _mebibytes(process.pid)
                for number in range(REQUESTS):
                    DIRECTLY.open(base + PAGES[number % len(PAGES)], timeout=30).read()
                busy = _mebibytes(process.pid)
        yield Figure(f"web process, idle, {database}", idle, "MiB")
        yield Figure(f"web process, after {REQUESTS} requests, {database}", busy, "MiB")
        yield Figure(f"web process, {database}", round(busy / idle, 2), "times", "idle")


@contextmanager
def served(house: Stage) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """The web process of a house, and its address."""
    port = free_port()
    base = f"http://localhost:{port}"
    environment = {**house.environment, "PORT": str(port), "DEONTOS_BASE_URL": base}
    process = subprocess.Popen(
        [sys.executable, "-m", "deontos", "serve"], env=environment, cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout
        process.stdout.readline()
        DIRECTLY.open(f"{base}/healthz", timeout=30).read()
        time.sleep(1)
        yield process, base
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _mebibytes(process: int) -> float:
    """Of a process and all that it started."""
    return round(sum(_kibibytes(each) for each in family(process)) / 1024, 1)


def _kibibytes(process: int) -> int:
    found = PROPORTIONAL.search(Path(f"/proc/{process}/smaps_rollup").read_text("ascii"))
    return int(found[1]) if found else 0


def family(process: int) -> Iterator[int]:
    """A process and all that it started."""
    yield process
    for thread in Path(f"/proc/{process}/task").iterdir():
        for child in (thread / "children").read_text("ascii").split():
            yield from family(int(child))
