"""Adding a row to a chain; always inside the caller's transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from deontos.audit.models import ChainHead, Entry
from deontos.audit.queries import audit_key, content_of
from deontos.audit.rules import canonical_details, digest_of, head_seal, seal_of
from deontos.audit.vocabulary import ChainKind


def record(
    organisation: UUID,
    fact: str,
    *,
    by: UUID | None,
    at: datetime,
    about: UUID | None = None,
    details: Mapping[str, object] | None = None,
) -> Entry:
    """Record what somebody signed in, or the house itself (`by=None`), did at a moment.

    `details` holds no content and no names: ids, kinds, figures. Needs an open transaction.
    """
    return _append(
        Entry(organisation_id=organisation, chain=ChainKind.DESK, fact=fact, actor_id=by, at=at), about, details
    )


def record_for_reporter(
    organisation: UUID,
    fact: str,
    *,
    on: date,
    about: UUID | None = None,
    details: Mapping[str, object] | None = None,
) -> Entry:
    """Record what a reporter did, or what that set off: a number and a civil date, no moment and no actor."""
    return _append(Entry(organisation_id=organisation, chain=ChainKind.REPORTERS, fact=fact, on=on), about, details)


def _append(entry: Entry, about: UUID | None, details: Mapping[str, object] | None) -> Entry:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit row is written in the transaction of what it records")
    head = _locked_head(entry.organisation_id, entry.chain)
    key = audit_key()
    entry.id, entry.subject_id, entry.details = uuid4(), about, canonical_details(details or {})
    entry.number, entry.previous = head.number + 1, bytes(head.digest)
    entry.digest = digest_of(content_of(entry))
    entry.key_version = key.current
    entry.seal = seal_of(entry.digest, key, key.current)
    entry.save(force_insert=True)
    head.number, head.digest, head.key_version = entry.number, entry.digest, key.current
    head.seal = head_seal(entry.organisation_id, entry.chain, entry.number, entry.digest, key, key.current)
    head.save()
    return entry


def _locked_head(organisation: UUID, chain: str) -> ChainHead:
    head, _made = ChainHead.objects.select_for_update().get_or_create(organisation_id=organisation, chain=chain)
    return head
