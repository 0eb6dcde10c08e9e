"""Keys: vaults without slots whose keys the test knows, and certificates that three stewards really signed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from deontos.audit.models import Entry
from deontos.keyring.actions.certificates import propose_certificate, sign_certificate
from deontos.keyring.models import ReaderCertificate, Vault
from deontos.keyring.readers import UnlockedReader
from deontos.organisations.models import Organisation, Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.keys import UserKeys, new_user_keys
from tests.factories.organisations import NOW, TODAY, Town, town
from tests.factories.tape import taped


def vault(person: Person, keys: UserKeys, *, at: datetime = NOW) -> Vault:
    """A vault that no passphrase opens: quick to make, its keys stay with the test."""
    return Vault.objects.create(
        person=person, sealing_public=keys.sealing.public, verifying_public=keys.signing.public, made_at=at
    )


@dataclass(frozen=True)
class KeyedTown:
    """A town whose people have keys; readers come from here, as if their vaults were open."""

    town: Town
    keys: dict[UUID, UserKeys] = field(default_factory=dict)
    certificates: dict[tuple[UUID, OfficeKind], ReaderCertificate] = field(default_factory=dict)

    def give_keys(self, person: Person) -> UserKeys:
        """Make a vault for somebody, once."""
        if person.id not in self.keys:
            self.keys[person.id] = new_user_keys()
            vault(person, self.keys[person.id])
        return self.keys[person.id]

    def reader(self, person: Person, *, on: date = TODAY) -> UnlockedReader:
        """The person with an open vault."""
        return UnlockedReader(self.keys[person.id], on, person=person.id)

    def certificate(self, person: Person, office: OfficeKind = OfficeKind.COMPLAINTS_MANAGER) -> ReaderCertificate:
        """The certificate of this person for this office."""
        return self.certificates[person.id, office]

    def propose(
        self, person: Person, office: OfficeKind = OfficeKind.COMPLAINTS_MANAGER, *, on: date = TODAY
    ) -> ReaderCertificate:
        """A certificate that nobody has signed yet."""
        self.give_keys(person)
        home: Organisation = self.town.organisation
        certificate = propose_certificate(home, office, person, on=on)
        self.certificates[person.id, office] = certificate
        return certificate

    def sign(self, certificate: ReaderCertificate, *stewards: Person, at: datetime | None = None) -> None:
        """Have each of these stewards sign a certificate, on the first day of it unless said otherwise."""
        at = at or datetime.combine(certificate.valid_from, NOW.timetz())
        for steward in stewards:
            own = self.certificates[steward.id, OfficeKind.STEWARD]
            sign_certificate(certificate, own, self.reader(steward), at=at)

    def certify(
        self, person: Person, office: OfficeKind = OfficeKind.COMPLAINTS_MANAGER, *, on: date = TODAY
    ) -> ReaderCertificate:
        """A certificate with the signatures of the first two stewards, in the audit chain."""
        certificate = self.propose(person, office, on=on)
        self.sign(certificate, *self.town.stewards[:2])
        return certificate


KEYED: dict[UUID, KeyedTown] = {}
"""The towns with keys that a test made, by the id of the organisation."""


def keyed(home: Town | None = None, *, on: date = TODAY) -> KeyedTown:
    """A town whose three stewards certified one another, then manager, deputy, officer and director."""
    home = home or town()
    id_ = home.organisation.id
    is_untouched = (
        not Entry.objects.filter(organisation_id=id_).exists()
        and not Vault.objects.filter(person__organisation=id_).exists()
    )
    made = taped(("keyed", id_, on), lambda: _keyed(home, on)) if is_untouched else _keyed(home, on)
    KEYED[id_] = KeyedTown(home, made.keys, made.certificates)
    return KEYED[id_]


def _keyed(home: Town, on: date) -> KeyedTown:
    made = KeyedTown(home)
    for steward in home.stewards:
        made.propose(steward, OfficeKind.STEWARD, on=on)
    for steward in home.stewards:
        others = [other for other in home.stewards if other != steward]
        made.sign(made.certificate(steward, OfficeKind.STEWARD), *others)
    made.certify(home.manager, on=on)
    made.certify(home.deputy, on=on)
    made.certify(home.officer, OfficeKind.INTEGRITY_OFFICER, on=on)
    made.certify(home.director, OfficeKind.GENERAL_DIRECTOR, on=on)
    return made
