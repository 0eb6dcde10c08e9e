"""The page on which somebody looks at a cleaned copy: what it shows, and the policy that confines it.

The picture stands in the page itself: so a copy is made once for each look, and no second address hands out content.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from typing import Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from deontos.correspondence.attachments import HeldFile
from deontos.correspondence.files.facts import FileFacts
from deontos.correspondence.files.reading import FileNotAuthentic
from deontos.correspondence.phrases import REFUSALS, VIEW_NOTES, VIEW_REFUSALS
from deontos.correspondence.viewing.asking import cleaned
from deontos.correspondence.viewing.failures import CannotShow
from deontos.correspondence.viewing.wire import MOST_PAGES, Answer
from deontos.correspondence.vocabulary import CorrespondenceCode, ViewCode
from deontos.correspondence.web.rows import FileRow, row_of
from deontos.vault.failures import VaultFailure

CONFINED: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "sandbox allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox",
    )
)
"""No script runs on this page, not even ours. What it allows is what our own frame needs: its cookies and its forms."""

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Sight:
    """A file as its page shows it. With a `warning` nothing of it is shown; with a `refusal` there is no copy of it.

    `href` gives the original.
    """

    row: FileRow | None = None
    href: str = ""
    answer: Answer | None = field(default=None, repr=False)
    warning: Words = ""
    refusal: Words = ""

    @property
    def picture(self) -> str:
        """The picture, as it stands in the page."""
        return b64encode(self.answer.picture).decode("ascii") if self.answer else ""

    @property
    def notes(self) -> list[Words]:
        """What whoever looks has to know."""
        return [VIEW_NOTES[each] for each in self.answer.notes] if self.answer else []

    @property
    def pages(self) -> Page[int] | None:
        """The pages of it, where there are several."""
        if self.answer is None or self.answer.pages == 1:
            return None
        return Paginator(range(self.answer.pages), 1).page(self.answer.page)


def sight_of(request: HttpRequest, held: HeldFile, *, href: str, for_handler: bool) -> Sight:
    """What is to be seen of a file at this moment; whatever goes wrong with it is a sentence."""
    if held.facts is None:
        return Sight(warning=REFUSALS[CorrespondenceCode.FILE_CHANGED])
    row = row_of(held.facts, for_handler=for_handler)
    try:
        return Sight(row, href, _answer(held, held.facts, page_asked(request)))
    except CannotShow as failure:
        return Sight(row, href, refusal=VIEW_REFUSALS[failure.code])
    except FileNotAuthentic as refusal:
        return Sight(row, warning=REFUSALS[CorrespondenceCode(refusal.code)])
    except VaultFailure:
        return Sight(row, warning=REFUSALS[CorrespondenceCode.FILE_CHANGED])


def _answer(held: HeldFile, facts: FileFacts, page: int) -> Answer:
    try:
        return cleaned(facts, held.open, page)
    except OSError:
        raise CannotShow(ViewCode.AWAY) from None


def page_asked(request: HttpRequest) -> int:
    """The page in the address; the first one where it names none."""
    given = request.GET.get("page", "")
    return min(max(int(given), 1), MOST_PAGES) if given.isascii() and given.isdigit() and len(given) < 10 else 1


def confined(response: HttpResponse) -> HttpResponse:
    """The page, under its own policy and shown by itself, under no name."""
    response.headers["Content-Security-Policy"] = CONFINED
    response.headers["Content-Disposition"] = "inline"
    return response
