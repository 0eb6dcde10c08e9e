"""Whether a row says what this room recorded: that somebody read a test of a channel, with which key, and when.

Somebody who can write in the database opens no channel with a row: the audit chain must hold it (ADR 3, ADR 20).
"""

from datetime import date
from uuid import UUID

from deontos.audit.models import Entry
from deontos.audit.queries import day_of, details_of, is_authentic
from deontos.correspondence.queries import OpenedItem
from deontos.keyring.models import ReaderCertificate
from deontos.speakup.models import TestReading
from deontos.vault.digests import digest

RECEIVED_ON = "received_on"
"""The name in the details under which stands on which day something came, where it was typed on another."""
ENTERED_BY = "entered_by"
"""The name in the details under which stands who typed a disclosure for somebody else."""

TESTED = "channel.tested"
"""The fact under which a test stands in the audit chain, about the test."""
TEST_READ = "channel.test_read"
"""The fact under which a reading of a test stands in the audit chain."""


def day_received(entry: Entry) -> date:
    """The day from which the terms of a disclosure count, by the row of the log with which it or its case began."""
    said = details_of(entry).get(RECEIVED_ON)
    return date.fromisoformat(said) if said else day_of(entry)


def is_typed_as_said(entry: Entry | None, item: OpenedItem) -> bool:
    """Whether what was confided is by whom the log says: the reporter, or whoever typed it for the reporter.

    So that nobody who holds a key puts words of the own into the place of a reporter's. Reads only the row.
    """
    if entry is None:
        return item.from_reporter
    said: UUID | None = UUID(details_of(entry)[ENTERED_BY]) if f'"{ENTERED_BY}":' in entry.details else None
    return said == item.author_person


def reading_details(reading: TestReading) -> dict[str, str]:
    """What the audit row says: the whole reading, with the keys it was done with, as one digest."""
    certificate = reading.certificate
    facts = (
        reading.id,
        reading.test.channel_id,
        reading.person_id,
        bytes(certificate.sealing_public),
        bytes(certificate.verifying_public),
        reading.read_on.isoformat(),
    )
    return {"reading": digest("channel-test-reading", *facts).hex()}


def is_recorded(reading: TestReading) -> bool:
    """Whether the audit chain holds a reading as it stands here. Reads `entry`, `test` and `certificate`."""
    entry = reading.entry
    if entry is None or entry.fact != TEST_READ or entry.subject_id != reading.id:
        return False
    return f'"reading":"{reading_details(reading)["reading"]}"' in entry.details and is_authentic(entry)


def is_with_key_of(reading: TestReading, certificate: ReaderCertificate) -> bool:
    """Whether a test was read with the keys of this certificate; a renewed one may be over the same keys."""
    return _keys(reading.certificate) == _keys(certificate)


def _keys(certificate: ReaderCertificate) -> tuple[bytes, bytes]:
    return bytes(certificate.sealing_public), bytes(certificate.verifying_public)
