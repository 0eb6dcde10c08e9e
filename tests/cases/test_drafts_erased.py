"""A text that is not sent yet goes when it is sent, closed, lost with the case, or left for thirty days."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from deontos.cases.actions.drafts import clear_drafts
from deontos.cases.actions.handing_over import HandOver, hand_over
from deontos.cases.actions.leaving import release
from deontos.cases.actions.turning import Turning, turn_to_next
from deontos.cases.rules import DRAFT_LASTS
from deontos.cases.succession import succession
from deontos.cases.vocabulary import CaseState, CaseVerb, HandOverReason, Panel
from deontos.cases.writing_models import WriterDraft
from tests.cases import test_drafts as drafts
from tests.cases.test_drafts import MINE, at, found, keep
from tests.factories.cases import ToldCase, case_in
from tests.factories.organisations import NOW, TODAY, actor

pytestmark = [pytest.mark.row("3.17"), pytest.mark.usefixtures("today")]

case, client, shared = drafts.case, drafts.client, drafts.shared


def test_sending_erases_what_was_kept_of_it_and_nothing_of_others(shared: ToldCase) -> None:
    manager, deputy = shared.house.town.manager, shared.house.town.deputy
    for person in (manager, deputy):
        keep(shared, person)
    keep(shared, manager, Panel.DOSSIER, "Nagaan.")
    shared.moved(CaseVerb.ANSWER, by=manager)
    assert found(shared, manager) is None
    assert (found(shared, manager, Panel.DOSSIER), found(shared, deputy)) == ("Nagaan.", MINE)


def test_writing_in_the_dossier_erases_what_was_kept_of_that(case: ToldCase, client: Client) -> None:
    keep(case, case.handler)
    keep(case, case.handler, Panel.DOSSIER)
    client.post(at(case, "dossier/write/"), {"text": "Bonnen.", "kind": "note", "audience": "mine"})
    assert (found(case, case.handler), found(case, case.handler, Panel.DOSSIER)) == (MINE, None)


def test_closing_the_case_erases_what_everybody_kept(shared: ToldCase) -> None:
    manager, deputy = shared.house.town.manager, shared.house.town.deputy
    for person in (manager, deputy):
        for panel in Panel:
            keep(shared, person, panel)
    shared.moved(CaseVerb.CLOSE, by=manager)
    assert WriterDraft.objects.count() == 0


def test_it_is_erased_thirty_days_after_it_was_last_kept(case: ToldCase) -> None:
    keep(case, case.handler)
    clear_drafts(at=NOW + DRAFT_LASTS - timedelta(days=1))
    assert found(case, case.handler) == MINE
    clear_drafts(at=NOW + DRAFT_LASTS)
    assert WriterDraft.objects.count() == 0


def test_what_somebody_kept_who_reads_the_case_no_longer_is_erased(shared: ToldCase) -> None:
    town = shared.house.town
    for person in (town.manager, town.deputy):
        keep(shared, person)
    WriterDraft.objects.filter(person=town.deputy).update(person=town.colleague)
    clear_drafts(at=NOW)
    assert list(WriterDraft.objects.values_list("person", flat=True)) == [town.manager.id]


def hand_it_over(case: ToldCase) -> None:
    shown = succession(case.file, without={case.handler.id}, on=TODAY).way.readers
    change = HandOver(HandOverReason.INVOLVED, shown, frozenset())
    hand_over(case.file, change, by=actor(case.handler), reader=case.house.reader(case.handler), at=NOW)


def turn_away(case: ToldCase) -> None:
    gone = frozenset({case.handler.id})
    shown = succession(case.file, without=gone, on=TODAY).way.readers
    turn_to_next(case.file, Turning(gone, frozenset(), shown), case.reporter(), on=TODAY)


def leave(case: ToldCase) -> None:
    release(case.handler.id, case.house.town.organisation.id, at=NOW)


@pytest.mark.parametrize("lose", [hand_it_over, turn_away, leave])
def test_whoever_loses_the_case_loses_what_was_kept_in_it(case: ToldCase, lose: Callable[[ToldCase], None]) -> None:
    other = case_in(case.house, CaseState.ACKNOWLEDGED)
    for each in (case, other):
        keep(each, case.handler)
    lose(case)
    left = [] if lose is leave else [other.id]
    assert list(WriterDraft.objects.values_list("case", flat=True)) == left
