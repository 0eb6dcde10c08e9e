"""How the inbox and the home of the desk fare with 50 and with 5,000 cases: milliseconds and queries."""

import sys
import time
from collections.abc import Iterable, Iterator
from statistics import median
from typing import TYPE_CHECKING

from tools.benchmarks import Figure, measures
from tools.benchmarks.stage import DATABASES, print_figures, stage

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.keyring import KeyedTown

FEW, MANY = 50, 5_000
A_PAGE = 20
IN_ONE_TRANSACTION = 250
TIMES = 15


@measures("inbox")
def inbox() -> Iterable[Figure]:
    """The first page, the last page and the home, for a manager with an open vault, on both databases."""
    for database in DATABASES:
        with stage(database) as house:
            yield from house.named("inbox")


def _measured() -> Iterator[Figure]:
    from tests.factories.administration import open_vault
    from tools.benchmarks.town import browser_of, make_town

    town = make_town()
    manager = town.town.manager
    client, before = browser_of(manager), dict[str, float]()
    for cases, more in ((FEW, FEW), (MANY, MANY - FEW)):
        fill(town, more)
        open_vault(client, town, manager)
        for page, address in _pages(cases):
            taken, queries = _asked(client, address)
            yield Figure(f"{page} with {cases:,} cases, median of {TIMES}", round(taken, 1), "ms")
            yield Figure(f"{page} with {cases:,} cases", queries, "queries")
            if page in before:
                yield Figure(page, round(taken / before[page], 2), "times", f"with {FEW} cases")
            before[page] = taken


def _pages(cases: int) -> list[tuple[str, str]]:
    last = -(-cases // A_PAGE)
    return [
        ("first page of the inbox", "/desk/cases/"),
        ("last page of the inbox", f"/desk/cases/?page={last}"),
        ("home", "/desk/"),
    ]


def _asked(client: "Client", address: str) -> tuple[float, int]:
    """Milliseconds in the middle, and how many queries one page takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken = []
    for _time in range(TIMES):
        began = time.perf_counter()
        answer = client.get(address)
        taken.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return median(taken), len(queries)


def fill(town: "KeyedTown", cases: int) -> None:
    """So many disclosures, received by the very action that the form calls."""
    from django.db import transaction

    for begin in range(0, cases, IN_ONE_TRANSACTION):
        with transaction.atomic():
            for _number in range(min(IN_ONE_TRANSACTION, cases - begin)):
                _confide(town)


def _confide(town: "KeyedTown") -> None:
    from deontos.kernel import clock
    from deontos.organisations.vocabulary import Language
    from deontos.speakup.actions import Confided, confide
    from deontos.speakup.content import DisclosureContent
    from deontos.speakup.vocabulary import DisclosureKind, IdentityChoice, Subject
    from deontos.vault.receipts import Receipt

    kind, subject = DisclosureKind.SUSPICION, Subject.STAFF
    content = DisclosureContent(Language.DUTCH, kind, subject, answers={"what": "Ik zag het."}).sealed()
    readers = frozenset({town.town.manager.id})
    confided = Confided(kind, subject, frozenset(), IdentityChoice.ANONYMOUS, content, {}, readers)
    confide(town.town.organisation.channel, Receipt.make(), confided, on=clock.today())


def main() -> int:
    """Measure in this house."""
    import django

    django.setup()
    return print_figures(_measured())


if __name__ == "__main__":
    sys.exit(main())
