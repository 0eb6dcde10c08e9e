"""The pages for everybody: the choice of organisation, the public page of one, and its explanations."""

from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.kernel import clock
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.contacts import listeners, readers
from deontos.sites.letterbox.explanations import explanation
from deontos.speakup.models import Channel
from deontos.speakup.queries import line_of
from deontos.speakup.web.place import channel_at

ORGANISATIONS_A_PAGE = 50


@door(open_to=Entrant.ANYBODY)
def organisation_choice(request: HttpRequest) -> HttpResponse:
    """Choose the organisation: those that have a reporting point, by name."""
    channels = Channel.objects.select_related("organisation").order_by("organisation__name", "organisation__slug")
    page = Paginator(channels, ORGANISATIONS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "letterbox/organisation_choice.html", {"page": page})


@door(open_to=Entrant.ANYBODY)
def public_page(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """The reporting point of one organisation: what for, who reads, which terms, whom to call."""
    channel, today = channel_at(request, organisation), clock.today()
    line = line_of(channel, on=today)
    context = {
        "channel": channel,
        "is_open": line.is_open,
        "readers": readers(line),
        "listeners": listeners(channel, on=today),
        "place": {"language": language, "organisation": organisation},
    }
    return render(request, "letterbox/public_page.html", context)


@door(open_to=Entrant.ANYBODY)
def explanation_page(request: HttpRequest, language: Language, organisation: str, *, page: str) -> HttpResponse:
    """One of the long texts: procedure, privacy, accessibility, protection, another device."""
    context = {"channel": channel_at(request, organisation), "text": explanation(page, language), "page": page}
    return render(request, "letterbox/explanation_page.html", context)


@door(open_to=Entrant.ANYBODY)
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse(status=200)
