"""Splitting the key of a vault among the stewards, and anew whenever they change; done while the vault is open."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from deontos.audit.actions import record, record_for_reporter
from deontos.kernel.clock import civil_date
from deontos.keyring.authenticity import newest_number
from deontos.keyring.before import fits
from deontos.keyring.models import ReaderCertificate, UnlockSlot, Vault
from deontos.keyring.own_vault import existing_vault
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.recovery import keepers, keys_of_shares, keys_of_stewards
from deontos.keyring.recovery_models import Share, SharedSecret
from deontos.keyring.secrets import install_secrets
from deontos.keyring.shared import EPOCH, NAME_SHARED, SHARED, SLOT, slot_digest, split_details
from deontos.keyring.vocabulary import SharedFor, SlotKind
from deontos.vault.sealing import seal_to_public
from deontos.vault.shares import MOST, NEEDED, keeping, new_secret, split
from deontos.vault.slots import make_shared_slot, slot_version


def renew_shares(reader: UnlockedReader, *, at: datetime) -> bool:
    """Split the keys of an open vault among the stewards of today, unless those hold them already; whether it was done.

    Nothing happens where recovery is off or there are too few stewards: what stewards held before stays.
    Records: vault.shared. Needs an open vault.
    """
    if reader.person is None:
        return False
    vault = existing_vault(reader.person)
    stewards = keepers(vault.person, on=civil_date(at))
    if len(stewards) < NEEDED or not fits(vault, reader.keys) or _hold_already(vault, stewards):
        return False
    with transaction.atomic():
        locked = Vault.objects.select_for_update(no_key=True).get(pk=vault.pk)
        if locked.ended_at is not None:
            return False
        _share(locked, reader, stewards, at=at)
    return True


def _hold_already(vault: Vault, stewards: list[ReaderCertificate]) -> bool:
    """Whether these stewards hold the shares, for a slot under the present version of PEPPER_KEK."""
    slot = UnlockSlot.objects.filter(vault=vault, kind=SlotKind.STEWARDS).first()
    if slot is None or slot_version(bytes(slot.wrapped)) != install_secrets().pepper_kek.current:
        return False
    return keys_of_shares(SharedSecret.objects.filter(vault=vault).first()) == keys_of_stewards(stewards)


def split_among(secret: SharedSecret, key: bytes, stewards: list[ReaderCertificate]) -> None:
    """Write each steward's share of a key of 32 bytes, sealed to that steward. Records nothing: the caller does."""
    for steward, share in zip(stewards, split(key, len(stewards)), strict=True):
        place = keeping(secret.id, secret.kept, steward.person_id)
        Share.objects.create(
            secret=secret, certificate=steward, sealed=seal_to_public(share, bytes(steward.sealing_public), place)
        )


def share_identity(organisation: UUID, pair: UUID, key: bytes, stewards: list[ReaderCertificate], *, on: date) -> None:
    """Split the private key of an identity among stewards, at the moment of sending or of a new key (custody).

    Records: identity.shared (reporters' chain). Writes civil dates only. Needs an open transaction.
    """
    secret = SharedSecret.objects.create(organisation_id=organisation, use=SharedFor.CUSTODY, pair_id=pair, made_on=on)
    split_among(secret, key, stewards[:MOST])
    details = {**split_details(secret), EPOCH: newest_number(pair)}
    record_for_reporter(organisation, NAME_SHARED, about=pair, on=on, details=details)


def _share(vault: Vault, reader: UnlockedReader, stewards: list[ReaderCertificate], *, at: datetime) -> None:
    SharedSecret.objects.filter(vault=vault).delete()
    organisation = vault.person.organisation_id
    secret = SharedSecret.objects.create(
        organisation_id=organisation, use=SharedFor.RECOVERY, vault=vault, made_on=civil_date(at)
    )
    key = new_secret()
    split_among(secret, key, stewards)
    wrapped = make_shared_slot(key, reader.keys.to_bytes(), install_secrets().pepper_kek, vault.id)
    slot, _is_new = UnlockSlot.objects.update_or_create(
        vault=vault, kind=SlotKind.STEWARDS, defaults={"wrapped": wrapped, "made_at": at}
    )
    details = {"stewards": len(stewards), **split_details(secret), SLOT: slot_digest(slot)}
    record(organisation, SHARED, by=vault.person_id, about=vault.id, at=at, details=details)
