"""The verbs of offices and people. `by=None` is the set-up of an installation by its command line: no permission asked.

Combinations of offices warn, they never block: the warnings come back with what was done.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from deontos.access.gate import Actor, NotAllowed, demand
from deontos.access.permissions import Permission
from deontos.access.vocabulary import GateCode
from deontos.administration.events import AbsenceRecorded, OfficeEnded, OfficeHeld
from deontos.administration.models import Account
from deontos.administration.queries import warnings_about_deputy, warnings_about_holder
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.kernel.events import announce
from deontos.kernel.refusals import Refusal
from deontos.keyring.actions.certificates import end_certificates
from deontos.organisations.models import Absence, Deputy, Office, Organisation, Person
from deontos.organisations.vocabulary import HELD_BY_ONE, CombinationWarning, Language, OfficeKind

SHORTEST_PASSWORD = 12
"""Characters (house rule, above the 8 of NIST SP 800-63B, because no other proof stands beside it for a moment)."""


class AdministrationRefused(Refusal):
    """A verb of this room was refused."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """The document that gives an office its mandate, and the hours a week that come with it (R-000.11)."""

    document: str = ""
    hours_a_week: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Appointed:
    """The office that is held now, and what asks attention."""

    office: Office
    warnings: tuple[CombinationWarning, ...]


@dataclass(frozen=True, slots=True)
class Deputised:
    """The deputy that was named, and what asks attention."""

    deputy: Deputy
    warnings: tuple[CombinationWarning, ...]


def appoint(
    organisation: Organisation,
    kind: OfficeKind,
    holder: Person,
    *,
    started_on: date,
    by: Actor | None,
    at: datetime,
    mandate: Mandate = Mandate(),
) -> Appointed:
    """Give somebody an office from a day on; people of another organisation may hold it too.

    Refuses: NotAllowed, OFFICE_TAKEN, ALREADY_HOLDS_OFFICE. Records: office.held. Announces: OfficeHeld.
    """
    _demand(by, Permission.ORGANISATIONS_OFFICE_APPOINT, organisation.id)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        _refuse_second_holder(organisation, kind, holder)
        office = Office.objects.create(
            organisation=organisation,
            kind=kind,
            holder=holder,
            started_on=started_on,
            mandate_document=mandate.document,
            mandate_hours_a_week=mandate.hours_a_week,
        )
        details = {"kind": kind, "holder": holder.id, "from": started_on}
        record(organisation.id, "office.held", by=_id(by), about=office.id, at=at, details=details)
        announce(OfficeHeld(organisation.id, office.id, kind, holder.id, started_on, at))
    return Appointed(office, warnings_about_holder(office, on=started_on))


def end_office(office: Office, *, last_day: date, by: Actor | None, at: datetime) -> None:
    """End an office after a day, and the certificate that its holder reads with in the same act.

    A holder who keeps the same organisation's office of another kind keeps the certificate of that one.
    Refuses: NotAllowed, OFFICE_ENDED, ENDS_BEFORE_START. Records: office.ended. Announces: OfficeEnded.
    """
    _demand(by, Permission.ORGANISATIONS_OFFICE_END, office.organisation_id)
    with transaction.atomic():
        locked = Office.objects.select_for_update().get(pk=office.pk)
        if locked.ended_on is not None:
            raise AdministrationRefused(AdministrationCode.OFFICE_ENDED, ended_on=locked.ended_on)
        if last_day < locked.started_on:
            raise AdministrationRefused(AdministrationCode.ENDS_BEFORE_START)
        locked.ended_on = last_day
        locked.save(update_fields=["ended_on"])
        home, kind, holder = locked.organisation_id, OfficeKind(locked.kind), locked.holder_id
        record(home, "office.ended", by=_id(by), about=locked.id, at=at, details={"kind": kind, "on": last_day})
        end_certificates(home, kind, holder, ended_on=last_day, by=_id(by), at=at)
        announce(OfficeEnded(home, locked.id, kind, holder, last_day, at))
    office.ended_on = last_day


def name_deputy(
    office: Office, person: Person, *, position: int, started_on: date, by: Actor | None, at: datetime
) -> Deputised:
    """Name somebody who takes an office's place, in an order that begins at 1.

    Refuses: NotAllowed, OFFICE_ENDED, DEPUTY_IS_HOLDER, POSITION_TAKEN. Records: deputy.named.
    """
    _demand(by, Permission.ORGANISATIONS_DEPUTY_NAME, office.organisation_id)
    if office.ended_on is not None:
        raise AdministrationRefused(AdministrationCode.OFFICE_ENDED, ended_on=office.ended_on)
    if person.pk == office.holder_id:
        raise AdministrationRefused(AdministrationCode.DEPUTY_IS_HOLDER)
    with transaction.atomic():
        try:
            with transaction.atomic():
                deputy = Deputy.objects.create(office=office, person=person, position=position, started_on=started_on)
        except IntegrityError:
            raise AdministrationRefused(AdministrationCode.POSITION_TAKEN, position=position) from None
        details = {"office": office.id, "person": person.id, "position": position, "from": started_on}
        record(office.organisation_id, "deputy.named", by=_id(by), about=deputy.id, at=at, details=details)
    return Deputised(deputy, warnings_about_deputy(deputy, on=started_on))


def record_absence(person: Person, *, started_on: date, ended_on: date | None, by: Actor, at: datetime) -> Absence:
    """Record that somebody is away: oneself, or somebody else by whoever may. The last day counts.

    The fact reaches every organisation in which the person holds an office or is a deputy.
    Refuses: NotAllowed, ENDS_BEFORE_START. Records: absence.recorded. Announces: AbsenceRecorded.
    """
    if by.person != person.id:
        demand(by, Permission.ORGANISATIONS_ABSENCE_RECORD, person.organisation_id)
    if ended_on is not None and ended_on < started_on:
        raise AdministrationRefused(AdministrationCode.ENDS_BEFORE_START)
    with transaction.atomic():
        absence = Absence.objects.create(
            person=person, started_on=started_on, ended_on=ended_on, recorded_by_id=by.person
        )
        details = {"person": person.id, "from": started_on, "until": ended_on}
        record(person.organisation_id, "absence.recorded", by=by.person, about=absence.id, at=at, details=details)
        announce(AbsenceRecorded(person.organisation_id, absence.id, person.id, started_on, ended_on, by.person, at))
    return absence


def make_account(person: Person, password: str, *, by: Actor | None, at: datetime) -> Account:
    """Let somebody sign in, with the address of the person; a second factor is set up at the first sign-in.

    Refuses: NotAllowed, PASSWORD_TOO_SHORT, ACCOUNT_EXISTS, ADDRESS_TAKEN. Records: account.made.
    """
    _demand(by, Permission.ADMINISTRATION_ACCOUNT_MAKE, person.organisation_id)
    if len(password) < SHORTEST_PASSWORD:
        raise AdministrationRefused(AdministrationCode.PASSWORD_TOO_SHORT)
    if Account.objects.filter(person=person).exists():
        raise AdministrationRefused(AdministrationCode.ACCOUNT_EXISTS)
    try:
        with transaction.atomic():
            account = Account.objects.create_user(person.email, password, person=person)
            record(person.organisation_id, "account.made", by=_id(by), about=account.id, at=at)
    except IntegrityError:
        raise AdministrationRefused(AdministrationCode.ADDRESS_TAKEN) from None
    return account


def confirm_second_factor(account: Account, *, at: datetime) -> None:
    """Write down that somebody set up a second factor. Records: account.second_factor_set."""
    with transaction.atomic():
        person = account.person
        record(person.organisation_id, "account.second_factor_set", by=person.id, about=account.id, at=at)


def choose_language(person: Person, language: Language, *, by: Actor | None, at: datetime) -> None:
    """Read the desk, and get letters, in another language. Everybody chooses their own.

    Refuses: NotAllowed. Records: person.language_chosen, when it is another one than before.
    """
    if by is not None and by.person != person.id:
        raise NotAllowed(GateCode.NOT_ALLOWED)
    if person.language == language:
        return
    with transaction.atomic():
        person.language = language
        person.save(update_fields=["language"])
        details = {"language": language}
        record(person.organisation_id, "person.language_chosen", by=_id(by), about=person.id, at=at, details=details)


def _demand(by: Actor | None, permission: Permission, organisation: UUID) -> None:
    if by is not None:
        demand(by, permission, organisation)


def _id(by: Actor | None) -> UUID | None:
    return by.person if by else None


def _refuse_second_holder(organisation: Organisation, kind: OfficeKind, holder: Person) -> None:
    held = Office.objects.filter(organisation=organisation, kind=kind, ended_on__isnull=True)
    if held.filter(holder=holder).exists():
        raise AdministrationRefused(AdministrationCode.ALREADY_HOLDS_OFFICE)
    if kind in HELD_BY_ONE and held.exists():
        raise AdministrationRefused(AdministrationCode.OFFICE_TAKEN)
