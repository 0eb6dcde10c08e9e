"""The page of one piece of a draft: its words and settings, what stands in it, and its removal."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.questionnaires.phrases import KINDS, PIECES
from deontos.questionnaires.rules.changing import of_kind, put, removed
from deontos.questionnaires.rules.definition import Question
from deontos.questionnaires.rules.pieces import Piece, Where, part_at, piece_at, where_is
from deontos.questionnaires.rules.whens import looked_at_by
from deontos.questionnaires.vocabulary import PieceKind, QuestionKind
from deontos.questionnaires.web.drafts import Draft, back, called, draft_at, found_in, name_of_part
from deontos.questionnaires.web.members import lists_on
from deontos.questionnaires.web.piece_forms import PieceForm
from deontos.questionnaires.web.saving import changed_or_told, saved, typed_for_nothing
from deontos.questionnaires.web.when_words import told_of
from deontos.ui.houses import Link

KEEP = Permission.QUESTIONNAIRES_QUESTIONNAIRE_CHANGE
BOTH = ("GET", "HEAD", "POST")
ASKED = (PieceKind.SECTION, PieceKind.QUESTION)
"""What has a condition."""


@door(requires=KEEP, methods=BOTH)
def questionnaire_part(request: HttpRequest, questionnaire: UUID, piece: str) -> HttpResponse:
    """Look at one piece of a draft, or change it."""
    draft = draft_at(request, questionnaire)
    try:
        found, where = found_in(draft, piece)
    except Http404:
        return typed_for_nothing(request, draft)
    if request.method != "POST":
        form = PieceForm(found.kind, draft.definition, where)
        return _shown(request, draft, found, form) if draft.is_open else back(draft)
    if request.POST.get("go") == "kind":
        return _of_kind(request, draft, found, where)
    form = PieceForm(found.kind, draft.definition, where, request.POST)
    if form.is_valid() and saved(request, draft, form.changed_whole(), form):
        return HttpResponseRedirect(where_it_stands(draft, where))
    return _shown(request, draft, found, form)


@door(requires=KEEP, methods=BOTH)
def questionnaire_remove(request: HttpRequest, questionnaire: UUID, removable: str) -> HttpResponse:
    """Ask whether a piece really goes, and say which conditions look at it; then take it out."""
    draft = draft_at(request, questionnaire)
    piece, where = found_in(draft, removable)
    if not where:
        raise Http404
    if request.method == "POST":
        definition, there = removed(draft.definition, where), where_it_stands(draft, where[:-1] or where)
        return changed_or_told(request, draft, definition, there, _("Removed."))
    if not draft.is_open:
        return back(draft)
    looking = looked_at_by(draft.definition, where) if piece.kind in ASKED else ()
    context = {
        "draft": draft,
        "title": name_of_part(part_at(draft.definition, where)) or PIECES[piece.kind],
        "what": PIECES[piece.kind],
        "looking": [called(draft, each, where_is(draft.definition, each) or ()) for each in looking],
        "seen": draft.seen,
        "back": draft.page_of(piece),
        "crumbs": draft.way(),
    }
    return render(request, "questionnaires/questionnaire_remove.html", context)


def where_it_stands(draft: Draft, where: Where) -> str:
    """The page on which a piece stands, with the focus where it stands."""
    if not where:
        return draft.address()
    name, piece = where[-1][0], piece_at(draft.definition, where)
    if name in ("options", "rows", "bands"):
        return f"{draft.page_of(piece_at(draft.definition, where[:-1]))}#{piece.text}"
    return f"{draft.address()}#{piece.text}"


def _of_kind(request: HttpRequest, draft: Draft, piece: Piece, where: Where) -> HttpResponse:
    question, kind = part_at(draft.definition, where), request.POST.get("kind", "")
    if not isinstance(question, Question) or kind not in set(QuestionKind):
        raise Http404
    definition = put(draft.definition, where, of_kind(question, QuestionKind(kind)))
    return changed_or_told(request, draft, definition, draft.page_of(piece), _("The question has another kind now."))


def _shown(request: HttpRequest, draft: Draft, piece: Piece, form: PieceForm) -> HttpResponse:
    where = form.where
    above = [Link(called(draft, each, where[:-1]), draft.page_of(each)) for each in _above(draft, where)]
    context = {
        "draft": draft,
        "seen": draft.seen,
        "form": form,
        "title": name_of_part(form.part) or PIECES[piece.kind],
        "what": PIECES[piece.kind],
        "crumbs": draft.way(*above),
        "now": _as_it_stands(form) if form.is_conflict else [],
        "lists": lists_on(draft, piece, where, form.part),
        "kind": form.part.kind if isinstance(form.part, Question) else "",
        "kinds": [(kind.value, words) for kind, words in KINDS.items()],
        "when": told_of(draft.definition, form.part),
        "when_href": draft.address("questionnaire_when", piece.text) if piece.kind in ASKED else "",
        "remove_href": draft.address("questionnaire_remove", piece.text) if where else "",
        "here": draft.page_of(piece),
        "back": where_it_stands(draft, where),
    }
    return render(request, "questionnaires/questionnaire_part.html", context)


def _above(draft: Draft, where: Where) -> list[Piece]:
    """The question of an answer or a row, the score of a band."""
    is_inside = bool(where) and where[-1][0] in ("options", "rows", "bands")
    return [piece_at(draft.definition, where[:-1])] if is_inside else []


def _as_it_stands(form: PieceForm) -> list[tuple[str, str]]:
    """The texts of a piece as somebody else left them."""
    shown = PieceForm(form.kind, form.definition, form.where)
    every = [(f"{group.title}, {field.label}", field.value()) for group in shown.groups() for field in group.fields]
    return [(words, str(text)) for words, text in every if text]
