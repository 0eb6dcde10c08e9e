"""Ceremonies: somebody asks for the keys of a lost vault, two stewards hand their shares on, everybody is told."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from deontos.access.gate import Actor, NotAllowed, demand
from deontos.access.permissions import Permission
from deontos.access.vocabulary import GateCode
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.keyring.authenticity import is_made
from deontos.keyring.ceremonies import ceremony_details, message_of, place_of
from deontos.keyring.models import ReaderCertificate, Vault
from deontos.keyring.own_vault import VaultRefused, existing_vault
from deontos.keyring.queries import stewards_of, trusted_stewards
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.recovery import is_stopped, own_ceremony, recoverable_vault
from deontos.keyring.recovery_models import Ceremony, Contribution, Share
from deontos.keyring.rules import CEREMONY_LASTS, is_running
from deontos.keyring.vocabulary import CeremonyEnd, KeyringCode
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.vault.failures import VaultFailure
from deontos.vault.sealing import seal_to_public
from deontos.vault.shares import NEEDED, keeping


def begin(person: Person, reason: str, *, at: datetime, addresses: Iterable[str] = ()) -> Ceremony:
    """Ask two stewards for the keys of one's lost vault; they go to the present one.

    Refuses: NO_VAULT, NO_RECOVERY, CEREMONY_RUNS. Records: ceremony.begun. Notifies: all addresses of the person, and
    all stewards.
    """
    end_overdue(at=at)
    with transaction.atomic():
        vault = Vault.objects.select_for_update(no_key=True).get(pk=existing_vault(person.id).pk)
        former = recoverable_vault(person.id)
        if former is None or is_stopped(person.organisation_id):
            raise VaultRefused(KeyringCode.NO_RECOVERY)
        if own_ceremony(person.id, at=at) is not None:
            raise VaultRefused(KeyringCode.CEREMONY_RUNS)
        asked = Ceremony(
            organisation_id=person.organisation_id,
            person=person,
            vault=vault,
            former=former,
            secret=former.shared_secret,
            reason=reason,
            begun_at=at,
        )
        return begun(asked, at=at, addresses=addresses)


def begun(ceremony: Ceremony, *, at: datetime, addresses: Iterable[str] = ()) -> Ceremony:
    """Write a ceremony down and let everybody concerned know of it. Needs an open transaction.

    Records: ceremony.begun. Notifies: all addresses of the person, and all stewards.
    """
    ceremony.save(force_insert=True)
    details, home = ceremony_details(ceremony), ceremony.organisation_id
    record(home, "ceremony.begun", by=ceremony.person_id, about=ceremony.id, at=at, details=details)
    _tell(ceremony, LetterTemplate.RECOVERY_BEGUN, at=at, addresses=addresses)
    return ceremony


def contribute(
    ceremony: Ceremony, *, by: Actor, reader: UnlockedReader, compared: bool, uninvolved: bool, at: datetime
) -> None:
    """Hand one's share on to the vault that a ceremony names, after comparing its words with the person.

    Refuses: CEREMONY_OVER, OWN_CEREMONY, NOT_COMPARED, NOT_A_STEWARD, NO_SHARE, ALREADY_GIVEN.
    Records: ceremony.contributed. Notifies: the person, when two stewards did.
    """
    demand(by, Permission.KEYRING_STEWARD_CERTIFY, ceremony.organisation_id)
    with transaction.atomic():
        locked = _locked(ceremony, at=at)
        if locked.person_id == by.person:
            raise VaultRefused(KeyringCode.OWN_CEREMONY)
        if not (compared and uninvolved):
            raise VaultRefused(KeyringCode.NOT_COMPARED)
        steward = _steward(locked, by, reader, at=at)
        sealed = _handed_on(locked, steward, reader)
        signature = reader.signer(certificate=steward).sign(message_of(locked, steward.person_id, sealed))
        _write(locked, Contribution(steward=steward, sealed=sealed, signature=signature, given_at=at))
        record(locked.organisation_id, "ceremony.contributed", by=by.person, about=locked.id, at=at)
        if locked.contributions.count() == NEEDED:
            ready = LetterTemplate.RECOVERY_READY if locked.former_id else LetterTemplate.NAME_BY_LAW
            write_prompt(locked.organisation_id, locked.person, ready, at=at)


def call_off(ceremony: Ceremony, *, by: Actor, at: datetime) -> None:
    """End a ceremony before anything was opened: the person it names, or any steward, may.

    Refuses: CEREMONY_OVER. Records: ceremony.ended. Notifies: the person and all stewards.
    """
    if by.person != ceremony.person_id and not by.may(Permission.KEYRING_STEWARD_CERTIFY, ceremony.organisation_id):
        raise NotAllowed(GateCode.NOT_ALLOWED, permission=Permission.KEYRING_STEWARD_CERTIFY)
    with transaction.atomic():
        end(_locked(ceremony, at=at), CeremonyEnd.CALLED_OFF, by=by.person, at=at)


def call_off_every(person: UUID, *, of: Vault | None = None, at: datetime) -> None:
    """End what somebody waits for, as the vault it goes to ends or the keys were found.

    Records: ceremony.ended for each. Notifies: the person and all stewards.
    """
    running = Ceremony.objects.select_for_update(of=("self",), no_key=True).filter(
        person_id=person, ended_at__isnull=True
    )
    with transaction.atomic():
        for ceremony in running.filter(former=of) if of else running:
            end(ceremony, CeremonyEnd.CALLED_OFF, by=person, at=at)


def end_overdue(*, at: datetime) -> None:
    """End the ceremonies that two stewards did not finish within seven days.

    Each in a transaction of its own. Records: ceremony.ended for each. Notifies: the person and all stewards.
    """
    late = Ceremony.objects.filter(ended_at__isnull=True, begun_at__lte=at - CEREMONY_LASTS)
    for each in list(late.order_by("begun_at").values_list("pk", flat=True)):
        with transaction.atomic():
            ceremony = late.select_for_update(of=("self",), no_key=True).filter(pk=each).first()
            if ceremony is not None:
                end(ceremony, CeremonyEnd.TOO_LATE, by=None, at=at)


def end(
    ceremony: Ceremony, outcome: CeremonyEnd, *, by: UUID | None, at: datetime, addresses: Iterable[str] = ()
) -> None:
    """Write down how a ceremony ended and erase what was handed on. Needs an open transaction.

    Records: ceremony.ended. Notifies: all addresses of the person, and all stewards.
    """
    ceremony.contributions.all().delete()
    ceremony.ended_at, ceremony.outcome, ceremony.ended_by_id = at, outcome, by
    ceremony.save(update_fields=["ended_at", "outcome", "ended_by"])
    details = {"outcome": outcome.value}
    record(ceremony.organisation_id, "ceremony.ended", by=by, about=ceremony.id, at=at, details=details)
    _tell(ceremony, LetterTemplate.RECOVERY_ENDED, at=at, addresses=addresses)


def _locked(ceremony: Ceremony, *, at: datetime) -> Ceremony:
    """The ceremony while it runs, and its vault is still the person's own as the audit chain knows it."""
    found = Ceremony.objects.select_for_update(of=("self",), no_key=True).select_related(
        "vault__entry", "secret", "person", "former"
    )
    locked = found.get(pk=ceremony.pk)
    is_own = locked.vault.ended_at is None and locked.vault.person_id == locked.person_id and is_made(locked.vault)
    if not (is_running(locked.begun_at, locked.ended_at, at=at) and is_own and locked.secret is not None):
        raise VaultRefused(KeyringCode.CEREMONY_OVER)
    return locked


def _steward(ceremony: Ceremony, by: Actor, reader: UnlockedReader, *, at: datetime) -> ReaderCertificate:
    for steward in trusted_stewards(ceremony.organisation_id, on=civil_date(at)):
        if steward.person_id == by.person and bytes(steward.verifying_public) == reader.keys.signing.public:
            return steward
    raise VaultRefused(KeyringCode.NOT_A_STEWARD)


def _handed_on(ceremony: Ceremony, steward: ReaderCertificate, reader: UnlockedReader) -> bytes:
    secret = ceremony.secret
    assert secret is not None
    place = keeping(secret.id, secret.kept, steward.person_id)
    for share in Share.objects.filter(secret=secret, certificate__person_id=steward.person_id):
        try:
            opened = reader.open_deposit(bytes(share.sealed), place)
        except VaultFailure:
            continue
        return seal_to_public(opened, bytes(ceremony.vault.sealing_public), place_of(ceremony, steward.person_id))
    raise VaultRefused(KeyringCode.NO_SHARE)


def _write(ceremony: Ceremony, contribution: Contribution) -> None:
    contribution.ceremony = ceremony
    try:
        with transaction.atomic():
            contribution.save(force_insert=True)
    except IntegrityError:
        raise VaultRefused(KeyringCode.ALREADY_GIVEN) from None


def _tell(ceremony: Ceremony, template: LetterTemplate, *, at: datetime, addresses: Iterable[str] = ()) -> None:
    person = ceremony.person
    template = template if ceremony.former_id else LetterTemplate.NAME_BY_LAW
    for address in sorted({"", *addresses} - {person.email}):
        write_prompt(ceremony.organisation_id, person, template, at=at, address=address)
    for steward in stewards_of(ceremony.organisation_id, on=civil_date(at)):
        if steward.id != person.id:
            write_prompt(ceremony.organisation_id, steward, template, at=at)
