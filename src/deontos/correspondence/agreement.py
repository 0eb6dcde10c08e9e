"""Whether a reporter agreed with what somebody else wrote down for them, and what the reporter corrected in it.

Ground: Directive (EU) 2019/1937 art. 18(2) to (4): the reporter may check, rectify and agree by signing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from deontos.correspondence.models import Item
from deontos.correspondence.queries import OpenedItem
from deontos.correspondence.removed import FIRST
from deontos.correspondence.vocabulary import ItemKind
from deontos.correspondence.written import sealed_row

ROWS = "rows"
"""The name inside the seal of an agreement under which digests of all stand that it is about, by their ids."""
WRITTEN_DOWN = (ItemKind.CONFIDED, ItemKind.IDENTITY)
OF_CHECKING = (ItemKind.CORRECTION, ItemKind.AGREEMENT)
"""The items with which a reporter answers to what was written down."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a reporter said of what was written down: corrections, and the day of an agreement that covers it all.

    An agreement is one with these very words: after a further correction, or where something was exchanged since, there
    is none.
    """

    corrections: tuple[OpenedItem, ...] = ()
    agreed_on: date | None = None


def agreement_in(stored: Iterable[Item], items: Iterable[OpenedItem]) -> Agreement | None:
    """What the reporter said of what was written down; None where the reporter wrote it without anybody's help."""
    rows, found = {item.id: item for item in stored}, list(items)
    first = next((item for item in found if item.kind is ItemKind.CONFIDED and item.position == FIRST), None)
    if first is None or first.from_reporter:
        return None
    said = [item for item in found if item.kind in OF_CHECKING and item.from_reporter and item.authentic]
    corrections = tuple(item for item in said if item.kind is ItemKind.CORRECTION)
    about = agreed_rows(rows.values())
    covering = [item.written_on for item in said if item.kind is ItemKind.AGREEMENT and _covers(item, about)]
    return Agreement(corrections, max(covering, default=None))


def agreed_rows(stored: Iterable[Item]) -> dict[str, str]:
    """What an agreement is about: what was written down, and what the reporter corrected, each as it is sealed."""
    return {str(item.id): sealed_row(item) for item in stored if _is_checked(item)}


def _is_checked(item: Item) -> bool:
    """The name too, where it was written down; one that the reporter gave later needs no agreement."""
    if item.kind in WRITTEN_DOWN:
        return item.author_id is not None
    return item.kind == ItemKind.CORRECTION and item.author_id is None


def _covers(agreement: OpenedItem, about: Mapping[str, str]) -> bool:
    said = agreement.content.get(ROWS)
    return isinstance(said, dict) and about.items() <= said.items()
