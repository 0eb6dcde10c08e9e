"""A disk that is really full: what is cut short is never called received, the words stay, and with room all goes on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection

from deontos.correspondence.phrases import REFUSALS
from deontos.correspondence.vocabulary import CorrespondenceCode
from deontos.kernel import clock
from deontos.vault.receipts import Receipt
from tests.factories.files import store_in
from tests.factories.keyring import keyed
from tests.factories.speakup import ANSWERS, Reporter, faults, page, reporting_point, said
from tests.fire import times
from tests.fire.disks import bring_to_disk, insist_on_disks, make_image, mounted
from tests.fire.running import serving
from tests.fire.senders import attach, contents, window

pytestmark = [
    pytest.mark.row("4.4"),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL answers for its own disk"),
]

MEGABYTES = 24
STORY = "De sleutel van de kassa lag weer op tafel. " * 1000
NOT_SAVED = {said(REFUSALS[code]) for code in (CorrespondenceCode.NOT_SAVED, CorrespondenceCode.MAY_BE_SAVED)}


@pytest.fixture
def small(transactional_db: None, tmp_path: Path) -> Iterator[Path]:
    """A small disk on which a town with an open reporting point lies."""
    insist_on_disks()
    reporting_point(keyed(on=clock.today()).town.organisation)
    call_command("migrate", verbosity=0)
    with mounted(make_image(tmp_path / "small.img", MEGABYTES), tmp_path / "small") as disk:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(disk.mounted / "deontos.sqlite3")])
        yield disk.mounted


def fill(place: Path, *, but: int) -> None:
    """Write until nothing goes any more, and leave so many bytes."""
    with place.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\1" * 4096)
    bring_to_disk(place.parent)
    with place.open("r+b") as file:
        file.truncate(max(place.stat().st_size - but, 0))


def is_whole(folder: Path) -> bool:
    with closing(sqlite3.connect(folder / "deontos.sqlite3")) as database:
        return [row[0] for row in database.execute("pragma integrity_check(1)")] == ["ok"]


def test_nothing_is_called_received_on_a_full_disk(small: Path) -> None:
    settings = {
        "DEONTOS_DATABASE_URL": f"sqlite:///{small}/deontos.sqlite3",
        "DEONTOS_STORAGE_URL": store_in(small / "blobs"),
    }
    ballast = small / "ballast"
    with serving("--threads", "2", settings=settings) as (port, _running):
        reporter = window(port, "en")
        receipt = reporter.fill("send", happened={"what": STORY})
        for room in range(times(2, fire=40)):
            fill(ballast, but=room * 4096)
            is_received = _is_received(reporter, receipt)
            ballast.unlink()
            if is_received:
                assert STORY.strip() in page(reporter.read(receipt))
                receipt = reporter.fill("send", happened={"what": STORY})
        assert reporter.send("send", **ANSWERS["send"]).headers["Location"] == "/en/lindewater/report/sent/"
        assert STORY.strip() in page(reporter.read(receipt))
        fill(ballast, but=0)
        is_kept = _is_kept(reporter)
        shown = attach(reporter, "receipt/mailbox/", contents(Random(1), 256 * 1024), message="Kort.")
        assert (shown.status_code, "Kort." in page(shown)) in ((200, True), (503, True))
        ballast.unlink()
        assert is_kept is (page(reporter.look("receipt/mailbox/")).count(STORY.strip()) == 2)
        assert reporter.write(STORY).status_code == 303
        assert page(reporter.look("receipt/mailbox/")).count(STORY.strip()) == 2
    assert is_whole(small)


def _is_kept(reporter: Reporter) -> bool:
    """Whether the journal had room for a message after all; else the page says that it was not saved, and keeps it."""
    answer = reporter.write(STORY)
    if answer.status_code == 303:
        return True
    assert (answer.status_code, set(faults(answer)) <= NOT_SAVED) == (503, True)
    assert STORY.strip() in page(answer)
    return False


def _is_received(reporter: Reporter, receipt: Receipt) -> bool:
    """Whether there was room after all. Fails where anything else is said than what is so."""
    answer = reporter.send("send", **ANSWERS["send"])
    if answer.status_code == 303:
        return True
    assert (answer.status_code, set(faults(answer)) <= NOT_SAVED) == (503, True)
    assert receipt.text in page(answer)
    return False
