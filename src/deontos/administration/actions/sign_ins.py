"""Ending one's own sign-ins in other browsers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from deontos.administration.models import Account, SignIn
from deontos.audit.actions import record


def end_sign_in(account: Account, which: UUID, *, at: datetime) -> bool:
    """Sign out in one browser; False when the account has no such sign-in. Records: account.sign_ins_ended."""
    return bool(_end(account, SignIn.objects.filter(account=account, pk=which), at=at))


def end_other_sign_ins(account: Account, *, here: UUID, at: datetime) -> int:
    """Sign out everywhere but in this browser; in how many. Records: account.sign_ins_ended."""
    return _end(account, SignIn.objects.filter(account=account).exclude(pk=here), at=at)


def _end(account: Account, sign_ins: QuerySet[SignIn], *, at: datetime) -> int:
    person = account.person
    with transaction.atomic():
        count, _kinds = sign_ins.delete()
        if count:
            details = {"count": count}
            home = person.organisation_id
            record(home, "account.sign_ins_ended", by=person.id, about=account.id, at=at, details=details)
    return count
