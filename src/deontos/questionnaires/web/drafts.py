"""The questionnaire that a page changes: its newest version, and the ways between its pages."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deontos.access.doors import actor_at
from deontos.access.gate import Actor
from deontos.kernel import clock
from deontos.questionnaires.actions import change_draft
from deontos.questionnaires.models import Questionnaire, QuestionnaireVersion
from deontos.questionnaires.phrases import PIECES
from deontos.questionnaires.queries import definition_at, newest_version, questionnaires_visible_to
from deontos.questionnaires.rules.definition import Band, Definition, Section, Texts
from deontos.questionnaires.rules.pieces import Part, Piece, Where, part_at, where_is
from deontos.questionnaires.rules.texts import said_in
from deontos.questionnaires.rules.writing import digest_of
from deontos.ui.houses import Link

SEEN = "seen"
"""The field that carries the digest of what was looked at."""


@dataclass(frozen=True)
class Draft:
    """The newest version of a questionnaire, and what it asks."""

    questionnaire: Questionnaire
    version: QuestionnaireVersion
    definition: Definition

    @property
    def is_open(self) -> bool:
        """Whether this version may be changed."""
        return self.version.published_on is None and self.questionnaire.retired_on is None

    @property
    def seen(self) -> str:
        """The digest that a page carries, so that nobody changes what somebody else changed meanwhile."""
        return digest_of(self.definition)

    @property
    def title(self) -> str:
        """Its name in the reader's language."""
        return name_in(self.definition.title) or _("Without a name")

    def address(self, route: str = "questionnaire_overview", *rest: str) -> str:
        """The address of one of its pages."""
        return reverse(route, args=[self.questionnaire.pk, *rest])

    def page_of(self, piece: Piece) -> str:
        """Where a piece is changed."""
        return self.address("questionnaire_part", piece.text)

    def way(self, *between: Link) -> list[Link]:
        """The crumbs of a page under the overview."""
        home = self.questionnaire.organisation
        there = f"{reverse('questionnaire_list')}?organisation={home.slug}"
        return [Link(_("Questionnaires"), there), Link(self.title, self.address()), *between]


def draft_at(request: HttpRequest, questionnaire: UUID) -> Draft:
    """The newest version of a questionnaire that this person keeps. Two queries. Raises Http404."""
    found = questionnaires_visible_to(actor_of(request)).select_related("organisation").filter(pk=questionnaire).first()
    if found is None:
        raise Http404
    version = newest_version(found)
    return Draft(found, version, definition_at(version))


def actor_of(request: HttpRequest) -> Actor:
    """Who is signed in; a door stands before every view that asks."""
    actor = actor_at(request)
    assert actor is not None
    return actor


def found_in(draft: Draft, text: str) -> tuple[Piece, Where]:
    """A piece that an address names, and the way to it. Raises Http404."""
    try:
        piece = Piece.read(text)
    except ValueError:
        raise Http404 from None
    where = where_is(draft.definition, piece)
    if where is None:
        raise Http404
    return piece, where


def keep(request: HttpRequest, draft: Draft, definition: Definition) -> None:
    """Keep a change of what the page showed. Raises QuestionnaireRefused, DefinitionRefused."""
    seen, actor = request.POST.get(SEEN, ""), actor_of(request)
    change_draft(draft.questionnaire, definition, seen=seen, by=actor, at=clock.now())


def back(draft: Draft, at: str = "") -> HttpResponse:
    """To the overview, with the focus at one thing of it."""
    return HttpResponseRedirect(f"{draft.address()}#{at}" if at else draft.address())


def name_in(texts: Texts) -> str:
    """A text in the reader's language, or another one."""
    return said_in(texts, get_language() or "en")


def name_of_part(part: Part) -> str:
    """What a part is called."""
    if isinstance(part, Definition | Section):
        return name_in(part.title)
    if isinstance(part, Band):
        return name_in(part.label) or f"{part.from_percent} %"
    return name_in(part.label) or part.id


def called(draft: Draft, piece: Piece, where: Where) -> str:
    """A piece in words: what it is, and its name."""
    name = name_of_part(part_at(draft.definition, where))
    return _("%(what)s: %(name)s") % {"what": PIECES[piece.kind], "name": name} if name else str(PIECES[piece.kind])


def language_names() -> dict[str, str]:
    """The languages by their code, each under its own name."""
    return dict(settings.LANGUAGES)
