"""Somebody with SQL, without keys or secrets: a row of a case that is changed or removed is named, and no other."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from deontos.cases.models import CaseClock, CaseFile, CaseStep, CaseTerm, DossierItem
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.correspondence.models import Conversation
from deontos.speakup.models import Disclosure
from tests.factories.organisations import NOW, TODAY
from tests.sites.tampering import (
    Named,
    World,
    change,
    exchange,
    named,
    of_cases,
    of_keys,
    two_cases,
)

pytestmark = [pytest.mark.row("2.8"), pytest.mark.django_db, pytest.mark.usefixtures("blobs")]


@pytest.fixture
def world() -> World:
    """A town with two cases."""
    return two_cases()


def case_put_back(world: World) -> Named:
    change(world.case.file, state=CaseState.ACKNOWLEDGED)
    return of_cases("case_file", "state_changed", world.case.id)


def case_put_back_to_its_beginning(world: World) -> Named:
    change(world.case.file, state=CaseState.RECEIVED, acknowledged_on=None)
    return of_cases("case_file", "state_changed", world.case.id)


def case_closed(world: World) -> Named:
    change(world.case.file, state=CaseState.CLOSED, closed_on=TODAY)
    return of_cases("case_file", "state_changed", world.case.id)


def case_received_earlier(world: World) -> Named:
    change(world.case.file, received_on=TODAY - timedelta(days=9))
    return of_cases("case_file", "moved", world.case.id)


def case_listed_for_another(world: World) -> Named:
    change(world.case.file, pair=world.intruder.pair(world.house.town.organisation).epoch.pair)
    return of_cases("case_file", "moved", world.case.id)


def case_listed_as_if_later(world: World) -> Named:
    change(world.case.file, next_on=TODAY + timedelta(days=300))
    return of_cases("case_file", "clock_changed", world.case.id)


def case_removed(world: World) -> Named:
    CaseFile.objects.filter(pk=world.case.id).delete()
    return of_cases("case_file", "gone", world.case.id)


def steps(world: World) -> list[CaseStep]:
    return list(world.case.file.steps.order_by("position"))


def last_step_removed(world: World) -> Named:
    last = steps(world)[-1]
    CaseStep.objects.filter(pk=last.pk).delete()
    return of_cases("case_step", "step_gone", f"{last.position} of {world.case.id}")


def step_by_somebody_else(world: World) -> Named:
    change(steps(world)[0], taken_by=world.house.town.director)
    return of_cases("case_step", "step_changed", steps(world)[0])


def step_added(world: World) -> Named:
    made = CaseStep.objects.create(case=world.case.file, position=9, verb=CaseVerb.HEAR, taken_on=TODAY)
    return of_cases("case_step", "step_not_in_log", made)


def clocks(world: World) -> dict[str, CaseClock]:
    return {clock.name: clock for clock in world.case.file.clocks.all()}


def term_said_to_be_met(world: World) -> Named:
    change(clocks(world)["feedback"], met_on=TODAY)
    return of_cases("case_clock", "clock_changed", clocks(world)["feedback"])


def term_put_off(world: World) -> Named:
    one = clocks(world)["feedback"]
    change(one, due_on=one.due_on + timedelta(days=30))
    return of_cases("case_clock", "clock_changed", one)


def term_removed(world: World) -> Named:
    CaseClock.objects.filter(pk=clocks(world)["feedback"].pk).delete()
    return of_cases("case_clock", "clock_gone", f"feedback of {world.case.id}")


def law_made_milder(world: World) -> Named:
    term = clocks(world)["feedback"].terms.get()
    change(term, count=6)
    return of_cases("case_clock", "term_changed", clocks(world)["feedback"])


def law_taken_out(world: World) -> Named:
    CaseTerm.objects.filter(clock=clocks(world)["acknowledgement"]).exclude(profile="policy").delete()
    return of_cases("case_clock", "term_changed", clocks(world)["acknowledgement"])


def law_said_to_end_later(world: World) -> Named:
    term = CaseTerm.objects.exclude(profile="policy").get(clock=clocks(world)["acknowledgement"])
    change(term, due_on=term.due_on + timedelta(days=30))
    return of_cases("case_clock", "term_changed", clocks(world)["acknowledgement"])


def receipt_said_to_need_no_confirmation(world: World) -> Named:
    change(clocks(world)["acknowledgement"], lifted_on=TODAY)
    return of_cases("case_clock", "clock_changed", clocks(world)["acknowledgement"])


def notes(world: World) -> list[DossierItem]:
    return list(world.case.file.dossier_items.order_by("position"))


def notes_exchanged(world: World) -> Named:
    one, other = notes(world)
    exchange(one, other, "ciphertext")
    return of_cases("dossier_item", "note_not_by_author", *notes(world))


def note_redated(world: World) -> Named:
    change(notes(world)[0], written_at=NOW - timedelta(days=3))
    return of_cases("dossier_item", "note_changed", notes(world)[0])


def last_note_removed(world: World) -> Named:
    last = notes(world)[-1]
    DossierItem.objects.filter(pk=last.pk).delete()
    return of_cases("dossier_item", "note_gone", last)


def disclosure_redated(world: World) -> Named:
    disclosure = world.case.file.disclosure
    change(disclosure, received_on=TODAY - timedelta(days=9))
    return {("speakup.disclosure", str(disclosure.id), "disclosure_changed")}


def disclosure_added(world: World) -> Named:
    """With a conversation of its own, sealed to real readers, as only the intruder could have made it."""
    opened, holder = world.intruder.pair(world.house.town.organisation), world.intruder.holder().holder
    assert holder
    made = Conversation.objects.create(
        organisation=world.house.town.organisation,
        locator=b"invented",
        locator_version=1,
        holder=holder,
        pair=opened.epoch.pair,
        identity_pair=world.intruder.pair(world.house.town.organisation).epoch.pair,
        opened_on=TODAY,
    )
    first = world.case.file.disclosure
    disclosure = Disclosure.objects.create(
        channel=first.channel, conversation=made, kind=first.kind, subject=first.subject, received_on=TODAY
    )
    return {("speakup.disclosure", str(disclosure.id), "disclosure_not_in_log")} | of_keys(
        "receipt_holder", "not_in_log", holder
    )


ATTACKS: tuple[Callable[[World], Named], ...] = (
    case_put_back,
    case_put_back_to_its_beginning,
    case_closed,
    case_received_earlier,
    case_listed_for_another,
    case_listed_as_if_later,
    case_removed,
    last_step_removed,
    step_by_somebody_else,
    step_added,
    term_said_to_be_met,
    term_put_off,
    term_removed,
    law_made_milder,
    law_taken_out,
    law_said_to_end_later,
    receipt_said_to_need_no_confirmation,
    notes_exchanged,
    note_redated,
    last_note_removed,
    disclosure_redated,
    disclosure_added,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_exactly_the_rows_that_were_touched_are_named(world: World, attack: Callable[[World], Named]) -> None:
    expected = attack(world)
    assert named() == expected
