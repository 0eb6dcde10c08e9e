"""The reporter's name: let one person know it for one purpose, refuse it, take that back. By the reporter alone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from deontos.audit.actions import record_for_reporter
from deontos.correspondence.actions.conversations import add_item
from deontos.correspondence.events import IdentityDecided
from deontos.correspondence.models import Conversation, IdentityConsent, IdentityRequest
from deontos.correspondence.queries import items_of, place_of
from deontos.correspondence.vocabulary import CorrespondenceCode, IdentityPurpose, ItemKind
from deontos.correspondence.written import written
from deontos.kernel.events import announce
from deontos.kernel.refusals import Refusal
from deontos.keyring.actions.custody import go_on_in_custody
from deontos.keyring.actions.envelopes import give_once
from deontos.keyring.epochs import Opener, open_epoch, seats_now
from deontos.keyring.models import ReaderCertificate
from deontos.keyring.queries import readers_of, trusted_certificates
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.sealing import OpenPair
from deontos.keyring.vocabulary import Ground


class IdentityRefused(Refusal):
    """Nothing was released or taken back."""


@dataclass(frozen=True, slots=True)
class Release:
    """Whom the reporter lets know the name, and for what; with the name, where none was given before."""

    person: UUID
    purpose: IdentityPurpose
    name: str = field(default="", repr=False)
    reach: str = field(default="", repr=False)


def release_identity(conversation: Conversation, release: Release, reader: UnlockedReader, *, on: date) -> None:
    """Let one of today's readers know the reporter's name, for one purpose. The same twice is once.

    Refuses: NOT_A_READER, NO_NAME, NoEnvelope, KEY_NOT_AUTHENTIC. Records: identity.released (reporters' chain).
    Announces: IdentityDecided.
    """
    with transaction.atomic():
        locked = _locked(conversation)
        certificate = _certificate_of(locked, release.person, on=on)
        epoch = reader.epoch_to_seal_to(locked.identity_pair, given_by=locked.holder)
        opened, signer = OpenPair(epoch, reader.pair_of(epoch)), reader.signer(holder=locked.holder)
        told: dict[str, object] = {}
        if not locked.items.filter(kind=ItemKind.IDENTITY).exists():
            content = {"name": _given(release.name), "reach": release.reach.strip()}
            told = written(add_item(locked, ItemKind.IDENTITY, content, epoch=epoch, by=signer, on=on))
        _envelope, log = give_once(opened, certificate, by=signer, on=on, ground=Ground.CONSENT)
        told |= log
        note_consents(locked, [release.person], release.purpose, on=on)
        _answered(locked, release, on=on)
        details = {**told, "person": release.person, "purpose": release.purpose}
        record_for_reporter(locked.organisation_id, "identity.released", about=locked.id, on=on, details=details)
        announce(IdentityDecided(locked.id, locked.organisation_id, on))


def withdraw_identity(
    conversation: Conversation,
    person: UUID,
    purpose: IdentityPurpose,
    reader: UnlockedReader,
    *,
    named: Collection[UUID] | None,
    on: date,
) -> None:
    """Take back that somebody knows the name for a purpose; without any purpose left, the key opens it no more.

    What was seen was seen. `named` are those whom the report names, who keep nothing of the new key where stewards kept
    the former; None where the channel has no custody. Refuses: NoEnvelope, KEY_NOT_AUTHENTIC.
    Records: identity.withdrawn (reporters' chain). Announces: IdentityDecided.
    """
    with transaction.atomic():
        locked = _locked(conversation)
        held = IdentityConsent.objects.filter(conversation=locked, person=person, ended_on__isnull=True)
        if not held.filter(purpose=purpose).update(ended_on=on):
            return
        if not held.exists():
            opened = _shut_out(locked, person, reader, on=on)
            unfit = None if named is None else {*named, person}
            go_on_in_custody(opened, named=unfit, on=on)
        details = {**end_consents(locked, on=on), "person": person, "purpose": purpose}
        record_for_reporter(locked.organisation_id, "identity.withdrawn", about=locked.id, on=on, details=details)
        announce(IdentityDecided(locked.id, locked.organisation_id, on))


def refuse_identity(request: IdentityRequest, *, on: date) -> None:
    """Keep the name closed: the request is answered with no, and nothing else changes.

    Records: identity.refused (reporters' chain). Announces: IdentityDecided.
    """
    with transaction.atomic():
        conversation = request.conversation
        if IdentityRequest.objects.filter(pk=request.pk, answered_on__isnull=True).update(answered_on=on):
            record_for_reporter(conversation.organisation_id, "identity.refused", about=conversation.id, on=on)
            announce(IdentityDecided(conversation.id, conversation.organisation_id, on))


def note_consents(conversation: Conversation, people: Iterable[UUID], purpose: IdentityPurpose, *, on: date) -> None:
    """Write down for what these people may know the name. Records nothing: the caller records what was decided."""
    for person in people:
        IdentityConsent.objects.get_or_create(
            conversation=conversation, person_id=person, purpose=purpose, ended_on=None, defaults={"given_on": on}
        )


def end_consents(conversation: Conversation, *, on: date) -> dict[str, object]:
    """End the consents of whoever holds no key of the name any more; the answer is what the log says of them.

    Who went, and who could not be sealed to when the name got a new key. Records nothing: the caller does.
    """
    knowing = readers_of(conversation.identity_pair_id, on=on).values("certificate__person").order_by()
    over = IdentityConsent.objects.filter(conversation=conversation, ended_on__isnull=True)
    people = sorted(set(over.exclude(person__in=knowing).values_list("person", flat=True)))
    over.filter(person__in=people).update(ended_on=on)
    return {"consents_ended": [str(person) for person in people]} if people else {}


def _locked(conversation: Conversation) -> Conversation:
    rows = Conversation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("holder__entry", "identity_pair").get(pk=conversation.pk)


def _certificate_of(conversation: Conversation, person: UUID, *, on: date) -> ReaderCertificate:
    """The certificate to seal to, of somebody who reads the conversation today."""
    reads = readers_of(conversation.pair_id, on=on).filter(certificate__person_id=person).exists()
    certificate = trusted_certificates(conversation.organisation_id, [person], on=on).get(person)
    if not reads or certificate is None:
        raise IdentityRefused(CorrespondenceCode.NOT_A_READER)
    return certificate


def _given(name: str) -> str:
    if not name.strip():
        raise IdentityRefused(CorrespondenceCode.NO_NAME)
    return name.strip()


def _answered(conversation: Conversation, release: Release, *, on: date) -> None:
    IdentityRequest.objects.filter(
        conversation=conversation,
        purpose=release.purpose,
        message__author__person=release.person,
        answered_on__isnull=True,
    ).update(answered_on=on)


def _shut_out(conversation: Conversation, person: UUID, reader: UnlockedReader, *, on: date) -> OpenPair:
    pair = conversation.identity_pair
    seats = seats_now(pair, conversation.organisation_id, without=[person], on=on)
    places = {item.item_key_id: place_of(item) for item in items_of(conversation)}
    opener = Opener(reader.signer(holder=conversation.holder), on)
    return open_epoch(pair, reader, seats, places, receipt=conversation.holder, by=opener, with_receipt=True)
