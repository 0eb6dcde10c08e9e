"""What a password must be, and changing one's own."""

from datetime import datetime
from functools import cache
from uuid import UUID

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.db import transaction

from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account, SignIn
from deontos.administration.rules import OWN_WORDS, password_fault
from deontos.audit.actions import record
from deontos.keyring.own_vault import known_words
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.vault.passphrases import guessed_bits


def refuse_weak(password: str, address: str, *, of: Person) -> None:
    """Refuses: PASSWORD_TOO_SHORT, PASSWORD_IS_ADDRESS, PASSWORD_TOO_COMMON. Records nothing: nothing was done."""
    bits = guessed_bits(password, [*known_words(of), *OWN_WORDS])
    fault = password_fault(password, address, is_common=password.strip().lower() in _common(), bits=bits)
    if fault is not None:
        raise AdministrationRefused(fault)


def change_password(account: Account, password: str, *, here: UUID, at: datetime) -> None:
    """Take another password, by whoever just gave the present one, and sign out everywhere but `here`.

    Refuses: PASSWORD_TOO_SHORT, PASSWORD_IS_ADDRESS, PASSWORD_TOO_COMMON. Records: account.password_changed.
    Notifies: the person.
    """
    person = account.person
    refuse_weak(password, account.email, of=person)
    with transaction.atomic():
        locked = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        locked.set_password(password)
        locked.save(update_fields=["password"])
        SignIn.objects.filter(account=account).exclude(pk=here).delete()
        record(person.organisation_id, "account.password_changed", by=person.id, about=account.id, at=at)
        write_prompt(person.organisation_id, person, LetterTemplate.PASSWORD_CHANGED, at=at)
    account.password = locked.password


@cache
def _common() -> frozenset[str]:
    """The list of passwords that many people use which comes with the framework."""
    return frozenset(CommonPasswordValidator().passwords)
