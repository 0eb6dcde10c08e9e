"""The reporter turns to somebody else with the receipt: the former reader reads no further, the next one does."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from deontos.audit.models import Entry
from deontos.audit.vocabulary import ChainKind
from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.actions.handing_over import HandOverRefused
from deontos.cases.actions.turning import Turning, turn_to_next
from deontos.cases.dossier import dossier_items_of, opened_notes
from deontos.cases.queries import case_visible_to
from deontos.cases.succession import succession
from deontos.cases.verifying import flaws
from deontos.cases.vocabulary import CaseCode, CaseVerb
from deontos.correspondence.models import IdentityConsent
from deontos.correspondence.queries import items_of, opened
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.models import Envelope
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope, UnlockedReader
from deontos.keyring.vocabulary import Ground, ResetCause
from deontos.notices.models import Letter, WindowedNotice
from deontos.organisations.models import Person
from deontos.speakup.vocabulary import IdentityChoice
from tests.cases.snapshots import everything
from tests.factories.cases import WHAT, ToldCase, morning, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, absent, actor

pytestmark = pytest.mark.row("2.5", "R-000.71")

LATER = TODAY + timedelta(days=3)


def turn(
    case: ToldCase, *away: Person, named: frozenset[Person] = frozenset(), reader: UnlockedReader | None = None
) -> None:
    """Let the reporter turn away from these people, having seen who comes next."""
    gone, out = frozenset(each.id for each in away), frozenset(each.id for each in named)
    shown = succession(case.file, without=gone | out, on=LATER).way.readers
    turn_to_next(case.file, Turning(gone, out, shown), reader or case.reporter(on=LATER), on=LATER)


def text(case: ToldCase, someone: Person) -> list[str]:
    """What somebody's keys open in the conversation."""
    items = opened(items_of(case.file.disclosure.conversation), case.house.reader(someone, on=LATER))
    return [str(item.content.get("text") or item.content["answers"]["what"]) for item in items if item.authentic]


def note(case: ToldCase, words: str, by: Person, on: date = TODAY) -> None:
    """Let somebody write in the dossier."""
    reader = case.house.reader(by, on=on)
    write_in_dossier(case.file, Jotting(words), by=actor(by, on=on), reader=reader, at=morning(on))


def test_the_deputy_reads_all_and_the_manager_nothing_that_comes(house: KeyedTown) -> None:
    case = told(house).opened().moved(CaseVerb.ACKNOWLEDGE)
    turn(case, house.town.manager)
    case.heard("Hij is er bij betrokken.", on=LATER)
    assert text(case, house.town.deputy) == [WHAT, "Dank u.", "Hij is er bij betrokken."]
    assert text(case, house.town.manager) == []
    assert case_visible_to(actor(house.town.manager), case.id, on=LATER) is None
    assert Envelope.objects.filter(certificate__person=house.town.manager).count() == 0


def test_the_reporter_reads_on(house: KeyedTown) -> None:
    case = told(house).opened().moved(CaseVerb.ACKNOWLEDGE)
    turn(case, house.town.manager)
    items = opened(items_of(case.file.disclosure.conversation), case.reporter(on=LATER))
    assert [item.authentic for item in items] == [True, True]


def test_a_deputy_who_stood_in_line_reads_the_dossier_from_before_and_goes_on(house: KeyedTown) -> None:
    case = told(house).opened()
    note(case, "Bonnen opgevraagd.", house.town.manager)
    turn(case, house.town.manager)
    case.opened(by=house.town.deputy, on=LATER)
    note(case, "Ik lees mee.", house.town.deputy, LATER)
    notes = opened_notes(dossier_items_of(case.id), house.reader(house.town.deputy, on=LATER))
    assert [(each.text, each.authentic) for each in notes] == [("Bonnen opgevraagd.", True), ("Ik lees mee.", True)]
    assert opened_notes(dossier_items_of(case.id), house.reader(house.town.manager, on=LATER)) == []


def test_somebody_further_in_line_reads_the_dossier_from_now_on(house: KeyedTown) -> None:
    case = told(house).opened()
    note(case, "Bonnen opgevraagd.", house.town.manager)
    turn(case, house.town.manager, house.town.deputy)
    case.opened(by=house.town.officer, on=LATER)
    note(case, "Opnieuw begonnen.", house.town.officer, LATER)
    notes = opened_notes(dossier_items_of(case.id), house.reader(house.town.officer, on=LATER))
    assert [(each.text, each.authentic) for each in notes] == [("Opnieuw begonnen.", True)]


def test_the_reporter_never_holds_a_key_of_the_dossier(house: KeyedTown) -> None:
    case = told(house).opened()
    note(case, "Bonnen opgevraagd.", house.town.manager)
    turn(case, house.town.manager)
    assert not Envelope.objects.filter(epoch__pair=case.file.dossier_pair, holder__isnull=False).exists()
    assert opened_notes(dossier_items_of(case.id), case.reporter(on=LATER)) == []


def test_it_is_recorded_by_day_and_told_in_the_next_window(house: KeyedTown) -> None:
    case = told(house).opened()
    desk, letters = Entry.objects.filter(chain=ChainKind.DESK).count(), WindowedNotice.objects.count()
    turn(case, house.town.manager)
    facts = list(Entry.objects.filter(chain=ChainKind.REPORTERS).order_by("number").values_list("fact", flat=True))
    assert facts[-3:] == ["epoch.opened", "epoch.opened", "case.turned"]
    assert Entry.objects.filter(chain=ChainKind.DESK).count() == desk
    assert (Letter.objects.count(), WindowedNotice.objects.count()) == (0, letters + 1)
    step = case.file.steps.get()
    assert (step.verb, step.taken_by, step.concerns) == (CaseVerb.TURN_TO, None, house.town.manager)
    grounds = Envelope.objects.filter(certificate__person=house.town.deputy).values_list("ground", "given_on")
    assert (Ground.BY_REPORTER, LATER) in set(grounds)


def test_who_was_turned_away_from_does_not_come_back(house: KeyedTown) -> None:
    case = told(house).opened()
    turn(case, house.town.manager)
    turn(case, house.town.deputy)
    assert text(case, house.town.officer) == [WHAT]
    assert text(case, house.town.manager) == text(case, house.town.deputy) == []


def test_a_name_is_not_known_any_more_to_whom_one_turned_away_from(house: KeyedTown) -> None:
    case = told(house, choice=IdentityChoice.CONSENT).opened()
    turn(case, house.town.manager)
    case.heard("Nog iets.", on=LATER)
    assert not Envelope.objects.filter(
        epoch__pair=case.file.disclosure.conversation.identity_pair, certificate__isnull=False
    ).exists()


def test_a_name_is_not_known_any_more_to_one_whose_certificate_is_on_hold(house: KeyedTown) -> None:
    case = told(house, choice=IdentityChoice.CONSENT).opened()
    note_reset(house.town.manager, ResetCause.LOGIN_RESET, by=None, at=morning(TODAY))
    turn(case, house.town.manager)
    pair = case.file.disclosure.conversation.identity_pair
    assert list(pair.epochs.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert not Envelope.objects.filter(epoch__pair=pair, certificate__isnull=False).exists()
    assert list(IdentityConsent.objects.values_list("person", "ended_on")) == [(house.town.manager.id, LATER)]


def test_a_co_reader_on_hold_is_told_of_as_one_who_reads_no_longer(house: KeyedTown) -> None:
    absent(house.town.manager, house.town.administrator)
    case = told(house).opened()
    note_reset(house.town.deputy, ResetCause.LOGIN_RESET, by=None, at=morning(TODAY))
    turn(case, house.town.manager)
    steps = [(step.verb, step.concerns) for step in case.file.steps.order_by("position")]
    assert steps == [(CaseVerb.LEAVE, house.town.deputy), (CaseVerb.TURN_TO, house.town.manager)]
    assert text(case, house.town.officer) == [WHAT]
    assert not Envelope.objects.filter(certificate__person=house.town.deputy).exists()
    assert list(flaws(lambda _rows: None)) == []


def test_a_letter_that_is_not_written_undoes_all(house: KeyedTown) -> None:
    """Killed before the readers' letters, nothing is half: nobody reads a case without being told."""
    case = told(house, choice=IdentityChoice.CONSENT).opened()
    before = everything()

    def cut(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("INSERT") and WindowedNotice._meta.db_table in sql:
            raise ConnectionError
        return execute(sql, *rest)

    with pytest.raises(ConnectionError), connection.execute_wrapper(cut):
        turn(case, house.town.manager)
    assert everything() == before


def test_without_anybody_left_nothing_changes(house: KeyedTown) -> None:
    case = told(house).opened()
    before = everything()
    everybody = (house.town.manager, house.town.deputy, house.town.officer, house.town.director)
    with pytest.raises(HandOverRefused) as refused:
        turn(case, *everybody)
    assert refused.value.code is CaseCode.NOBODY_LEFT
    with pytest.raises(HandOverRefused) as refused:
        turn_to_next(
            case.file, Turning(frozenset({house.town.manager.id}), frozenset(), frozenset()), case.reporter(), on=LATER
        )
    assert refused.value.code is CaseCode.READERS_CHANGED
    assert everything() == before


def test_another_receipt_turns_nothing(house: KeyedTown) -> None:
    case, other = told(house).opened(), told(house).opened()
    before = everything()
    with pytest.raises((NoEnvelope, KeyNotAuthentic)):
        turn(case, house.town.manager, reader=other.reporter(on=LATER))
    assert everything() == before
