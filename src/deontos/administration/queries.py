"""What combinations and relations ask attention for, asked after an appointment and by the pages of offices."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db.models import QuerySet

from deontos.administration.models import Account, AgendaKey, Following, ProviderLink, SignInProvider
from deontos.organisations.models import Deputy, Office, Organisation, Person
from deontos.organisations.queries import deputies_in_place, offices_of, on_day, places_of
from deontos.organisations.rules import COMBINATIONS, combination_warnings, deputy_warnings
from deontos.organisations.vocabulary import CombinationWarning, OfficeKind


def warnings_about_holder(office: Office, *, on: date) -> tuple[CombinationWarning, ...]:
    """What this office asks attention for beside the others of its holder in the same organisation on a day.

    Combinations that were there before and have nothing to do with this office are not repeated.
    """
    others = offices_of(office.holder_id, on=on).filter(organisation=office.organisation_id)
    held = {OfficeKind(other.kind) for other in others} | {OfficeKind(office.kind)}
    touching = {rule.warning for rule in COMBINATIONS if OfficeKind(office.kind) in rule.offices}
    return tuple(warning for warning in combination_warnings(held) if warning in touching)


def warnings_about_deputy(deputy: Deputy, *, on: date) -> tuple[CombinationWarning, ...]:
    """What the relation of a deputy to the complaints manager asks attention for on a day (T5, R-000.90)."""
    return warnings_about_deputies(deputy.office, [deputy.person_id], on=on)[deputy.person_id]


def warnings_about_deputies(
    office: Office, people: Sequence[UUID], *, on: date
) -> dict[UUID, tuple[CombinationWarning, ...]]:
    """The same for several people at once, named or about to be. Two queries at most."""
    if office.kind != OfficeKind.COMPLAINTS_MANAGER:
        return dict.fromkeys(people, ())
    places = places_of({office.holder_id, *people}, office.organisation_id, on=on)
    return {person: deputy_warnings(places[office.holder_id], places[person]) for person in people}


def stands_in_office(organisation: UUID, kind: OfficeKind, person: UUID) -> bool:
    """Whether somebody holds an office of this kind, or takes the place of whoever does, without a last day."""
    held = Office.objects.filter(organisation=organisation, kind=kind, ended_on__isnull=True)
    if held.filter(holder=person).exists():
        return True
    return Deputy.objects.filter(office__in=held, person=person, ended_on__isnull=True).exists()


def leaves_no_administrator(ending: Sequence[Office]) -> bool:
    """Whether an organisation would have nobody to keep its settings once these offices have ended."""
    homes = {office.organisation_id for office in ending if office.kind == OfficeKind.ADMINISTRATOR}
    staying = Office.objects.filter(kind=OfficeKind.ADMINISTRATOR, ended_on__isnull=True)
    others = staying.exclude(pk__in=[office.pk for office in ending])
    return any(not others.filter(organisation=home).exists() for home in homes)


def can_sign_in(account: Account | None) -> bool:
    """Whether somebody has a way in: a password, the sign-in of the organisation, or one that was used before."""
    if account is None or not account.is_active:
        return False
    return account.has_usable_password() or account.last_login is not None or account.provider_links.exists()


def keeps_organisation(person: Person, *, on: date) -> bool:
    """Whether somebody is an administrator of their own organisation on a day, also in the place of another."""
    return person.id in _administrators(person.organisation_id, on)


def administrators_beside(person: Person, *, on: date) -> QuerySet[Person]:
    """Who else keeps the organisation of somebody on a day and can sign in with both steps."""
    with_second_step = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values("user")
    others = Person.objects.filter(pk__in=_administrators(person.organisation_id, on) - {person.id})
    return others.filter(account__is_active=True, account__in=with_second_step)


def locks_everybody_out(person: Person, *, on: date) -> bool:
    """Whether nobody could sign in to keep the organisation of an administrator who no longer can."""
    others = Person.objects.filter(pk__in=_administrators(person.organisation_id, on) - {person.id})
    return keeps_organisation(person, on=on) and not others.filter(account__is_active=True).exists()


def _administrators(organisation: UUID, day: date) -> set[UUID]:
    held = Office.objects.filter(on_day(day), organisation=organisation, kind=OfficeKind.ADMINISTRATOR)
    standing_in = deputies_in_place(organisation, OfficeKind.ADMINISTRATOR, on=day)
    return {*held.values_list("holder_id", flat=True), *standing_in.values_list("person_id", flat=True)}


def codes_left(account: Account) -> int:
    """How many recovery codes still count."""
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(kept).get_unused_codes()) if kept else 0


def following_of(member: Organisation) -> Following | None:
    """The association that a member lets follow its set-up today, if it does. One query."""
    return Following.objects.filter(member=member, ended_on__isnull=True).select_related("association").first()


def followed_by(association: Organisation) -> QuerySet[Following]:
    """The members that asked this association to follow their set-up and did not take it back, by name."""
    asked = Following.objects.filter(association=association, ended_on__isnull=True).select_related("member")
    return asked.order_by("member__name", "id")


def providers_on() -> QuerySet[SignInProvider]:
    """The organisations by way of which people can sign in, by name."""
    return (
        SignInProvider.objects.filter(is_enabled=True)
        .select_related("organisation")
        .order_by("organisation__name", "id")
    )


def provider_of(slug: str) -> SignInProvider:
    """The provider of the organisation of this name. Raises DoesNotExist where there is none, or it is off."""
    return providers_on().get(organisation__slug=slug)


def provider_linked(account: Account) -> SignInProvider | None:
    """By way of which organisation somebody can sign in today: their own, where they are linked. One query."""
    issuers = ProviderLink.objects.filter(account=account).values("issuer")
    return providers_on().filter(organisation=account.person.organisation_id, issuer__in=issuers).first()


def account_linked(provider: SignInProvider, subject: str) -> Account | None:
    """Who signs in as this subject: somebody of that organisation alone, and only while the account is on."""
    linked = Account.objects.filter(
        provider_links__issuer=provider.issuer,
        provider_links__subject=subject,
        person__organisation=provider.organisation_id,
        is_active=True,
    )
    return linked.select_related("person__organisation").first()


def agenda_key_of(person: UUID) -> AgendaKey | None:
    """The key of somebody's agenda, where there is one. One query."""
    return AgendaKey.objects.filter(person_id=person).first()
