"""Two handlers at the same moment: one step each, two numbers, and whoever is second is told so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from deontos.access.gate import Actor
from deontos.audit.models import Entry
from deontos.cases.actions.dialogue import ACTIONS, CaseChanged, Words
from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.actions.drafts import DraftRefused, Typed, keep_draft
from deontos.cases.actions.opening import open_case
from deontos.cases.actions.ready_texts import ReadyTextRefused, add_text, change_text
from deontos.cases.actions.reminding import remind_where_due
from deontos.cases.actions.terms import extend
from deontos.cases.models import CaseFile, CaseStep, CaseTerm
from deontos.cases.reliefs import ReliefRefused
from deontos.cases.vocabulary import CaseState, CaseVerb, ExtensionReason, Panel
from deontos.cases.wording import Wording
from deontos.cases.writing_models import ReadyText, WriterDraft
from deontos.kernel.refusals import Refusal
from deontos.kernel.transitions import IllegalMove
from deontos.notices.models import WindowedNotice
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import ClockName, ProfileName
from tests.factories.cases import ToldCase, morning, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, absent, actor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("1.10")]

Step = Callable[[], object]
PATIENCE = 300
"""Seconds until the others are given up: not how fast the machine is, but that one of them failed."""


def at_once(*steps: Step) -> list[Refusal | None]:
    """Take these steps at the same moment, each over its own connection; what each was refused with."""
    start = Barrier(len(steps))

    def take(step: Step) -> Refusal | None:
        try:
            connection.ensure_connection()
            start.wait(timeout=PATIENCE)
            step()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(take, steps))


def step_of(case: ToldCase, verb: CaseVerb, person: Person, seen: int) -> Step:
    """One person's step, with everything read beforehand as a page does."""
    file, acting, reader = case.file, actor(person), case.house.reader(person)
    words = Words(f"Van {person.name}.", Language.DUTCH, seen)
    return lambda: ACTIONS[verb](file, words, by=acting, reader=reader, at=morning(TODAY))


@pytest.fixture
def shared(house: KeyedTown) -> ToldCase:
    """A case that manager and deputy read both, because the manager was away."""
    absent(house.town.manager, house.town.director)
    return told(house).opened().opened(by=house.town.deputy)


@pytest.mark.row("4.13")
@pytest.mark.parametrize(
    ("before", "verb", "state", "refused"),
    [
        ((), CaseVerb.ACKNOWLEDGE, CaseState.ACKNOWLEDGED, (CaseChanged, IllegalMove)),
        ((CaseVerb.ACKNOWLEDGE,), CaseVerb.ASK, CaseState.ASKED, (CaseChanged,)),
        ((CaseVerb.ACKNOWLEDGE,), CaseVerb.CLOSE, CaseState.CLOSED, (CaseChanged,)),
    ],
)
def test_the_same_step_twice_is_taken_once(
    shared: ToldCase,
    before: tuple[CaseVerb, ...],
    verb: CaseVerb,
    state: CaseState,
    refused: tuple[type[Refusal], ...],
) -> None:
    shared.moved(*before)
    people = (shared.house.town.manager, shared.house.town.deputy)
    refusals = at_once(*(step_of(shared, verb, person, len(before)) for person in people))
    assert [refusal for refusal in refusals if refusal is None] == [None]
    assert [type(refusal) for refusal in refusals if refusal] in [[kind] for kind in refused]
    assert shared.file.state == state
    assert CaseStep.objects.filter(verb=verb).count() == 1
    assert shared.file.disclosure.conversation.items.count() == 1 + len(before) + 1


def test_two_cases_opened_at_once_have_two_numbers(house: KeyedTown) -> None:
    files = [told(house).file for _case in range(4)]
    acting = actor(house.town.manager)
    openings: list[Step] = [lambda file=file: open_case(file, by=acting, at=morning(TODAY)) for file in files]  # type: ignore[misc]
    assert at_once(*openings) == [None] * 4
    numbers = set(CaseFile.objects.values_list("number", flat=True))
    assert len(numbers) == 4
    assert None not in numbers


@pytest.mark.row("4.13")
def test_one_case_opened_by_two_at_once_has_one_number(house: KeyedTown) -> None:
    absent(house.town.manager, house.town.director)
    file = told(house).file
    people = [actor(person) for person in (house.town.manager, house.town.deputy)]
    given: list[str | None] = []
    openings: list[Step] = [
        lambda acting=acting: given.append(open_case(file, by=acting, at=morning(TODAY)).number)  # type: ignore[misc]
        for acting in people
    ]
    assert at_once(*openings) == [None, None]
    assert given == [CaseFile.objects.get().number] * 2


def test_a_step_and_a_message_of_the_reporter_at_once_are_both_kept_or_the_step_is_told(shared: ToldCase) -> None:
    shared.moved(CaseVerb.ACKNOWLEDGE)
    answer = step_of(shared, CaseVerb.ANSWER, shared.handler, 1)
    refusals = at_once(answer, shared.heard)
    assert refusals[1] is None
    assert refusals[0] is None or isinstance(refusals[0], CaseChanged)
    taken = 3 if refusals[0] is None else 2
    assert shared.file.steps.count() == taken
    assert sorted(shared.file.steps.values_list("position", flat=True)) == list(range(1, taken + 1))


@pytest.mark.row("3.16")
def test_two_workers_who_look_at_once_remind_once(house: KeyedTown) -> None:
    told(house)
    WindowedNotice.objects.all().delete()
    day = TODAY + timedelta(days=10)
    assert at_once(*(lambda: remind_where_due(at=morning(day)) for _worker in range(2))) == [None, None]
    assert sorted(WindowedNotice.objects.values_list("recipient__given_name", flat=True)) == ["Joris", "Mira"]
    assert Entry.objects.filter(fact="case.escalated").count() == 1


@pytest.mark.row("3.15")
def test_a_term_is_put_off_once_however_many_press_at_once(shared: ToldCase) -> None:
    CaseTerm.objects.filter(profile=ProfileName.POLICY).update(longer=7)
    people = (shared.house.town.manager, shared.house.town.deputy)

    def put_off(person: Person) -> Step:
        file, acting, reader = shared.file, actor(person), shared.house.reader(person)
        words = Words("Het duurt langer.", Language.DUTCH)
        clock, why = ClockName.FIRST_ANSWER, ExtensionReason.TAKES_LONGER
        return lambda: extend(file, clock, why, words, by=acting, reader=reader, at=morning(TODAY))

    refusals = at_once(*map(put_off, people))
    assert [type(refusal) for refusal in refusals if refusal] == [ReliefRefused]
    assert shared.file.steps.filter(verb=CaseVerb.EXTEND).count() == 1
    assert shared.file.clocks.get(name=ClockName.FIRST_ANSWER).due_on == TODAY + timedelta(days=21)


@pytest.mark.row("3.17")
def test_two_windows_of_one_writer_at_once_keep_one_text_and_the_other_is_told(shared: ToldCase) -> None:
    shared.moved(CaseVerb.ACKNOWLEDGE)
    who = shared.house.town.manager
    file, acting, reader = shared.file, actor(who), shared.house.reader(who)
    texts = [Typed(Panel.TALK, {"text": f"Venster {number}."}) for number in (1, 2)]
    steps: list[Step] = [
        lambda typed=typed: keep_draft(file, typed, by=acting, reader=reader, at=morning(TODAY))  # type: ignore[misc]
        for typed in texts
    ]
    refusals = at_once(*steps)
    assert sorted(type(refusal).__name__ for refusal in refusals) == ["DraftRefused", "NoneType"]
    assert [type(refusal) for refusal in refusals if refusal] == [DraftRefused]
    assert WriterDraft.objects.count() == 1


@pytest.mark.row("3.17")
def test_a_text_that_is_kept_while_it_is_sent_does_not_stay(shared: ToldCase) -> None:
    shared.moved(CaseVerb.ACKNOWLEDGE)
    who = shared.house.town.manager
    file, acting, reader = shared.file, actor(who), shared.house.reader(who)
    typed = Typed(Panel.TALK, {"text": "Bijna af.", "seen": "1"})
    send = step_of(shared, CaseVerb.ANSWER, who, 1)
    refusals = at_once(send, lambda: keep_draft(file, typed, by=acting, reader=reader, at=morning(TODAY)))
    assert refusals[0] is None
    assert refusals[1] is None or isinstance(refusals[1], DraftRefused)
    assert WriterDraft.objects.count() == 0


@pytest.mark.row("3.17")
def test_two_notes_at_once_are_one_note_and_one_who_looks_first(shared: ToldCase) -> None:
    def jot(person: Person) -> Step:
        file, acting, reader = shared.file, actor(person), shared.house.reader(person)
        jotting = Jotting(f"Van {person.name}.", seen=0)
        return lambda: write_in_dossier(file, jotting, by=acting, reader=reader, at=morning(TODAY))

    refusals = at_once(*map(jot, (shared.house.town.manager, shared.house.town.deputy)))
    assert [type(refusal) for refusal in refusals if refusal] == [CaseChanged]
    assert shared.file.dossier_items.count() == 1


@pytest.mark.row("3.17")
def test_two_who_change_a_ready_text_at_once_are_one_who_did_and_one_who_is_told(house: KeyedTown) -> None:
    keepers = [actor(person) for person in (house.town.manager, house.town.administrator)]
    home = house.town.organisation

    def said(text: str) -> Wording:
        return Wording(CaseVerb.ANSWER, None, {Language.DUTCH: "Naam"}, {Language.DUTCH: text})

    row = add_text(home, said("Begin."), by=keepers[0], at=morning(TODAY))

    def change(by: Actor) -> Step:
        return lambda: change_text(row.id, said(str(by.person)), seen=1, by=by, at=morning(TODAY))

    def take_the_place(by: Actor) -> Step:
        return lambda: add_text(home, said("x"), by=by, at=morning(TODAY), instead_of="received_and_read")

    for act in (change, take_the_place):
        refusals = at_once(*map(act, keepers))
        assert [type(refusal) for refusal in refusals if refusal] == [ReadyTextRefused]
    row.refresh_from_db()
    assert (row.version, ReadyText.objects.count()) == (2, 2)
