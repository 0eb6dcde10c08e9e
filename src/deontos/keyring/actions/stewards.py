"""What stewards do: the first ones certify one another in one sitting; then two of them confirm each key."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.keyring.actions.certificates import CertificateRefused, propose_certificate, sign_certificate
from deontos.keyring.actions.vaults import unlocked_keys
from deontos.keyring.models import ReaderCertificate, Vault
from deontos.keyring.own_vault import VaultRefused, existing_vault
from deontos.keyring.queries import newest_resets, stewards_in_chain, trusted_stewards
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.rules import COOLING, FEWEST_STEWARDS, are_all_administrators, is_cooling, may_found
from deontos.keyring.stewardship import KeyStanding, standings
from deontos.keyring.vocabulary import KeyringCode, KeyState
from deontos.keyring.words import fingerprint_of, keys_at_hand, public_keys
from deontos.organisations.models import Organisation, Person
from deontos.organisations.queries import offices_held
from deontos.organisations.vocabulary import OfficeKind

FOUNDED = "stewards.founded"
"""The fact under which a sitting of the first stewards stands in the audit chain."""


class SittingRefused(VaultRefused):
    """The first stewards did not certify one another; `person` says because of whom, where it was one of them."""


def found(organisation: Organisation, seated: Mapping[Person, str], *, by: Actor, at: datetime) -> None:
    """Let people who hold the office of steward certify one another: each types the own passphrase, and signs the rest.

    All or nothing: nobody is certified unless everybody's passphrase opened the own vault.
    Refuses: STEWARDS_STAND, TOO_FEW_STEWARDS, NOT_IN_THE_SITTING, ALL_ADMINISTRATORS, NO_VAULT, WRONG_PASSPHRASE,
    KEYS_CHANGED, TOO_EARLY. Records: stewards.founded; certificate.signed and .issued for each; vault.refused.
    """
    demand(by, Permission.KEYRING_STEWARD_CERTIFY, organisation.id)
    _demand_sitting(organisation.id, seated, by=by, at=at)
    readers = {person: _unlocked(person, passphrase, at=at) for person, passphrase in seated.items()}
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        _demand_unfounded(organisation.id, at=at)
        _certify_one_another(organisation, readers, at=at)
        details = {"stewards": sorted(str(person.id) for person in seated)}
        record(organisation.id, FOUNDED, by=by.person, about=organisation.id, at=at, details=details)


def _demand_unfounded(organisation: UUID, *, at: datetime) -> None:
    if not may_found(len(stewards_in_chain(organisation, on=civil_date(at)))):
        raise SittingRefused(KeyringCode.STEWARDS_STAND)


def _demand_sitting(organisation: UUID, seated: Mapping[Person, str], *, by: Actor, at: datetime) -> None:
    _demand_unfounded(organisation, at=at)
    held = offices_held(organisation, on=civil_date(at))
    holders = {each.holder_id for each in held if each.kind == OfficeKind.STEWARD}
    administrators = {each.holder_id for each in held if each.kind == OfficeKind.ADMINISTRATOR}
    people = {person.id for person in seated}
    if len(people & holders) < FEWEST_STEWARDS or not people <= holders:
        raise SittingRefused(KeyringCode.TOO_FEW_STEWARDS)
    if by.person not in people:
        raise SittingRefused(KeyringCode.NOT_IN_THE_SITTING)
    if are_all_administrators(people, administrators):
        raise SittingRefused(KeyringCode.ALL_ADMINISTRATORS)
    resets = newest_resets(people)
    for person in seated:
        if is_cooling(resets.get(person.id), at=at):
            raise SittingRefused(KeyringCode.TOO_EARLY, person=person, moment=resets[person.id] + COOLING)


def _unlocked(person: Person, passphrase: str, *, at: datetime) -> UnlockedReader:
    try:
        keys = unlocked_keys(person, passphrase, at=at)
    except VaultRefused as refusal:
        raise SittingRefused(KeyringCode(refusal.code), person=person) from None
    if keys_at_hand(keys) != public_keys(existing_vault(person.id)):
        raise SittingRefused(KeyringCode.KEYS_CHANGED, person=person)
    return UnlockedReader(keys, civil_date(at), person=person.id)


def _certify_one_another(organisation: Organisation, readers: Mapping[Person, UnlockedReader], *, at: datetime) -> None:
    """Whoever stands already comes first: the last ones are signed by stewards who are in the audit chain by then."""
    on = civil_date(at)
    standing = stewards_in_chain(organisation.id, on=on)
    in_order = sorted(readers, key=lambda each: (each.id not in standing, each.id))
    proposed = {each: propose_certificate(organisation, OfficeKind.STEWARD, each, on=on) for each in in_order}
    for person, certificate in proposed.items():
        for other, own in proposed.items():
            if other != person:
                _sign(certificate, own, readers[other], person=person, at=at)


def _sign(
    certificate: ReaderCertificate, own: ReaderCertificate, reader: UnlockedReader, *, person: Person, at: datetime
) -> None:
    try:
        sign_certificate(certificate, own, reader, at=at)
    except CertificateRefused as refusal:
        raise SittingRefused(KeyringCode(refusal.code), **refusal.parameters, person=person) from None


def confirm_key(
    place: tuple[UUID, str, UUID], shown: str, *, by: Actor, reader: UnlockedReader, at: datetime
) -> ReaderCertificate:
    """Sign for somebody's key, after the steward compared its words with that person; the first signature proposes it.

    `shown`: the fingerprint of the keys whose words the steward saw. What is signed are these keys or nothing.
    Refuses: NO_VAULT, KEYS_CHANGED, TOO_EARLY, NOT_A_STEWARD, OWN_CERTIFICATE, ALREADY_SIGNED, ALREADY_CERTIFIED,
    ALL_ADMINISTRATORS. Records: certificate.signed, certificate.issued with the second signature.
    """
    demand(by, Permission.KEYRING_STEWARD_CERTIFY, place[0])
    organisation, office, person = place
    own = _own_certificate(organisation, by.person, at=at)
    with transaction.atomic():
        vault = Vault.objects.select_for_update(no_key=True).get(pk=existing_vault(person).pk)
        [standing] = standings([place], at=at)
        _demand_confirmable(standing, vault, shown, by=by.person, at=at)
        certificate = standing.pending or propose_certificate(
            Organisation.objects.get(pk=organisation), OfficeKind(office), standing.person, on=civil_date(at)
        )
        sign_certificate(certificate, own, reader, at=at)
    return certificate


def _own_certificate(organisation: UUID, steward: UUID, *, at: datetime) -> ReaderCertificate:
    held: Sequence[ReaderCertificate] = trusted_stewards(organisation, on=civil_date(at))
    own = [each for each in held if each.person_id == steward]
    if not own:
        raise CertificateRefused(KeyringCode.NOT_A_STEWARD)
    return own[-1]


def _demand_confirmable(standing: KeyStanding, vault: Vault, shown: str, *, by: UUID, at: datetime) -> None:
    if standing.person.id == by:
        raise CertificateRefused(KeyringCode.OWN_CERTIFICATE)
    if fingerprint_of(public_keys(vault)) != shown:
        raise CertificateRefused(KeyringCode.KEYS_CHANGED)
    if standing.hold_until:
        raise CertificateRefused(KeyringCode.TOO_EARLY, moment=standing.hold_until)
    if standing.state is KeyState.CERTIFIED:
        raise CertificateRefused(KeyringCode.ALREADY_CERTIFIED)
    if standing.signed_by(by):
        raise CertificateRefused(KeyringCode.ALREADY_SIGNED)
    if standing.office is OfficeKind.STEWARD:
        _demand_one_outside_administration(standing, at=at)


def _demand_one_outside_administration(standing: KeyStanding, *, at: datetime) -> None:
    on = civil_date(at)
    stewards = {each.person_id for each in trusted_stewards(standing.organisation, on=on)} | {standing.person.id}
    held = offices_held(standing.organisation, on=on).filter(kind=OfficeKind.ADMINISTRATOR)
    if are_all_administrators(stewards, set(held.values_list("holder_id", flat=True))):
        raise CertificateRefused(KeyringCode.ALL_ADMINISTRATORS)
