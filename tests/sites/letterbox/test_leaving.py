"""The way out: works on every page and without a sitting, and leaves as little behind as a server can see to."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from deontos.correspondence.models import Sitting
from deontos.correspondence.web.cookie import COOKIE
from deontos.organisations.vocabulary import Language
from deontos.sites.letterbox.leaving import leave
from deontos.speakup.models import Channel
from deontos.speakup.web.place import known_exit
from tests.factories.speakup import Reporter
from tests.sites.test_unsaved import away, failing

GONE = "expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Strict; Secure"


@pytest.mark.row("1.9")
@pytest.mark.parametrize("begun", [False, True])
def test_leaving_ends_the_sitting_and_forgets_this_site(reporter: Reporter, begun: bool) -> None:
    if begun:
        reporter.fill("happened")
    answer = reporter.client.get(reporter.address("leave/"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://www.wikipedia.org/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert {name: morsel.OutputString() for name, morsel in answer.cookies.items()} == {
        name: f'{name}=""; {GONE}' for name in ("__Host-letterbox", "__Host-csrf")
    }
    assert Sitting.objects.count() == 0


@pytest.mark.parametrize(("site", "forgets"), [("same-origin", True), ("none", True), ("cross-site", False)])
def test_a_page_of_somebody_else_makes_a_browser_forget_nothing(reporter: Reporter, site: str, forgets: bool) -> None:
    """Cookies of every site under the same name would go: an image there could sign the whole town hall out."""
    answer = reporter.client.get(reporter.address("leave/"), headers={"sec-fetch-site": site})
    assert ("Clear-Site-Data" in answer.headers) is forgets


def test_the_receipt_still_opens_what_was_left(reporter: Reporter) -> None:
    receipt = reporter.fill("happened")
    reporter.client.get(reporter.address("leave/"))
    assert reporter.open_with(receipt).headers["Location"] == "/en/lindewater/report/happened/"


@pytest.mark.parametrize("address", ["/en/nergens/leave/", "/de/lindewater/leave/"])
def test_a_house_that_is_not_there_has_no_way_out(reporter: Reporter, address: str) -> None:
    assert reporter.client.get(address).status_code == 404


@pytest.mark.row("4.4")
def test_the_way_out_is_open_while_the_database_is_away(reporter: Reporter) -> None:
    Channel.objects.update(exit_address="https://news.example/")
    reporter.fill("happened")
    reporter.look("report/happened/")
    with failing(lambda _sql: True, away()):
        answer = reporter.client.get(reporter.address("leave/"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://news.example/")
    assert {name: morsel.OutputString() for name, morsel in answer.cookies.items()} == {
        name: f'{name}=""; {GONE}' for name in ("__Host-letterbox", "__Host-csrf")
    }
    assert Sitting.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.row("4.4")
def test_it_is_open_too_where_this_process_showed_no_page_yet() -> None:
    assert known_exit("elders") == ""
    with failing(lambda _sql: True, away()):
        answer = Client().get("/en/elders/leave/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://www.wikipedia.org/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.row("4.4")
def test_nobody_waits_for_the_database_on_the_way_out(reporter: Reporter) -> None:
    """Not one question is asked before the answer went out; the row is erased after it."""
    reporter.fill("happened")
    request = RequestFactory().get(reporter.address("leave/"))
    request.COOKIES[COOKIE] = reporter.client.cookies[COOKIE].value
    with CaptureQueriesContext(connection) as asked:
        answer = leave(request, Language.ENGLISH, "lindewater")
    assert (len(asked), Sitting.objects.count()) == (0, 1)
    answer.close()
    assert Sitting.objects.count() == 0
