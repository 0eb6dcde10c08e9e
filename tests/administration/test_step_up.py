"""What must not be done at a desk that somebody left asks once more who is there, and goes on with the same form."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from pytest_django.fixtures import Settings

from deontos.access.doors import door
from deontos.access.permissions import STEP_UP, Permission
from deontos.access.web.proving import PROVING, Proving
from deontos.administration.web.step_up import proved_or_ask
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from tests.factories.administration import PASSWORD, account, code, sign_in
from tests.factories.organisations import NOW, Town, town

pytestmark = [pytest.mark.row("2.11"), pytest.mark.django_db]

TEXT = "een lang bericht <b> met 'tekens'"
DONE: list[dict[str, str]] = []


@door(requires=Permission.CASES_CASE_HAND_OVER, methods=("GET", "HEAD", "POST"))
def hand_over(request: HttpRequest) -> HttpResponse:
    """A page of the house that asks for a proof, and what is done there."""
    if request.method == "POST":
        DONE.append({name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"})
    return HttpResponse(f"the page of {request.person.name}")  # type: ignore[attr-defined]


urlpatterns = [path("desk/hand-over/", hand_over, name="hand_over"), path("", include("deontos.sites.urls"))]
handler404 = "deontos.sites.faults.not_found"


@pytest.fixture(autouse=True)
def _start(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    DONE.clear()


@pytest.fixture
def clock_at() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(clock_at: time_machine.Traveller) -> Town:
    made = town()
    made.manager.language = Language.ENGLISH
    made.manager.save()
    return made


@pytest.fixture
def browser(house: Town) -> Client:
    client = Client()
    account(house.manager, password=PASSWORD)
    sign_in(client, house.manager)
    return client


def page_of(client: Client) -> str:
    return client.get("/desk/hand-over/").content.decode()


def test_what_opens_a_name_takes_content_out_or_keys_away_or_changes_a_way_in_is_marked() -> None:
    assert sorted(STEP_UP) == [
        Permission.ADMINISTRATION_ACCOUNT_END,
        Permission.ADMINISTRATION_ACCOUNT_RESET,
        Permission.CASES_CASE_EXPORT,
        Permission.CASES_CASE_HAND_OVER,
        Permission.CASES_IDENTITY_OPEN,
        Permission.ORGANISATIONS_OFFICE_END,
        Permission.ORGANISATIONS_PERSON_LEAVE,
        Permission.SPEAKUP_CUSTODY_SWITCH,
    ]


def test_for_five_minutes_after_a_proof_nothing_is_asked(
    browser: Client, clock_at: time_machine.Traveller, house: Town
) -> None:
    clock_at.shift(timedelta(minutes=5))
    assert page_of(browser) == f"the page of {house.manager.name}"
    clock_at.shift(timedelta(seconds=1))
    assert "Is it still you?" in page_of(browser)


def test_a_page_is_opened_by_the_password(browser: Client, clock_at: time_machine.Traveller) -> None:
    clock_at.shift(timedelta(minutes=6))
    page = browser.get("/desk/hand-over/?tab=2").content.decode()
    assert '<form method="post" action="/desk/prove/"' in page
    assert '<input type="hidden" name="next" value="/desk/hand-over/?tab=2">' in page
    wrong = browser.post("/desk/prove/", {"next": "/desk/hand-over/?tab=2", "proof": "guess"}).content.decode()
    assert "This is not your password. Type it again." in wrong
    assert '<input type="hidden" name="next" value="/desk/hand-over/?tab=2">' in wrong
    right = browser.post("/desk/prove/", {"next": "/desk/hand-over/?tab=2", "proof": PASSWORD})
    assert right.headers["Location"] == "/desk/hand-over/?tab=2"
    assert page_of(browser).startswith("the page of")


def test_a_form_keeps_its_text_and_goes_on_by_itself(browser: Client, clock_at: time_machine.Traveller) -> None:
    clock_at.shift(timedelta(minutes=6))
    asked = browser.post("/desk/hand-over/", {"text": TEXT, "to": "tom"})
    page = asked.content.decode()
    assert (asked.status_code, DONE) == (200, [])
    assert '<form method="post" action="/desk/hand-over/"' in page
    assert '<input type="hidden" name="text" value="een lang bericht &lt;b&gt; met &#x27;tekens&#x27;">' in page
    wrong = browser.post("/desk/hand-over/", {"text": TEXT, "to": "tom", "proof": "guess"}).content.decode()
    assert ("guess" in wrong, "een lang bericht" in wrong, DONE) == (False, True, [])
    browser.post("/desk/hand-over/", {"text": TEXT, "to": "tom", "proof": PASSWORD})
    assert DONE == [{"text": TEXT, "to": "tom", "proof": PASSWORD}]


def test_whoever_has_no_password_proves_it_by_a_code(house: Town, clock_at: time_machine.Traveller) -> None:
    client = Client()
    sign_in(client, house.manager)
    clock_at.shift(timedelta(minutes=6))
    page = page_of(client)
    assert "The six digits in your app" in page
    assert "does not count" in client.post("/desk/hand-over/", {"proof": "000000"}).content.decode()
    used = code()
    assert client.post("/desk/hand-over/", {"proof": used}).status_code == 200
    assert DONE[0] == {"proof": used}
    clock_at.shift(timedelta(minutes=6))
    assert "does not count" in client.post("/desk/hand-over/", {"proof": used}).content.decode()


def test_a_proof_is_worth_nothing_in_another_browser(browser: Client, house: Town, clock_at: object) -> None:
    other = Client()
    sign_in(other, house.manager)
    clock_at.shift(timedelta(minutes=6))  # type: ignore[attr-defined]
    browser.post("/desk/prove/", {"proof": PASSWORD})
    assert "Is it still you?" in page_of(other)
    other.post("/desk/hand-over/", {"text": TEXT})
    assert DONE == []


@pytest.mark.parametrize("who", ["colleague", "administrator"])
def test_whoever_may_not_is_asked_nothing_and_sees_nothing(who: str, house: Town, clock_at: object) -> None:
    someone: Person = getattr(house, who)
    client = Client()
    sign_in(client, someone)
    clock_at.shift(timedelta(minutes=6))  # type: ignore[attr-defined]
    answered = client.get("/desk/hand-over/")
    assert (answered.status_code, answered.content) == (404, client.get("/desk/nowhere/").content)
    assert client.post("/desk/hand-over/", {"proof": PASSWORD}).status_code == 404
    assert DONE == []


def test_guesses_at_the_proof_are_counted_as_at_the_door(browser: Client, clock_at: time_machine.Traveller) -> None:
    clock_at.shift(timedelta(minutes=6))
    pages = [browser.post("/desk/hand-over/", {"proof": "guess"}).content.decode() for _ in range(21)]
    assert ["There were many attempts" in page for page in (pages[19], pages[20])] == [False, True]
    browser.post("/desk/hand-over/", {"proof": PASSWORD})
    assert DONE == []


def test_where_nobody_can_ask_nobody_comes_in(rf: RequestFactory) -> None:
    with pytest.raises(Http404):
        Proving().asked(rf.get("/desk/hand-over/"))
    assert PROVING.prover is proved_or_ask
