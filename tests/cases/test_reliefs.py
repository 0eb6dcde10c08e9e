"""Leaving receipt unconfirmed, putting a term off, pausing one: only where known, told, recorded, counted anew."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.audit.queries import details_of
from deontos.cases.actions.dialogue import CaseChanged, Words
from deontos.cases.actions.terms import exempt, extend, suspend
from deontos.cases.models import CaseClock
from deontos.cases.phrases import REFUSALS
from deontos.cases.reliefs import ReliefRefused
from deontos.cases.verifying import flaws
from deontos.cases.vocabulary import (
    CaseCode,
    CaseState,
    CaseVerb,
    ExtensionReason,
    SuspensionReason,
)
from deontos.cases.web.mailbox import steps_section
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.vocabulary import ItemKind
from deontos.kernel.refusals import Refusal
from deontos.kernel.transitions import IllegalMove
from deontos.keyring.readers import NoEnvelope
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.models import Channel
from deontos.speakup.vocabulary import ClockName, ExemptionReason, ProfileName
from tests.cases.snapshots import everything
from tests.cases.test_case_page import plain, signed_in
from tests.factories.administration import desk_client
from tests.factories.cases import ToldCase, channel, morning, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, actor
from tests.factories.speakup import under_a_law

pytestmark = pytest.mark.row("3.15", "R-000.66")

ACK, FIRST, FEEDBACK = ClockName
SPACE = "\N{NO-BREAK SPACE}"
DAY = timedelta(days=1)
SAID = "Ik leg u uit waarom."


@pytest.fixture
def flemish(house: KeyedTown) -> KeyedTown:
    """The town under the Flemish decree, with a promise that may be put off by a week and paused for ten days."""
    point = under_a_law(channel(house), house.town.administrator)
    Channel.objects.filter(pk=point.pk).update(put_off_by_days=7, pause_at_most_days=10)
    return house


def words(seen: int | None = None) -> Words:
    return Words(SAID, Language.DUTCH, seen)


def by(case: ToldCase, person: Person | None = None, *, on: date = TODAY) -> dict[str, Any]:
    """Who acts, with an open vault, in the morning of a day."""
    someone = person or case.handler
    return {"by": actor(someone, on=on), "reader": case.house.reader(someone, on=on), "at": morning(on)}


def clock(case: ToldCase, name: ClockName) -> CaseClock:
    return CaseClock.objects.get(case=case.id, name=name)


def no_flaws() -> bool:
    return list(flaws(lambda _number: None)) == []


def mailbox(case: ToldCase, *, on: date = TODAY) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """The line as the reporter reads it, and the rest of the section."""
    with translation.override("en"):
        section = steps_section(case.file.disclosure.conversation, on=on)
        assert section
        stages = [(str(stage.name), stage.when.replace(SPACE, " ")) for stage in section.context["line"].stages]
    return stages, dict(section.context)


@pytest.mark.parametrize("reason", ExemptionReason)
def test_receipt_stays_unconfirmed_with_its_reason(flemish: KeyedTown, reason: ExemptionReason) -> None:
    case = told(flemish).opened()
    exempt(case.file, reason, words(), **by(case))
    assert case.file.state == CaseState.IN_HANDLING
    ack, feedback = clock(case, ACK), clock(case, FEEDBACK)
    assert (ack.lifted_on, ack.met_on, ack.is_running) == (TODAY, None, False)
    assert (feedback.starts_on, feedback.due_on) == (date(2026, 12, 1), date(2027, 3, 1))
    step = case.file.steps.get()
    assert (step.verb, step.because, step.clock, step.taken_by) == (CaseVerb.EXEMPT, reason, ACK, case.handler)
    entry = Entry.objects.get(fact="case.exempted")
    details = details_of(entry)
    assert (details["because"], details["clock"], details["step"]) == (reason, ACK, 1)
    assert no_flaws()


def test_the_reporter_reads_why_and_the_explanation(flemish: KeyedTown) -> None:
    case = told(flemish).opened()
    exempt(case.file, ExemptionReason.REPORTER_OBJECTED, words(), **by(case))
    stages, context = mailbox(case)
    assert stages[1] == (
        "We do not confirm receipt",
        "24 November, because whoever reported did not want a confirmation",
    )
    assert context["clocks"][0].left == "not needed"
    assert context["next"].replace(SPACE, " ") == "You hear from us on 8 December 2026 at the latest."
    items = items_of(case.file.disclosure.conversation).filter(kind=ItemKind.MESSAGE)
    assert [item.content["text"] for item in opened(items, case.reporter())] == [SAID]


@pytest.mark.parametrize("others", [[], [ProfileName.EU_DIRECTIVE], [ProfileName.NL_WBK]])
def test_where_another_law_wants_it_confirmed_nothing_changes(house: KeyedTown, others: list[ProfileName]) -> None:
    point = channel(house)
    for law in [ProfileName.BE_VLG_LOCAL, *others] if others else []:
        under_a_law(point, house.town.administrator, law)
    case = told(house).opened()
    before = everything()
    with pytest.raises(ReliefRefused) as caught:
        exempt(case.file, ExemptionReason.ALREADY_HANDLED, words(), **by(case))
    assert caught.value.code is CaseCode.NO_EXEMPTION
    assert everything() == before


def test_once_confirmed_it_cannot_be_left_unconfirmed(flemish: KeyedTown) -> None:
    case = told(flemish).opened().moved(CaseVerb.ACKNOWLEDGE)
    before = everything()
    with pytest.raises(IllegalMove):
        exempt(case.file, ExemptionReason.ALREADY_HANDLED, words(), **by(case))
    assert everything() == before


def test_a_first_answer_is_put_off_once_by_what_was_promised(flemish: KeyedTown) -> None:
    case = told(flemish).opened()
    assert clock(case, FIRST).due_on == date(2026, 12, 8)
    extend(case.file, FIRST, ExtensionReason.TAKES_LONGER, words(), **by(case))
    assert clock(case, FIRST).due_on == date(2026, 12, 15)
    assert (case.file.state, clock(case, ACK).due_on) == (CaseState.RECEIVED, date(2026, 12, 1))
    stages, context = mailbox(case)
    assert stages[1] == ("We need more time", "24 November, because finding out takes longer")
    assert context["clocks"][1].sum.replace(SPACE, " ") == (
        "Received on 24 November, plus 14 days. Put off by 7 days. At the latest on 15 December 2026."
    )
    before = everything()
    with pytest.raises(ReliefRefused) as caught:
        extend(case.file, FIRST, ExtensionReason.TAKES_LONGER, words(), **by(case))
    assert caught.value.code is CaseCode.NO_EXTENSION
    assert everything() == before
    assert no_flaws()


def test_a_first_answer_stands_still_until_a_day(flemish: KeyedTown) -> None:
    case = told(flemish).opened().moved(CaseVerb.ACKNOWLEDGE)
    until = TODAY + 4 * DAY
    suspend(case.file, FIRST, SuspensionReason.OUTSIDE_INQUIRY, words(), until=until, **by(case))
    assert clock(case, FIRST).due_on == date(2026, 12, 12)
    stages, context = mailbox(case)
    assert stages[2] == (
        "A term stands still for a while",
        "24 November: until 28 November, because an authority that investigates asked to wait",
    )
    first = next(each for each in context["clocks"] if each.name == "You get a first answer")
    assert (first.left.replace(SPACE, " "), first.standing.value) == ("paused until 28 November", "paused")
    assert mailbox(case, on=until)[1]["clocks"][1].left == "14 days left"
    assert no_flaws()


@pytest.mark.parametrize(
    ("days", "code"),
    [(-1, CaseCode.PAUSE_IN_PAST), (0, CaseCode.PAUSE_IN_PAST), (11, CaseCode.PAUSE_TOO_LONG)],
)
def test_a_pause_lasts_as_long_as_it_may_and_begins_today(flemish: KeyedTown, days: int, code: CaseCode) -> None:
    case = told(flemish).opened()
    before = everything()
    with pytest.raises(ReliefRefused) as caught:
        suspend(case.file, FIRST, SuspensionReason.WAITS_FOR_REPORTER, words(), until=TODAY + days * DAY, **by(case))
    assert caught.value.code is code
    assert everything() == before


@pytest.mark.parametrize("name", [ACK, FEEDBACK])
def test_no_term_of_the_law_is_put_off_or_paused(flemish: KeyedTown, name: ClockName) -> None:
    case = told(flemish).opened()
    before = everything()
    for act in (_extended(case, name), _paused(case, name)):
        with pytest.raises(ReliefRefused) as caught:
            act()
        assert caught.value.code in (CaseCode.NO_EXTENSION, CaseCode.NO_SUSPENSION)
    assert everything() == before


def test_where_nothing_was_promised_of_it_nothing_is_put_off(house: KeyedTown) -> None:
    case = told(house).opened()
    for act, code in ((_extended(case), CaseCode.NO_EXTENSION), (_paused(case), CaseCode.NO_SUSPENSION)):
        with pytest.raises(ReliefRefused) as caught:
            act()
        assert caught.value.code is code


def _extended(case: ToldCase, name: ClockName = FIRST, **who: Any) -> Callable[[], None]:
    return lambda: extend(case.file, name, ExtensionReason.TAKES_LONGER, words(), **(who or by(case)))


def _paused(case: ToldCase, name: ClockName = FIRST, **who: Any) -> Callable[[], None]:
    reason = SuspensionReason.WAITS_FOR_REPORTER
    return lambda: suspend(case.file, name, reason, words(), until=TODAY + DAY, **(who or by(case)))


def test_what_is_met_or_over_can_no_longer_be_moved(flemish: KeyedTown) -> None:
    met = told(flemish).opened().moved(CaseVerb.ACKNOWLEDGE, CaseVerb.ASK)
    over = told(flemish, on=TODAY - 15 * DAY).opened()
    for case, code in ((met, CaseCode.NOTHING_RUNS), (over, CaseCode.TERM_OVER)):
        for act in (_extended(case), _paused(case)):
            with pytest.raises(ReliefRefused) as caught:
                act()
            assert caught.value.code is code


def test_a_closed_case_has_no_terms_to_move(flemish: KeyedTown) -> None:
    case = told(flemish).opened().moved(CaseVerb.ACKNOWLEDGE, CaseVerb.CLOSE)
    with pytest.raises(IllegalMove):
        _extended(case)()


@pytest.mark.parametrize(
    ("who", "refusal"), [("colleague", NotAllowed), ("officer", NoEnvelope), ("deputy", NoEnvelope)]
)
def test_nobody_else_moves_a_term(flemish: KeyedTown, who: str, refusal: type[Refusal]) -> None:
    case, person = told(flemish).opened(), getattr(flemish.town, who)
    flemish.give_keys(person)
    before = everything()
    for act in (_extended(case, **by(case, person)), _paused(case, **by(case, person))):
        with pytest.raises(refusal):
            act()
    with pytest.raises(refusal):
        exempt(case.file, ExemptionReason.ALREADY_HANDLED, words(), **by(case, person))
    assert everything() == before


def test_a_page_that_is_out_of_date_moves_nothing(flemish: KeyedTown) -> None:
    case = told(flemish).opened().heard()
    with pytest.raises(CaseChanged):
        extend(case.file, FIRST, ExtensionReason.TAKES_LONGER, words(seen=0), **by(case))


def test_somebody_with_sql_who_moves_a_term_is_named(flemish: KeyedTown) -> None:
    case = told(flemish).opened()
    case.file.steps.create(case=case.file, position=1, verb=CaseVerb.EXTEND, taken_on=TODAY, clock=FIRST)
    CaseClock.objects.filter(case=case.id, name=FIRST).update(due_on=date(2026, 12, 15))
    assert {flaw.fault for flaw in flaws(lambda _number: None)} == {"step_not_in_log", "clock_changed"}


# The pages.


@pytest.fixture
def desk(flemish: KeyedTown, today: None) -> Client:
    """The manager at the desk, with an open vault."""
    return desk_client(flemish, flemish.town.manager)


def at(case: ToldCase, page: str = "") -> str:
    return f"/desk/cases/{case.id}/terms/{page}"


def test_the_page_shows_every_term_with_its_ground_and_offers_what_is_known(flemish: KeyedTown, desk: Client) -> None:
    case = told(flemish).opened()
    shown = plain(desk.get(at(case)).content.decode())
    for sentence in (
        "Flemish decree",
        "Governance Decree, art. III.60 and following",
        "Reaction to a report",
        "Leave receipt unconfirmed",
        "Put the term off",
        "Pause the term",
    ):
        assert sentence in shown
    case.moved(CaseVerb.ACKNOWLEDGE, CaseVerb.ASK)
    assert "lets a term be lifted, put off or paused now" in plain(desk.get(at(case)).content.decode())


def test_a_term_is_put_off_on_its_page(flemish: KeyedTown, desk: Client) -> None:
    case = told(flemish).opened()
    sent = {"clock": FIRST, "reason": "takes_longer", "text": SAID, "language": "nl", "seen": "0"}
    answer = desk.post(at(case, "put-off/"), sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/desk/cases/{case.id}/")
    assert clock(case, FIRST).due_on == date(2026, 12, 15)
    assert desk.get(at(case, "put-off/")).headers["Location"] == at(case)


def test_what_is_offered_for_a_case_that_nobody_opened_leads_to_where_it_is_opened(
    flemish: KeyedTown, desk: Client
) -> None:
    case = told(flemish)
    for offered in ("put-off/", "pause/", "unconfirmed/"):
        answer = desk.get(at(case, offered), follow=True)
        assert answer.redirect_chain == [(f"/desk/cases/{case.id}/", 302)]
        assert "You have not opened this case yet" in plain(answer.content.decode())


@pytest.mark.parametrize(
    ("page", "fields", "sentence"),
    [
        ("pause/", {}, "Type a day, such as 24/11/2026."),
        ("pause/", {"until": "24/11/2026"}, str(REFUSALS[CaseCode.PAUSE_IN_PAST])),
        ("pause/", {"until": "24/12/2026"}, "a pause lasts 10 days at most"),
        ("pause/", {"until": "30/11/2026", "reason": ""}, "Choose why. The reporter reads it"),
        ("pause/", {"until": "30/11/2026", "reason": "takes_longer"}, "Choose one of the answers"),
        ("pause/", {"until": "30/11/2026", "seen": "9"}, "Something happened in this case while you were writing"),
        ("put-off/", {"clock": "feedback", "reason": "takes_longer"}, "Choose one of the answers"),
        ("unconfirmed/", {"clock": "acknowledgement", "reason": "nonsense"}, "Choose one of the answers"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_stays(
    flemish: KeyedTown, desk: Client, page: str, fields: dict[str, str], sentence: str
) -> None:
    case = told(flemish).opened()
    before = everything()
    sent = {"clock": FIRST, "reason": "waits_for_reporter", "text": SAID, "language": "nl", **fields}
    answer = desk.post(at(case, page), sent)
    assert answer.status_code == 200
    assert sentence in plain(answer.content.decode())
    assert SAID in answer.content.decode()
    assert everything() == before


def test_with_a_closed_vault_the_terms_show_and_the_text_waits(flemish: KeyedTown, desk: Client) -> None:
    case = told(flemish).opened()
    closed = signed_in(case.handler)
    shown = closed.get(at(case)).content.decode()
    assert str(case.file.number) not in shown
    assert "Flemish decree" in shown
    answer = closed.post(at(case, "put-off/"), {"reason": "takes_longer", "text": SAID, "language": "nl"})
    assert SAID in answer.content.decode()
    assert clock(case, FIRST).due_on == date(2026, 12, 8)


def test_whoever_holds_no_key_finds_nothing(flemish: KeyedTown, today: None) -> None:
    case = told(flemish).opened()
    for person in (flemish.town.deputy, flemish.town.officer, flemish.town.colleague):
        browser = signed_in(person)
        assert [browser.get(at(case, page)).status_code for page in ("", "put-off/")] == [404, 404]
    assert signed_in(case.handler).get(at(case, "nergens/")).status_code == 404
