"""One draft in two windows or on two devices: the later save overwrites nothing silently, and nothing is lost."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from deontos.correspondence.web.cookie import COOKIE
from deontos.speakup.models import Disclosure
from deontos.speakup.phrases import REFUSALS
from deontos.speakup.vocabulary import SpeakupCode
from tests.factories.speakup import ANSWERS, WHAT, Reporter, faults, hidden, page, said

pytestmark = [pytest.mark.row("3.7", "3.12")]

STEP = "/en/lindewater/report/happened/"
NOTICE = "You changed this page in two windows, or on two devices."
THEIRS, MINE = "Dat stond op de telefoon.\r\nTwee regels.", "Dat stond op de laptop."


@dataclass
class Window:
    """One window of a browser: a page that is open in it, with what this page would send along unseen."""

    client: Client
    sitting: str = ""
    mark: str = ""
    shown: str = field(default="", repr=False)

    def look(self, step: str) -> "Window":
        """Open a step."""
        answer = self.client.get(f"/en/lindewater/report/{step}/", follow=True)
        self.sitting, self.mark, self.shown = hidden(answer, "sitting"), hidden(answer, "as-of"), page(answer)
        return self

    def send(self, step: str, /, **fields: object) -> Any:
        """Send the page that is open."""
        values = {"sitting": self.sitting, "as-of": self.mark, "go": "next", **fields}
        return self.client.post(f"/en/lindewater/report/{step}/", values)


@pytest.fixture
def reporter(reporter: Reporter) -> Reporter:
    """Somebody who reads English and stands before the question what happened."""
    reporter.language = "en"
    return reporter


@pytest.fixture
def devices(reporter: Reporter) -> tuple[Window, Window]:
    """The same draft on two devices, the page with the question what happened open on both."""
    receipt = reporter.fill("happened")
    phone = Reporter(language="en")
    assert phone.open_with(receipt).headers["Location"] == STEP
    return Window(reporter.client).look("happened"), Window(phone.client).look("happened")


def field_text(shown: str) -> str:
    """What stands in the first long field of a page."""
    found = re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", shown, re.S)
    return found.group(1).replace("\r\n", "\n") if found else ""


def beside(shown: str) -> str:
    """What a page shows beside its fields, as text."""
    return " ".join(re.findall(r'<section[^>]*aria-labelledby="version-\d+".*?</section>', shown, re.S))


def both_texts(window: Window) -> tuple[str, bool, bool]:
    """What stands in the field; whether the page says what happened; whether the other text stands beside it, whole."""
    other = beside(window.shown)
    return field_text(window.shown), NOTICE in window.shown, all(line in other for line in THEIRS.split("\r\n"))


@pytest.mark.parametrize("way", ["next", "back", "save"])
def test_the_later_save_stands_in_the_fields_and_the_earlier_beside_it(
    devices: tuple[Window, Window], way: str
) -> None:
    laptop, phone = devices
    assert phone.send("happened", what=THEIRS).status_code == 303
    answer = laptop.send("happened", what=MINE, go=way)
    assert (answer.status_code, answer.headers["Location"]) == (303, STEP)
    assert both_texts(laptop.look("happened")) == (MINE, True, True)
    assert both_texts(phone.look("happened")) == (MINE, True, True)


def test_another_language_says_so_as_well(devices: tuple[Window, Window]) -> None:
    laptop, phone = devices
    phone.send("happened", what=THEIRS)
    answer = laptop.send("happened", what=MINE, language="nl")
    assert answer.headers["Location"] == "/nl/lindewater/report/happened/"
    assert both_texts(laptop.look("happened")) == (MINE, True, True)


def test_going_on_from_the_page_that_shows_both_decides(devices: tuple[Window, Window]) -> None:
    laptop, phone = devices
    phone.send("happened", what=THEIRS)
    laptop.send("happened", what=MINE)
    both = MINE + THEIRS
    answer = laptop.look("happened").send("happened", what=both)
    assert answer.headers["Location"] == "/en/lindewater/report/attachments/"
    shown = laptop.look("happened").shown
    assert (field_text(shown), NOTICE in shown) == (both.replace("\r\n", "\n"), False)


def test_an_answer_that_is_not_right_decides_nothing(devices: tuple[Window, Window]) -> None:
    laptop, phone = devices
    phone.send("happened", what=THEIRS)
    laptop.send("happened", what=MINE)
    answer = laptop.look("happened").send("happened", what="")
    assert (answer.status_code, NOTICE in page(answer)) == (200, True)
    assert THEIRS.split("\r\n")[1] in beside(page(answer))


def test_the_other_version_is_put_in_the_fields_and_what_was_typed_stays(devices: tuple[Window, Window]) -> None:
    laptop, phone = devices
    phone.send("happened", what=THEIRS)
    laptop.send("happened", what=MINE)
    answer = laptop.look("happened").send("happened", what=MINE + " En meer.", **{"put-in": "0", "go": ""})
    assert (answer.status_code, answer.headers["Location"]) == (303, STEP)
    shown = laptop.look("happened").shown
    assert field_text(shown) == THEIRS.replace("\r\n", "\n")
    assert MINE + " En meer." in beside(shown)


@pytest.mark.parametrize("place", ["1", "7", "-1", "x", "", "\0", "99999999999999999999", "²"])
def test_a_version_that_is_not_there_changes_nothing(devices: tuple[Window, Window], place: str) -> None:
    laptop, phone = devices
    phone.send("happened", what=THEIRS)
    laptop.send("happened", what=MINE)
    assert laptop.look("happened").send("happened", what=MINE, **{"put-in": place}).status_code == 303
    assert both_texts(laptop.look("happened")) == (MINE, True, True)


def test_nothing_is_sent_while_two_versions_wait(devices: tuple[Window, Window]) -> None:
    laptop, phone = devices
    phone.send("happened", what=THEIRS)
    for step in ("attachments", "name", "check"):
        phone.look(step).send(step, **ANSWERS[step])
    phone.look("send")
    laptop.send("happened", what=MINE)
    answer = phone.send("send", **ANSWERS["send"])
    assert (answer.status_code, answer.headers["Location"]) == (303, STEP)
    assert not Disclosure.objects.exists()
    assert both_texts(phone.look("check")) == (MINE, True, True)


@pytest.mark.parametrize("step", ["check", "send"])
def test_what_was_changed_since_it_was_looked_back_on_is_shown_before_it_is_sent(reporter: Reporter, step: str) -> None:
    receipt = reporter.fill(step)
    laptop = Window(reporter.client).look(step)
    phone = Reporter(language="en")
    phone.open_with(receipt)
    Window(phone.client).look("happened").send("happened", what=THEIRS)
    answer = laptop.send(step, **ANSWERS[step])
    assert (answer.status_code, faults(answer)) == (200, [said(REFUSALS[SpeakupCode.ANSWERS_CHANGED])])
    assert "Twee regels." in page(answer)
    assert not Disclosure.objects.exists()
    laptop.sitting, laptop.mark = hidden(answer, "sitting"), hidden(answer, "as-of")
    assert laptop.send("check").headers["Location"] == "/en/lindewater/report/send/"
    assert laptop.look("send").send("send", **ANSWERS["send"]).headers["Location"] == "/en/lindewater/report/sent/"


def test_the_page_for_sending_leads_back_when_something_was_changed(reporter: Reporter) -> None:
    receipt = reporter.fill("send")
    phone = Reporter(language="en")
    phone.open_with(receipt)
    Window(phone.client).look("happened").send("happened", what=THEIRS)
    assert reporter.look("report/send/").headers["Location"] == "/en/lindewater/report/check/"


def test_two_windows_of_one_browser_are_two_windows(devices: tuple[Window, Window]) -> None:
    first, second = devices[0], Window(devices[0].client).look("happened")
    first.send("happened", what=THEIRS)
    second.send("happened", what=MINE)
    assert both_texts(second.look("happened")) == (MINE, True, True)


def test_a_window_without_an_answer_takes_nothing_away(devices: tuple[Window, Window]) -> None:
    first, second = devices[0], Window(devices[0].client).look("happened")
    first.send("happened", what=THEIRS)
    answer = second.send("happened", what="", go="back")
    assert answer.headers["Location"] == "/en/lindewater/report/about/"
    shown = second.look("happened").shown
    assert (field_text(shown), NOTICE in shown) == (THEIRS.replace("\r\n", "\n"), False)


def test_a_page_that_is_sent_again_after_the_button_back_is_one_window(devices: tuple[Window, Window]) -> None:
    laptop = devices[0]
    laptop.send("happened", what=THEIRS)
    answer = laptop.send("happened", what=MINE)
    assert answer.headers["Location"] == "/en/lindewater/report/attachments/"
    shown = laptop.look("happened").shown
    assert (field_text(shown), NOTICE in shown) == (MINE, False)


def test_answers_at_other_steps_do_not_meet(devices: tuple[Window, Window]) -> None:
    laptop, phone = devices
    phone.send("happened", what=THEIRS)
    laptop.look("about").send("about", about="board", involved="none")
    shown = laptop.look("happened").shown
    assert (field_text(shown), NOTICE in shown) == (THEIRS.replace("\r\n", "\n"), False)


def test_what_was_chosen_is_told_in_words(reporter: Reporter) -> None:
    reporter.fill("name")
    first, second = Window(reporter.client).look("name"), Window(reporter.client).look("name")
    first.send("name", identity="consent", name="Robin Voorbeeld", reach="0470 00 00 00")
    second.send("name", identity="anonymous")
    other = beside(second.look("name").shown)
    for words in ("My reader may know my name", "Robin Voorbeeld", "0470 00 00 00"):
        assert words in other
    assert "consent" not in re.sub("<[^>]*>", "", other)


def test_a_browser_that_sends_no_mark_overwrites_nothing_that_it_did_not_see(reporter: Reporter) -> None:
    receipt = reporter.fill("happened")
    phone = Reporter(language="en")
    phone.open_with(receipt)
    for each in (reporter, phone):
        each.look("report/happened/")
    phone.send("happened", what=THEIRS)
    assert reporter.send("happened", what=MINE).headers["Location"] == STEP
    assert both_texts(Window(phone.client).look("happened")) == (MINE, True, True)


def test_a_browser_that_saw_it_goes_on_with_it(reporter: Reporter) -> None:
    receipt = reporter.fill("name")
    phone = Reporter(language="en")
    phone.open_with(receipt)
    assert WHAT in page(phone.look("report/happened/"))
    assert phone.send("happened", what=MINE).headers["Location"] == "/en/lindewater/report/attachments/"


def test_a_page_that_was_open_for_too_long_overwrites_nothing_either(devices: tuple[Window, Window]) -> None:
    laptop, phone = devices
    phone.send("happened", what=THEIRS)
    laptop.client.cookies.pop(COOKIE)
    asked = laptop.send("happened", what=MINE)
    assert (asked.status_code, hidden(asked, "as-of")) == (200, laptop.mark)
