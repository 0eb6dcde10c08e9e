"""Files on their way in and out: sealed before anything is written, durable, found by their row, erased with it."""

import os
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from deontos.correspondence.actions import sittings
from deontos.correspondence.actions.erasing import discard_unheld
from deontos.correspondence.actions.files import add_files, remove_file
from deontos.correspondence.actions.sittings import OpenSitting, ReceiptRefused
from deontos.correspondence.actions.sweeping import sweep, sweep_store
from deontos.correspondence.files.incoming import IncomingFile
from deontos.correspondence.files.installed import blob_store, file_limits
from deontos.correspondence.files.looking import FileRefused
from deontos.correspondence.models import Blob, Draft, WaitingFile
from deontos.correspondence.queries import unheld_blobs
from deontos.correspondence.rules import MEGABYTE, Capacity, FileLimits, StorageMark, limits_at, storage_mark
from deontos.correspondence.trays import Tray, waiting_under
from deontos.correspondence.vocabulary import FileCode, Remark
from deontos.kernel.clock import CIVIL_ZONE
from deontos.vault.contexts import ItemContext
from deontos.vault.opening import open_stream
from deontos.vault.receipts import Receipt
from tests.factories.files import CONTENT, bound_for, decided, taken_in
from tests.factories.organisations import NOW, TODAY, organisation

pytestmark = [pytest.mark.row("3.4"), pytest.mark.django_db]


@pytest.fixture
def sitting(home: UUID, receipt: Receipt, blobs: Path) -> OpenSitting:
    """A sitting that just began, in a house with a store of its own."""
    return sittings.start(home, receipt, on=TODAY, at=NOW)


def lying(folder: Path) -> list[Path]:
    """Every file in the store."""
    return sorted(place for place in folder.rglob("*") if place.is_file())


def in_tray(sitting: OpenSitting) -> list[str]:
    """The names of the files that wait in a sitting."""
    return [each.file.facts.name for each in Tray(sitting.id, sitting.content).waiting()]


def test_what_lies_in_the_store_is_sealed_and_says_nothing(home: UUID, blobs: Path) -> None:
    file = taken_in(bound_for(home, uuid4()), CONTENT * 9000, "geheime nota.txt")
    [place] = lying(blobs)
    sealed = place.read_bytes()
    assert (place.name, place.parent.name) == (file.facts.blob.hex, file.facts.blob.hex[:2])
    assert all(word not in sealed + str(place).encode() for word in (b"kwartel", b"nota", file.key))
    row = Blob.objects.get()
    assert (row.size, bytes(row.digest or b"")) == (len(sealed), file.facts.digest)
    assert len(sealed) > file.facts.size == len(CONTENT) * 9000
    assert (place.stat().st_mode & 0o777, blobs.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_file_opens_with_its_key_at_its_place_only(home: UUID, blobs: Path) -> None:
    thread = uuid4()
    file = taken_in(bound_for(home, thread))
    place = ItemContext(home, thread, file.item, "attachment", 0)
    with blob_store().read(file.facts.blob) as source:
        assert b"".join(open_stream(source, file.key, place)) == CONTENT


@pytest.mark.row("1.4a")
def test_no_time_of_a_file_or_folder_tells_when_it_came(home: UUID, blobs: Path) -> None:
    kept, gone = taken_in(bound_for(home, uuid4())), taken_in(bound_for(home, uuid4()))
    broken = IncomingFile(bound_for(home, uuid4()), "half.txt", file_limits())
    broken.begin()
    broken.push(CONTENT)
    with blob_store().read(kept.facts.blob) as source:
        source.read()
    blob_store().erase(gone.facts.blob)
    found = {place: place.stat() for place in [blobs, *blobs.rglob("*")]}
    broken.abandon()
    told = [each.st_mtime for each in found.values()] + [
        each.st_atime for place, each in found.items() if place.is_file()
    ]
    midnight = datetime.combine(TODAY, time(), ZoneInfo(CIVIL_ZONE)).timestamp()
    assert set(told) == {midnight}


def pushed(incoming: IncomingFile, size: int) -> str:
    """Why a file of this size is refused, byte by byte; empty when it is not. It is taken back."""
    try:
        incoming.begin()
        for _each in range(size):
            incoming.push(b"x")
    except FileRefused as refused:
        return str(refused.code)
    finally:
        incoming.abandon()
    return ""


@pytest.mark.parametrize(
    ("limits", "size", "code"),
    [
        (FileLimits(1, 100, 1000), 101, FileCode.TOO_LARGE),
        (FileLimits(1, 1000, 100), 101, FileCode.TOO_LARGE_TOGETHER),
        (FileLimits(0, 1000, 1000), 1, FileCode.TOO_MANY),
        (FileLimits(1, 100, 100), 100, ""),
    ],
)
def test_limits_hold_while_it_streams_and_leave_nothing_behind(
    home: UUID, blobs: Path, limits: FileLimits, size: int, code: str
) -> None:
    incoming = IncomingFile(bound_for(home, uuid4()), "nota.txt", limits)
    assert (pushed(incoming, size), lying(blobs), Blob.objects.count()) == (code, [], 0)


def test_a_long_name_is_shortened_and_that_is_said(home: UUID, blobs: Path) -> None:
    facts = taken_in(bound_for(home, uuid4()), name="n" * 300 + ".txt").facts
    assert (len(facts.name), facts.remarks) == (120, (Remark.NAME_SHORTENED,))


def test_files_wait_with_the_draft_and_open_with_the_receipt_alone(
    home: UUID, receipt: Receipt, sitting: OpenSitting
) -> None:
    files = [taken_in(bound_for(home, receipt.thread()), name=name) for name in ("een.txt", "twee.txt")]
    assert add_files(sitting, files, most=20, on=TODAY) == []
    sealed = b"".join(bytes(row.sealed) for row in WaitingFile.objects.all())
    assert b"een.txt" not in sealed
    again = sittings.take_up(Receipt.read(receipt.text), home, at=NOW)
    assert in_tray(again) == ["een.txt", "twee.txt"]
    assert waiting_under(receipt, home) == files
    assert waiting_under(Receipt.make(), home) == waiting_under(receipt, organisation("Hazelaar").id) == []


def test_no_more_files_wait_than_may(home: UUID, receipt: Receipt, sitting: OpenSitting) -> None:
    files = [taken_in(bound_for(home, receipt.thread()), name=f"{number}.txt") for number in range(4)]
    assert add_files(sitting, files[:2], most=3, on=TODAY) == []
    assert add_files(sitting, files[2:], most=3, on=TODAY) == files[3:]
    assert in_tray(sitting) == ["0.txt", "1.txt", "2.txt"]


def test_a_row_that_was_exchanged_opens_to_nothing(home: UUID, receipt: Receipt, sitting: OpenSitting) -> None:
    files = [taken_in(bound_for(home, receipt.thread()), name=name) for name in ("een.txt", "twee.txt")]
    add_files(sitting, files, most=20, on=TODAY)
    one, two = WaitingFile.objects.order_by("position")
    WaitingFile.objects.filter(pk=two.pk).update(sealed=bytes(one.sealed))
    assert in_tray(sitting) == ["een.txt"]
    WaitingFile.objects.update(sealed=b"nothing")
    assert in_tray(sitting) == []


def test_a_file_that_is_taken_away_is_erased(
    home: UUID, receipt: Receipt, sitting: OpenSitting, blobs: Path, django_capture_on_commit_callbacks: object
) -> None:
    files = [taken_in(bound_for(home, receipt.thread()), name=name) for name in ("een.txt", "twee.txt")]
    add_files(sitting, files, most=20, on=TODAY)
    first = Tray(sitting.id, sitting.content).waiting()[0]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        remove_file(sitting, first.id, on=TODAY)
        remove_file(sitting, first.id, on=TODAY)
    assert in_tray(sitting) == ["twee.txt"]
    assert [place.name for place in lying(blobs)] == [files[1].facts.blob.hex]


def test_nobody_takes_away_what_waits_with_another_draft(home: UUID, receipt: Receipt, sitting: OpenSitting) -> None:
    add_files(sitting, [taken_in(bound_for(home, receipt.thread()))], most=20, on=TODAY)
    other = sittings.start(home, Receipt.make(), on=TODAY, at=NOW)
    remove_file(other, WaitingFile.objects.get().id, on=TODAY)
    assert in_tray(sitting) == ["nota.txt"]


@pytest.mark.parametrize("how", ["discarded", "forgotten"])
def test_files_go_with_the_draft(
    home: UUID,
    receipt: Receipt,
    sitting: OpenSitting,
    blobs: Path,
    how: str,
    django_capture_on_commit_callbacks: object,
) -> None:
    add_files(sitting, [taken_in(bound_for(home, receipt.thread()))], most=20, on=TODAY)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        if how == "discarded":
            sittings.discard(sitting)
        else:
            sweep(on=TODAY + timedelta(days=8))
    assert (Draft.objects.count(), WaitingFile.objects.count(), Blob.objects.count(), lying(blobs)) == (0, 0, 0, [])


def test_a_draft_that_is_gone_takes_no_files(home: UUID, receipt: Receipt, sitting: OpenSitting) -> None:
    Draft.objects.all().delete()
    with pytest.raises(ReceiptRefused):
        add_files(sitting, [taken_in(bound_for(home, receipt.thread()))], most=20, on=TODAY)


def test_while_the_disk_fills_files_of_drafts_go_after_a_whole_day_and_text_stays(
    home: UUID, receipt: Receipt, sitting: OpenSitting
) -> None:
    sittings.save(sitting, {"typed": {}}, at=NOW)
    add_files(sitting, [taken_in(bound_for(home, receipt.thread()))], most=20, on=TODAY)
    sweep(on=TODAY + timedelta(days=1), mark=StorageMark.FILLING)
    assert in_tray(sitting) == ["nota.txt"]
    sweep(on=TODAY + timedelta(days=2))
    assert in_tray(sitting) == ["nota.txt"]
    sweep(on=TODAY + timedelta(days=2), mark=StorageMark.FILLING)
    assert (in_tray(sitting), Draft.objects.count()) == ([], 1)


def test_what_nobody_took_in_is_erased_at_once_and_what_was_taken_in_is_not(
    home: UUID, receipt: Receipt, sitting: OpenSitting, blobs: Path, django_capture_on_commit_callbacks: object
) -> None:
    held, unheld = (taken_in(bound_for(home, receipt.thread())) for _each in range(2))
    add_files(sitting, [held], most=20, on=TODAY)
    assert list(unheld_blobs().values_list("pk", flat=True)) == [unheld.facts.blob]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        discard_unheld([held.facts.blob, unheld.facts.blob])
    assert [place.name for place in lying(blobs)] == [held.facts.blob.hex]


def test_the_nightly_sweep_erases_what_belongs_to_nobody(
    home: UUID, receipt: Receipt, sitting: OpenSitting, blobs: Path, django_capture_on_commit_callbacks: object
) -> None:
    held, broken = (taken_in(bound_for(home, receipt.thread())) for _each in range(2))
    add_files(sitting, [held], most=20, on=TODAY)
    orphan = taken_in(bound_for(home, receipt.thread()))
    Blob.objects.filter(pk=orphan.facts.blob).delete()
    stranger = blobs / "aa" / "readme.txt"
    stranger.parent.mkdir(exist_ok=True)
    stranger.write_text("not ours")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        sweep_store(on=TODAY + timedelta(days=1))
    names = sorted([held.facts.blob.hex, broken.facts.blob.hex, stranger.name])
    assert sorted(place.name for place in lying(blobs)) == names
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        sweep_store(on=TODAY + timedelta(days=2))
    assert sorted(place.name for place in lying(blobs)) == sorted([held.facts.blob.hex, stranger.name])


def test_an_upload_that_ran_while_the_sweep_looked_is_left_alone(home: UUID, blobs: Path) -> None:
    incoming = IncomingFile(bound_for(home, uuid4()), "nota.txt", file_limits())
    incoming.begin()
    incoming.push(CONTENT)
    sweep_store(on=TODAY)
    incoming.finish()
    assert len(lying(blobs)) == 1


@pytest.mark.parametrize(
    ("total", "free", "mark"),
    [
        (100_000, 100_000, StorageMark.ROOMY),
        (100_000, 30_001, StorageMark.ROOMY),
        (100_000, 30_000, StorageMark.FILLING),
        (100_000, 15_001, StorageMark.FILLING),
        (100_000, 15_000, StorageMark.FULL),
        (2000, 1023, StorageMark.FULL),
        (2000, 1024, StorageMark.ROOMY),
    ],
)
def test_the_marks_of_a_disk(total: int, free: int, mark: StorageMark) -> None:
    assert storage_mark(Capacity(total=total * MEGABYTE, free=free * MEGABYTE)) is mark


def test_while_the_disk_fills_a_draft_holds_twenty_megabytes() -> None:
    usual = FileLimits(20, 200 * MEGABYTE, 200 * MEGABYTE)
    assert limits_at(StorageMark.ROOMY, usual) == usual
    assert limits_at(StorageMark.FILLING, usual) == FileLimits(20, 200 * MEGABYTE, 20 * MEGABYTE)
    assert storage_mark(None) is StorageMark.ROOMY


def test_a_store_that_cannot_be_written_says_so(home: UUID, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with decided(storage_url=f"file://{tmp_path}/file"):
        incoming = IncomingFile(bound_for(home, uuid4()), "nota.txt", file_limits())
        with pytest.raises(OSError, match="file"):
            incoming.begin()
        incoming.abandon()
    assert Blob.objects.count() == 0
    assert os.listdir(tmp_path) == ["file"]  # noqa: PTH208
