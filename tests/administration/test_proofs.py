"""The ways of proving once more who is there: each account by what it has, each proof once, and never by a memory."""

import html
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from deontos.administration.actions import passkeys, providers
from deontos.administration.actions.providers import ProviderSettings
from deontos.administration.actions.recovery_codes import make_recovery_codes
from deontos.administration.models import Account, SignInProvider
from deontos.kernel import clock
from deontos.notices.models import Letter
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from tests.administration.issuer import CLIENT, CLIENT_SECRET, Issuer
from tests.administration.softkey import PRESENT, SoftKey, house
from tests.factories.administration import PASSWORD, account, code, sign_in
from tests.factories.organisations import NOW, Town, actor, town

pytestmark = [pytest.mark.row("2.11"), pytest.mark.django_db]

ADD, PROVE, BY_ORGANISATION = "/desk/sign-in/passkeys/add/", "/desk/prove/", "/desk/prove/organisation/"
ASKS = "Is it still you?"
WRONG = "This passkey does not count here"
SUBJECT = "248289761001"
OPTIONS = re.compile(r'data-options="([^"]+)"')


@pytest.fixture(autouse=True)
def _start(settings: Settings) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    with time_machine.travel(clock.now(), tick=True):
        yield
    cache.clear()


@pytest.fixture
def home() -> Town:
    made = town()
    Person.objects.update(language=Language.ENGLISH)
    made.manager.refresh_from_db()
    return made


@pytest.fixture
def tom(home: Town) -> Account:
    """Somebody who neither has a password nor an app for codes."""
    return account(home.manager, secret=None)


@pytest.fixture
def key(tom: Account) -> SoftKey:
    made = SoftKey(str(tom.pk))
    asked = {"challenge": "AAAA"}
    kept = json.loads(made.make(asked))
    passkeys.add_passkey(tom, "Phone", kept, at=NOW)
    return made


@pytest.fixture
def client(home: Town) -> Client:
    return Client(HTTP_HOST=house())


def come_in(client: Client, person: Person) -> None:
    """Signed in, and not lately enough."""
    sign_in(client, person)
    later(client)


def later(client: Client) -> None:
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [
        {**each, "at": each["at"] - timedelta(minutes=6).total_seconds()} for each in records
    ]
    session.save()


def asked_in(page: str) -> dict[str, Any]:
    [found] = OPTIONS.findall(page)
    asked: dict[str, Any] = json.loads(html.unescape(found))["publicKey"]
    return asked


def page_of(client: Client) -> str:
    return client.get(ADD).content.decode()


def test_who_has_only_a_passkey_proves_it_with_that(client: Client, home: Town, key: SoftKey) -> None:
    come_in(client, home.manager)
    page = page_of(client)
    assert (ASKS in page, 'type="password"' in page, "A passkey needs a script" in page) == (True, False, True)
    asked = asked_in(page)
    assert asked["userVerification"] == "required"
    assert [each["type"] for each in asked["allowCredentials"]] == ["public-key"]
    answered = client.post(PROVE, {"next": ADD, "proof_passkey": key.use(asked)})
    assert answered.headers["Location"] == ADD
    assert ASKS not in page_of(client)
    later(client)
    assert ASKS in page_of(client)


def test_a_passkey_sends_a_form_on_with_all_that_was_typed(client: Client, home: Town, key: SoftKey) -> None:
    come_in(client, home.manager)
    client.post("/desk/sign-in/passkeys/add/", {"name": "<b>mine</b>", "answer": "{}"})
    page = client.post(ADD, {"name": "<b>mine</b>", "answer": "{}"}).content.decode()
    kept = '<input type="hidden" name="name" value="&lt;b&gt;mine&lt;/b&gt;">'
    assert (kept in page, f'action="{ADD}"' in page) == (True, True)
    wrong = client.post(ADD, {"name": "<b>mine</b>", "proof_passkey": "{}"}).content.decode()
    assert (kept in wrong, WRONG in wrong, wrong.count('name="proof_passkey"')) == (True, True, 1)
    sent = client.post(ADD, {"name": "<b>mine</b>", "proof_passkey": key.use(asked_in(wrong))}).content.decode()
    assert ASKS not in sent
    assert 'value="&lt;b&gt;mine&lt;/b&gt;"' in sent


LIES: dict[str, dict[str, Any]] = {
    "its owner was not verified": {"flags": PRESENT},
    "another question": {"challenge": "A" * 43},
    "another house": {"house": "evil.example"},
    "a page of another house": {"origin": "https://evil.example"},
    "an answer of another kind": {"type": "webauthn.create"},
}


@pytest.mark.parametrize("lies", LIES.values(), ids=LIES)
def test_an_answer_that_is_not_the_proof_proves_nothing(
    lies: dict[str, Any], client: Client, home: Town, key: SoftKey
) -> None:
    come_in(client, home.manager)
    answer = key.use(asked_in(page_of(client)), **lies)
    assert WRONG in client.post(PROVE, {"next": ADD, "proof_passkey": answer}).content.decode()
    assert ASKS in page_of(client)


def test_a_question_counts_for_one_answer_in_one_browser(client: Client, home: Town, key: SoftKey) -> None:
    come_in(client, home.manager)
    other = Client(HTTP_HOST=house())
    come_in(other, home.manager)
    asked = asked_in(page_of(client))
    assert WRONG in other.post(PROVE, {"proof_passkey": key.use(asked)}).content.decode()
    assert WRONG in client.post(PROVE, {"proof_passkey": key.use(asked, flags=PRESENT)}).content.decode()
    assert WRONG in client.post(PROVE, {"proof_passkey": key.use(asked)}).content.decode()
    right = key.use(asked_in(page_of(client)))
    assert client.post(PROVE, {"proof_passkey": right}).status_code == 302
    later(client)
    assert WRONG in client.post(PROVE, {"proof_passkey": right}).content.decode()


def test_a_passkey_of_somebody_else_proves_nothing(client: Client, home: Town, key: SoftKey) -> None:
    others = account(home.colleague, secret=None)
    theirs = SoftKey(str(others.pk), identifier=b"theirs")
    passkeys.add_passkey(others, "Phone", json.loads(theirs.make({"challenge": "AAAA"})), at=NOW)
    come_in(client, home.manager)
    assert WRONG in client.post(PROVE, {"proof_passkey": theirs.use(asked_in(page_of(client)))}).content.decode()


def test_what_was_asked_for_signing_in_is_no_proof(client: Client, home: Town, key: SoftKey) -> None:
    asked = asked_in(client.get("/desk/sign-in/passkey/").content.decode())
    state = client.session["mfa.webauthn.state"]
    come_in(client, home.manager)
    session = client.session
    session["mfa.webauthn.state"] = state
    session.save()
    assert WRONG in client.post(PROVE, {"proof_passkey": key.use(asked)}).content.decode()


@pytest.mark.parametrize("answer", ["", "x", "null", "[]", "{}", "\x00", "x" * 30_000, "\ud83d"])
def test_whatever_is_sent_gets_a_sentence(answer: str, client: Client, home: Town, key: SoftKey) -> None:
    come_in(client, home.manager)
    client.raise_request_exception = True
    for field in ("proof_passkey", "proof_recovery", "proof"):
        body = f"{field}={answer}".encode(errors="replace")
        answered = client.post(PROVE, body, content_type="application/x-www-form-urlencoded")
        assert (answered.status_code in {200, 302}, ASKS in page_of(client)) == (True, True)


def test_a_recovery_code_stands_in_once_where_there_is_no_password(client: Client, home: Town, tom: Account) -> None:
    Authenticator.objects.create(user=tom, type=Authenticator.Type.WEBAUTHN, data={})
    codes = make_recovery_codes(tom, at=NOW)
    Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).delete()
    come_in(client, home.manager)
    assert "One of your recovery codes" in page_of(client)
    assert "does not count" in client.post(PROVE, {"proof_recovery": "000000000000"}).content.decode()
    assert client.post(PROVE, {"next": ADD, "proof_recovery": codes[0]}).headers["Location"] == ADD
    assert Letter.objects.filter(template="recovery_code_used", recipient=home.manager.pk).count() == 1
    later(client)
    assert "does not count" in client.post(PROVE, {"proof_recovery": codes[0]}).content.decode()


def test_guesses_at_a_recovery_code_are_counted(client: Client, home: Town, tom: Account) -> None:
    Authenticator.objects.create(user=tom, type=Authenticator.Type.WEBAUTHN, data={})
    codes = make_recovery_codes(tom, at=NOW)
    Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).delete()
    come_in(client, home.manager)
    for _guess in range(10):
        client.post(PROVE, {"proof_recovery": "000000000000"})
    assert "There were many attempts" in client.post(PROVE, {"proof_recovery": codes[0]}).content.decode()


def test_with_a_password_a_recovery_code_or_a_code_is_no_way_round_it(client: Client, home: Town) -> None:
    made = account(home.manager, password=PASSWORD)
    codes = make_recovery_codes(made, at=NOW)
    come_in(client, home.manager)
    page = page_of(client)
    assert ("Your password" in page, "recovery codes" in page, "six digits" in page) == (True, False, False)
    for wrong in ({"proof_recovery": codes[0]}, {"proof": code()}):
        assert ASKS in client.post(PROVE, wrong).content.decode()
    assert ASKS in page_of(client)


def test_whoever_has_nothing_is_told_what_to_do(client: Client, home: Town, tom: Account) -> None:
    come_in(client, home.manager)
    page = page_of(client)
    assert "You have nothing here with which you can prove it" in page
    assert 'href="/desk/cannot-get-in/"' in page


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with Issuer(claims={"sub": SUBJECT}) as started:
        yield started


@pytest.fixture
def linked(home: Town, tom: Account, issuer: Issuer) -> SignInProvider:
    wanted = ProviderSettings(issuer.address, CLIENT, CLIENT_SECRET, is_enabled=True, asks_two_factors=True)
    provider = providers.configure_sign_in(home.organisation, wanted, by=actor(home.administrator), at=NOW)
    providers.link_myself(tom, provider, SUBJECT, at=NOW)
    return provider


def leave(client: Client, **fields: str) -> dict[str, str]:
    answered = client.post(BY_ORGANISATION, fields)
    address = answered.headers["Refresh"].removeprefix("0;url=")
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def come_back(client: Client, asked: dict[str, str], issuer: Issuer, **claims: Any) -> Any:
    issuer.claims |= {"nonce": asked["nonce"], **claims}
    address = "/desk/sign-in/openid/lindewater/back/"
    return client.get(address, {"code": "splendid", "state": asked["state"]})


def now() -> int:
    return int(clock.now().timestamp())


def test_the_organisation_asks_anew_and_says_when(
    client: Client, home: Town, linked: SignInProvider, issuer: Issuer
) -> None:
    come_in(client, home.manager)
    assert f'action="{BY_ORGANISATION}"' in page_of(client)
    asked = leave(client, next=ADD)
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    assert come_back(client, asked, issuer, auth_time=now()).headers["Location"] == ADD
    assert ASKS not in page_of(client)


def test_a_form_waits_in_its_own_tab(client: Client, home: Town, linked: SignInProvider, issuer: Issuer) -> None:
    come_in(client, home.manager)
    page = client.post(ADD, {"name": "Kept words"}).content.decode()
    assert f'action="{BY_ORGANISATION}" target="_blank"' in page
    assert page.count('<input type="hidden" name="name" value="Kept words">') == 1
    done = come_back(client, leave(client), issuer, auth_time=now())
    assert done.headers["Location"] == "/desk/prove/organisation/done/"
    assert client.get(done.headers["Location"]).status_code == 200
    assert ASKS not in client.post(ADD, {"name": "Kept words"}).content.decode()


OLD: dict[str, Any] = {"from before": -3600, "said by nobody": None, "words": "now", "a yes": True}


@pytest.mark.parametrize("said", OLD.values(), ids=OLD)
def test_what_the_organisation_only_remembers_proves_nothing(
    said: Any, client: Client, home: Town, linked: SignInProvider, issuer: Issuer
) -> None:
    come_in(client, home.manager)
    claim = now() + said if type(said) is int else said
    page = come_back(client, leave(client, next=ADD), issuer, auth_time=claim).content.decode()
    assert "did not say that it asked you just now" in page
    assert ASKS in page_of(client)


def test_signing_in_by_way_of_the_organisation_is_no_proof(
    client: Client, home: Town, linked: SignInProvider, issuer: Issuer
) -> None:
    """It may have asked nobody anything: whoever sits down at a desk that somebody left gets in, and no further."""
    answered = client.post("/desk/sign-in/openid/lindewater/")
    address = answered.headers["Refresh"].removeprefix("0;url=")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert "prompt" not in asked
    assert come_back(client, asked, issuer).headers["Location"] == "/desk/"
    assert client.get("/desk/vault/").status_code == 200
    assert ASKS in page_of(client)


def test_a_proof_is_not_begun_elsewhere_and_not_by_somebody_else(
    client: Client, home: Town, linked: SignInProvider, issuer: Issuer
) -> None:
    come_in(client, home.manager)
    other = Client(HTTP_HOST=house())
    come_in(other, home.administrator)
    asked = leave(client, next=ADD)
    assert "begun long ago or in another window" in come_back(other, asked, issuer, auth_time=now()).content.decode()
    refused = come_back(client, asked, issuer, auth_time=now(), sub="somebody-else").content.decode()
    assert "somebody else is there" in refused
    assert (ASKS in page_of(client), ASKS in page_of(other)) == (True, True)


def test_whoever_is_not_linked_finds_no_such_way(client: Client, home: Town, linked: SignInProvider) -> None:
    come_in(client, home.administrator)
    assert BY_ORGANISATION not in page_of(client)
    assert client.post(BY_ORGANISATION).headers["Location"] == "/desk/sign-in/organisation/"


def test_a_newcomer_who_waited_too_long_comes_in_by_the_organisation_again(
    client: Client, home: Town, linked: SignInProvider, issuer: Issuer
) -> None:
    SignInProvider.objects.update(asks_two_factors=False)
    client.force_login(Account.objects.get())
    answered = client.get("/desk/second-factor/set-up/")
    assert answered.headers["Location"] == "/desk/sign-in/openid/lindewater/"
    assert client.get(answered.headers["Location"]).status_code == 200
