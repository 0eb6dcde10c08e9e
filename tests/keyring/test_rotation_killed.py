"""Five hundred conversations follow a new key; the process that seals them anew is killed half-way, another goes on."""

import subprocess
import sys
from uuid import UUID

import pytest

from deontos.keyring.actions import rotation
from deontos.keyring.actions.rotation import SLICE, Progress
from deontos.keyring.actions.vaults import store_vault
from deontos.keyring.before import keys_of_before
from deontos.keyring.models import Envelope, Epoch, Vault
from deontos.keyring.own_vault import VaultRefused, existing_vault
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.recovery_models import FormerKeys
from deontos.keyring.sealing import give_to_person, make_pair
from deontos.keyring.vocabulary import Ground, KeyringCode, Purpose
from deontos.keyring.ways_in import opened_slot
from deontos.organisations.models import Person
from deontos.vault.failures import VaultFailure
from deontos.vault.keys import UserKeys
from deontos.vault.passphrases import new_recovery_code
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY
from tests.keyring.test_rotation import HOUR, NEW, OLD
from tests.services.operator import environment

pytestmark = [pytest.mark.row("2.6"), pytest.mark.django_db(transaction=True)]

CONVERSATIONS = 500
ALL_OF_THEM = CONVERSATIONS // SLICE + 2
WORKER = """
import sys, time
import django
django.setup()
from uuid import UUID
from deontos.kernel.clock import now, today
from deontos.keyring.actions import rotation
from deontos.keyring.actions.vaults import unlocked_keys
from deontos.keyring.before import keys_of_before
from deontos.keyring.own_vault import existing_vault
from deontos.keyring.readers import UnlockedReader
from deontos.organisations.models import Person
person = Person.objects.get(pk=UUID(sys.argv[1]))
keys = unlocked_keys(person, sys.argv[2], at=now())
reader = UnlockedReader(keys, today(), person.id, older=keys_of_before(existing_vault(person.id), keys))
while True:
    rotation.go_on(reader, at=now(), slices=1)
    print("slice", flush=True)
"""


def reader_of(person: Person, passphrase: str) -> UnlockedReader:
    vault = existing_vault(person.id)
    keys = UserKeys.from_bytes(opened_slot(vault, passphrase))
    return UnlockedReader(keys, TODAY, person.id, older=keys_of_before(vault, keys))


def confided(house: KeyedTown) -> list[UUID]:
    """Five hundred conversations whose key the manager holds; the ids of their epochs."""
    by = house.reader(house.town.deputy).signer(certificate=house.certificate(house.town.deputy))
    certificate, epochs = house.certificate(house.town.manager), []
    for _number in range(CONVERSATIONS):
        made = make_pair(house.town.organisation.id, Purpose.CONVERSATION, on=TODAY)
        give_to_person(made, certificate, by=by, on=TODAY, ground=Ground.IN_LINE)
        epochs.append(made.epoch.id)
    return epochs


def is_opened(reader: UnlockedReader, epoch: Epoch) -> bool:
    try:
        return reader.pair_of(epoch).public == bytes(epoch.public_key)
    except NoEnvelope:
        return False


def killed_after(slices: int, person: Person) -> None:
    """Let another process work, and kill it while it seals the slice after so many."""
    command = [sys.executable, "-c", WORKER, str(person.id), NEW]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)
    assert process.stdout
    for _number in range(slices):
        assert process.stdout.readline() == "slice\n"
    process.kill()
    process.wait(timeout=30)
    process.stdout.close()


def test_nothing_is_lost_and_the_old_passphrase_opens_nothing_any_more() -> None:
    house = keyed()
    manager = house.town.manager
    former = existing_vault(manager.id)
    epochs = confided(house)
    rotation.renew_keys(manager, house.reader(manager), OLD, at=NOW)
    rotation.go_on(reader_of(manager, OLD), at=NOW + HOUR, slices=ALL_OF_THEM)
    second = existing_vault(manager.id)
    assert Envelope.objects.filter(resealed_to=second).count() == CONVERSATIONS

    rotation.renew_keys(manager, reader_of(manager, OLD), NEW, at=NOW)
    killed_after(3, manager)
    done = Envelope.objects.filter(resealed_to=existing_vault(manager.id)).count()
    assert 3 * SLICE <= done < CONVERSATIONS
    assert done % SLICE == 0
    half_way = reader_of(manager, NEW)
    known = {row.id: row for row in Epoch.objects.select_related("pair")}
    assert [epoch for epoch in epochs if not is_opened(half_way, known[epoch])] == []

    assert rotation.go_on(half_way, at=NOW + HOUR, slices=ALL_OF_THEM) is Progress.DONE
    reader = reader_of(manager, NEW)
    assert (reader.older, FormerKeys.objects.count()) == ((), 0)
    assert [epoch for epoch in epochs if not is_opened(reader, known[epoch])] == []
    for vault in (former, second):
        with pytest.raises(VaultFailure):
            opened_slot(Vault.objects.get(pk=vault.pk), OLD)
    kept = UnlockedReader(house.keys[manager.id], TODAY, manager.id)
    assert [epoch for epoch in epochs if is_opened(kept, known[epoch])] == []


def test_two_vaults_are_never_made_at_once() -> None:
    house = keyed()
    manager = house.town.manager
    with pytest.raises(VaultRefused) as refused:
        store_vault(manager, house.keys[manager.id], OLD, new_recovery_code(), at=NOW)
    assert refused.value.code is KeyringCode.ALREADY_HAS_VAULT
