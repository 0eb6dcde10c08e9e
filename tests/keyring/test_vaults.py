"""A vault opens by its passphrase or its recovery code and by nothing else, and closes by itself."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from deontos.audit.models import Entry
from deontos.keyring.actions import vaults
from deontos.keyring.jobs import sweep_vaults
from deontos.keyring.models import UnlockSlot, Vault, VaultProposal, VaultSession
from deontos.keyring.own_vault import VaultRefused, existing_vault, proposal_of
from deontos.keyring.queries import open_vault_session, unlocked_reader, vault_of
from deontos.keyring.rules import PASSPHRASE_WORDS
from deontos.keyring.secrets import install_secrets
from deontos.keyring.vocabulary import KeyringCode, SlotKind
from deontos.notices.models import Letter
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.vault.keys import UserKeys, new_user_keys
from deontos.vault.passphrases import entropy_bits, new_recovery_code, word_list
from deontos.vault.slots import open_recovery_slot
from tests.factories.keyring import vault
from tests.factories.organisations import NOW, TODAY, organisation, person

pytestmark = [pytest.mark.row("1.12"), pytest.mark.django_db]

PASSPHRASE = "lantaarn boomgaard fluweel kano weide spiegel haven"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mira() -> Person:
    return person(organisation(), "Mira Halewijn")


def facts() -> list[str]:
    """What stands in the audit chain, in order."""
    return list(Entry.objects.order_by("number").values_list("fact", flat=True))


def words_asked(mira: Person, key: bytes, *, at: datetime = NOW) -> tuple[str, str]:
    proposal = proposal_of(mira, key, at=at)
    first, second = (proposal.passphrase.split()[number - 1] for number in proposal.asked)
    return first, second


@pytest.mark.parametrize("language", list(Language))
def test_a_passphrase_has_seven_words_of_the_persons_language_and_77_bits(language: Language) -> None:
    someone = person(organisation(), "Mira Halewijn", language)
    proposal = proposal_of(someone, vaults.propose_passphrase(someone, at=NOW), at=NOW)
    words = proposal.passphrase.split()
    assert (len(words), set(words) - set(word_list(language))) == (PASSPHRASE_WORDS, set())
    assert entropy_bits(word_list(language), PASSPHRASE_WORDS) >= 77
    assert 1 <= proposal.asked[0] < proposal.asked[1] <= PASSPHRASE_WORDS


def test_a_passphrase_on_show_stands_nowhere_in_the_database(mira: Person) -> None:
    key = vaults.propose_passphrase(mira, at=NOW)
    row = VaultProposal.objects.get()
    stored = bytes(row.row_key) + bytes(row.sealed)
    assert key not in stored
    assert [word for word in proposal_of(mira, key, at=NOW).passphrase.split() if word.encode() in stored] == []


def test_a_passphrase_on_show_is_the_owners_for_half_an_hour(mira: Person) -> None:
    key = vaults.propose_passphrase(mira, at=NOW)
    somebody_else = person(mira.organisation, "Tom Schelfhout")
    wrong = [(mira, b"\x00" * 32, NOW), (somebody_else, key, NOW), (mira, key, NOW + 30 * MINUTE), (mira, b"", NOW)]
    for someone, shown, at in wrong:
        with pytest.raises(VaultRefused) as refused:
            proposal_of(someone, shown, at=at)
        assert refused.value.code is KeyringCode.PROPOSAL_GONE
    assert proposal_of(mira, key, at=NOW + 29 * MINUTE).passphrase


def test_a_new_passphrase_takes_the_place_of_the_one_before(mira: Person) -> None:
    first, second = vaults.propose_passphrase(mira, at=NOW), vaults.propose_passphrase(mira, at=NOW)
    with pytest.raises(VaultRefused):
        proposal_of(mira, first, at=NOW)
    assert proposal_of(mira, second, at=NOW).passphrase
    assert VaultProposal.objects.count() == 1


def test_without_the_right_two_words_no_vault_is_made(mira: Person) -> None:
    key = vaults.propose_passphrase(mira, at=NOW)
    first, second = words_asked(mira, key)
    for typed in [(second, first), (first, "nonsense"), ("", ""), (first, "")]:
        with pytest.raises(VaultRefused) as refused:
            vaults.make_vault(mira, key, typed, at=NOW)
        assert refused.value.code is KeyringCode.WRONG_WORDS
    assert (Vault.objects.count(), facts()) == (0, [])


def test_the_right_words_make_a_vault_that_passphrase_and_recovery_code_open(mira: Person) -> None:
    key = vaults.propose_passphrase(mira, at=NOW)
    passphrase = proposal_of(mira, key, at=NOW).passphrase
    first, second = words_asked(mira, key)
    code = vaults.make_vault(mira, key, (f" {first.upper()} ", second), at=NOW)
    made = Vault.objects.get(person=mira)
    keys = vaults.unlocked_keys(mira, passphrase, at=NOW)
    assert (keys.sealing.public, keys.signing.public) == (bytes(made.sealing_public), bytes(made.verifying_public))
    slot = made.slots.get(kind=SlotKind.RECOVERY_CODE)
    assert open_recovery_slot(bytes(slot.wrapped), code, install_secrets().pepper_kek, made.id) == keys.to_bytes()
    assert (VaultProposal.objects.count(), facts()) == (0, ["vault.made"])
    assert [(letter.recipient, letter.template) for letter in Letter.objects.all()] == [(mira, "vault_made")]


def test_nobody_has_two_vaults(mira: Person) -> None:
    vault(mira, new_user_keys())
    with pytest.raises(VaultRefused) as refused:
        vaults.propose_passphrase(mira, at=NOW)
    assert refused.value.code is KeyringCode.ALREADY_HAS_VAULT
    with pytest.raises(VaultRefused) as refused:
        vaults.store_vault(mira, new_user_keys(), PASSPHRASE, new_recovery_code(), at=NOW)
    assert refused.value.code is KeyringCode.ALREADY_HAS_VAULT
    assert (Vault.objects.count(), UnlockSlot.objects.count(), facts()) == (1, 0, [])


def test_an_ended_vault_is_nobodys_and_leaves_room_for_the_next(mira: Person) -> None:
    keys = new_user_keys()
    former = vault(mira, keys)
    cookie = vaults.open_session_for(former, keys, at=NOW)
    Vault.objects.filter(pk=former.pk).update(ended_at=NOW)
    assert (vault_of(mira.id), open_vault_session(mira.id, cookie, at=NOW)) == (None, None)
    assert vault_of(vault(mira, new_user_keys()).person_id) is not None
    assert Vault.objects.filter(person=mira).count() == 2


def test_no_private_key_and_no_secret_stands_in_the_database(mira: Person) -> None:
    keys, code = new_user_keys(), new_recovery_code()
    vaults.store_vault(mira, keys, PASSPHRASE, code, at=NOW)
    cookie = vaults.unlock(mira, PASSPHRASE, at=NOW)
    rows = [*Vault.objects.all(), *UnlockSlot.objects.all(), *VaultSession.objects.all()]
    stored = b"".join(bytes(value) for row in rows for value in vars(row).values() if isinstance(value, bytes))
    secrets = (keys.sealing.private, keys.signing.private, PASSPHRASE.encode(), code.encode(), cookie)
    assert [secret for secret in secrets if secret in stored] == []


def test_the_recovery_code_opens_the_vault_too_and_only_this_one(mira: Person) -> None:
    keys, code = new_user_keys(), new_recovery_code()
    vaults.store_vault(mira, keys, PASSPHRASE, code, at=NOW)
    assert vaults.unlocked_keys(mira, f" {code.lower().replace('-', ' ')} ", at=NOW) == keys
    for other in (new_recovery_code(), code[:-1], code[:-1] + ("0" if code[-1] != "0" else "1")):
        with pytest.raises(VaultRefused) as refused:
            vaults.unlocked_keys(mira, other, at=NOW)
        assert refused.value.code is KeyringCode.WRONG_PASSPHRASE


def test_another_passphrase_opens_nothing_and_is_recorded(mira: Person) -> None:
    vaults.store_vault(mira, new_user_keys(), PASSPHRASE, new_recovery_code(), at=NOW)
    with pytest.raises(VaultRefused) as refused:
        vaults.unlock(mira, PASSPHRASE.replace("kano", "boot"), at=NOW)
    assert refused.value.code is KeyringCode.WRONG_PASSPHRASE
    assert (VaultSession.objects.count(), facts()) == (0, ["vault.made", "vault.refused"])
    assert vaults.unlock(mira, f"  {PASSPHRASE.upper().replace(' ', '-')}", at=NOW)


def test_another_persons_slot_opens_nothing(mira: Person) -> None:
    tom = person(mira.organisation, "Tom Schelfhout")
    vaults.store_vault(mira, new_user_keys(), PASSPHRASE, new_recovery_code(), at=NOW)
    own = vault(tom, new_user_keys())
    UnlockSlot.objects.filter(vault__person=mira, kind=SlotKind.PASSPHRASE).update(vault=own)
    with pytest.raises(VaultRefused) as refused:
        vaults.unlock(tom, PASSPHRASE, at=NOW)
    assert refused.value.code is KeyringCode.WRONG_PASSPHRASE


def test_who_has_no_vault_is_told_so(mira: Person) -> None:
    with pytest.raises(VaultRefused) as refused:
        vaults.unlock(mira, PASSPHRASE, at=NOW)
    assert refused.value.code is KeyringCode.NO_VAULT


@pytest.fixture
def opened(mira: Person) -> tuple[UserKeys, bytes]:
    """The keys of Mira's vault, and the cookie's key of its session, opened now."""
    keys = new_user_keys()
    return keys, vaults.open_session_for(vault(mira, keys), keys, at=NOW)


def test_the_cookie_gives_the_reader_back_and_only_to_its_owner(mira: Person, opened: tuple[UserKeys, bytes]) -> None:
    keys, cookie = opened
    session = open_vault_session(mira.id, cookie, at=NOW)
    assert session is not None
    reader = unlocked_reader(session, cookie, on=TODAY)
    assert reader is not None
    assert (reader.keys, reader.person, reader.on) == (keys, mira.id, TODAY)
    assert unlocked_reader(session, b"\x00" * 32, on=TODAY) is None
    tom = person(mira.organisation, "Tom Schelfhout")
    assert open_vault_session(tom.id, cookie, at=NOW) is None
    assert open_vault_session(mira.id, b"\x00" * 32, at=NOW) is None


def test_an_open_vault_closes_after_ten_minutes_without_use(mira: Person, opened: tuple[UserKeys, bytes]) -> None:
    _keys, cookie = opened
    assert vaults.keep_open(mira.id, cookie, at=NOW + 9 * MINUTE)
    assert vaults.keep_open(mira.id, cookie, at=NOW + 18 * MINUTE)
    assert vaults.keep_open(mira.id, cookie, at=NOW + 28 * MINUTE) is None
    assert open_vault_session(mira.id, cookie, at=NOW + 28 * MINUTE) is None


def test_an_open_vault_closes_after_eight_hours_however_much_it_is_used(
    mira: Person, opened: tuple[UserKeys, bytes]
) -> None:
    _keys, cookie = opened
    minutes = range(5, 8 * 60, 5)
    assert all(vaults.keep_open(mira.id, cookie, at=NOW + minute * MINUTE) for minute in minutes)
    assert vaults.keep_open(mira.id, cookie, at=NOW + 8 * 60 * MINUTE) is None


def test_opening_again_closes_what_was_open_elsewhere(mira: Person, opened: tuple[UserKeys, bytes]) -> None:
    keys, cookie = opened
    again = vaults.open_session_for(existing_vault(mira.id), keys, at=NOW + MINUTE)
    assert open_vault_session(mira.id, cookie, at=NOW + MINUTE) is None
    assert open_vault_session(mira.id, again, at=NOW + MINUTE)


def test_closing_closes_once_and_leaves_others_open(mira: Person, opened: tuple[UserKeys, bytes]) -> None:
    tom = person(mira.organisation, "Tom Schelfhout")
    keys = new_user_keys()
    others = vaults.open_session_for(vault(tom, keys), keys, at=NOW)
    vaults.lock(mira.id, at=NOW)
    vaults.lock(mira.id, at=NOW)
    assert open_vault_session(mira.id, opened[1], at=NOW) is None
    assert open_vault_session(tom.id, others, at=NOW)
    assert facts() == ["vault.opened", "vault.opened", "vault.closed"]


def test_what_closed_by_itself_is_erased_and_what_is_open_stays(mira: Person, opened: tuple[UserKeys, bytes]) -> None:
    tom = person(mira.organisation, "Tom Schelfhout")
    vaults.propose_passphrase(tom, at=NOW)
    sweep_vaults(at=NOW + 10 * MINUTE - timedelta(seconds=1))
    assert (VaultSession.objects.count(), VaultProposal.objects.count()) == (1, 1)
    vaults.keep_open(mira.id, opened[1], at=NOW + 9 * MINUTE)
    sweep_vaults(at=NOW + 18 * MINUTE)
    assert VaultSession.objects.count() == 1
    sweep_vaults(at=NOW + 30 * MINUTE)
    assert (VaultSession.objects.count(), VaultProposal.objects.count()) == (0, 0)


def test_a_vault_that_is_used_for_eight_hours_is_erased_too(mira: Person, opened: tuple[UserKeys, bytes]) -> None:
    VaultSession.objects.update(used_at=NOW + 8 * 60 * MINUTE)
    sweep_vaults(at=NOW + 8 * 60 * MINUTE - timedelta(seconds=1))
    assert VaultSession.objects.count() == 1
    sweep_vaults(at=NOW + 8 * 60 * MINUTE)
    assert VaultSession.objects.count() == 0


def test_looking_at_an_open_vault_takes_one_query(
    mira: Person, opened: tuple[UserKeys, bytes], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        session = open_vault_session(mira.id, opened[1], at=NOW)
        assert session is not None
        assert unlocked_reader(session, opened[1], on=TODAY)
