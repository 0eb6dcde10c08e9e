"""Acknowledge, ask, answer, close: what each changes, writes and records, and that a refusal changes nothing."""

from datetime import date, timedelta

import pytest

from deontos.access.gate import Actor, NotAllowed
from deontos.audit.models import Entry
from deontos.audit.rules import canonical_details
from deontos.audit.vocabulary import ChainKind
from deontos.cases.actions.dialogue import ACTIONS, CaseChanged, Words
from deontos.cases.models import CaseTerm
from deontos.cases.rules import BY_HANDLER, offered
from deontos.cases.verifying import flaws
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.correspondence.models import Item
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.rules import TextRefused
from deontos.correspondence.vocabulary import LONGEST_TEXT, CorrespondenceCode, ItemKind
from deontos.correspondence.written import written as as_written
from deontos.kernel.refusals import Refusal
from deontos.kernel.transitions import IllegalMove
from deontos.keyring.readers import NoEnvelope
from deontos.notices.models import Letter, WindowedNotice
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.actions.legal import add_profile, set_promise
from deontos.speakup.binding import OwnPromise
from deontos.speakup.vocabulary import ClockName, DisclosureKind, ProfileName
from tests.cases.snapshots import everything
from tests.cases.test_rules import AFTER
from tests.factories.cases import ToldCase, case_in, channel, morning, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, actor, town

RECEIVED_ON = date(2026, 11, 2)


def move(told_case: ToldCase, verb: CaseVerb, by: Person | None = None, **words: object) -> None:
    """Let somebody take a step with these words."""
    person = by or told_case.handler
    spoken = Words(str(words.get("text", "Dank u.")), Language.DUTCH, words.get("seen"))  # type: ignore[arg-type]
    reader = told_case.house.reader(person)
    ACTIONS[verb](told_case.file, spoken, by=actor(person), reader=reader, at=morning(TODAY))


@pytest.mark.row("1.13", "R-000.66")
@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("verb", BY_HANDLER)
def test_every_step_in_every_state_goes_as_the_table_says_or_changes_nothing(
    house: KeyedTown, state: CaseState, verb: CaseVerb
) -> None:
    case = case_in(house, state)
    before = everything()
    if verb in offered(state):
        move(case, verb)
        assert case.file.state == AFTER[state][verb]
    else:
        with pytest.raises(IllegalMove):
            move(case, verb)
        assert everything() == before


@pytest.mark.row("1.13")
@pytest.mark.parametrize(
    ("verbs", "fact"),
    [
        ((CaseVerb.ACKNOWLEDGE,), "case.acknowledged"),
        ((CaseVerb.ACKNOWLEDGE, CaseVerb.ASK), "case.asked"),
        ((CaseVerb.ACKNOWLEDGE, CaseVerb.ANSWER), "case.answered"),
        ((CaseVerb.ACKNOWLEDGE, CaseVerb.CLOSE), "case.closed"),
    ],
)
def test_a_step_is_recorded_with_its_moment_and_told_to_the_reporter(
    house: KeyedTown, verbs: tuple[CaseVerb, ...], fact: str
) -> None:
    case = told(house).opened().moved(*verbs, text="U hoort van mij.")
    last = Entry.objects.filter(chain=ChainKind.DESK).latest("number")
    assert (last.fact, last.actor_id, last.subject_id) == (fact, case.handler.id, case.id)
    item = Item.objects.select_related("item_key__epoch").latest("position")
    assert (last.at, last.on) == (morning(TODAY), None)
    assert last.details == canonical_details({**as_written(item), "step": len(verbs)})
    steps = list(case.file.steps.values_list("position", "verb", "taken_on", "taken_by"))
    assert steps == [(place, verb, TODAY, case.handler.id) for place, verb in enumerate(verbs, 1)]
    written = items_of(case.file.disclosure.conversation).filter(kind=ItemKind.MESSAGE)
    read = [(item.content, item.author_person, item.authentic) for item in opened(written, case.reporter())]
    assert read == [({"text": "U hoort van mij.", "language": "nl"}, case.handler.id, True)] * len(verbs)


def clocks(case: ToldCase) -> dict[str, tuple[date, date, date | None]]:
    """Start, last day and day met of each clock."""
    rows = case.file.clocks.values_list("name", "starts_on", "due_on", "met_on")
    return {name: (starts_on, due_on, met_on) for name, starts_on, due_on, met_on in rows}


@pytest.mark.row("1.13", "R-000.65")
def test_a_new_case_runs_three_clocks(house: KeyedTown) -> None:
    case = told(house, on=RECEIVED_ON)
    assert clocks(case) == {
        ClockName.ACKNOWLEDGEMENT: (RECEIVED_ON, date(2026, 11, 9), None),
        ClockName.FIRST_ANSWER: (RECEIVED_ON, date(2026, 11, 16), None),
        ClockName.FEEDBACK: (date(2026, 11, 9), date(2027, 2, 9), None),
    }
    assert dict(case.file.clocks.values_list("name", "profile")) == {
        ClockName.ACKNOWLEDGEMENT: ProfileName.EU_DIRECTIVE,
        ClockName.FIRST_ANSWER: ProfileName.POLICY,
        ClockName.FEEDBACK: ProfileName.EU_DIRECTIVE,
    }


@pytest.mark.row("R-000.65")
def test_confirming_meets_the_first_clock_and_starts_the_third(house: KeyedTown) -> None:
    on = date(2026, 11, 5)
    case = told(house, on=RECEIVED_ON).opened(on=on).moved(CaseVerb.ACKNOWLEDGE, on=on)
    assert clocks(case) == {
        ClockName.ACKNOWLEDGEMENT: (RECEIVED_ON, date(2026, 11, 9), on),
        ClockName.FIRST_ANSWER: (RECEIVED_ON, date(2026, 11, 16), None),
        ClockName.FEEDBACK: (on, date(2027, 2, 5), None),
    }
    assert case.file.acknowledged_on == on


def test_confirming_late_does_not_put_feedback_off(house: KeyedTown) -> None:
    on = date(2026, 11, 20)
    case = told(house, on=RECEIVED_ON).opened(on=on).moved(CaseVerb.ACKNOWLEDGE, on=on)
    assert clocks(case)[ClockName.ACKNOWLEDGEMENT] == (RECEIVED_ON, date(2026, 11, 9), on)
    assert clocks(case)[ClockName.FEEDBACK] == (date(2026, 11, 9), date(2027, 2, 9), None)


@pytest.mark.parametrize(
    ("verb", "met"),
    [
        (CaseVerb.ASK, {ClockName.ACKNOWLEDGEMENT, ClockName.FIRST_ANSWER}),
        (CaseVerb.ANSWER, {ClockName.ACKNOWLEDGEMENT, ClockName.FIRST_ANSWER}),
        (CaseVerb.CLOSE, set(ClockName)),
    ],
)
def test_each_step_meets_its_clocks_once(house: KeyedTown, verb: CaseVerb, met: set[ClockName]) -> None:
    first, later = date(2026, 11, 5), date(2026, 11, 12)
    case = told(house, on=RECEIVED_ON).opened(on=first).moved(CaseVerb.ACKNOWLEDGE, verb, on=first)
    assert {name for name, (_start, _due, met_on) in clocks(case).items() if met_on == first} == met
    case.moved(CaseVerb.ANSWER, on=later)
    assert {name for name, (_start, _due, met_on) in clocks(case).items() if met_on == first} == met


def test_closing_and_writing_after_it_keep_the_day_of_closing(house: KeyedTown) -> None:
    closed_on = TODAY - timedelta(days=3)
    case = told(house, on=RECEIVED_ON).opened(on=closed_on)
    case.moved(CaseVerb.ACKNOWLEDGE, CaseVerb.CLOSE, on=closed_on).moved(CaseVerb.ANSWER)
    assert (case.file.state, case.file.closed_on) == (CaseState.CLOSED, closed_on)


def somebody(house: KeyedTown, who: str) -> Person:
    """People who may not take a step in a case of this town, each with keys of their own."""
    people = {
        "stranger of another town": lambda: keyed(town("Hazelaar")).town.manager,
        "deputy whose key sleeps": lambda: house.town.deputy,
        "officer without a key": lambda: house.town.officer,
        "colleague": lambda: house.town.colleague,
        "steward": lambda: house.town.stewards[0],
        "administrator": lambda: house.town.administrator,
    }
    person = people[who]()
    if person.id not in house.keys and person.organisation_id == house.town.organisation.id:
        house.give_keys(person)
    return person


@pytest.mark.row("R-000.69", "1.13")
@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("stranger of another town", NotAllowed),
        ("deputy whose key sleeps", NoEnvelope),
        ("officer without a key", NoEnvelope),
        ("colleague", NotAllowed),
        ("steward", NotAllowed),
        ("administrator", NotAllowed),
    ],
)
def test_nobody_else_takes_a_step(house: KeyedTown, who: str, refusal: type[Refusal]) -> None:
    new, under_way = case_in(house, CaseState.RECEIVED), case_in(house, CaseState.ACKNOWLEDGED)
    person, manager = somebody(house, who), house.reader(house.town.manager)
    before = everything()
    words = Words("Ik wil ook iets zeggen.", Language.DUTCH)
    for verb in BY_HANDLER:
        case = new if verb is CaseVerb.ACKNOWLEDGE else under_way
        with pytest.raises(refusal):
            ACTIONS[verb](case.file, words, by=actor(person), reader=manager, at=morning(TODAY))
    assert everything() == before


def test_somebody_with_a_key_and_no_office_any_more_takes_no_step(house: KeyedTown) -> None:
    case = case_in(house, CaseState.ACKNOWLEDGED)
    before = everything()
    with pytest.raises(NotAllowed):
        ACTIONS[CaseVerb.ANSWER](
            case.file,
            Words("Dank u.", Language.DUTCH),
            by=Actor(case.handler.id),
            reader=house.reader(case.handler),
            at=morning(TODAY),
        )
    assert everything() == before


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", CorrespondenceCode.TEXT_EMPTY),
        (" \n\t", CorrespondenceCode.TEXT_EMPTY),
        ("x" * (LONGEST_TEXT + 1), CorrespondenceCode.TEXT_TOO_LONG),
    ],
)
def test_a_text_that_cannot_be_kept_leaves_the_case_as_it_was(
    house: KeyedTown, text: str, code: CorrespondenceCode
) -> None:
    case = case_in(house, CaseState.ACKNOWLEDGED)
    before = everything()
    with pytest.raises(TextRefused) as caught:
        move(case, CaseVerb.CLOSE, text=text)
    assert caught.value.code is code
    assert everything() == before


@pytest.mark.parametrize("seen", [0, 2, 3, 10**30])
def test_a_step_on_a_page_that_is_out_of_date_is_refused(house: KeyedTown, seen: int) -> None:
    case = case_in(house, CaseState.ACKNOWLEDGED)
    before = everything()
    with pytest.raises(CaseChanged):
        move(case, CaseVerb.ANSWER, seen=seen)
    assert everything() == before
    move(case, CaseVerb.ANSWER, seen=1)
    assert case.file.state == CaseState.IN_HANDLING


def test_what_the_reporter_wrote_meanwhile_is_looked_at_first(house: KeyedTown) -> None:
    case = case_in(house, CaseState.ASKED).heard()
    with pytest.raises(CaseChanged):
        move(case, CaseVerb.ANSWER, seen=2)
    assert case.file.has_news
    move(case, CaseVerb.ANSWER, seen=3)
    assert not case.file.has_news


def test_a_step_of_the_handler_writes_no_letter(house: KeyedTown) -> None:
    case = told(house).opened()
    waiting = WindowedNotice.objects.count()
    case.moved(CaseVerb.ACKNOWLEDGE, CaseVerb.ASK, CaseVerb.ANSWER, CaseVerb.CLOSE)
    assert (Letter.objects.count(), WindowedNotice.objects.count()) == (0, waiting)


@pytest.mark.row("3.14")
def test_a_case_keeps_the_terms_of_the_day_on_which_it_came_in(house: KeyedTown) -> None:
    before = told(house, on=RECEIVED_ON)
    by, at = actor(house.town.administrator, on=RECEIVED_ON), morning(RECEIVED_ON)
    point = channel(house)
    add_profile(point, ProfileName.BE_VLG_LOCAL, from_on=RECEIVED_ON, by=by, at=at)
    set_promise(point, OwnPromise(react_within_days=3, put_off_by_days=2), by=by, at=at)
    after = told(house, on=RECEIVED_ON)
    before.opened(on=RECEIVED_ON).moved(CaseVerb.ACKNOWLEDGE, on=RECEIVED_ON)
    assert clocks(before)[ClockName.FIRST_ANSWER] == (RECEIVED_ON, date(2026, 11, 16), None)
    assert clocks(after)[ClockName.FIRST_ANSWER] == (RECEIVED_ON, date(2026, 11, 5), None)
    assert clocks(after)[ClockName.ACKNOWLEDGEMENT] == (RECEIVED_ON, date(2026, 11, 5), None)
    terms = {
        (term.clock.name, term.profile, term.due_on)
        for term in CaseTerm.objects.select_related("clock").filter(clock__case=after.id)
    }
    assert terms == {
        (ClockName.ACKNOWLEDGEMENT, ProfileName.BE_VLG_LOCAL, date(2026, 11, 9)),
        (ClockName.ACKNOWLEDGEMENT, ProfileName.POLICY, date(2026, 11, 5)),
        (ClockName.FIRST_ANSWER, ProfileName.POLICY, date(2026, 11, 5)),
        (ClockName.FEEDBACK, ProfileName.BE_VLG_LOCAL, date(2027, 2, 9)),
    }
    assert list(flaws(lambda _number: None)) == []


@pytest.mark.row("R-000.40")
def test_a_question_is_answered_within_five_working_days(house: KeyedTown) -> None:
    case = told(house, kind=DisclosureKind.QUESTION, on=date(2026, 11, 6))
    assert clocks(case)[ClockName.FIRST_ANSWER] == (date(2026, 11, 6), date(2026, 11, 16), None)
