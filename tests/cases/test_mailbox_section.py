"""What the reporter reads of the case in the mailbox: steps with days, what comes next, the terms with their sum."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.cases.web.mailbox import steps_section
from deontos.correspondence.mailbox import Area, MailboxSection
from tests.factories.cases import ToldCase, case_in, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.row("1.11", "R-000.66")

SPACE = "\N{NO-BREAK SPACE}"


def section(case: ToldCase, *, on: date = TODAY) -> MailboxSection:
    """The section in English."""
    with translation.override("en"):
        made = steps_section(case.file.disclosure.conversation, on=on)
    assert made
    return made


def stages(case: ToldCase, *, on: date = TODAY) -> list[tuple[str, str, str]]:
    """The line as the reporter reads it."""
    with translation.override("en"):
        line = section(case, on=on).context["line"]
        return [(str(stage.name), stage.state, stage.when.replace(SPACE, " ")) for stage in line.stages]


def test_every_step_is_told_with_its_day(house: KeyedTown) -> None:
    case = told(house, on=date(2026, 11, 2)).opened()
    case.moved(CaseVerb.ACKNOWLEDGE, on=date(2026, 11, 5)).moved(CaseVerb.ASK, on=date(2026, 11, 12))
    case.heard(on=date(2026, 11, 13)).moved(CaseVerb.ANSWER, on=date(2026, 11, 20))
    assert stages(case) == [
        ("We received your report", "done", "2 November"),
        ("We confirmed that we received your report", "done", "5 November"),
        ("We asked you a question", "done", "12 November"),
        ("You wrote to us", "done", "13 November"),
        ("We answered", "done", "20 November"),
        ("We work on it", "now", ""),
        ("You hear what we did", "later", "at the latest on 5 February 2027"),
    ]
    case.moved(CaseVerb.CLOSE)
    assert stages(case)[-1] == ("We told you what we did", "done", "24 November")


@pytest.mark.parametrize(
    ("state", "days_later", "sentence"),
    [
        (CaseState.RECEIVED, 0, "You hear from us on 9 November 2026 at the latest."),
        (CaseState.RECEIVED, 7, "You hear from us on 9 November 2026 at the latest."),
        (CaseState.RECEIVED, 8, "You should have heard from us on 9 November 2026 at the latest. We are late."),
        (CaseState.ACKNOWLEDGED, 1, "You hear from us on 16 November 2026 at the latest."),
        (CaseState.ASKED, 1, "You hear from us on 2 February 2027 at the latest."),
        (CaseState.CLOSED, 1, "We closed your report. You can still write to us here."),
    ],
)
def test_what_comes_next_is_said_with_its_last_day(
    house: KeyedTown, state: CaseState, days_later: int, sentence: str
) -> None:
    received_on = date(2026, 11, 2)
    case = case_in(house, state, on=received_on)
    said = section(case, on=received_on + timedelta(days=days_later)).context["next"]
    assert said.replace(SPACE, " ") == sentence


def test_each_term_shows_its_ground_and_its_sum(house: KeyedTown) -> None:
    case = told(house, on=date(2026, 11, 2)).opened().moved(CaseVerb.ACKNOWLEDGE, on=date(2026, 11, 5))
    clocks = section(case).context["clocks"]
    assert [(str(clock.name), clock.left, clock.ground_and_sum.replace(SPACE, " ")) for clock in clocks] == [
        (
            "We confirm receipt",
            "on day 3",
            "Law: within 7 days. Received on 2 November, plus 7 days: at the latest on 9 November 2026.",
        ),
        (
            "You get a first answer",
            "8 days late",
            "Our promise: 14 days. Received on 2 November, plus 14 days: at the latest on 16 November 2026.",
        ),
        (
            "You hear what we did",
            "73 days left",
            "Law: within 3 months. Receipt confirmed on 5 November, plus 3 months: at the latest on 5 February 2027.",
        ),
    ]


def test_a_term_that_was_met_at_once_counts_no_days(house: KeyedTown) -> None:
    case = told(house, on=date(2026, 11, 2)).opened().moved(CaseVerb.ACKNOWLEDGE, on=date(2026, 11, 2))
    assert section(case).context["clocks"][0].left == "on the same day"


def test_before_receipt_is_confirmed_the_third_term_counts_from_the_last_day_to_do_so(house: KeyedTown) -> None:
    clocks = section(told(house, on=date(2026, 11, 2))).context["clocks"]
    assert clocks[2].sum.replace(SPACE, " ") == (
        "From 9 November, the last day to confirm receipt, plus 3 months: at the latest on 9 February 2027."
    )


def test_the_section_is_drawn_beside_the_conversation_and_names_neither_number_nor_people(house: KeyedTown) -> None:
    case = case_in(house, CaseState.IN_HANDLING).heard()
    made = section(case)
    html = render_to_string(made.template, dict(made.context))
    assert made.area is Area.ASIDE
    hidden = (str(case.file.number), case.handler.family_name, case.handler.given_name, "Dank u.")
    assert [word for word in hidden if word in html] == []


def test_another_rooms_conversation_has_no_such_section(house: KeyedTown) -> None:
    case = told(house)
    conversation = case.file.disclosure.conversation
    case.file.delete()
    assert steps_section(conversation, on=TODAY) is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_section_asks_the_same_of_the_database_however_long_the_story(
    house: KeyedTown, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = told(house)
    for message in range(number):
        case.heard(f"Bericht {message}.")
    conversation = case.file.disclosure.conversation
    with django_assert_num_queries(4):
        steps_section(conversation, on=TODAY)
