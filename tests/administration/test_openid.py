"""Signing in by way of an organisation: by issuer and subject alone, its own people alone, and never without proof."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from deontos.administration.actions import providers as actions
from deontos.administration.actions.providers import ProviderSettings
from deontos.administration.models import Account, ProviderLink, SignInProvider
from deontos.audit.models import Entry
from deontos.keyring.models import VaultSession
from deontos.notices.models import Letter
from tests.administration.issuer import CLIENT, CLIENT_SECRET, OTHER_KEY, Issuer, challenge_of
from tests.factories.administration import PASSWORD, account, code, open_vault, sign_in
from tests.factories.keyring import keyed
from tests.factories.organisations import NOW, Town, actor, office, person, town

pytestmark = [pytest.mark.row("2.11"), pytest.mark.django_db]

SUBJECT = "248289761001"
LINK = "/desk/sign-in/organisation/"
HOME, CODE = "/desk/", "/desk/second-factor/"
REFUSED = '<h1 dir="auto">It did not work</h1>'
WRONG = "What the sign-in of your organisation answered is not right"
NOT_LINKED = "no account here is linked to that"
NOT_BEGUN = "This sign-in was begun long ago or in another window"
NO_ANSWER = "The sign-in of your organisation does not answer"


@pytest.fixture(autouse=True)
def _start(settings: Settings) -> Iterator[None]:
    """No slow hash, and nothing known of providers from before."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def lindewater() -> Town:
    made = town()
    for someone in (made.colleague, made.administrator):
        someone.language = "en"
        someone.save()
    return made


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with Issuer(claims={"sub": SUBJECT}) as started:
        yield started


def configure(home: Town, issuer: Issuer, *, two_factors: bool = False, on: bool = True) -> SignInProvider:
    wanted = ProviderSettings(issuer.address, CLIENT, CLIENT_SECRET, on, two_factors)
    return actions.configure_sign_in(home.organisation, wanted, by=actor(home.administrator), at=NOW)


@pytest.fixture
def provider(lindewater: Town, issuer: Issuer) -> SignInProvider:
    return configure(lindewater, issuer)


@pytest.fixture
def tom(lindewater: Town, provider: SignInProvider) -> Account:
    """Somebody with both steps whose account is linked."""
    made = account(lindewater.colleague, password=PASSWORD)
    actions.link_myself(made, provider, SUBJECT, at=NOW)
    return made


def begin(client: Client, slug: str = "lindewater", **fields: str) -> dict[str, str]:
    """Press the button; what the provider is asked for."""
    answered = client.post(f"/desk/sign-in/openid/{slug}/", fields)
    return asked_of(answered)


def asked_of(answered: Any) -> dict[str, str]:
    assert answered.status_code == 200
    address = answered.headers["Refresh"].removeprefix("0;url=")
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def come_back(client: Client, asked: dict[str, str], issuer: Issuer, slug: str = "lindewater", **more: str) -> Any:
    """What the provider's answer leads to; it says the nonce that it was asked to say, unless told otherwise."""
    issuer.claims.setdefault("nonce", asked["nonce"])
    address = f"/desk/sign-in/openid/{slug}/back/"
    return client.get(address, {"code": "splendid", "state": asked["state"], **more})


def is_signed_in(client: Client) -> bool:
    return client.get("/desk/vault/").status_code == 200


def test_the_provider_is_the_first_step_and_the_second_stays(client: Client, tom: Account, issuer: Issuer) -> None:
    asked = begin(client, next="/desk/vault/")
    answered = come_back(client, asked, issuer)
    assert answered.headers["Location"] == CODE
    assert not is_signed_in(client)
    done = client.post(CODE, {"code": code()})
    assert done.headers["Location"] == "/desk/vault/"
    assert is_signed_in(client)


def test_where_the_provider_asks_two_factors_it_is_both_steps(
    client: Client, tom: Account, lindewater: Town, issuer: Issuer
) -> None:
    configure(lindewater, issuer, two_factors=True)
    assert come_back(client, begin(client), issuer).headers["Location"] == HOME
    assert is_signed_in(client)


def test_what_a_token_says_of_factors_replaces_no_second_step(client: Client, tom: Account, issuer: Issuer) -> None:
    issuer.claims |= {"amr": ["mfa", "hwk"], "acr": "urn:be:fedict:iam:fas:Level500"}
    assert come_back(client, begin(client), issuer).headers["Location"] == CODE
    assert not is_signed_in(client)


def test_the_request_is_bound_to_this_sign_in_and_to_this_house(client: Client, tom: Account, issuer: Issuer) -> None:
    asked = begin(client)
    assert (asked["client_id"], asked["response_type"], asked["scope"]) == (CLIENT, "code", "openid")
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"].endswith("/desk/sign-in/openid/lindewater/back/")
    come_back(client, asked, issuer)
    [form] = issuer.asked
    assert challenge_of(form["code_verifier"]) == asked["code_challenge"]
    assert (form["client_secret"], form["redirect_uri"]) == (CLIENT_SECRET, asked["redirect_uri"])


BAD_CLAIMS: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://login.example.org"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "somebody-else"},
    "several audiences, ours not the party": {"aud": [CLIENT, "other"], "azp": "other"},
    "no audience": {"aud": None},
    "another nonce": {"nonce": "x" * 43},
    "no nonce": {"nonce": None},
    "a nonce that is no text": {"nonce": 7},
    "over": {"exp": 1_000_000_000},
    "without end": {"exp": None},
    "no subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a number as subject": {"sub": 7},
    "a very long subject": {"sub": "9" * 300},
}


@pytest.mark.parametrize("claims", BAD_CLAIMS.values(), ids=BAD_CLAIMS)
def test_a_token_that_says_something_else_signs_nobody_in(
    claims: dict[str, Any], client: Client, tom: Account, issuer: Issuer
) -> None:
    asked = begin(client)
    issuer.claims |= {"nonce": asked["nonce"], **claims}
    page = come_back(client, asked, issuer).content.decode()
    assert REFUSED in page
    assert WRONG in page
    assert not is_signed_in(client)


FORGED: dict[str, dict[str, Any]] = {
    "signed by somebody else": {"key": OTHER_KEY},
    "signed with our own secret": {"key": CLIENT_SECRET, "algorithm": "HS256"},
    "not signed": {"key": None, "algorithm": "none"},
    "by an unknown key": {"header": {"kid": "nine"}},
    "by a key for another use": {"header": {"kid": "two"}},
    "by a key without name, of several": {"header": {}, "more_keys": 1},
    "by a key that is there twice": {"header": {"kid": "three"}, "more_keys": 2},
}


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_a_token_that_the_issuer_did_not_sign_signs_nobody_in(
    forged: dict[str, Any], client: Client, tom: Account, issuer: Issuer
) -> None:
    for name, value in forged.items():
        setattr(issuer, name, value)
    assert WRONG in come_back(client, begin(client), issuer).content.decode()
    assert not is_signed_in(client)


def test_a_key_needs_no_name_where_there_is_only_one(client: Client, tom: Account, issuer: Issuer) -> None:
    issuer.header = {}
    assert come_back(client, begin(client), issuer).headers["Location"] == CODE


def test_an_answer_counts_once_and_in_the_browser_where_it_was_asked(
    client: Client, tom: Account, issuer: Issuer
) -> None:
    asked, other = begin(client), Client()
    assert NOT_BEGUN in come_back(other, asked, issuer).content.decode()
    assert come_back(client, asked, issuer).headers["Location"] == CODE
    assert NOT_BEGUN in come_back(client, asked, issuer).content.decode()
    assert (len(issuer.asked), is_signed_in(other)) == (1, False)


def test_what_one_provider_sent_is_not_taken_for_anothers(client: Client, tom: Account, issuer: Issuer) -> None:
    other = town("Bergstroom")
    with Issuer(claims={"sub": SUBJECT}) as second:
        configure(other, second)
        asked = begin(client)
        assert NOT_BEGUN in come_back(client, asked, issuer, slug="bergstroom").content.decode()
        assert WRONG in come_back(client, asked, issuer, iss=second.address).content.decode()
    assert not is_signed_in(client)


def test_a_subject_that_nobody_linked_is_nobody_even_with_a_known_address(
    client: Client, lindewater: Town, provider: SignInProvider, issuer: Issuer
) -> None:
    made = account(lindewater.colleague, password=PASSWORD)
    issuer.claims |= {"email": made.email, "email_verified": True, "preferred_username": made.email}
    assert NOT_LINKED in come_back(client, begin(client), issuer).content.decode()
    assert (ProviderLink.objects.count(), Account.objects.count(), is_signed_in(client)) == (0, 1, False)


def test_a_subject_of_another_organisation_is_nobody_here(client: Client, tom: Account, issuer: Issuer) -> None:
    """The two share one issuer; what either knows of people counts for its own alone."""
    configure(town("Bergstroom"), issuer)
    assert NOT_LINKED in come_back(client, begin(client, "bergstroom"), issuer, "bergstroom").content.decode()
    assert not is_signed_in(client)


def test_another_issuer_does_not_inherit_the_links(
    client: Client, tom: Account, lindewater: Town, issuer: Issuer
) -> None:
    with Issuer(claims={"sub": SUBJECT}) as second:
        configure(lindewater, second)
        assert NOT_LINKED in come_back(client, begin(client), second).content.decode()


def test_an_account_that_is_off_is_nobody(client: Client, tom: Account, issuer: Issuer) -> None:
    Account.objects.update(is_active=False)
    assert NOT_LINKED in come_back(client, begin(client), issuer).content.decode()


def test_a_provider_that_is_off_does_not_exist(client: Client, lindewater: Town, issuer: Issuer) -> None:
    configure(lindewater, issuer, on=False)
    for address in ("/desk/sign-in/openid/lindewater/", "/desk/sign-in/openid/lindewater/back/?state=a&code=b"):
        assert client.get(address).status_code == 404
        assert client.get(address).content == client.get("/desk/nergens/").content
    assert "by way of" not in client.get("/desk/sign-in/").content.decode()
    assert issuer.requests == []


def test_whoever_breaks_off_reads_so(client: Client, tom: Account, issuer: Issuer) -> None:
    asked = begin(client)
    address = "/desk/sign-in/openid/lindewater/back/"
    page = client.get(address, {"state": asked["state"], "error": "access_denied"}).content.decode()
    assert "was broken off" in page
    for nasty in ({}, {"state": "\x00"}, {"state": "[]", "code": "<script>"}, {"code": "x" * 5000}):
        assert NOT_BEGUN in client.get(address, nasty).content.decode()
    assert issuer.asked == []


def test_no_way_of_signing_in_leaves_a_vault_open(client: Client, issuer: Issuer) -> None:
    house = keyed()
    manager = house.town.manager
    configure(house.town, issuer, two_factors=True)
    made = account(manager)
    actions.link_myself(made, SignInProvider.objects.get(), SUBJECT, at=NOW)
    open_vault(client, house, manager)
    assert come_back(client, begin(client), issuer).headers["Location"] == HOME
    assert client.cookies["__Host-vault"].value == ""
    page = client.get("/desk/vault/").content.decode()
    assert 'name="vault_passphrase"' in page
    assert VaultSession.objects.count() == 1


DOWN: dict[str, dict[str, Any]] = {
    "it calls itself otherwise": {"description": {"issuer": "https://login.example.org"}},
    "it leads elsewhere": {"redirects": "http://127.0.0.1:1/"},
    "it babbles": {"garbage": b"<html>"},
    "it babbles a list": {"garbage": b"[]"},
    "it babbles without end": {"garbage": b" " * (2 * 1024 * 1024)},
    "its page is a script": {"description": {"authorization_endpoint": "javascript:alert(1)"}},
    "its page is not safe": {"description": {"authorization_endpoint": "http://login.example.org/"}},
    "its keys lie in a private network": {"description": {"jwks_uri": "http://192.168.0.1/keys"}},
}


@pytest.mark.parametrize("change", DOWN.values(), ids=DOWN)
def test_a_provider_that_is_not_right_is_not_believed(
    change: dict[str, Any], client: Client, tom: Account, issuer: Issuer
) -> None:
    for name, value in change.items():
        setattr(issuer, name, value)
    answered = client.post("/desk/sign-in/openid/lindewater/")
    assert NO_ANSWER in answered.content.decode()
    assert "Refresh" not in answered.headers


def test_a_provider_that_is_down_or_slow_gets_a_sentence_and_is_then_left_alone(
    client: Client, tom: Account, issuer: Issuer
) -> None:
    issuer.waits = 5
    asked_before = len(issuer.requests)
    for _again in range(3):
        assert NO_ANSWER in client.post("/desk/sign-in/openid/lindewater/").content.decode()
    assert len(issuer.requests) == asked_before + 1


def test_a_provider_that_is_down_gets_a_sentence(client: Client, lindewater: Town) -> None:
    with Issuer() as issuer:
        configure(lindewater, issuer)
    assert NO_ANSWER in client.post("/desk/sign-in/openid/lindewater/").content.decode()


def test_keys_in_a_private_network_are_not_asked_for(client: Client, tom: Account, issuer: Issuer) -> None:
    issuer.description = {"token_endpoint": "https://10.0.0.1/token"}
    assert NO_ANSWER in come_back(client, begin(client), issuer).content.decode()
    assert issuer.asked == []


def test_one_links_oneself_while_signed_in_with_both_steps(
    client: Client, lindewater: Town, provider: SignInProvider, issuer: Issuer
) -> None:
    made = account(lindewater.colleague, password=PASSWORD)
    sign_in(client, lindewater.colleague)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = []
    session.save()
    unproved = client.post(LINK).content.decode()
    assert "Is it still you?" in unproved
    asked = asked_of(client.post(LINK, {"proof": PASSWORD}))
    assert come_back(client, asked, issuer).headers["Location"] == LINK
    link = ProviderLink.objects.get()
    assert (link.account, link.issuer, link.subject) == (made, issuer.address, SUBJECT)
    assert list(Entry.objects.filter(fact="account.provider_linked").values_list("actor_id", "subject_id")) == [
        (made.person_id, made.pk)
    ]
    assert list(Letter.objects.values_list("template", "recipient")) == [("provider_linked", made.person_id)]
    assert "Your account is linked" in client.get(LINK).content.decode()
    assert client.post(f"{LINK}unlink/").headers["Location"] == LINK
    assert (ProviderLink.objects.count(), Letter.objects.count()) == (0, 2)


def test_a_link_is_made_by_nobody_but_whoever_began_it(
    client: Client, lindewater: Town, provider: SignInProvider, issuer: Issuer
) -> None:
    account(lindewater.colleague, password=PASSWORD)
    sign_in(client, lindewater.colleague)
    asked = asked_of(client.post(LINK, {"proof": PASSWORD}))
    other = account(person(lindewater.organisation, "Lies Ander"))
    session = client.session
    session["second_factor_done"] = str(other.pk)
    session.save()
    assert NOT_BEGUN in come_back(client, asked, issuer).content.decode()
    assert ProviderLink.objects.count() == 0


def test_what_is_linked_to_somebody_is_linked_to_nobody_else(
    client: Client, tom: Account, lindewater: Town, issuer: Issuer
) -> None:
    someone = person(lindewater.organisation, "Lies Ander")
    someone.language = "en"
    someone.save()
    account(someone, password=PASSWORD)
    sign_in(client, someone)
    asked = asked_of(client.post(LINK, {"proof": PASSWORD}))
    page = come_back(client, asked, issuer).content.decode()
    assert "An account is already linked to this." in page
    assert ProviderLink.objects.get().account == tom


def test_whoever_never_signed_in_comes_by_the_subject_that_the_administrator_named(
    client: Client, lindewater: Town, provider: SignInProvider, issuer: Issuer
) -> None:
    by = actor(lindewater.administrator)
    actions.link_newcomer(lindewater.colleague, provider, "wrong", by=by, at=NOW)
    actions.link_newcomer(lindewater.colleague, provider, SUBJECT, by=by, at=NOW)
    made = Account.objects.get(person=lindewater.colleague)
    assert not made.has_usable_password()
    assert come_back(client, begin(client), issuer).headers["Location"] == HOME
    assert client.get(HOME).headers["Location"] == "/desk/second-factor/set-up/"
    assert client.get("/desk/second-factor/set-up/").status_code == 200


def test_an_office_elsewhere_opens_no_door_by_way_of_that_organisation(
    client: Client, tom: Account, issuer: Issuer
) -> None:
    other = town("Bergstroom")
    configure(other, issuer)
    office(other.organisation, "auditor", tom.person)  # type: ignore[arg-type]
    assert NOT_LINKED in come_back(client, begin(client, "bergstroom"), issuer, "bergstroom").content.decode()
