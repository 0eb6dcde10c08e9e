"""Setting up an organisation: its row and the first administrator, who does the rest at the desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from deontos.administration.actions.offices import appoint
from deontos.administration.actions.organisations import OrganisationDetails
from deontos.administration.actions.people import PersonDetails, add_person
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import OrganisationFounded
from deontos.administration.models import Account
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.kernel.events import announce
from deontos.organisations.models import Organisation, Person
from deontos.organisations.vocabulary import OfficeKind


@dataclass(frozen=True, slots=True)
class Founded:
    """The organisation that is there now, and its first administrator."""

    organisation: Organisation
    administrator: Person


def found_organisation(
    slug: str, details: OrganisationDetails, administrator: PersonDetails, *, at: datetime
) -> Founded:
    """Make an organisation with its first administrator. Only the command line of the installation does this.

    Whoever signs in with the administrator's address already, in another organisation, gets the office and no second
    entry. Refuses: SLUG_TAKEN, PERSON_LEFT. Records: organisation.founded, person.added, office.held.
    Announces: OrganisationFounded, OfficeHeld.
    """
    with transaction.atomic():
        organisation = _made(slug, details)
        about = {"kind": details.kind.value, "language": details.language.value}
        record(organisation.id, "organisation.founded", by=None, about=organisation.id, at=at, details=about)
        account = Account.objects.filter(email__iexact=administrator.address).select_related("person").first()
        person = account.person if account else add_person(organisation, administrator, by=None, at=at)
        appoint(organisation, OfficeKind.ADMINISTRATOR, person, started_on=civil_date(at), by=None, at=at)
        announce(OrganisationFounded(organisation.id, at))
    return Founded(organisation, person)


def _made(slug: str, details: OrganisationDetails) -> Organisation:
    try:
        with transaction.atomic():
            return Organisation.objects.create(
                slug=slug,
                name=details.name,
                kind=details.kind,
                language=details.language,
                member_of=details.member_of,
            )
    except IntegrityError:
        raise AdministrationRefused(AdministrationCode.SLUG_TAKEN) from None
