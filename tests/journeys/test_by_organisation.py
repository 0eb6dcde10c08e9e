"""An administrator sets the organisation's sign-in, somebody links an account to it, and signs in by way of it."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import Page, expect

from deontos.administration.models import ProviderLink
from deontos.administration.web.second_factor import USED
from deontos.keyring.models import VaultSession
from tests.factories.administration import PASSWORD, SECRET, account
from tests.factories.organisations import Town, town
from tests.journeys.chromium import Visit
from tests.journeys.people import one_time_code
from tests.journeys.rotation import Surroundings
from tests.services.ports import free_port

Inspect = Callable[..., None]

pytestmark = pytest.mark.row("2.11")


@pytest.fixture
def provider() -> Iterator[str]:
    """A provider of a library of others, in a process of its own at an address of this machine."""
    cache.clear()
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--host", "127.0.0.1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
    cache.clear()


def _wait_for(port: int) -> None:
    for _attempt in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(port)


@pytest.fixture
def lindewater(visit: Visit, surroundings: Surroundings) -> Town:
    made = town()
    for someone in (made.colleague, made.administrator):
        someone.language = surroundings.language
        someone.save()
        account(someone, password=PASSWORD)
    return made


def sign_in(page: Page, email: str) -> None:
    page.goto("/desk/sign-in/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main .btn--primary").click()
    give_code(page)


def give_code(page: Page) -> None:
    """The code of now, though it may have signed the same person in a moment ago: nobody waits half a minute here."""
    cache.clear()
    for each in Authenticator.objects.all():
        each.data.pop(USED, None)
        each.save()
    expect(page).to_have_url(re.compile("/second-factor/$"))
    page.fill("input[name=code]", one_time_code(SECRET))
    page.locator("main .btn--primary").first.click()
    expect(page).to_have_url(re.compile("/desk/$"))


def agree_at(page: Page, provider: str) -> None:
    """What somebody does at the provider: say who one is."""
    page.wait_for_url(re.compile(f"^{provider}/"))
    page.fill("input[name=sub]", "subject-of-tom")
    page.locator("button").first.click()


def test_from_the_settings_to_a_sign_in(
    visit: Visit, lindewater: Town, provider: str, surroundings: Surroundings, axe: Inspect
) -> None:
    keeper = visit.page(surroundings)
    sign_in(keeper, lindewater.administrator.email)
    keeper.goto("/desk/settings/sign-in/")
    axe(keeper, "provider-settings")
    keeper.fill("input[name=issuer]", f"{provider}/wrong")
    keeper.fill("input[name=client_name]", "deontos")
    keeper.fill("input[name=client_secret]", "geheim")
    keeper.check("input[name=is_enabled]")
    keeper.locator("main form .btn--primary").click()
    axe(keeper, "provider-settings-wrong")
    keeper.fill("input[name=issuer]", provider)
    keeper.fill("input[name=client_secret]", "geheim")
    keeper.locator("main form .btn--primary").click()
    axe(keeper, "provider-settings-saved")
    keeper.goto("/desk/settings/sign-in/lindewater/link/")
    axe(keeper, "provider-link")

    page = visit.page(surroundings)
    sign_in(page, lindewater.colleague.email)
    page.goto("/desk/sign-in/organisation/")
    axe(page, "organisation-not-linked")
    page.locator("main form .btn--primary").click()
    agree_at(page, provider)
    expect(page).to_have_url(re.compile("/sign-in/organisation/$"))
    axe(page, "organisation-linked")
    assert ProviderLink.objects.get().account.person == lindewater.colleague

    again = visit.page(surroundings)
    again.goto("/desk/sign-in/")
    again.locator('main a[href="/desk/sign-in/openid/"]').click()
    axe(again, "organisation-choose")
    again.locator("main ul a").first.click()
    axe(again, "organisation-sign-in")
    again.locator("main form .btn--primary").click()
    agree_at(again, provider)
    give_code(again)
    assert VaultSession.objects.count() == 0
    theirs = (provider, "https://cdn.jsdelivr.net/")
    visit.faults = [fault for fault in visit.faults if not any(house in fault for house in theirs)]
