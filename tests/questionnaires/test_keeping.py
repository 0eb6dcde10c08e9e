"""Questionnaires of an organisation: begun, changed, published, retired; what was published never changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.audit.queries import details_of
from deontos.questionnaires.actions import QuestionnaireRefused, begin, change_draft, drop_draft, publish, retire
from deontos.questionnaires.editions import Edition
from deontos.questionnaires.models import Questionnaire, QuestionnaireVersion
from deontos.questionnaires.phrases import NOT_CHANGED
from deontos.questionnaires.queries import (
    QuestionnaireGone,
    choosable,
    definition_at,
    definition_of,
    digest_at,
    newest_version,
    questionnaires_visible_to,
)
from deontos.questionnaires.rules.definition import Look, Section
from deontos.questionnaires.rules.reading import DefinitionRefused
from deontos.questionnaires.shelf import shipped
from deontos.questionnaires.verifying import flaws
from deontos.questionnaires.vocabulary import FaultCode, QuestionnaireCode, QuestionnaireFault, Test
from tests.factories.organisations import NOW, Town, actor
from tests.factories.questionnaires import OWN, PAPER, STORY, begun, changed, in_four, published, titled

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.1")]


def facts() -> list[tuple[str, dict[str, Any]]]:
    """What the log says was done with questionnaires."""
    rows = Entry.objects.filter(fact__startswith="questionnaire.").order_by("number")
    return [(row.fact, details_of(row)) for row in rows]


def refused(act: Callable[[], object]) -> QuestionnaireCode:
    """Why something was not done; its words can be filled."""
    with pytest.raises(QuestionnaireRefused) as caught:
        act()
    assert str(NOT_CHANGED[QuestionnaireCode(caught.value.code)]) % caught.value.parameters
    return QuestionnaireCode(caught.value.code)


def test_a_questionnaire_is_begun_changed_and_published_and_the_log_says_so(here: Town) -> None:
    own = begun(here.organisation, here.administrator)
    changed(own, here.administrator, titled("Anders"))
    version = published(own, here.officer)
    assert definition_of(Edition(str(own.id), 1)) == replace(titled("Anders"), id=str(own.id), version=1)
    assert (version.published_on, version.published_by) == (NOW.date(), here.officer)
    said = {"questionnaire": str(own.id), "number": 1, "digest": digest_at(version)}
    assert facts() == [
        ("questionnaire.begun", {}),
        ("questionnaire.draft_changed", {"number": 1}),
        ("questionnaire.published", said),
    ]
    assert list(flaws(lambda count: None)) == []


def test_a_published_version_never_changes(here: Town) -> None:
    own = begun(here.organisation, here.officer)
    first = published(own, here.officer)
    before = QuestionnaireVersion.objects.values().get(pk=first.pk)
    second = changed(own, here.officer, titled("Anders"))
    assert (second.number, second.published_on) == (2, None)
    with pytest.raises(QuestionnaireGone):
        definition_of(Edition(str(own.id), 2))
    published(own, here.officer)
    retire(own, by=actor(here.officer), at=NOW)
    assert QuestionnaireVersion.objects.values().get(pk=first.pk) == before
    assert definition_of(Edition(str(own.id), 1)).title == in_four("Eigen vragen")
    assert definition_of(Edition(str(own.id), 2)).title == in_four("Anders")


def test_the_newest_version_of_what_is_used_may_be_chosen(here: Town, there: Town) -> None:
    own, draft, gone = (begun(here.organisation, here.officer) for _ in range(3))
    published(begun(there.organisation, there.officer), there.officer)
    for each in (own, gone):
        published(each, here.officer)
    changed(own, here.officer, titled("Tweede"))
    published(own, here.officer)
    changed(own, here.officer, titled("Derde"))
    retire(gone, by=actor(here.officer), at=NOW)
    with CaptureQueriesContext(connection) as captured:
        found = choosable(here.organisation.id)
    assert len(captured) == 1
    assert [(each.edition.questionnaire, each.edition.version) for each in found] == [
        ("default_reporting", 2),
        ("financial_domain", 1),
        ("moral_domain", 1),
        ("policy_question", 1),
        (str(own.id), 2),
    ]
    assert found[-1].title == in_four("Tweede")
    assert draft.versions.count() == 1


@pytest.mark.parametrize("shipped_too", ["default_reporting", "nothing"])
@pytest.mark.parametrize("version", [0, 99])
def test_an_edition_that_is_not_there_is_gone(here: Town, shipped_too: str, version: int) -> None:
    own = begun(here.organisation, here.officer)
    for name in (shipped_too, str(own.id), str(here.officer.id)):
        with pytest.raises(QuestionnaireGone):
            definition_of(Edition(name, version))


def test_a_copy_of_a_shipped_questionnaire_can_be_begun(here: Town) -> None:
    original = shipped("moral_domain", 1)
    own = begun(here.organisation, here.officer, original)
    assert definition_at(newest_version(own)).sections == original.sections
    assert published(own, here.officer).number == 1


ACTS: dict[str, Callable[..., object]] = {
    "begin": lambda own, by: begin(own.organisation, OWN, by=by, at=NOW),
    "change": lambda own, by: change_draft(own, OWN, seen=digest_at(newest_version(own)), by=by, at=NOW),
    "drop": lambda own, by: drop_draft(own, seen=digest_at(newest_version(own)), by=by, at=NOW),
    "publish": lambda own, by: publish(own, seen=digest_at(newest_version(own)), by=by, at=NOW),
    "retire": lambda own, by: retire(own, by=by, at=NOW),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_who_keeps_the_questionnaires_of_a_town_changes_them(here: Town, there: Town, act: str) -> None:
    own = begun(here.organisation, here.officer)
    published(own, here.officer)
    changed(own, here.officer, titled("Anders"))
    before = facts()
    for person in (here.manager, here.deputy, here.colleague, here.director, there.officer, there.administrator):
        with pytest.raises(NotAllowed):
            ACTS[act](own, actor(person))
    assert facts() == before
    ACTS[act](own, actor(here.administrator))
    assert len(facts()) == len(before) + 1


def test_each_town_sees_its_own(here: Town, there: Town) -> None:
    own, other = begun(here.organisation, here.officer), begun(there.organisation, there.officer)
    assert list(questionnaires_visible_to(actor(here.administrator))) == [own]
    assert list(questionnaires_visible_to(actor(there.officer))) == [other]
    assert list(questionnaires_visible_to(actor(here.manager))) == []


@pytest.mark.parametrize("act", [change_draft, drop_draft, publish])
def test_who_looked_at_something_else_changes_nothing(here: Town, act: Callable[..., object]) -> None:
    own = begun(here.organisation, here.officer)
    published(own, here.officer)
    seen = digest_at(changed(own, here.officer, titled("Eerst")))
    changed(own, here.administrator, titled("Daarna"))
    more = {"definition": titled("Nog anders")} if act is change_draft else {}
    assert refused(partial(act, own, **more, seen=seen, by=actor(here.officer), at=NOW)) is (
        QuestionnaireCode.CHANGED_MEANWHILE
    )
    assert definition_at(newest_version(own)).title == in_four("Daarna")


def test_what_is_retired_is_changed_no_more(here: Town) -> None:
    own = begun(here.organisation, here.officer)
    retire(own, by=actor(here.officer), at=NOW)
    for name in ("change", "drop", "publish", "retire"):
        assert refused(partial(ACTS[name], own, actor(here.officer))) is QuestionnaireCode.RETIRED
    own.refresh_from_db()
    assert (own.retired_on, own.retired_by) == (NOW.date(), here.officer)


def test_a_draft_is_dropped_and_what_was_published_is_the_newest_again(here: Town) -> None:
    own = begun(here.organisation, here.officer)
    assert refused(partial(ACTS["drop"], own, actor(here.officer))) is QuestionnaireCode.NOTHING_TO_PUBLISH
    first = published(own, here.officer)
    assert refused(partial(ACTS["drop"], own, actor(here.officer))) is QuestionnaireCode.NOTHING_TO_PUBLISH
    assert refused(partial(ACTS["publish"], own, actor(here.officer))) is QuestionnaireCode.NOTHING_TO_PUBLISH
    changed(own, here.officer, titled("Anders"))
    ACTS["drop"](own, actor(here.officer))
    assert newest_version(own) == first


@pytest.mark.row("3.2")
def test_what_is_faulty_or_not_in_every_language_is_not_published(here: Town) -> None:
    ahead = replace(PAPER, shown_if=Look("later", Test.ANSWERED))
    dutch = replace(STORY, id="later", label={"nl": "Verhaal"})
    own = begun(
        here.organisation, here.officer, replace(OWN, sections=(Section("one", in_four("Deel"), (ahead, dutch)),))
    )
    with pytest.raises(DefinitionRefused) as caught:
        published(own, here.officer)
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [
        ("sections[0].questions[0].shown_if.question", FaultCode.LOOKS_AHEAD),
        *((f"sections[0].questions[1].label.{language}", FaultCode.NOT_IN_LANGUAGE) for language in ("en", "es", "fr")),
    ]
    assert newest_version(own).published_on is None


def test_a_definition_that_no_file_could_hold_is_not_kept(here: Town) -> None:
    many = [replace(STORY, id=f"q{number}", hint=in_four("x" * 3900)) for number in range(90)]
    large = replace(OWN, sections=(Section("one", in_four("Deel"), tuple(many)),))
    assert (
        refused(partial(begin, here.organisation, large, by=actor(here.officer), at=NOW)) is QuestionnaireCode.TOO_LARGE
    )
    with pytest.raises(DefinitionRefused):
        begun(here.organisation, here.officer, replace(OWN, title={"nl": "\ud800"}))
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize(
    "change", [{"number": 1}, {"number": 3, "published_on": None, "published_by": None}, {"published_by": None}]
)
def test_the_database_keeps_one_draft_and_each_number_once(here: Town, change: dict[str, object]) -> None:
    own = begun(here.organisation, here.officer)
    published(own, here.officer)
    changed(own, here.officer, OWN)
    values = {"number": 3, "published_on": NOW.date(), "published_by": here.officer, "definition": {}, **change}
    with pytest.raises(IntegrityError), transaction.atomic():
        own.versions.create(**values)


def test_a_version_that_was_changed_round_the_house_is_found(here: Town) -> None:
    kept, altered, removed, unsaid, moved = (begun(here.organisation, here.officer) for _ in range(5))
    for each in (kept, altered, removed, moved):
        published(each, here.officer)
    changed_text = QuestionnaireVersion.objects.get(questionnaire=altered)
    changed_text.definition["title"]["nl"] = "Iets anders"
    changed_text.save()
    gone = removed.versions.get()
    removed.versions.all().delete()
    on = NOW.date() - timedelta(days=1)
    unsaid.versions.update(published_on=on, published_by=here.officer)
    moved.versions.update(definition=3)
    found = {(flaw.fault, flaw.row) for flaw in flaws(lambda count: None)}
    assert found == {
        (QuestionnaireFault.CHANGED, str(changed_text.id)),
        (QuestionnaireFault.GONE, str(gone.id)),
        (QuestionnaireFault.NOT_IN_LOG, str(unsaid.versions.get().id)),
        (QuestionnaireFault.CHANGED, str(moved.versions.get().id)),
    }
