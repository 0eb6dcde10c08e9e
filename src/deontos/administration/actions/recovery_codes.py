"""Recovery codes for signing in: ten, shown once, each of which stands in for the second factor once.

They open no vault: that has a recovery code of its own.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction

from deontos.administration.actions.passkeys import STANDS_ALONE
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account
from deontos.administration.queries import codes_left
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.actions import record
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate


def make_recovery_codes(account: Account, *, at: datetime) -> list[str]:
    """Make ten codes, in place of those from before; whoever signed in does this for themselves.

    Of the codes only a sealed seed is kept. Refuses: NO_SECOND_FACTOR. Records: account.recovery_codes_made.
    Notifies: the person.
    """
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        if not Authenticator.objects.filter(user=account, type__in=STANDS_ALONE).exists():
            raise AdministrationRefused(AdministrationCode.NO_SECOND_FACTOR)
        Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
        codes: list[str] = RecoveryCodes.activate(account).generate_codes()
        _tell(account, "account.recovery_codes_made", LetterTemplate.RECOVERY_CODES_MADE, len(codes), at=at)
    return codes


def use_recovery_code(account: Account, code: str, *, at: datetime) -> Authenticator | None:
    """Use a code up, under a lock, so that each counts once. None when it is none, or was used before.

    Records: account.recovery_code_used, with how many are left. Notifies: the person.
    """
    with transaction.atomic():
        codes = Authenticator.objects.select_for_update(no_key=True).filter(
            user=account, type=Authenticator.Type.RECOVERY_CODES
        )
        found = codes.first()
        if found is None or not RecoveryCodes(found).validate_code(code):
            return None
        left = codes_left(account)
        _tell(account, "account.recovery_code_used", LetterTemplate.RECOVERY_CODE_USED, left, at=at)
    return found


def _tell(account: Account, fact: str, letter: LetterTemplate, left: int, *, at: datetime) -> None:
    person = account.person
    record(person.organisation_id, fact, by=person.id, about=account.pk, at=at, details={"left": left})
    write_prompt(person.organisation_id, person, letter, at=at)
