"""What a reporter can see of a name opened by law: everything, or, while that is withheld, nothing at all."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from deontos.cases.actions.by_law import ask_by_law, open_by_law
from deontos.cases.actions.dialogue import Words
from deontos.cases.actions.handing_over import HandOver, hand_over
from deontos.cases.actions.withholding import Withheld, tell_overdue
from deontos.cases.succession import succession
from deontos.cases.vocabulary import HandOverReason, WithholdingGround
from deontos.correspondence.models import IdentityConsent
from deontos.keyring.actions.losing_custody import look_at_custody
from deontos.organisations.vocabulary import Language
from deontos.speakup.models import Channel
from deontos.vault.receipts import Receipt
from tests.factories.cases import ToldCase, hand_on, known_vault, morning
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, TODAY, actor
from tests.factories.speakup import Reporter, page
from tests.sites.letterbox.test_mailbox import case_of
from tests.sites.letterbox.test_name import IN_CONFIDENCE, decide, release

pytestmark = pytest.mark.row("2.9", "R-000.70")

PAGES = ("receipt/mailbox/", "receipt/name/", "receipt/readers/", "")
UNTIL = TODAY + timedelta(days=10)
LATER = Withheld(WithholdingGround.PROCEEDINGS, "Een bevel van 20 november.", UNTIL)
KNOWN = "because a law demanded it"


@pytest.fixture
def receipt(house: KeyedTown, reporter: Reporter) -> Receipt:
    """The receipt of a report whose name stewards keep."""
    Channel.objects.update(has_custody=True)
    made = reporter.confide(**IN_CONFIDENCE)
    known_vault(house, house.town.manager)
    case_of(house, made).opened()
    return made


def opened_by_law(case: ToldCase, telling: Words | Withheld) -> None:
    reader, by = case.house.reader(case.handler), actor(case.handler)
    ask_by_law(case.file, "Article 10", telling, by=by, reader=reader, at=NOW)
    hand_on(case.house, *case.house.town.stewards[:2])
    open_by_law(case.file, by=by, reader=reader, at=NOW)


def shown(reporter: Reporter, receipt: Receipt) -> list[Any]:
    """All that a reporter is answered, but for what differs each time."""
    reporter.read(receipt)
    answers = [reporter.client.get(reporter.address(name)) for name in PAGES]
    return [(answer.status_code, sorted(answer.headers.items()), _same(answer.content.decode())) for answer in answers]


def _same(text: str) -> str:
    return re.sub(r'name="(csrfmiddlewaretoken|sitting)" value="[^"]*"', "", text)


def test_a_withheld_opening_changes_nothing_that_a_reporter_is_answered(
    house: KeyedTown, reporter: Reporter, receipt: Receipt
) -> None:
    before = shown(reporter, receipt)
    opened_by_law(case_of(house, receipt), LATER)
    assert shown(reporter, receipt) == before
    for words in ("Nobody here knows your name", "Only your code opens it", "Your name is locked"):
        assert words not in "".join(text for _status, _headers, text in before)


def test_after_its_day_the_reporter_reads_who_and_when_and_why_so_late(
    house: KeyedTown, reporter: Reporter, receipt: Receipt
) -> None:
    opened_by_law(case_of(house, receipt), LATER)
    for is_swept in (False, True):
        with time_machine.travel(morning(UNTIL + timedelta(days=1)), tick=False):
            if is_swept:
                tell_overdue(at=morning(UNTIL + timedelta(days=1)))
            text = page(Reporter(language="en", client=reporter.client).read(receipt))
        assert "A law demanded your name" in text
        assert KNOWN in text
        assert "Telling you at once would have endangered a case in court." in text
        assert LATER.reason not in text


def test_told_at_once_the_reporter_sees_who_knows_it_and_that_it_was_the_law(
    house: KeyedTown, reporter: Reporter, receipt: Receipt
) -> None:
    opened_by_law(case_of(house, receipt), Words("Het parket beveelt het.", Language.DUTCH))
    assert KNOWN in page(reporter.read(receipt))
    names = page(reporter.look("receipt/name/"))
    assert (KNOWN in names, "because you agreed" in names, "Take this back" in names) == (True, False, False)


def test_a_consent_to_whom_the_law_let_know_it_looks_like_any_other(
    house: KeyedTown, reporter: Reporter, receipt: Receipt
) -> None:
    opened_by_law(case_of(house, receipt), LATER)
    reporter.read(receipt)
    reporter.look("receipt/name/")
    release(reporter, house)
    text = page(reporter.look("receipt/mailbox/"))
    assert ("because you agreed" in text, KNOWN in text) == (True, False)
    reporter.look("receipt/name/")
    decide(reporter, act="withdraw", consent=str(IdentityConsent.objects.get().id))
    text = page(reporter.look("receipt/mailbox/"))
    assert ("You let nobody know your name" in text, KNOWN in text) == (True, False)


def test_that_stewards_can_open_it_no_longer_is_told(house: KeyedTown, reporter: Reporter, receipt: Receipt) -> None:
    for steward in house.town.stewards[:2]:
        steward.certificates.update(ended_on=TODAY)
    assert "Two stewards together can open it too" in page(reporter.read(receipt))
    look_at_custody(house.town.organisation.id, at=morning(TODAY))
    assert "fewer than two of them are left" in page(reporter.read(receipt))


def test_a_key_that_nobody_keeps_tells_nothing_of_an_opening_that_is_withheld(
    house: KeyedTown, reporter: Reporter, receipt: Receipt
) -> None:
    case = case_of(house, receipt)
    opened_by_law(case, LATER)
    Channel.objects.update(has_custody=False)
    shown_next = succession(case.file, without=[case.handler.id], on=TODAY).way.readers
    change = HandOver(HandOverReason.UNABLE, shown_next, frozenset())
    hand_over(case.file, change, by=actor(case.handler), reader=house.reader(case.handler), at=NOW)
    text = page(reporter.read(receipt))
    assert ("Two stewards together can open it too" in text, "They keep it no longer" in text) == (True, False)
    with time_machine.travel(morning(UNTIL + timedelta(days=1)), tick=False):
        later = page(Reporter(language="en", client=reporter.client).read(receipt))
    assert ("They keep it no longer" in later, "A law demanded your name" in later) == (True, True)
