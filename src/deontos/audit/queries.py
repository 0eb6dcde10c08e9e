"""Verification: walks a chain and names the rows that are wrong; and what rooms ask of a chain."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from deontos.audit.models import ChainHead, Entry
from deontos.audit.rules import START, Content, anchored_head, digest_of, head_seal, is_sealed, nothing_yet
from deontos.audit.vocabulary import ChainKind, Fault
from deontos.kernel.clock import CIVIL_ZONE, civil_date
from deontos.vault.digests import constant_time_equal
from deontos.vault.versioned import Versioned

ANCHORED = "anchor.made"
"""The fact under which an anchor stands in the desk's chain, with its day and the digest of its line."""


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


def entries_of(facts: Collection[str]) -> Iterator[Entry]:
    """The authentic rows of these facts in every chain, house by house, in their order; in pieces."""
    return _authentic(Entry.objects.filter(fact__in=facts))


def entries_with(name: str) -> Iterator[Entry]:
    """The authentic rows whose details have something under this name, in the same order; in pieces."""
    return _authentic(Entry.objects.filter(details__contains=f'"{name}":'))


def _authentic(rows: QuerySet[Entry]) -> Iterator[Entry]:
    ordered = rows.order_by("organisation_id", "chain", "number")
    return (entry for entry in ordered.iterator(chunk_size=500) if is_authentic(entry))


def entries_about(subjects: Collection[UUID], facts: Collection[str] = ()) -> dict[UUID, list[Entry]]:
    """The authentic rows about each of these subjects, of these facts or of any, in their order. One query."""
    rows = Entry.objects.filter(subject_id__in=subjects).order_by("number")
    found: dict[UUID, list[Entry]] = {}
    for entry in rows.filter(fact__in=facts) if facts else rows:
        if entry.subject_id and is_authentic(entry):
            found.setdefault(entry.subject_id, []).append(entry)
    return found


def details_of(entry: Entry) -> dict[str, Any]:
    """What a row holds besides; only of an authentic row is it sure to be what this house wrote."""
    details: dict[str, Any] = json.loads(entry.details)
    return details


def day_of(entry: Entry) -> date:
    """The civil date of a row of either chain."""
    if entry.on is not None:
        return entry.on
    assert entry.at is not None
    return civil_date(entry.at)


def anchored_until(organisation: UUID) -> date | None:
    """The last day for which an organisation's chains were anchored. One query."""
    rows = Entry.objects.filter(subject_id=organisation, fact=ANCHORED).order_by("-number")
    last = next((entry for entry in rows.iterator(chunk_size=10) if is_authentic(entry)), None)
    return date.fromisoformat(details_of(last)["day"]) if last else None


def rows_until(organisation: UUID, chain: ChainKind, day: date) -> QuerySet[Entry]:
    """The rows of a chain that were there at the end of a day, the last one first."""
    rows = Entry.objects.filter(organisation_id=organisation, chain=chain).order_by("-number")
    if chain is ChainKind.REPORTERS:
        return rows.filter(on__lte=day)
    return rows.filter(at__lt=datetime.combine(day + timedelta(days=1), time(), ZoneInfo(CIVIL_ZONE)))


def head_on(organisation: UUID, chain: ChainKind, day: date, key_version: int) -> bytes:
    """What an anchor says of the head of a chain at the end of a day. One query."""
    last = rows_until(organisation, chain, day).first()
    if last is not None:
        return anchored_head(organisation, chain, day, bytes(last.digest))
    secret = settings.INSTALL_SECRETS.anchor_key.value(key_version)
    return anchored_head(organisation, chain, day, nothing_yet(organisation, chain, secret))


def heads_of_days(organisation: UUID, chain: ChainKind) -> dict[date, bytes]:
    """The digest of the last row of each day on which a chain has one, the rows taken in their order. One query."""
    rows = Entry.objects.filter(organisation_id=organisation, chain=chain).order_by("number")
    told = rows.only("at", "on", "digest").iterator(chunk_size=2_000)
    return {day_of(entry): bytes(entry.digest) for entry in told}


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
