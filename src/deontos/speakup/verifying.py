"""What this room verifies: tests of channels, that they were read, and public documents, each by the log.

Disclosures: see `cases`.
"""

from collections.abc import Iterator
from uuid import UUID

from deontos.audit.models import Entry
from deontos.audit.queries import day_of, details_of, entries_about, entries_of
from deontos.audit.verification import PIECE, Flaw, Looked, in_pieces
from deontos.keyring.verifying.flawed import was_changed
from deontos.speakup.authenticity import TEST_READ, TESTED, reading_details
from deontos.speakup.document_verifying import document_flaws
from deontos.speakup.models import ChannelTest, TestReading
from deontos.speakup.phrases import FAULTS
from deontos.speakup.vocabulary import SpeakupFault


def flaws(looked: Looked) -> Iterator[Flaw]:
    """Every test of a channel, every reading of one, and every published document that is wrong."""
    yield from _tests(looked)
    yield from _readings(looked)
    yield from _gone()
    yield from document_flaws(looked)


def _flaw(organisation: UUID, table: str, row: UUID | None, fault: SpeakupFault) -> Flaw:
    return Flaw(organisation, f"speakup.{table}", str(row), fault, FAULTS[fault])


def _tests(looked: Looked) -> Iterator[Flaw]:
    rows = ChannelTest.objects.select_related("channel").order_by("id")
    for piece in in_pieces(rows.iterator(chunk_size=PIECE)):
        looked(len(piece))
        said = entries_about([test.id for test in piece], [TESTED])
        for test in piece:
            fault = _fault_of_test(test, said.get(test.id, []))
            if fault:
                yield _flaw(test.channel.organisation_id, "channel_test", test.id, fault)


def _fault_of_test(test: ChannelTest, entries: list[Entry]) -> SpeakupFault | None:
    if not entries:
        return SpeakupFault.NOT_IN_LOG
    said = entries[-1].organisation_id, entries[-1].actor_id, day_of(entries[-1])
    stored = test.channel.organisation_id, test.made_by_id, test.made_on
    return None if said == stored else SpeakupFault.CHANGED


def _readings(looked: Looked) -> Iterator[Flaw]:
    rows = TestReading.objects.select_related("test__channel", "certificate__entry").order_by("id")
    for piece in in_pieces(rows.iterator(chunk_size=PIECE)):
        looked(len(piece))
        said = entries_about([reading.id for reading in piece], [TEST_READ])
        for reading in piece:
            fault = _fault_of_reading(reading, said.get(reading.id, []))
            if fault:
                yield _flaw(reading.test.channel.organisation_id, "test_reading", reading.id, fault)


def _fault_of_reading(reading: TestReading, entries: list[Entry]) -> SpeakupFault | None:
    """By the newest row of the log; one whose certificate was changed itself is not told a second time."""
    if not entries:
        return SpeakupFault.NOT_IN_LOG
    if reading.entry_id != entries[-1].id:
        return SpeakupFault.CHANGED
    is_as_read = details_of(entries[-1])["reading"] == reading_details(reading)["reading"]
    return None if is_as_read or was_changed(reading.certificate) else SpeakupFault.CHANGED


def _gone() -> Iterator[Flaw]:
    for piece in in_pieces(entries_of((TESTED, TEST_READ))):
        known = [entry.subject_id for entry in piece if entry.subject_id]
        found = {*ChannelTest.objects.filter(pk__in=known).values_list("id", flat=True)}
        found |= {*TestReading.objects.filter(pk__in=known).values_list("id", flat=True)}
        for entry in piece:
            if entry.subject_id not in found:
                table = "channel_test" if entry.fact == TESTED else "test_reading"
                yield _flaw(entry.organisation_id, table, entry.subject_id, SpeakupFault.GONE)
