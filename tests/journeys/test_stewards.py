"""Stewards at work: three found a house at one screen, two confirm a new deputy, and renew a key after a reset."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from deontos.kernel import clock
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.actions.vaults import store_vault
from deontos.keyring.models import ReaderCertificate
from deontos.keyring.queries import trusted_certificates, trusted_stewards
from deontos.keyring.vocabulary import ResetCause
from deontos.organisations.models import Deputy, Office, Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.sites.demo.people import DemoOrganisation, DemoPerson
from deontos.vault.keys import new_user_keys
from deontos.vault.passphrases import new_recovery_code
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler
from tests.journeys.rotation import Surroundings
from tests.journeys.town import ADMINISTRATOR, DEPUTY, MANAGER, STEWARD, make_town

Inspect = Callable[..., None]

pytestmark = pytest.mark.row("2.2")

STEWARDS = (STEWARD, STEWARD + 1, STEWARD + 2)


@pytest.fixture
def lindewater(visit: Visit, surroundings: Surroundings) -> DemoOrganisation:
    """The town of the journeys, whose people read the language of the surroundings."""
    return reading(surroundings, make_town())


def reading(surroundings: Surroundings, made: DemoOrganisation) -> DemoOrganisation:
    for each in made.people:
        each.person.language = surroundings.language
        each.person.save()
    return made


def stewards(home: DemoOrganisation) -> list[DemoPerson]:
    held = Office.objects.filter(organisation=home.organisation, kind=OfficeKind.STEWARD).values_list(
        "holder", flat=True
    )
    return [each for each in home.people if each.person.id in set(held)]


def at_desk(visit: Visit, surroundings: Surroundings, who: DemoPerson, *, with_vault: bool = True) -> Handler:
    someone = Handler(visit.page(surroundings), who)
    someone.sign_in()
    if with_vault:
        someone.unlock()
    return someone


def submit(page: Page) -> None:
    page.locator("main .btn--primary").click()


def place(who: Person, office: str = "complaints_manager") -> str:
    return f"/desk/keys/of/{office}/{who.id}/"


def compare_and_sign(steward: Handler, who: Person) -> None:
    steward.page.goto(place(who))
    steward.page.check("input[name=compared]")
    submit(steward.page)


def test_three_stewards_found_a_house_at_one_screen(visit: Visit, surroundings: Surroundings, axe: Inspect) -> None:
    made = reading(surroundings, make_town(certified=False))
    home, three = made.organisation, stewards(made)
    page = at_desk(visit, surroundings, three[0], with_vault=False).page
    page.goto("/desk/keys/")
    axe(page, "keys-unfounded")
    page.goto("/desk/keys/founding/")
    axe(page, "keys-founding")
    for each in three:
        page.check(f"input[name='compared-{each.person.id}']")
        page.fill(f"input[name='vault_passphrase-{each.person.id}']", each.passphrase)
    page.fill(f"input[name='vault_passphrase-{three[1].person.id}']", "not these words")
    submit(page)
    axe(page, "keys-founding-refused")
    assert trusted_stewards(home.id, on=clock.today()) == []
    for each in three:
        expect(page.locator(f"input[name='compared-{each.person.id}']")).to_be_checked()
        expect(page.locator(f"input[name='vault_passphrase-{each.person.id}']")).to_have_value("")
        page.fill(f"input[name='vault_passphrase-{each.person.id}']", each.passphrase)
    submit(page)
    assert page.url.endswith("/desk/keys/")
    axe(page, "keys-founded")
    founded = {each.person_id for each in trusted_stewards(home.id, on=clock.today())}
    assert founded == {each.person.id for each in three}


def test_two_stewards_confirm_a_new_deputy(
    visit: Visit, lindewater: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    home, newcomer = lindewater.organisation, lindewater.people[ADMINISTRATOR].person
    office = Office.objects.get(organisation=home, kind=OfficeKind.COMPLAINTS_MANAGER)
    Deputy.objects.create(office=office, person=newcomer, position=7, started_on=clock.today())
    store_vault(newcomer, new_user_keys(), "heron lantern orchard", new_recovery_code(), at=clock.now())
    first, second = (at_desk(visit, surroundings, each) for each in stewards(lindewater)[:2])
    own = Handler(visit.page(surroundings), lindewater.people[ADMINISTRATOR])
    own.sign_in()
    own.page.goto("/desk/vault/")
    own.page.fill("input[name=vault_passphrase]", "heron lantern orchard")
    own.page.locator("input[name=vault_passphrase]").press("Enter")
    axe(own.page, "keys-own-words")
    words = own.page.locator("ol.key-words").first.locator("li").all_inner_texts()
    first.page.goto("/desk/keys/")
    axe(first.page, "keys-overview")
    first.page.goto(place(newcomer))
    axe(first.page, "keys-one")
    assert first.page.locator("ol.key-words").first.locator("li").all_inner_texts() == words
    compare_and_sign(first, newcomer)
    axe(first.page, "keys-one-signed")
    assert trusted_certificates(home.id, [newcomer.id], on=clock.today()) == {}
    compare_and_sign(second, newcomer)
    axe(second.page, "keys-one-confirmed")
    assert set(trusted_certificates(home.id, [newcomer.id], on=clock.today())) == {newcomer.id}
    second.page.goto("/desk/keys/history/")
    axe(second.page, "keys-history")


@pytest.mark.row("2.7")
def test_a_key_on_hold_waits_72_hours_and_is_confirmed_again(
    visit: Visit, lindewater: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    home = lindewater.organisation
    manager, deputy = lindewater.people[MANAGER].person, lindewater.people[DEPUTY].person
    note_reset(manager, ResetCause.LOGIN_RESET, by=None, at=clock.now())
    note_reset(deputy, ResetCause.SECOND_FACTOR_LOST, by=None, at=clock.now() - timedelta(hours=73))
    ReaderCertificate.objects.filter(person=lindewater.people[2].person).update(verifying_public=bytes(32))
    assert trusted_certificates(home.id, [manager.id, deputy.id], on=clock.today()) == {}
    first, second = (at_desk(visit, surroundings, each) for each in stewards(lindewater)[:2])
    first.page.goto("/desk/keys/")
    axe(first.page, "keys-on-hold")
    first.page.goto(place(manager))
    axe(first.page, "keys-one-on-hold")
    expect(first.page.locator("main .btn--primary")).to_have_count(0)
    compare_and_sign(first, deputy)
    compare_and_sign(second, deputy)
    assert set(trusted_certificates(home.id, [manager.id, deputy.id], on=clock.today())) == {deputy.id}
    first.page.goto("/desk/")
    axe(first.page, "keys-alarm-home")
    first.page.goto("/desk/keys/alarms/")
    axe(first.page, "keys-alarms")
    first.page.locator("main table a").first.click()
    axe(first.page, "keys-alarm")
    first.page.fill("textarea[name=reason]", "The operator removed the row")
    submit(first.page)
    first.page.goto("/desk/keys/")
    expect(first.page.locator(".notice--danger")).to_have_count(0)


@pytest.mark.row("2.2")
def test_on_a_phone_no_list_of_keys_hides_a_column(visit: Visit) -> None:
    """Who signed for whom stands below the name, not beside it and out of sight."""
    phone = Surroundings("fr", 390, scripting=False)
    home = reading(phone, make_town())
    ReaderCertificate.objects.filter(person=home.people[2].person).update(verifying_public=bytes(32))
    steward = at_desk(visit, phone, home.people[STEWARD], with_vault=False)
    for address in ("/desk/keys/", "/desk/keys/alarms/", "/desk/keys/history/"):
        steward.page.goto(address)
        boxes = steward.page.locator(".scroll")
        expect(boxes).to_have_count(1)
        assert (address, boxes.evaluate("each => each.scrollWidth - each.clientWidth")) == (address, 0)
