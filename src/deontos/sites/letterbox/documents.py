"""The long texts of an organisation as everybody reads them: those that count, and every version that was published."""

from dataclasses import dataclass

from babel import Locale
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.kernel import clock
from deontos.keyring.recovery import is_recovery_on
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.terms import promises_of
from deontos.speakup.explanations import PAGES, explanation
from deontos.speakup.models import Channel
from deontos.speakup.phrases import DOCUMENTS
from deontos.speakup.public_documents import (
    Version,
    Written,
    as_written,
    documents_to_read,
    published_versions,
    standing,
    version_of,
)
from deontos.speakup.vocabulary import DocumentKind
from deontos.speakup.web.place import channel_at
from deontos.speakup.web.terms import words_of_terms
from deontos.ui.houses import Link
from deontos.ui.prose import Prose, prose

VERSIONS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in the language in which somebody gets to read it; `instead` names that language where it is another."""

    written: Written
    prose: Prose
    tongue: Language
    instead: str = ""


@door(open_to=Entrant.ANYBODY)
def explanation_page(request: HttpRequest, language: Language, organisation: str, *, page: str) -> HttpResponse:
    """One of the long texts: policy, procedure, privacy, accessibility, protection, another device."""
    channel = channel_at(request, organisation)
    is_document = page in set(DocumentKind)
    version = standing(channel.organisation_id, DocumentKind(page)) if is_document else None
    reading = _read(channel, version, language) if version else None if is_document else _shipped(page, language)
    context = _around(channel, page, language) | {"reading": reading, "version": version, "until": None}
    context["recovery_is_on"] = page == "protection" and is_recovery_on(channel.organisation_id, on=clock.today())
    return render(request, "letterbox/explanation_page.html", context)


@door(open_to=Entrant.ANYBODY)
def document_versions(request: HttpRequest, language: Language, organisation: str, document: str) -> HttpResponse:
    """Every version of a document, the newest first."""
    channel, kind = channel_at(request, organisation), _kind(document)
    page = Paginator(published_versions(channel.organisation_id, kind), VERSIONS_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = _around(channel, kind, language) | {"name": DOCUMENTS[kind], "page_of_versions": page}
    return render(request, "letterbox/document_versions.html", context)


@door(open_to=Entrant.ANYBODY)
def document_version(
    request: HttpRequest, language: Language, organisation: str, document: str, version: int
) -> HttpResponse:
    """One version of a document, whether it still counts or not."""
    channel, kind = channel_at(request, organisation), _kind(document)
    published = published_versions(channel.organisation_id, kind)
    found, newest = published.filter(number=version).first(), published.first()
    if found is None or newest is None:
        raise Http404
    shown = version_of(found)
    following = published.filter(number__gt=version).order_by("number").first()
    context = _around(channel, kind, language) | {
        "reading": _read(channel, shown, language),
        "version": shown,
        "until": following.published_on if following else None,
        "recovery_is_on": False,
    }
    return render(request, "letterbox/document_version.html", context)


def _shipped(page: str, language: Language) -> Reading:
    """A text that is no organisation's to change."""
    written = as_written(explanation(page, language))
    return Reading(written, prose(written.body), language)


def _kind(document: str) -> DocumentKind:
    if document not in set(DocumentKind):
        raise Http404
    return DocumentKind(document)


def _read(channel: Channel, version: Version, language: Language) -> Reading:
    """A version in the reader's language, else in another, with the terms of this channel filled in."""
    home = Language(channel.organisation.language)
    tongue = version.language_for(language, home)
    written = version.texts[tongue]
    if version.kind is DocumentKind.PROCEDURE:
        with translation.override(tongue):
            written = written.filled(words_of_terms(promises_of(channel, clock.today())))
    instead = "" if tongue is language else str(Locale(language).languages[tongue])
    return Reading(written, prose(written.body), tongue, instead)


def _around(channel: Channel, page: str, language: Language) -> dict[str, object]:
    """What stands around a long text: the ways to be heard, and the other texts."""
    place = {"language": language, "organisation": channel.organisation.slug}
    there = documents_to_read(channel.organisation_id)
    others = [each for each in PAGES if each != page and (each not in set(DocumentKind) or each in there)]
    return {
        "channel": channel,
        "authority_href": channel.authority_href,
        "page": page,
        "place": place,
        "others": [Link(explanation(other, language).title, reverse(other, kwargs=place)) for other in others],
    }
