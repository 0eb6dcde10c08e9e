"""A chain tells when a row was changed, removed, put elsewhere, cut off or invented, and names the row."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from pytest_django.fixtures import Settings

from deontos.audit.actions import record, record_for_reporter
from deontos.audit.models import ChainHead, Entry
from deontos.audit.phrases import FAULTS
from deontos.audit.queries import Finding, content_of, findings, is_authentic
from deontos.audit.rules import START, canonical_details, digest_of, seal_of
from deontos.audit.vocabulary import ChainKind, Fault
from deontos.vault.versioned import Versioned
from tests.factories.organisations import NOW, TODAY, organisation

pytestmark = [pytest.mark.row("1.6"), pytest.mark.django_db]

DESK, REPORTERS = ChainKind.DESK, ChainKind.REPORTERS
ROWS = 5


@pytest.fixture
def home() -> UUID:
    """An organisation with five rows in each chain."""
    made = organisation().id
    for number in range(ROWS):
        at = NOW + timedelta(minutes=number)
        record(made, "office.held", by=uuid4(), about=uuid4(), at=at, details={"number": number, "on": TODAY})
        record_for_reporter(made, "disclosure.received", on=TODAY, about=uuid4(), details={"number": number})
    return made


def row(home: UUID, number: int, chain: ChainKind = DESK) -> Entry:
    return Entry.objects.get(organisation_id=home, chain=chain, number=number)


def faults(home: UUID, chain: ChainKind = DESK) -> list[tuple[int, Fault]]:
    found = list(findings(home, chain))
    assert all((each.organisation, each.chain) == (home, chain) for each in found)
    return [(each.number, each.fault) for each in found]


@pytest.mark.parametrize("chain", list(ChainKind))
def test_an_untouched_chain_has_no_fault_and_no_gap(chain: ChainKind, home: UUID) -> None:
    rows = list(Entry.objects.filter(organisation_id=home, chain=chain).order_by("number"))
    assert [entry.number for entry in rows] == [1, 2, 3, 4, 5]
    assert [bytes(entry.previous) for entry in rows] == [START, *(bytes(entry.digest) for entry in rows[:-1])]
    assert faults(home, chain) == []
    assert all(is_authentic(entry) for entry in rows)


def test_an_organisation_without_rows_has_no_fault() -> None:
    home = organisation().id
    assert [list(findings(home, chain)) for chain in ChainKind] == [[], []]


COLUMNS: dict[str, object] = {
    "fact": "office.ended",
    "actor_id": UUID(int=7),
    "subject_id": UUID(int=7),
    "details": '{"number":9}',
    "at": NOW + timedelta(days=1),
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("number", [1, 3, ROWS])
def test_a_row_that_was_changed_is_named(column: str, number: int, home: UUID) -> None:
    Entry.objects.filter(pk=row(home, number).pk).update(**{column: COLUMNS[column]})
    assert faults(home) == [(number, Fault.CHANGED)]
    assert not is_authentic(row(home, number))
    assert is_authentic(row(home, 2))


def test_a_moment_shifted_by_a_microsecond_is_a_change(home: UUID) -> None:
    Entry.objects.filter(pk=row(home, 2).pk).update(at=row(home, 2).at + timedelta(microseconds=1))  # type: ignore[operator]
    assert faults(home) == [(2, Fault.CHANGED)]


def test_the_civil_date_of_a_reporters_row_is_guarded_too(home: UUID) -> None:
    Entry.objects.filter(pk=row(home, 4, REPORTERS).pk).update(on=TODAY - timedelta(days=1))
    assert faults(home, REPORTERS) == [(4, Fault.CHANGED)]
    assert faults(home, DESK) == []


@pytest.mark.parametrize("column", ["actor_id", "subject_id"])
def test_an_id_that_was_taken_out_is_a_change(column: str, home: UUID) -> None:
    Entry.objects.filter(pk=row(home, 3).pk).update(**{column: None})
    assert faults(home) == [(3, Fault.CHANGED)]


@pytest.mark.parametrize("number", [1, 3])
def test_a_row_that_was_removed_is_missed_at_its_place(number: int, home: UUID) -> None:
    row(home, number).delete()
    assert faults(home) == [(number, Fault.MISSING)]


def test_rows_cut_off_at_the_end_are_missed(home: UUID) -> None:
    Entry.objects.filter(organisation_id=home, chain=DESK, number__gte=4).delete()
    assert faults(home) == [(4, Fault.TRUNCATED)]


def test_a_chain_that_was_emptied_is_missed(home: UUID) -> None:
    Entry.objects.filter(organisation_id=home, chain=DESK).delete()
    assert faults(home) == [(1, Fault.TRUNCATED)]


def test_a_chain_that_was_emptied_with_its_head_is_caught_by_the_anchor_only() -> None:
    """Nothing in the database can tell; what was sent outside once a day can."""
    home = organisation().id
    record(home, "office.held", by=None, at=NOW)
    Entry.objects.filter(organisation_id=home).delete()
    ChainHead.objects.filter(organisation_id=home).delete()
    assert faults(home) == []


def test_two_rows_that_changed_places_are_named(home: UUID) -> None:
    second, third = row(home, 2), row(home, 3)
    Entry.objects.filter(pk=second.pk).update(number=99)
    Entry.objects.filter(pk=third.pk).update(number=2)
    Entry.objects.filter(pk=second.pk).update(number=3)
    assert faults(home) == [
        (2, Fault.BROKEN_LINK),
        (2, Fault.CHANGED),
        (3, Fault.BROKEN_LINK),
        (3, Fault.CHANGED),
        (4, Fault.BROKEN_LINK),
    ]


def test_a_row_moved_up_after_a_removal_does_not_close_the_gap(home: UUID) -> None:
    row(home, 2).delete()
    for number in (3, 4, 5):
        Entry.objects.filter(organisation_id=home, chain=DESK, number=number).update(number=F("number") - 1)
    assert [number for number, _fault in faults(home)] == [2, 2, 3, 4, 5]


@pytest.mark.parametrize("target", [ChainKind.REPORTERS, "another organisation"])
def test_a_row_put_into_another_chain_is_named(target: str, home: UUID) -> None:
    other = organisation("Bergstroom").id
    copied = row(home, 3)
    copied.pk = uuid4()
    if target == "another organisation":
        copied.organisation_id, copied.number = other, 1
        copied.save(force_insert=True)
        assert (1, Fault.CHANGED) in faults(other)
    else:
        copied.chain, copied.at, copied.on, copied.number = REPORTERS, None, TODAY, ROWS + 1
        copied.save(force_insert=True)
        assert (ROWS + 1, Fault.CHANGED) in faults(home, REPORTERS)


def test_a_row_rewritten_with_its_digest_but_without_the_key_is_not_ours(home: UUID) -> None:
    entry = row(home, ROWS)
    entry.fact = "office.ended"
    entry.digest = digest_of(content_of(entry))
    entry.save()
    assert faults(home) == [(ROWS, Fault.NOT_SEALED_BY_US), (ROWS + 1, Fault.TRUNCATED)]


def test_a_row_invented_at_the_end_with_a_head_to_match_is_not_ours(home: UUID) -> None:
    last = row(home, ROWS)
    forged = Entry(
        organisation_id=home, chain=DESK, number=ROWS + 1, fact="certificate.issued", at=NOW, key_version=1,
        details="{}", previous=last.digest, seal=bytes(32),
    )  # fmt: skip
    forged.digest = digest_of(content_of(forged))
    other_key = Versioned(1, {1: b"\x01" * 32})
    forged.seal = seal_of(forged.digest, other_key, 1)
    forged.save(force_insert=True)
    ChainHead.objects.filter(organisation_id=home, chain=DESK).update(number=ROWS + 1, digest=forged.digest)
    assert faults(home) == [(ROWS + 1, Fault.NOT_SEALED_BY_US), (ROWS + 1, Fault.NOT_SEALED_BY_US)]
    assert not is_authentic(forged)


def test_a_seal_of_a_key_that_is_not_held_is_not_ours(home: UUID) -> None:
    Entry.objects.filter(pk=row(home, 2).pk).update(key_version=9)
    assert faults(home) == [(2, Fault.NOT_SEALED_BY_US)]


@pytest.mark.parametrize(
    "change", [{"number": ROWS - 1}, {"digest": bytes(32)}, {"seal": bytes(32)}, {"key_version": 9}]
)
def test_a_forged_head_is_not_ours(change: dict[str, object], home: UUID) -> None:
    ChainHead.objects.filter(organisation_id=home, chain=DESK).update(**change)
    assert [fault for _number, fault in faults(home)] == [Fault.NOT_SEALED_BY_US]


def test_an_older_head_put_back_after_a_cut_is_believed_here_and_caught_by_the_anchor(home: UUID) -> None:
    """A head that was once ours is ours: only what was sent outside tells that more rows followed it."""
    head = ChainHead.objects.get(organisation_id=home, chain=DESK)
    with transaction.atomic():
        record(home, "office.ended", by=None, at=NOW)
    row(home, ROWS + 1).delete()
    ChainHead.objects.filter(pk=head.pk).update(number=head.number, digest=head.digest, seal=head.seal)
    assert faults(home) == []


def test_a_head_that_was_removed_is_missed(home: UUID) -> None:
    ChainHead.objects.filter(organisation_id=home, chain=DESK).delete()
    assert faults(home) == [(ROWS, Fault.NOT_SEALED_BY_US)]


def test_rows_under_an_older_version_of_the_key_stay_authentic(home: UUID, settings: Settings) -> None:
    old = settings.INSTALL_SECRETS.audit_key
    renewed = Versioned(2, {**old.values, 2: b"\x02" * 32})
    settings.INSTALL_SECRETS = replace(settings.INSTALL_SECRETS, audit_key=renewed)
    record(home, "office.ended", by=None, at=NOW)
    assert [row(home, number).key_version for number in (ROWS, ROWS + 1)] == [1, 2]
    assert faults(home) == []


def test_each_chain_and_each_organisation_counts_for_itself(home: UUID) -> None:
    other = organisation("Bergstroom").id
    record(other, "office.held", by=None, at=NOW)
    assert row(other, 1).number == 1
    row(home, 2).delete()
    assert (faults(other), faults(home, REPORTERS), faults(home)) == ([], [], [(2, Fault.MISSING)])


def test_a_reporters_row_has_a_civil_date_and_neither_moment_nor_actor(home: UUID) -> None:
    entry = row(home, 1, REPORTERS)
    assert (entry.on, entry.at, entry.actor_id) == (TODAY, None, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=row(home, 1).pk).update(at=None)


def test_a_number_stands_once_in_a_chain(home: UUID) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=row(home, 2).pk).update(number=3)


@pytest.mark.django_db(transaction=True)
def test_a_row_is_written_in_the_transaction_of_what_it_records_or_not_at_all() -> None:
    home = organisation().id
    assert not connection.in_atomic_block
    with pytest.raises(transaction.TransactionManagementError):
        record(home, "office.held", by=None, at=NOW)
    with transaction.atomic():
        record(home, "office.held", by=None, at=NOW)
        transaction.set_rollback(True)
    assert (Entry.objects.count(), ChainHead.objects.count()) == (0, 0)


def test_the_same_moment_said_in_another_zone_seals_the_same_row(home: UUID) -> None:
    here = datetime(2026, 11, 24, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    entry = record(home, "office.held", by=None, at=here)
    assert here == NOW.astimezone(UTC)
    assert is_authentic(row(home, entry.number))


@pytest.mark.parametrize(
    "details",
    [
        {"b": 1, "a": [1, 2]},
        {"naam": "ÿ \u202e \U0001f512 \"'\\ \x00"},
        {"on": date(2026, 11, 24), "id": UUID(int=5)},
        {},
    ],
)
def test_details_come_back_as_they_went_in_and_always_as_the_same_text(details: dict[str, object]) -> None:
    text = canonical_details(details)
    assert text == canonical_details(dict(reversed(details.items())))
    assert text.isascii()
    assert json.loads(text) == json.loads(json.dumps(details, default=str))


def test_every_fault_has_words() -> None:
    assert set(FAULTS) == set(Fault)
    assert Finding(UUID(int=1), DESK, 1, Fault.CHANGED).fault in FAULTS
