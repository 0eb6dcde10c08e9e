"""Receiving a disclosure: keys, seals, items, envelopes, audit and the case, in one transaction."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from deontos.audit.actions import record_for_reporter
from deontos.correspondence.actions.conversations import add_item, attach, make_holder, open_conversation
from deontos.correspondence.actions.identity import note_consents
from deontos.correspondence.models import Conversation, Draft, Item
from deontos.correspondence.queries import conversation_of, lock_draft
from deontos.correspondence.trays import waiting_under
from deontos.correspondence.vocabulary import IdentityPurpose, ItemKind
from deontos.correspondence.written import ITEMS, written
from deontos.kernel.events import announce
from deontos.kernel.refusals import Refusal
from deontos.keyring.actions.custody import keep_in_custody
from deontos.keyring.actions.receipts import accept_receipt
from deontos.keyring.authenticity import first_epochs, receipt_details
from deontos.keyring.given import given_in
from deontos.keyring.models import Envelope, ReaderCertificate
from deontos.keyring.readers import Signer
from deontos.keyring.sealing import OpenPair, for_person, for_receipt, give, make_pairs
from deontos.keyring.vocabulary import Ground, Purpose
from deontos.speakup.authenticity import ENTERED_BY, RECEIVED_ON
from deontos.speakup.events import DisclosureReceived
from deontos.speakup.models import Channel, Disclosure
from deontos.speakup.queries import Line, line_of
from deontos.speakup.rules import Route, route
from deontos.speakup.vocabulary import DisclosureKind, IdentityChoice, SpeakupCode, Subject
from deontos.vault.receipts import Receipt

RECEIVED = "disclosure.received"
"""The fact with which a disclosure begins in the log."""
PURPOSES = (Purpose.CONVERSATION, Purpose.IDENTITY, Purpose.DOSSIER)
"""What each disclosure gets a pair of keys for."""


class DisclosureRefused(Refusal):
    """Nothing was sealed; the draft stands as it was."""


@dataclass(frozen=True, slots=True)
class Confided:
    """All that a reporter decided and wrote.

    `readers` are the people whom the check page showed as readers, `sleeping` those whose key it said would sleep; None
    where nobody was shown. `in_custody` is whether the page said that two stewards keep the name; None where it said
    nothing.
    """

    kind: DisclosureKind
    subject: Subject
    named: frozenset[UUID]
    choice: IdentityChoice
    content: Mapping[str, Any] = field(repr=False)
    identity: Mapping[str, Any] = field(repr=False)
    readers: frozenset[UUID]
    sleeping: frozenset[UUID] | None = None
    in_custody: bool | None = None


@dataclass(frozen=True, slots=True)
class TakenDown:
    """That somebody at the desk typed what another person told or wrote, and on which day it came.

    `disclosure` is drawn before it is sent, so that one page which is sent twice is one disclosure.
    """

    disclosure: UUID
    by: Signer
    came_on: date


def confide(
    channel: Channel,
    receipt: Receipt,
    confided: Confided,
    *,
    on: date,
    taken_down: TakenDown | None = None,
    still: Callable[[], bool] | None = None,
    line: Line | None = None,
) -> Disclosure:
    """Receive a disclosure: seal it to the route of today and store it under its receipt, or refuse and change nothing.

    The files that wait with its draft go along. What was taken down is signed by whoever typed it, and by nobody else.
    `still` is asked once nobody else changes the draft any more: whether it is as it was when this was made of it.
    `line` is the one of this very moment, where whoever asks has just looked at it.

    Refuses: CHANNEL_CLOSED, NOBODY_LEFT, READERS_CHANGED, ANSWERS_CHANGED, CUSTODY_CHANGED, ALREADY_RECEIVED.
    Records: disclosure.received (reporters' chain). Announces: DisclosureReceived. Notifies: nobody itself.
    """
    if _is_there(channel, receipt, taken_down):
        raise DisclosureRefused(SpeakupCode.ALREADY_RECEIVED)
    line = line or line_of(channel, on=on)
    way = route(line.members, confided.named)
    _check(line, way, confided)
    try:
        with transaction.atomic():
            draft = lock_draft(receipt, channel.organisation_id)
            if still is not None and not still():
                raise DisclosureRefused(SpeakupCode.ANSWERS_CHANGED)
            readers = _Readers(line, way)
            received = _receive(channel, receipt, confided, readers, draft, on=on, taken_down=taken_down)
            if not readers.are_as_looked_up():
                raise DisclosureRefused(SpeakupCode.READERS_CHANGED)
            return received
    except IntegrityError:
        if not _is_there(channel, receipt, taken_down):
            raise
        raise DisclosureRefused(SpeakupCode.ALREADY_RECEIVED) from None


def _is_there(channel: Channel, receipt: Receipt, taken_down: TakenDown | None) -> bool:
    if taken_down is not None:
        return Disclosure.objects.filter(pk=taken_down.disclosure).exists()
    return conversation_of(receipt, channel.organisation_id) is not None


@dataclass(frozen=True, slots=True)
class _Readers:
    line: Line
    way: Route

    def envelopes(
        self, opened: OpenPair, *, by: Signer, on: date, ground: Ground, sleeping: bool
    ) -> Iterator[Envelope]:
        for member in self.way.sealed_to:
            yield for_person(opened, self.line.certificates[member.person], by=by, on=on, ground=ground)
        for member in self.way.dormant if sleeping else ():
            certificate = self.line.certificates[member.person]
            yield for_person(opened, certificate, by=by, on=on, ground=Ground.ABSENCE, dormant=True)

    def are_as_looked_up(self) -> bool:
        """Whether no certificate that was sealed to has ended since; from now on whoever ends one waits for us."""
        certificates = [self.line.certificates[each.person] for each in (*self.way.sealed_to, *self.way.dormant)]
        found = ReaderCertificate.objects.select_for_update(no_key=True).filter(
            pk__in=[each.pk for each in certificates]
        )
        ends = dict(found.order_by("pk").values_list("pk", "ended_on"))
        return all(each.pk in ends and ends[each.pk] == each.ended_on for each in certificates)


def _check(line: Line, way: Route, confided: Confided) -> None:
    if not line.is_open:
        raise DisclosureRefused(SpeakupCode.CHANNEL_CLOSED)
    if way.nobody_left:
        raise DisclosureRefused(SpeakupCode.NOBODY_LEFT)
    sleeping = way.sleeping if confided.sleeping is None else confided.sleeping
    if (way.readers, way.sleeping) != (confided.readers, sleeping):
        raise DisclosureRefused(SpeakupCode.READERS_CHANGED)


def _receive(
    channel: Channel,
    receipt: Receipt,
    confided: Confided,
    readers: _Readers,
    draft: Draft | None,
    *,
    on: date,
    taken_down: TakenDown | None,
) -> Disclosure:
    organisation = channel.organisation_id
    reporter = make_holder(receipt, on=on)
    talk, identity, dossier = make_pairs(organisation, PURPOSES, on=on)
    assert reporter.holder is not None
    conversation = open_conversation(
        organisation, receipt, reporter.holder, pair=talk.epoch.pair, identity_pair=identity.epoch.pair, on=on
    )
    own = (for_receipt(opened, reporter.holder, by=reporter, on=on, ground=Ground.OWN) for opened in (talk, identity))
    readable = (
        readers.envelopes(opened, by=reporter, on=on, ground=Ground.IN_LINE, sleeping=True)
        for opened in (talk, dossier)
    )
    give([*own, *chain.from_iterable(readable)])
    author = taken_down.by if taken_down else reporter
    items = list(_write_items(conversation, confided, talk, identity, author, on=on))
    files = [each.confided() for each in waiting_under(receipt, organisation)]
    items += attach(conversation, files, epoch=talk.epoch, by=reporter, on=on)
    if confided.choice is IdentityChoice.CONSENT:
        give(readers.envelopes(identity, by=reporter, on=on, ground=Ground.CONSENT, sleeping=False))
        note_consents(conversation, readers.way.readers, IdentityPurpose.HANDLING, on=on)
    _keep(channel, confided, identity, on=on)
    details = {
        **receipt_details(reporter.holder, thread=conversation.id),
        **first_epochs(talk.epoch, identity.epoch, dossier.epoch),
        **given_in(talk.epoch, identity.epoch, dossier.epoch),
        ITEMS: [written(item) for item in items],
    }
    disclosure = _disclosure(channel, conversation, confided, taken_down, on=on)
    return _store(disclosure, draft, dossier.epoch.pair_id, on=on, details=details | _said_of(taken_down))


def _disclosure(
    channel: Channel, conversation: Conversation, confided: Confided, taken_down: TakenDown | None, *, on: date
) -> Disclosure:
    return Disclosure(
        id=taken_down.disclosure if taken_down else uuid4(),
        channel=channel,
        conversation=conversation,
        kind=confided.kind,
        subject=confided.subject,
        received_on=taken_down.came_on if taken_down else on,
    )


def _said_of(taken_down: TakenDown | None) -> dict[str, object]:
    """What the log says of whoever typed it; the row itself has no moment and no actor: somebody was on the phone."""
    if taken_down is None:
        return {}
    assert taken_down.by.certificate is not None
    return {ENTERED_BY: taken_down.by.certificate.person_id, RECEIVED_ON: taken_down.came_on.isoformat()}


def _keep(channel: Channel, confided: Confided, identity: OpenPair, *, on: date) -> None:
    """Keep the name in custody where the channel does so; nothing is received where the reporter was told otherwise."""
    wanted = channel.has_custody and confided.choice is not IdentityChoice.ANONYMOUS
    kept = wanted and keep_in_custody(channel.organisation_id, identity, named=confided.named, on=on)
    if confided.in_custody not in (None, kept):
        raise DisclosureRefused(SpeakupCode.CUSTODY_CHANGED)


def _write_items(
    conversation: Conversation, confided: Confided, talk: OpenPair, identity: OpenPair, by: Signer, *, on: date
) -> Iterator[Item]:
    yield add_item(conversation, ItemKind.CONFIDED, confided.content, epoch=talk.epoch, by=by, on=on)
    if confided.choice is not IdentityChoice.ANONYMOUS:
        yield add_item(conversation, ItemKind.IDENTITY, confided.identity, epoch=identity.epoch, by=by, on=on)


def _store(
    disclosure: Disclosure, draft: Draft | None, dossier: UUID, *, on: date, details: Mapping[str, object]
) -> Disclosure:
    organisation, conversation = disclosure.channel.organisation_id, disclosure.conversation
    disclosure.save(force_insert=True)
    received = record_for_reporter(organisation, RECEIVED, about=disclosure.id, on=on, details=details)
    accept_receipt(conversation.holder, under=received)
    announce(DisclosureReceived(disclosure.id, organisation, dossier, on, disclosure.received_on))
    if draft is not None:
        draft.delete()
    return disclosure
