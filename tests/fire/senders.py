"""Reporters who go on sending while the house burns down around them, and remember what was acknowledged."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPException
from random import Random
from types import TracebackType
from typing import Any, Self, cast

from deontos.vault.receipts import Receipt
from tests.factories.speakup import ANSWERS, Reporter, hidden, page
from tests.services.remote import RemoteAnswer, RemoteBrowser

SENT = "/report/sent/"
MAILBOX = "/receipt/mailbox/"
GONE = (HTTPException, OSError)
"""What a browser meets where nobody answers any more."""
SECONDS_TO_ANSWER = 60


@dataclass
class Written:
    """One text under a receipt, and whether somebody said that it was received."""

    text: str
    is_acknowledged: bool = False


@dataclass
class Told:
    """One disclosure: what it says, what goes along, and what was written to it afterwards."""

    receipt: Receipt
    story: Written
    file: bytes
    is_file_acknowledged: bool = False
    messages: list[Written] = field(default_factory=list)


def window(port: int, language: str = "nl") -> Reporter:
    """Somebody with a new browser."""
    reporter = Reporter(language=language, client=cast("Any", RemoteBrowser(port)))
    reporter.look("report/")
    return reporter


def attach(reporter: Reporter, where: str, content: bytes, **fields: str) -> RemoteAnswer:
    """Add a file on a page."""
    browser = cast("RemoteBrowser", reporter.client)
    values = {"sitting": reporter.sitting, "go": "add", **fields}
    line = browser.begin_upload(reporter.address(where), values, "nota.txt", len(content))
    try:
        line.send(content)
    except OSError:
        line.close()
        raise
    return browser.end_upload(line)


def contents(chance: Random, size: int) -> bytes:
    """A text that no other file holds."""
    return sha256(chance.randbytes(32)).hexdigest().encode() * (size // 64)


class Sender(threading.Thread):
    """Confides one thing after another until it is told to stop. Talks to the house as browsers do."""

    def __init__(self, port: int, number: int, stop: threading.Event) -> None:
        super().__init__(name=f"sender {number}", daemon=True)
        self.told: list[Told] = []
        self.failures: list[str] = []
        self._port, self._number, self._stop_asked = port, number, stop
        self._chance = Random(number)

    def run(self) -> None:
        """Tell, and begin anew where the house fell silent."""
        while not self._stop_asked.is_set():
            try:
                self._tell()
            except GONE:
                self._stop_asked.wait(0.05)
            except Exception as failure:  # noqa: BLE001 -- what a thread does not say nobody hears
                self.failures.append(f"{type(failure).__name__}: {failure}")
                return

    def _tell(self) -> None:
        reporter = window(self._port)
        receipt = reporter.begin()
        name = f"{self._number}-{len(self.told)}"
        told = Told(receipt, Written(f"Verhaal {name}. " + "De sleutel lag weer op tafel. " * 100), self._file())
        self.told.append(told)
        self._fill(reporter, told)
        reporter.look("report/send/")
        told.story.is_acknowledged = self._sent(reporter)
        self._write(told, f"Bericht {name}.")

    def _file(self) -> bytes:
        return contents(self._chance, self._chance.choice((640, 64 * 1024, 300 * 1024)))

    def _fill(self, reporter: Reporter, told: Told) -> None:
        answers = {**ANSWERS, "happened": {"what": told.story.text}}
        for step in ("code", "kind", "about", "happened", "attachments", "name", "check"):
            reporter.look(f"report/{step}/")
            if step == "attachments":
                told.is_file_acknowledged = attach(reporter, "report/attachments/", told.file).status_code == 303
                reporter.look("report/attachments/")
            answer = reporter.send(step, **answers[step])
            assert answer.status_code == 303, f"{step}: {answer.status_code}"

    def _sent(self, reporter: Reporter) -> bool:
        """Press the last button, as often as it needs until somebody answers, as people do."""
        while True:
            try:
                answer = reporter.send("send", **ANSWERS["send"])
            except GONE:
                if self._stop_asked.wait(0.2):
                    return False
                continue
            assert answer.headers["Location"].endswith(SENT), answer.headers["Location"]
            return True

    def _write(self, told: Told, text: str) -> None:
        reporter = window(self._port)
        reporter.read(told.receipt)
        told.messages.append(Written(text))
        answer = reporter.write(text)
        told.messages[-1].is_acknowledged = answer.status_code == 303


class Senders:
    """Several of them at once."""

    def __init__(self, port: int, count: int) -> None:
        self._stop = threading.Event()
        self._senders = [Sender(port, number, self._stop) for number in range(count)]

    def __enter__(self) -> Self:
        for sender in self._senders:
            sender.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        for sender in self._senders:
            sender.join(SECONDS_TO_ANSWER)
        assert [sender.name for sender in self._senders if sender.is_alive()] == []

    @property
    def told(self) -> list[Told]:
        return [told for sender in self._senders for told in list(sender.told)]

    @property
    def failures(self) -> list[str]:
        """What somebody was answered that nobody should be."""
        return [failure for sender in self._senders for failure in sender.failures]


def unopened(port: int, told: Sequence[Told]) -> list[str]:
    """Everything that is missing, half or twice of what was told, read with the receipts."""
    return [fault for each in told for fault in _faults(port, each)]


def received(port: int, told: Sequence[Told]) -> int:
    """How many of them open a mailbox."""
    return sum(_where(window(port), each.receipt).endswith(MAILBOX) for each in told)


def answers(port: int) -> float:
    """Seconds until a page of the letterbox comes."""
    begun = time.monotonic()
    while time.monotonic() - begun < SECONDS_TO_ANSWER:
        try:
            if window(port).look("report/").status_code == 200:
                return time.monotonic() - begun
        except GONE:
            time.sleep(0.02)
    raise TimeoutError


@contextmanager
def quiet_time(seconds: float) -> Iterator[None]:
    """What happens within takes at least so long."""
    end = time.monotonic() + seconds
    yield
    time.sleep(max(end - time.monotonic(), 0))


def _where(reporter: Reporter, receipt: Receipt) -> str:
    return str(reporter.open_with(receipt).headers.get("Location", ""))


def _faults(port: int, told: Told) -> Iterator[str]:
    reporter = window(port)
    name = told.story.text.partition(".")[0]
    if not _where(reporter, told.receipt).endswith(MAILBOX):
        if told.story.is_acknowledged:
            yield f"{name} is lost"
        return
    shown = page(reporter.look("receipt/mailbox/"))
    if shown.count(told.story.text.strip()) != 1:
        yield f"{name} is there {shown.count(told.story.text.strip())} times"
    for message in told.messages:
        times = shown.count(message.text)
        if times > 1 or times < message.is_acknowledged:
            yield f"{message.text} is there {times} times"
    yield from _file_faults(reporter, told, shown)


def _file_faults(reporter: Reporter, told: Told, shown: str) -> Iterator[str]:
    links = sorted({link.removesuffix("view/") for link in _links(shown)})
    if len(links) > 1 or len(links) < told.is_file_acknowledged:
        yield f"the file of {told.story.text.partition('.')[0]} is there {len(links)} times"
    for link in links:
        if reporter.client.get(link).content != told.file:
            yield f"the file of {told.story.text.partition('.')[0]} is not what was sent"


def _links(shown: str) -> list[str]:
    return [part.partition('"')[0] for part in shown.split('href="') if "/receipt/files/" in part.partition('"')[0]]


__all__ = ["Senders", "Told", "Written", "answers", "attach", "contents", "hidden", "received", "unopened", "window"]
