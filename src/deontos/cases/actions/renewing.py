"""A new epoch of a case's pairs, opened by whoever reads it: when somebody went, or when it is handed over."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.cases.actions.left_out import reading
from deontos.cases.dossier import dossier_items_of
from deontos.cases.dossier import place_of as place_in_dossier
from deontos.cases.models import CaseFile
from deontos.cases.signing import signer_of
from deontos.cases.succession import merged
from deontos.correspondence.models import Conversation
from deontos.correspondence.queries import items_of, place_of
from deontos.kernel.clock import civil_date
from deontos.keyring.actions.custody import go_on_in_custody
from deontos.keyring.epochs import Opener, Seat, open_epoch, seats_now
from deontos.keyring.models import Pair
from deontos.keyring.queries import certificate_reading, trusted_certificates
from deontos.keyring.readers import UnlockedReader
from deontos.keyring.sealing import ItemPlace, OpenPair


def renew_where_due(
    case: CaseFile, conversation: Conversation, *, by: Actor, reader: UnlockedReader, at: datetime
) -> None:
    """Give the pairs of a case a new key where somebody who read them went since. Needs an open transaction.

    Not while one of its readers may not be sealed to, after a reset: that one would be left without a key.
    Refuses: NotAllowed, NoEnvelope, KEY_NOT_AUTHENTIC. Records: epoch.opened, for each.
    """
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    is_due = conversation.pair.left_on or case.dossier_pair.left_on
    if is_due and _may_all_be_sealed_to(case, conversation, on=civil_date(at)):
        renew(case, conversation, by=by, reader=reader, at=at)


def _may_all_be_sealed_to(case: CaseFile, conversation: Conversation, *, on: date) -> bool:
    readers = reading(conversation, on=on)
    return readers <= trusted_certificates(case.organisation_id, readers, on=on).keys()


def renew(
    case: CaseFile,
    conversation: Conversation,
    *,
    coming: Sequence[Seat] = (),
    without: Iterable[UUID] = (),
    by: Actor,
    reader: UnlockedReader,
    at: datetime,
) -> None:
    """Give conversation and dossier a new key each: for who reads today but these, and for who comes.

    Needs an open transaction. Refuses: NotAllowed, NoEnvelope, KEY_NOT_AUTHENTIC. Records: epoch.opened, for each.
    """
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    on, gone = civil_date(at), list(without)
    opener = _opener(conversation.pair, by, reader, at=at)
    for pair in (conversation.pair, case.dossier_pair):
        seats = merged(seats_now(pair, case.organisation_id, without=gone, on=on), coming)
        _open(case, conversation, pair, seats, reader, opener)


def renew_identity(
    case: CaseFile,
    conversation: Conversation,
    *,
    without: UUID,
    named: frozenset[UUID],
    by: Actor,
    reader: UnlockedReader,
    at: datetime,
) -> None:
    """Give the reporter's identity a new key without one of those who may know it. Needs an open transaction.

    Where stewards kept the former, those of today keep the new one, but nobody whom the report names.

    Refuses: NotAllowed, NoEnvelope, KEY_NOT_AUTHENTIC. Records: epoch.opened.
    """
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    on = civil_date(at)
    opener = _opener(conversation.pair, by, reader, at=at)
    seats = seats_now(conversation.identity_pair_id, case.organisation_id, without=[without], on=on)
    opened = _open(case, conversation, conversation.identity_pair, seats, reader, opener)
    keep_on(case, opened, without=named | {without}, on=on)


def keep_on(case: CaseFile, opened: OpenPair, *, without: frozenset[UUID], on: date) -> None:
    """Let stewards keep the new key of a name in custody, but not these people. Records nothing: the epoch stands."""
    go_on_in_custody(opened, named=without if case.disclosure.channel.has_custody else None, on=on)


def knows_identity(conversation: Conversation, person: UUID, *, on: date) -> bool:
    """Whether a person was given the key of the reporter's name. Records nothing."""
    return certificate_reading(conversation.identity_pair_id, person, on=on) is not None


def places(case: CaseFile, conversation: Conversation) -> dict[UUID, ItemPlace]:
    """Where the item of each key of a case stands. Two queries. Records nothing."""
    talk = {item.item_key_id: place_of(item) for item in items_of(conversation)}
    return talk | {item.item_key_id: place_in_dossier(item) for item in dossier_items_of(case)}


def _opener(pair: Pair, by: Actor, reader: UnlockedReader, *, at: datetime) -> Opener:
    signer = signer_of(pair.id, reader, by=by, on=civil_date(at))
    return Opener(signer, civil_date(at), by.person, at)


def _open(
    case: CaseFile,
    conversation: Conversation,
    pair: Pair,
    seats: Sequence[Seat],
    reader: UnlockedReader,
    opener: Opener,
) -> OpenPair:
    is_reporters = pair.id != case.dossier_pair_id
    return open_epoch(
        pair,
        reader,
        seats,
        places(case, conversation),
        receipt=conversation.holder,
        by=opener,
        with_receipt=is_reporters,
    )
