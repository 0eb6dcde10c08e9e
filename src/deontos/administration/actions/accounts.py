"""The accounts with which people sign in."""

from datetime import datetime

from django.db import IntegrityError, transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.organisations.models import Person

SHORTEST_PASSWORD = 12
"""Characters (house rule, above the 8 of NIST SP 800-63B, because no other proof stands beside it for a moment)."""


def make_account(person: Person, password: str, *, by: Actor | None, at: datetime) -> Account:
    """Let somebody sign in, with the address of the person; a second factor is set up at the first sign-in.

    Refuses: NotAllowed, PASSWORD_TOO_SHORT, ACCOUNT_EXISTS, ADDRESS_TAKEN. Records: account.made.
    """
    if by is not None:
        demand(by, Permission.ADMINISTRATION_ACCOUNT_MAKE, person.organisation_id)
    if len(password) < SHORTEST_PASSWORD:
        raise AdministrationRefused(AdministrationCode.PASSWORD_TOO_SHORT)
    if Account.objects.filter(person=person).exists():
        raise AdministrationRefused(AdministrationCode.ACCOUNT_EXISTS)
    try:
        with transaction.atomic():
            account = Account.objects.create_user(person.email, password, person=person)
            record(person.organisation_id, "account.made", by=by.person if by else None, about=account.id, at=at)
    except IntegrityError:
        raise AdministrationRefused(AdministrationCode.ADDRESS_TAKEN) from None
    return account


def confirm_second_factor(account: Account, *, at: datetime) -> None:
    """Write down that somebody set up a second factor. Records: account.second_factor_set."""
    with transaction.atomic():
        person = account.person
        record(person.organisation_id, "account.second_factor_set", by=person.id, about=account.id, at=at)
