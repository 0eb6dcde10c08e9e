"""What happens to envelopes after they were made: opened for the first time, woken, taken away."""

import logging
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from deontos.keyring.authenticity import is_given
from deontos.keyring.given import Taken
from deontos.keyring.models import Envelope, Pair
from deontos.keyring.secrets import OLDER_SECRETS, install_secrets
from deontos.keyring.vocabulary import WakeReason
from deontos.vault.contexts import EnvelopeContext
from deontos.vault.failures import UnknownSecretVersion, VaultFailure
from deontos.vault.opening import wake_dormant

logger = logging.getLogger(__name__)


def mark_opened(pair: UUID, person: UUID, *, on: date) -> bool:
    """Note the first day on which a person opened a pair; whether this was the first time.

    Records: nothing, the caller's room says what was opened.
    """
    first = Envelope.objects.filter(
        epoch__pair_id=pair, certificate__person_id=person, dormant=False, first_opened_on__isnull=True
    )
    return bool(first.update(first_opened_on=on))


def wake(pair: UUID, person: UUID, reason: WakeReason, *, on: date) -> bool:
    """Take the outer layer off the sleeping envelopes that a person has of a pair; whether one opens from now on.

    What is inside stays sealed to that person. One that nobody we know gave stays as it is.
    Records: nothing, the caller's room says who was woken and why. Needs an open transaction.
    """
    sleeping = Envelope.objects.select_for_update(of=("self",)).filter(
        epoch__pair_id=pair, certificate__person_id=person, dormant=True
    )
    found = sleeping.select_related("epoch__pair", "given_by__entry", "given_by_holder__entry")
    woken = [_woken(envelope, person, reason, on=on) for envelope in found]
    return any(woken)


def take_away(pairs: Iterable[UUID], person: UUID, *, items: Iterable[UUID] = (), on: date) -> Taken:
    """Erase every envelope that a person has of these pairs, of items in them or of these item keys; which they were.

    Whoever opens such a pair next gives it a new key, as this person may have kept the old one.
    Records: nothing, the caller's room says who went and why, and what was taken. Needs an open transaction.
    """
    known = list(pairs)
    mine = Envelope.objects.filter(certificate__person_id=person)
    held = mine.filter(Q(epoch__pair__in=known) | Q(item_key__epoch__pair__in=known) | Q(item_key__in=list(items)))
    awake = list(held.filter(dormant=False, epoch__isnull=False).values_list("epoch__pair", flat=True))
    gone = tuple(held.values_list("id", flat=True))
    Envelope.objects.filter(pk__in=gone).delete()
    Pair.objects.filter(pk__in=awake).update(left_on=on)
    return Taken(gone, was_reading=bool(awake))


def _woken(envelope: Envelope, person: UUID, reason: WakeReason, *, on: date) -> bool:
    epoch = envelope.epoch
    assert epoch is not None
    context = EnvelopeContext(epoch.pair_id, epoch.number, person, epoch.pair.purpose)
    try:
        envelope.sealed = wake_dormant(bytes(envelope.sealed), install_secrets().pepper_absence, context)
    except UnknownSecretVersion:
        logger.error("A sleeping key was not woken: %s", OLDER_SECRETS)  # noqa: TRY400 the trace says no more
        return False
    except VaultFailure:
        return False
    if not is_given(envelope, context):
        return False
    envelope.dormant, envelope.woken_on, envelope.woken_because = False, on, reason
    envelope.save(update_fields=["sealed", "dormant", "woken_on", "woken_because"])
    return True
