"""The pages for everybody: the choice of organisation and the public page of one."""

from django.core.paginator import Paginator
from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.kernel import clock
from deontos.organisations.vocabulary import Language, OfficeKind
from deontos.sites.letterbox.contacts import listeners, readers
from deontos.sites.letterbox.terms import promises_of
from deontos.speakup.admitting import admissions_at
from deontos.speakup.explanations import PAGES
from deontos.speakup.models import Channel
from deontos.speakup.public_documents import documents_to_read
from deontos.speakup.queries import line_of, published_texts
from deontos.speakup.vocabulary import DocumentKind
from deontos.speakup.web.elsewhere import who_may
from deontos.speakup.web.place import channel_at
from deontos.speakup.web.terms import expected_in_general

ORGANISATIONS_A_PAGE = 50
ON_A_POSTER = {
    "report": "disclosure_start",
    "receipt": "receipt_entry",
    **{each.replace("_", "-"): each for each in PAGES},
}
"""The pages whose address people type, by its last word."""


@door(open_to=Entrant.ANYBODY)
def organisation_choice(request: HttpRequest) -> HttpResponse:
    """Choose the organisation: those that have a reporting point, by name."""
    channels = Channel.objects.select_related("organisation").order_by("organisation__name", "organisation__slug")
    page = Paginator(channels, ORGANISATIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": f"language={get_language()}"}
    return render(request, "letterbox/organisation_choice.html", context)


@door(open_to=Entrant.ANYBODY)
def public_page(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """The reporting point of one organisation: what for, who reads, which terms, whom to call."""
    channel, today = channel_at(request, organisation), clock.today()
    line, listening = line_of(channel, on=today), listeners(channel, on=today)
    named = readers(line)
    context = {
        "channel": channel,
        "authority_href": channel.authority_href,
        "is_open": line.is_open,
        "readers": named,
        "has_ways": bool(named or channel.letter_address or channel.mail_address or channel.authority_name),
        "listeners": listening,
        "has_adviser": any(each.kind is OfficeKind.INTEGRITY_ADVISER for each in listening),
        "expected": expected_in_general(promises_of(channel, today)),
        "has_policy": DocumentKind.POLICY in documents_to_read(channel.organisation_id),
        "own": published_texts(channel, language),
        "who": who_may(channel, admissions_at(channel, on=today)),
        "place": {"language": language, "organisation": organisation},
    }
    return render(request, "letterbox/public_page.html", context)


@door(open_to=Entrant.ANYBODY)
def to_public_page(request: HttpRequest, language: Language, organisation: str) -> HttpResponse:
    """The address of an organisation that somebody typed without its last slash, where there is one."""
    channel_at(request, organisation)
    return redirect("public_page", language=language, organisation=organisation)


@door(open_to=Entrant.ANYBODY)
def to_typed_page(request: HttpRequest, language: Language, organisation: str, page: str) -> HttpResponse:
    """The address of a page that stands on a poster, typed without its last slash; of any other there is none."""
    channel_at(request, organisation)
    if page not in ON_A_POSTER:
        raise Http404
    return redirect(ON_A_POSTER[page], language=language, organisation=organisation)


@door(open_to=Entrant.ANYBODY)
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not; says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse(status=503)
    return HttpResponse(status=200)
