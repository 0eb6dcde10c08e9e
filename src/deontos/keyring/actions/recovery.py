"""Recovery: the keys of a lost vault come back by what two stewards handed on; an organisation may do without it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.keyring.actions.ceremonies import end
from deontos.keyring.actions.rotation import bring_back
from deontos.keyring.before import fits
from deontos.keyring.ceremonies import secret_of
from deontos.keyring.models import UnlockSlot, Vault
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.recovery import stop_details, stop_of
from deontos.keyring.recovery_models import Ceremony, RecoveryStop, SharedSecret
from deontos.keyring.rules import is_running
from deontos.keyring.secrets import install_secrets
from deontos.keyring.vocabulary import CeremonyEnd, KeyringCode, SharedFor, SlotKind
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.vault.failures import VaultFailure
from deontos.vault.keys import UserKeys
from deontos.vault.slots import open_shared_slot


def take_back(ceremony: Ceremony, reader: UnlockedReader, *, at: datetime, addresses: Iterable[str] = ()) -> None:
    """Put together what two stewards handed on, and let the present vault open what the lost one did.

    Refuses: CEREMONY_OVER, TOO_FEW_SHARES, SHARES_DO_NOT_FIT. Records: vault.brought_back, ceremony.ended.
    Notifies: all addresses of the person, and all stewards.
    """
    with transaction.atomic():
        known = Ceremony.objects.select_for_update(of=("self",), no_key=True).select_related(
            "person", "vault", "former", "secret"
        )
        locked = known.get(pk=ceremony.pk)
        is_own = reader.person == locked.person_id and locked.vault.ended_at is None and fits(locked.vault, reader.keys)
        if not (is_own and is_running(locked.begun_at, locked.ended_at, at=at) and locked.former and locked.secret):
            raise VaultRefused(KeyringCode.CEREMONY_OVER)
        keys = _recovered(locked.former, secret_of(locked, reader, on=civil_date(at)))
        bring_back(locked.person, locked.former, keys, at=at)
        locked.secret = None
        end(locked, CeremonyEnd.DONE, by=locked.person_id, at=at, addresses=addresses)


def ask_to_stop(organisation: UUID, reason: str, *, by: Actor, at: datetime) -> RecoveryStop:
    """Ask to do without recovery; nothing changes before another steward confirms.

    Refuses: STOP_CHANGED when it was asked already. Records: recovery.stop_asked. Notifies: all vault owners of the
    organisation hear of it only when it is confirmed.
    """
    demand(by, Permission.KEYRING_STEWARD_CERTIFY, organisation)
    try:
        with transaction.atomic():
            stop = RecoveryStop.objects.create(
                organisation_id=organisation, reason=reason, asked_by_id=by.person, asked_at=at
            )
            details = stop_details(stop)
            record(organisation, "recovery.stop_asked", by=by.person, about=stop.id, at=at, details=details)
    except IntegrityError:
        raise VaultRefused(KeyringCode.STOP_CHANGED) from None
    return stop


def confirm_stop(organisation: UUID, *, by: Actor, at: datetime) -> None:
    """Do without recovery from now on: what stewards kept for it is erased, ceremonies end. Takes a second steward.

    Refuses: STOP_CHANGED, ANOTHER_STEWARD. Records: recovery.stopped, ceremony.ended for each. Notifies: everybody of
    the organisation who has a vault.
    """
    demand(by, Permission.KEYRING_STEWARD_CERTIFY, organisation)
    with transaction.atomic():
        stop = _standing(organisation)
        if stop.confirmed_at is not None:
            raise VaultRefused(KeyringCode.STOP_CHANGED)
        if stop.asked_by_id == by.person:
            raise VaultRefused(KeyringCode.ANOTHER_STEWARD)
        stop.confirmed_by_id, stop.confirmed_at = by.person, at
        stop.save(update_fields=["confirmed_by", "confirmed_at"])
        _erase_shares(organisation, at=at)
        record(organisation, "recovery.stopped", by=by.person, about=stop.id, at=at)
        _tell_owners(organisation, LetterTemplate.RECOVERY_STOPPED, at=at)


def lift_stop(organisation: UUID, *, by: Actor, at: datetime) -> None:
    """Let recovery be on again, or take back what was asked. Shares are made as each vault is opened next.

    Refuses: STOP_CHANGED. Records: recovery.stop_lifted. Notifies: everybody of the organisation who has a vault, where
    it was stopped.
    """
    demand(by, Permission.KEYRING_STEWARD_CERTIFY, organisation)
    with transaction.atomic():
        stop = _standing(organisation)
        stop.lifted_by_id, stop.lifted_at = by.person, at
        stop.save(update_fields=["lifted_by", "lifted_at"])
        record(organisation, "recovery.stop_lifted", by=by.person, about=stop.id, at=at)
        if stop.confirmed_at is not None:
            _tell_owners(organisation, LetterTemplate.RECOVERY_ON_AGAIN, at=at)


def _recovered(former: Vault, secret: bytes) -> UserKeys:
    slot = UnlockSlot.objects.filter(vault=former, kind=SlotKind.STEWARDS).first()
    wrapped, pepper = bytes(slot.wrapped) if slot else b"", install_secrets().pepper_kek
    try:
        return UserKeys.from_bytes(open_shared_slot(wrapped, secret, pepper, former.id))
    except VaultFailure:
        raise VaultRefused(KeyringCode.SHARES_DO_NOT_FIT) from None


def _standing(organisation: UUID) -> RecoveryStop:
    found = stop_of(organisation)
    stop = (
        RecoveryStop.objects.select_for_update(no_key=True).filter(pk=found.pk, lifted_at__isnull=True).first()
        if found
        else None
    )
    if stop is None:
        raise VaultRefused(KeyringCode.STOP_CHANGED)
    return stop


def _erase_shares(organisation: UUID, *, at: datetime) -> None:
    running = Ceremony.objects.select_for_update(of=("self",), no_key=True).filter(
        former__isnull=False, ended_at__isnull=True
    )
    for ceremony in running.filter(organisation_id=organisation).select_related("person").order_by("pk"):
        end(ceremony, CeremonyEnd.CALLED_OFF, by=None, at=at)
    UnlockSlot.objects.filter(kind=SlotKind.STEWARDS, vault__person__organisation_id=organisation).delete()
    SharedSecret.objects.filter(use=SharedFor.RECOVERY, organisation_id=organisation).delete()


def _tell_owners(organisation: UUID, template: LetterTemplate, *, at: datetime) -> None:
    owners = Person.objects.filter(organisation_id=organisation, vaults__ended_at__isnull=True, vaults__isnull=False)
    for owner in owners.distinct():
        write_prompt(organisation, owner, template, at=at)
