"""Adding a row to a chain, always inside the caller's transaction; and anchoring both chains outside the database."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from deontos.audit import anchor_file
from deontos.audit.anchors import BEGINNING, Anchor, digest_of_line
from deontos.audit.events import AnchorsMade
from deontos.audit.models import ChainHead, Entry
from deontos.audit.queries import ANCHORED, anchored_until, audit_key, content_of, head_on
from deontos.audit.rules import canonical_details, digest_of, head_seal, seal_of
from deontos.audit.vocabulary import ChainKind
from deontos.kernel.clock import civil_date
from deontos.kernel.events import announce

A_DAY = timedelta(days=1)
DAYS_AT_ONCE = 14
"""Days that one transaction makes up for: it holds the lock of the chain meanwhile."""


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


def anchor(organisation: UUID, *, at: datetime) -> tuple[str, ...]:
    """Anchor both chains for days that are over and have no anchor yet; the lines, none when there is nothing to do.

    An anchor says where the chains stood at the end of a day, so that it comes out the same whenever it is made. The
    file comes first: whoever is killed in between finds the line there and goes on. Only under a lock: two at once
    would write a line twice. Records: anchor.made for each day. Announces: AnchorsMade.
    """
    yesterday = civil_date(at) - A_DAY
    with transaction.atomic():
        done = anchored_until(organisation)
        first = done + A_DAY if done else yesterday
        days = [first + A_DAY * number for number in range((yesterday - first).days + 1)][:DAYS_AT_ONCE]
        lines = tuple(_anchored(organisation, day, at=at) for day in days)
        if lines:
            announce(AnchorsMade(organisation, lines, at))
    return lines


def _anchored(organisation: UUID, day: date, *, at: datetime) -> str:
    stood = anchor_file.lines_of(organisation)
    line = next((each for each in reversed(stood) if f'"day": "{day}"' in each), None)
    if line is None:
        line = _made(organisation, day, stood[-1] if stood else None).line()
        anchor_file.append(organisation, line)
    details = {"day": day, "anchor": digest_of_line(line).hex()}
    record(organisation, ANCHORED, by=None, at=at, about=organisation, details=details)
    return line


def _made(organisation: UUID, day: date, before: str | None) -> Anchor:
    secrets = settings.INSTALL_SECRETS
    version, pair = secrets.anchor_key.current, secrets.anchor_pair()
    unsigned = Anchor(
        organisation=organisation,
        day=day,
        desk=head_on(organisation, ChainKind.DESK, day, version),
        reporters=head_on(organisation, ChainKind.REPORTERS, day, version),
        previous=digest_of_line(before) if before else BEGINNING,
        key_version=version,
        key=pair.public,
    )
    return unsigned.signed(pair)


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
    head, _made = ChainHead.objects.select_for_update(no_key=True).get_or_create(
        organisation_id=organisation, chain=chain
    )
    return head
