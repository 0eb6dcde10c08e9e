"""The moves of a case in every state, and its clocks to the day."""

from datetime import date
from uuid import UUID

import pytest

from deontos.cases.rules import (
    BY_HANDLER,
    MOVES,
    TERMS,
    WHO_READS,
    deadline_of,
    feedback_starts_on,
    governing,
    may_be_woken,
    offered,
)
from deontos.cases.vocabulary import CaseState, CaseVerb, ClockName, Profile
from deontos.kernel.transitions import IllegalMove

ACKNOWLEDGE, ASK, ANSWER, CLOSE, HEAR, *_WHO_READS = CaseVerb
RECEIVED, ACKNOWLEDGED, ASKED, IN_HANDLING, CLOSED = CaseState

AFTER: dict[CaseState, dict[CaseVerb, CaseState]] = {
    RECEIVED: {ACKNOWLEDGE: ACKNOWLEDGED, HEAR: RECEIVED},
    ACKNOWLEDGED: {ASK: ASKED, ANSWER: IN_HANDLING, CLOSE: CLOSED, HEAR: ACKNOWLEDGED},
    ASKED: {ASK: ASKED, ANSWER: IN_HANDLING, CLOSE: CLOSED, HEAR: IN_HANDLING},
    IN_HANDLING: {ASK: ASKED, ANSWER: IN_HANDLING, CLOSE: CLOSED, HEAR: IN_HANDLING},
    CLOSED: {ANSWER: CLOSED, HEAR: CLOSED},
}
for _state, _after in AFTER.items():
    _after.update(dict.fromkeys(_WHO_READS, _state))


def test_what_changes_who_reads_is_exactly_this() -> None:
    changes = {CaseVerb.RECUSE, CaseVerb.HAND_OVER, CaseVerb.STAND_IN, CaseVerb.LEAVE, CaseVerb.TURN_TO}
    assert set(_WHO_READS) == changes == set(WHO_READS)
    assert not changes & set(BY_HANDLER)


MANAGER, DEPUTY, SECOND = (UUID(int=number) for number in range(3))


@pytest.mark.row("2.4")
@pytest.mark.parametrize(
    ("recorded", "woken"),
    [
        ([{MANAGER}], True),
        ([{SECOND}], True),
        ([{DEPUTY}], False),
        ([{DEPUTY, MANAGER}], True),
        ([{MANAGER}, {DEPUTY}], False),
        ([{MANAGER}, {MANAGER}], True),
    ],
)
def test_nobody_wakes_oneself(recorded: list[set[UUID]], woken: bool) -> None:
    assert may_be_woken(DEPUTY, recorded) is woken


@pytest.mark.row("1.13", "R-000.66")
@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("verb", CaseVerb)
def test_every_verb_in_every_state(state: CaseState, verb: CaseVerb) -> None:
    if verb in AFTER[state]:
        assert MOVES.after(state, verb) is AFTER[state][verb]
        assert MOVES.ground(verb, state).strip()
    else:
        with pytest.raises(IllegalMove):
            MOVES.after(state, verb)


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        (RECEIVED, (ACKNOWLEDGE,)),
        (ACKNOWLEDGED, (ASK, ANSWER, CLOSE)),
        (ASKED, (ASK, ANSWER, CLOSE)),
        (IN_HANDLING, (ASK, ANSWER, CLOSE)),
        (CLOSED, (ANSWER,)),
    ],
)
def test_a_page_offers_what_the_table_allows_and_nothing_of_the_reporters(
    state: CaseState, verbs: tuple[CaseVerb, ...]
) -> None:
    assert offered(state) == verbs


def test_a_reporter_may_always_write() -> None:
    assert all(HEAR in MOVES.possible(state) for state in CaseState)
    assert HEAR not in BY_HANDLER


LAW, POLICY = Profile.EU_DIRECTIVE, Profile.POLICY


@pytest.mark.row("1.13", "R-000.65")
@pytest.mark.parametrize(
    ("clock", "received_on", "acknowledged_on", "profile", "starts_on", "last_day"),
    [
        (ClockName.ACKNOWLEDGEMENT, date(2026, 11, 2), None, LAW, date(2026, 11, 2), date(2026, 11, 9)),
        (ClockName.ACKNOWLEDGEMENT, date(2026, 12, 28), None, LAW, date(2026, 12, 28), date(2027, 1, 4)),
        (ClockName.FIRST_ANSWER, date(2026, 11, 2), None, POLICY, date(2026, 11, 2), date(2026, 11, 16)),
        (ClockName.FIRST_ANSWER, date(2028, 2, 20), None, POLICY, date(2028, 2, 20), date(2028, 3, 5)),
        (ClockName.FEEDBACK, date(2026, 11, 2), None, LAW, date(2026, 11, 9), date(2027, 2, 9)),
        (ClockName.FEEDBACK, date(2026, 11, 2), date(2026, 11, 2), LAW, date(2026, 11, 2), date(2027, 2, 2)),
        (ClockName.FEEDBACK, date(2026, 11, 2), date(2026, 11, 5), LAW, date(2026, 11, 5), date(2027, 2, 5)),
        (ClockName.FEEDBACK, date(2026, 11, 2), date(2026, 11, 9), LAW, date(2026, 11, 9), date(2027, 2, 9)),
        (ClockName.FEEDBACK, date(2026, 11, 2), date(2026, 11, 20), LAW, date(2026, 11, 9), date(2027, 2, 9)),
        (ClockName.FEEDBACK, date(2026, 11, 24), date(2026, 11, 30), LAW, date(2026, 11, 30), date(2027, 2, 28)),
        (ClockName.FEEDBACK, date(2027, 11, 24), date(2027, 11, 30), LAW, date(2027, 11, 30), date(2028, 2, 29)),
        (ClockName.FEEDBACK, date(2026, 3, 24), None, LAW, date(2026, 3, 31), date(2026, 6, 30)),
    ],
)
def test_the_strictest_term_governs_and_ends_on_the_day_that_the_law_counts(
    clock: ClockName,
    received_on: date,
    acknowledged_on: date | None,
    profile: Profile,
    starts_on: date,
    last_day: date,
) -> None:
    rule = governing(clock, received_on=received_on, acknowledged_on=acknowledged_on)
    assert (rule.clock, rule.profile) == (clock, profile)
    assert (rule.deadline.start, rule.deadline.last_day) == (starts_on, last_day)
    assert deadline_of(clock, profile, starts_on=starts_on) == rule.deadline


def test_a_late_confirmation_does_not_put_feedback_off() -> None:
    assert feedback_starts_on(date(2026, 11, 2), date(2026, 12, 24)) == date(2026, 11, 9)
    assert feedback_starts_on(date(2026, 11, 2), None) == date(2026, 11, 9)


def test_every_clock_has_a_term_and_every_term_its_ground() -> None:
    assert {term.clock for term in TERMS} == set(ClockName)
    assert all(term.because.strip() for term in TERMS)
    assert len({(term.clock, term.profile) for term in TERMS}) == len(TERMS)
