"""`deontos verify` names each wrong row in one line and ends with 1; where nothing is wrong it ends with 0."""

import io
import json
import sys
from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, transaction

from deontos.audit.actions import record_for_reporter
from deontos.audit.models import Entry
from deontos.audit.phrases import FAULTS
from deontos.audit.snapshots import unchanging
from deontos.audit.verification import HOUSE, Flaw, Verification
from deontos.audit.vocabulary import ChainKind, Fault
from deontos.organisations.models import Organisation
from deontos.sites.cli.frame import main
from tests.factories.organisations import organisation

pytestmark = [pytest.mark.row("2.10", "2.8")]

TODAY = date(2026, 11, 24)


@pytest.fixture
def home(db: None) -> Organisation:
    """An organisation with two rows."""
    made = organisation()
    for _number in range(2):
        record_for_reporter(made.id, "disclosure.received", on=TODAY, about=uuid4())
    return made


def break_row(home: Organisation) -> None:
    Entry.objects.filter(organisation=home, number=1).update(fact="case.closed")


def test_every_room_that_keeps_rows_verifies_them() -> None:
    assert list(HOUSE.by_room) == [
        *("audit", "keyring", "administration", "questionnaires", "correspondence", "speakup", "cases", "files"),
    ]


def test_a_sound_house_is_told_in_one_line(home: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--audit"]) == 0
    assert capsys.readouterr() == ("Nothing is wrong.\n", "")


def test_each_wrong_row_is_one_line_and_the_end_is_one(home: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    break_row(home)
    assert main(["verify", "--audit"]) == 1
    told = capsys.readouterr()
    assert told.out == "lindewater           audit.entry reporters 1: The content of this row was changed.\n"
    assert told.err == "Wrong rows: 1. Change nothing, keep a copy of the database, and look for help.\n"


def test_a_program_reads_the_same(home: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--audit", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"flaws": []}
    break_row(home)
    assert main(["verify", "--audit", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "flaws": [
            {
                "organisation": "lindewater",
                "room": "audit",
                "table": "audit.entry",
                "row": "reporters 1",
                "fault": "changed",
                "meaning": "The content of this row was changed.",
            }
        ]
    }


class Terminal(io.StringIO):
    """Standard error as somebody at a terminal sees it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.django_db
def test_a_terminal_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    organisation()
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    assert main(["verify", "--audit"]) == 0
    assert terminal.getvalue() == "\r\033[Kaudit: 0\r\033[Kaudit: 1\r\033[K"
    assert capsys.readouterr().out == "Nothing is wrong.\n"


@pytest.mark.django_db
def test_a_room_verifies_once_and_only_the_rooms_that_are_asked_run() -> None:
    asked = []

    def broken(looked: object) -> Iterator[Flaw]:
        asked.append("attic")
        yield Flaw(None, "attic.box", "1", Fault.MISSING, FAULTS[Fault.MISSING])

    house = Verification()
    house.add("attic", broken)
    house.add("attic", broken)
    with pytest.raises(ValueError, match="attic"):
        house.add("attic", lambda _looked: iter(()))
    assert list(house.run(("cellar",), looked=lambda _room, _count: None)) == []
    [(room, flaw)] = house.run(looked=lambda _room, _count: None)
    assert (room, flaw.row, asked) == ("attic", "1", ["attic"])


@pytest.mark.django_db(transaction=True)
def test_reading_shows_one_moment_and_holds_up_no_writer() -> None:
    """A disclosure that comes in meanwhile is neither waited for nor seen by halves."""
    home = organisation()
    other = connection.copy()
    try:
        with unchanging():
            assert Entry.objects.count() == 0
            other.ensure_connection()
            other.connection.execute("UPDATE organisations_organisation SET name = 'Elsewhere'")
            if other.connection.__class__.__module__.startswith("psycopg"):
                other.connection.commit()
            assert Organisation.objects.get().name == home.name
        assert Organisation.objects.get().name == "Elsewhere"
    finally:
        other.close()
    with transaction.atomic():
        record_for_reporter(home.id, "disclosure.received", on=TODAY)
    assert Entry.objects.filter(chain=ChainKind.REPORTERS).count() == 1
