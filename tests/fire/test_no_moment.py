"""Nothing that a reporter does leaves its moment: in no row, no byte of the database, no name and no time of a file."""

import json
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid1, uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from deontos.cases.vocabulary import CaseVerb
from deontos.correspondence.jobs import sweep_sittings
from deontos.correspondence.models import Conversation, Item
from deontos.keyring.models import Epoch
from deontos.speakup.models import Disclosure
from tests.factories.cases import ToldCase, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.speakup import CERTIFIED_ON, Reporter, reporting_point
from tests.fire import times
from tests.fire.instants import instants_in, instants_in_bytes
from tests.services.operator import database_url
from tests.sites.searching import cells

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("4.11")]

AT = datetime(2026, 11, 26, 14, 23, 45, 678901, tzinfo=UTC)
"""A moment at which nobody but the reporter does anything, and on no minute of the timetable."""
CONTENT = b"kwartelzilver, en nog wat\n" * 40_000
ROUNDS = times(1, fire=24)


@pytest.fixture
def house() -> KeyedTown:
    """A town with an open reporting point."""
    made = keyed(on=CERTIFIED_ON)
    reporting_point(made.town.organisation)
    return made


def moments(*, near: datetime) -> set[tuple[str, str, str]]:
    """Every value of every column of every table that tells a moment near this one."""
    return {
        (table, column, str(value))
        for table, column, value in cells(database_url())
        if table != "django_migrations" and value is not None and instants_in(value, near)
    }


def in_the_bytes(*, near: datetime) -> list[datetime]:
    """The same of the bytes of the database: what was written over and freed as well. Of SQLite, which is a file."""
    if connection.vendor != "sqlite":
        return []
    kept = Path(connection.settings_dict["NAME"])
    return [each for end in ("", "-wal") if (path := Path(f"{kept}{end}")).exists() for each in _near(path, near)]


def _near(path: Path, near: datetime) -> list[datetime]:
    return instants_in_bytes(path.read_bytes(), near)


def everything_a_reporter_does(case: ToldCase) -> None:
    """Write with a file, send, come back, write, add a file and take it away, say yes to e-mails, turn to the next."""
    reporter = Reporter()
    receipt = reporter.fill("attachments")
    reporter.look("report/attachments/")
    answer = reporter.send("attachments", attachments=SimpleUploadedFile("nota.txt", CONTENT), go="add")
    assert answer.status_code == 303
    steps = {"attachments": {}, "name": {"identity": "consent", "name": "Robin", "reach": "0400"}, "check": {}}
    for step, answers in steps.items():
        reporter.look(f"report/{step}/")
        assert reporter.send(step, **answers).status_code == 303
    reporter.look("report/send/")
    assert reporter.send("send", receipt_kept="on", go="send").status_code == 303
    reporter.read(receipt)
    assert reporter.write("Nog iets.", attachments=SimpleUploadedFile("twee.txt", b"nog een")).status_code == 303
    reporter.read(case.receipt)
    assert reporter.write("Is er nieuws?").status_code == 303
    for place, sent in (("notices", {"address": "robin@example.org", "go": "begin"}), ("readers", {"go": "next"})):
        reporter.look(f"receipt/{place}/")
        reporter.client.post(reporter.address(f"receipt/{place}/"), {"sitting": reporter.sitting, **sent})
    reporter.client.post(reporter.address("receipt/close/"), {})
    begun = Reporter()
    begun.fill("happened")


@pytest.mark.parametrize("hour", range(ROUNDS))
def test_after_all_that_a_reporter_does_no_row_and_no_byte_tells_when(house: KeyedTown, blobs: Path, hour: int) -> None:
    at = AT + timedelta(hours=hour)
    case = told(house).opened().moved(CaseVerb.ACKNOWLEDGE)
    real = datetime.now(UTC)
    for near in (at, real):
        assert moments(near=near) == set(), "nobody did anything near these moments yet"
    with time_machine.travel(at, tick=False):
        everything_a_reporter_does(case)
    assert (Disclosure.objects.count(), Item.objects.filter(blob__isnull=False).count()) == (2, 2)
    with time_machine.travel(at + timedelta(minutes=40), tick=False):
        for _hour in range(3):
            sweep_sittings(at=at + timedelta(minutes=40))
    for near in (at, at + timedelta(minutes=40), real):
        assert moments(near=near) == set()
    assert in_the_bytes(near=at) == []


def test_no_file_and_no_folder_of_the_store_tells_when(house: KeyedTown, blobs: Path) -> None:
    case = told(house)
    with time_machine.travel(AT, tick=False):
        everything_a_reporter_does(case)
    real = datetime.now(UTC)
    places = [blobs, *blobs.rglob("*")]
    assert len([place for place in places if place.is_file()]) == 2
    for place in places:
        facts = place.stat()
        # That a folder was listed, as here, is no act of a reporter.
        for moment in (facts.st_mtime, *([facts.st_atime] if place.is_file() else [])):
            assert instants_in(moment, AT) == []
            assert datetime.fromtimestamp(moment, UTC).minute == 0, f"{place} tells more than a day"
            assert datetime.fromtimestamp(moment, UTC).second == 0
        assert instants_in(str(place.relative_to(blobs)), AT) == []
        assert instants_in(str(place.relative_to(blobs)), real) == []


def test_every_id_of_a_row_that_a_reporter_made_is_drawn_at_random(house: KeyedTown) -> None:
    case = told(house)
    conversation = Conversation.objects.get(disclosure=case.file.disclosure)
    ids = [conversation.pk, conversation.holder_id, case.id, case.file.disclosure.pk]
    ids += [*Item.objects.values_list("pk", flat=True), *Epoch.objects.values_list("pk", flat=True)]
    assert {each.version for each in ids} <= {4, None}
    assert not any(instants_in(str(each), datetime.now(UTC)) for each in ids)


def hiding(at: datetime) -> list[object]:
    """This moment in each form in which a program could have written it."""
    count = at.timestamp()
    milliseconds = int(count * 1000)
    seven = UUID(int=(milliseconds << 80) | (7 << 76) | (2 << 62) | 12345)
    symbols, rest = "", milliseconds
    for _symbol in range(10):
        symbols, rest = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[rest % 32] + symbols, rest // 32
    return [
        at,
        at.replace(tzinfo=None),
        int(count),
        count,
        milliseconds,
        int(count * 10**6),
        f"{at:%Y-%m-%d %H:%M:%S.%f}",
        at.isoformat(),
        f"{at:%Y%m%dT%H%M%SZ}",
        f"{at:%d/%m/%Y %H:%M}",
        f"{at:%a, %d %b %Y %H:%M:%S} GMT",
        json.dumps({"used": count}),
        f"nota-{int(count)}.txt",
        b"x" * 5 + struct.pack(">q", milliseconds) + b"y",
        b"x" * 3 + struct.pack("<q", milliseconds),
        struct.pack(">q", int(count * 10**6)),
        seven,
        seven.hex,
        f"{symbols}{'0' * 16}",
    ]


def test_a_moment_is_found_in_every_form() -> None:
    near = AT + timedelta(minutes=50)
    assert [len(instants_in(value, near)) > 0 for value in hiding(AT)] == [True] * len(hiding(AT))
    far = AT + timedelta(hours=7)
    assert [instants_in(value, far) for value in hiding(AT)] == [[]] * len(hiding(AT))
    assert instants_in(uuid1(), datetime.now(UTC))
    assert instants_in(uuid4(), datetime.now(UTC)) == []
    assert [instants_in(value, AT) for value in (AT.date(), "2026-11-26", 7, True, "2026-11-26 04:00")] == [[]] * 5
