"""Once a day both chains are signed together outside the database, and telling nobody who wrote or when."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from deontos.audit import anchor_file
from deontos.audit.actions import anchor, record, record_for_reporter
from deontos.audit.anchors import Anchor
from deontos.audit.jobs import EVERY_MORNING, make_anchors
from deontos.audit.models import ChainHead, Entry
from deontos.audit.phrases import ANCHOR_FAULTS
from deontos.audit.verifying import flaws
from deontos.audit.vocabulary import AnchorFault, ChainKind, Fault
from deontos.jobs import timetable
from deontos.vault.install_secrets import InstallSecrets
from tests.factories.organisations import organisation

pytestmark = [pytest.mark.row("2.10"), pytest.mark.django_db]

MONDAY = date(2026, 11, 23)
A_DAY = timedelta(days=1)


def morning(day: date) -> datetime:
    """When the timetable anchors, on this day."""
    return datetime(day.year, day.month, day.day, 5, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A data folder of its own."""
    settings.OPERATOR = replace(settings.OPERATOR, data_folder=tmp_path)
    return tmp_path / "anchors"


@pytest.fixture
def home() -> UUID:
    """An organisation where something happened on Monday and on Tuesday, on both sides."""
    made = organisation().id
    for day in (MONDAY, MONDAY + A_DAY):
        write(made, day)
    return made


def write(home: UUID, day: date) -> None:
    with transaction.atomic():
        record(home, "office.held", by=uuid4(), at=morning(day) + timedelta(hours=4))
        record_for_reporter(home, "disclosure.received", on=day)


def anchored(home: UUID, *days: date) -> list[Anchor]:
    """The anchors that were made in the mornings after these days."""
    for day in days:
        anchor(home, at=morning(day + A_DAY))
    return [Anchor.read(line) for line in anchor_file.lines_of(home)]


def found(home: UUID) -> list[tuple[str, str, object]]:
    """Every flaw of this room, of this organisation and of none."""
    told = list(flaws(lambda _count: None))
    assert {each.organisation for each in told} <= {home, None}
    assert all(each.words for each in told)
    return [(each.table, each.row, each.fault) for each in told]


def test_every_fault_has_its_words() -> None:
    assert set(ANCHOR_FAULTS) == set(AnchorFault)


def test_the_timetable_anchors_at_a_fixed_minute_of_each_day() -> None:
    entry = timetable.HOUSE.entries["anchors"]
    assert (entry.times, entry.task) == (EVERY_MORNING, make_anchors)
    assert entry.first_after(datetime(2026, 11, 24, 12, tzinfo=UTC)) == datetime(2026, 11, 25, 5, 20, tzinfo=UTC)


def test_a_day_is_one_signed_line_that_only_the_owner_may_read(home: UUID, folder: Path, settings: Settings) -> None:
    [made] = anchored(home, MONDAY)
    assert (made.organisation, made.day) == (home, MONDAY)
    assert made.is_signed_by([settings.INSTALL_SECRETS.anchor_pair().public])
    assert not made.is_signed_by([InstallSecrets.generate().anchor_pair().public])
    path = folder / f"{home}.jsonl"
    assert path.read_text("utf-8") == made.line() + "\n"
    assert (path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_whenever_a_day_is_anchored_it_says_the_same(home: UUID, folder: Path) -> None:
    """A worker that was away and comes back at some hour must not tell what was written until that hour."""
    [at_once] = anchored(home, MONDAY)
    forget(home)
    write(home, MONDAY + 2 * A_DAY)
    anchor(home, at=morning(MONDAY + A_DAY) + timedelta(hours=13, minutes=37))
    assert [Anchor.read(line) for line in anchor_file.lines_of(home)] == [at_once]


def forget(home: UUID) -> None:
    """As if nothing had ever been anchored."""
    anchor_file.file_of(home).unlink()
    Entry.objects.filter(organisation_id=home, fact="anchor.made").delete()


def test_it_counts_nobody_and_tells_no_quiet_day(home: UUID) -> None:
    """No number stands there, and the digest is another one each day, whether or not anybody wrote."""
    days = [MONDAY, MONDAY + A_DAY, MONDAY + 2 * A_DAY, MONDAY + 3 * A_DAY]
    made = anchored(home, *days)
    assert len({each.reporters for each in made}) == len(days)
    assert set(json.loads(made[0].line())) == {
        *("anchor", "day", "desk", "key", "key_version", "organisation", "previous", "reporters", "signature"),
    }
    heads = {bytes(row) for row in Entry.objects.values_list("digest", flat=True)}
    assert heads & {value for each in made for value in (each.desk, each.reporters)} == set()


def test_whether_anybody_ever_wrote_cannot_be_tried_from_outside(home: UUID, settings: Settings) -> None:
    quiet = organisation("Hazelaar").id
    [before] = anchored(quiet, MONDAY)
    settings.INSTALL_SECRETS = replace(settings.INSTALL_SECRETS, anchor_key=InstallSecrets.generate().anchor_key)
    forget(quiet)
    [after] = anchored(quiet, MONDAY)
    assert before.reporters != after.reporters


def test_no_chain_holds_the_head_of_the_other(home: UUID) -> None:
    anchored(home, MONDAY, MONDAY + A_DAY)
    for chain in ChainKind:
        others = Entry.objects.filter(organisation_id=home).exclude(chain=chain)
        heads = {bytes(digest).hex() for digest in others.values_list("digest", flat=True)}
        heads |= {bytes(head.digest).hex() for head in ChainHead.objects.exclude(chain=chain)}
        said = " ".join(Entry.objects.filter(organisation_id=home, chain=chain).values_list("details", flat=True))
        assert not any(head in said for head in heads)


def test_a_day_is_anchored_once_and_a_missed_one_is_made_up(home: UUID) -> None:
    anchored(home, MONDAY, MONDAY)
    assert [each.day for each in anchored(home, MONDAY + 3 * A_DAY)] == [MONDAY + A_DAY * n for n in range(4)]
    with time_machine.travel(morning(MONDAY + 40 * A_DAY), tick=False):
        make_anchors.func()
        make_anchors.func()
    days = [Anchor.read(line).day for line in anchor_file.lines_of(home)]
    assert days == [MONDAY + A_DAY * number for number in range(40)]
    assert found(home) == []


def test_a_year_of_anchors_asks_the_database_no_more_than_two_days_of_them(home: UUID) -> None:
    anchored(home, MONDAY, MONDAY + A_DAY)
    with CaptureQueriesContext(connection) as of_two:
        assert found(home) == []
    anchored(home, *(MONDAY + A_DAY * number for number in range(2, 30)))
    with CaptureQueriesContext(connection) as of_thirty:
        assert found(home) == []
    assert (len(of_two), len(of_thirty)) == (8, 8)


@pytest.mark.django_db(transaction=True)
def test_two_workers_anchor_a_day_once(home: UUID) -> None:
    def work() -> None:
        make_anchors.func()
        connection.close()

    with time_machine.travel(morning(MONDAY + A_DAY), tick=False):
        workers = [Thread(target=work) for _number in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert [Anchor.read(line).day for line in anchor_file.lines_of(home)] == [MONDAY]
    assert Entry.objects.filter(fact="anchor.made").count() == 1


def test_killed_after_the_file_was_written_it_goes_on_with_that_line(home: UUID) -> None:
    [made] = anchored(home, MONDAY)
    Entry.objects.filter(fact="anchor.made").delete()
    assert anchored(home, MONDAY) == [made]


def test_half_a_line_of_a_killed_worker_is_cut_off(home: UUID) -> None:
    [made] = anchored(home, MONDAY)
    path = anchor_file.file_of(home)
    path.write_text(path.read_text("utf-8") + made.line()[:50], "utf-8")
    assert [each.day for each in anchored(home, MONDAY + A_DAY)] == [MONDAY, MONDAY + A_DAY]
    assert found(home) == []


def test_anchors_under_an_older_version_of_the_key_stay_good(home: UUID, settings: Settings) -> None:
    anchored(home, MONDAY)
    old, new = settings.INSTALL_SECRETS.anchor_key, InstallSecrets.generate().anchor_key
    rotated = replace(old, current=2, values={1: old.value(1), 2: new.value(1)})
    settings.INSTALL_SECRETS = replace(settings.INSTALL_SECRETS, anchor_key=rotated)
    assert [each.key_version for each in anchored(home, MONDAY + A_DAY)] == [1, 2]
    assert found(home) == []


def test_a_chain_that_was_rewritten_with_all_secrets_no_longer_holds_what_was_anchored(home: UUID) -> None:
    """Who holds the audit key too can make a chain without a fault; the anchors outside tell it."""
    anchored(home, MONDAY, MONDAY + A_DAY)
    rewritten(home, lambda rows: rows[:1])
    assert found(home) == [("audit.anchor", f"reporters {MONDAY + A_DAY}", AnchorFault.HEAD_GONE)]


def rewritten(home: UUID, keep: Callable[[list[Entry]], list[Entry]]) -> None:
    """The reporters' chain, made anew from some of its rows with the real audit key."""
    kept = keep(list(Entry.objects.filter(organisation_id=home, chain=ChainKind.REPORTERS).order_by("number")))
    Entry.objects.filter(organisation_id=home, chain=ChainKind.REPORTERS).delete()
    ChainHead.objects.filter(organisation_id=home, chain=ChainKind.REPORTERS).delete()
    for entry in kept:
        assert entry.on is not None
        record_for_reporter(home, entry.fact, on=entry.on, about=entry.subject_id, details=json.loads(entry.details))


def test_a_chain_that_was_emptied_with_its_head_is_missed(home: UUID) -> None:
    anchored(home, MONDAY)
    rewritten(home, lambda _rows: [])
    assert found(home) == [("audit.anchor", f"reporters {MONDAY}", AnchorFault.HEAD_GONE)]


def test_a_removed_row_is_named_in_its_chain_and_the_anchors_agree(home: UUID) -> None:
    anchored(home, MONDAY, MONDAY + A_DAY)
    Entry.objects.filter(chain=ChainKind.REPORTERS, number=2).delete()
    assert found(home) == [
        ("audit.entry", "reporters 2", Fault.TRUNCATED),
        ("audit.anchor", f"reporters {MONDAY + A_DAY}", AnchorFault.HEAD_GONE),
    ]


def test_a_day_told_by_a_clock_that_stood_wrong_is_no_fault(home: UUID) -> None:
    anchored(home, MONDAY)
    record_for_reporter(home, "disclosure.received", on=MONDAY - A_DAY)
    assert found(home) == []


DAYS = [MONDAY, MONDAY + A_DAY, MONDAY + 2 * A_DAY]


def changed(line: str, **values: Any) -> str:
    return json.dumps({**json.loads(line), **values}, sort_keys=True)


def resigned(line: str) -> str:
    """An anchor that says something else, signed with a key of one's own."""
    pair = InstallSecrets.generate().anchor_pair()
    return replace(Anchor.read(line), desk=bytes(32), key=pair.public).signed(pair).line()


def gone(number: int) -> tuple[str, AnchorFault]:
    return str(DAYS[number]), AnchorFault.NOT_IN_FILE


FILES: dict[str, tuple[Callable[[list[str]], list[str]], list[tuple[str, AnchorFault]]]] = {
    "a line that is none": (lambda lines: [lines[0], "{]", lines[2]], [("line 2", AnchorFault.UNREADABLE), gone(1)]),
    "bytes": (lambda lines: [*lines[:2], "\x00\udcff"], [("line 3", AnchorFault.UNREADABLE), gone(2)]),
    "another day": (
        lambda lines: [*lines[:2], changed(lines[2], day="2026-11-26")],
        [("2026-11-26", AnchorFault.NOT_SIGNED_BY_US), gone(2)],
    ),
    "another key": (
        lambda lines: [resigned(lines[0]), *lines[1:]],
        [(str(MONDAY), AnchorFault.NOT_SIGNED_BY_US), gone(0)],
    ),
    "a line less": (lambda lines: [lines[0], lines[2]], [(str(DAYS[2]), AnchorFault.OUT_OF_ORDER), gone(1)]),
    "the first less": (lambda lines: lines[1:], [(str(DAYS[1]), AnchorFault.OUT_OF_ORDER), gone(0)]),
    "the last less": (lambda lines: lines[:2], [gone(2)]),
    "nothing left": (lambda _lines: [], [gone(0), gone(1), gone(2)]),
}


@pytest.mark.parametrize("change", FILES)
def test_a_file_that_was_changed_is_told_line_by_line(home: UUID, change: str) -> None:
    anchored(home, *DAYS)
    make, wanted = FILES[change]
    path = anchor_file.file_of(home)
    path.write_bytes(
        "".join(f"{line}\n" for line in make(anchor_file.lines_of(home))).encode("utf-8", "surrogateescape")
    )
    assert found(home) == [("audit.anchor", row, fault) for row, fault in wanted]


def test_an_organisation_that_only_the_files_know_is_told(home: UUID) -> None:
    anchored(home, MONDAY)
    stranger = uuid4()
    anchor_file.file_of(home).with_name(f"{stranger}.jsonl").write_text("", "utf-8")
    assert found(home) == [("audit.anchor", str(stranger), AnchorFault.NO_ORGANISATION)]
