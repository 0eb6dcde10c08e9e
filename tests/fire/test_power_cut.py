"""The power fails: what was acknowledged is on the disk and opens, and nothing is corrupt. All on one ext4."""

import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection

from deontos.kernel import clock
from tests.factories.files import store_in
from tests.factories.keyring import keyed
from tests.factories.speakup import reporting_point
from tests.fire import IS_LONG, times
from tests.fire.disks import bring_to_disk, insist_on_disks, make_image, mounted
from tests.fire.running import serving
from tests.fire.senders import Senders, Told, unopened

pytestmark = [
    pytest.mark.row("4.2"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its own files, in its own way"),
]

SENDERS = 4
MEGABYTES = 192


@pytest.fixture
def image(transactional_db: None, tmp_path: Path) -> Path:
    """A disk on which a town with an open reporting point lies, as it was when all was quiet."""
    insist_on_disks()
    reporting_point(keyed(on=clock.today()).town.organisation)
    call_command("migrate", verbosity=0)
    made = make_image(tmp_path / "first.img", MEGABYTES)
    with mounted(made, tmp_path / "first") as disk:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(disk.mounted / "deontos.sqlite3")])
        bring_to_disk(disk.mounted)
    return made


def on_disk(folder: Path) -> dict[str, str]:
    """The settings of a house that keeps everything there."""
    return {
        "DEONTOS_DATABASE_URL": f"sqlite:///{folder}/deontos.sqlite3",
        "DEONTOS_STORAGE_URL": store_in(folder / "blobs"),
    }


def cut_off(image: Path, after: float, settings: Mapping[str, str] = {}) -> tuple[Path, list[Told]]:
    """Let people send, cut the power after so many seconds; what the disk has then, and what they were told."""
    name = f"{image.stem}-cut"
    with (
        mounted(image, image.with_name(f"{name}-mounted")) as disk,
        serving(settings={**on_disk(disk.mounted), **settings}) as (port, running),
        Senders(port, SENDERS) as senders,
    ):
        _until_something_is_received(senders)
        time.sleep(after)
        running.kill()
        copy = disk.copied(image.with_name(f"{name}.img"))
    assert senders.failures == []
    image.unlink()
    return copy, senders.told


def lost(image: Path, told: list[Told]) -> list[str]:
    """What is missing, half or twice on a disk, and what its database says of itself."""
    with mounted(image, image.with_name(f"{image.stem}-looked-at")) as disk:
        with closing(sqlite3.connect(disk.mounted / "deontos.sqlite3")) as database:
            [said] = [row[0] for row in database.execute("pragma integrity_check(1)")]
        with serving(settings=on_disk(disk.mounted)) as (port, _running):
            found = unopened(port, told)
        bring_to_disk(disk.mounted)
    return found + [said] * (said != "ok")


def _until_something_is_received(senders: Senders) -> None:
    while not any(told.story.is_acknowledged for told in senders.told) and not senders.failures:
        time.sleep(0.01)


def test_what_was_acknowledged_outlives_a_power_cut(image: Path) -> None:
    chance, told = Random(), list[Told]()
    for _each in range(times(1, fire=20)):
        image, new = cut_off(image, chance.uniform(0.0, times(1, fire=3)))
        told += new
        assert lost(image, told) == []


@pytest.mark.skipif(not IS_LONG, reason="shows only that the test above can fail")
def test_a_careless_house_loses_what_it_acknowledged(image: Path) -> None:
    image, told = cut_off(image, 1, {"DJANGO_SETTINGS_MODULE": "tests.fire.careless"})
    assert lost(image, told)
