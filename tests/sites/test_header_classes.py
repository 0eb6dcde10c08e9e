"""Each kind of answer with every header it has, and no other: pages, downloads, calendars, static files, refusals."""

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from deontos.correspondence.models import Item
from deontos.correspondence.vocabulary import ItemKind
from deontos.organisations.vocabulary import OfficeKind
from tests.factories.administration import desk_client
from tests.factories.cases import told
from tests.sites.test_headers import HEADERS, POLICY, policy_of
from tests.sites.visitors import NOBODY, TOKEN, ask, at_desk, holder_of, send
from tests.sites.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.row("4.14")]

Given = dict[str, object]
HTML = "text/html; charset=utf-8"
EVERYWHERE: Given = {**HEADERS, "Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
PAGE: Given = {**EVERYWHERE, "Content-Type": HTML}
FORM: Given = {**PAGE, "Vary": "Cookie"}
ALLAUTH: Given = {**FORM, "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private"}
REFUSED: Given = {**PAGE, "Allow": "GET, HEAD"}
STRANGE: Given = {**PAGE, "Allow": "GET, HEAD, POST"}
LEFT: Given = {
    **PAGE,
    "Referrer-Policy": "no-referrer",
    "Location": "https://www.wikipedia.org/",
    "Clear-Site-Data": '"cache", "cookies", "storage"',
}
SHOWN_THE_WAY: Given = {**FORM, "Location": "/desk/sign-in/?next=%2Fdesk%2F"}
CONFINED = {"default-src": "'none'", "frame-ancestors": "'none'", "sandbox": ""}
GIVEN: Given = {
    **FORM,
    "Content-Type": "application/octet-stream",
    "Content-Length": "7",
    "Content-Disposition": 'attachment; filename="nota.txt"',
    "Content-Security-Policy": CONFINED,
}
LOOKED_AT: Given = {
    **FORM,
    "Content-Disposition": "inline",
    "Content-Security-Policy": {
        "default-src": "'none'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self' data:",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "sandbox": "allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox",
    },
}
EXPORTED: Given = {
    **FORM,
    "Content-Type": "application/json",
    "Content-Security-Policy": CONFINED,
}
FEED: Given = {
    **FORM,
    "Content-Type": "text/calendar; charset=utf-8",
    "Cache-Control": "private, no-cache",
    "Content-Disposition": 'inline; filename="deontos.ics"',
}
REMINDER: Given = {
    **PAGE,
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'attachment; filename="reminder.ics"',
}
LAID_OUT: Given = {
    **EVERYWHERE,
    "Content-Type": 'text/css; charset="utf-8"',
    "Cache-Control": "max-age=315360000, public, immutable",
    "Vary": "Accept-Encoding",
}
STAMPS = frozenset({"ETag", "Last-Modified", "Content-Length", "Expires"})
"""What differs with each file that is laid out, or with the day."""
SHEET = "ui/tokens.css"
HSTS = {"Strict-Transport-Security": "max-age=31536000"}


def headers_of(answer: Any, *, but: frozenset[str] = frozenset()) -> Given:
    """Every header, the policy by directive."""
    found = {name: value for name, value in answer.headers.items() if name not in but}
    return {**found, "Content-Security-Policy": policy_of(answer)}


def faults(answer: Any, status: int, wanted: Given, *, but: frozenset[str] = frozenset()) -> list[str]:
    """What is not as it has to be."""
    found = headers_of(answer, but=but)
    wrong = [f"{name}: {found.get(name)}" for name in {*found, *wanted} if found.get(name) != wanted.get(name)]
    return [*wrong, *([] if answer.status_code == status else [f"status {answer.status_code}"])]


def looked_at_by_nobody(slug: str) -> dict[str, tuple[int, Given, set[str]]]:
    """Addresses that anybody may ask for: the status, the headers, and the names of the cookies that come along."""
    own, desk = {"__Host-csrf"}, {"__Host-desk-csrf"}
    return {
        "/": (200, PAGE, set()),
        "/healthz": (200, PAGE, set()),
        f"/nl/{slug}/": (200, PAGE, set()),
        f"/nl/{slug}/documents/procedure/": (200, PAGE, set()),
        f"/nl/{slug}/leave/": (302, LEFT, {"__Host-csrf", "__Host-letterbox"}),
        f"/nl/{slug}/report/": (200, FORM, own),
        f"/nl/{slug}/receipt/": (200, FORM, own),
        f"/nl/{slug}/receipt/mailbox/": (200, PAGE, set()),
        f"/nl/{slug}/reminder/": (200, FORM, own),
        "/desk/": (302, SHOWN_THE_WAY, set()),
        "/desk/sign-in/": (200, ALLAUTH, desk),
        "/nergens/": (404, PAGE, set()),
        "/desk/nergens/": (404, FORM, set()),
        "/desk/agenda.ics?key=x": (404, FORM, set()),
        "/static/nergens.css": (404, PAGE, set()),
        "/static/../desk/": (404, PAGE, set()),
    }


@pytest.mark.parametrize("is_https", [False, True])
def test_what_anybody_may_ask_for(world: World, is_https: bool) -> None:
    """Over https each of them says besides that it is to be asked for in no other way."""
    with override_settings(SECURE_HSTS_SECONDS=31_536_000 if is_https else 0):
        for path, (status, wanted, cookies) in looked_at_by_nobody(world.here.slug).items():
            answer = Client().get(path, secure=is_https)
            every = {**wanted, **(HSTS if is_https else {})}
            assert (path, faults(answer, status, every, but=STAMPS), set(answer.cookies)) == (path, [], cookies)


def test_leaving_gives_no_cookie_and_takes_two_back(world: World) -> None:
    taken = Client().get(f"/nl/{world.here.slug}/leave/").cookies
    assert {(name, each.value, each["max-age"]) for name, each in taken.items()} == {
        ("__Host-csrf", "", 0),
        ("__Host-letterbox", "", 0),
    }


def test_a_cookie_that_is_none_is_not_replaced_while_looking_around(world: World) -> None:
    paths = ("/", "/nergens/", f"/nl/{world.here.slug}/", "/healthz")
    for path, value in itertools.product(paths, ("", "x", "é", TOKEN + "x")):
        client = Client()
        client.cookies["__Host-csrf"] = value
        assert (path, set(client.get(path).cookies)) == (path, set())


def test_what_is_refused(world: World) -> None:
    place, proof = f"/nl/{world.here.slug}/", {"x-csrftoken": TOKEN, "origin": "http://testserver"}
    large = b"message=" + b"x" * (16 * 1024 * 1024)
    cookies = {"__Host-csrf": TOKEN}
    found = {
        "no method of a form": faults(ask(NOBODY, "TRACE", "/"), 405, STRANGE),
        "no method of a form, static": faults(ask(NOBODY, "DELETE", "/static/"), 405, STRANGE),
        "no form there": faults(ask(NOBODY, "POST", "/"), 405, REFUSED),
        "a host that is not ours": faults(send(NOBODY, "GET", "/", headers={"host": "evil.example"}), 400, PAGE),
        "no proof": faults(send(NOBODY, "POST", f"{place}report/"), 403, FORM),
        "no proof at the desk": faults(send(NOBODY, "POST", "/desk/sign-in/"), 403, FORM),
        "too much": faults(
            send(NOBODY, "POST", f"{place}report/happened/", large, cookies=cookies, headers=proof), 413, PAGE
        ),
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_what_fails(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("alter table speakup_channel rename to speakup_channel_gone")
    assert faults(send(NOBODY, "GET", f"/nl/{world.here.slug}/report/"), 500, PAGE) == []


def test_what_is_private(world: World, blobs: Path) -> None:
    """No cache keeps it, and a file is confined to itself."""
    here = world.here
    case = told(here.keyed, files={"nota.txt": b"kwartel"}).opened()
    [item] = Item.objects.filter(conversation=case.file.disclosure.conversation, kind=ItemKind.ATTACHMENT)
    desk = desk_client(case.house, case.handler)
    name = f"{here.kept['questionnaire']}-1.json"
    holder = at_desk(here.keyed, here.offices[OfficeKind.INTEGRITY_OFFICER], "who keeps questionnaires")
    exported = ask(holder, "GET", f"/desk/settings/questions/{here.kept['questionnaire']}/1/export/")
    mailbox = ask(holder_of(here.told, "a reporter"), "GET", f"/nl/{here.slug}/receipt/mailbox/")
    found = {
        "mailbox": faults(mailbox, 200, FORM),
        "case": faults(desk.get(f"/desk/cases/{case.id}/"), 200, FORM),
        "inbox": faults(desk.get("/desk/cases/"), 200, FORM),
        "file": faults(desk.get(reverse("case_file", args=[case.id, item.id])), 200, GIVEN),
        "view": faults(desk.get(reverse("case_file_view", args=[case.id, item.id])), 200, LOOKED_AT),
        "export": faults(exported, 200, {**EXPORTED, "Content-Disposition": f'attachment; filename="{name}"'}),
        "feed": faults(Client().get(feed_of(desk)), 200, FEED, but=STAMPS),
        "reminder": faults(reminder(here.slug), 200, REMINDER),
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def feed_of(desk: Client) -> str:
    """The path of a new calendar address of whoever is signed in."""
    [path] = re.findall(
        r"(/desk/agenda\.ics\?key=[\w-]{43})<", desk.post("/desk/agenda/calendar/", {"go": "make"}).content.decode()
    )
    return str(path)


def reminder(slug: str) -> Any:
    """The calendar file that somebody made to come back."""
    return Client().post(f"/nl/{slug}/reminder/", {"when": "7", "title": "Tandarts", "go": "next"})


@pytest.fixture
def sheet() -> str:
    """The address of a style sheet."""
    return str(staticfiles_storage.url(SHEET))


def test_what_is_laid_out(sheet: str) -> None:
    """No other site may read it, whatever it says of itself; what is refused there is kept by nobody."""
    never, later = {"range": "bytes=99999999-"}, {"if-modified-since": "Mon, 23 Nov 2099 01:37:34 GMT"}
    kept = {name: LAID_OUT[name] for name in LAID_OUT if name != "Content-Type"}
    short = {**LAID_OUT, "Cache-Control": "max-age=60, public"}
    no_words = {name: EVERYWHERE[name] for name in EVERYWHERE}
    found = {
        "sheet": faults(still(Client().get(sheet)), 200, LAID_OUT, but=STAMPS),
        "from elsewhere": faults(
            still(Client().get(sheet, headers={"origin": "https://x.example"})), 200, LAID_OUT, but=STAMPS
        ),
        "without digest": faults(still(Client().get(f"/static/{SHEET}")), 200, short, but=STAMPS),
        "not changed": faults(Client().get(sheet, headers=later), 304, kept, but=STAMPS),
        "beyond its end": faults(Client().get(sheet, headers=never), 416, no_words, but=frozenset({"Content-Range"})),
        "a form": faults(Client().post(sheet), 405, {**no_words, "Allow": "GET, HEAD"}),
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def still(answer: Any) -> Any:
    """The answer, its file read and closed."""
    assert b"".join(answer.streaming_content)
    for closer in answer._resource_closers:
        closer()
    return answer
