"""The overview of a questionnaire: its sections and questions in their order, and what can be done with it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deontos.access.doors import door
from deontos.access.permissions import Permission
from deontos.questionnaires.phrases import KINDS
from deontos.questionnaires.rules.changing import BACK, ON, moved
from deontos.questionnaires.rules.definition import Question, Section
from deontos.questionnaires.rules.pieces import Part, Piece, Where, part_at
from deontos.questionnaires.web.drafts import Draft, back, draft_at, found_in, language_names, name_of_part
from deontos.questionnaires.web.faulty import FaultRow, faults_of, missing_by_language
from deontos.questionnaires.web.members import Member, member_at, members_of
from deontos.questionnaires.web.piece_pages import where_it_stands
from deontos.questionnaires.web.saving import changed_or_told
from deontos.questionnaires.web.when_words import WhenTold, told_of

KEEP = Permission.QUESTIONNAIRES_QUESTIONNAIRE_CHANGE
BOTH = ("GET", "HEAD", "POST")
VERSIONS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question in the overview."""

    member: Member
    kind: str | Promise
    required: bool
    when: WhenTold
    to_do: int


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section in the overview, with its questions."""

    member: Member
    questions: list[QuestionRow]
    when: WhenTold
    add_href: str
    remove_href: str


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """How far a questionnaire is written in a language."""

    name: str
    code: str
    missing: int
    words: str


@door(requires=KEEP, methods=BOTH)
def questionnaire_overview(request: HttpRequest, questionnaire: UUID) -> HttpResponse:
    """Look at a questionnaire as it is now; begin its next version."""
    draft = draft_at(request, questionnaire)
    if request.method == "POST" and draft.version.published_on is None:
        return back(draft)
    if request.method == "POST":
        said = _("A new version was begun. What was published goes on being asked until you publish this one.")
        return changed_or_told(request, draft, draft.definition, draft.address(), said)
    return render(request, "questionnaires/questionnaire_overview.html", _page(request, draft))


@door(requires=KEEP, methods=("POST",))
def questionnaire_move(request: HttpRequest, questionnaire: UUID) -> HttpResponse:
    """Move a piece one place up or down; the focus comes back to the button that did it."""
    draft = draft_at(request, questionnaire)
    by, text = (BACK, request.POST["up"]) if "up" in request.POST else (ON, request.POST.get("down", ""))
    try:
        piece, where = found_in(draft, text)
    except Http404:
        return back(draft)
    if not where:
        return back(draft)
    definition = moved(draft.definition, where, by)
    page, _hash, _at = where_it_stands(draft, where).partition("#")
    way = f"{page}#{_button(Draft(draft.questionnaire, draft.version, definition), piece, by)}"
    return changed_or_told(request, draft, definition, way, _said(part_at(draft.definition, where), by))


def _said(part: Part, by: int) -> str:
    """What was done, told at the top of the page."""
    words = _("Moved up: %(name)s") if by < 0 else _("Moved down: %(name)s")
    return words % {"name": name_of_part(part)}


def _button(draft: Draft, piece: Piece, by: int) -> str:
    """The id of the button that moves on in the same direction; at the end, of the other one."""
    _piece, where = found_in(draft, piece.text)
    member = member_at(draft, where)
    can_go_on = member.can_go_up if by < 0 else member.can_go_down
    word = "up" if can_go_on == (by < 0) else "down"
    return f"{word}-{piece.text}"


def _page(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    wrong = faults_of(draft)
    versions = draft.questionnaire.versions.filter(published_on__isnull=False).select_related("published_by")
    page = Paginator(versions.order_by("-number"), VERSIONS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "draft": draft,
        "home": draft.questionnaire.organisation,
        "crumbs": draft.way()[:1],
        "seen": draft.seen,
        "sections": _sections(draft, wrong),
        "scores": members_of(draft, (), "scores"),
        "add_section": draft.address("questionnaire_add", "sections"),
        "add_score": draft.address("questionnaire_add", "scores"),
        "title_href": draft.address("questionnaire_part", "title"),
        "languages": _languages(wrong),
        "faults": len(wrong),
        "page": page,
        "edition": [str(draft.questionnaire.pk), draft.version.number],
        "is_published_before": draft.version.number > 1,
    }


def _sections(draft: Draft, wrong: list[FaultRow]) -> list[SectionRow]:
    return [_section(draft, number, section, wrong) for number, section in enumerate(draft.definition.sections)]


def _section(draft: Draft, number: int, section: Section, wrong: list[FaultRow]) -> SectionRow:
    at: Where = (("sections", number),)
    rows = [
        _question(draft, (*at, ("questions", count)), question, wrong)
        for count, question in enumerate(section.questions)
    ]
    member = member_at(draft, at)
    add, remove = f"questions-{section.id}", member.piece
    return SectionRow(
        member,
        rows,
        told_of(draft.definition, section),
        draft.address("questionnaire_add", add),
        draft.address("questionnaire_remove", remove),
    )


def _question(draft: Draft, where: Where, question: Question, wrong: list[FaultRow]) -> QuestionRow:
    member = member_at(draft, where)
    to_do = sum(row.question == question.id for row in wrong)
    return QuestionRow(member, KINDS[question.kind], question.required, told_of(draft.definition, question), to_do)


def _languages(wrong: list[FaultRow]) -> list[LanguageRow]:
    names = language_names()
    return [
        LanguageRow(names[code], code, count, _missing(count)) for code, count in missing_by_language(wrong).items()
    ]


def _missing(count: int) -> str:
    return ngettext("%(count)d text missing", "%(count)d texts missing", count) % {"count": count}
