"""Changing what opens a vault, new keys, a lost vault and the stewards' help, page by page, without a script."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.kernel import clock
from deontos.keyring.actions import ceremonies
from deontos.keyring.actions.shares import renew_shares
from deontos.keyring.models import Epoch, UnlockSlot
from deontos.keyring.own_vault import existing_vault
from deontos.keyring.recovery_models import Ceremony, FormerKeys
from deontos.keyring.sealing import give_to_person, make_pair
from deontos.keyring.vocabulary import CeremonyEnd, Ground, Purpose, SlotKind
from deontos.notices.models import Letter
from deontos.organisations.models import Person
from tests.factories.administration import desk_client, sign_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import town

pytestmark = [pytest.mark.row("2.6"), pytest.mark.django_db]

OWN_PHRASE = "zeven paarse tractoren eten stiekem oude postzegels"
CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")


@pytest.fixture
def house() -> KeyedTown:
    """A town of today, in which everybody reads English."""
    house = keyed(on=clock.today())
    for someone in Person.objects.all():
        someone.language = "en"
        someone.save()
    return house


def words_shown(desk: Client) -> list[str]:
    return re.findall(r'<li value="\d">([a-z]+)</li>', desk.get("/desk/vault/make/").content.decode())


def type_back(desk: Client, words: list[str]) -> str:
    asked = re.findall(r"Word number (\d)", desk.get("/desk/vault/make/words/").content.decode())
    first, second = (words[int(number) - 1] for number in asked)
    answer = desk.post("/desk/vault/make/words/", {"first": first, "second": second})
    assert answer.status_code == 200
    return answer.content.decode()


def start_anew(desk: Client) -> str:
    """Make a vault in place of the present one; its passphrase."""
    assert "Location" not in desk.post("/desk/vault/lost/").headers
    assert desk.post("/desk/vault/lost/", {"understood": "on"}).headers["Location"] == "/desk/vault/make/"
    words = words_shown(desk)
    type_back(desk, words)
    assert desk.post("/desk/vault/", {"vault_passphrase": " ".join(words)}).status_code == 302
    return " ".join(words)


def own_passphrase(desk: Client) -> str:
    """From a new vault, as the person knows it."""
    return start_anew(desk)


def signed_in(person: Person) -> Client:
    desk = Client()
    sign_in(desk, person)
    return desk


def text(desk: Client, path: str, **typed: str) -> str:
    return (desk.post(path, typed) if typed else desk.get(path)).content.decode()


def test_seven_new_words_replace_the_old_ones(house: KeyedTown) -> None:
    desk = signed_in(house.town.manager)
    old = own_passphrase(desk)
    keys = existing_vault(house.town.manager.id).sealing_public
    typed = {"what": "words", "words-vault_present": old}
    wrong = text(desk, "/desk/vault/passphrase/", **{**typed, "words-vault_present": "other words"})
    assert "This passphrase does not open your vault" in wrong
    assert desk.post("/desk/vault/passphrase/", typed).headers["Location"] == "/desk/vault/make/"
    new = words_shown(desk)
    Letter.objects.all().delete()
    assert "Your passphrase is changed" in type_back(desk, new)
    assert [letter.template for letter in Letter.objects.all()] == ["vault_changed"]
    desk.post("/desk/vault/lock/")
    assert "does not open your vault" in text(desk, "/desk/vault/", vault_passphrase=old)
    assert desk.post("/desk/vault/", {"vault_passphrase": " ".join(new)}).status_code == 302
    assert existing_vault(house.town.manager.id).sealing_public == keys


def test_a_passphrase_of_ones_own_has_to_be_hard_to_guess_and_typed_twice(house: KeyedTown) -> None:
    desk = signed_in(house.town.manager)
    old = own_passphrase(desk)
    asked = {"what": "own", "own-vault_present": old, "own-vault_chosen": OWN_PHRASE, "own-vault_again": OWN_PHRASE}
    refused = [
        ({"own-vault_again": OWN_PHRASE + "x"}, "This differs from the passphrase above"),
        ({"own-vault_present": "no"}, "This passphrase does not open your vault"),
        ({"own-vault_chosen": old, "own-vault_again": old}, "This is your present passphrase"),
        (
            {"own-vault_chosen": "correct horse battery", "own-vault_again": "correct horse battery"},
            "too easy to guess",
        ),
        ({"own-vault_chosen": "Halewijn Mira 123", "own-vault_again": "Halewijn Mira 123"}, "too easy to guess"),
        ({"own-vault_chosen": "a" * 501, "own-vault_again": "a" * 501}, "longer than a passphrase can be"),
    ]
    for changed, sentence in refused:
        page = text(desk, "/desk/vault/passphrase/", **{**asked, **changed})
        assert sentence in page
        assert OWN_PHRASE not in page
    assert "Your passphrase is changed" in text(desk, "/desk/vault/passphrase/", **asked)
    desk.post("/desk/vault/lock/")
    assert desk.post("/desk/vault/", {"vault_passphrase": OWN_PHRASE.upper()}).status_code == 302
    assert "does not open your vault" in text(desk, "/desk/vault/passphrase/", **asked)


def test_a_new_recovery_code_replaces_the_one_before(house: KeyedTown) -> None:
    desk = signed_in(house.town.manager)
    passphrase = own_passphrase(desk)
    first = CODE.search(text(desk, "/desk/vault/passphrase/", **{"what": "code", "code-vault_present": passphrase}))
    assert first is not None
    second = CODE.search(text(desk, "/desk/vault/passphrase/", **{"what": "code", "code-vault_present": first.group()}))
    assert second is not None
    desk.post("/desk/vault/lock/")
    assert "does not open your vault" in text(desk, "/desk/vault/", vault_passphrase=first.group())
    assert desk.post("/desk/vault/", {"vault_passphrase": second.group()}).status_code == 302


def test_new_keys_go_on_reading_what_the_old_ones_read(house: KeyedTown) -> None:
    manager = house.town.manager
    desk = signed_in(manager)
    old = own_passphrase(desk)
    before = existing_vault(manager.id)
    assert "does not open your vault" in text(desk, "/desk/vault/new-keys/", vault_present="nothing")
    assert desk.post("/desk/vault/new-keys/", {"vault_present": old}).headers["Location"] == "/desk/vault/make/"
    new = words_shown(desk)
    assert CODE.search(type_back(desk, new))
    assert "Your vault is closed" in text(desk, "/desk/vault/")
    assert "does not open your vault" in text(desk, "/desk/vault/", vault_passphrase=old)
    assert desk.post("/desk/vault/", {"vault_passphrase": " ".join(new)}).status_code == 302
    assert existing_vault(manager.id).sealing_public != before.sealing_public
    assert UnlockSlot.objects.filter(vault=before).count() == 0


def lose(house: KeyedTown) -> tuple[Client, Epoch]:
    """The manager, who lost everything, in a new vault; and an epoch that only the old key opens."""
    manager = house.town.manager
    made = make_pair(house.town.organisation.id, Purpose.CONVERSATION, on=clock.today())
    by = house.reader(house.town.deputy).signer(certificate=house.certificate(house.town.deputy))
    give_to_person(made, house.certificate(manager), by=by, on=clock.today(), ground=Ground.IN_LINE)
    renew_shares(house.reader(manager), at=clock.now())
    desk = signed_in(manager)
    start_anew(desk)
    return desk, made.epoch


def test_a_lost_vault_comes_back_with_two_stewards(house: KeyedTown) -> None:
    desk, _epoch = lose(house)
    page = text(desk, "/desk/vault/recovery/")
    assert "Ask two stewards to bring your old keys back" in page
    assert "Say in a sentence what happened" in text(desk, "/desk/vault/recovery/", what="begin", reason="")
    desk.post("/desk/vault/recovery/", {"what": "begin", "reason": "My bag was stolen."})
    ceremony = Ceremony.objects.get()
    address = f"/desk/keys/recovery/{ceremony.id}/"
    for steward in house.town.stewards[:2]:
        helper = desk_client(house, steward)
        assert "My bag was stolen." in text(helper, address)
        unread = text(helper, address, what="hand_on", compared="on")
        assert "let another steward help" in unread
        helper.post(address, {"what": "hand_on", "compared": "on", "uninvolved": "on"})
        assert "You have handed your share on" in text(helper, address)
    answer = text(desk, "/desk/vault/recovery/", what="take_back")
    assert "Your old keys are back" in answer
    ceremony.refresh_from_db()
    assert (ceremony.outcome, ceremony.reason) == (CeremonyEnd.DONE, "My bag was stolen.")
    assert "Your vault is open" in text(desk, "/desk/vault/")
    assert "No key of yours is lost" in text(desk, "/desk/vault/recovery/")


def test_with_one_share_the_page_offers_nothing_and_the_act_is_refused(house: KeyedTown) -> None:
    desk, _epoch = lose(house)
    desk.post("/desk/vault/recovery/", {"what": "begin", "reason": "Lost."})
    helper = desk_client(house, house.town.stewards[0])
    address = f"/desk/keys/recovery/{Ceremony.objects.get().id}/"
    helper.post(address, {"what": "hand_on", "compared": "on", "uninvolved": "on"})
    assert "take_back" not in text(desk, "/desk/vault/recovery/")
    assert "Not enough of them have" in text(desk, "/desk/vault/recovery/", what="take_back")
    assert Ceremony.objects.get().ended_at is None


def test_the_person_calls_it_off_without_an_open_vault(house: KeyedTown) -> None:
    desk, _epoch = lose(house)
    desk.post("/desk/vault/recovery/", {"what": "begin", "reason": "Lost."})
    desk.post("/desk/vault/lock/")
    desk.post("/desk/vault/recovery/", {"what": "call_off"})
    assert Ceremony.objects.get().outcome == CeremonyEnd.CALLED_OFF
    desk.post("/desk/vault/recovery/", {"what": "call_off"})


def test_a_steward_calls_it_off(house: KeyedTown) -> None:
    lose(house)
    ceremony = ceremonies.begin(house.town.manager, "Lost.", at=clock.now())
    helper = desk_client(house, house.town.stewards[2])
    for _twice in range(2):
        assert helper.post(f"/desk/keys/recovery/{ceremony.id}/", {"what": "call_off"}).status_code == 302
    ceremony.refresh_from_db()
    assert (ceremony.outcome, ceremony.ended_by) == (CeremonyEnd.CALLED_OFF, house.town.stewards[2])


def test_what_was_typed_is_kept_while_the_stewards_vault_is_closed(house: KeyedTown) -> None:
    lose(house)
    ceremony = ceremonies.begin(house.town.manager, "Lost.", at=clock.now())
    helper = signed_in(house.town.stewards[0])
    page = text(helper, f"/desk/keys/recovery/{ceremony.id}/", what="hand_on", compared="on", uninvolved="on")
    assert "Open your vault to go on" in page
    assert 'name="uninvolved" value="on"' in page
    assert ceremony.contributions.count() == 0


def test_only_stewards_of_this_organisation_see_it(house: KeyedTown) -> None:
    lose(house)
    ceremony = ceremonies.begin(house.town.manager, "Lost.", at=clock.now())
    elsewhere = keyed(town("Elderen"), on=clock.today())
    addresses = [
        f"/desk/keys/recovery/{ceremony.id}/",
        f"/desk/keys/recovery/of/{house.town.organisation.slug}/",
        "/desk/keys/recovery/00000000-0000-4000-8000-000000000000/",
    ]
    for outsider in (house.town.deputy, house.town.administrator, elsewhere.town.stewards[0]):
        desk = signed_in(outsider)
        for address in addresses:
            assert desk.get(address).status_code == 404
            assert desk.post(address, {"what": "call_off"}).status_code == 404
    assert "Mira Halewijn" not in text(signed_in(elsewhere.town.stewards[0]), "/desk/keys/recovery/")
    assert Client().get(addresses[0]).status_code == 302
    assert Ceremony.objects.get().ended_at is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_however_long_it_is(
    house: KeyedTown, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lose(house)
    for _number in range(rows):
        ceremony = ceremonies.begin(house.town.manager, "Lost.", at=clock.now())
        ceremonies.end(ceremony, CeremonyEnd.CALLED_OFF, by=None, at=clock.now())
    desk = signed_in(house.town.stewards[0])
    desk.get("/desk/keys/recovery/")
    with django_assert_num_queries(10):
        page = text(desk, "/desk/keys/recovery/")
    assert page.count("called off") == rows


def test_two_stewards_switch_recovery_off_and_one_switches_it_on(house: KeyedTown) -> None:
    renew_shares(house.reader(house.town.manager), at=clock.now())
    first, second = (signed_in(steward) for steward in house.town.stewards[:2])
    address = f"/desk/keys/recovery/of/{house.town.organisation.slug}/"
    assert "Say why, in a sentence" in text(first, address, what="ask", reason=" ")
    first.post(address, {"what": "ask", "reason": "The council decided so."})
    assert "confirm" not in re.findall(r'name="what" value="(\w+)"', text(first, address))
    assert "You asked for this yourself" in first.post(address, {"what": "confirm"}, follow=True).content.decode()
    assert "The council decided so." in text(second, address)
    second.post(address, {"what": "confirm"})
    assert "Recovery is off" in text(second, address)
    assert UnlockSlot.objects.filter(kind=SlotKind.STEWARDS).count() == 0
    assert "stewards keep no shares of keys" in text(signed_in(house.town.manager), "/desk/vault/lost/")
    second.post(address, {"what": "lift"})
    assert "Do without recovery" in text(second, address)
    assert "Somebody was faster" in second.post(address, {"what": "lift"}, follow=True).content.decode()


def test_who_has_no_vault_or_lost_nothing_is_told_so(house: KeyedTown) -> None:
    colleague = signed_in(house.town.colleague)
    for page in ("passphrase", "new-keys", "lost"):
        assert colleague.get(f"/desk/vault/{page}/").headers["Location"] == "/desk/vault/"
        assert colleague.post(f"/desk/vault/{page}/", {"what": "own"}).headers["Location"] == "/desk/vault/"
    assert "No key of yours is lost" in text(colleague, "/desk/vault/recovery/")
    assert "No key of yours is lost" in text(colleague, "/desk/vault/recovery/", what="begin", reason="x")


def test_the_old_words_that_were_found_bring_the_keys_back(house: KeyedTown) -> None:
    desk = signed_in(house.town.manager)
    old = start_anew(desk)
    start_anew(desk)
    assert "does not open your vault" in text(desk, "/desk/vault/recovery/", what="found", vault_found="nothing of it")
    assert "Your old keys are back" in text(desk, "/desk/vault/recovery/", what="found", vault_found=old)
    assert keys_kept(house.town.manager) == 1


def keys_kept(person: Person) -> int:
    """How many earlier keys the present vault holds."""
    return FormerKeys.objects.filter(vault=existing_vault(person.id)).count()
