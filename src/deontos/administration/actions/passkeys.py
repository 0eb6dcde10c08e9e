"""Passkeys: keys that a phone, computer or security key keeps, each under a name that its owner chose."""

from collections.abc import Mapping
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate

MOST_PASSKEYS = 10
"""Of one account (house rule): nobody has so many things that sign in, and each sign-in looks at all of them."""
STANDS_ALONE = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What is a second factor by itself. Recovery codes stand in for one, and go with the last."""


def add_passkey(account: Account, name: str, credential: Mapping[str, object], *, at: datetime) -> Authenticator:
    """Keep the public half of a passkey that was just made and proved; whoever signed in does this for themselves.

    Refuses: TOO_MANY_PASSKEYS. Records: account.passkey_added. Notifies: the person.
    """
    with transaction.atomic():
        _lock(account)
        kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).count()
        if kept >= MOST_PASSKEYS:
            raise AdministrationRefused(AdministrationCode.TOO_MANY_PASSKEYS, most=MOST_PASSKEYS)
        data = {"name": name, "credential": dict(credential)}
        passkey = Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=data, created_at=at)
        _tell(account, "account.passkey_added", LetterTemplate.PASSKEY_ADDED, passkey.pk, at=at)
    return passkey


def rename_passkey(passkey: Authenticator, name: str, *, at: datetime) -> None:
    """Give a passkey another name. Records: account.passkey_renamed, without the name."""
    account = passkey.user
    with transaction.atomic():
        locked = Authenticator.objects.select_for_update(no_key=True).get(pk=passkey.pk)
        locked.data["name"] = name
        locked.save(update_fields=["data"])
        home, details = account.person.organisation_id, {"passkey": passkey.pk}
        record(home, "account.passkey_renamed", by=account.person_id, about=account.pk, at=at, details=details)


def remove_passkey(passkey: Authenticator, *, at: datetime) -> None:
    """Let a passkey count no longer; the last second factor of an account stays.

    Refuses: LAST_SECOND_FACTOR. Records: account.passkey_removed. Notifies: the person.
    """
    account = passkey.user
    with transaction.atomic():
        _lock(account)
        others = Authenticator.objects.filter(user=account, type__in=STANDS_ALONE).exclude(pk=passkey.pk)
        if not others.exists():
            raise AdministrationRefused(AdministrationCode.LAST_SECOND_FACTOR)
        gone, _kinds = Authenticator.objects.filter(pk=passkey.pk).delete()
        if gone:
            _tell(account, "account.passkey_removed", LetterTemplate.PASSKEY_REMOVED, passkey.pk, at=at)


def _lock(account: Account) -> None:
    """One change of an account's second factors after another: two at once could each take away the other's rest."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)


def _tell(account: Account, fact: str, letter: LetterTemplate, passkey: int, *, at: datetime) -> None:
    person, details = account.person, {"passkey": passkey}
    record(person.organisation_id, fact, by=person.id, about=account.pk, at=at, details=details)
    write_prompt(person.organisation_id, person, letter, at=at)
