"""Somebody new signs in, sets up a second step, makes a vault, opens it, closes it; every page is accessible."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from deontos.keyring.models import VaultSession
from deontos.organisations.models import Person
from tests.factories.administration import PASSWORD, account
from tests.factories.organisations import town
from tests.journeys.chromium import Visit
from tests.journeys.people import one_time_code
from tests.journeys.rotation import Surroundings

Inspect = Callable[..., None]

pytestmark = pytest.mark.row("1.12")


@pytest.fixture
def newcomer(visit: Visit, surroundings: Surroundings) -> Person:
    """Somebody with a password and nothing else, who reads the language of the surroundings."""
    someone = town().colleague
    someone.language = surroundings.language
    someone.save()
    account(someone, password=PASSWORD, secret=None)
    return someone


def submit(page: Page) -> None:
    """Press the one primary button of the page."""
    page.locator("main .btn--primary").click()


def give_password(page: Page, someone: Person, password: str = PASSWORD) -> None:
    page.fill("input[name=login]", someone.email)
    page.fill("input[name=password]", password)
    submit(page)


def give_code(page: Page, code: str) -> None:
    page.fill("input[name=code]", code)
    submit(page)


def set_up_second_step(page: Page) -> None:
    """Confirm the key that the page shows, as an app would that scanned the square."""
    key = page.locator("[translate=no]").inner_text().replace(" ", "")
    picture = page.locator("main img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    give_code(page, one_time_code(key))


def make_vault(page: Page, axe: Inspect) -> str:
    """From no vault to the page with the recovery code; the passphrase."""
    page.goto("/desk/vault/")
    axe(page, "vault-none")
    submit(page)
    axe(page, "vault-make")
    words = page.locator("ol.words li").all_inner_texts()
    submit(page)
    first, second = (int(found) for found in re.findall(r"\d", " ".join(page.locator("main label").all_inner_texts())))
    page.fill("input[name=first]", "onzin")
    page.fill("input[name=second]", words[second - 1])
    submit(page)
    axe(page, "vault-words-wrong")
    page.fill("input[name=first]", words[first - 1])
    submit(page)
    axe(page, "vault-made")
    return " ".join(words)


def test_somebody_new_comes_as_far_as_an_open_vault(
    visit: Visit, newcomer: Person, surroundings: Surroundings, axe: Inspect
) -> None:
    page = visit.page(surroundings)
    page.goto("/desk/vault/")
    axe(page, "sign-in")
    give_password(page, newcomer, "something-else-entirely")
    axe(page, "sign-in-wrong")
    give_password(page, newcomer)
    expect(page).to_have_url(re.compile("/second-factor/set-up/$"))
    axe(page, "second-factor-set-up")
    give_code(page, "000000")
    axe(page, "second-factor-wrong")
    set_up_second_step(page)
    expect(page).to_have_url(re.compile("/recovery-codes/$"))
    axe(page, "recovery-codes-none")
    submit(page)
    axe(page, "recovery-codes-made")
    submit(page)
    expect(page).to_have_url(re.compile("/desk/$"))
    passphrase = make_vault(page, axe)
    submit(page)
    axe(page, "vault-closed")
    page.fill("input[name=vault_passphrase]", passphrase)
    submit(page)
    axe(page, "vault-open")
    assert VaultSession.objects.count() == 1
    page.locator(".vault button").click()
    assert VaultSession.objects.count() == 0
    page.locator(".me summary").click()
    page.locator('form[action="/desk/sign-out/"] button').click()
    expect(page).to_have_url(re.compile("/sign-in/$"))
    page.goto("/desk/vault/")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_the_code_of_the_moment_has_a_page_of_its_own(
    visit: Visit, newcomer: Person, surroundings: Surroundings, axe: Inspect
) -> None:
    page = visit.page(surroundings)
    page.goto("/desk/")
    give_password(page, newcomer)
    set_up_second_step(page)
    page.locator(".me summary").click()
    page.locator('form[action="/desk/sign-out/"] button').click()
    give_password(page, newcomer)
    expect(page).to_have_url(re.compile("/second-factor/$"))
    axe(page, "second-factor")
    page.locator('main form[action="/desk/sign-out/"] button').click()
    expect(page).to_have_url(re.compile("/sign-in/$"))
