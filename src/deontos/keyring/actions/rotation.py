"""New keys for a person: a vault takes the place of the one before, and what was sealed to the old key follows."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from enum import Enum, auto
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.keyring.actions.ceremonies import call_off_every
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.actions.vaults import DrawnVault, drawn_vault, write_vault
from deontos.keyring.authenticity import context_of
from deontos.keyring.before import fits, keep_keys_of_before
from deontos.keyring.models import Envelope, UnlockSlot, Vault, VaultProposal, VaultSession
from deontos.keyring.own_vault import VaultRefused, existing_vault, lost_vaults
from deontos.keyring.queries import trusted_certificates
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.recovery_models import FormerKeys, Share, SharedSecret
from deontos.keyring.rules import may_forget
from deontos.keyring.secrets import install_secrets
from deontos.keyring.shared import RESEALED, SHARES, share_digests
from deontos.keyring.vocabulary import KeyringCode, ResetCause
from deontos.keyring.ways_in import opened_slot
from deontos.organisations.models import Person
from deontos.vault.failures import VaultFailure
from deontos.vault.keys import UserKeys, new_user_keys
from deontos.vault.opening import wake_dormant
from deontos.vault.passphrases import new_recovery_code
from deontos.vault.sealing import seal_dormant, seal_envelope, seal_to_public
from deontos.vault.shares import keeping
from deontos.vault.signatures import envelope_message, sign

SLICE = 20
"""Envelopes in one transaction: about 40 ms of the write lock, and 130 on a machine that is three times too busy, of
the 250 that are allowed (security.md, rule 4). `make bench` measures it."""


def renew_keys(
    person: Person, reader: UnlockedReader, passphrase: str, *, at: datetime, addresses: Iterable[str] = ()
) -> str:
    """Make new keys while the present ones are at hand, as after a suspicion; answers the new recovery code.

    From then on the present passphrase and code open nothing, and no certificate counts; what was sealed to the old
    key is opened with the new vault. Refuses: NO_VAULT, LOCKED. Records: vault.ended, vault.made and what a reset
    records. Notifies: as a reset does.
    """
    made = drawn_vault(person, new_user_keys(), passphrase, new_recovery_code(), at=at)
    with transaction.atomic():
        former = _ended(person, forgotten=True, at=at)
        if not fits(former, reader.keys):
            raise VaultRefused(KeyringCode.LOCKED)
        code = _put_in_place(person, made, at=at, addresses=addresses)
        _forget(former)
        keep_keys_of_before(existing_vault(person.id), former, reader.keys, at=at)
    return code


def start_anew(person: Person, passphrase: str, *, at: datetime, addresses: Iterable[str] = ()) -> str:
    """Make a vault in place of one that its owner cannot open any more; answers the new recovery code.

    What was sealed to the lost key stays lost until the old words turn up or two stewards help; its slots stay so long.
    Refuses: NO_VAULT. Records: vault.ended, vault.made and what a reset records. Notifies: as a reset does.
    """
    made = drawn_vault(person, new_user_keys(), passphrase, new_recovery_code(), at=at)
    with transaction.atomic():
        _ended(person, forgotten=False, at=at)
        return _put_in_place(person, made, at=at, addresses=addresses)


def bring_back(person: Person, former: Vault, keys: UserKeys, *, at: datetime) -> None:
    """Let the present vault open what was sealed to a lost one, whose keys are at hand again; that one opens no more.

    Refuses: NO_VAULT, SHARES_DO_NOT_FIT for other keys. Records: vault.brought_back.
    """
    if not fits(former, keys):
        raise VaultRefused(KeyringCode.SHARES_DO_NOT_FIT)
    with transaction.atomic():
        vault = Vault.objects.select_for_update(no_key=True).get(pk=existing_vault(person.id).pk)
        keep_keys_of_before(vault, former, keys, at=at)
        _forget(former)
        details = {"to": vault.id}
        record(person.organisation_id, "vault.brought_back", by=person.id, about=former.id, at=at, details=details)


def bring_back_by_words(person: Person, typed: str, *, at: datetime) -> None:
    """The same for somebody who found the old passphrase or recovery code after all.

    Refuses: NO_VAULT, WRONG_PASSPHRASE. Records: vault.brought_back, vault.refused.
    """
    for former in lost_vaults(person.id):
        try:
            keys = UserKeys.from_bytes(opened_slot(former, typed))
        except VaultFailure:
            continue
        with transaction.atomic():
            call_off_every(person.id, of=former, at=at)
            bring_back(person, former, keys, at=at)
        return
    with transaction.atomic():
        record(person.organisation_id, "vault.refused", by=person.id, about=existing_vault(person.id).id, at=at)
    raise VaultRefused(KeyringCode.WRONG_PASSPHRASE)


class Progress(Enum):
    """How far what lay under an old key has come: more is left, an hour has to pass, or nothing is left."""

    MORE = auto()
    WAITING = auto()
    DONE = auto()


def go_on(reader: UnlockedReader, *, at: datetime, slices: int) -> Progress:
    """Seal so many slices of what lies under an old key to the present one; when nothing is left, erase the old key.

    Killed at any moment, the next call goes on. What none of the keys opens stays as it is.
    Records: shares.resealed for each slice of shares, vault.resealed when the old keys are erased. Needs an open vault.
    """
    if reader.person is None or not reader.older:
        return Progress.DONE
    vault, progress = existing_vault(reader.person), Progress.MORE
    for _number in range(slices if fits(vault, reader.keys) else 0):
        progress = _next_slice(vault, reader, at=at)
        if progress is not Progress.MORE:
            break
    return progress


def move_to_new_certificates(person: UUID, *, at: datetime, slices: int = 50) -> None:
    """Let envelopes that were sealed anew stand under the certificate of the new key, once stewards signed one.

    Records: nothing: whose they are and what opens them stays as it was.
    """
    vault = existing_vault(person)
    waiting = Envelope.objects.filter(certificate__person=person, resealed_to=vault).exclude(
        certificate__sealing_public=vault.sealing_public
    )
    for organisation in list(waiting.values_list("certificate__organisation", flat=True).distinct()):
        certificate = trusted_certificates(organisation, [person], on=civil_date(at)).get(person)
        if certificate is not None and bytes(certificate.sealing_public) == bytes(vault.sealing_public):
            there = Envelope.objects.filter(certificate=certificate, epoch=OuterRef("epoch"))
            movable = waiting.filter(~Exists(there), certificate__organisation=organisation)
            _move(movable, certificate.id, slices)


def _ended(person: Person, *, forgotten: bool, at: datetime) -> Vault:
    former = Vault.objects.select_for_update(no_key=True).get(pk=existing_vault(person.id).pk)
    if former.ended_at is not None:
        raise VaultRefused(KeyringCode.LOCKED)
    former.ended_at = at
    former.save(update_fields=["ended_at"])
    VaultSession.objects.filter(vault=former).delete()
    details = {"forgotten": forgotten}
    record(person.organisation_id, "vault.ended", by=person.id, about=former.id, at=at, details=details)
    return former


def _put_in_place(person: Person, made: DrawnVault, *, at: datetime, addresses: Iterable[str]) -> str:
    VaultProposal.objects.filter(person=person).delete()
    call_off_every(person.id, at=at)
    code = write_vault(made, at=at)
    note_reset(person, ResetCause.NEW_VAULT, by=person.id, at=at, addresses=addresses)
    return code


def _forget(former: Vault) -> None:
    """Erase every way into a vault whose keys its successor holds: passphrase, code, and what stewards keep."""
    UnlockSlot.objects.filter(vault=former).delete()
    SharedSecret.objects.filter(vault=former).delete()


def _next_slice(vault: Vault, reader: UnlockedReader, *, at: datetime) -> Progress:
    """One transaction of the work."""
    with transaction.atomic():
        kept = FormerKeys.objects.filter(vault=vault)
        rows = list(kept.select_for_update(no_key=True).order_by("id"))
        reached = None if any(row.reached is None for row in rows) else min(row.reached for row in rows if row.reached)
        some = list(_under_an_old_key(vault, after=reached).values_list("id", flat=True)[:SLICE]) if rows else []
        sealed_anew = [envelope for envelope in _with_givers(some) if _reseal(envelope, vault, reader)]
        Envelope.objects.bulk_update(sealed_anew, ["sealed", "signature", "resealed_to"])
        shares = _reseal_shares(vault, reader, at=at) if rows and not some else 0
        kept.update(reached=some[-1] if some else None)
        if some or shares:
            return Progress.MORE
        if not all(may_forget(row.kept_from, at=at) for row in rows):
            return Progress.WAITING
        if kept.delete()[0]:
            record(vault.person.organisation_id, "vault.resealed", by=vault.person_id, about=vault.id, at=at)
        return Progress.DONE


def _under_an_old_key(vault: Vault, *, after: UUID | None) -> QuerySet[Envelope]:
    found = Envelope.objects.filter(
        Q(resealed_to__isnull=True) | ~Q(resealed_to=vault), certificate__person_id=vault.person_id
    )
    if after is not None:
        found = found.filter(pk__gt=after)
    return found.exclude(certificate__sealing_public=vault.sealing_public).order_by("id")


def _with_givers(envelopes: Iterable[UUID]) -> QuerySet[Envelope]:
    """These, locked, with who gave them; looked up by themselves, so that not all of a person are joined and sorted."""
    found = Envelope.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=envelopes)
    known = ("epoch__pair", "item_key", "given_by__entry", "given_by_holder__entry", "resealed_to__entry")
    return found.select_related(*known).order_by("id")


def _reseal_shares(vault: Vault, reader: UnlockedReader, *, at: datetime) -> int:
    """Seal a slice of what a steward keeps for others to the present key; how many could be."""
    shares = Share.objects.select_for_update(of=("self",), no_key=True).filter(
        Q(resealed_to__isnull=True) | ~Q(resealed_to=vault), certificate__person_id=vault.person_id
    )
    known = shares.select_related("secret", "certificate").order_by("id")
    old = known.exclude(certificate__sealing_public=vault.sealing_public)
    done = []
    for share in old[:SLICE]:
        place = keeping(share.secret_id, share.secret.kept, vault.person_id)
        with suppress(VaultFailure):
            share.sealed = seal_to_public(
                reader.open_deposit(bytes(share.sealed), place), bytes(vault.sealing_public), place
            )
            share.resealed_to = vault
            done.append(share)
    if done:
        Share.objects.bulk_update(done, ["sealed", "resealed_to"])
        details = {SHARES: share_digests(done)}
        record(vault.person.organisation_id, RESEALED, by=vault.person_id, about=vault.id, at=at, details=details)
    return len(done)


def _reseal(envelope: Envelope, vault: Vault, reader: UnlockedReader) -> bool:
    """Seal one envelope to the present key; who gave it, why, since when and until when stays, and is signed again.

    False for one that none of the keys opens: it stays as it is.
    """
    context, pepper = context_of(envelope, vault.person_id), install_secrets().pepper_absence
    try:
        if envelope.dormant:
            envelope.sealed = wake_dormant(bytes(envelope.sealed), pepper, context)
        private = reader.private_in(envelope, context)
    except (VaultFailure, NoEnvelope):
        return False
    giver = envelope.given_by_id or envelope.given_by_holder_id
    assert giver is not None
    sealed = seal_envelope(private, bytes(vault.sealing_public), context)
    message = envelope_message(context, sealed, granted_by=giver, ground=envelope.ground, until=envelope.until)
    envelope.signature, envelope.resealed_to = sign(reader.keys.signing, *message), vault
    envelope.sealed = seal_dormant(sealed, pepper, context) if envelope.dormant else sealed
    return True


def _move(movable: QuerySet[Envelope], certificate: UUID, slices: int) -> None:
    for _number in range(slices):
        with transaction.atomic():
            some = list(movable.order_by("id").values_list("id", flat=True)[:SLICE])
            if not Envelope.objects.filter(pk__in=some).update(certificate=certificate):
                return
