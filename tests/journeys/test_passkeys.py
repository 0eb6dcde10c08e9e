"""Somebody adds a passkey and signs in with it, alone or as the second step; without scripts the page says so."""

import re
from collections.abc import Callable

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from deontos.administration.models import Account, SignIn
from deontos.keyring.models import VaultSession
from deontos.organisations.models import Person
from deontos.sites.desk.sessions import SessionStore
from tests.factories.administration import PASSWORD, SECRET, account
from tests.factories.organisations import town
from tests.journeys.authenticator import SecurityKey
from tests.journeys.chromium import Visit
from tests.journeys.people import one_time_code
from tests.journeys.rotation import Surroundings

Inspect = Callable[..., None]

pytestmark = pytest.mark.row("2.11")

ADD, SIGN_IN = "/desk/sign-in/passkeys/add/", "/desk/sign-in/passkey/"


@pytest.fixture
def tom(visit: Visit, surroundings: Surroundings) -> Person:
    """Somebody with a password and an app for codes."""
    someone = town().colleague
    someone.language = surroundings.language
    someone.save()
    account(someone, password=PASSWORD)
    return someone


@pytest.fixture
def scripted(surroundings: Surroundings) -> Surroundings:
    """The same surroundings with scripts, without which there are no passkeys."""
    return Surroundings(surroundings.language, surroundings.width, scripting=True)


def give_password(page: Page, someone: Person) -> None:
    page.goto("/desk/sign-in/")
    page.fill("input[name=login]", someone.email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main .btn--primary").click()
    expect(page).to_have_url(re.compile("/second-factor/$"))


def sign_in(page: Page, someone: Person) -> None:
    give_password(page, someone)
    page.fill("input[name=code]", one_time_code(SECRET))
    page.locator("main .btn--primary").first.click()
    expect(page).to_have_url(re.compile("/desk/$"))


def sign_out(page: Page) -> None:
    page.locator(".me summary").click()
    page.locator('form[action="/desk/sign-out/"] button').click()
    expect(page).to_have_url(re.compile("/sign-in/$"))


def add_passkey(page: Page, name: str) -> None:
    page.goto(ADD)
    page.fill("input[name=name]", name)
    page.locator("form[data-passkey] .btn--primary").click()
    expect(page).to_have_url(re.compile("/passkeys/$"))


def test_a_passkey_is_added_named_used_alone_and_removed(
    visit: Visit, tom: Person, scripted: Surroundings, axe: Inspect
) -> None:
    page = visit.page(scripted)
    key = SecurityKey(page)
    sign_in(page, tom)
    page.goto("/desk/sign-in/passkeys/")
    axe(page, "passkeys-none")
    page.goto(ADD)
    axe(page, "passkey-add")
    page.locator("form[data-passkey] .btn--primary").click()
    expect(page.locator("input[name=name]")).to_have_attribute("aria-invalid", "true")
    add_passkey(page, "Work phone")
    axe(page, "passkeys-one")
    sign_out(page)
    page.goto(SIGN_IN)
    axe(page, "passkey-sign-in")
    page.locator("form[data-passkey] .btn--primary").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    assert VaultSession.objects.count() == 0
    page.goto("/desk/sign-in/passkeys/")
    page.locator("main table a").first.click()
    page.fill("input[name=name]", "Old phone")
    page.locator("main .btn--primary").click()
    page.locator("main table a").last.click()
    axe(page, "passkey-remove")
    page.locator("main .btn--danger").click()
    expect(page).to_have_url(re.compile("/passkeys/$"))
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 0
    assert key.keys() >= 1


def test_a_passkey_is_the_second_step(visit: Visit, tom: Person, scripted: Surroundings, axe: Inspect) -> None:
    page = visit.page(scripted)
    SecurityKey(page)
    sign_in(page, tom)
    add_passkey(page, "Work phone")
    sign_out(page)
    give_password(page, tom)
    axe(page, "second-factor-with-passkey")
    page.locator("form[data-passkey] .btn--primary").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    assert VaultSession.objects.count() == 0


def test_a_passkey_whose_owner_is_not_verified_does_not_sign_in_alone(
    visit: Visit, tom: Person, scripted: Surroundings, axe: Inspect
) -> None:
    page = visit.page(scripted)
    key = SecurityKey(page)
    sign_in(page, tom)
    add_passkey(page, "Work phone")
    sign_out(page)
    key.verify(verified=False)
    page.goto(SIGN_IN)
    page.locator("form[data-passkey] .btn--primary").click()
    expect(page.locator("[data-passkey-failed]")).to_be_visible()
    axe(page, "passkey-failed")
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/sign-in/"))


def forget_proofs() -> None:
    """As if the last proof of every session lay an hour back."""
    for row in SignIn.objects.all():
        session = SessionStore().decode(row.session_data)
        session[AUTHENTICATION_METHODS_SESSION_KEY] = []
        SignIn.objects.filter(pk=row.pk).update(session_data=SessionStore().encode(session))


def test_who_has_only_a_passkey_proves_it_again_with_that(
    visit: Visit, tom: Person, scripted: Surroundings, axe: Inspect
) -> None:
    page = visit.page(scripted)
    SecurityKey(page)
    sign_in(page, tom)
    add_passkey(page, "Work phone")
    forget_proofs()
    page.goto(ADD)
    axe(page, "step-up-password-and-passkey")
    Authenticator.objects.filter(type=Authenticator.Type.TOTP).delete()
    made = Account.objects.get()
    made.set_unusable_password()
    made.save()
    sign_in_again(page)
    forget_proofs()
    page.goto(ADD)
    axe(page, "step-up-passkey")
    page.locator("form[data-passkey] button").click()
    expect(page).to_have_url(re.compile(f"{ADD}$"))
    expect(page.locator("input[name=name]")).to_be_visible()


def sign_in_again(page: Page) -> None:
    page.goto(SIGN_IN)
    page.locator("form[data-passkey] .btn--primary").click()
    expect(page).to_have_url(re.compile("/desk/$"))


def test_without_scripts_the_page_says_what_works(
    visit: Visit, tom: Person, surroundings: Surroundings, axe: Inspect
) -> None:
    page = visit.page(Surroundings(surroundings.language, surroundings.width, scripting=False))
    page.goto(SIGN_IN)
    expect(page.locator("[data-passkey-without]")).to_be_visible()
    expect(page.locator("form[data-passkey]")).to_be_hidden()
    axe(page, "passkey-without-scripts")
    page.locator('main a[href="/desk/sign-in/"]').click()
    expect(page).to_have_url(re.compile("/sign-in/$"))
