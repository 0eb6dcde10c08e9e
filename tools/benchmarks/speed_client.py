"""Browsers at a served house: one that takes the time, and four at once. A process of its own, as browsers are."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle, islice
from statistics import median
from threading import Barrier
from typing import Any

from tests.services.remote import RemoteAnswer, RemoteBrowser
from tools.benchmarks.speed_town import PASSPHRASE

SENDERS = 4
FIRST, TIMES, TURNS = 3, 25, 50
FINAL_TIMES, FINAL_EACH, FORMS_EACH, UNLOCKS_EACH = 20, 15, 6, 75
MEBIBYTE = 1024 * 1024
FILE_MIB = 10
INBOX = "/desk/cases/"


def listed(town: Mapping[str, Any], few: int, many: int) -> dict[str, float]:
    """The inboxes of two houses, asked in turns: a machine that slows down meanwhile slows both."""
    browsers = [RemoteBrowser(port, dict(town["manager"])) for port in (few, many)]
    sizes = [max(len(browser.get(INBOX).content) for _time in range(FIRST)) for browser in browsers]
    rounds = [[milliseconds(partial(browser.get, INBOX), 200) for browser in browsers] for _time in range(TURNS)]
    taken = [median(each) for each in zip(*rounds, strict=True)]
    return {"inbox of few": taken[0], "inbox": taken[1], "inbox bytes": sizes[1]}


def everything(town: Mapping[str, Any], port: int) -> dict[str, float]:
    """What handlers and reporters do."""
    case = page(port, town["manager"], town["cases"])
    final, (sent, refused), (forms, failed) = final_posts(port), final_posts_at_once(port), whole_forms_at_once(port)
    file, (opened, locked) = attachment(port), unlocks(port, town["vaults"])
    return {
        "case": case,
        "final": final,
        "sent": sent,
        "refused": refused,
        "forms": forms,
        "failed": failed,
        "file": file,
        "opened": opened,
        "locked": locked,
    }


def milliseconds(work: Callable[[], RemoteAnswer], expected: int) -> float:
    """How long one answer takes. Raises RuntimeError where it is another than the one that is expected."""
    began = time.perf_counter()
    answer = work()
    taken = (time.perf_counter() - began) * 1000
    if answer.status_code != expected:
        raise RuntimeError(f"answered {answer.status_code}, not {expected}")
    return taken


def page(port: int, cookies: Mapping[str, str], addresses: Iterable[str]) -> float:
    """Milliseconds of a page of the desk in the middle; some come first that are not counted."""
    browser, asked = RemoteBrowser(port, dict(cookies)), list(addresses)
    for address in asked[:FIRST]:
        browser.get(address)
    return median(milliseconds(partial(browser.get, address), 200) for address in islice(cycle(asked), TIMES))


def final_posts(port: int) -> float:
    """Milliseconds of the last POST of the form in the middle, nobody else sending."""
    return median(milliseconds(_sending(port), 303) for _time in range(FINAL_TIMES))


def final_posts_at_once(port: int) -> tuple[float, int]:
    """How many last POSTs a second four senders get through, and how many were refused."""
    with ThreadPoolExecutor(SENDERS) as pool:
        ready = list(pool.map(lambda _each: _sending(port), range(SENDERS * FINAL_EACH)))
    piles = [ready[number::SENDERS] for number in range(SENDERS)]
    return _at_once(lambda number: [send().status_code == 303 for send in piles[number]])


def whole_forms_at_once(port: int) -> tuple[float, int]:
    """How many whole forms a second, from the first page to the last, four senders get through; how many failed."""
    return _at_once(lambda _number: [_sending(port)().status_code == 303 for _form in range(FORMS_EACH)])


def unlocks(port: int, browsers: list[dict[str, str]]) -> tuple[float, int]:
    """How many vaults a second are opened by four people, each time with the passphrase; how often it failed."""
    return _at_once(lambda number: [_unlocked(port, browsers[number]) for _time in range(UNLOCKS_EACH)])


def attachment(port: int) -> float:
    """Seconds from the first byte of a file to the answer."""
    reporter = _reporter(port)
    reporter.fill("attachments")
    reporter.look("report/attachments/")
    fields, piece = {"sitting": reporter.sitting, "go": "add"}, os.urandom(MEBIBYTE)
    browser = reporter.client
    began = time.perf_counter()
    line = browser.begin_upload(reporter.address("report/attachments/"), fields, "ten.dat", FILE_MIB * MEBIBYTE)
    for _each in range(FILE_MIB):
        line.send(piece)
    if browser.end_upload(line).status_code != 303:
        raise RuntimeError("the file was not taken in")
    return time.perf_counter() - began


def _reporter(port: int) -> Any:  # noqa: ANN401 -- a Reporter; its module can be imported in a house only
    from tests.factories.speakup import Reporter

    reporter = Reporter(client=RemoteBrowser(port))  # type: ignore[arg-type]
    reporter.look("report/")
    return reporter


def _sending(port: int) -> Callable[[], RemoteAnswer]:
    """The form filled up to its last page; what is answered sends it."""
    from tests.factories.speakup import ANSWERS

    reporter = _reporter(port)
    reporter.fill("send")
    reporter.look("report/send/")
    return lambda: reporter.send("send", **ANSWERS["send"])


def _unlocked(port: int, cookies: Mapping[str, str]) -> bool:
    browser = RemoteBrowser(port, dict(cookies))
    browser.get("/desk/vault/")
    return browser.post("/desk/vault/", {"vault_passphrase": PASSPHRASE}).status_code == 302


def _at_once(work: Callable[[int], list[bool]]) -> tuple[float, int]:
    """What four do who begin together: how many times a second it worked, and how often it did not."""
    together = Barrier(SENDERS + 1)

    def begun(number: int) -> list[bool]:
        together.wait()
        return work(number)

    with ThreadPoolExecutor(SENDERS) as pool:
        working = [pool.submit(begun, number) for number in range(SENDERS)]
        together.wait()
        began = time.perf_counter()
        went = [each for done in working for each in done.result()]
        taken = time.perf_counter() - began
    return sum(went) / taken, went.count(False)


def main() -> int:
    """Measure one of the two, with the cookies of a town, at the ports where it is served."""
    import django

    django.setup()
    part, town, *ports = sys.argv[1:]
    parts: dict[str, Callable[..., dict[str, float]]] = {"listed": listed, "everything": everything}
    print(json.dumps(parts[part](json.loads(town), *map(int, ports))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
