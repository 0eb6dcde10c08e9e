"""Our side of looking at a file: what may be looked at, and a cleaned copy of it. What comes back is not trusted.

The copy is made anew each time and kept nowhere.
"""

import os
import threading
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from deontos.correspondence.files.facts import FileFacts
from deontos.correspondence.viewing.failures import CannotShow
from deontos.correspondence.viewing.wire import Answer, Question
from deontos.correspondence.vocabulary import Family, ViewCode
from deontos.documents.confined.bounds import MEGABYTE, Bounds, Ending, NoAnswer
from deontos.documents.confined.process import answered

LARGEST = 50 * MEGABYTE
"""Bytes of a file that is looked at (security.md)."""

MAKER = "deontos.correspondence.viewing.maker"

NOT_SHOWN = {
    Family.SOUND: ViewCode.SOUND_OR_FILM,
    Family.FILM: ViewCode.SOUND_OR_FILM,
    Family.ARCHIVE: ViewCode.ARCHIVE,
    Family.OTHER: ViewCode.KIND,
}
"""Families that are only downloaded, with why."""

ENDED = {
    Ending.STOPPED: ViewCode.STOPPED,
    Ending.TOO_LONG: ViewCode.TOO_LONG,
    Ending.TOO_MUCH: ViewCode.TOO_MUCH,
}
"""What is said of a process that gave no answer."""

_KEPT = {"\n", "\t"}
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SHOWN_INSTEAD = "\N{REPLACEMENT CHARACTER}"

at_once = threading.BoundedSemaphore(os.cpu_count() or 1)
"""As many at once as there are cores; whoever does not get a turn in time is told so."""


def why_not(facts: FileFacts) -> ViewCode | None:
    """Why there can be no cleaned copy of this file, by what is known of it before it is opened."""
    if facts.family in NOT_SHOWN:
        return NOT_SHOWN[facts.family]
    return ViewCode.TOO_LARGE if facts.size > LARGEST else None


def cleaned(
    facts: FileFacts, content: Callable[[], Iterator[bytes]], page: int, *, bounds: Bounds | None = None
) -> Answer:
    """A cleaned copy of one page of a file, or the last page where there are not so many. Raises CannotShow.

    `content` opens the file, once it is one's turn: whoever waits holds nothing of it in memory. What that raises, and
    what reading it to the end raises, comes before anybody looks at it.
    """
    reason = why_not(facts)
    if reason is not None:
        raise CannotShow(reason)
    bounds = bounds or Bounds()
    if not at_once.acquire(timeout=bounds.turn):
        raise CannotShow(ViewCode.BUSY)
    try:
        whole = b"".join(content())
        question = Question(facts.family, facts.type, len(whole), page, bounds)
        answer = answered(question.to_line() + whole, module=MAKER, bounds=bounds)
    except NoAnswer as none:
        raise CannotShow(ENDED[none.ending]) from None
    finally:
        at_once.release()
    return _believed(answer)


def _believed(answer: bytes) -> Answer:
    """The answer, if it is one. Whoever took over the process can lie, but only with pixels and letters."""
    try:
        read = Answer.read(answer)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise CannotShow(ViewCode.STOPPED) from None
    if read.failure is not None:
        raise CannotShow(read.failure)
    return replace(read, text=plain(read.text))


def plain(text: str) -> str:
    """Text without signs that steer; those that turn the direction of reading are shown as what they are: odd."""
    return "".join(
        _SHOWN_INSTEAD if sign in _TURNING else sign
        for sign in text.replace("\r\n", "\n").replace("\r", "\n")
        if sign in _KEPT or sign in _TURNING or unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn")
    )
