"""Papers as tagged PDF (PDF/UA-1, and PDF/A where it is to be kept), laid out in a confined process, in memory only."""

import json
import os
import threading
from dataclasses import asdict
from typing import Final

from deontos.documents.confined.bounds import MEGABYTE, Bounds, Ending, NoAnswer
from deontos.documents.confined.process import answered
from deontos.documents.paper import Paper

TYPESETTER: Final = "deontos.documents.typesetter"
BOUNDS: Final = Bounds(computing=30, waiting=45.0, answer=48 * MEGABYTE)
LARGEST: Final = 2 * MEGABYTE
"""Bytes of a paper that are laid out; some seven hundred pages."""

at_once = threading.BoundedSemaphore(os.cpu_count() or 1)
"""As many at once as there are cores."""


class NoPaper(Exception):
    """There is no PDF: too much to lay out, nobody free to do it, or it was stopped. `ending` says which."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending)
        self.ending = ending


def as_pdf(paper: Paper, *, unshown: str = "", to_keep: bool = False, bounds: Bounds = BOUNDS) -> bytes:
    """The paper as a PDF with tags, title and language; with `to_keep` it is PDF/A-2a as well.

    `unshown` is the sentence that says that some signs cannot be shown. The same paper gives the same bytes.
    Raises NoPaper.
    """
    content = json.dumps(paper.to_content(unshown=unshown), ensure_ascii=False).encode()
    if len(content) > LARGEST:
        raise NoPaper(Ending.TOO_MUCH)
    asked = {
        "size": len(content),
        "on": paper.on.isoformat(),
        "standards": ["ua-1", "a-2a"] if to_keep else ["ua-1"],
        "bounds": asdict(bounds),
    }
    if not at_once.acquire(timeout=bounds.turn):
        raise NoPaper(Ending.TOO_LONG)
    try:
        made = answered(json.dumps(asked).encode("ascii") + b"\n" + content, module=TYPESETTER, bounds=bounds)
    except NoAnswer as none:
        raise NoPaper(none.ending) from None
    finally:
        at_once.release()
    if not made.startswith(b"%PDF-"):
        raise NoPaper(Ending.STOPPED)
    return made
