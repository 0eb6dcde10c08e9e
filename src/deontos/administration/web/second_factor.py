"""The second step of signing in: whether this session has done it, the secret behind the codes, and which were used.

A session that has only the password is nobody yet: no actor, no person.
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest

from deontos.administration.devices import remember
from deontos.administration.models import Account
from deontos.administration.sealing import opened_text, sealed_text
from deontos.administration.web.browsers import note_browser
from deontos.kernel import clock
from deontos.kernel.clock import STEPS_BACK

DONE = "second_factor_done"
ON_SHOW = "second_factor_on_show"
USED = "used_counter"
PURPOSE = "second factor"
FAR_AHEAD = STEPS_BACK // timedelta(seconds=30)
"""So many codes, one every half minute."""


def account_at(request: HttpRequest) -> Account:
    """Whose account it is, behind a door for people who signed in."""
    assert isinstance(request.user, Account)
    return request.user


def mark_done(request: HttpRequest, account: Account) -> None:
    """Remember in this session that the second step was done, and by whom; and know this browser from now on."""
    request.session[DONE] = str(account.pk)
    note_browser(request)
    request.known_device = remember(request, account, on=clock.today())  # type: ignore[attr-defined]


def is_done(request: HttpRequest) -> bool:
    """Whether whoever is signed in has done the second step in this session."""
    return request.user.is_authenticated and bool(request.session.get(DONE) == str(request.user.pk))


def has_one(account: Account | AnonymousUser) -> bool:
    """Whether the account has a second factor. Recovery codes alone are none: they stand in for one."""
    found = Authenticator.objects.filter(user_id=account.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(found.exists())


def kinds_of(account: Account) -> frozenset[str]:
    """What kinds of second factor the account has; recovery codes too."""
    return frozenset(Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True))


def sealed_secret(secret: str) -> str:
    """A secret as it stands in the database: under the framework's install secret, with the version of that."""
    return sealed_text(secret, PURPOSE)


def opened_secret(sealed: str) -> str:
    """The inverse. Raises a VaultFailure for what was not sealed by this installation."""
    return opened_text(sealed, PURPOSE)


def secret_on_show(request: HttpRequest) -> str:
    """The secret that this session is setting up, the same until it is confirmed, however often it is loaded."""
    if ON_SHOW not in request.session:
        request.session[ON_SHOW] = sealed_secret(generate_totp_secret())
    return opened_secret(request.session[ON_SHOW])


def use_up(authenticator: Authenticator, code: str) -> bool:
    """Note the code as used, in the database that all processes share. False when it or a later one was used before."""
    with transaction.atomic():
        locked = Authenticator.objects.select_for_update(no_key=True).get(pk=authenticator.pk)
        secret = opened_secret(locked.data["secret"])
        counter = _counter_of(secret, code)
        if counter is None or counter <= _last_used(locked):
            return False
        # Sealed anew: what is used moves to the current version of the install secret.
        locked.data[USED], locked.data["secret"] = counter, sealed_secret(secret)
        locked.save(update_fields=["data"])
    return True


def finish_set_up(request: HttpRequest, account: Account, code: str) -> None:
    """The code that confirmed the secret is used up, and with it the second step of this session is done."""
    use_up(Authenticator.objects.get(user=account, type=Authenticator.Type.TOTP), code)
    request.session.pop(ON_SHOW, None)
    mark_done(request, account)
    request.session.cycle_key()


def _last_used(authenticator: Authenticator) -> int:
    """The number of the code used last; none where a clock that was far ahead gave it: nobody waits for that day."""
    used: int = authenticator.data.get(USED, 0)
    is_far_ahead = used > max(yield_hotp_counters_from_time()) + FAR_AHEAD
    return 0 if is_far_ahead else used


def _counter_of(secret: str, code: str) -> int | None:
    digits = "".join(sign for sign in code if sign.isdecimal())
    counters = (
        each for each in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, each)) == digits
    )
    return next(counters, None)
