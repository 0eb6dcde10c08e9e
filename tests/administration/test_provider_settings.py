"""The administrator sets the sign-in of the organisation; the secret is never shown again, and no stranger sets any."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deontos.access.gate import NotAllowed
from deontos.administration.actions import providers as actions
from deontos.administration.actions.providers import SEALED_AS, ProviderSettings
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account, ProviderLink, SignInProvider
from deontos.administration.sealing import opened_text
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.models import Entry
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from tests.administration.issuer import Issuer
from tests.factories.administration import account, sign_in
from tests.factories.organisations import NOW, TODAY, Town, actor, office, town

pytestmark = [pytest.mark.row("2.11"), pytest.mark.django_db]

LIST, EDIT = "/desk/settings/sign-in/", "/desk/settings/sign-in/lindewater/"
SECRET = "a-secret-of-the-client"
OFF = ProviderSettings("https://login.example.org", "deontos", SECRET, is_enabled=False, asks_two_factors=False)


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def lindewater() -> Town:
    made = town()
    made.administrator.language = "en"
    made.administrator.save()
    return made


@pytest.fixture
def desk(client: Client, lindewater: Town) -> Client:
    sign_in(client, lindewater.administrator)
    return client


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with Issuer() as started:
        yield started


def typed(issuer: str, **more: str) -> dict[str, str]:
    return {"issuer": issuer, "client_name": "deontos", "client_secret": SECRET, **more}


def test_what_is_set_is_kept_sealed_recorded_and_never_shown_again(
    desk: Client, lindewater: Town, issuer: Issuer
) -> None:
    assert desk.get(LIST).headers["Location"] == EDIT
    saved = desk.post(EDIT, typed(issuer.address, is_enabled="on", asks_two_factors="on"))
    assert saved.headers["Location"] == EDIT
    provider = SignInProvider.objects.get()
    assert (provider.issuer, provider.is_enabled, provider.asks_two_factors) == (issuer.address, True, True)
    assert SECRET not in provider.client_secret
    assert opened_text(provider.client_secret, SEALED_AS) == SECRET
    page = desk.get(EDIT).content.decode()
    assert (SECRET in page, provider.client_secret in page) == (False, False)
    [entry] = Entry.objects.filter(fact="sign_in.configured")
    assert (entry.actor_id, entry.subject_id) == (lindewater.administrator.id, provider.id)
    assert entry.details == f'{{"issuer":"{issuer.address}","on":true,"two_factors":true}}'


def test_an_empty_secret_keeps_the_old_one_as_long_as_it_belongs_to_the_same(desk: Client, lindewater: Town) -> None:
    actions.configure_sign_in(lindewater.organisation, OFF, by=actor(lindewater.administrator), at=NOW)
    assert desk.post(EDIT, typed(OFF.issuer) | {"client_secret": ""}).status_code == 302
    assert opened_text(SignInProvider.objects.get().client_secret, SEALED_AS) == SECRET
    answered = desk.post(EDIT, typed("https://other.example.org") | {"client_secret": ""})
    assert "Type the secret that belongs to this issuer" in answered.content.decode()
    assert SignInProvider.objects.get().issuer == OFF.issuer


def test_it_is_switched_on_only_where_a_provider_answers_that_calls_itself_so(desk: Client, issuer: Issuer) -> None:
    issuer.description = {"issuer": "https://login.example.org"}
    page = desk.post(EDIT, typed(issuer.address, is_enabled="on")).content.decode()
    assert "no provider answers that calls itself so" in page
    assert f'value="{issuer.address}"' in page
    assert SECRET not in page
    assert desk.post(EDIT, typed(issuer.address)).headers["Location"] == EDIT
    assert SignInProvider.objects.get().is_enabled is False


@pytest.mark.parametrize(
    "address",
    [
        *("http://login.example.org", "javascript:alert(1)", "https://", "https://user@login.example.org"),
        *(
            "https://login.example.org/?a=b",
            "https://login.example.org/#a",
            "file:///etc/passwd",
            "//login.example.org",
        ),
        *("https://login.example.org:99999", "https://[::1", "https://lo gin.example.org", "\u202ehttps://x.example"),
    ],
)
def test_an_address_that_is_not_safe_is_not_kept(address: str, desk: Client) -> None:
    answered = desk.post(EDIT, typed(address, is_enabled="on"))
    assert "Type an address that begins with https://" in answered.content.decode()
    assert SignInProvider.objects.count() == 0


@pytest.mark.parametrize("secret", ["geheim\u00e9", "a\nb", "a\x00b"])
def test_a_secret_that_cannot_be_sent_is_not_kept(secret: str, desk: Client) -> None:
    answered = desk.post(EDIT, typed(OFF.issuer) | {"client_secret": secret})
    assert (answered.status_code, SignInProvider.objects.count()) == (200, 0)


def test_another_town_and_its_administrator_do_not_exist_here(desk: Client, lindewater: Town) -> None:
    other = town("Bergstroom")
    nothing = desk.get("/desk/settings/sign-in/nergens/").content
    for address in ("bergstroom/", "bergstroom/link/"):
        assert desk.get(f"{LIST}{address}").content == nothing
        assert desk.post(f"{LIST}{address}", typed(OFF.issuer)).status_code == 404
    with pytest.raises(NotAllowed):
        actions.configure_sign_in(lindewater.organisation, OFF, by=actor(other.administrator), at=NOW)
    with pytest.raises(NotAllowed):
        actions.configure_sign_in(lindewater.organisation, OFF, by=actor(lindewater.officer), at=NOW)
    assert SignInProvider.objects.count() == 0


def test_whoever_keeps_settings_for_several_chooses(desk: Client, lindewater: Town) -> None:
    counts = []
    for name in ("Bergstroom", "Zoutbrug", "Heideveld"):
        office(town(name).organisation, OfficeKind.ADMINISTRATOR, lindewater.administrator)
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        counts.append(len(queries))
    page = desk.get(LIST).content.decode()
    assert [name for name in ("Lindewater", "Bergstroom", "Zoutbrug", "Heideveld") if f"<bdi>{name}" in page] == [
        *("Lindewater", "Bergstroom", "Zoutbrug", "Heideveld"),
    ]
    assert (counts[0], counts[-1]) == (6, 6)


def provider_on(home: Town) -> SignInProvider:
    wanted = ProviderSettings("https://login.example.org", "deontos", SECRET, is_enabled=True, asks_two_factors=True)
    return actions.configure_sign_in(home.organisation, wanted, by=actor(home.administrator), at=NOW)


def test_the_administrator_names_the_subject_of_somebody_new(desk: Client, lindewater: Town) -> None:
    provider_on(lindewater)
    answered = desk.post(f"{EDIT}link/", {"email": lindewater.colleague.email.upper(), "subject": "abc"})
    assert answered.headers["Location"] == f"{EDIT}link/"
    link = ProviderLink.objects.get()
    assert (link.account.person, link.subject) == (lindewater.colleague, "abc")
    stranger = desk.post(f"{EDIT}link/", {"email": "nobody@lindewater.example", "subject": "abc"})
    assert "Nobody in your organisation has this address." in stranger.content.decode()
    other = desk.post(f"{EDIT}link/", {"email": town("Bergstroom").colleague.email, "subject": "def"})
    assert "Nobody in your organisation has this address." in other.content.decode()


def test_an_administrator_links_nobody_who_has_signed_in(desk: Client, lindewater: Town) -> None:
    """Else whoever may set the provider could name a subject of their own, and sign in as anybody."""
    provider = provider_on(lindewater)
    made = account(lindewater.manager)
    made.last_login = NOW
    made.save()
    page = desk.post(f"{EDIT}link/", {"email": lindewater.manager.email, "subject": "mine"}).content.decode()
    assert "This person has signed in before." in page
    with pytest.raises(AdministrationRefused) as refused:
        actions.link_newcomer(lindewater.manager, provider, "x", by=actor(lindewater.administrator), at=NOW)
    assert refused.value.code is AdministrationCode.PERSON_SIGNED_IN_BEFORE
    assert ProviderLink.objects.count() == 0


def test_the_only_way_in_is_not_taken_away(lindewater: Town) -> None:
    provider = provider_on(lindewater)
    link = actions.link_newcomer(lindewater.colleague, provider, "abc", by=actor(lindewater.administrator), at=NOW)
    with pytest.raises(AdministrationRefused) as refused:
        actions.unlink(link, at=NOW)
    assert refused.value.code is AdministrationCode.ONLY_WAY_IN
    assert (ProviderLink.objects.count(), Account.objects.count()) == (1, 1)


def test_a_subject_is_linked_once(lindewater: Town) -> None:
    provider, by = provider_on(lindewater), actor(lindewater.administrator)
    actions.link_newcomer(lindewater.colleague, provider, "abc", by=by, at=NOW)
    with pytest.raises(AdministrationRefused) as refused:
        actions.link_newcomer(lindewater.officer, provider, "abc", by=by, at=NOW)
    assert refused.value.code is AdministrationCode.SUBJECT_TAKEN
    with pytest.raises(AdministrationRefused) as refused:
        actions.link_myself(account(town("Bergstroom").colleague), provider, "def", at=NOW)
    assert refused.value.code is AdministrationCode.PROVIDER_OFF


def test_nobody_who_left_is_let_in_by_a_subject(lindewater: Town) -> None:
    provider = provider_on(lindewater)
    Person.objects.filter(pk=lindewater.colleague.pk).update(left_on=TODAY)
    with pytest.raises(AdministrationRefused) as refused:
        actions.link_newcomer(lindewater.colleague, provider, "abc", by=actor(lindewater.administrator), at=NOW)
    assert refused.value.code is AdministrationCode.PERSON_LEFT
    assert (ProviderLink.objects.count(), Account.objects.filter(person=lindewater.colleague).count()) == (0, 0)
