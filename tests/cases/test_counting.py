"""The clocks of a case to the day: which term governs, from when it counts, what moves its last day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from deontos.cases.counting import FIRST_TERMS, ClockStanding, Done, clocks_after
from deontos.cases.vocabulary import CaseVerb
from deontos.cases.written import TERMS, terms_in, written_terms
from deontos.kernel.deadlines import Term
from deontos.speakup.binding import ClockTerm, OwnPromise, bound_terms
from deontos.speakup.vocabulary import ClockName, DisclosureKind, ProfileName, StartsAt

pytestmark = pytest.mark.row("3.14", "1.13")

LAW, POLICY = ProfileName.EU_DIRECTIVE, ProfileName.POLICY
ACK, FIRST, FEEDBACK = ClockName
RECEIVED_ON = date(2026, 11, 2)
CONFIRM = CaseVerb.ACKNOWLEDGE


def clocks(
    *steps: Done, terms: tuple[ClockTerm, ...] = FIRST_TERMS, received_on: date = RECEIVED_ON
) -> dict[ClockName, ClockStanding]:
    """The clocks after these steps."""
    return clocks_after(terms, received_on=received_on, steps=steps)


@pytest.mark.row("R-000.65")
@pytest.mark.parametrize(
    ("clock", "received_on", "acknowledged_on", "profile", "starts_on", "last_day"),
    [
        (ACK, date(2026, 11, 2), None, LAW, date(2026, 11, 2), date(2026, 11, 9)),
        (ACK, date(2026, 12, 28), None, LAW, date(2026, 12, 28), date(2027, 1, 4)),
        (ACK, date(2026, 3, 27), None, LAW, date(2026, 3, 27), date(2026, 4, 3)),
        (ACK, date(2026, 10, 23), None, LAW, date(2026, 10, 23), date(2026, 10, 30)),
        (FIRST, date(2026, 11, 2), None, POLICY, date(2026, 11, 2), date(2026, 11, 16)),
        (FIRST, date(2028, 2, 20), None, POLICY, date(2028, 2, 20), date(2028, 3, 5)),
        (FEEDBACK, date(2026, 11, 2), None, LAW, date(2026, 11, 9), date(2027, 2, 9)),
        (FEEDBACK, date(2026, 11, 2), date(2026, 11, 2), LAW, date(2026, 11, 2), date(2027, 2, 2)),
        (FEEDBACK, date(2026, 11, 2), date(2026, 11, 5), LAW, date(2026, 11, 5), date(2027, 2, 5)),
        (FEEDBACK, date(2026, 11, 2), date(2026, 11, 9), LAW, date(2026, 11, 9), date(2027, 2, 9)),
        (FEEDBACK, date(2026, 11, 2), date(2026, 11, 20), LAW, date(2026, 11, 9), date(2027, 2, 9)),
        (FEEDBACK, date(2026, 11, 24), date(2026, 11, 30), LAW, date(2026, 11, 30), date(2027, 2, 28)),
        (FEEDBACK, date(2027, 11, 24), date(2027, 11, 30), LAW, date(2027, 11, 30), date(2028, 2, 29)),
        (FEEDBACK, date(2026, 3, 24), None, LAW, date(2026, 3, 31), date(2026, 6, 30)),
    ],
)
def test_the_strictest_term_governs_and_ends_on_the_day_that_the_law_counts(
    clock: ClockName,
    received_on: date,
    acknowledged_on: date | None,
    profile: ProfileName,
    starts_on: date,
    last_day: date,
) -> None:
    steps = [Done(CONFIRM, acknowledged_on)] if acknowledged_on else []
    governing = clocks(*steps, received_on=received_on)[clock].governing
    assert (governing.bound.profile, governing.starts_on, governing.due_on) == (profile, starts_on, last_day)


@pytest.mark.parametrize(
    ("days", "governs", "last_day"),
    [(3, POLICY, date(2026, 11, 5)), (7, LAW, date(2026, 11, 9)), (8, LAW, date(2026, 11, 9))],
)
def test_a_promise_governs_only_where_it_is_stricter_than_the_law(
    days: int, governs: ProfileName, last_day: date
) -> None:
    terms = bound_terms((LAW,), OwnPromise(react_within_days=days), DisclosureKind.SUSPICION, on=RECEIVED_ON)
    clock = clocks(terms=terms)[ACK]
    assert (clock.governing.bound.profile, clock.governing.due_on) == (governs, last_day)
    own = {term.bound.profile: term.due_on for term in clock.terms}
    assert own == {LAW: date(2026, 11, 9), POLICY: RECEIVED_ON + timedelta(days=days)}


@pytest.mark.row("R-000.40")
def test_a_question_is_answered_within_five_working_days() -> None:
    terms = bound_terms((LAW,), OwnPromise(), DisclosureKind.QUESTION, on=RECEIVED_ON)
    received_on = date(2026, 11, 6)  # a Friday; Wednesday 11 November is a holiday
    assert clocks(terms=terms, received_on=received_on)[FIRST].governing.due_on == date(2026, 11, 16)


promises = some.builds(
    OwnPromise, react_within_days=some.integers(1, 84), reply_within_working_days=some.integers(1, 20)
)
laws = some.lists(some.sampled_from([name for name in ProfileName if name is not POLICY]), min_size=1, unique=True)
days = some.dates(date(2024, 1, 1), date(2060, 12, 31))


@given(laws=laws, promise=promises, kind=some.sampled_from(DisclosureKind), on=days)
def test_no_promise_makes_a_term_of_the_law_end_later(
    laws: list[ProfileName], promise: OwnPromise, kind: DisclosureKind, on: date
) -> None:
    by_law = {
        name: min(term.due_on for term in clock.terms if term.is_law)
        for name, clock in clocks(terms=bound_terms(laws, OwnPromise(), kind, on=on), received_on=on).items()
        if any(term.is_law for term in clock.terms)
    }
    found = clocks(terms=bound_terms(laws, promise, kind, on=on), received_on=on)
    assert set(by_law) == {ACK, FEEDBACK}
    assert all(found[name].governing.due_on <= last_day for name, last_day in by_law.items())
    assert found[FIRST].governing.due_on <= found[FEEDBACK].governing.due_on


@given(laws=laws, promise=promises, kind=some.sampled_from(DisclosureKind), on=days)
def test_what_the_log_holds_of_terms_comes_back(
    laws: list[ProfileName], promise: OwnPromise, kind: DisclosureKind, on: date
) -> None:
    terms = bound_terms(laws, promise, kind, on=on)
    assert terms_in({TERMS: written_terms(terms)}) == terms


def test_a_case_of_before_keeps_the_terms_of_before() -> None:
    assert terms_in({"disclosure": "any"}) == FIRST_TERMS


def own(*, longer: int = 0, pause_at_most: int = 0) -> tuple[ClockTerm, ...]:
    """A promise of fourteen days that may move, beside a law of thirty for the same clock that may not."""
    term = ClockTerm(FIRST, POLICY, Term(days=14), StartsAt.RECEIPT, longer, pause_at_most)
    return ClockTerm(FIRST, LAW, Term(days=30), StartsAt.RECEIPT), term


@pytest.mark.row("3.15")
@pytest.mark.parametrize(
    ("longer", "last_day", "governs"),
    [
        (0, date(2026, 11, 16), POLICY),
        (7, date(2026, 11, 23), POLICY),
        (16, date(2026, 12, 2), LAW),
        (60, date(2026, 12, 2), LAW),
    ],
)
def test_what_was_put_off_ends_later_but_never_after_the_law(longer: int, last_day: date, governs: ProfileName) -> None:
    step = Done(CaseVerb.EXTEND, date(2026, 11, 10), FIRST)
    found = clocks(step, step, terms=own(longer=longer))[FIRST].governing
    assert (found.due_on, found.bound.profile) == (last_day, governs)


@pytest.mark.row("3.15")
@pytest.mark.parametrize(("until", "last_day"), [(date(2026, 11, 15), date(2026, 11, 21)), (None, date(2026, 11, 16))])
def test_a_pause_moves_the_last_day_by_as_much(until: date | None, last_day: date) -> None:
    step = Done(CaseVerb.SUSPEND, date(2026, 11, 10), FIRST, until)
    assert clocks(step, terms=own(pause_at_most=5))[FIRST].governing.due_on == last_day
    assert clocks(step, terms=own())[FIRST].governing.due_on == date(2026, 11, 16)


@pytest.mark.row("3.15")
def test_a_term_is_paused_from_its_first_day_until_it_goes_on() -> None:
    step = Done(CaseVerb.SUSPEND, date(2026, 11, 10), FIRST, date(2026, 11, 15))
    term = clocks(step, terms=own(pause_at_most=5))[FIRST].governing
    paused = [day for day in range(8, 18) if term.is_paused(date(2026, 11, day))]
    assert paused == [10, 11, 12, 13, 14]


@pytest.mark.row("3.15")
def test_what_moves_one_clock_leaves_the_others() -> None:
    terms = (*FIRST_TERMS[:3], *own(longer=7)[1:])
    before, after = clocks(terms=terms), clocks(Done(CaseVerb.EXTEND, RECEIVED_ON, FIRST), terms=terms)
    assert {name for name in ClockName if before[name] != after[name]} == {FIRST}


@pytest.mark.row("3.15")
def test_an_unconfirmed_receipt_lifts_its_clock_and_feedback_counts_from_the_end_of_its_days() -> None:
    found = clocks(Done(CaseVerb.EXEMPT, date(2026, 11, 4)))
    assert (found[ACK].is_running, found[ACK].lifted_on, found[ACK].met_on) == (False, date(2026, 11, 4), None)
    assert (found[FIRST].is_running, found[FIRST].governing.due_on) == (True, date(2026, 11, 16))
    assert (found[FEEDBACK].governing.starts_on, found[FEEDBACK].governing.due_on) == (
        date(2026, 11, 9),
        date(2027, 2, 9),
    )


def test_of_two_that_end_together_the_law_governs() -> None:
    terms = bound_terms((LAW,), OwnPromise(react_within_days=7), DisclosureKind.SUSPICION, on=RECEIVED_ON)
    assert clocks(terms=terms)[ACK].governing.bound.profile is LAW
