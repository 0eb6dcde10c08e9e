"""The page on which a reporter turns to somebody else: who reads next is shown first, and only then it is done."""

import pytest

from deontos.cases.vocabulary import CaseVerb
from deontos.correspondence.models import Sitting
from deontos.correspondence.queries import items_of, opened
from deontos.keyring.models import Envelope
from tests.cases.snapshots import everything
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY
from tests.factories.speakup import WHAT, Reporter, faults, hidden, page
from tests.sites.letterbox.test_mailbox import case_of

pytestmark = pytest.mark.row("2.5", "R-000.71")

PAGE = "receipt/readers/"


def ask(reporter: Reporter, house: KeyedTown, **fields: object) -> str:
    """Ask who would read it without the manager; the page."""
    values = {"sitting": reporter.sitting, "go": "next", "away": str(house.town.manager.id), **fields}
    answer = reporter.client.post(reporter.address(PAGE), values)
    assert answer.status_code == 200
    return page(answer)


def test_first_the_next_reader_is_shown_and_nothing_changes(reporter: Reporter, house: KeyedTown) -> None:
    reporter.read(reporter.confide())
    reporter.look(PAGE)
    before = everything()
    shown = ask(reporter, house)
    assert everything() == before
    following = shown[shown.index("These people would read it") : shown.index("Yes, let them read it instead")]
    assert ("Joris Waterman" in following, "Mira Halewijn" in following) == (True, False)


def test_then_it_is_done_and_the_mailbox_says_so(reporter: Reporter, house: KeyedTown) -> None:
    receipt = reporter.confide()
    case = case_of(house, receipt).opened().moved(CaseVerb.ACKNOWLEDGE)
    reporter.read(receipt)
    reporter.look(PAGE)
    ask(reporter, house)
    shown = str(house.town.deputy.id)
    values = {"sitting": reporter.sitting, "go": "send", "away": str(house.town.manager.id), "shown": shown}
    answer = reporter.client.post(reporter.address(PAGE), values)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/lindewater/receipt/mailbox/")
    mailbox = page(reporter.look("receipt/mailbox/"))
    steps = mailbox[mailbox.index("Somebody reads it no longer, as you chose") :]
    assert steps.index("Mira Halewijn") < steps.index("</li>")
    readers = mailbox[mailbox.index('id="readers"') :]
    assert ("Joris Waterman" in readers, "Mira Halewijn" in readers) == (True, False)
    assert ("chosen by you" in readers, "chosen by the reporter" in readers) == (True, False)
    read = opened(items_of(case.file.disclosure.conversation), house.reader(house.town.deputy))
    assert read[0].content["answers"]["what"] == WHAT
    pair = case.file.disclosure.conversation.pair
    assert not Envelope.objects.filter(certificate__person=house.town.manager, epoch__pair=pair).exists()


def test_who_was_not_shown_is_shown_first(reporter: Reporter, house: KeyedTown) -> None:
    reporter.read(reporter.confide())
    reporter.look(PAGE)
    before = everything()
    assert "These people would read it" in ask(reporter, house, go="send", shown=str(house.town.officer.id))
    assert everything() == before


def test_with_nobody_left_it_says_where_else(reporter: Reporter, house: KeyedTown) -> None:
    reporter.read(reporter.confide(about={"involved": [str(house.town.deputy.id)]}))
    for person in (house.town.officer, house.town.director):
        person.certificates.update(ended_on=TODAY)
    reporter.look(PAGE)
    shown = ask(reporter, house)
    assert "Then nobody here could read it" in shown
    assert "Meldpunt van het gewest" in shown
    assert "Yes, let them read it instead" not in shown


@pytest.mark.parametrize("away", ["", "nonsense", "00000000-0000-0000-0000-000000000000", "\0"])
def test_nonsense_gets_a_sentence(reporter: Reporter, house: KeyedTown, away: str) -> None:
    reporter.read(reporter.confide())
    reporter.look(PAGE)
    before = everything()
    values = {"sitting": reporter.sitting, "go": "send", "away": away}
    answer = reporter.client.post(reporter.address(PAGE), values)
    assert (answer.status_code, len(faults(answer))) == (200, 1)
    assert everything() == before


def test_without_an_open_mailbox_there_is_nothing_to_see(reporter: Reporter, house: KeyedTown) -> None:
    stranger = Reporter(language="en")
    assert "This page is closed" in page(stranger.look(PAGE))
    answer = stranger.client.post(stranger.address(PAGE), {"go": "send", "away": str(house.town.manager.id)})
    assert "This page is closed" in page(answer)
    reporter.read(reporter.confide())
    Sitting.objects.all().delete()
    assert "This page is closed" in page(reporter.look(PAGE))
    assert hidden(reporter.look(PAGE), "sitting") == ""
