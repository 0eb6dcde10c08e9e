"""Giving a case away: the next in line reads it under new keys, whoever gave it holds none; the reporter is told."""

from datetime import date, timedelta

import pytest

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.cases.actions.dialogue import CaseChanged, Words
from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.actions.handing_over import HandOver, HandOverRefused, hand_over
from deontos.cases.dossier import dossier_items_of, opened_notes
from deontos.cases.queries import case_visible_to
from deontos.cases.succession import succession
from deontos.cases.verifying import flaws
from deontos.cases.vocabulary import Audience, CaseCode, CaseVerb, DossierKind, HandOverReason
from deontos.correspondence.queries import consents_of, items_of, opened
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.models import Envelope
from deontos.keyring.readers import KeyNotAuthentic, NoEnvelope
from deontos.keyring.vocabulary import Ground, ResetCause
from deontos.notices.models import Letter
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import IdentityChoice
from tests.cases.snapshots import everything
from tests.factories.cases import WHAT, ToldCase, morning, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, absent, actor, deputy, person

pytestmark = pytest.mark.row("2.5", "R-000.71")

LATER = TODAY + timedelta(days=3)


@pytest.fixture
def second(house: KeyedTown) -> Person:
    """A second deputy."""
    someone = person(house.town.organisation, "Hanne Groenveld", Language.ENGLISH)
    deputy(house.town.manager_office, someone, position=2)
    house.certify(someone, on=date(2026, 1, 15))
    return someone


def give_away(
    case: ToldCase,
    by: Person | None = None,
    reason: HandOverReason = HandOverReason.UNABLE,
    *,
    named: frozenset[Person] = frozenset(),
    on: date = LATER,
    **rest: object,
) -> None:
    """Let somebody give a case to whoever is shown as next."""
    giver = by or case.handler
    out = frozenset(each.id for each in named)
    shown = succession(case.file, without=out | {giver.id}, on=on).way.readers
    change = HandOver(reason, rest.get("shown", shown), out, rest.get("words"), rest.get("seen"))  # type: ignore[arg-type]
    hand_over(case.file, change, by=actor(giver, on=on), reader=case.house.reader(giver, on=on), at=morning(on))


def readers(case: ToldCase) -> dict[str, set[tuple[str, bool]]]:
    """Who holds an envelope of which pair, and whether it sleeps."""
    held: dict[str, set[tuple[str, bool]]] = {}
    for envelope in Envelope.objects.filter(certificate__isnull=False).select_related("epoch__pair", "certificate"):
        assert envelope.epoch is not None
        assert envelope.certificate is not None
        name = envelope.certificate.person.given_name
        held.setdefault(envelope.epoch.pair.purpose, set()).add((name, envelope.dormant))
    return held


def read_by(case: ToldCase, someone: Person, *, on: date = LATER) -> list[str]:
    """What somebody's keys open in the conversation."""
    items = opened(items_of(case.file.disclosure.conversation), case.house.reader(someone, on=on))
    assert all(item.authentic for item in items)
    return [str(item.content.get("text") or item.content.get("answers", {}).get("what")) for item in items]


def test_the_deputy_reads_all_and_the_giver_nothing(house: KeyedTown, second: Person) -> None:
    case = told(house).opened().moved(CaseVerb.ACKNOWLEDGE).heard("Juli.")
    give_away(case)
    assert read_by(case, house.town.deputy) == [WHAT, "Dank u.", "Juli."]
    assert read_by(case, house.town.manager) == []
    assert readers(case) == {
        "conversation": {("Joris", False), ("Hanne", True)},
        "dossier": {("Joris", False), ("Hanne", True)},
    }
    assert case_visible_to(actor(house.town.manager), case.id, on=LATER) is None


def test_the_reporter_reads_on_and_both_write_under_the_new_key(house: KeyedTown) -> None:
    case = told(house).opened().moved(CaseVerb.ACKNOWLEDGE)
    give_away(case)
    case.opened(by=house.town.deputy, on=LATER).moved(CaseVerb.ANSWER, by=house.town.deputy, on=LATER, text="Ik lees.")
    case.heard("Goed.", on=LATER)
    own = opened(items_of(case.file.disclosure.conversation), case.reporter(on=LATER))
    assert [item.content.get("text") for item in own[1:]] == ["Dank u.", "Ik lees.", "Goed."]
    assert all(item.authentic for item in own)
    assert read_by(case, house.town.manager) == []


def test_a_step_a_ground_and_a_letter_tell_of_it(house: KeyedTown) -> None:
    case = told(house).opened()
    give_away(case, words=Words("Een collega gaat verder.", Language.DUTCH))
    step = case.file.steps.latest("position")
    assert (step.verb, step.taken_by, step.concerns) == (CaseVerb.HAND_OVER, case.handler, house.town.deputy)
    assert step.because == HandOverReason.UNABLE
    envelope = Envelope.objects.get(certificate__person=house.town.deputy, epoch__pair__purpose="conversation")
    assert (envelope.ground, envelope.given_on) == (Ground.HANDED_OVER, LATER)
    assert Letter.objects.get().recipient == house.town.deputy
    facts = list(Entry.objects.order_by("number").filter(chain="desk").values_list("fact", flat=True))
    assert facts[-3:] == ["epoch.opened", "epoch.opened", "case.handed_over"]
    assert read_by(case, house.town.deputy)[-1] == "Een collega gaat verder."


def test_a_co_reader_on_hold_is_told_of_as_one_who_reads_no_longer(house: KeyedTown, second: Person) -> None:
    """The new key is sealed to nobody whose certificate waits after a reset: the steps and the log say so."""
    absent(house.town.manager, house.town.administrator)
    case = told(house, choice=IdentityChoice.CONSENT).opened()
    note_reset(house.town.deputy, ResetCause.LOGIN_RESET, by=None, at=morning(TODAY))
    give_away(case)
    assert readers(case) == {"conversation": {("Hanne", False)}, "dossier": {("Hanne", False)}}
    steps = [(step.verb, step.taken_by, step.concerns) for step in case.file.steps.order_by("position")]
    assert steps == [(CaseVerb.LEAVE, None, house.town.deputy), (CaseVerb.HAND_OVER, house.town.manager, second)]
    assert list(consents_of(case.file.disclosure.conversation)) == []
    assert list(flaws(lambda _rows: None)) == []


def test_whoever_is_named_never_gets_it(house: KeyedTown, second: Person) -> None:
    case = told(house, house.town.deputy).opened()
    give_away(case, named=frozenset({house.town.deputy}))
    assert readers(case) == {"conversation": {("Hanne", False)}, "dossier": {("Hanne", False)}}


def test_whoever_recused_does_not_get_it_back(house: KeyedTown, second: Person) -> None:
    case = told(house).opened()
    give_away(case, reason=HandOverReason.INVOLVED)
    case.opened(by=house.town.deputy, on=LATER)
    give_away(case, house.town.deputy)
    assert readers(case)["conversation"] == {("Hanne", False)}


def test_without_anybody_left_nothing_changes(house: KeyedTown) -> None:
    case = told(house).opened()
    everybody = frozenset({house.town.deputy, house.town.officer, house.town.director})
    before = everything()
    with pytest.raises(HandOverRefused) as refused:
        give_away(case, named=everybody)
    assert refused.value.code is CaseCode.NOBODY_LEFT
    assert everything() == before


def test_when_the_next_reader_is_another_than_was_shown_nothing_changes(house: KeyedTown) -> None:
    case = told(house).opened()
    before = everything()
    with pytest.raises(HandOverRefused) as refused:
        give_away(case, shown=frozenset({house.town.officer.id}))
    assert refused.value.code is CaseCode.READERS_CHANGED
    assert everything() == before
    with pytest.raises(CaseChanged):
        give_away(case, seen=7)
    assert everything() == before


def test_a_stranger_and_a_colleague_without_key_hand_nothing_over(house: KeyedTown, hazelaar: KeyedTown) -> None:
    case = told(house).opened()
    before = everything()
    with pytest.raises(NoEnvelope):
        give_away(case, house.town.deputy)
    house.give_keys(house.town.colleague)
    with pytest.raises(NotAllowed):
        give_away(case, house.town.colleague)
    hazelaar_deputy = hazelaar.town.deputy
    house.keys[hazelaar_deputy.id] = hazelaar.keys[hazelaar_deputy.id]
    with pytest.raises(NotAllowed):
        give_away(case, hazelaar_deputy)
    assert {key: value for key, value in everything()[0].items() if "vault" not in key.lower()} == {
        key: value for key, value in before[0].items() if "vault" not in key.lower()
    }


def test_a_name_that_was_released_stays_with_whom_it_was_released_to(house: KeyedTown) -> None:
    case = told(house, choice=IdentityChoice.CONSENT).opened()
    give_away(case)
    assert "identity" not in readers(case)
    kinds = [item.kind for item in opened(items_of(case.file.disclosure.conversation), case.reporter(on=LATER))]
    assert kinds == ["confided", "identity"]
    kinds = [item.kind for item in opened(items_of(case.file.disclosure.conversation), house.reader(house.town.deputy))]
    assert kinds == ["confided"]


def test_notes_go_over_and_private_ones_are_erased(house: KeyedTown) -> None:
    case = told(house).opened()
    for audience in Audience:
        jotting = Jotting(f"Voor {audience}", DossierKind.NOTE, audience)
        by, reader = actor(case.handler), house.reader(case.handler)
        write_in_dossier(case.file, jotting, by=by, reader=reader, at=morning(TODAY))
    give_away(case)
    notes = opened_notes(dossier_items_of(case.id), house.reader(house.town.deputy))
    assert [(note.text, note.authentic) for note in notes] == [("Voor dossier", True)]
    assert opened_notes(dossier_items_of(case.id), house.reader(case.handler)) == []


@pytest.mark.row("2.8")
def test_an_old_epoch_that_is_put_back_is_not_written_to(house: KeyedTown) -> None:
    case = told(house).opened()
    conversation = case.file.disclosure.conversation
    before = list(Envelope.objects.filter(epoch__pair=conversation.pair).values())
    give_away(case)
    newest = conversation.pair.epochs.latest("number")
    first = conversation.pair.epochs.earliest("number")
    Envelope.objects.filter(epoch=newest).delete()
    conversation.items.first()
    newest.item_keys.update(epoch=first)
    newest.delete()
    Envelope.objects.bulk_create([Envelope(**row) for row in before])
    with pytest.raises(KeyNotAuthentic):
        case.heard("Zeg het niet aan hem.", on=LATER)
