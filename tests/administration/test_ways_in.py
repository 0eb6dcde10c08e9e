"""Invitations, lost passwords and lost second steps: who may, what it ends, and whom it tells."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from deontos.access.gate import Actor, NotAllowed
from deontos.administration import jobs
from deontos.administration.actions import accounts, links, people
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account, SignIn, SingleUseLink
from deontos.administration.vocabulary import AdministrationCode, IdentityCheck, LinkPurpose
from deontos.audit.models import Entry
from deontos.keyring.models import KeyReset
from deontos.keyring.queries import trusted_certificates
from deontos.keyring.vocabulary import ResetCause
from deontos.notices.models import Letter
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from tests.administration.test_links import choose, letters, path_in, pressed, proof_on
from tests.factories.administration import PASSWORD, account, sign_in
from tests.factories.keyring import keyed
from tests.factories.organisations import NOW, TODAY, Town, actor, office, town

pytestmark = [pytest.mark.row("2.11"), pytest.mark.django_db]

HELP = "/desk/cannot-get-in/"


@pytest.fixture(autouse=True)
def clock_at(settings: Settings) -> Iterator[time_machine.Traveller]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lindewater() -> Town:
    made = town()
    Person.objects.update(language=Language.ENGLISH)
    made.manager.refresh_from_db()
    account(made.manager, password=PASSWORD)
    return made


Verb = Callable[[Town, Actor], object]
VERBS: dict[str, Verb] = {
    "invite": lambda house, by: accounts.invite(house.colleague, by=by, at=NOW),
    "switch_off": lambda house, by: accounts.switch_off(house.manager.account, by=by, at=NOW),
    "reset_second_factor": lambda house, by: accounts.reset_second_factor(
        house.manager.account, checked=IdentityCheck.STAFF_CARD, by=by, at=NOW
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_administrators_of_the_house_may_and_nobody_else(verb: str, lindewater: Town) -> None:
    elsewhere = town("Bergstroom")
    others = [lindewater.officer, lindewater.colleague, lindewater.stewards[0], elsewhere.administrator]
    for someone in others:
        with pytest.raises(NotAllowed):
            VERBS[verb](lindewater, actor(someone))
    assert (Entry.objects.count(), Letter.objects.count(), SingleUseLink.objects.count()) == (0, 0, 0)
    VERBS[verb](lindewater, actor(lindewater.administrator))
    assert Entry.objects.filter(actor_id=lindewater.administrator.id).count() > 0


def test_whoever_can_sign_in_needs_no_invitation(lindewater: Town) -> None:
    with pytest.raises(AdministrationRefused) as refused:
        accounts.invite(lindewater.manager, by=None, at=NOW)
    assert refused.value.code is AdministrationCode.ACCOUNT_EXISTS
    twin = Person.objects.create(
        organisation=town("Bergstroom").organisation,
        given_name="T",
        family_name="S",
        email=lindewater.manager.email.upper(),
    )
    with pytest.raises(AdministrationRefused) as refused:
        accounts.invite(twin, by=None, at=NOW)
    assert refused.value.code is AdministrationCode.ADDRESS_TAKEN
    Person.objects.filter(pk=lindewater.colleague.pk).update(left_on=TODAY)
    with pytest.raises(AdministrationRefused) as refused:
        accounts.invite(lindewater.colleague, by=None, at=NOW)
    assert refused.value.code is AdministrationCode.PERSON_LEFT
    assert (SingleUseLink.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.row("2.7")
def test_an_account_that_was_switched_off_comes_back_without_its_old_password(lindewater: Town) -> None:
    manager, by, browser = lindewater.manager, actor(lindewater.administrator), Client()
    sign_in(browser, manager)
    accounts.switch_off(manager.account, by=by, at=NOW)
    assert (browser.get("/desk/").status_code, SignIn.objects.count()) == (302, 0)
    accounts.invite(manager, by=by, at=NOW)
    back = Account.objects.get(person=manager)
    assert (back.is_active, back.has_usable_password()) == (True, False)
    assert KeyReset.objects.values_list("person", "cause").get() == (manager.id, ResetCause.LOGIN_RESET)


@pytest.mark.row("2.7")
def test_a_lost_second_step_ends_by_a_link_after_somebody_looked_in_person() -> None:
    house = keyed()
    manager, by, browser = house.town.manager, actor(house.town.administrator), Client()
    made = account(manager, password=PASSWORD)
    sign_in(browser, manager)
    accounts.reset_second_factor(made, checked=IdentityCheck.IDENTITY_DOCUMENT, by=by, at=NOW)
    assert trusted_certificates(house.town.organisation.id, [manager.id], on=TODAY) == {}
    assert Authenticator.objects.filter(user=made).count() == 1
    lost = Entry.objects.get(fact="account.second_factor_lost")
    assert (lost.actor_id, lost.details) == (by.person, '{"checked":"identity_document"}')
    page = pressed(path_in(letters(LetterTemplate.SECOND_FACTOR_RESET)[0]))
    assert "new_password" not in page
    assert (Authenticator.objects.count(), browser.get("/desk/").status_code) == (0, 302)
    other = Client()
    assert other.post("/desk/sign-in/", {"login": manager.email, "password": PASSWORD}).headers["Location"] == "/desk/"
    assert other.get("/desk/").headers["Location"] == "/desk/second-factor/set-up/"
    assert [each.cause for each in KeyReset.objects.all()] == [ResetCause.SECOND_FACTOR_LOST] * 2
    told = set(
        Letter.objects.filter(template=LetterTemplate.KEYS_RESET_OF_SOMEBODY).values_list("recipient", flat=True)
    )
    assert told == {steward.id for steward in house.town.stewards}


@pytest.mark.row("2.7")
def test_no_one_letter_gives_both_a_password_and_a_second_step(lindewater: Town) -> None:
    by, made = actor(lindewater.administrator), lindewater.manager.account
    accounts.reset_second_factor(made, checked=IdentityCheck.STAFF_CARD, by=by, at=NOW)
    accounts.send_reset(made.id, at=NOW)
    factor, password = (
        path_in(letters(LetterTemplate.SECOND_FACTOR_RESET)[0]),
        path_in(letters(LetterTemplate.PASSWORD_RESET)[0]),
    )
    proof = proof_on(pressed(password))
    assert choose(password, proof)[0] == 302
    assert Authenticator.objects.filter(user=made).count() == 1
    before = Account.objects.get(pk=made.pk).password
    pressed(factor)
    assert Account.objects.get(pk=made.pk).password == before
    assert choose(factor, proof)[0] == 404


def test_nobody_confirms_their_own_identity(lindewater: Town) -> None:
    mine = account(lindewater.administrator)
    with pytest.raises(AdministrationRefused) as refused:
        accounts.reset_second_factor(
            mine, checked=IdentityCheck.KNOWN_IN_PERSON, by=actor(lindewater.administrator), at=NOW
        )
    assert refused.value.code is AdministrationCode.IN_PERSON_BY_SOMEBODY_ELSE
    Account.objects.filter(person=lindewater.manager).update(is_active=False)
    with pytest.raises(AdministrationRefused) as refused:
        VERBS["reset_second_factor"](lindewater_again(lindewater), actor(lindewater.administrator))
    assert refused.value.code is AdministrationCode.NO_ACCOUNT
    assert SingleUseLink.objects.count() == 0


def lindewater_again(house: Town) -> Town:
    """The same town, with the manager's account as it stands now."""
    house.manager.refresh_from_db()
    return house


@pytest.mark.row("2.7")
def test_a_reset_password_ends_the_certificate_and_tells_everybody() -> None:
    house = keyed()
    manager = house.town.manager
    made = account(manager, password=PASSWORD)
    accounts.send_reset(made.id, at=NOW)
    path = path_in(letters(LetterTemplate.PASSWORD_RESET)[0])
    proof = proof_on(pressed(path))
    assert manager.id in trusted_certificates(house.town.organisation.id, [manager.id], on=TODAY)
    choose(path, proof)
    assert trusted_certificates(house.town.organisation.id, [manager.id], on=TODAY) == {}
    assert KeyReset.objects.values_list("person", "cause").get() == (manager.id, ResetCause.LOGIN_RESET)
    told = Letter.objects.filter(template=LetterTemplate.KEYS_RESET).values_list("recipient", flat=True)
    assert list(told) == [manager.id]


def test_a_first_password_puts_no_keys_on_hold(lindewater: Town) -> None:
    accounts.invite(lindewater.colleague, by=None, at=NOW)
    path = path_in(letters(LetterTemplate.INVITATION)[0])
    assert choose(path, proof_on(pressed(path)))[0] == 302
    assert KeyReset.objects.count() == 0


def asked(address: str) -> tuple[int, str, int]:
    """Status, page without the address, and queries of asking for help."""
    client = Client()
    client.get(HELP)
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(HELP, {"address": address}, headers={"accept-language": "en"})
    page = answer.content.decode().replace(address, "").replace(address.lower(), "")
    return answer.status_code, page, len(queries)


def test_a_stranger_learns_nothing_by_asking_for_help(lindewater: Town) -> None:
    Account.objects.create(person=lindewater.director, email=lindewater.director.email, is_active=False)
    addresses = ["nobody@x.example", lindewater.manager.email, lindewater.colleague.email, lindewater.director.email]
    answers = {asked(address) for address in addresses}
    assert len(answers) == 1
    assert [row.task_path for row in DBTaskResult.objects.all()] == ["deontos.administration.jobs.send_reset"] * 4
    assert (SingleUseLink.objects.count(), Letter.objects.count(), Entry.objects.count()) == (0, 0, 0)
    for row in DBTaskResult.objects.all():
        jobs.send_reset.func(*row.args_kwargs["args"])
        assert not [address for address in addresses if address in str(row.args_kwargs)]
    assert [letter.to for letter in letters(LetterTemplate.PASSWORD_RESET)] == [[lindewater.manager.email]]


def test_nobody_fills_a_mailbox(lindewater: Town, clock_at: time_machine.Traveller) -> None:
    answers = [asked(lindewater.manager.email)[:2] for _ in range(5)]
    assert (len(set(answers)), DBTaskResult.objects.count()) == (1, 3)
    clock_at.shift(timedelta(hours=1))
    asked(lindewater.manager.email)
    assert DBTaskResult.objects.count() == 4


def test_a_stranger_who_asks_for_help_ends_no_link(lindewater: Town, clock_at: time_machine.Traveller) -> None:
    made = lindewater.manager.account
    accounts.send_reset(made.id, at=NOW)
    path = path_in(letters(LetterTemplate.PASSWORD_RESET)[0])
    accounts.send_reset(made.id, at=NOW)
    assert Client().get(path).status_code == 200
    clock_at.shift(timedelta(hours=1))
    assert Client().get(path).status_code == 404


def test_links_that_nobody_can_use_are_forgotten(lindewater: Town) -> None:
    accounts.send_reset(lindewater.manager.account.id, at=NOW)
    jobs.forget_sessions(at=NOW + timedelta(minutes=89))
    assert SingleUseLink.objects.count() == 1
    jobs.forget_sessions(at=NOW + timedelta(minutes=90))
    assert SingleUseLink.objects.count() == 0


def test_a_wrong_address_is_asked_for_in_plain_words(client: Client) -> None:
    page = client.post(HELP, {"address": "mira"}, headers={"accept-language": "en"}).content.decode()
    assert "Type the whole address, such as name@example.org." in page
    assert 'value="mira"' in page


def test_the_sign_in_page_leads_to_help_and_help_speaks_ones_language(client: Client) -> None:
    page = client.get("/desk/sign-in/?language=en").content.decode()
    assert f'<a href="{HELP}">I cannot get in</a>' in page
    assert 'href="?language=fr"' in client.get(HELP).content.decode()


def test_a_link_for_one_thing_is_none_for_another(lindewater: Town) -> None:
    by, made = actor(lindewater.administrator), lindewater.manager.account
    accounts.reset_second_factor(made, checked=IdentityCheck.STAFF_CARD, by=by, at=NOW)
    links.end_links(made, LinkPurpose.INVITATION, LinkPurpose.PASSWORD_RESET, at=NOW)
    path = path_in(letters(LetterTemplate.SECOND_FACTOR_RESET)[0])
    assert Client().get(path).status_code == 200
    links.end_links(made, LinkPurpose.SECOND_FACTOR_RESET, at=NOW)
    assert Client().get(path).status_code == 404


def test_another_address_ends_the_links_sent_to_the_former(lindewater: Town) -> None:
    manager, by = lindewater.manager, actor(lindewater.administrator)
    accounts.send_reset(manager.account.id, at=NOW)
    path = path_in(letters(LetterTemplate.PASSWORD_RESET)[0])
    details = people.PersonDetails("Mira", "Halewijn", "mira@elsewhere.example", "", Language.ENGLISH)
    people.change_person(manager, details, by=by, at=NOW)
    assert Client().get(path).status_code == 404


def test_a_first_password_of_somebody_who_signed_in_without_one_is_a_reset(lindewater: Town) -> None:
    """By way of the organisation, or with a passkey: a password by letter is a new way in to an account in use."""
    made = account(lindewater.colleague)
    Account.objects.update(last_login=NOW)
    accounts.send_reset(made.id, at=NOW)
    path = path_in(letters(LetterTemplate.PASSWORD_RESET)[0])
    assert choose(path, proof_on(pressed(path)))[0] == 302
    assert KeyReset.objects.values_list("person", "cause").get() == (lindewater.colleague.id, ResetCause.LOGIN_RESET)


@pytest.mark.row("2.13")
def test_the_last_administrator_who_can_sign_in_is_not_switched_off(lindewater: Town) -> None:
    by = actor(lindewater.administrator)
    made = Account.objects.filter(person=lindewater.administrator).first() or account(lindewater.administrator)
    office(lindewater.organisation, "administrator", lindewater.colleague)  # type: ignore[arg-type]
    Account.objects.exclude(pk=made.pk).update(is_active=False)
    with pytest.raises(AdministrationRefused) as refused:
        accounts.switch_off(made, by=by, at=NOW)
    assert refused.value.code is AdministrationCode.LAST_ADMINISTRATOR
    Account.objects.update_or_create(person=lindewater.colleague, defaults={"is_active": True, "email": "t@l.example"})
    accounts.switch_off(made, by=by, at=NOW)
    assert Account.objects.get(pk=made.pk).is_active is False
