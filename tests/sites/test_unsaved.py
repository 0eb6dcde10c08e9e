"""Whatever fails while a form is taken in, every word that was typed comes back in a page that can send it again."""

import html
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import DatabaseError, Error, IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client
from django.utils import translation

from deontos.access.web.saving import is_undone
from deontos.cases.vocabulary import CaseState
from deontos.correspondence.models import Item
from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode
from deontos.speakup.models import Channel, Disclosure
from tests.factories.administration import desk_client
from tests.factories.cases import case_in
from tests.factories.keyring import KeyedTown
from tests.factories.speakup import ANSWERS, Reporter, faults, page, said
from tests.sites.visitors import FORM, NOBODY, TOKEN, at_desk, send
from tests.sites.world import World
from tests.speakup import conftest as at_the_form

pytestmark = pytest.mark.row("4.4", "1.9")

house, channel, today = at_the_form.house, at_the_form.channel, at_the_form.today

TEXT = "Zeven etentjes,\r\ntwee keer <ingediend> & \N{RIGHT-TO-LEFT OVERRIDE}meer. " * 500
COOKIES = {"__Host-csrf": TOKEN, "__Host-desk-csrf": TOKEN}
OURS = {"x-csrftoken": TOKEN, "origin": "http://testserver"}
NOT_SAVED, UNSURE = "This was not saved.", "We do not know whether this was saved."


@pytest.fixture
def reporter(channel: Channel, today: None) -> Reporter:
    """Somebody whose browser shows whatever page comes."""
    return Reporter(client=Client(raise_request_exception=False))


@contextmanager
def failing(when: Callable[[str], bool], failure: Exception) -> Iterator[None]:
    """A database that fails at some statements."""

    def execute(go_on: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        if when(sql):
            raise failure
        return go_on(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield


def away() -> OperationalError:
    return OperationalError("could not connect: heliotrope")


def kept(shown: str) -> dict[str, str]:
    """What the form of a page would send again, as a browser reads it."""
    form = re.search(r"<form.*?</form>", shown, re.S)
    assert form, "no form in this page"
    fields = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form[0]))
    fields |= dict(re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', form[0], re.S))
    return {name: html.unescape(value) for name, value in fields.items()}


LETTERBOX = ("report/happened/", "report/send/", "receipt/", "receipt/mailbox/", "receipt/name/", "receipt/readers/")


@pytest.mark.django_db
@pytest.mark.parametrize("failure", [away(), OSError(24, "Too many open files"), DatabaseError("malformed")])
@pytest.mark.parametrize("path", LETTERBOX)
def test_the_words_of_a_reporter_come_back_with_nothing_of_the_house(path: str, failure: Exception) -> None:
    client = Client(raise_request_exception=False)
    typed = {"what": TEXT, "sitting": "4", "go": "next", "receipt": "7K3M-0QD8"}
    with failing(lambda _sql: True, failure):
        answer = client.post(f"/nl/lindewater/{path}?change=1", typed, headers={"origin": "http://testserver"})
    shown = answer.content.decode()
    assert answer.status_code == 503
    proof = kept(shown).pop("csrfmiddlewaretoken")
    assert (kept(shown), len(proof)) == (
        {"csrfmiddlewaretoken": proof, "what": TEXT, "sitting": "4", "go": "next"},
        64,
    )
    assert f'action="/nl/lindewater/{path}?change=1"' in shown
    assert 'href="/nl/lindewater/leave/"' in shown
    with translation.override("nl"):
        assert translation.gettext(NOT_SAVED) in html.unescape(shown)
    assert "heliotrope" not in shown


@pytest.mark.django_db(transaction=True)
def test_what_comes_back_can_be_sent_again_and_is_taken_in(reporter: Reporter) -> None:
    reporter.fill("happened")
    reporter.look("report/happened/")
    with failing(lambda _sql: True, away()):
        answer = reporter.send("happened", what=TEXT)
    again = reporter.client.post(reporter.address("report/happened/"), kept(answer.content.decode()))
    assert (answer.status_code, again.status_code) == (503, 303)
    assert TEXT.strip().splitlines() == kept_text(reporter).splitlines()


def kept_text(reporter: Reporter) -> str:
    """The text as the page of the form shows it."""
    found = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", reporter.look("report/happened/").content.decode(), re.S)
    return html.unescape(found[1]).strip() if found else ""


@pytest.mark.django_db
def test_at_the_desk_too_and_no_secret_comes_back(world: World) -> None:
    manager = at_desk(world.here.keyed, world.here.told.reader, "the manager")
    body = b"text=Zeven+etentjes&password=heliotrope&vault_passphrase=heliotrope&code=heliotrope&to=a&to=b"
    for path in ("/desk/cases/", "/desk/sign-in/", "/desk/vault/"):
        with failing(lambda sql: "SAVEPOINT" not in sql, away()):
            answer = send(manager, "POST", path, body, kind=FORM, cookies=COOKIES, headers=OURS)
        shown = answer.content.decode()
        assert answer.status_code == 503
        assert ("Zeven etentjes" in shown, shown.count('name="to"'), "heliotrope" in shown) == (True, 2, False)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nl/lindewater/report/happened/", "/desk/cases/"])
def test_what_another_site_sent_is_not_shown_as_ones_own(path: str) -> None:
    body = b"message=heliotrope"
    with failing(lambda sql: "SAVEPOINT" not in sql, away()):
        answer = send(NOBODY, "POST", path, body, cookies=COOKIES, headers={**OURS, "origin": "https://evil.example"})
    assert b"heliotrope" not in answer.content


@pytest.mark.django_db(transaction=True)
def test_what_fails_before_the_end_is_not_saved(reporter: Reporter) -> None:
    receipt = reporter.fill("send")
    reporter.look("report/send/")
    reporter.language = "en"
    with failing(lambda sql: sql.startswith('INSERT INTO "speakup_disclosure"'), away()):
        answer = reporter.send("send", **ANSWERS["send"])
    assert (answer.status_code, faults(answer)) == (503, [said(REFUSALS[CorrespondenceCode.NOT_SAVED])])
    assert (receipt.text in page(answer), Disclosure.objects.count()) == (True, 0)


class Ended:
    """Whether a transaction that wrote to a table was brought to its end."""

    def __init__(self, table: str) -> None:
        self.table, self.is_written = table, False

    def __call__(self, sql: str) -> bool:
        self.is_written |= sql.startswith(f'INSERT INTO "{self.table}"')
        return self.is_written and not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_what_fails_after_the_end_may_be_saved_and_is_not_taken_in_twice(reporter: Reporter) -> None:
    receipt = reporter.fill("send")
    reporter.look("report/send/")
    reporter.language = "en"
    with failing(Ended("speakup_disclosure"), away()):
        answer = reporter.send("send", **ANSWERS["send"])
    assert (answer.status_code, faults(answer)) == (503, [said(REFUSALS[CorrespondenceCode.MAY_BE_SAVED])])
    assert (receipt.text in page(answer), Disclosure.objects.count()) == (True, 1)
    assert reporter.send("send", **ANSWERS["send"]).headers["Location"] == "/en/lindewater/report/sent/"
    assert Disclosure.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("when", "words", "items"),
    [
        (lambda sql: sql.startswith('INSERT INTO "correspondence_item"'), NOT_SAVED, 1),
        (Ended("correspondence_item"), UNSURE, 2),
    ],
    ids=["before", "after"],
)
def test_a_message_too(reporter: Reporter, when: Callable[[str], bool], words: str, items: int) -> None:
    """Nothing answers any more from then on, so that not even the mailbox can be shown."""
    reporter.read(reporter.confide())
    reporter.language = "en"
    is_down = False

    def down(sql: str) -> bool:
        nonlocal is_down
        is_down = is_down or when(sql)
        return is_down

    with failing(down, away()):
        answer = reporter.write(TEXT)
    shown = page(answer)
    assert (answer.status_code, words in shown, Item.objects.count()) == (503, True, items)
    assert kept(answer.content.decode())["message"] == TEXT


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("failure", [away(), InterfaceError("the connection is closed")])
def test_an_answer_that_was_saved_is_not_called_a_bad_request_when_the_sign_in_cannot_be_kept(
    house: KeyedTown, channel: Channel, today: None, failure: Exception
) -> None:
    case = case_in(house, CaseState.ACKNOWLEDGED)
    browser, written = desk_client(house, case.handler), Item.objects.count()
    browser.raise_request_exception = False
    typed = {"verb": "ask", "language": "nl", "opening": "", "text": TEXT, "seen": "1", "go": "send"}
    with failing(lambda sql: sql.startswith('UPDATE "administration_signin"'), failure):
        answer = browser.post(f"/desk/cases/{case.id}/write/", typed, headers={"origin": "http://testserver"})
    shown = answer.content.decode()
    with translation.override("nl"):
        assert (answer.status_code, translation.gettext(UNSURE) in html.unescape(shown)) == (503, True)
    assert kept(shown)["text"] == TEXT
    assert Item.objects.count() == written + 1


def failed(cause: Exception, kind: type[Error] = OperationalError) -> Error:
    failure = kind("at COMMIT")
    failure.__cause__ = cause
    return failure


def of_sqlite(name: str) -> sqlite3.Error:
    cause = sqlite3.OperationalError()
    cause.sqlite_errorname = name
    return cause


@pytest.mark.parametrize(
    ("failure", "is_gone"),
    [
        (failed(of_sqlite("SQLITE_FULL")), True),
        (failed(of_sqlite("SQLITE_BUSY_SNAPSHOT")), True),
        (failed(of_sqlite("SQLITE_IOERR_WRITE")), True),
        (failed(of_sqlite("SQLITE_IOERR_FSYNC")), False),
        (failed(of_sqlite("SQLITE_IOERR")), False),
        (failed(psycopg.errors.DiskFull()), True),
        (failed(psycopg.errors.ForeignKeyViolation(), IntegrityError), True),
        (failed(psycopg.errors.AdminShutdown()), False),
        (failed(psycopg.OperationalError("server closed the connection unexpectedly")), False),
    ],
)
def test_only_some_failures_at_commit_say_that_nothing_stays(failure: Error, is_gone: bool) -> None:
    assert is_undone(failure) is is_gone
