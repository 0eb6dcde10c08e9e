"""Passkeys are added with a fresh proof, sign in only with their verified owner, and the last second step stays."""

import html
import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings as house_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from deontos.administration.actions import passkeys as actions
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.models import Entry
from deontos.notices.models import Letter
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from tests.administration.softkey import PRESENT, SoftKey, house
from tests.factories.administration import PASSWORD, account, code, open_vault, sign_in
from tests.factories.keyring import keyed
from tests.factories.organisations import NOW, organisation, person

pytestmark = [pytest.mark.row("2.11"), pytest.mark.django_db]

LIST, ADD, USE = "/desk/sign-in/passkeys/", "/desk/sign-in/passkeys/add/", "/desk/sign-in/passkey/"
SIGN_IN, SECOND, HOME = "/desk/sign-in/", "/desk/second-factor/", "/desk/"
WRONG = "This passkey does not count here"
TYPED = "application/x-www-form-urlencoded"
OPTIONS = re.compile(r'data-options="([^"]+)"')


@pytest.fixture(autouse=True)
def _start(settings: Settings) -> None:
    """No slow hash, and every request by the name that passkeys are for."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def client() -> Client:
    return Client(HTTP_HOST=house())


@pytest.fixture
def mira() -> Person:
    return person(organisation(), "Mira Halewijn", Language.ENGLISH)


@pytest.fixture
def key(client: Client, mira: Person) -> SoftKey:
    """Mira's passkey, added by the page, and nobody signed in any more."""
    made = account(mira, password=PASSWORD)
    key = SoftKey(str(made.pk))
    sign_in(client, mira)
    assert add(client, key).headers["Location"] == LIST
    client.logout()
    return key


def asked_on(client: Client, address: str) -> dict[str, Any]:
    """What a page asks the browser for."""
    [found] = OPTIONS.findall(client.get(address).content.decode())
    asked: dict[str, Any] = json.loads(html.unescape(found))["publicKey"]
    return asked


def add(client: Client, key: SoftKey, name: str = "Work phone", **lies: Any) -> Any:
    asked = asked_on(client, ADD)
    return client.post(ADD, {"name": name, "answer": key.make(asked, **lies)})


def use(client: Client, key: SoftKey, address: str = USE, **lies: Any) -> Any:
    asked = asked_on(client, address)
    return client.post(address, {"answer": key.use(asked, **lies)})


def is_signed_in(client: Client) -> bool:
    return client.get("/desk/vault/").status_code == 200


def test_a_page_asks_for_what_makes_a_whole_sign_in(client: Client, mira: Person) -> None:
    sign_in(client, mira)
    asked = asked_on(client, ADD)
    assert asked["rp"] == {"id": house(), "name": "Deontos"}
    assert asked["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    asked = asked_on(Client(HTTP_HOST=house()), USE)
    assert (asked["userVerification"], asked.get("allowCredentials", [])) == ("required", [])


def test_a_passkey_is_recorded_told_and_signs_in_alone(client: Client, mira: Person, key: SoftKey) -> None:
    passkey = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert passkey.data["name"] == "Work phone"
    assert set(passkey.data["credential"]) == {"id", "rawId", "type", "response", "clientExtensionResults"}
    [entry] = Entry.objects.filter(fact="account.passkey_added")
    assert (entry.actor_id, entry.subject_id) == (mira.id, mira.account.pk)
    assert list(Letter.objects.values_list("template", "recipient")) == [("passkey_added", mira.id)]
    assert not is_signed_in(client)
    answered = use(client, key)
    assert answered.headers["Location"] == HOME
    assert is_signed_in(client)


def test_it_leads_on_to_where_somebody_wanted_to_go_and_never_elsewhere(client: Client, key: SoftKey) -> None:
    for wanted, found in (("/desk/vault/", "/desk/vault/"), ("https://evil.example/", HOME), ("//evil.example", HOME)):
        asked = asked_on(client, f"{USE}?next={wanted}")
        answered = client.post(USE, {"answer": key.use(asked), "next": wanted})
        assert answered.headers["Location"] == found
        client.logout()


LIES: dict[str, dict[str, Any]] = {
    "its owner was not verified": {"flags": PRESENT},
    "nobody was there": {"flags": 0},
    "another question": {"challenge": "A" * 43},
    "another house": {"house": "evil.example"},
    "a page of another house": {"origin": "https://evil.example"},
    "a page of a house under ours": {"origin": "https://evil.localhost"},
    "a page behind another port": {"origin": "http://localhost:1"},
    "an answer of another kind": {"type": "webauthn.create"},
    "somebody else": {"handle": "QUFBQQ"},
    "nobody": {"handle": ""},
}


@pytest.mark.parametrize("lies", LIES.values(), ids=LIES)
def test_an_answer_that_is_not_the_proof_signs_nobody_in(lies: dict[str, Any], client: Client, key: SoftKey) -> None:
    assert WRONG in use(client, key, **lies).content.decode()
    assert not is_signed_in(client)


def test_a_key_that_only_has_the_same_name_signs_nobody_in(client: Client, key: SoftKey) -> None:
    assert WRONG in use(client, SoftKey(key.handle)).content.decode()


def test_an_answer_counts_once(client: Client, key: SoftKey) -> None:
    answer = key.use(asked_on(client, USE))
    assert client.post(USE, {"answer": answer}).headers["Location"] == HOME
    client.post("/desk/sign-out/")
    assert WRONG in client.post(USE, {"answer": answer}).content.decode()
    assert WRONG in Client(HTTP_HOST=house()).post(USE, {"answer": answer}).content.decode()


NASTY = [
    *("", "x", "null", "7", "[]", "{}", "[" * 15_000, '{"id": 1}', "\x00", "x" * 30_000, "\ud83d"),
    json.dumps({"id": "a", "rawId": "a", "type": "public-key", "response": {}}),
    json.dumps({"id": "a", "rawId": "a", "type": "public-key", "response": 7, "clientExtensionResults": 7}),
    json.dumps({"id": "!", "rawId": "!", "type": "x", "response": {"clientDataJSON": "!", "userHandle": ["x"]}}),
    json.dumps(
        {
            "response": {"clientDataJSON": "e30", "authenticatorData": "e30", "signature": "e30"},
            "rawId": "e30",
            "id": "e30",
        }
    ),
]


@pytest.mark.parametrize("answer", NASTY, ids=range(len(NASTY)))
def test_whatever_is_sent_gets_a_sentence(answer: str, client: Client, mira: Person) -> None:
    wrong = "Null characters are not allowed" if "\x00" in answer else WRONG
    asked_on(client, USE)
    body = urlencode({"name": "Phone", "answer": answer}, errors="replace")
    assert wrong in client.post(USE, body, content_type=TYPED).content.decode()
    sign_in(client, mira)
    asked_on(client, ADD)
    added = client.post(ADD, body, content_type=TYPED).content.decode()
    assert (wrong in added, 'value="Phone"' in added) == (True, True)


@pytest.mark.parametrize("lies", [{"flags": PRESENT}, {"origin": "https://evil.example"}, {"house": "evil.example"}])
def test_a_passkey_that_cannot_sign_in_alone_is_not_added(lies: dict[str, Any], client: Client, mira: Person) -> None:
    made = sign_in(client, mira)
    assert WRONG in add(client, SoftKey(str(made.pk)), **lies).content.decode()
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 0


def test_an_account_that_is_off_is_not_opened_by_its_passkey(client: Client, key: SoftKey) -> None:
    Account.objects.update(is_active=False)
    assert WRONG in use(client, key).content.decode()


def test_a_passkey_is_the_second_step_of_its_own_account_alone(client: Client, mira: Person, key: SoftKey) -> None:
    client.post(SIGN_IN, {"login": mira.email, "password": PASSWORD})
    other = SoftKey(key.handle, identifier=b"another")
    assert WRONG in use(client, other, SECOND).content.decode()
    assert use(client, key, SECOND, flags=PRESENT).headers["Location"] == HOME
    assert is_signed_in(client)


def test_what_was_asked_for_as_a_second_step_is_no_whole_sign_in(client: Client, mira: Person, key: SoftKey) -> None:
    client.post(SIGN_IN, {"login": mira.email, "password": PASSWORD})
    asked = asked_on(client, SECOND)
    assert WRONG in client.post(USE, {"answer": key.use(asked, flags=PRESENT)}).content.decode()


def test_the_code_still_counts_beside_a_passkey(client: Client, mira: Person, key: SoftKey) -> None:
    client.post(SIGN_IN, {"login": mira.email, "password": PASSWORD})
    assert client.post(SECOND, {"code": code()}).headers["Location"] == HOME


def test_no_passkey_leaves_a_vault_open(client: Client) -> None:
    made = keyed()
    manager = made.town.manager
    key = SoftKey(str(sign_in(client, manager).pk))
    add(client, key)
    client.logout()
    asked = asked_on(client, USE)
    open_vault(client, made, manager)
    assert client.post(USE, {"answer": key.use(asked)}).headers["Location"] == HOME
    assert client.cookies["__Host-vault"].value == ""
    assert 'name="vault_passphrase"' in client.get("/desk/vault/").content.decode()


def test_adding_and_removing_ask_once_more_who_is_there(client: Client, mira: Person, key: SoftKey) -> None:
    sign_in(client, mira)
    remove = f"{LIST}{Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk}/remove/"
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = []
    session.save()
    for address in (ADD, remove):
        assert "Is it still you?" in client.get(address).content.decode()
        assert "Is it still you?" in client.post(address, {"name": "Kept words"}).content.decode()
    assert Authenticator.objects.count() == 2
    assert client.post(remove, {"proof": PASSWORD}).headers["Location"] == LIST
    assert Authenticator.objects.count() == 1
    assert Letter.objects.filter(template="passkey_removed").count() == 1


def test_the_last_second_step_stays(client: Client, mira: Person, key: SoftKey) -> None:
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    passkey = Authenticator.objects.get()
    with pytest.raises(AdministrationRefused) as refused:
        actions.remove_passkey(passkey, at=NOW)
    assert refused.value.code is AdministrationCode.LAST_SECOND_FACTOR
    sign_in(client, mira)
    page = client.post(f"{LIST}{passkey.pk}/remove/").content.decode()
    assert "This is your only second step." in page
    assert Authenticator.objects.count() == 1


def test_one_renames_ones_own_and_sees_nobody_elses(client: Client, mira: Person, key: SoftKey) -> None:
    passkey = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    sign_in(client, person(mira.organisation, "Tom Schelfhout"))
    assert "Work phone" not in client.get(LIST).content.decode()
    for address in (f"{LIST}{passkey.pk}/", f"{LIST}{passkey.pk}/remove/", f"{LIST}{10**30}/"):
        assert client.get(address).content == client.get("/desk/nergens/").content
        assert client.post(address, {"name": "Mine now"}).status_code == 404
    sign_in(client, mira)
    client.post(f"{LIST}{passkey.pk}/", {"name": "<b>Old</b> phone"})
    assert "&lt;b&gt;Old&lt;/b&gt; phone" in client.get(LIST).content.decode()
    for wrong in ("", " ", "x" * 61, "\x00"):
        assert 'aria-invalid="true"' in client.post(f"{LIST}{passkey.pk}/", {"name": wrong}).content.decode()


def test_ten_passkeys_are_enough(client: Client, mira: Person) -> None:
    made = account(mira)
    for number in range(10):
        actions.add_passkey(made, f"Key {number}", {}, at=NOW + timedelta(minutes=number))
    with pytest.raises(AdministrationRefused) as refused:
        actions.add_passkey(made, "One more", {}, at=NOW)
    assert refused.value.code is AdministrationCode.TOO_MANY_PASSKEYS


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_as_for_three(rows: int, client: Client, mira: Person) -> None:
    made = sign_in(client, mira)
    for number in range(rows):
        actions.add_passkey(made, f"Key {number}", {}, at=NOW)
    client.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(LIST).content.decode()
    assert (page.count('<th scope="row">'), len(queries)) == (rows, 6)


def test_at_a_number_the_page_says_where_passkeys_work(mira: Person) -> None:
    numbered = Client(HTTP_HOST="127.0.0.1")
    page = numbered.get(USE).content.decode()
    assert "Passkeys do not work at this address" in page
    assert f'href="http://localhost:{house_settings.OPERATOR.port}{USE}"' in page
    assert "data-options" not in page
    assert "__Host-desk" not in numbered.cookies
