"""The clock ran a year ahead and was put back: nobody stays for a year by it, and nobody is kept out for one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from deontos.administration.actions import links
from deontos.administration.actions.attempts import forget_counts, take
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.jobs import forget_sessions
from deontos.administration.models import Account, AttemptCount, SignIn, SingleUseLink
from deontos.administration.rules import LINK_LASTS, can_be_used, is_fresh, is_page_open
from deontos.administration.vocabulary import AttemptKind, LinkPurpose
from deontos.correspondence.rules import is_live
from deontos.correspondence.vocabulary import SittingState
from deontos.kernel.clock import STEPS_BACK, is_ahead
from deontos.keyring.actions import vaults
from deontos.keyring.models import VaultSession
from deontos.keyring.own_vault import existing_vault
from deontos.keyring.queries import open_vault_session
from deontos.organisations.models import Person
from deontos.vault.keys import new_user_keys
from tests.factories.administration import PASSWORD, account, code, sign_in
from tests.factories.keyring import vault
from tests.factories.organisations import NOW, organisation, person

pytestmark = [pytest.mark.row("4.9"), pytest.mark.django_db]

YEAR, SECOND = timedelta(days=365), timedelta(seconds=1)
SIGN_IN, CODE = "/desk/sign-in/", "/desk/second-factor/"


@pytest.fixture
def clock_at(settings: Settings) -> Iterator[time_machine.Traveller]:
    """No slow hash, and a clock that stands still, a year ahead."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel(NOW + YEAR, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mira(clock_at: time_machine.Traveller) -> Person:
    return person(organisation(), "Mira Halewijn")


def is_signed_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


@pytest.mark.parametrize(("back", "stays"), [(STEPS_BACK, True), (STEPS_BACK + SECOND, False), (YEAR, False)])
def test_a_sign_in_lasts_over_a_small_step_back_and_ends_with_a_large_one(
    client: Client, mira: Person, clock_at: time_machine.Traveller, back: timedelta, *, stays: bool
) -> None:
    sign_in(client, mira)
    assert is_signed_in(client)
    clock_at.shift(-back)
    forget_sessions(at=NOW + YEAR - back)
    assert (is_signed_in(client), SignIn.objects.exists()) == (stays, stays)


def test_whoever_signed_in_while_the_clock_was_ahead_can_sign_in_again(
    mira: Person, clock_at: time_machine.Traveller
) -> None:
    """The last code that was used lies in the future, and so does the count of attempts."""
    account(mira, password=PASSWORD)
    for moment in (NOW + YEAR, NOW):
        clock_at.move_to(moment)
        browser = Client()
        assert browser.post(SIGN_IN, {"login": mira.email, "password": PASSWORD}).headers["Location"] == CODE
        assert browser.post(CODE, {"code": code()}).headers["Location"] == "/desk/"
        again = Client()
        again.post(SIGN_IN, {"login": mira.email, "password": PASSWORD})
        assert again.post(CODE, {"code": code()}).status_code == 200, "a code counts once"


def test_many_wrong_attempts_while_the_clock_was_ahead_lock_nobody_out(mira: Person) -> None:
    def one(at: datetime) -> bool:
        return take(AttemptKind.CODE, mira.email, device="", at=at) is not None

    assert [one(NOW + YEAR) for _ in range(11)] == [True] * 10 + [False]
    assert one(NOW)
    assert [one(NOW + STEPS_BACK - SECOND) for _ in range(10)] == [True] * 9 + [False]
    take(AttemptKind.CODE, "another@lindewater.example", device="", at=NOW + YEAR)
    forget_counts(at=NOW + STEPS_BACK)
    assert list(AttemptCount.objects.values_list("begun_at", flat=True)) == [NOW]


@pytest.mark.parametrize(("back", "stays"), [(STEPS_BACK, True), (STEPS_BACK + SECOND, False), (YEAR, False)])
def test_an_open_vault_lasts_over_a_small_step_back_and_closes_with_a_large_one(
    mira: Person, back: timedelta, *, stays: bool
) -> None:
    keys, at = new_user_keys(), NOW + YEAR
    vault(mira, keys, at=NOW)
    cookie = vaults.open_session_for(existing_vault(mira.id), keys, at=at)
    vaults.close_overdue(at=at - back)
    assert (open_vault_session(mira.id, cookie, at=at - back) is not None, VaultSession.objects.exists()) == (
        stays,
        stays,
    )


def test_a_link_of_a_clock_that_was_ahead_counts_no_longer_and_a_new_one_does(mira: Person) -> None:
    account(mira, password=PASSWORD)
    one = Account.objects.get()
    for moment in (NOW + YEAR, NOW):
        links.send_link(one, LinkPurpose.PASSWORD_RESET, made_by=None, at=moment)
    made = {row.made_at: row for row in SingleUseLink.objects.all()}
    assert [can_be_used(made[moment].valid_until, LinkPurpose.PASSWORD_RESET, at=NOW) for moment in sorted(made)] == [
        True,
        False,
    ]
    with pytest.raises(AdministrationRefused):
        links.link_at("lindewater", "unknown", at=NOW)


def test_what_counts_for_a_while_counts_over_a_small_step_back_only() -> None:
    lasts = LINK_LASTS[LinkPurpose.INVITATION]
    for back, counts in ((-SECOND, True), (STEPS_BACK, True), (STEPS_BACK + SECOND, False), (YEAR, False)):
        assert is_fresh(NOW + back, at=NOW) is counts
        assert is_page_open(NOW + back, at=NOW) is counts
        assert can_be_used(NOW + lasts + back, LinkPurpose.INVITATION, at=NOW) is counts
        assert is_ahead(NOW + back, at=NOW) is not counts
    assert (is_fresh(None, at=NOW), is_page_open(None, at=NOW)) == (False, False)


@pytest.mark.parametrize("state", SittingState)
def test_a_sitting_of_a_reporter_ends_when_the_clock_is_put_back(state: SittingState) -> None:
    """The page then asks for the receipt and keeps what was typed."""
    assert is_live(state, used=NOW + timedelta(minutes=1), at=NOW)
    assert not is_live(state, used=NOW + timedelta(minutes=1, seconds=1), at=NOW)
    assert not is_live(state, used=NOW + YEAR, at=NOW)
