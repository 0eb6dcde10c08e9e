"""The desk's pages of public documents: which there are, one text in one language, and publishing a version."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from deontos.access.doors import actor_at, door
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.administration.web.here import organisation_here
from deontos.kernel import clock
from deontos.organisations.models import Organisation
from deontos.organisations.vocabulary import Language
from deontos.speakup.actions.documents import DocumentRefused, drop_draft, publish_document, write_document
from deontos.speakup.phrases import DOCUMENT_REFUSALS, DOCUMENTS
from deontos.speakup.public_documents import (
    Texts,
    Written,
    digest_of_texts,
    draft_of,
    published_versions,
    shipped_texts,
    standing,
    texts_of,
    worked_on,
)
from deontos.speakup.vocabulary import DocumentCode, DocumentKind
from deontos.speakup.web.channels.document_parts import DocumentForm, PublishForm, marks_of, rows_of, tabs_of
from deontos.speakup.web.channels.texts import NAMES
from deontos.ui.prose import prose

BOTH = ("GET", "HEAD", "POST")
KEEP = Permission.SPEAKUP_DOCUMENT_PUBLISH
VERSIONS_A_PAGE = 20


@door(requires=KEEP)
def document_list(request: HttpRequest) -> HttpResponse:
    """The four documents, each with what stands on its page."""
    here = organisation_here(request, KEEP)
    return render(request, "speakup/document_list.html", {"here": here, "rows": rows_of(here.id)})


@door(requires=KEEP, methods=BOTH)
def document_edit(request: HttpRequest, document: str) -> HttpResponse:
    """Look at a document in one language, try it, begin again with our text, or keep it as a draft."""
    here, kind = organisation_here(request, KEEP), kind_in(document)
    language, texts = _language(request, here), worked_on(here.id, kind)
    stored = texts.get(language, Written())
    if request.method != "POST":
        shown = shipped_texts(kind)[language] if "ours" in request.GET else stored
        form = DocumentForm(initial={"title": shown.title, "lead": shown.lead, "body": shown.body})
        return _edited(request, here, kind, language, texts, form, seen=stored.digest)
    form, seen = DocumentForm(request.POST), request.POST.get("seen", "")
    if request.POST.get("go") == "preview" or not form.is_valid():
        tried = form.written() if form.is_valid() else None
        return _edited(request, here, kind, language, texts, form, seen=seen, tried=tried)
    return _written(request, here, kind, language, texts, form)


def _written(
    request: HttpRequest, here: Organisation, kind: DocumentKind, language: Language, texts: Texts, form: DocumentForm
) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        changed = write_document(here, kind, language, form.written(), seen=seen, by=_actor(request), at=clock.now())
    except DocumentRefused as refusal:
        field = refusal.parameters.get("field")
        form.mark_wrong(str(field) if field else None, _why(refusal))
        return _edited(request, here, kind, language, texts, form, seen=str(refusal.parameters.get("seen", seen)))
    messages.success(
        request, _("The draft is kept. Nothing is published yet.") if changed else _("Nothing was changed.")
    )
    return HttpResponseRedirect(f"{_address('document_edit', here, kind)}&in={language}")


@door(requires=KEEP, methods=BOTH)
def document_publish(request: HttpRequest, document: str) -> HttpResponse:
    """Look at what would be published, and publish it or forget the draft."""
    here, kind = organisation_here(request, KEEP), kind_in(document)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid() or request.POST.get("go") == "drop":
        return _publishable(request, here, kind, form)
    seen, actor, now = request.POST.get("seen", ""), _actor(request), clock.now()
    try:
        if request.POST.get("go") == "drop_now":
            drop_draft(here, kind, seen=seen, by=actor, at=now)
            messages.success(request, _("The draft is gone. What is published stays."))
        else:
            publish_document(here, kind, reason=form.cleaned_data["reason"], seen=seen, by=actor, at=now)
            messages.success(request, _("Published. Everybody can read it now."))
    except DocumentRefused as refusal:
        field = refusal.parameters.get("field")
        form.mark_wrong(str(field) if field else None, _why(refusal, language=NAMES[Language(here.language)]))
        return _publishable(request, here, kind, form)
    return HttpResponseRedirect(_address("document_edit", here, kind))


def kind_in(address: str) -> DocumentKind:
    """The document that an address names. Raises Http404 for anything else."""
    if address not in set(DocumentKind):
        raise Http404
    return DocumentKind(address)


def _actor(request: HttpRequest) -> Actor:
    actor = actor_at(request)
    assert actor is not None
    return actor


def _language(request: HttpRequest, here: Organisation) -> Language:
    asked = request.POST.get("in") or request.GET.get("in", "")
    return Language(asked if asked in set(Language) else here.language)


def _address(view: str, here: Organisation, kind: DocumentKind) -> str:
    return f"{reverse(view, kwargs={'document': kind.value})}?organisation={here.slug}"


def _why(refusal: DocumentRefused, **more: object) -> str:
    return str(DOCUMENT_REFUSALS[DocumentCode(refusal.code)]) % {**refusal.parameters, **more}


def _edited(
    request: HttpRequest,
    here: Organisation,
    kind: DocumentKind,
    language: Language,
    texts: Texts,
    form: DocumentForm,
    *,
    seen: str,
    tried: Written | None = None,
) -> HttpResponse:
    versions = published_versions(here.id, kind).select_related("published_by")
    page = Paginator(versions, VERSIONS_A_PAGE).get_page(request.GET.get("page"))
    public = standing(here.id, kind)
    context = {
        "here": here,
        "kind": kind,
        "name": DOCUMENTS[kind],
        "written_in": language,
        "tabs": tabs_of(texts, public.texts if public else {}, language),
        "form": form,
        "seen": seen,
        "tried": tried,
        "blocks": prose(tried.body).blocks if tried else (),
        "has_draft": draft_of(here.id, kind) is not None,
        "marks": marks_of(kind),
        "page": page,
        "query": f"organisation={here.slug}&in={language}",
        "place": {"language": here.language, "organisation": here.slug},
    }
    return render(request, "speakup/document_edit.html", context)


def _publishable(request: HttpRequest, here: Organisation, kind: DocumentKind, form: PublishForm) -> HttpResponse:
    draft = draft_of(here.id, kind)
    if draft is None:
        messages.info(request, str(DOCUMENT_REFUSALS[DocumentCode.NOTHING_TO_PUBLISH]))
        return HttpResponseRedirect(_address("document_edit", here, kind))
    texts, public = texts_of(draft), standing(here.id, kind)
    tabs = tabs_of(texts, public.texts if public else {})
    context = {
        "here": here,
        "kind": kind,
        "name": DOCUMENTS[kind],
        "tabs": tabs,
        "missing": [tab.name for tab in tabs if not tab.is_there],
        "form": form,
        "seen": digest_of_texts(texts),
        "is_dropping": request.POST.get("go") == "drop",
    }
    return render(request, "speakup/document_publish.html", context)
