"""Counting attempts, in the database that all processes share: those of a known device apart from all others'.

Each is counted before anything is judged and given back when it was right, so that many at once are no more than many
one after another.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from deontos.administration.devices import is_known
from deontos.administration.models import AttemptCount
from deontos.administration.rules import LIMITS, LONGEST_COUNT
from deontos.administration.vocabulary import AttemptKind
from deontos.jobs.slices import erase_in_slices
from deontos.kernel.clock import STEPS_BACK, is_ahead
from deontos.vault.digests import keyed_digest


def take(kind: AttemptKind, address: str, *, device: str, at: datetime) -> bytes | None:
    """Count one attempt at an address; by what it can be given back, or None when there were too many.

    A device that the account knows has a count of its own, all others share one. Records nothing: no act of anybody.
    """
    limit, key = LIMITS[kind], _key(kind, address, device)
    with transaction.atomic():
        fresh = {"attempts": 0, "begun_at": at}
        count, _made = AttemptCount.objects.select_for_update(no_key=True).get_or_create(digest=key, defaults=fresh)
        if at - count.begun_at >= limit.within or is_ahead(count.begun_at, at=at):
            count.attempts, count.begun_at = 0, at
        if count.attempts >= limit.attempts:
            return None
        count.attempts += 1
        count.save(update_fields=["attempts", "begun_at"])
    return key


def give_back(key: bytes) -> None:
    """An attempt that was right is none. Records nothing."""
    AttemptCount.objects.filter(digest=key, attempts__gt=0).update(attempts=F("attempts") - 1)


def forget_counts(*, at: datetime) -> None:
    """Erase what no longer counts. Records nothing."""
    over = Q(begun_at__lte=at - LONGEST_COUNT) | Q(begun_at__gt=at + STEPS_BACK)
    erase_in_slices(AttemptCount.objects.filter(over))


def _key(kind: AttemptKind, address: str, device: str) -> bytes:
    """The address is typed by anybody and may be a secret typed in the wrong field, so it stands under a key."""
    own = device if device and is_known(device, address) else ""
    return keyed_digest(settings.INSTALL_SECRETS.django_secret.current_value, "attempts", kind.value, address, own)
