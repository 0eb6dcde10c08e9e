"""What the machine plays with: one town, everybody in it at a window, and what has to be true of it all the time."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from django.test import Client

from deontos.audit.verification import HOUSE
from deontos.correspondence.queries import conversation_of, items_of, opened
from deontos.correspondence.sittings import keys_of
from deontos.keyring.readers import UnlockedReader
from deontos.vault.receipts import Receipt
from tests.factories.organisations import TODAY
from tests.factories.speakup import ANSWERS, Reporter
from tests.fire.hostile.cast import cast
from tests.fire.hostile.nasty import TYPED
from tests.fire.hostile.rows import Rows, all_rows, rows_of
from tests.sites.addresses import Address, home_addresses
from tests.sites.visitors import Visitor
from tests.sites.world import World

OPEN_TO_CACHES = ("/theme/", "/static/")
STRANGERS_OWN = {
    "administration_attemptcount",
    "audit_chainhead",
    "correspondence_draft",
    "correspondence_sitting",
    "correspondence_waitingfile",
    "django_session",
}
"""What a visitor without any key changes by right: counted attempts, the stranger's own draft, the end of a chain."""
NEVER_IN_A_PAGE = (b"<script>alert(1)", b"<b onload", b'" autofocus onfocus', b"Traceback (most recent")


@dataclass
class Stage:
    """A town with its doors, and how its rows stood at the beginning."""

    world: World
    cast: dict[str, Visitor] = field(init=False)
    doors: list[Address] = field(init=False)
    flaws: list[str] = field(init=False)
    elsewhere: Rows = field(init=False)

    def __post_init__(self) -> None:
        self.cast, self.doors = cast(self.world), home_addresses(self.world)
        self.flaws = flaws()
        self.elsewhere = rows_of(self.world.there.organisation.id, all_rows())
        assert len(self.elsewhere) > 100


@dataclass
class Acknowledged:
    """A disclosure that somebody read "received" for, and what stands in it."""

    receipt: Receipt
    words: str
    organisation: UUID

    def opens(self) -> bool:
        """Whether the receipt still opens exactly what was confided, as written by whoever holds it."""
        conversation = conversation_of(self.receipt, self.organisation)
        assert conversation
        reader = UnlockedReader(keys_of(self.receipt), TODAY, holder=conversation.holder_id)
        items = opened(items_of(conversation), reader)
        return any(item.authentic and self.words in str(item.content) for item in items)


def flaws() -> list[str]:
    """What `deontos verify` names."""
    return [f"{room} {flaw}" for room, flaw in HOUSE.run(looked=lambda _room, _count: None)]


def complaint_about(who: str, did: str, answer: Any) -> str:
    """What is wrong with an answer, whatever was asked; empty when nothing is."""
    failure = getattr(answer, "exc_info", None)
    where, content = answer.headers.get("Location", ""), b"" if answer.streaming else answer.content
    if answer.status_code >= 500:
        return f"{who} {did}: {answer.status_code} {failure[1]!r}" if failure else f"{who} {did}: {answer.status_code}"
    if "evil.example" in urljoin("http://testserver/", where.replace("\\", "/")).split("?")[0]:
        return f"{who} {did}: sent away to {where}"
    if "no-store" not in answer.headers.get("Cache-Control", "") and not did.startswith(OPEN_TO_CACHES):
        return f"{who} {did}: may be kept by a cache"
    found = [mark for mark in NEVER_IN_A_PAGE if mark in content]
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return f"{who} {did}: {found[0]!r} in the page" if found and is_page else ""


def confided(name: str, number: int) -> tuple[Receipt, str] | None:
    """Somebody goes through the whole form with this as the text; None where a page asked for something else."""
    mark = f"kenmerk-{number}"
    text = f"{mark} {TYPED[name].decode(errors='replace')}"
    reporter = Reporter(client=Client())
    receipt = reporter.begin()
    for step, answers in ANSWERS.items():
        reporter.look(f"report/{step}/")
        if reporter.send(step, **{**answers, **({"what": text} if step == "happened" else {})}).status_code != 303:
            return None
    return receipt, mark
