"""What happens to envelopes: given once, opened for the first time, woken, taken away."""

import logging
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from deontos.keyring.authenticity import is_given
from deontos.keyring.given import Taken, given, taken
from deontos.keyring.models import Envelope, Pair, ReaderCertificate
from deontos.keyring.queries import readers_of
from deontos.keyring.readers import Signer
from deontos.keyring.sealing import OpenPair, give_to_person
from deontos.keyring.secrets import OLDER_SECRETS, install_secrets
from deontos.keyring.vocabulary import Ground, WakeReason
from deontos.vault.contexts import EnvelopeContext
from deontos.vault.failures import UnknownSecretVersion, VaultFailure
from deontos.vault.opening import wake_dormant

logger = logging.getLogger(__name__)


def give_once(
    opened: OpenPair, certificate: ReaderCertificate, *, by: Signer, on: date, ground: Ground
) -> tuple[Envelope, dict[str, object]]:
    """An envelope of a pair for a certified reader, or the one that opens it already; and what the log says of it.

    It takes the place of what was sealed to a key that this person has lost, or for a time that is over.
    Records: nothing, the caller's room says who was given what and why. Needs an open transaction.
    """
    person, present = certificate.person_id, bytes(certificate.sealing_public)
    opens = Q(resealed_to__sealing_public=present) | Q(resealed_to=None, certificate__sealing_public=present)
    mine = readers_of(opened.epoch.pair_id, on=on).filter(opens, epoch=opened.epoch, certificate__person=person)
    held = mine.first()
    if held is not None:
        return held, {}
    useless = Envelope.objects.filter(epoch=opened.epoch, certificate__person=person)
    gone = tuple(useless.values_list("id", flat=True))
    Envelope.objects.filter(pk__in=gone).delete()
    envelope = give_to_person(opened, certificate, by=by, on=on, ground=ground)
    return envelope, {**taken(*gone), **given(envelope)}


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
    sleeping = Envelope.objects.select_for_update(of=("self",), no_key=True).filter(
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
