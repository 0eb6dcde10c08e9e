"""Custody: where a channel has it, the key of a reporter's name is split among stewards, two of whom open it by law."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.keyring.actions.ceremonies import begun, end
from deontos.keyring.actions.envelopes import give_once
from deontos.keyring.actions.losing_custody import note_custody_lost
from deontos.keyring.actions.shares import share_identity
from deontos.keyring.authenticity import OPENED_BY_DUTY, epoch_details
from deontos.keyring.before import fits
from deontos.keyring.ceremonies import secret_of
from deontos.keyring.models import Envelope, Epoch, ReaderCertificate
from deontos.keyring.own_vault import VaultRefused, existing_vault
from deontos.keyring.queries import trusted_certificates
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.recovery import custodians
from deontos.keyring.recovery_models import Ceremony, Contribution, SharedSecret
from deontos.keyring.rules import is_running
from deontos.keyring.sealing import OpenPair
from deontos.keyring.vocabulary import CeremonyEnd, Ground, KeyringCode
from deontos.organisations.models import Person
from deontos.vault.keys import KeyPair
from deontos.vault.shares import NEEDED


def keep_in_custody(organisation: UUID, identity: OpenPair, *, named: Collection[UUID], on: date) -> bool:
    """Split the key of a reporter's name among the stewards who are not named; whether there are two who can keep it.

    Records: nothing, it stands with the disclosure. Civil dates only: this is a reporter's act.
    """
    stewards = custodians(organisation, named=named, on=on)
    if len(stewards) < NEEDED:
        return False
    share_identity(organisation, identity.epoch.pair_id, identity.keys.private, stewards, on=on)
    return True


def go_on_in_custody(opened: OpenPair, *, named: Collection[UUID] | None, on: date) -> bool:
    """Split the new key of a name that stewards kept among those of today; whether two of them keep it on.

    What they held of the former key is erased, also what was handed on of it: it opens the name no more. `named` are
    those who must keep nothing; None where the channel has no custody today, or nobody can say who is named.
    Records: custody.ended where two of them kept the former and none keep this. Civil dates only: this may be a
    reporter's act. Announces: CustodyEnded. Needs an open transaction.
    """
    pair = opened.epoch.pair
    former = SharedSecret.objects.filter(pair=pair)
    Contribution.objects.filter(ceremony__secret__in=former).delete()
    _rows, erased = former.delete()
    if not erased:
        return False
    if named is not None and keep_in_custody(pair.organisation_id, opened, named=named, on=on):
        return True
    note_custody_lost(pair, on=on)
    return False


def ask_stewards(organisation: UUID, pair: UUID, reason: str, *, by: Actor, at: datetime) -> Ceremony:
    """Ask two stewards for the key of a reporter's name, because a law demands it. The reporter was told before.

    Refuses: NotAllowed, NO_VAULT, NOT_IN_CUSTODY, CEREMONY_RUNS. Records: ceremony.begun. Notifies: all stewards, and
    whoever asks.
    """
    demand(by, Permission.CASES_IDENTITY_OPEN, organisation)
    secret = SharedSecret.objects.filter(organisation_id=organisation, pair=pair).first()
    if secret is None:
        raise VaultRefused(KeyringCode.NOT_IN_CUSTODY)
    try:
        with transaction.atomic():
            asked = Ceremony(
                organisation_id=organisation,
                person=Person.objects.get(pk=by.person),
                vault=existing_vault(by.person),
                secret=secret,
                reason=reason,
                begun_at=at,
            )
            return begun(asked, at=at)
    except IntegrityError:
        raise VaultRefused(KeyringCode.CEREMONY_RUNS) from None


def open_by_duty(
    ceremony: Ceremony, certificate: ReaderCertificate, *, by: Actor, reader: UnlockedReader, at: datetime
) -> Envelope:
    """Put together what two stewards handed on, and give the key of the name to whoever asked, by legal duty.

    `certificate` is the one to sign with; it is sealed to the one that counts today, as everywhere.
    Refuses: NotAllowed, CEREMONY_OVER, TOO_FEW_SHARES, SHARES_DO_NOT_FIT, NOT_CERTIFIED.
    Records: identity.opened_by_duty, ceremony.ended. Notifies: all stewards, and whoever asked.
    """
    demand(by, Permission.CASES_IDENTITY_OPEN, ceremony.organisation_id)
    on = civil_date(at)
    with transaction.atomic():
        known = Ceremony.objects.select_for_update(of=("self",), no_key=True).select_related(
            "person", "vault", "secret"
        )
        locked = known.get(pk=ceremony.pk)
        is_own = locked.person_id == by.person == reader.person and fits(locked.vault, reader.keys)
        secret = locked.secret
        if not (is_own and is_running(locked.begun_at, locked.ended_at, at=at)) or secret is None or not secret.pair_id:
            raise VaultRefused(KeyringCode.CEREMONY_OVER)
        opened = _opened(secret.pair_id, secret_of(locked, reader, on=on))
        signer = reader.signer(certificate=certificate)
        trusted = trusted_certificates(locked.organisation_id, [by.person], on=on).get(by.person)
        if trusted is None:
            raise VaultRefused(KeyringCode.NOT_CERTIFIED)
        given, log = give_once(opened, trusted, by=signer, on=on, ground=Ground.LEGAL_DUTY)
        house, pair = locked.organisation_id, secret.pair_id
        details = {**log, **epoch_details(opened.epoch)}
        record(house, OPENED_BY_DUTY, by=by.person, about=pair, at=at, details=details)
        end(locked, CeremonyEnd.DONE, by=by.person, at=at)
    return given


def _opened(pair: UUID, key: bytes) -> OpenPair:
    """The epoch that this key opens: the one with which the name was sealed."""
    keys = KeyPair.from_private(key)
    for epoch in Epoch.objects.filter(pair=pair).select_related("pair"):
        if bytes(epoch.public_key) == keys.public:
            return OpenPair(epoch, keys)
    raise VaultRefused(KeyringCode.SHARES_DO_NOT_FIT)
