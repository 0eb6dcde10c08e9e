"""Whether a page of the draft was changed in another window, or on another device, since it was shown. Pure.

Each page carries a mark: what it is called and what it held when it was shown. Ground: house rule (promise 3.7): the
later save overwrites nothing silently; both versions stand beside each other until somebody decides.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from uuid import uuid4

from deontos.correspondence.web.typed import Typed
from deontos.vault import digests

FIELD = "as-of"
"""The hidden field with the mark; no question can be called so."""
PUT_IN = "put-in"
"""The button that puts another version in the fields; its value is the place of the version."""
MOST_OTHERS = 5
"""House rule: so many versions beside the one in the fields; the oldest goes first."""
DIGITS = 32


@dataclass(frozen=True, slots=True)
class Mark:
    """What a page says of itself: its name, which is drawn anew each time, and the digest of what it held."""

    page: str = ""
    held: str = ""

    @classmethod
    def of(cls, held: str) -> Self:
        """The mark of a page that is shown now."""
        return cls(uuid4().hex, held)

    @classmethod
    def read(cls, text: str) -> Self:
        """The inverse of `text`; nothing where a page said nothing, or what no page of ours says."""
        page, _dot, held = text.partition(".")
        return cls(page, held) if len(page) == len(held) == DIGITS else cls()

    @property
    def text(self) -> str:
        """As the page carries it."""
        return f"{self.page}.{self.held}" if self.page else ""


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a page of the draft was saved last: in which sitting, and from which page."""

    by: str
    page: str


def answered(typed: Typed) -> dict[str, list[str]]:
    """What was answered, without fields that were left empty."""
    return {name: list(values) for name, values in typed.items() if any(value.strip() for value in values)}


def digest(typed: Typed) -> str:
    """A short name for what was answered."""
    return _short(answered(typed))


def digest_of_all(pages: Mapping[str, Typed]) -> str:
    """A short name for what was answered on several pages."""
    return _short({page: answered(typed) for page, typed in pages.items()})


def is_changed(before: Typed, after: Typed, mark: Mark, saved: Saved | None, *, by: str, shown: str) -> bool:
    """Whether saving `after` would overwrite, in `before`, what the page that was sent had not shown.

    A page that is sent twice, as after the button Back, overwrites only what it saved itself. `shown` is what this
    sitting (`by`) was shown last: all that is known of a page without a mark.
    """
    if not answered(before) or answered(before) == answered(after):
        return False
    if mark.page:
        return mark.held != digest(before) and (saved is None or saved.page != mark.page)
    return shown not in ("", digest(before)) and saved is not None and saved.by != by


def with_other(others: tuple[Typed, ...], other: Typed, *, chosen: Typed) -> tuple[Typed, ...]:
    """The versions that stand beside the chosen one, each once."""
    known = [each for each in others if answered(each) not in (answered(other), answered(chosen))]
    return (*known, other)[-MOST_OTHERS:]


def _short(content: object) -> str:
    return digests.digest(json.dumps(content, sort_keys=True)).hex()[:DIGITS]
