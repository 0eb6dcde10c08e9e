"""The accounts with which people sign in."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.administration.actions.attempts import take
from deontos.administration.actions.links import end_links, send_link
from deontos.administration.actions.passwords import refuse_weak
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import HelpAsked
from deontos.administration.models import Account, AgendaKey, SignIn, SingleUseLink
from deontos.administration.queries import locks_everybody_out
from deontos.administration.vocabulary import AdministrationCode, AttemptKind, IdentityCheck, LinkPurpose
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.kernel.events import announce
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.vocabulary import ResetCause
from deontos.organisations.models import Organisation, Person


def make_account(person: Person, password: str, *, by: Actor | None, at: datetime) -> Account:
    """Let somebody sign in, with the address of the person; a second factor is set up at the first sign-in.

    Refuses: NotAllowed, a weak password, ACCOUNT_EXISTS, ADDRESS_TAKEN. Records: account.made.
    """
    if by is not None:
        demand(by, Permission.ADMINISTRATION_ACCOUNT_MAKE, person.organisation_id)
    refuse_weak(password, person.email, of=person)
    if Account.objects.filter(person=person).exists():
        raise AdministrationRefused(AdministrationCode.ACCOUNT_EXISTS)
    try:
        with transaction.atomic():
            account = Account.objects.create_user(person.email, password, person=person)
            record(person.organisation_id, "account.made", by=by.person if by else None, about=account.id, at=at)
    except IntegrityError:
        raise AdministrationRefused(AdministrationCode.ADDRESS_TAKEN) from None
    return account


def invite(person: Person, *, by: Actor | None, at: datetime) -> Account:
    """Let somebody sign in without anybody knowing a password: a letter brings a link with which they choose one.

    Again, it ends the former link. An account that was switched off comes back so, with a password of its own choice
    and its keys on hold. Refuses: NotAllowed, PERSON_LEFT, ACCOUNT_EXISTS, ADDRESS_TAKEN.
    Records: account.invited. Notifies: the person.
    """
    if by is not None:
        demand(by, Permission.ADMINISTRATION_ACCOUNT_MAKE, person.organisation_id)
    actor = by.person if by else None
    with transaction.atomic():
        if Person.objects.select_for_update(no_key=True).get(pk=person.pk).left_on is not None:
            raise AdministrationRefused(AdministrationCode.PERSON_LEFT)
        account = _invitable(person, actor=actor, at=at)
        end_links(account, LinkPurpose.INVITATION, LinkPurpose.PASSWORD_RESET, at=at)
        record(person.organisation_id, "account.invited", by=actor, about=account.id, at=at)
        send_link(account, LinkPurpose.INVITATION, made_by=actor, at=at)
    return account


def switch_off(account: Account, *, by: Actor, at: datetime) -> None:
    """Let somebody sign in no longer, from now on and everywhere; an invitation lets them in again.

    Refuses: NotAllowed, LAST_ADMINISTRATOR. Records: account.switched_off, when it was on.
    """
    demand(by, Permission.ADMINISTRATION_ACCOUNT_END, account.person.organisation_id)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=account.person.organisation_id)
        locked = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        if not locked.is_active:
            return
        if locks_everybody_out(account.person, on=civil_date(at)):
            raise AdministrationRefused(AdministrationCode.LAST_ADMINISTRATOR)
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        SignIn.objects.filter(account=account).delete()
        SingleUseLink.objects.filter(account=account).delete()
        AgendaKey.objects.filter(person=account.person_id).delete()
        record(account.person.organisation_id, "account.switched_off", by=by.person, about=account.id, at=at)
    account.is_active = False


def reset_second_factor(account: Account, *, checked: IdentityCheck, by: Actor | None, at: datetime) -> None:
    """Let somebody who lost the second step set up another, after making sure in person that it is them.

    The keys are on hold and the address of the agenda ends at once; the second step ends when the person follows the
    link. Nobody does this for themselves. Without `by` the operator of the installation does it, and the log says so.
    Refuses: NotAllowed, IN_PERSON_BY_SOMEBODY_ELSE, NO_ACCOUNT. Records: account.second_factor_lost, with how it was
    checked. Notifies: the person, and whom a reset of keys tells.
    """
    if by is not None:
        demand(by, Permission.ADMINISTRATION_ACCOUNT_RESET, account.person.organisation_id)
    person, actor = account.person, by.person if by else None
    details = {"checked": checked} if by else {"checked": checked, "by": "operator"}
    if actor == person.id:
        raise AdministrationRefused(AdministrationCode.IN_PERSON_BY_SOMEBODY_ELSE)
    with transaction.atomic():
        if not Account.objects.select_for_update(no_key=True).get(pk=account.pk).is_active:
            raise AdministrationRefused(AdministrationCode.NO_ACCOUNT)
        end_links(account, LinkPurpose.SECOND_FACTOR_RESET, at=at)
        AgendaKey.objects.filter(person=person).delete()
        home = person.organisation_id
        record(home, "account.second_factor_lost", by=actor, about=account.id, at=at, details=details)
        send_link(account, LinkPurpose.SECOND_FACTOR_RESET, made_by=actor, at=at)
        note_reset(person, ResetCause.SECOND_FACTOR_LOST, by=actor, at=at, addresses=[account.email])


def help_in(address: str, *, at: datetime) -> None:
    """Somebody, perhaps this address's owner, says that they cannot get in. The same is done for every address.

    Records nothing: a stranger's wish is no act. Announces: HelpAsked, unless it was asked often.
    """
    account = Account.objects.filter(email=address, is_active=True).values_list("id", flat=True).first()
    if take(AttemptKind.LETTER, address, device="", at=at):
        announce(HelpAsked(account or uuid4()))


def send_reset(account: UUID, *, at: datetime) -> None:
    """Send the link for a new password, where there is such an account. Former links stay: a stranger ends none.

    Records: account.reset_asked. Notifies: the person.
    """
    with transaction.atomic():
        found = Account.objects.select_related("person__organisation").filter(pk=account, is_active=True).first()
        if found is not None:
            record(found.person.organisation_id, "account.reset_asked", by=None, about=found.id, at=at)
            send_link(found, LinkPurpose.PASSWORD_RESET, made_by=None, at=at)


def confirm_second_factor(account: Account, *, at: datetime) -> None:
    """Write down that somebody set up a second factor. Records: account.second_factor_set."""
    with transaction.atomic():
        person = account.person
        record(person.organisation_id, "account.second_factor_set", by=person.id, about=account.id, at=at)


def _invitable(person: Person, *, actor: UUID | None, at: datetime) -> Account:
    """The account of somebody who has no password yet, made or taken back where needed."""
    account = (
        Account.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .filter(person=person)
        .first()
    )
    if account is None:
        try:
            with transaction.atomic():
                return Account.objects.create_user(person.email, None, person=person)
        except IntegrityError:
            raise AdministrationRefused(AdministrationCode.ADDRESS_TAKEN) from None
    if account.is_active and account.has_usable_password():
        raise AdministrationRefused(AdministrationCode.ACCOUNT_EXISTS)
    if not account.is_active:
        account.is_active = True
        account.set_unusable_password()
        account.save(update_fields=["is_active", "password"])
        note_reset(person, ResetCause.LOGIN_RESET, by=actor, at=at, addresses=[account.email])
    return account
