"""What a site tells the base pages: whose house the reader is in, in which language, and where the doors are."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

Words = str | Promise


class Theme(StrEnum):
    """The colours that are shipped; each stands in a style sheet of this room."""

    LINDEWATER = "lindewater"
    VOORBEELD = "voorbeeld"


class VaultState(StrEnum):
    """What the lock in the top bar says."""

    CLOSED = "closed"
    OPEN = "open"
    LAST_MINUTE = "last_minute"


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    text: Words
    href: str


@dataclass(frozen=True)
class Language:
    """A language the page can be read in: its code (nl, fr, en, es), where that page is, and whether it is this one."""

    code: str
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class Entry:
    """One line of the side navigation. A count in red says overdue, in grey open."""

    text: Words
    href: str
    icon: str
    current: bool = False
    count: int = 0
    overdue: bool = False


@dataclass(frozen=True)
class Group:
    """Entries of the side navigation under one heading; the first group has none."""

    entries: tuple[Entry, ...]
    title: Words = ""


@dataclass(frozen=True)
class VaultLock:
    """The reader's vault in the top bar: where to open it, where to close it, and the seconds until it closes."""

    state: VaultState
    unlock_href: str
    lock_href: str
    seconds_left: int = 0

    @property
    def minutes_left(self) -> int:
        """Whole minutes until it closes, rounded down: never more than there is."""
        return self.seconds_left // 60


@dataclass(frozen=True)
class LetterboxHouse:
    """The frame of a page for the public and for reporters.

    `leave_href` shows the safety bar with the quick exit; without it there is no bar (the public page hides nothing).
    `mark` is the address of a shipped image; without it the `letters` stand there, or the first letter of the name.
    `sheet` is the address of a style sheet with the organisation's own tokens.
    """

    name: str
    sub_line: Words
    home_href: str
    languages: tuple[Language, ...] = ()
    foot_links: tuple[Link, ...] = ()
    theme: Theme = Theme.LINDEWATER
    mark: str = ""
    sheet: str = ""
    letters: str = ""
    leave_href: str = ""
    device_href: str = ""


@dataclass(frozen=True)
class DeskHouse:
    """The frame of a page for somebody who signed in. Before signing in there is no `person_name` and no navigation.

    With a `language_href` the languages are buttons that are sent there, with the path `here` to come back to as
    `next`; without it they are links. `shortcuts_href` is the page that lists the keys; without it there are none.
    """

    name: str
    home_href: str
    groups: tuple[Group, ...] = ()
    vault: VaultLock | None = None
    person_name: str = ""
    account_links: tuple[Link, ...] = ()
    languages: tuple[Language, ...] = ()
    language_href: str = ""
    here: str = ""
    sign_out_href: str = ""
    shortcuts_href: str = ""
    theme: Theme = Theme.LINDEWATER
    mark: str = ""
    sheet: str = ""
    letters: str = ""
