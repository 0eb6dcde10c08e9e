"""What somebody sees, and what the log says, when something fails: a plain page, and no sent word in the log."""

import logging
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.utils import translation

from deontos.sites.logs import BareFormatter
from deontos.sites.wsgi import application
from tests.sites.visitors import FORM, NOBODY, TOKEN, at_desk, send
from tests.sites.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.row("1.9")]

LINE = "%(levelname)s %(name)s %(message)s"
WORDS = "heliotrope"
BODY = urlencode({"message": f"about the {WORDS}", "what": WORDS, "receipt": WORDS, "go": "next"}).encode()
HEADERS = {"x-csrftoken": TOKEN, "origin": "http://testserver"}
COOKIES = {"__Host-csrf": TOKEN, "__Host-desk-csrf": TOKEN}
FAILED = "Something went wrong on our side."


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """The log as the server writes it."""
    formatter = BareFormatter(LINE)
    return "\n".join(formatter.format(record) for record in caplog.records)


@pytest.mark.parametrize("path", ["/en/nergens/report/", "/en/lindewater/nergens/", "/desk/nergens/"])
def test_the_page_of_what_does_not_exist_repeats_nothing(world: World, path: str) -> None:
    answer = send(NOBODY, "POST", f"{path}?q={WORDS}", BODY, cookies=COOKIES, headers=HEADERS)
    assert answer.status_code == 404
    assert WORDS not in answer.content.decode() + str(answer.headers)


def test_a_failure_shows_and_logs_nothing_of_what_was_sent(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Something really fails: a table is not there."""
    with connection.cursor() as cursor:
        cursor.execute("alter table speakup_channel rename to speakup_channel_gone")
    path = f"/en/{world.here.slug}/report/happened/?q={WORDS}"
    answer = send(NOBODY, "GET", path, cookies=COOKIES)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert FAILED in page
    assert "Try your code: if it works, we received your report." in page
    assert WORDS not in page
    answer = send(NOBODY, "POST", path, BODY, cookies=COOKIES, headers=HEADERS)
    assert (answer.status_code, f"about the {WORDS}" in answer.content.decode()) == (503, True)
    page, said = answer.content.decode(), logged(caplog)
    assert "not answered as asked: <language:language>/<slug:organisation>/report/<step:step>/" in said
    assert said.splitlines()[-1] in ("OperationalError", "ProgrammingError")
    assert WORDS not in said
    for hidden in ("speakup_channel_gone", "no such table", "Traceback"):
        assert hidden not in page + said


def test_a_failure_at_the_desk_speaks_the_language_of_whoever_works_there(world: World) -> None:
    manager = at_desk(world.here.keyed, world.here.told.reader, "the manager")
    with connection.cursor() as cursor:
        cursor.execute("alter table cases_caseclock rename to cases_caseclock_gone")
    answer = send(manager, "GET", "/desk/cases/")
    assert answer.status_code == 500
    with translation.override("nl"):
        assert translation.gettext(FAILED) in answer.content.decode()


def test_a_host_in_the_log_is_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    Client(raise_request_exception=False).get("/", headers={"host": f"{WORDS}.example"})
    said = logged(caplog)
    assert said == "ERROR django.security.DisallowedHost A request was not answered as asked: no page"


def test_a_log_line_has_no_time_and_no_message_of_a_failure() -> None:
    formatter = BareFormatter(LINE)
    try:
        raise ValueError(WORDS)
    except ValueError as failure:
        caught = (type(failure), failure, failure.__traceback__)
    record = logging.LogRecord("deontos.jobs", logging.ERROR, __file__, 1, "It failed.", None, caught)
    first, *_way, last = formatter.format(record).splitlines()
    assert (first, last) == ("ERROR deontos.jobs It failed.", "ValueError")


def test_a_body_that_is_too_large_is_heard_out_so_that_the_page_arrives(world: World) -> None:
    """A browser shows no answer to what it could not finish sending."""
    body = BytesIO(b"message=" + b"x" * (17 * 1024 * 1024))
    size = str(len(body.getvalue()))
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/en/lindewater/receipt/",
        "CONTENT_TYPE": FORM,
        "CONTENT_LENGTH": size,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": body,
    }
    statuses: list[str] = []
    list(application(environ, lambda status, _headers: statuses.append(status)))
    assert statuses == ["413 Request Entity Too Large"]
    assert body.tell() == int(size)
