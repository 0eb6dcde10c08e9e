"""Reading the letters of a demo."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.notices.transport import mail_folder
from deontos.notices.web.mailbag import letter_in, letters_in

LETTERS_ON_A_PAGE = 20


@door(open_to=Entrant.DEMO_VISITOR)
def letter_list(request: HttpRequest) -> HttpResponse:
    """All letters, the newest first; only those of the page are read."""
    folder = _folder()
    page = Paginator(letters_in(folder), LETTERS_ON_A_PAGE).get_page(request.GET.get("page"))
    letters = [found for letter in page if (found := letter_in(folder, letter))]
    return render(request, "notices/letter_list.html", {"page": page, "letters": letters})


@door(open_to=Entrant.DEMO_VISITOR)
def letter_detail(request: HttpRequest, letter: UUID) -> HttpResponse:
    """One letter."""
    found = letter_in(_folder(), letter)
    if found is None:
        raise Http404
    return render(request, "notices/letter_detail.html", {"letter": found})


def _folder() -> Path:
    """Where the letters of this demo are; a demo with a mail server has no such page."""
    folder = mail_folder(settings.OPERATOR.smtp_url)
    if folder is None:
        raise Http404
    return folder
