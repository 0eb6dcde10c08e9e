"""The sign-in of an organisation itself: how it is set, and which account goes with whom it knows.

An account is linked by issuer and subject, never by an address: addresses are given anew, and providers let people
type them.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account, ProviderLink, SignInProvider
from deontos.administration.sealing import sealed_text
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Organisation, Person

SEALED_AS = "client secret of a sign-in provider"


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """What an administrator decides. An empty secret keeps the one that is there."""

    issuer: str
    client_name: str
    client_secret: str
    is_enabled: bool
    asks_two_factors: bool


def configure_sign_in(
    organisation: Organisation, wanted: ProviderSettings, *, by: Actor, at: datetime
) -> SignInProvider:
    """Set the sign-in of an organisation. A secret goes with its issuer and client name: with others it is asked anew.

    Refuses: NotAllowed, SECRET_MISSING. Records: sign_in.configured, without the secret.
    """
    demand(by, Permission.ADMINISTRATION_SIGN_IN_CONFIGURE, organisation.id)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        provider = SignInProvider.objects.filter(organisation=organisation).first()
        provider = provider or SignInProvider(organisation=organisation)
        is_same = (provider.issuer, provider.client_name) == (wanted.issuer, wanted.client_name)
        if not wanted.client_secret and not (is_same and provider.client_secret):
            raise AdministrationRefused(AdministrationCode.SECRET_MISSING)
        if wanted.client_secret:
            provider.client_secret = sealed_text(wanted.client_secret, SEALED_AS)
        provider.issuer, provider.client_name = wanted.issuer, wanted.client_name
        provider.is_enabled, provider.asks_two_factors = wanted.is_enabled, wanted.asks_two_factors
        provider.save()
        details = {"issuer": wanted.issuer, "on": wanted.is_enabled, "two_factors": wanted.asks_two_factors}
        record(organisation.id, "sign_in.configured", by=by.person, about=provider.id, at=at, details=details)
    return provider


def link_myself(account: Account, provider: SignInProvider, subject: str, *, at: datetime) -> ProviderLink:
    """Let somebody who is signed in with both steps sign in by way of their organisation from now on.

    Refuses: PROVIDER_OFF, SUBJECT_TAKEN. Records: account.provider_linked. Notifies: the person.
    """
    with transaction.atomic():
        return _link(account, provider, subject, by=account.person_id, at=at)


def link_newcomer(person: Person, provider: SignInProvider, subject: str, *, by: Actor, at: datetime) -> ProviderLink:
    """Name the subject of somebody who has never signed in, in place of one named before; where there is no account,
    one without a password is made.

    Whoever has signed in before links only themselves: else an administrator could sign in as anybody.
    Refuses: NotAllowed, PERSON_LEFT, PERSON_SIGNED_IN_BEFORE, PROVIDER_OFF, SUBJECT_TAKEN. Records: account.made where
    one is made, account.provider_linked. Notifies: the person.
    """
    demand(by, Permission.ADMINISTRATION_SIGN_IN_CONFIGURE, provider.organisation_id)
    with transaction.atomic():
        if Person.objects.select_for_update(no_key=True).get(pk=person.pk).left_on is not None:
            raise AdministrationRefused(AdministrationCode.PERSON_LEFT)
        account = Account.objects.filter(person=person).first() or _account_without_password(person, by=by, at=at)
        if account.last_login is not None:
            raise AdministrationRefused(AdministrationCode.PERSON_SIGNED_IN_BEFORE)
        ProviderLink.objects.filter(account=account).delete()
        return _link(account, provider, subject, by=by.person, at=at)


def unlink(link: ProviderLink, *, at: datetime) -> None:
    """Sign in by way of the organisation no longer; whoever has no password keeps the only way in.

    Refuses: ONLY_WAY_IN. Records: account.provider_unlinked. Notifies: the person.
    """
    account = link.account
    if not account.has_usable_password():
        raise AdministrationRefused(AdministrationCode.ONLY_WAY_IN)
    with transaction.atomic():
        gone, _kinds = ProviderLink.objects.filter(pk=link.pk).delete()
        if gone:
            home = account.person.organisation_id
            record(home, "account.provider_unlinked", by=account.person_id, about=account.pk, at=at)
            write_prompt(home, account.person, LetterTemplate.PROVIDER_UNLINKED, at=at)


def _link(account: Account, provider: SignInProvider, subject: str, *, by: UUID, at: datetime) -> ProviderLink:
    home = account.person.organisation_id
    if not provider.is_enabled or home != provider.organisation_id:
        raise AdministrationRefused(AdministrationCode.PROVIDER_OFF)
    try:
        with transaction.atomic():
            link = ProviderLink.objects.create(account=account, issuer=provider.issuer, subject=subject, linked_at=at)
    except IntegrityError:
        raise AdministrationRefused(AdministrationCode.SUBJECT_TAKEN) from None
    record(home, "account.provider_linked", by=by, about=account.pk, at=at, details={"provider": provider.id})
    write_prompt(home, account.person, LetterTemplate.PROVIDER_LINKED, at=at)
    return link


def _account_without_password(person: Person, *, by: Actor, at: datetime) -> Account:
    account = Account(person=person, email=person.email.lower())
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise AdministrationRefused(AdministrationCode.ADDRESS_TAKEN) from None
    record(person.organisation_id, "account.made", by=by.person, about=account.id, at=at)
    return account
