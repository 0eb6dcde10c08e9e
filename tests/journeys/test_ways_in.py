"""From an invitation to the desk, back in after a lost password, and on with a text after the time was over."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from deontos.administration import jobs
from deontos.administration.actions import accounts
from deontos.administration.models import Account, SignIn
from deontos.administration.vocabulary import IdentityCheck
from deontos.kernel import clock
from deontos.notices.letters import message_of
from deontos.notices.models import Letter
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.speakup.models import Channel
from tests.factories.administration import PASSWORD, SECRET, account
from tests.factories.organisations import Town, actor, town
from tests.journeys.chromium import Visit
from tests.journeys.people import one_time_code
from tests.journeys.rotation import Surroundings

Inspect = Callable[..., None]
NEW = "heron-window-copper-lake"

pytestmark = pytest.mark.row("2.11")


@pytest.fixture
def house(visit: Visit, surroundings: Surroundings) -> Town:
    """A town whose people read the language of the surroundings."""
    Person.objects.update(language=surroundings.language)
    made = town()
    Person.objects.update(language=surroundings.language)
    for someone in (made.colleague, made.manager, made.administrator):
        someone.refresh_from_db()
    return made


def link_in(template: LetterTemplate) -> str:
    """The path in the one letter of its kind."""
    letter = Letter.objects.select_related("recipient", "organisation").get(template=template)
    [path] = re.findall(r"https?://[^/\s]+(/\w\w/\S+/link/\S+)", str(message_of(letter, at=clock.now()).body))
    return str(path)


def submit(page: Page) -> None:
    """Press the one primary button of the page."""
    page.locator("main .btn--primary").click()


def choose(page: Page, password: str, again: str = "") -> None:
    page.fill("input[name=new_password]", password)
    page.fill("input[name=new_password_again]", again or password)
    submit(page)


def give_password(page: Page, someone: Person, password: str) -> None:
    page.fill("input[name=login]", someone.email)
    page.fill("input[name=password]", password)
    submit(page)


def give_code(page: Page, secret: str) -> None:
    page.fill("input[name=code]", one_time_code(secret))
    submit(page)


def test_from_an_invitation_to_the_desk(visit: Visit, house: Town, surroundings: Surroundings, axe: Inspect) -> None:
    tom, page = house.colleague, visit.page(surroundings)
    accounts.invite(tom, by=actor(house.administrator), at=clock.now())
    path = link_in(LetterTemplate.INVITATION)
    page.goto(path)
    axe(page, "link-button")
    submit(page)
    axe(page, "link-password")
    choose(page, "short")
    axe(page, "link-password-wrong")
    choose(page, NEW)
    expect(page).to_have_url(re.compile("/desk/sign-in/$"))
    give_password(page, tom, NEW)
    expect(page).to_have_url(re.compile("/second-factor/set-up/$"))
    give_code(page, page.locator("[translate=no]").inner_text().replace(" ", ""))
    expect(page).to_have_url(re.compile("/recovery-codes/$"))
    page.locator('main a[href="/desk/"]').click()
    page.locator(".me summary").click()
    page.locator('a[href="/desk/security/"]').click()
    axe(page, "security")
    page.locator('a[href="/desk/security/sign-ins/"]').click()
    axe(page, "sign-ins")
    page.goto(path)
    axe(page, "link-gone")
    expect(page.locator("main .btn--primary")).to_have_attribute("href", "/desk/cannot-get-in/")


def test_back_in_after_a_lost_password(visit: Visit, house: Town, surroundings: Surroundings, axe: Inspect) -> None:
    manager, page = house.manager, visit.page(surroundings)
    account(manager, password=PASSWORD)
    page.goto("/desk/sign-in/")
    page.locator('a[href="/desk/cannot-get-in/"]').click()
    axe(page, "cannot-get-in")
    page.fill("input[name=address]", manager.email)
    submit(page)
    axe(page, "cannot-get-in-sent")
    jobs.send_reset.func(str(manager.account.id))
    page.goto(link_in(LetterTemplate.PASSWORD_RESET))
    submit(page)
    choose(page, NEW)
    give_password(page, manager, NEW)
    expect(page).to_have_url(re.compile("/second-factor/$"))
    give_code(page, SECRET)
    expect(page).to_have_url(re.compile("/desk/$"))
    page.goto("/desk/security/password/")
    axe(page, "password-change")
    assert not Account.objects.get(person=manager).check_password(PASSWORD)


def test_a_lost_second_step_is_set_up_again(
    visit: Visit, house: Town, surroundings: Surroundings, axe: Inspect
) -> None:
    manager, page = house.manager, visit.page(surroundings)
    by, made = actor(house.administrator), account(manager, password=PASSWORD)
    accounts.reset_second_factor(made, checked=IdentityCheck.KNOWN_IN_PERSON, by=by, at=clock.now())
    page.goto(link_in(LetterTemplate.SECOND_FACTOR_RESET))
    submit(page)
    axe(page, "link-second-factor")
    submit(page)
    give_password(page, manager, PASSWORD)
    expect(page).to_have_url(re.compile("/second-factor/set-up/$"))


@pytest.mark.parametrize("over", [timedelta(seconds=1)])
def test_a_text_goes_on_after_the_time_was_over(
    over: timedelta, visit: Visit, house: Town, surroundings: Surroundings, axe: Inspect
) -> None:
    keeper, page = house.administrator, visit.page(surroundings)
    account(keeper, password=PASSWORD)
    Channel.objects.create(organisation=house.organisation)
    page.goto("/desk/settings/channel/")
    give_password(page, keeper, PASSWORD)
    give_code(page, SECRET)
    page.fill("input[name=letter_address]", "Markt 1, 9000 Lindewater")
    SignIn.objects.update(valid_until=clock.now() - over)
    page.locator("main form:has(input[name=letter_address]) .btn--primary").click()
    axe(page, "signed-out")
    with page.context.expect_page() as opened:
        page.locator('main a[target="_blank"]').click()
    other = opened.value
    other.wait_for_load_state()
    give_password(other, keeper, PASSWORD)
    wait_for_another_code(other)
    for _ in range(2):
        if page.locator('main form[action="/desk/settings/channel/"] input[name=letter_address][type=hidden]').count():
            submit(page)
    assert Channel.objects.get().letter_address == "Markt 1, 9000 Lindewater"


def wait_for_another_code(page: Page) -> None:
    """Each code counts once: the app's next one is taken, which counts already."""
    page.fill("input[name=code]", one_time_code(SECRET, later=1))
    submit(page)
