"""Where a reporter switches an e-mail each day on and off, and the link by which whoever gets it ends it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from deontos.cases.vocabulary import CaseVerb
from deontos.correspondence.actions.daily_notices import send_notices
from deontos.correspondence.daily_notices import NoticeContent
from deontos.correspondence.models import DailyNotice, Sitting
from tests.factories.cases import morning
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, TODAY
from tests.factories.speakup import Reporter, faults, hidden, page, taken_back
from tests.services.smtp import MailServer
from tests.sites.letterbox.test_mailbox import case_of

pytestmark = pytest.mark.row("3.11")

PAGE, MAILBOX = "receipt/notices/", "receipt/mailbox/"
ADDRESS = "iemand@example.org"
TRUTH = [
    "Whoever controls the server could read your address. Who handles your report cannot see it.",
    "Whoever sees your mail sees each day an e-mail from no-reply@localhost. It does not say what it is about.",
    "When we close your report, the e-mails end and your address is erased. Did they stop? Then look here once more.",
]


def send(reporter: Reporter, act: str, **fields: object) -> Any:
    """Press a button of the page."""
    values = {"sitting": reporter.sitting, "act": act, "go": "send", **fields}
    return reporter.client.post(reporter.address(PAGE), values)


@pytest.fixture
def at_page(reporter: Reporter) -> Reporter:
    """A reporter with the page open."""
    reporter.read(reporter.confide())
    reporter.look(PAGE)
    return reporter


def test_it_is_off_and_the_page_says_what_it_gives_away_before_it_asks(reporter: Reporter) -> None:
    mailbox = page(reporter.read(reporter.confide()))
    assert "It is off: we send you nothing." in mailbox
    shown = page(reporter.look(PAGE))
    for words in TRUTH:
        assert shown.index(words) < shown.index('name="email"')
    assert DailyNotice.objects.count() == 0


def test_on_and_off_again(at_page: Reporter) -> None:
    answer = send(at_page, "begin", email=ADDRESS)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/lindewater/receipt/notices/")
    assert DailyNotice.objects.get().begun_on == TODAY
    shown = page(at_page.look(PAGE))
    assert "It is on since 24 November 2026." in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert ADDRESS not in shown + page(at_page.look(MAILBOX))
    assert send(at_page, "end").status_code == 303
    assert DailyNotice.objects.count() == 0
    assert "It is off." in page(at_page.look(PAGE))


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "Write your e-mail address"),
        ("nonsense", "This is not a whole e-mail address. Write it as name@example.org"),
        ("a@\u00ad.example", "This is not a whole e-mail address. Write it as name@example.org"),
        (f"a@{'ü' * 63}.example", "This is not a whole e-mail address. Write it as name@example.org"),
        ("a@b.example\r\nBcc: c@d.example", "This is not a whole e-mail address. Write it as name@example.org"),
    ],
)
def test_what_is_no_address_comes_back_with_a_sentence(at_page: Reporter, typed: str, fault: str) -> None:
    answer = send(at_page, "begin", email=typed)
    assert (answer.status_code, faults(answer), taken_back(answer)) == (200, [fault], {"email"})
    assert DailyNotice.objects.count() == 0


def test_nonsense_changes_nothing(at_page: Reporter) -> None:
    assert send(at_page, "nonsense", email=ADDRESS).status_code == 200
    assert DailyNotice.objects.count() == 0


def test_what_was_typed_comes_back_with_the_code_when_the_page_had_closed(reporter: Reporter) -> None:
    receipt = reporter.confide()
    reporter.read(receipt)
    reporter.look(PAGE)
    Sitting.objects.all().delete()
    answer = send(reporter, "begin", email=ADDRESS)
    assert hidden(answer, "email") == ADDRESS
    again = reporter.client.post(reporter.address(PAGE), {"act": "begin", "email": ADDRESS, "receipt": receipt.text})
    assert f'value="{ADDRESS}"' in page(again)
    assert DailyNotice.objects.count() == 0
    reporter.sitting = hidden(again, "sitting")
    assert send(reporter, "begin", email=ADDRESS).status_code == 303
    assert DailyNotice.objects.count() == 1


def test_a_form_of_another_window_changes_nothing(at_page: Reporter) -> None:
    values = {"sitting": "11111111-1111-4111-8111-111111111111", "act": "begin", "email": ADDRESS}
    assert at_page.client.post(at_page.address(PAGE), values).status_code == 200
    assert DailyNotice.objects.count() == 0


def test_without_the_code_it_says_that_it_is_closed(reporter: Reporter) -> None:
    assert "This page is closed" in page(reporter.look(PAGE))


def test_once_closed_it_is_off_and_offers_nothing(reporter: Reporter, house: KeyedTown) -> None:
    receipt = reporter.confide()
    reporter.read(receipt)
    reporter.look(PAGE)
    send(reporter, "begin", email=ADDRESS)
    case_of(house, receipt).opened().moved(CaseVerb.ACKNOWLEDGE, CaseVerb.CLOSE)
    assert DailyNotice.objects.count() == 0
    shown = page(reporter.look(PAGE))
    assert "We closed your report, so no e-mails leave any more." in shown
    assert 'name="email"' not in shown
    assert 'id="notices"' not in page(reporter.look(MAILBOX))
    assert faults(send(reporter, "begin", email=ADDRESS)) == [
        "We closed your report, so no e-mails leave any more. Look here now and then."
    ]


def test_after_closing_information_and_files_can_still_be_added_in_one_panel(
    reporter: Reporter, house: KeyedTown
) -> None:
    receipt = reporter.confide()
    open_panel = page(reporter.read(receipt))
    case_of(house, receipt).opened().moved(CaseVerb.ACKNOWLEDGE, CaseVerb.CLOSE)
    shown = page(reporter.look(MAILBOX))
    assert "Answer, tell more, or add files: also several at once." in open_panel
    panel = shown[shown.index('id="add"') : shown.index("Send the message")]
    assert "We closed your report. You can still write and add files here, and we read it." in panel
    assert ('name="message"' in panel, 'name="attachments"' in panel) == (True, True)
    assert reporter.write("Nog iets.").status_code == 303
    assert "Nog iets." in page(reporter.look(MAILBOX))


def test_the_link_shows_a_button_first_and_ends_it_once(
    at_page: Reporter, settings: Settings, mail_server: MailServer
) -> None:
    settings.OPERATOR = replace(settings.OPERATOR, smtp_url=mail_server.url)
    send(at_page, "begin", email=ADDRESS)
    send_notices(at=morning(TODAY + timedelta(days=1)))
    [delivery] = mail_server.deliveries
    address = str(delivery.message.get_content()).split()[-1].removeprefix(settings.OPERATOR.base_url)
    stranger = Client()
    for _scanned in range(2):
        shown = stranger.get(address)
        assert (shown.status_code, "End the e-mails" in page(shown)) == (200, True)
        assert "/lindewater/" not in page(shown)
    assert DailyNotice.objects.count() == 1
    ended = stranger.post(address, {"go": "send"})
    assert (ended.status_code, "The e-mails have ended" in page(ended)) == (200, True)
    assert DailyNotice.objects.count() == 0
    assert [stranger.get(address).status_code, stranger.post(address).status_code] == [404, 404]
    with time_machine.travel(NOW, tick=False):
        assert "It is off." in page(at_page.look(PAGE))


def test_a_link_that_never_was_and_one_that_was_used_are_answered_alike(client: Client, db: None) -> None:
    pages = {client.get(f"/stop/{token}/?language=en").content for token in ("A" * 32, "x", "é<b>")}
    assert len(pages) == 1


@pytest.mark.parametrize(("language", "words"), [("en", "End the e-mails"), ("nl", '<html lang="nl"')])
def test_the_button_speaks_the_language_of_the_e_mail(at_page: Reporter, language: str, words: str) -> None:
    send(at_page, "begin", email=ADDRESS)
    notice = DailyNotice.objects.get()

    token = NoticeContent.opened(notice.key_version, bytes(notice.sealed), notice.conversation_id).token
    assert words in page(Client().get(f"/stop/{token}/?language={language}"))
