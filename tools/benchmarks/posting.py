"""How long the last POST of the form takes: keys, seals, items, envelopes, audit, case and letters, all on disk."""

import sys
import time
from collections.abc import Iterable, Iterator
from statistics import median

from tools.benchmarks import Figure, measures
from tools.benchmarks.stage import DATABASES, print_figures, stage

TIMES = 30
TEXTS = {"1 KB": 1_000, "100 KB": 100_000}
"""Characters of what happened."""


@measures("final POST")
def final_post() -> Iterable[Figure]:
    """Milliseconds from sending to the answer, in one process, on both databases."""
    for database in DATABASES:
        with stage(database) as house:
            yield from house.named("posting")


def _measured() -> Iterator[Figure]:
    from tools.benchmarks.town import make_town

    make_town()
    for name, length in TEXTS.items():
        taken = [_sent("Ik zag het. " * (length // 12)) for _time in range(TIMES)]
        yield Figure(f"final POST of {name}, median of {TIMES}", round(median(taken), 1), "ms")
        yield Figure(f"final POST of {name}, slowest of {TIMES}", round(max(taken), 1), "ms")


def _sent(text: str) -> float:
    """Milliseconds of the last POST."""
    from tests.factories.speakup import ANSWERS, Reporter
    from tools.benchmarks.town import browser

    reporter = Reporter(client=browser())
    reporter.fill("send", happened={"what": text})
    reporter.look("report/send/")
    began = time.perf_counter()
    answer = reporter.send("send", **ANSWERS["send"])
    taken = (time.perf_counter() - began) * 1000
    if answer.status_code != 303:
        raise RuntimeError("the disclosure was not received")
    return taken


def main() -> int:
    """Measure in this house."""
    import django

    django.setup()
    return print_figures(_measured())


if __name__ == "__main__":
    sys.exit(main())
