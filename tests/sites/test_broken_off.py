"""A form that broke off on its way is not taken for what somebody wrote: it comes back, and nothing of it is kept."""

import html
from collections.abc import Callable
from io import BytesIO
from urllib.parse import urlencode

import pytest

from deontos.correspondence.models import Blob, Draft, Item, WaitingFile
from deontos.correspondence.web.cookie import COOKIE
from deontos.sites.wsgi import application
from tests.factories.speakup import Reporter
from tests.sites.test_unsaved import channel, house, kept, reporter, today
from tests.sites.visitors import FORM, TOKEN

__all__ = ("channel", "house", "reporter", "today")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("4.4")]

BOUNDARY = "kwartel"
PARTS = f"multipart/form-data; boundary={BOUNDARY}"
PAGE = "Only a part of this reached us."
Cut = Callable[[bytes], tuple[bytes, int]]


def sent(reporter: Reporter, path: str, body: bytes, size: int, kind: str) -> tuple[int, str]:
    """Status and page of a request as the web server hands it over, when so many bytes were announced."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": reporter.address(path),
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(size),
        "HTTP_COOKIE": f"{COOKIE}={reporter.client.cookies[COOKIE].value}; __Host-csrf={TOKEN}",
        "HTTP_ORIGIN": "http://localhost",
        "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": BytesIO(body),
    }
    found: list[str] = []
    content = b"".join(application(environ, lambda status, _headers: found.append(status)))
    return int(found[0][:3]), html.unescape(content.decode())


def in_parts(fields: dict[str, str], file: bytes) -> bytes:
    """A form with one file, as a browser sends it."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="attachments"; filename="a.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n"
    )
    return "".join(parts).encode() + head.encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()


def hung_up(body: bytes) -> tuple[bytes, int]:
    """The line went dead after some bytes."""
    return body[:-30], len(body)


def unended(body: bytes) -> tuple[bytes, int]:
    """Somebody in between cut the form and counted its bytes anew."""
    return body[:-30], len(body) - 30


def whole(body: bytes) -> tuple[bytes, int]:
    return body, len(body)


def test_half_a_message_is_not_sent(reporter: Reporter) -> None:
    reporter.language = "en"
    reporter.read(reporter.confide())
    fields = {"csrfmiddlewaretoken": TOKEN, "sitting": reporter.sitting, "go": "send"}
    body = urlencode({**fields, "message": "Niet betalen aan hem, " * 20}).encode()
    status, page = sent(reporter, "receipt/mailbox/", *hung_up(body), FORM)
    assert (status, PAGE in page, Item.objects.count()) == (400, True, 1)
    assert kept(page)["message"].startswith("Niet betalen aan hem, Niet")
    assert sent(reporter, "receipt/mailbox/", *whole(body), FORM)[0] == 303
    assert Item.objects.count() == 2


def test_nor_is_half_a_step_kept(reporter: Reporter) -> None:
    reporter.language = "en"
    reporter.fill("happened")
    reporter.look("report/happened/")
    before = [bytes(draft.sealed or b"") for draft in Draft.objects.all()]
    body = urlencode({"csrfmiddlewaretoken": TOKEN, "sitting": reporter.sitting, "what": "Zeven " * 20}).encode()
    assert sent(reporter, "report/happened/", *hung_up(body), FORM)[0] == 400
    assert [bytes(draft.sealed or b"") for draft in Draft.objects.all()] == before


def test_a_form_whose_proof_did_not_arrive_is_told_the_same(reporter: Reporter) -> None:
    reporter.language = "en"
    reporter.fill("happened")
    body = urlencode({"sitting": reporter.sitting, "what": "Zeven " * 20, "csrfmiddlewaretoken": TOKEN}).encode()
    status, page = sent(reporter, "report/happened/", body[:-60], len(body), FORM)
    assert (status, PAGE in page) == (400, True)


@pytest.mark.parametrize("cut", [hung_up, unended])
def test_half_a_file_is_not_kept(reporter: Reporter, cut: Cut) -> None:
    reporter.language = "en"
    reporter.fill("attachments")
    reporter.look("report/attachments/")
    body = in_parts({"csrfmiddlewaretoken": TOKEN, "sitting": reporter.sitting, "go": "add"}, b"bon " * 5000)
    status, page = sent(reporter, "report/attachments/", *cut(body), PARTS)
    assert (status, PAGE in page) == (400, True)
    assert (WaitingFile.objects.count(), Blob.objects.count()) == (0, 0)
    assert sent(reporter, "report/attachments/", *whole(body), PARTS)[0] in (200, 303)
    assert WaitingFile.objects.count() == 1
