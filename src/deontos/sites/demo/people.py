"""The organisations of the demo with their people, offices, vaults and certified readers."""

import base64
import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from deontos.access.gate import actor_of
from deontos.administration.models import Account
from deontos.kernel.clock import civil_date
from deontos.keyring.actions.certificates import propose_certificate, sign_certificate
from deontos.keyring.actions.shares import renew_shares
from deontos.keyring.actions.vaults import store_vault
from deontos.keyring.models import ReaderCertificate
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.rules import PASSPHRASE_WORDS
from deontos.organisations.models import Capacity, Deputy, Office, Organisation, Person, Unit
from deontos.organisations.vocabulary import CapacityKind, Language, OfficeKind, OrganisationKind
from deontos.sites.demo.names import FAMILY, GIVEN, InventedOrganisation
from deontos.speakup.actions.legal import add_profile
from deontos.speakup.actions.testing import read_test, seal_test, word_of
from deontos.speakup.models import Channel
from deontos.speakup.queries import line_of
from deontos.speakup.vocabulary import ProfileName
from deontos.vault.keys import UserKeys, new_user_keys
from deontos.vault.passphrases import generate_passphrase, new_recovery_code, word_list

SEATS: tuple[tuple[OfficeKind, ...], ...] = (
    (OfficeKind.COMPLAINTS_MANAGER,),
    (),
    (),
    (OfficeKind.INTEGRITY_OFFICER, OfficeKind.INTEGRITY_ADVISER),
    (OfficeKind.CONFIDENTIAL_COUNSELLOR,),
    (OfficeKind.CONFIDENTIAL_COUNSELLOR, OfficeKind.FACILITATOR),
    (OfficeKind.INTEGRITY_COORDINATOR, OfficeKind.WORKING_GROUP_MEMBER, OfficeKind.CHAMBER_SECRETARIAT),
    (OfficeKind.PROGRAMME_MANAGER, OfficeKind.WORKING_GROUP_MEMBER),
    (OfficeKind.FINANCIAL_MANAGER,),
    (OfficeKind.HR_MANAGER,),
    (OfficeKind.DEPARTMENT_HEAD, OfficeKind.CHAMBER_MEMBER),
    (OfficeKind.GENERAL_DIRECTOR,),
    (OfficeKind.BOARD_READER,),
    (OfficeKind.STEWARD, OfficeKind.EXTERNAL_EXPERT),
    (OfficeKind.STEWARD, OfficeKind.AUDITOR),
    (OfficeKind.STEWARD,),
    (OfficeKind.ADMINISTRATOR,),
)
"""Who holds what, person by person; the second and third person are the deputies of the complaints manager."""

DEPUTIES = (1, 2)
READERS = (0, 1, 2, 3, 11)
STEWARDS = (13, 14, 15)
ADMINISTRATOR = 16
LAWS = {
    (OrganisationKind.MUNICIPALITY, Language.DUTCH): ProfileName.BE_VLG_LOCAL,
    (OrganisationKind.ASSOCIATION, Language.DUTCH): ProfileName.BE_PRIVATE_2022,
}
"""Which law applies where; the others have chosen none yet."""
SEATED_FOR = timedelta(days=250)
LABELS = {
    Language.DUTCH: ("jurist", "stafmedewerker", "deskundige", "diensthoofd", "medewerker"),
    Language.FRENCH: ("juriste", "cadre", "experte", "chef de service", "collaboratrice"),
}


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo with everything that is needed to sign in and to unlock."""

    person: Person
    offices: tuple[str, ...]
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)
    passphrase: str = field(default="", repr=False)
    keys: UserKeys | None = field(default=None, repr=False)

    def reader(self, *, on: date) -> UnlockedReader:
        """This person with an open vault."""
        if self.keys is None:
            raise ValueError("this person has no vault")
        return UnlockedReader(self.keys, on, person=self.person.id)


@dataclass(frozen=True, slots=True)
class DemoOrganisation:
    """An organisation of the demo and its people, in the order of SEATS."""

    organisation: Organisation
    people: tuple[DemoPerson, ...]
    channel: Channel
    seated_on: date

    def by_id(self) -> dict[UUID, DemoPerson]:
        """The people by their ids."""
        return {someone.person.id: someone for someone in self.people}


def make_organisation(
    invented: InventedOrganisation, chance: random.Random, *, at: datetime, above: Organisation | None, certified: bool
) -> DemoOrganisation:
    """One organisation with people in all offices; where `certified`, its three stewards certified the readers."""
    seated_at = at - SEATED_FOR
    seated_on = seated_at.date()
    with transaction.atomic():
        organisation = Organisation.objects.create(
            slug=invented.slug,
            name=invented.name,
            kind=invented.kind,
            language=invented.language,
            theme=invented.theme,
            member_of=above,
        )
        channel = _make_channel(organisation, invented)
        names = _names(organisation, chance)
        people = tuple(
            _make_person(organisation, number, name, chance, at=seated_at) for number, name in enumerate(names)
        )
        _make_units(organisation, people, on=seated_on)
        _seat(organisation, people, on=seated_on)
        if certified:
            _certify(organisation, people, at=seated_at)
            read_a_test(channel, people, at=seated_at)
        law = LAWS.get((invented.kind, invented.language))
        if law:
            administrator = actor_of(people[ADMINISTRATOR].person.id, on=seated_on)
            add_profile(channel, law, from_on=civil_date(seated_at), by=administrator, at=seated_at)
    return DemoOrganisation(organisation, people, channel, seated_on)


def _make_channel(organisation: Organisation, invented: InventedOrganisation) -> Channel:
    return Channel.objects.create(
        organisation=organisation,
        telephone=invented.telephone,
        letter_address=invented.letter_address,
        mail_address=f"integrity@{organisation.slug}.example",
        accessibility_mail_address=f"access@{organisation.slug}.example",
        enforcement_name="Ombudsdienst Voorbeeld",
        enforcement_address="https://ombudsman.example/",
        authority_name="Extern Meldpunt Voorbeeld",
        authority_telephone="02 000 00 01",
        authority_address="https://authority.example/",
    )


def _names(organisation: Organisation, chance: random.Random) -> list[tuple[str, str]]:
    given, family = GIVEN[Language(organisation.language)], FAMILY[Language(organisation.language)]
    if organisation.slug == "lindewater":
        return list(zip(given, family, strict=True))[: len(SEATS)]
    return list(zip(chance.sample(given, len(SEATS)), chance.sample(family, len(SEATS)), strict=True))


def _make_person(
    organisation: Organisation, number: int, name: tuple[str, str], chance: random.Random, *, at: datetime
) -> DemoPerson:
    language = Language(organisation.language)
    given, family = name
    person = Person.objects.create(
        organisation=organisation,
        given_name=given,
        family_name=family,
        email=f"{_plain(given)}.{_plain(family)}@{organisation.slug}.example",
        telephone=f"09 000 {number:02d} {chance.randrange(10, 99)}",
        language=language,
    )
    words = word_list(language)
    password = generate_passphrase(words, 4, chance.randrange).replace(" ", "-")
    secret = base64.b32encode(chance.randbytes(20)).decode()
    account = Account.objects.create_user(person.email, password, person=person)
    TOTP.activate(account, secret)
    keys, passphrase = None, ""
    if number in READERS or number in STEWARDS:
        keys, passphrase = new_user_keys(), generate_passphrase(words, PASSPHRASE_WORDS, chance.randrange)
        store_vault(person, keys, passphrase, new_recovery_code(chance.randbytes), at=at)
    offices = tuple(office.value for office in SEATS[number])
    return DemoPerson(person, offices or ("deputy_complaints_manager",), password, secret, passphrase, keys)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


def _make_units(organisation: Organisation, people: tuple[DemoPerson, ...], *, on: date) -> None:
    top = Unit.objects.create(organisation=organisation, name=organisation.name, head=people[11].person)
    staff = Unit.objects.create(organisation=organisation, name="Bestuur", above=top, head=people[10].person)
    team = Unit.objects.create(organisation=organisation, name="Internationaal", above=staff, head=people[7].person)
    labels = LABELS[Language(organisation.language)]
    for number, someone in enumerate(people):
        Capacity.objects.create(
            person=someone.person,
            organisation=organisation,
            kind=CapacityKind.STAFF,
            unit=(top, staff, team)[number % 3],
            label=labels[number % len(labels)],
            started_on=on,
        )


def _seat(organisation: Organisation, people: tuple[DemoPerson, ...], *, on: date) -> None:
    for number, kinds in enumerate(SEATS):
        for kind in kinds:
            office = Office.objects.create(
                organisation=organisation,
                kind=kind,
                holder=people[number].person,
                started_on=on,
                mandate_document=f"Besluit {on.year}/{number + 1:03d}",
                mandate_hours_a_week=4 + number % 5 * 2,
            )
            if kind is OfficeKind.COMPLAINTS_MANAGER:
                for position, deputy in enumerate(DEPUTIES, start=1):
                    Deputy.objects.create(office=office, person=people[deputy].person, position=position, started_on=on)


READER_OFFICES = {
    0: OfficeKind.COMPLAINTS_MANAGER,
    1: OfficeKind.COMPLAINTS_MANAGER,
    2: OfficeKind.COMPLAINTS_MANAGER,
    3: OfficeKind.INTEGRITY_OFFICER,
    11: OfficeKind.GENERAL_DIRECTOR,
}


def _certify(organisation: Organisation, people: tuple[DemoPerson, ...], *, at: datetime) -> None:
    on = at.date()
    stewards = {
        number: propose_certificate(organisation, OfficeKind.STEWARD, people[number].person, on=on)
        for number in STEWARDS
    }
    for number, certificate in stewards.items():
        _sign(certificate, {other: stewards[other] for other in STEWARDS if other != number}, people, at=at)
    for number in READERS:
        certificate = propose_certificate(organisation, READER_OFFICES[number], people[number].person, on=on)
        _sign(certificate, {other: stewards[other] for other in STEWARDS[:2]}, people, at=at)


def _sign(
    certificate: ReaderCertificate,
    stewards: dict[int, ReaderCertificate],
    people: tuple[DemoPerson, ...],
    *,
    at: datetime,
) -> None:
    for number, steward in stewards.items():
        sign_certificate(certificate, steward, people[number].reader(on=at.date()), at=at)


def read_a_test(channel: Channel, people: tuple[DemoPerson, ...], *, at: datetime) -> None:
    """Everybody in the line reads a test, so that the channel opens."""
    on = at.date()
    line, by_id = line_of(channel, on=on), {someone.person.id: someone for someone in people}
    with transaction.atomic():
        test = seal_test(channel, line, by=people[READERS[0]].person.id, at=at)
    for reader in line.certificates:
        keys = by_id[reader].reader(on=on)
        read_test(test, word_of(test, keys), keys, by=actor_of(reader, on=on), at=at)


def share_keys(house: DemoOrganisation, *, at: datetime) -> None:
    """Split every vault's key among the stewards, so that two of them can bring a lost one back."""
    for someone in house.people:
        if someone.keys is not None:
            renew_shares(someone.reader(on=at.date()), at=at)
