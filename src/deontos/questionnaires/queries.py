"""Which questionnaires there are, for whom, and what a version of one asks."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.questionnaires.editions import Edition
from deontos.questionnaires.models import Questionnaire, QuestionnaireVersion
from deontos.questionnaires.rules.definition import Definition, Texts
from deontos.questionnaires.rules.reading import definition_in
from deontos.questionnaires.rules.writing import digest_of
from deontos.questionnaires.shelf import shipped, versions

KEPT_IN_MEMORY = 100
"""Published versions: these never change."""
MOST_CHOOSABLE = 100
"""Own questionnaires in a list to choose from; retiring one makes room."""


class QuestionnaireGone(LookupError):
    """There is no such published version."""


@dataclass(frozen=True, slots=True)
class Published:
    """The newest version of a questionnaire that may be chosen."""

    edition: Edition
    title: Texts
    is_shipped: bool


def definition_of(edition: Edition) -> Definition:
    """What a published version asks, shipped or made by an organisation. One query, the first time.

    Open to whoever holds an answer to it: what a form asks stands on public pages. Raises QuestionnaireGone.
    """
    if edition.questionnaire in versions():
        try:
            return shipped(edition.questionnaire, edition.version)
        except KeyError:
            raise QuestionnaireGone(edition.text) from None
    try:
        return _own(UUID(edition.questionnaire), edition.version)
    except ValueError:
        raise QuestionnaireGone(edition.text) from None


def forget_definitions() -> None:
    """Read published versions anew from now on."""
    _own.cache_clear()


def definition_at(version: QuestionnaireVersion) -> Definition:
    """What a version asks; of a draft, as far as it is."""
    return definition_in(version.definition, id=str(version.questionnaire_id), version=version.number)


def questionnaires_visible_to(actor: Actor) -> QuerySet[Questionnaire]:
    """The questionnaires of the organisations in which somebody keeps them."""
    houses = actor.organisations_with(Permission.QUESTIONNAIRES_QUESTIONNAIRE_CHANGE)
    return Questionnaire.objects.filter(organisation__in=houses)


def newest_version(questionnaire: Questionnaire) -> QuestionnaireVersion:
    """The draft where there is one, else what was published last. One query."""
    found = questionnaire.versions.order_by("-number").first()
    assert found is not None
    return found


def choosable(organisation: UUID) -> list[Published]:
    """The newest published version of each questionnaire that an organisation may use, shipped first. One query."""
    newest = [Edition.newest_shipped(name) for name in versions()]
    found = [Published(edition, definition_of(edition).title, is_shipped=True) for edition in newest]
    for row in newest_published(organisation)[:MOST_CHOOSABLE]:
        edition = Edition(str(row.questionnaire_id), row.number)
        found.append(Published(edition, definition_at(row).title, is_shipped=False))
    return found


def newest_published(organisation: UUID) -> QuerySet[QuestionnaireVersion]:
    """What an organisation published last of each questionnaire that it did not retire."""
    rows = QuestionnaireVersion.objects.filter(
        questionnaire__organisation=organisation, questionnaire__retired_on__isnull=True, published_on__isnull=False
    )
    newer = rows.filter(questionnaire=OuterRef("questionnaire"), number__gt=OuterRef("number"))
    return rows.filter(~Exists(newer)).order_by("questionnaire__begun_on", "questionnaire")


def digest_at(version: QuestionnaireVersion) -> str:
    """The digest of what a version asks: a page carries it, so that nobody changes what somebody else changed."""
    return digest_of(definition_at(version))


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _own(id: UUID, number: int) -> Definition:  # noqa: A002 a questionnaire is known by its id
    row = QuestionnaireVersion.objects.filter(questionnaire=id, number=number, published_on__isnull=False).first()
    if row is None:
        raise QuestionnaireGone(f"{id}.{number}")
    return definition_at(row)
