"""A disk that fills, a real one: an image with its own file system, mounted for the test, with the files on it.

At each mark less is taken, in words; text is stored and can be read at every one of them. Needs root and a loop device.
"""

import os
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from deontos.correspondence.files.disks import capacity_at
from deontos.correspondence.files.room import mark_now
from deontos.correspondence.jobs import sweep_sittings
from deontos.correspondence.phrases import FILE_REFUSALS
from deontos.correspondence.rules import RESERVED, StorageMark, fullest, storage_mark
from deontos.correspondence.vocabulary import FileCode
from deontos.kernel import clock
from deontos.notices.models import Letter
from deontos.organisations.models import Person
from tests.factories.administration import sign_in
from tests.factories.files import decided, store_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import town
from tests.factories.speakup import ANSWERS, Reporter, page, reporting_point, said

pytestmark = [pytest.mark.row("4.7"), pytest.mark.django_db(transaction=True)]

IMAGE_BYTES = 8 * RESERVED
LONG = "Sinds de zomer zie ik dezelfde etentjes twee keer. " * 2000
NAMED = "\N{FIRST STRONG ISOLATE}“nota.txt”\N{POP DIRECTIONAL ISOLATE}"
FULL = FILE_REFUSALS[FileCode.STORAGE_FULL]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """An empty disk of eight gigabytes, of which the image holds what is written."""
    image, place = tmp_path / "disk.img", tmp_path / "disk"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(IMAGE_BYTES)
    made = ("mkfs.ext4", "-q", "-m", "0", "-E", "lazy_itable_init=1,lazy_journal_init=1", str(image))
    if os.geteuid() != 0 or _fails(*made) or _fails("mount", "-o", "loop", str(image), str(place)):
        pytest.skip("no disk can be mounted here: that takes root, mkfs.ext4 and a loop device")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def _fails(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode != 0
    except FileNotFoundError:
        return True


def fill(disk: Path, *, percent: int) -> None:
    """Take so much of the disk that it is full to so many percent; nothing is written, only promised."""
    now = capacity_at(disk)
    with (disk / f"ballast-{percent}").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, now.total * percent // 100 - (now.total - now.free) + 1024 * 1024)


@pytest.fixture
def house(disk: Path) -> Iterator[KeyedTown]:
    """A town with an open reporting point, whose files lie on the disk that fills."""
    made = keyed(on=clock.today())
    reporting_point(made.town.organisation)
    with decided(storage_url=store_in(disk / "blobs")):
        yield made


def with_file(reporter: Reporter, size: int) -> Any:
    """Add a file of so many bytes."""
    reporter.look("report/attachments/")
    return reporter.send("attachments", go="add", attachments=SimpleUploadedFile("nota.txt", b"x" * size))


def test_at_each_mark_less_is_taken_and_text_always(house: KeyedTown, disk: Path) -> None:
    reporter = Reporter(language="en")
    receipt = reporter.fill("attachments", happened={"what": LONG})
    assert mark_now() is StorageMark.ROOMY
    assert with_file(reporter, 1000).status_code == 303
    fill(disk, percent=70)
    assert mark_now() is StorageMark.FILLING
    shown = page(reporter.look("report/attachments/"))
    assert "Send your report within a day" in shown
    assert "20 MB together" in shown
    assert with_file(reporter, 1000).status_code == 303
    fill(disk, percent=85)
    assert mark_now() is StorageMark.FULL
    assert "We cannot take files at this moment" in page(reporter.look("report/attachments/"))
    answer = with_file(reporter, 1000)
    assert (
        answer.status_code,
        said(FULL, name="“nota.txt”") in page(answer).replace("\u2068", "").replace("\u2069", ""),
    ) == (200, True)
    for step in ("attachments", "name", "check"):
        reporter.look(f"report/{step}/")
        assert reporter.send(step, **ANSWERS[step]).status_code == 303
    reporter.look("report/send/")
    assert reporter.send("send", **ANSWERS["send"]).headers["Location"] == "/en/lindewater/report/sent/"
    assert LONG.strip() in page(Reporter(language="en").read(receipt))


def test_the_fuller_one_of_two_disks_counts(disk: Path, tmp_path: Path) -> None:
    fill(disk, percent=70)
    roomy, filling = capacity_at(tmp_path), capacity_at(disk / "deontos.sqlite3")
    for disks in ([roomy, filling], [filling, roomy], [None, filling]):
        assert fullest(disks) == filling
    assert storage_mark(filling) is StorageMark.FILLING
    assert fullest([None, None]) is None


def test_administrators_are_told_at_each_mark_and_nobody_else(house: KeyedTown, disk: Path) -> None:
    other, now = town("Zilverbeek"), clock.now()
    administrators = {house.town.administrator.id, other.administrator.id}
    sweep_sittings(at=now)
    assert Letter.objects.count() == 0
    for percent, template in ((70, "storage_filling"), (85, "storage_full")):
        fill(disk, percent=percent)
        for hours in (0, 1, 24 * 7 - 1):
            sweep_sittings(at=now + timedelta(hours=hours))
        told = Letter.objects.filter(template=template).values_list("recipient", flat=True)
        assert (set(told), len(told)) == (administrators, 2)
    sweep_sittings(at=now + timedelta(days=7, hours=1))
    assert Letter.objects.filter(template="storage_full").count() == 4
    assert [on_the_home_page(each) for each in (house.town.administrator, house.town.manager)] == [True, False]


def on_the_home_page(someone: Person) -> bool:
    """Whether the desk tells somebody of it."""
    Person.objects.filter(pk=someone.pk).update(language="en")
    client = Client()
    sign_in(client, someone)
    return "The disk of Deontos is full" in client.get("/desk/").content.decode()
