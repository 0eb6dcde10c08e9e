"""How a row is digested and sealed, so that no later hand can change it unseen. Pure.

Ground: house rule (security.md, keys: audit); Directive (EU) 2019/1937 art. 18 asks for records of every report.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from deontos.vault.digests import constant_time_equal, digest, keyed_digest
from deontos.vault.versioned import Versioned

ANCHOR_VERSION = 1
START = bytes(32)
"""What stands before the first row."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a row says, apart from its digest and seal."""

    organisation: UUID
    chain: str
    number: int
    fact: str
    actor: UUID | None
    subject: UUID | None
    details: str
    moment: datetime | None
    day: date | None
    previous: bytes


def canonical_details(details: Mapping[str, object]) -> str:
    """Details as text that always comes out the same."""
    return json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str)


def digest_of(content: Content) -> bytes:
    """SHA-256 over the whole row and the digest before it; 32 bytes."""
    return digest(
        "audit-row-1",
        content.organisation,
        content.chain,
        content.number,
        content.fact,
        str(content.actor or ""),
        str(content.subject or ""),
        content.details,
        content.moment.astimezone(UTC).isoformat(timespec="microseconds") if content.moment else "",
        content.day.isoformat() if content.day else "",
        content.previous,
    )


def seal_of(row_digest: bytes, key: Versioned, version: int) -> bytes:
    """HMAC of a row's digest under one version of the audit key; 32 bytes."""
    return keyed_digest(key.value(version), "audit-seal-1", row_digest)


def head_seal(organisation: UUID, chain: str, number: int, row_digest: bytes, key: Versioned, version: int) -> bytes:
    """HMAC of a chain's last number and digest, so that a cut tail is found; 32 bytes."""
    return keyed_digest(key.value(version), "audit-head-1", organisation, chain, number, row_digest)


def anchored_head(organisation: UUID, chain: str, day: date, head: bytes) -> bytes:
    """What an anchor says of a chain's head at the end of a day; 32 bytes.

    Another one each day, so that whoever reads anchors cannot tell on which days nothing was added.
    """
    return digest("audit-anchored-head-1", organisation, chain, day.isoformat(), head)


def nothing_yet(organisation: UUID, chain: str, secret: bytes) -> bytes:
    """The head of a chain that has no row yet. Drawn from a secret: nobody outside can try whether it is this one."""
    return keyed_digest(secret, "audit-no-row-yet-1", organisation, chain)


def is_sealed(row_digest: bytes, seal: bytes, key: Versioned, version: int) -> bool:
    """Whether a seal is ours; an unknown version of the key is not."""
    if version not in key.values:
        return False
    return constant_time_equal(seal, seal_of(row_digest, key, version))
