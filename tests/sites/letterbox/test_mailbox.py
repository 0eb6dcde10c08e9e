"""The reporter's mailbox: what was confided, the conversation, who reads since when, and that no message gets lost."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deontos.cases.models import CaseFile
from deontos.cases.vocabulary import CaseVerb
from deontos.correspondence.models import Item, Sitting
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.models import Envelope
from deontos.keyring.vocabulary import WakeReason
from deontos.vault.receipts import Receipt
from tests.factories.cases import ToldCase
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, TODAY
from tests.factories.speakup import WHAT, Reporter, faults, page, second_deputy, taken_back

LETTERBOX = "__Host-letterbox"


def case_of(house: KeyedTown, receipt: Receipt) -> ToldCase:
    """The case that a report became."""
    return ToldCase(house, receipt, CaseFile.objects.get().id, house.town.manager)


def people(shown: str) -> list[tuple[str, str]]:
    """The list of who can read: name and role."""
    aside = shown[shown.index('id="readers"') :]
    return re.findall(r'people__name">([^<]*)</bdi>\s*<span class="people__role">([^<]*)<', aside)


def texts(shown: str) -> list[str]:
    """The texts of the conversation, in their order."""
    return re.findall(r'class="msg__body"[^>]*>\s*(?:<div[^>]*>)?<p>(.*?)</p>', shown, re.S)


@pytest.mark.row("1.11", "R-000.66")
def test_the_first_thing_is_what_was_confided(reporter: Reporter) -> None:
    shown = page(reporter.read(reporter.confide(happened={"what": "Een <b>verhaal</b>", "how": "saw"})))
    confided = shown[shown.index('id="confided"') : shown.index('id="talk"')]
    answers = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(?:<p>)?(.*?)(?:</p>)?</dd>", confided, re.S)
    assert answers == [
        ("Kind", "A suspicion of wrongdoing"),
        ("About whom", "Somebody who works here"),
        ("What happened?", "Een <b>verhaal</b>"),
        ("How do you know this?", "I was there myself"),
    ]


@pytest.mark.row("1.11", "R-000.63")
def test_what_was_confided_stays_in_its_own_language(reporter: Reporter) -> None:
    reporter.language = "nl"
    receipt = reporter.confide(happened={"what": WHAT, "how": "saw"})
    reporter.language = "fr"
    shown = page(reporter.read(receipt))
    confided = shown[shown.index('id="confided"') : shown.index('id="talk"')]
    assert '<html lang="fr"' in shown
    assert 'lang="nl"' in confided
    assert ("Ik was er zelf bij" in confided, "Hoe weet u dit?" in confided) == (True, True)


@pytest.mark.row("1.11", "R-000.66")
def test_messages_of_both_sides_stand_there_with_author_and_date(reporter: Reporter, house: KeyedTown) -> None:
    receipt = reporter.confide()
    case = case_of(house, receipt).opened().moved(CaseVerb.ACKNOWLEDGE, text="Ik las alles.")
    reporter.read(receipt)
    answer = reporter.write("Dank u <script>")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/lindewater/receipt/mailbox/")
    case.moved(CaseVerb.ASK, text="Wanneer?", on=TODAY + timedelta(days=1))
    shown = page(reporter.look("receipt/mailbox/")).replace("\N{NO-BREAK SPACE}", " ")
    assert texts(shown) == ["Ik las alles.", "Dank u <script>", "Wanneer?"]
    meta = re.findall(r'class="msg__meta"><strong><bdi>(.*?)</bdi></strong> <time datetime="(.*?)">(.*?)</time>', shown)
    assert meta == [
        ("Mira Halewijn, complaints manager", "2026-11-24", "24 November"),
        ("You", "2026-11-24", "24 November"),
        ("Mira Halewijn, complaints manager", "2026-11-25", "25 November"),
    ]
    assert shown.count("msg--own") == 1
    assert "<script>" not in reporter.look("receipt/mailbox/").content.decode()


@pytest.mark.row("1.11", "R-000.71")
def test_who_can_read_stands_there_with_office_and_since_when(reporter: Reporter, house: KeyedTown) -> None:
    second_deputy(house)
    receipt = reporter.confide(about={"involved": str(house.town.manager.id)})
    found = people(page(reporter.read(receipt)).replace("\N{NO-BREAK SPACE}", " "))
    assert [name for name, _role in found] == ["Joris Waterman", "Wouter Kersgaard", "Yourself", "Mira Halewijn"]
    assert found[0][1] == "Deputy complaints manager, since 24 November 2026"
    assert "24 November 2026" in found[1][1]
    Envelope.objects.filter(dormant=True).update(dormant=False, woken_on=TODAY, woken_because=WakeReason.UNREAD)
    assert "because nobody had read it and a legal term was about to end" in page(reporter.look("receipt/mailbox/"))
    Envelope.objects.filter(certificate__person=house.town.deputy).update(until=TODAY - timedelta(days=1))
    now = people(page(reporter.look("receipt/mailbox/")))
    assert [name for name, _role in now] == ["Wouter Kersgaard", "Yourself", "Mira Halewijn"]


@pytest.mark.row("1.9", "R-000.70")
@pytest.mark.parametrize(
    ("identity", "name_shown", "readers"),
    [("anonymous", False, 0), ("confidence", True, 0), ("consent", True, 1)],
)
def test_the_page_says_what_became_of_the_name(
    reporter: Reporter, identity: str, name_shown: bool, readers: int
) -> None:
    receipt = reporter.confide(name={"identity": identity, "name": "Robin Voorbeeld", "reach": "0400 00 00 00"})
    shown = page(reporter.read(receipt))
    card = shown[shown.index('id="name"') : shown.index("</section>", shown.index('id="name"'))]
    assert ("Robin Voorbeeld" in card, "0400 00 00 00" in card) == (name_shown, name_shown)
    assert card.count("Mira Halewijn") == readers


@pytest.mark.row("R-000.65", "R-000.66", "1.11")
def test_steps_and_terms_of_the_case_stand_beside_it(reporter: Reporter) -> None:
    shown = page(reporter.read(reporter.confide())).replace("\N{NO-BREAK SPACE}", " ")
    aside = shown[shown.index('id="name"') :]
    assert aside.index("timeline") < aside.index("clocks") < aside.index('id="readers"')
    assert "1 December 2026" in aside


@pytest.mark.row("1.4a")
def test_a_forged_message_is_marked_and_a_forged_report_is_not_shown(reporter: Reporter, house: KeyedTown) -> None:
    receipt = reporter.confide()
    case_of(house, receipt).opened().moved(CaseVerb.ACKNOWLEDGE, text="Echt.")
    Item.objects.filter(kind=ItemKind.MESSAGE).update(author=None)
    assert "notice--danger" in page(reporter.read(receipt))
    Item.objects.filter(kind=ItemKind.CONFIDED).update(author=house.certificate(house.town.manager))
    assert WHAT not in page(reporter.look("receipt/mailbox/"))


@pytest.mark.row("1.11")
@pytest.mark.parametrize("text", ["", " \r\n", "\0", "é" * 200_001])
def test_a_message_taken_back_keeps_its_text(reporter: Reporter, text: str) -> None:
    reporter.read(reporter.confide())
    answer = reporter.write(text)
    assert (answer.status_code, taken_back(answer), len(faults(answer))) == (200, {"message"}, 1)
    assert f"{text}</textarea>".replace("\0", "").strip() in page(answer)
    assert Item.objects.filter(kind=ItemKind.MESSAGE).count() == 0


@pytest.mark.row("1.11")
def test_another_language_keeps_a_message_that_was_begun(reporter: Reporter) -> None:
    reporter.read(reporter.confide())
    answer = reporter.write("Nog niet af", language="es")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/es/lindewater/receipt/mailbox/")
    reporter.language = "es"
    assert "Nog niet af</textarea>" in page(reporter.look("receipt/mailbox/"))
    reporter.write("Nu wel")
    assert "</textarea>" in page(reporter.look("receipt/mailbox/"))
    assert "Nog niet af" not in page(reporter.look("receipt/mailbox/"))


def test_files_with_a_message_are_refused_and_the_text_is_kept(reporter: Reporter) -> None:
    reporter.read(reporter.confide())
    answer = reporter.write("Zie bijlage", attachments=SimpleUploadedFile("a.pdf", b"%PDF"))
    assert (answer.status_code, len(faults(answer))) == (200, 1)
    assert "Zie bijlage</textarea>" in page(answer)


@pytest.mark.row("1.11")
def test_after_twenty_minutes_the_mailbox_is_closed_and_the_text_kept(reporter: Reporter) -> None:
    receipt = reporter.confide()
    reporter.read(receipt)
    with time_machine.travel(NOW + timedelta(minutes=20, seconds=1), tick=False):
        assert WHAT not in page(reporter.client.get(reporter.address("receipt/mailbox/")))
        answer = reporter.write("Nog iets")
        assert (answer.status_code, "Nog iets</textarea>" in page(answer)) == (200, True)
        wrong = reporter.write("Nog iets", receipt=receipt.text[:-1])
        assert (wrong.status_code, taken_back(wrong)) == (200, {"receipt"})
        assert "Nog iets</textarea>" in page(wrong)
        french = reporter.write("Nog iets", receipt=receipt.text, language="fr")
        assert ('<html lang="fr"' in page(french), "Nog iets</textarea>" in page(french)) == (True, True)
        right = reporter.write("Nog iets", receipt=receipt.text)
        assert (right.status_code, right.headers["Location"]) == (303, "/en/lindewater/receipt/mailbox/")
        assert texts(page(reporter.look("receipt/mailbox/"))) == ["Nog iets"]


def test_a_message_that_is_too_long_waits_in_the_mailbox_that_was_opened_again(reporter: Reporter) -> None:
    receipt = reporter.confide()
    reporter.read(receipt)
    reporter.sitting = ""
    assert reporter.write("x" * 200_001, receipt=receipt.text).status_code == 303
    shown = page(reporter.look("receipt/mailbox/"))
    assert "x" * 200_001 + "</textarea>" in shown


def test_the_code_of_a_draft_does_not_send_a_message(reporter: Reporter) -> None:
    reporter.read(reporter.confide())
    draft = Reporter().fill("name")
    before = Sitting.objects.count()
    reporter.sitting = ""
    answer = reporter.write("Nog iets", receipt=draft.text)
    assert (answer.status_code, taken_back(answer)) == (200, {"receipt"})
    assert ("Nog iets</textarea>" in page(answer), Sitting.objects.count()) == (True, before)


def test_a_message_goes_to_the_report_of_the_page_it_was_written_on(reporter: Reporter) -> None:
    first = reporter.confide()
    reporter.read(first)
    page_of_first = reporter.sitting
    reporter.read(Reporter().confide())
    reporter.sitting = page_of_first
    assert reporter.write("Voor de eerste").status_code == 200
    assert Item.objects.filter(kind=ItemKind.MESSAGE).count() == 0


@pytest.mark.row("1.11")
def test_closing_ends_the_sitting_and_takes_the_cookie_back(reporter: Reporter) -> None:
    reporter.read(reporter.confide())
    answer = reporter.client.post(reporter.address("receipt/close/"), {"go": "next"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/lindewater/")
    assert (answer.cookies[LETTERBOX]["max-age"], Sitting.objects.count()) == (0, 0)
    assert reporter.client.get(reporter.address("receipt/close/")).status_code == 405


@pytest.mark.parametrize("messages", [1, 3])
def test_the_mailbox_asks_the_database_so_often(reporter: Reporter, messages: int) -> None:
    reporter.read(reporter.confide())
    for number in range(messages):
        reporter.write(f"Bericht {number}")
    with CaptureQueriesContext(connection) as captured:
        reporter.look("receipt/mailbox/")
    assert len(captured) == 26


def test_a_house_next_door_does_not_open_it(reporter: Reporter) -> None:
    reporter.read(reporter.confide())
    reporter.home = "hazelaar"
    assert reporter.client.get(reporter.address("receipt/mailbox/")).status_code == 404
