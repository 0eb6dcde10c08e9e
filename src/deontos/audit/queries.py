"""Verification: walks a chain and names the rows that are wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from deontos.audit.models import ChainHead, Entry
from deontos.audit.rules import START, Content, digest_of, head_seal, is_sealed
from deontos.audit.vocabulary import ChainKind, Fault
from deontos.vault.digests import constant_time_equal
from deontos.vault.versioned import Versioned


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, at one number of one chain."""

    organisation: UUID
    chain: ChainKind
    number: int
    fault: Fault


def audit_key() -> Versioned:
    """The versions of the audit key of this installation."""
    key: Versioned = settings.INSTALL_SECRETS.audit_key
    return key


def content_of(entry: Entry) -> Content:
    """What a stored row says."""
    return Content(
        organisation=entry.organisation_id,
        chain=entry.chain,
        number=entry.number,
        fact=entry.fact,
        actor=entry.actor_id,
        subject=entry.subject_id,
        details=entry.details,
        moment=entry.at,
        day=entry.on,
        previous=bytes(entry.previous),
    )


def is_authentic(entry: Entry) -> bool:
    """Whether one row says what was sealed, judged by itself."""
    calculated = digest_of(content_of(entry))
    return constant_time_equal(calculated, bytes(entry.digest)) and is_sealed(
        calculated, bytes(entry.seal), audit_key(), entry.key_version
    )


def findings(organisation: UUID, chain: ChainKind) -> Iterator[Finding]:
    """Every fault in one chain, from the first row to the head."""
    expected, previous = 1, START
    rows = Entry.objects.filter(organisation_id=organisation, chain=chain).order_by("number")
    for entry in rows.iterator(chunk_size=500):
        if entry.number != expected:
            yield Finding(organisation, chain, expected, Fault.MISSING)
        elif bytes(entry.previous) != previous:
            yield Finding(organisation, chain, entry.number, Fault.BROKEN_LINK)
        yield from _faults_of(entry, organisation, chain)
        expected, previous = entry.number + 1, bytes(entry.digest)
    yield from _faults_of_head(organisation, chain, expected - 1, previous)


def _faults_of(entry: Entry, organisation: UUID, chain: ChainKind) -> Iterator[Finding]:
    if not constant_time_equal(digest_of(content_of(entry)), bytes(entry.digest)):
        yield Finding(organisation, chain, entry.number, Fault.CHANGED)
    elif not is_sealed(bytes(entry.digest), bytes(entry.seal), audit_key(), entry.key_version):
        yield Finding(organisation, chain, entry.number, Fault.NOT_SEALED_BY_US)


def _faults_of_head(organisation: UUID, chain: ChainKind, last: int, last_digest: bytes) -> Iterator[Finding]:
    head = ChainHead.objects.filter(organisation_id=organisation, chain=chain).first()
    if head is None:
        if last:
            yield Finding(organisation, chain, last, Fault.NOT_SEALED_BY_US)
        return
    sealed = head.key_version in audit_key().values and constant_time_equal(
        bytes(head.seal),
        head_seal(organisation, chain, head.number, bytes(head.digest), audit_key(), head.key_version),
    )
    if not sealed:
        yield Finding(organisation, chain, head.number, Fault.NOT_SEALED_BY_US)
    elif head.number != last or bytes(head.digest) != last_digest:
        yield Finding(organisation, chain, last + 1, Fault.TRUNCATED)
