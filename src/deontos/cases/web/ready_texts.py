"""The pages of an organisation's ready texts: the list, a new one, changing one, and offering one no longer."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import actor_at, door
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.administration.web.here import organisation_here
from deontos.cases.actions.ready_texts import ReadyTextRefused, add_text, change_text, offer
from deontos.cases.openings import Opening, opening_named
from deontos.cases.phrases import VERBS
from deontos.cases.ready_texts import texts_kept_by, untouched, wording_of
from deontos.cases.vocabulary import CaseVerb, Placeholder, WritingCode
from deontos.cases.web.filling import name_in_page
from deontos.cases.web.meanwhile import number_in
from deontos.cases.web.ready_text_forms import ReadyTextForm, initial_of, words_of
from deontos.cases.writing_models import ReadyText
from deontos.cases.writing_phrases import PLACEHOLDERS
from deontos.kernel import clock
from deontos.organisations.models import Organisation
from deontos.organisations.vocabulary import Language
from deontos.speakup.phrases import KINDS
from deontos.speakup.vocabulary import DisclosureKind

KEEP = Permission.CASES_TEXTS_CHANGE
PAGE_SIZE = 20
RETIRE, OFFER = "retire", "offer"
"""The values of the button `go` that change no words."""
NO_LONGER = gettext_lazy("It is no longer offered.")


@dataclass(frozen=True, slots=True)
class Row:
    """A text as the list shows it: its name, for which step and kind, and in how many languages it is there."""

    name: str
    href: str
    step: str | Promise
    kind: str | Promise
    languages: int
    is_offered: bool


@door(requires=KEEP)
def ready_texts(request: HttpRequest) -> HttpResponse:
    """The texts that an organisation wrote or changed, page by page, and the shipped ones that stand as they came."""
    here = organisation_here(request, KEEP)
    rows = texts_kept_by(_actor(request)).filter(organisation=here).order_by("verb", "changed_on", "id")
    replaced = set(rows.exclude(shipped="").values_list("shipped", flat=True))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "here": here,
        "page": page,
        "own": [_row(each) for each in page],
        "shipped": [_shipped_row(each, here) for each in untouched(replaced)],
        "all_languages": len(Language),
        "query": f"organisation={here.slug}",
    }
    return render(request, "cases/ready_texts.html", context)


@door(requires=KEEP, methods=("GET", "HEAD", "POST"))
def ready_text_add(request: HttpRequest) -> HttpResponse:
    """Write a ready text; or change a shipped one, or let it go, in the own organisation only."""
    here = organisation_here(request, KEEP)
    instead = request.POST.get("instead", request.GET.get("instead", ""))
    stands = opening_named(instead)
    if instead and stands is None:
        raise Http404
    if texts_kept_by(_actor(request)).filter(organisation=here, shipped=instead).exclude(shipped="").exists():
        return _back(here)
    if stands is not None and request.POST.get("go") == RETIRE:
        return _let_go(request, here, stands)
    form = ReadyTextForm(request.POST or None, initial=initial_of(wording_of(stands)) if stands else {})
    if form.is_valid():
        try:
            add_text(here, form.wording(), by=_actor(request), at=clock.now(), instead_of=instead)
        except ReadyTextRefused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The text is offered now."))
            return _back(here)
    return _shown(request, here, form, instead=instead)


@door(requires=KEEP, methods=("GET", "HEAD", "POST"))
def ready_text_change(request: HttpRequest, ready_text: UUID) -> HttpResponse:
    """Change a text that nobody changed meanwhile, offer it no longer, or again."""
    row = texts_kept_by(_actor(request)).filter(pk=ready_text).first()
    if row is None:
        raise Http404
    if request.POST.get("go") in (RETIRE, OFFER):
        return _offered(request, row)
    form = ReadyTextForm(request.POST or None, initial={**initial_of(wording_of(row)), "seen": row.version})
    if not form.is_valid():
        return _shown(request, row.organisation, form, row=row)
    try:
        seen = form.cleaned_data["seen"] or 0
        change_text(row.id, form.wording(), seen=seen, by=_actor(request), at=clock.now())
    except ReadyTextRefused as refusal:
        return _refused(request, row, form, refusal)
    messages.success(request, _("The text was changed. Messages that were sent keep their words."))
    return _back(row.organisation)


def _refused(request: HttpRequest, row: ReadyText, form: ReadyTextForm, refusal: ReadyTextRefused) -> HttpResponse:
    """The same page with what is wrong; where somebody else was first, with what stands there now as well."""
    if refusal.why is not WritingCode.READY_TEXT_CHANGED:
        form.refuse(refusal)
        return _shown(request, row.organisation, form, row=row)
    now = texts_kept_by(_actor(request)).get(pk=row.pk)
    renewed = request.POST.copy()
    renewed["seen"] = str(now.version)
    form = ReadyTextForm(renewed)
    form.refuse(refusal)
    return _shown(request, now.organisation, form, row=now, now=now)


def _offered(request: HttpRequest, row: ReadyText) -> HttpResponse:
    go, seen = request.POST["go"], number_in(request.POST.get("seen", "")) or 0
    try:
        offer(row.id, offered=go == OFFER, seen=seen, by=_actor(request), at=clock.now())
    except ReadyTextRefused as refusal:
        changed = _("Somebody changed this text meanwhile. It stands here as it is now: choose again.")
        is_changed = refusal.why is WritingCode.READY_TEXT_CHANGED
        messages.error(request, changed if is_changed else words_of(refusal))
        return HttpResponseRedirect(reverse("ready_text_change", args=[row.id]))
    messages.success(request, _("The text is offered now.") if go == OFFER else str(NO_LONGER))
    return _back(row.organisation)


def _let_go(request: HttpRequest, here: Organisation, opening: Opening) -> HttpResponse:
    """Put a shipped text aside in one organisation; where somebody did meanwhile, it is done already."""
    with suppress(ReadyTextRefused):
        wording = wording_of(opening)
        add_text(here, wording, by=_actor(request), at=clock.now(), instead_of=opening.id, retired=True)
    messages.success(request, str(NO_LONGER))
    return _back(here)


def _shown(
    request: HttpRequest,
    here: Organisation,
    form: ReadyTextForm,
    *,
    instead: str = "",
    row: ReadyText | None = None,
    now: ReadyText | None = None,
) -> HttpResponse:
    """`now` is the text as somebody else left it, where it was changed while this page was open."""
    words = [(f"{{{each.value}}}", PLACEHOLDERS[each]) for each in Placeholder]
    context = {"here": here, "form": form, "sides": form.sides(), "instead": instead, "row": row, "now": now}
    context |= {"placeholders": words, "now_sides": _sides(now) if now else []}
    return render(request, "cases/ready_text.html", context)


def _sides(row: ReadyText) -> list[tuple[Language, str, str]]:
    return [(each, row.names.get(each, ""), row.texts[each]) for each in Language if row.texts.get(each)]


def _row(row: ReadyText) -> Row:
    wording = wording_of(row)
    return Row(
        name_in_page(wording.names),
        reverse("ready_text_change", args=[row.id]),
        VERBS[CaseVerb(row.verb)],
        KINDS[DisclosureKind(row.kind)] if row.kind else "",
        sum(1 for language in Language if wording.names.get(language) and wording.texts.get(language)),
        row.retired_on is None,
    )


def _shipped_row(opening: Opening, here: Organisation) -> Row:
    href = f"{reverse('ready_text_add')}?organisation={here.slug}&instead={opening.id}"
    kind = KINDS[opening.kind] if opening.kind else ""
    return Row(name_in_page(opening.name), href, VERBS[opening.verb], kind, len(opening.text), is_offered=True)


def _actor(request: HttpRequest) -> Actor:
    actor = actor_at(request)
    assert actor is not None
    return actor


def _back(here: Organisation) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('ready_texts')}?organisation={here.slug}")
