"""The pages of stewards: the sitting, the list, one key, alarms and history; for those whose pages they are."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.access.web.keeping import is_secret
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.actions.vaults import store_vault
from deontos.keyring.models import KeyAlarm, ReaderCertificate, Vault
from deontos.keyring.queries import trusted_certificates, trusted_stewards
from deontos.keyring.rules import COOLING
from deontos.keyring.vocabulary import ResetCause
from deontos.keyring.web.stewards.forms import field_names
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language, OfficeKind
from deontos.vault.fingerprints import fingerprint_words
from deontos.vault.keys import new_user_keys
from deontos.vault.passphrases import new_recovery_code, word_list
from tests.factories.administration import desk_client, sign_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, Town, deputy, person, town

pytestmark = [pytest.mark.django_db, pytest.mark.row("2.2")]

PAGES = ("/desk/keys/", "/desk/keys/founding/", "/desk/keys/alarms/", "/desk/keys/history/")


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lindewater() -> KeyedTown:
    """A keyed town whose people read English, with a deputy who waits to be confirmed."""
    made = keyed()
    Person.objects.update(language=Language.ENGLISH)
    deputy(made.town.manager_office, made.town.colleague, 2)
    made.give_keys(made.town.colleague)
    return made


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def address(who: Person, office: str = "complaints_manager") -> str:
    return f"/desk/keys/of/{office}/{who.id}/"


def shown_in(answer: Any) -> str:
    found = re.search(r'name="shown" value="([0-9a-f]{64})"', answer.content.decode())
    return found[1] if found else ""


def sign(desk: Client, who: Person, **fields: str) -> Any:
    shown = shown_in(desk.get(address(who)))
    return desk.post(address(who), {"shown": shown, "compared": "on", **fields})


def test_two_stewards_confirm_a_deputy_page_by_page(lindewater: KeyedTown) -> None:
    colleague, (first, second, _third) = lindewater.town.colleague, lindewater.town.stewards
    one, two = desk_client(lindewater, first), desk_client(lindewater, second)
    assert "Waits for the first signature" in text(one.get("/desk/keys/"))
    keys = lindewater.keys[colleague.id]
    page = one.get(address(colleague)).content.decode()
    for word in fingerprint_words(keys.sealing.public, keys.signing.public, word_list("en")):
        assert f"<li>{word}</li>" in page
    unticked = one.post(address(colleague), {"shown": shown_in(one.get(address(colleague)))})
    assert "Compare the words first." in text(unticked)
    assert sign(one, colleague).headers["Location"] == address(colleague)
    assert "You have signed. Another steward signs too." in text(one.get(address(colleague)))
    assert "You have signed for this key." in text(
        one.post(address(colleague), {"shown": shown_in(two.get(address(colleague))), "compared": "on"})
    )
    sign(two, colleague)
    assert set(trusted_certificates(lindewater.town.organisation.id, [colleague.id], on=TODAY)) == {colleague.id}
    shown = text(two.get(address(colleague)))
    assert "Confirmed" in shown
    assert f"{first.name} , 24 November 2026, 10:30" in shown or f"{first.name}, 24" in shown.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_a_closed_vault_is_opened_on_the_way_and_the_box_stays_ticked(lindewater: KeyedTown, client: Client) -> None:
    colleague, steward = lindewater.town.colleague, lindewater.town.stewards[0]
    sign_in(client, steward)
    answer = sign(client, colleague)
    assert "Open your vault to go on" in text(answer)
    assert '<input type="hidden" name="compared" value="on">' in answer.content.decode()
    assert not ReaderCertificate.objects.filter(person=colleague).exists()


def test_keys_exchanged_between_looking_and_signing_are_not_signed(lindewater: KeyedTown) -> None:
    colleague, desk = lindewater.town.colleague, desk_client(lindewater, lindewater.town.stewards[0])
    shown, other = shown_in(desk.get(address(colleague))), new_user_keys()
    Vault.objects.filter(person=colleague).update(sealing_public=other.sealing.public)
    answer = desk.post(address(colleague), {"shown": shown, "compared": "on"})
    assert "This key is not the one that you compared." in text(answer)
    assert not ReaderCertificate.objects.filter(person=colleague).exists()


def test_the_own_key_and_a_key_on_hold_have_no_button(lindewater: KeyedTown) -> None:
    steward, desk = lindewater.town.stewards[0], desk_client(lindewater, lindewater.town.stewards[0])
    own = desk.get(address(steward, "steward"))
    assert (shown_in(own), "Nobody confirms their own key." in text(own)) == ("", True)
    note_reset(lindewater.town.manager, ResetCause.LOGIN_RESET, by=None, at=NOW)
    held = desk.get(address(lindewater.town.manager))
    assert shown_in(held) == ""
    assert "This key can be confirmed from 27 November 2026, 10:30 on" in text(held).replace("\N{NO-BREAK SPACE}", " ")
    assert "On hold after a reset" in text(desk.get("/desk/keys/"))


@pytest.mark.row("2.7")
def test_after_72_hours_the_button_is_back(lindewater: KeyedTown) -> None:
    manager = lindewater.town.manager
    note_reset(manager, ResetCause.LOGIN_RESET, by=None, at=NOW)
    with time_machine.travel(NOW + COOLING, tick=False):
        for steward in lindewater.town.stewards[:2]:
            assert sign(desk_client(lindewater, steward), manager).status_code == 302
        home = lindewater.town.organisation.id
        assert set(trusted_certificates(home, [manager.id], on=(NOW + COOLING).date())) == {manager.id}


def test_nobody_else_finds_these_pages(lindewater: KeyedTown) -> None:
    other = keyed(town("Bergstroom"))
    for somebody, house in ((lindewater.town.manager, lindewater), (lindewater.town.administrator, lindewater)):
        house.give_keys(somebody)
        desk = desk_client(house, somebody)
        assert [desk.get(page).status_code for page in (*PAGES, address(lindewater.town.colleague))] == [404] * 5
    stranger = desk_client(other, other.town.stewards[0])
    assert [stranger.get(page).status_code for page in PAGES] == [200] * 4
    for page in PAGES:
        shown = stranger.get(page).content.decode()
        assert not [each for each in (lindewater.town.colleague, *lindewater.town.stewards) if each.email in shown]
        assert "Lindewater" not in shown
    assert stranger.get(address(lindewater.town.colleague)).status_code == 404
    assert stranger.post(address(lindewater.town.colleague), {"compared": "on"}).status_code == 404
    assert stranger.get("/desk/keys/founding/?of=lindewater").status_code == 404
    officer = desk_client(lindewater, lindewater.town.officer)
    assert [officer.get(page).status_code for page in PAGES] == [404, 404, 200, 200]


@pytest.fixture
def unfounded() -> Town:
    """A town whose stewards have vaults that a passphrase opens."""
    home = town("Zoutbrug")
    Person.objects.update(language=Language.ENGLISH)
    for each in home.stewards:
        store_vault(each, new_user_keys(), f"heron {each.family_name} lantern", new_recovery_code(), at=NOW)
    return home


def sitting(home: Town, **change: str) -> dict[str, str]:
    fields = {f"vault_passphrase-{each.id}": f"heron {each.family_name} lantern" for each in home.stewards}
    return {**fields, **{f"compared-{each.id}": "on" for each in home.stewards}, **change}


def test_three_people_found_the_house_at_one_screen(unfounded: Town, client: Client) -> None:
    first, second, third = unfounded.stewards
    sign_in(client, Person.objects.get(pk=first.pk))
    assert "waits for its first stewards" in text(client.get("/desk/keys/"))
    assert all(each.name in text(client.get("/desk/keys/founding/")) for each in unfounded.stewards)
    wrong = client.post("/desk/keys/founding/", sitting(unfounded, **{f"vault_passphrase-{second.id}": "other words"}))
    page = wrong.content.decode()
    assert f"{second.name}: this passphrase does not open your vault." in page
    assert f'id="id_vault_passphrase-{second.id}"' in page
    assert not [each for each in unfounded.stewards if f"heron {each.family_name} lantern" in page]
    assert "other words" not in page
    assert page.count("checked") == 3
    unticked = sitting(unfounded)
    del unticked[f"compared-{third.id}"]
    assert "Compare these words with each other first." in text(client.post("/desk/keys/founding/", unticked))
    assert trusted_stewards(unfounded.organisation.id, on=TODAY) == []
    done = client.post("/desk/keys/founding/", sitting(unfounded))
    assert done.headers["Location"] == "/desk/keys/"
    assert {each.person_id for each in trusted_stewards(unfounded.organisation.id, on=TODAY)} == {
        each.id for each in unfounded.stewards
    }
    assert "There are stewards already" in text(client.get("/desk/keys/founding/"))


def test_the_page_says_what_is_missing(unfounded: Town, client: Client) -> None:
    first, second, third = unfounded.stewards
    Vault.objects.filter(person=second).delete()
    third.offices.all().delete()
    sign_in(client, Person.objects.get(pk=first.pk))
    page = text(client.get("/desk/keys/founding/"))
    assert "1 more person has to hold the office of steward." in page
    assert f"{second.name} has no vault yet" in page
    assert client.post("/desk/keys/founding/", sitting(unfounded)).status_code == 200
    assert ReaderCertificate.objects.count() == 0


def test_an_alarm_stands_red_on_the_list_and_on_the_home_page_until_a_steward_settles_it(
    lindewater: KeyedTown,
) -> None:
    steward, officer = (
        desk_client(lindewater, each) for each in (lindewater.town.stewards[0], lindewater.town.officer)
    )
    Vault.objects.filter(person=lindewater.town.manager).update(sealing_public=new_user_keys().sealing.public)
    assert "1 alarm about keys is open" in text(steward.get("/desk/keys/"))
    assert "1 alarm about keys is open" in text(officer.get("/desk/"))
    assert "alarm about keys" not in text(desk_client(lindewater, lindewater.town.manager).get("/desk/"))
    assert lindewater.town.manager.name in text(officer.get("/desk/keys/alarms/"))
    alarm = f"/desk/keys/alarms/{KeyAlarm.objects.get().id}/"
    assert "Write down and settle" not in text(officer.get(alarm))
    officer.post(alarm, {"reason": "I am no steward"})
    assert "Write in a sentence why" in text(steward.post(alarm, {"reason": ""}))
    long = "x" * 501
    assert long in steward.post(alarm, {"reason": long}).content.decode()
    assert steward.post(alarm, {"reason": "<b>It was a test</b>"}).headers["Location"] == "/desk/keys/alarms/"
    assert "&lt;b&gt;It was a test" in officer.get(alarm).content.decode()
    assert "alarm about keys is open" not in text(steward.get("/desk/keys/"))
    stranger = keyed(town("Bergstroom"))
    assert desk_client(stranger, stranger.town.stewards[0]).get(alarm).status_code == 404


def test_the_history_says_in_words_who_did_what(lindewater: KeyedTown) -> None:
    note_reset(lindewater.town.manager, ResetCause.LOGIN_RESET, by=lindewater.town.administrator.id, at=NOW)
    page = text(desk_client(lindewater, lindewater.town.officer).get("/desk/keys/history/")).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    manager, administrator = lindewater.town.manager.name, lindewater.town.administrator.name
    assert f"Key put on hold by a reset 24 November 2026, 10:30 {manager} by {administrator}" in page
    assert (
        f"Key confirmed by two stewards 24 November 2026, 10:30 {lindewater.town.director.name}, general director by"
        in page
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_a_fixed_number_of_queries(
    rows: int, lindewater: KeyedTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        someone = person(lindewater.town.organisation, f"Vera Moerdijk{number}")
        deputy(lindewater.town.manager_office, someone, number + 3)
        lindewater.give_keys(someone)
    for each in list(Vault.objects.filter(person__certificates__office=OfficeKind.STEWARD))[:rows]:
        KeyAlarm.objects.create(
            organisation=lindewater.town.organisation,
            kind="vault_changed",
            subject_id=each.person_id,
            found_at=NOW - timedelta(days=1),
            told_on=TODAY,
        )
    desk = desk_client(lindewater, lindewater.town.stewards[0])
    desk.get("/desk/keys/")
    for page, queries in (("/desk/keys/", 29), ("/desk/keys/alarms/", 19), ("/desk/keys/history/", 12)):
        with django_assert_num_queries(queries):
            desk.get(page)


def test_no_passphrase_of_the_sitting_is_ever_kept_in_a_page() -> None:
    """Whoever is signed out between typing and sending gets the boxes back, and none of the three passphrases."""
    names = [name for steward in town().stewards for name in field_names(steward)]
    assert [name for name in names if is_secret(name)] == names[1::2]


def test_a_steward_reads_on_the_own_vault_page_that_the_key_is_confirmed() -> None:
    house = keyed()
    Person.objects.update(language=Language.ENGLISH)
    steward = Person.objects.get(pk=house.town.stewards[0].pk)
    page = desk_client(house, steward).get("/desk/vault/").content.decode()
    assert "Two stewards confirmed your key." in page
