"""A link counts once and for a while, and tells nobody anything but the person who got the letter."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from django.conf import settings as house_settings
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from deontos.administration.actions import accounts, links
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account, SignIn, SingleUseLink
from deontos.administration.vocabulary import AdministrationCode, LinkPurpose
from deontos.audit.models import Entry
from deontos.notices.letters import message_of
from deontos.notices.models import Letter
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.sites.logs import BareFormatter
from tests.factories.administration import PASSWORD, account, code, sign_in
from tests.factories.organisations import NOW, Town, actor, town

pytestmark = [pytest.mark.row("2.11"), pytest.mark.django_db]

GONE, BUTTON = "This link does not count", "Use my link"
PATTERN = "<language:language>/<slug:organisation>/link/<str:token>/"
NEW = "heron-window-copper-lake"


@pytest.fixture(autouse=True)
def clock_at(settings: Settings) -> Iterator[time_machine.Traveller]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lindewater() -> Town:
    made = town()
    Person.objects.update(language=Language.ENGLISH)
    made.colleague.refresh_from_db()
    return made


def letters(template: LetterTemplate) -> list[EmailMessage]:
    """The letters of one kind, as they would leave now."""
    found = Letter.objects.filter(template=template).select_related("recipient", "organisation").order_by("due_from")
    return [message_of(letter, at=NOW) for letter in found]


def path_in(letter: EmailMessage) -> str:
    """The path of the one link in a letter."""
    [path] = re.findall(rf"{re.escape(house_settings.OPERATOR.base_url)}(/\w\w/\S+/link/\S+)", str(letter.body))
    return str(path)


@pytest.fixture
def invited(lindewater: Town) -> str:
    """The path of the link in the letter to Tom, who was invited."""
    accounts.invite(lindewater.colleague, by=actor(lindewater.administrator), at=NOW)
    [letter] = letters(LetterTemplate.INVITATION)
    return path_in(letter)


def token_in(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def proof_on(page: str) -> str:
    [proof] = re.findall(r'name="proof" value="([^"]+)"', page)
    return str(proof)


def pressed(path: str) -> str:
    """The page after the button."""
    return Client().post(path, {"go": "next"}).content.decode()


def choose(path: str, proof: str, password: str = NEW, again: str = "") -> tuple[int, str]:
    """What happens with a password that is typed twice."""
    words = {"proof": proof, "new_password": password, "new_password_again": again or password}
    answer = Client().post(path, words)
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def test_a_letter_brings_a_link_and_the_link_a_password_of_ones_own(lindewater: Town, invited: str) -> None:
    made = Account.objects.get(person=lindewater.colleague)
    assert (made.has_usable_password(), made.is_active) == (False, True)
    assert re.fullmatch(r"/en/lindewater/link/[A-Za-z0-9_-]{43}/", invited)
    page = pressed(invited)
    assert lindewater.colleague.email in page
    assert choose(invited, proof_on(page)) == (302, "/desk/sign-in/")
    browser = Client()
    words = {"login": lindewater.colleague.email, "password": NEW}
    assert browser.post("/desk/sign-in/", words).headers["Location"] == "/desk/"
    assert browser.get("/desk/").headers["Location"] == "/desk/second-factor/set-up/"
    facts = list(Entry.objects.order_by("number").values_list("fact", "actor_id", "details"))
    tom = lindewater.colleague.id
    assert facts == [
        ("account.invited", lindewater.administrator.id, "{}"),
        ("account.link_used", tom, '{"purpose":"invitation"}'),
        ("account.password_chosen", tom, '{"purpose":"invitation"}'),
    ]


def test_asking_for_the_page_changes_nothing_however_often(invited: str) -> None:
    for _ in range(3):
        answers = [Client().get(invited), Client().head(invited), Client().get(f"{invited}?utm=scanner")]
        assert [answer.status_code for answer in answers] == [200] * 3
        assert BUTTON in answers[0].content.decode()
        assert "password" not in answers[0].content.decode().lower()
    assert SingleUseLink.objects.filter(used_at__isnull=True).count() == 1
    assert "Choose your password" in pressed(invited)


def test_a_link_counts_once(invited: str) -> None:
    page = pressed(invited)
    assert GONE in pressed(invited)
    assert GONE in Client().get(invited).content.decode()
    assert choose(invited, proof_on(page))[0] == 302
    assert GONE in choose(invited, proof_on(page), "another-long-password")[1]


def test_what_is_refused_is_said_and_the_page_stays(lindewater: Town, invited: str) -> None:
    proof = proof_on(pressed(invited))
    for password, words in (
        ("short", "A password has at least twelve signs."),
        ("qwertyuiop123", "This password is guessed too soon"),
        (lindewater.colleague.email.upper(), "Your address is no password"),
        ("", "Choose a password of at least twelve signs."),
        ("x" * 501, "A password has at most 500 signs."),
    ):
        status, page = choose(invited, proof, password)
        assert (status, words in page, proof_on(page)) == (200, True, proof)
        assert not password or f'value="{password}"' not in page
    status, page = choose(invited, proof, NEW, "heron-window-copper-lak")
    assert "The two are not the same." in page
    assert choose(invited, proof)[0] == 302


def test_the_page_behind_a_link_closes_after_half_an_hour(invited: str, clock_at: time_machine.Traveller) -> None:
    proof = proof_on(pressed(invited))
    clock_at.shift(timedelta(minutes=30, seconds=1))
    assert GONE in choose(invited, proof)[1]


@pytest.mark.parametrize("proof", ["", "A" * 43, "ü", "x" * 5000])
def test_the_page_opens_for_nobody_else(proof: str, invited: str) -> None:
    assert GONE in choose(invited, proof)[1]
    pressed(invited)
    assert choose(invited, proof)[0] == 404


def test_an_invitation_lasts_seven_days(invited: str, clock_at: time_machine.Traveller) -> None:
    clock_at.shift(timedelta(days=7) - timedelta(seconds=1))
    assert Client().get(invited).status_code == 200
    clock_at.shift(timedelta(seconds=1))
    assert GONE in pressed(invited)


def test_another_invitation_ends_the_former(lindewater: Town, invited: str) -> None:
    proof = proof_on(pressed(invited))
    accounts.invite(lindewater.colleague, by=actor(lindewater.administrator), at=NOW)
    assert GONE in choose(invited, proof)[1]
    second = {path_in(letter) for letter in letters(LetterTemplate.INVITATION)} - {invited}
    assert "Choose your password" in pressed(second.pop())


def test_whatever_is_wrong_with_a_link_the_answer_and_the_cost_are_the_same(
    lindewater: Town, clock_at: time_machine.Traveller
) -> None:
    elsewhere = town("Bergstroom")
    paths = {}
    for kind in ("used", "over", "foreign", "switched off"):
        someone = Person.objects.create(
            organisation=lindewater.organisation, given_name="Tom", family_name=kind, email=f"{kind[:4]}@x.example"
        )
        accounts.invite(someone, by=None, at=NOW - timedelta(days=8) if kind == "over" else NOW)
        paths[kind] = path_in(letters(LetterTemplate.INVITATION)[0 if kind == "over" else -1])
        Letter.objects.all().delete()
    pressed(paths["used"])
    Account.objects.filter(person__family_name="switched off").update(is_active=False)
    paths["foreign"] = paths["foreign"].replace("/lindewater/", f"/{elsewhere.organisation.slug}/")
    paths["unknown"] = f"/nl/lindewater/link/{'A' * 43}/"
    paths["odd"] = "/nl/lindewater/link/%00%C3%A9'--/"
    answers = set()
    for method in ("GET", "POST"):
        for path in paths.values():
            client, path = Client(), path.replace("/en/", "/nl/")
            with CaptureQueriesContext(connection) as queries:
                answer = client.generic(method, path)
            body = re.sub(rb'href="[^"]*"|value="[^"]*"', b"", answer.content)
            body = body.replace(b"Bergstroom", b"Lindewater")
            answers.add((method, answer.status_code, len(queries), body))
    assert {(method, status, cost) for method, status, cost, _body in answers} == {("GET", 404, 2), ("POST", 404, 5)}
    assert len({body for *_rest, body in answers}) == 1


def test_neither_the_table_nor_a_log_holds_a_token(invited: str, caplog: pytest.LogCaptureFixture) -> None:
    token = token_in(invited)
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "django.request"):
        Client().get(invited)
        pressed(invited)
        pressed(invited)
    written = [BareFormatter("%(name)s %(message)s").format(record) for record in caplog.records]
    assert written == ["django.request A request was not answered as asked: " + PATTERN]
    rows = [*SingleUseLink.objects.values(), *Letter.objects.values(), *Entry.objects.values()]
    assert token not in str(rows)
    assert token.encode() not in bytes(SingleUseLink.objects.get().digest)


def test_no_cache_keeps_the_page_and_no_other_site_hears_of_it(invited: str) -> None:
    for answer in (Client().get(invited), Client().post(invited)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert not re.search(r'(?:href|src|action)="https?:', answer.content.decode())
        assert set(answer.cookies) <= {"__Host-csrf"}


def test_signed_out_everywhere_when_a_password_is_chosen(lindewater: Town) -> None:
    manager, browser = lindewater.manager, Client()
    account(manager, password=PASSWORD)
    sign_in(browser, manager)
    accounts.send_reset(manager.account.id, at=NOW)
    path = path_in(letters(LetterTemplate.PASSWORD_RESET)[0])
    assert browser.get("/desk/").status_code == 200
    assert choose(path, proof_on(pressed(path)))[0] == 302
    assert browser.get("/desk/").status_code == 302
    assert SignIn.objects.count() == 0


@pytest.mark.row("2.7")
def test_a_reset_needs_the_second_step_still(lindewater: Town) -> None:
    manager = lindewater.manager
    account(manager, password=PASSWORD)
    accounts.send_reset(manager.account.id, at=NOW)
    path = path_in(letters(LetterTemplate.PASSWORD_RESET)[0])
    choose(path, proof_on(pressed(path)))
    browser = Client()
    words = {"login": manager.email, "password": NEW}
    assert browser.post("/desk/sign-in/", words).headers["Location"] == "/desk/second-factor/"
    assert browser.get("/desk/").status_code == 302
    assert browser.post("/desk/second-factor/", {"code": code()}).headers["Location"] == "/desk/"


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_use_it_once(lindewater: Town, invited: str) -> None:
    outcomes: list[str] = []

    def press() -> None:
        try:
            outcomes.append(links.follow("lindewater", token_in(invited), at=NOW).link.purpose)
        except AdministrationRefused as refusal:
            outcomes.append(str(refusal.code))
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == sorted([LinkPurpose.INVITATION.value, *[AdministrationCode.LINK_GONE.value] * 3])


def test_a_link_is_sent_to_where_somebody_signs_in(lindewater: Town) -> None:
    made = account(lindewater.manager, password=PASSWORD)
    Account.objects.filter(pk=made.pk).update(email="manager@elsewhere.example")
    accounts.send_reset(made.id, at=NOW)
    assert [letter.to for letter in letters(LetterTemplate.PASSWORD_RESET)] == [["manager@elsewhere.example"]]
