"""Beginning, changing, publishing and retiring the questionnaires of an organisation. A published version stays."""

from datetime import datetime

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.organisations.models import Organisation
from deontos.questionnaires.models import Questionnaire, QuestionnaireVersion
from deontos.questionnaires.queries import definition_at, digest_at, newest_version
from deontos.questionnaires.rules.definition import Definition
from deontos.questionnaires.rules.faults import faults
from deontos.questionnaires.rules.files import LARGEST_FILE, written_file
from deontos.questionnaires.rules.reading import DefinitionRefused, definition_in
from deontos.questionnaires.rules.writing import digest_of, plain
from deontos.questionnaires.shelf import LANGUAGES
from deontos.questionnaires.vocabulary import QuestionnaireCode

PUBLISHED = "questionnaire.published"
"""The fact under which a published version stands in the audit chain."""
KEEP = Permission.QUESTIONNAIRES_QUESTIONNAIRE_CHANGE


class QuestionnaireRefused(Refusal):
    """Nothing was changed."""


def begin(home: Organisation, definition: Definition, *, by: Actor, at: datetime) -> Questionnaire:
    """Begin a questionnaire with a draft: an empty one, a copy of another, or what came from a file.

    Refuses: NotAllowed, TOO_LARGE, DefinitionRefused. Records: questionnaire.begun.
    """
    demand(by, KEEP, home.id)
    values = _kept(definition)
    with transaction.atomic():
        made = Questionnaire.objects.create(organisation=home, begun_on=civil_date(at), begun_by_id=by.person)
        QuestionnaireVersion.objects.create(questionnaire=made, number=1, definition=values)
        record(home.id, "questionnaire.begun", by=by.person, about=made.id, at=at)
    return made


def change_draft(
    questionnaire: Questionnaire, definition: Definition, *, seen: str, by: Actor, at: datetime
) -> QuestionnaireVersion:
    """Change the draft; where there is none, the next version begins. It may still be unfinished or faulty.

    `seen` is the digest of what was looked at. Refuses: NotAllowed, CHANGED_MEANWHILE, RETIRED, TOO_LARGE,
    DefinitionRefused. Records: questionnaire.draft_changed with the number of the version.
    """
    demand(by, KEEP, questionnaire.organisation_id)
    values = _kept(definition)
    with transaction.atomic():
        newest = _locked(questionnaire, seen)
        if newest.published_on is None:
            newest.definition = values
            newest.save(update_fields=["definition"])
        else:
            newest = questionnaire.versions.create(number=newest.number + 1, definition=values)
        _record(questionnaire, "questionnaire.draft_changed", newest, by=by, at=at)
    return newest


def drop_draft(questionnaire: Questionnaire, *, seen: str, by: Actor, at: datetime) -> None:
    """Forget the draft, so that what was published last is the newest again. The first draft only goes by retiring.

    Refuses: NotAllowed, CHANGED_MEANWHILE, RETIRED, NOTHING_TO_PUBLISH where there is no draft of a later version.
    Records: questionnaire.draft_dropped with the number of the version.
    """
    demand(by, KEEP, questionnaire.organisation_id)
    with transaction.atomic():
        newest = _locked(questionnaire, seen)
        if newest.published_on is not None or newest.number == 1:
            raise QuestionnaireRefused(QuestionnaireCode.NOTHING_TO_PUBLISH)
        _record(questionnaire, "questionnaire.draft_dropped", newest, by=by, at=at)
        newest.delete()


def publish(questionnaire: Questionnaire, *, seen: str, by: Actor, at: datetime) -> QuestionnaireVersion:
    """Publish the draft: from now on it never changes. It has to be there in every language and without a fault.

    Refuses: NotAllowed, CHANGED_MEANWHILE, RETIRED, NOTHING_TO_PUBLISH, DefinitionRefused with every fault.
    Records: questionnaire.published with the number and the digest of the version.
    """
    demand(by, KEEP, questionnaire.organisation_id)
    with transaction.atomic():
        newest = _locked(questionnaire, seen)
        if newest.published_on is not None:
            raise QuestionnaireRefused(QuestionnaireCode.NOTHING_TO_PUBLISH)
        found = faults(definition_at(newest), LANGUAGES)
        if found:
            raise DefinitionRefused(found)
        newest.published_on, newest.published_by_id = civil_date(at), by.person
        newest.save(update_fields=["published_on", "published_by"])
        details = published_details(newest)
        record(questionnaire.organisation_id, PUBLISHED, by=by.person, about=newest.id, at=at, details=details)
    return newest


def retire(questionnaire: Questionnaire, *, by: Actor, at: datetime) -> None:
    """Use a questionnaire no more: nobody can choose it, and where it was chosen the shipped one asks instead.

    Drafts that were begun with it, and answers to it, keep it. Refuses: NotAllowed, RETIRED.
    Records: questionnaire.retired.
    """
    demand(by, KEEP, questionnaire.organisation_id)
    with transaction.atomic():
        locked = Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
        if locked.retired_on is not None:
            raise QuestionnaireRefused(QuestionnaireCode.RETIRED)
        locked.retired_on, locked.retired_by_id = civil_date(at), by.person
        locked.save(update_fields=["retired_on", "retired_by"])
        record(locked.organisation_id, "questionnaire.retired", by=by.person, about=locked.id, at=at)


def published_details(version: QuestionnaireVersion) -> dict[str, object]:
    """What the audit row of a published version says of it. Records nothing itself."""
    return {
        "questionnaire": str(version.questionnaire_id),
        "number": version.number,
        "digest": digest_of(definition_at(version)),
    }


def _kept(definition: Definition) -> dict[str, object]:
    """A definition as a row keeps it: well formed, and not larger than a file may be."""
    values = plain(definition)
    definition_in(values, id=definition.id, version=definition.version)
    size = len(written_file(definition))
    if size > LARGEST_FILE:
        raise QuestionnaireRefused(QuestionnaireCode.TOO_LARGE, size=size, most=LARGEST_FILE)
    return values


def _locked(questionnaire: Questionnaire, seen: str) -> QuestionnaireVersion:
    """The newest version, if it is still what was looked at; nobody else changes it until this is done."""
    locked = Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    if locked.retired_on is not None:
        raise QuestionnaireRefused(QuestionnaireCode.RETIRED)
    newest = newest_version(locked)
    if digest_at(newest) != seen:
        raise QuestionnaireRefused(QuestionnaireCode.CHANGED_MEANWHILE)
    return newest


def _record(questionnaire: Questionnaire, fact: str, version: QuestionnaireVersion, *, by: Actor, at: datetime) -> None:
    details = {"number": version.number}
    record(questionnaire.organisation_id, fact, by=by.person, about=questionnaire.id, at=at, details=details)
