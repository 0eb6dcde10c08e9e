"""`deontos verify`: is every row still what this house wrote? Only reads; the service may go on meanwhile."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from deontos.sites.outcomes import DONE, CommandRefused

if TYPE_CHECKING:
    from deontos.audit.verification import Flaw

NAME = "verify"
HELP = "Check the log, keys, conversations and cases row by row, and name what was changed, added or removed."


def add_arguments(parser: ArgumentParser) -> None:
    """How much, and for whom."""
    parser.add_argument("--audit", action="store_true", help="only the log and its anchors")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(options: Namespace) -> int:
    """Name what is wrong, one line each; refuse where anything is."""
    from deontos.audit.verification import HOUSE

    progress = _Progress()
    found = HOUSE.run(("audit",) if options.audit else (), looked=progress.more)
    count = _print_json(found) if options.json else _print_lines(found, progress)
    progress.clear()
    if count:
        raise CommandRefused(f"Wrong rows: {count}. Change nothing, keep a copy of the database, and look for help.")
    if not options.json:
        print("Nothing is wrong.")
    return DONE


def _print_lines(found: "Iterable[tuple[str, Flaw]]", progress: "_Progress") -> int:
    count = 0
    for count, told in enumerate(_told(found), 1):  # noqa: B007 the last number is how many there were
        progress.clear()
        print("{organisation:20} {table} {row}: {meaning}".format(**told), flush=True)
    return count


def _print_json(found: "Iterable[tuple[str, Flaw]]") -> int:
    flaws = list(_told(found))
    print(json.dumps({"flaws": flaws}, indent=2))
    return len(flaws)


def _told(found: "Iterable[tuple[str, Flaw]]") -> Iterator[dict[str, Any]]:
    """Each flaw as a person or a program reads it: all on one line."""
    from deontos.organisations.models import Organisation

    slugs: dict[UUID | None, str] = {None: "-"}
    for room, flaw in found:
        if flaw.organisation and flaw.organisation not in slugs:
            slug = Organisation.objects.filter(pk=flaw.organisation).values_list("slug", flat=True).first()
            slugs[flaw.organisation] = slug or str(flaw.organisation)
        yield {
            "organisation": slugs[flaw.organisation],
            "room": room,
            "table": flaw.table,
            "row": flaw.row,
            "fault": str(flaw.fault),
            "meaning": " ".join(str(flaw.words).split()),
        }


class _Progress:
    """One line on a terminal that tells how far it is; nothing where standard error goes elsewhere."""

    def __init__(self) -> None:
        self.is_shown = sys.stderr.isatty()
        self.room, self.count = "", 0

    def more(self, room: str, count: int) -> None:
        """So many more rows of a room were looked at."""
        self.count = self.count + count if room == self.room else count
        self.room = room
        if self.is_shown:
            print(f"\r\033[K{room}: {self.count}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away, so that what follows stands alone."""
        if self.is_shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
