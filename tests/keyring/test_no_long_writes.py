"""Stretching a passphrase takes long, and longer where others wait: nobody holds the write lock meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from nacl import bindings

from deontos.keyring.actions import passphrases, rotation, vaults
from deontos.keyring.own_vault import existing_vault, proposal_of
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.ways_in import opened_slot
from deontos.organisations.models import Person
from deontos.vault.keys import UserKeys, new_user_keys
from deontos.vault.passphrases import new_recovery_code
from tests.factories.organisations import NOW, TODAY, organisation, person

pytestmark = [pytest.mark.row("2.6"), pytest.mark.django_db(transaction=True)]

PRESENT, NEXT = "lantaarn boomgaard fluweel kano weide spiegel haven", "ooievaar wandeling gordijn leisteen appel roer"


@pytest.fixture
def stretched(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each passphrase that libsodium stretches, whether a transaction was open."""
    noted: list[bool] = []
    stretch = bindings.crypto_pwhash_alg

    def noting(*given: Any) -> bytes:
        noted.append(connection.in_atomic_block)
        made: bytes = stretch(*given)
        return made

    monkeypatch.setattr(bindings, "crypto_pwhash_alg", noting)
    return noted


def reader_of(someone: Person) -> UnlockedReader:
    keys = UserKeys.from_bytes(opened_slot(existing_vault(someone.id), PRESENT))
    return UnlockedReader(keys, TODAY, person=someone.id)


def first_vault(someone: Person) -> None:
    someone.vaults.all().delete()
    key = vaults.propose_passphrase(someone, at=NOW)
    shown = proposal_of(someone, key, at=NOW)
    words = shown.passphrase.split()
    vaults.make_vault(someone, key, (words[shown.asked[0] - 1], words[shown.asked[1] - 1]), at=NOW)


def another_passphrase(someone: Person) -> None:
    passphrases.change_passphrase(someone, reader_of(someone), NEXT, at=NOW)


def other_keys(someone: Person) -> None:
    rotation.renew_keys(someone, reader_of(someone), NEXT, at=NOW)


def a_vault_instead_of_a_lost_one(someone: Person) -> None:
    rotation.start_anew(someone, NEXT, at=NOW)


ACTS: tuple[Callable[[Person], None], ...] = (
    first_vault,
    another_passphrase,
    other_keys,
    a_vault_instead_of_a_lost_one,
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_a_passphrase_is_stretched_outside_every_transaction(
    stretched: list[bool], act: Callable[[Person], None]
) -> None:
    someone = person(organisation(), "Mira Halewijn")
    vaults.store_vault(someone, new_user_keys(), PRESENT, new_recovery_code(), at=NOW)
    act(someone)
    assert set(stretched) == {False}
    assert len(stretched) >= 2
