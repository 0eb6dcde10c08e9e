"""The moves of a case in every state, and who may be woken."""

from uuid import UUID

import pytest

from deontos.cases.rules import BY_HANDLER, MOVES, TERMS_MOVED, WHO_READS, may_be_woken, offered
from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.kernel.transitions import IllegalMove

ACKNOWLEDGE, ASK, ANSWER, CLOSE, HEAR, *_WHO_READS, EXEMPT, EXTEND, SUSPEND = CaseVerb
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
    if _state is not CLOSED:
        _after.update({EXTEND: _state, SUSPEND: _state})
AFTER[RECEIVED][EXEMPT] = IN_HANDLING


def test_what_changes_who_reads_is_exactly_this() -> None:
    changes = {CaseVerb.RECUSE, CaseVerb.HAND_OVER, CaseVerb.STAND_IN, CaseVerb.LEAVE, CaseVerb.TURN_TO}
    assert set(_WHO_READS) == changes == set(WHO_READS)
    assert not changes & set(BY_HANDLER)


def test_what_moves_terms_stands_in_no_panel_of_its_own_accord() -> None:
    assert set(TERMS_MOVED) == {EXTEND, SUSPEND}
    assert not {EXEMPT, EXTEND, SUSPEND} & set(BY_HANDLER)


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
