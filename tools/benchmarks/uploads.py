"""A file of 100 MB through `deontos serve`: how long it takes, and by how much the web process grows meanwhile."""

import os
import re
import time
from collections.abc import Iterable
from pathlib import Path

from tools.benchmarks import Figure, measures
from tools.benchmarks.memory import family, served
from tools.benchmarks.stage import DATABASES, stage

MEGABYTE = 1024 * 1024
LARGE = 100
PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


@measures("uploads")
def uploads() -> Iterable[Figure]:
    """Seconds, and the growth of the most memory that any process of the server held at once. Linux only."""
    for database in DATABASES:
        with stage(database) as house:
            house.run("town")
            with served(house) as (process, base):
                port = int(base.rpartition(":")[2])
                _uploaded(port, 1)
                before = _peak(process.pid)
                taken = _uploaded(port, LARGE)
                grown = _peak(process.pid) - before
        yield Figure(f"upload of {LARGE} MB, {database}", round(taken, 1), "s")
        yield Figure(f"web process, growth by an upload of {LARGE} MB, {database}", round(grown, 1), "MiB", "40 MiB")


def _uploaded(port: int, megabytes: int) -> float:
    """Seconds from the first byte to the answer."""
    from tests.factories.speakup import Reporter
    from tests.services.remote import RemoteBrowser

    browser = RemoteBrowser(port)
    reporter = Reporter(client=browser)  # type: ignore[arg-type]
    reporter.look("report/")
    reporter.fill("attachments")
    reporter.look("report/attachments/")
    fields, piece = {"sitting": reporter.sitting, "go": "add"}, os.urandom(MEGABYTE)
    began = time.perf_counter()
    line = browser.begin_upload(reporter.address("report/attachments/"), fields, "large.dat", megabytes * MEGABYTE)
    for _each in range(megabytes):
        line.send(piece)
    answer = browser.end_upload(line)
    if answer.status_code != 303:
        raise RuntimeError("the file was not taken in")
    return time.perf_counter() - began


def _peak(process: int) -> float:
    found = [PEAK.search(Path(f"/proc/{each}/status").read_text("ascii")) for each in family(process)]
    return max(int(peak[1]) for peak in found if peak) / 1024
