"""A door lets in whom it says, by the methods it says; to everybody else the way in, or nothing at all, is shown."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from deontos.access.doors import actor_at, door
from deontos.access.gate import Actor, Seat
from deontos.access.permissions import Permission
from deontos.access.vocabulary import Entrant
from deontos.administration.models import Account
from deontos.organisations.vocabulary import OfficeKind
from tests.factories.administration import sign_in
from tests.factories.organisations import Town, town

pytestmark = pytest.mark.row("1.6")


def answer(request: HttpRequest) -> HttpResponse:
    """Whoever sees this came through the door."""
    return HttpResponse("inside")


def asked(
    view: HttpResponse | object, method: str = "GET", *, actor: Actor | None = None, account: Account | None = None
) -> HttpResponse:
    """What the door answers to this actor, or to somebody who gave only a password."""
    request = RequestFactory().generic(method, "/desk/cases/?page=2")
    request.user = account or AnonymousUser()
    request.actor = actor  # type: ignore[attr-defined]
    response = view(request)  # type: ignore[operator]
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.parametrize("sign", [{}, {"requires": Permission.CASES_CASE_READ, "open_to": Entrant.ANYBODY}])
def test_a_door_asks_for_exactly_one_thing(sign: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="one permission or"):
        door(**sign)  # type: ignore[arg-type]


def test_a_door_keeps_the_name_and_shows_its_sign() -> None:
    guarded = door(requires=Permission.CASES_CASE_READ)(answer)
    assert guarded.__name__ == "answer"  # type: ignore[attr-defined]
    assert (guarded.door.requires, guarded.door.open_to) == (Permission.CASES_CASE_READ, None)


@pytest.fixture
def lindewater(db: None) -> Town:
    return town()


def test_the_permission_lets_in(lindewater: Town) -> None:
    seat = Seat(lindewater.organisation.id, OfficeKind.COMPLAINTS_MANAGER)
    manager = Actor(lindewater.manager.id, frozenset({seat}))
    assert asked(door(requires=Permission.CASES_CASE_READ)(answer), actor=manager).content == b"inside"


def test_without_the_permission_there_is_nothing_here_not_even_a_wrong_method(lindewater: Town) -> None:
    colleague = Actor(lindewater.colleague.id)
    for method in ("GET", "POST"):
        with pytest.raises(Http404):
            asked(door(requires=Permission.CASES_CASE_READ)(answer), method, actor=colleague)


@pytest.mark.parametrize("sign", [{"requires": Permission.CASES_CASE_READ}, {"open_to": Entrant.SIGNED_IN}])
def test_a_stranger_is_shown_the_way_in_and_comes_back_to_the_same_page(sign: dict[str, object]) -> None:
    response = asked(door(**sign)(answer))  # type: ignore[arg-type]
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/desk/sign-in/?next=%2Fdesk%2Fcases%2F%3Fpage%3D2",
    )


def test_an_empty_form_of_a_stranger_leads_to_signing_in() -> None:
    response = asked(door(open_to=Entrant.SIGNED_IN, methods=("POST",))(answer), "POST")
    assert (response.status_code, response.headers["Location"]) == (302, "/desk/sign-in/")


@pytest.mark.parametrize("sign", [{"requires": Permission.CASES_CASE_READ}, {"open_to": Entrant.SIGNED_IN}])
def test_a_password_alone_leads_to_the_second_step(sign: dict[str, object], lindewater: Town) -> None:
    account = Account(person=lindewater.manager)
    response = asked(door(**sign)(answer), account=account)  # type: ignore[arg-type]
    assert (response.status_code, response.headers["Location"]) == (302, "/desk/second-factor/set-up/")


def test_whoever_gave_a_password_may_go_on_with_the_second_step(lindewater: Town) -> None:
    guarded = door(open_to=Entrant.PASSWORD_GIVEN)(answer)
    assert asked(guarded, account=Account(person=lindewater.manager)).content == b"inside"
    assert asked(guarded).status_code == 302


def test_only_the_methods_on_the_sign_are_taken() -> None:
    guarded = door(open_to=Entrant.ANYBODY)(answer)
    assert [asked(guarded, method).status_code for method in ("GET", "HEAD", "POST", "PUT")] == [200, 200, 405, 405]


def test_a_page_of_the_demo_is_not_there_in_production(settings: Settings) -> None:
    guarded = door(open_to=Entrant.DEMO_VISITOR)(answer)
    assert asked(guarded).content == b"inside"
    settings.OPERATOR = replace(settings.OPERATOR, environment="production")
    with pytest.raises(Http404):
        asked(guarded)


def test_nobody_acts_where_no_actor_was_put() -> None:
    assert actor_at(RequestFactory().get("/")) is None


def test_what_is_not_yours_looks_as_if_it_were_not_there(lindewater: Town, client: Client) -> None:
    sign_in(client, lindewater.colleague)
    hidden, absent = client.get("/desk/cases/"), client.get("/desk/nothing-here/")
    assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_text_typed_while_the_sign_in_ended_stays_in_the_page(db: None, client: Client) -> None:
    typed = {"text": 'Wij lezen "alles" <b>na</b>\nen schrijven terug.', "csrfmiddlewaretoken": "x"}
    response = client.post("/desk/language/?a=1", typed)
    page = response.content.decode()
    assert response.status_code == 403
    assert 'name="text" value="Wij lezen &quot;alles&quot; &lt;b&gt;na&lt;/b&gt;\nen schrijven terug."' in page
    assert '<form method="post" action="/desk/language/?a=1">' in page
    assert 'href="/desk/sign-in/" target="_blank"' in page
