"""Another passphrase; a lost vault that two stewards bring back; and what is refused on the way."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from deontos.keyring.own_vault import existing_vault, lost_vaults
from deontos.organisations.models import Person
from deontos.sites.demo.people import DemoOrganisation
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler
from tests.journeys.rotation import Surroundings
from tests.journeys.town import DEPUTY, MANAGER, STEWARD, make_town

Inspect = Callable[..., None]

pytestmark = pytest.mark.row("2.6")

OWN_PHRASE = "zeven paarse tractoren eten stiekem oude postzegels"


@pytest.fixture
def town(visit: Visit, surroundings: Surroundings) -> DemoOrganisation:
    """A town whose people read the language of the surroundings."""
    made = make_town()
    Person.objects.update(language=surroundings.language)
    return made


def at_desk(visit: Visit, town: DemoOrganisation, number: int, surroundings: Surroundings) -> Handler:
    """Somebody of the town, signed in, in a browser of the own."""
    somebody = Handler(visit.page(surroundings), town.people[number])
    somebody.sign_in()
    return somebody


def press(page: Page, form: str = "main") -> None:
    """Press the one primary button of a form."""
    page.locator(f"{form} .btn--primary").click()


def copy_words(page: Page) -> str:
    """Copy the seven words, and type two of them back."""
    words = page.locator("ol.words li").all_inner_texts()
    press(page)
    first, second = (int(found) for found in re.findall(r"\d", " ".join(page.locator("main label").all_inner_texts())))
    page.fill("input[name=first]", words[first - 1])
    page.fill("input[name=second]", words[second - 1])
    press(page)
    return " ".join(words)


def unlock(page: Page, passphrase: str) -> None:
    page.goto("/desk/vault/")
    page.fill("input[name=vault_passphrase]", passphrase)
    page.locator("input[name=vault_passphrase]").press("Enter")


def test_a_passphrase_is_changed_and_the_old_one_opens_nothing(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    manager = at_desk(visit, town, MANAGER, surroundings)
    manager.unlock()
    page, present = manager.page, manager.person.passphrase
    axe(page, "vault-more")
    page.goto("/desk/vault/passphrase/")
    axe(page, "vault-passphrase")
    for chosen in ("welkom2026", OWN_PHRASE):
        page.fill("input[name=own-vault_present]", present)
        page.fill("input[name=own-vault_chosen]", chosen)
        page.fill("input[name=own-vault_again]", chosen)
        page.locator("#own-phrase ~ * button, section:has(#own-phrase) button").last.click()
        axe(page, "vault-passphrase-easy" if chosen != OWN_PHRASE else "vault-changed")
    page.goto("/desk/vault/passphrase/")
    page.fill("input[name=words-vault_present]", OWN_PHRASE)
    page.locator("input[name=words-vault_present]").press("Enter")
    passphrase = copy_words(page)
    page.goto("/desk/vault/")
    page.locator("form[action='/desk/vault/lock/'] button").first.click()
    for old in (present, OWN_PHRASE):
        unlock(page, old)
        expect(page.locator("input[name=vault_passphrase]")).to_be_visible()
    unlock(page, passphrase)
    expect(page.locator("input[name=vault_passphrase]")).to_have_count(0)


def test_a_lost_vault_comes_back_with_two_stewards(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    deputy = at_desk(visit, town, DEPUTY, surroundings)
    deputy.unlock()
    page, person = deputy.page, deputy.person.person
    page.goto("/desk/vault/lost/")
    axe(page, "vault-lost")
    press(page)
    axe(page, "vault-lost-unread")
    page.check("input[name=understood]")
    press(page)
    passphrase = copy_words(page)
    unlock(page, passphrase)
    axe(page, "vault-after-loss")
    page.goto("/desk/vault/recovery/")
    axe(page, "recovery-own")
    page.fill("textarea[name=reason]", "Mijn tas met het notitieboekje is gestolen.")
    press(page, "section:has(#begin)")
    axe(page, "recovery-begun")
    own_words = read_words(page)
    for number in (STEWARD, STEWARD + 1):
        hand_on(at_desk(visit, town, number, surroundings), own_words, axe)
    page.reload()
    axe(page, "recovery-ready")
    page.locator("form:has(input[value=take_back]) button").click()
    axe(page, "recovery-done")
    assert lost_vaults(person.id).count() == 0
    assert existing_vault(person.id).former_keys.count() == 1
    page.goto("/desk/vault/recovery/")
    axe(page, "recovery-nothing-lost")


def read_words(page: Page) -> str:
    """The words of the own key, as its owner reads them to a steward."""
    here = page.url
    page.goto("/desk/vault/")
    words = page.locator("section:has(#key-words) ol").first.inner_text()
    page.goto(here)
    return words


def hand_on(steward: Handler, own_words: str, axe: Inspect) -> None:
    """Compare the words, and hand the share on; a box left out is asked for."""
    page = steward.page
    steward.unlock()
    page.goto("/desk/keys/recovery/")
    axe(page, "recovery-list")
    page.locator("main table a").first.click()
    axe(page, "recovery-detail")
    assert page.locator("section:has(#words) ol").first.inner_text() == own_words
    page.check("input[name=compared]")
    press(page, "form:has(input[name=compared])")
    axe(page, "recovery-detail-refused")
    page.check("input[name=uninvolved]")
    press(page, "form:has(input[name=compared])")
    axe(page, "recovery-handed-on")
    expect(page.locator("input[name=compared]")).to_have_count(0)


def test_recovery_is_switched_off_by_two_stewards_and_then_nobody_is_asked(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    first, second = (at_desk(visit, town, number, surroundings) for number in (STEWARD, STEWARD + 1))
    address = f"/desk/keys/recovery/of/{town.organisation.slug}/"
    first.page.goto(address)
    axe(first.page, "recovery-switch")
    first.page.fill("textarea[name=reason]", "De raad besliste het zo.")
    first.page.locator("form:has(textarea) button").click()
    axe(first.page, "recovery-stop-asked")
    expect(first.page.locator("input[value=confirm]")).to_have_count(0)
    second.page.goto(address)
    axe(second.page, "recovery-stop-to-confirm")
    second.page.locator("form:has(input[value=confirm]) button").click()
    axe(second.page, "recovery-stopped")
    manager = at_desk(visit, town, MANAGER, surroundings)
    manager.page.goto("/desk/vault/lost/")
    axe(manager.page, "vault-lost-without-recovery")
    manager.page.check("input[name=understood]")
    press(manager.page)
    unlock(manager.page, copy_words(manager.page))
    manager.page.goto("/desk/vault/recovery/")
    axe(manager.page, "recovery-not-possible")
    expect(manager.page.locator("textarea[name=reason]")).to_have_count(0)
