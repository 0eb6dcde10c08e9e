"""What people choose, and what is kept about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from deontos.access.gate import Actor, NotAllowed, demand
from deontos.access.permissions import Permission
from deontos.access.vocabulary import GateCode
from deontos.administration.actions.links import end_links
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account
from deontos.administration.vocabulary import AdministrationCode, LinkPurpose
from deontos.audit.actions import record
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Organisation, Person
from deontos.organisations.vocabulary import Language


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What is kept about somebody: the name, how to reach, and the language of letters."""

    given_name: str
    family_name: str
    email: str
    telephone: str
    language: Language

    @property
    def address(self) -> str:
        """The e-mail address as it is kept: in lower case, as signing in compares it."""
        return self.email.strip().lower()


def add_person(organisation: Organisation, details: PersonDetails, *, by: Actor | None, at: datetime) -> Person:
    """Write somebody down who belongs to an organisation. Nobody can sign in by that.

    Refuses: NotAllowed, ADDRESS_TAKEN. Records: person.added.
    """
    if by is not None:
        demand(by, Permission.ORGANISATIONS_PERSON_CHANGE, organisation.id)
    with transaction.atomic():
        _refuse_address(details.address, organisation.id)
        try:
            with transaction.atomic():
                person = Person.objects.create(
                    organisation=organisation,
                    given_name=details.given_name,
                    family_name=details.family_name,
                    email=details.address,
                    telephone=details.telephone,
                    language=details.language,
                )
        except IntegrityError:
            raise AdministrationRefused(AdministrationCode.ADDRESS_TAKEN) from None
        actor = by.person if by else None
        record(organisation.id, "person.added", by=actor, about=person.id, at=at)
    return person


def change_person(person: Person, details: PersonDetails, *, by: Actor, at: datetime) -> None:
    """Change what is kept about somebody; with the address changes the one to sign in with.

    Refuses: NotAllowed, ADDRESS_TAKEN. Records: person.changed, with the names of the columns and nothing of them.
    Notifies: the person at the former and the new address, when the address is another one.
    """
    demand(by, Permission.ORGANISATIONS_PERSON_CHANGE, person.organisation_id)
    with transaction.atomic():
        locked = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        former = locked.email
        changed = _changes(locked, details)
        if not changed:
            return
        if "email" in changed:
            _refuse_address(details.address, person.organisation_id, but=[person.pk])
            _move_sign_in(locked, details.address, at=at)
        try:
            with transaction.atomic():
                locked.save(update_fields=changed)
        except IntegrityError:
            raise AdministrationRefused(AdministrationCode.ADDRESS_TAKEN) from None
        fields = {"columns": changed}
        record(person.organisation_id, "person.changed", by=by.person, about=person.id, at=at, details=fields)
        for address in (former, details.address) if "email" in changed else ():
            write_prompt(person.organisation_id, locked, LetterTemplate.ADDRESS_CHANGED, at=at, address=address)
    person.refresh_from_db()


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
        record(
            person.organisation_id,
            "person.language_chosen",
            by=by.person if by else None,
            about=person.id,
            at=at,
            details=details,
        )


def _changes(person: Person, details: PersonDetails) -> list[str]:
    """Put the details on the row; the names of the columns that changed."""
    wanted = {
        "given_name": details.given_name,
        "family_name": details.family_name,
        "email": details.address,
        "telephone": details.telephone,
        "language": details.language.value,
    }
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, wanted[name])
    return changed


def _refuse_address(address: str, organisation: UUID, *, but: Sequence[UUID] = ()) -> None:
    """Nobody else in the organisation has this address, in capitals or not; and nobody else signs in with it."""
    same = Person.objects.filter(organisation=organisation, email__iexact=address).exclude(pk__in=but)
    accounts = Account.objects.filter(email__iexact=address).exclude(person_id__in=but)
    if same.exists() or accounts.exists():
        raise AdministrationRefused(AdministrationCode.ADDRESS_TAKEN)


def _move_sign_in(person: Person, address: str, *, at: datetime) -> None:
    """What was sent to the former address lets nobody in any more."""
    try:
        with transaction.atomic():
            for account in Account.objects.filter(person=person):
                end_links(account, *LinkPurpose, at=at)
                Account.objects.filter(pk=account.pk).update(email=address)
    except IntegrityError:
        raise AdministrationRefused(AdministrationCode.ADDRESS_TAKEN) from None
