"""A copy of a case: exactly what its reader may read, marked where it is not authentic, recorded, for nobody else."""

import hashlib
import io
import json
import tempfile
import zipfile
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.audit.models import Entry
from deontos.audit.queries import details_of
from deontos.cases.actions.dossier import Jotting
from deontos.cases.models import DossierItem
from deontos.cases.vocabulary import Audience, CaseVerb
from deontos.correspondence.files.installed import blob_store
from deontos.correspondence.models import Blob, Item
from deontos.documents.pdf import at_once
from deontos.speakup.vocabulary import IdentityChoice
from tests.cases.snapshots import everything
from tests.cases.test_case_page import signed_in
from tests.cases.test_files import bound_for_dossier, jot
from tests.cases.test_files import house as house
from tests.documents.opened_papers import opened_paper
from tests.factories.administration import desk_client
from tests.factories.cases import IDENTITY, WHAT, ToldCase, told
from tests.factories.files import CONTENT
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import absent, town

pytestmark = [pytest.mark.row("5.12"), pytest.mark.usefixtures("today")]

FILES = {"offerte.txt": CONTENT * 5000, "../=lijst.csv": b"a;b\r\n1;2"}
ALWAYS = ["case.pdf", "case.txt"]
LISTS = ["manifest.json", "manifest.txt"]
PAGE_QUERIES = 18


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    """A case with two files, a conversation, and three notes of two people in its dossier."""
    absent(house.town.manager, house.town.administrator)
    made = told(house, files=FILES).opened().opened(by=house.town.deputy)
    made.moved(CaseVerb.ACKNOWLEDGE, text="Wij kregen het.").heard("Het ging zo.")
    jot(made, Jotting("Gewone nota #1.", files=(bound_for_dossier(made),)))
    jot(made, Jotting("Alleen van mij.", audience=Audience.MINE))
    jot(made, Jotting("Alleen van de plaatsvervanger.", audience=Audience.MINE), house.town.deputy)
    return made


@pytest.fixture
def desk(house: KeyedTown) -> Client:
    """The manager at the desk, with an open vault."""
    return desk_client(house, house.town.manager)


def at(case: ToldCase) -> str:
    return f"/desk/cases/{case.id}/export/"


def copy(desk: Client, case: ToldCase, *parts: str) -> zipfile.ZipFile:
    """The package that comes with these parts."""
    answer = desk.post(at(case), {"parts": list(parts)})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def facts(case: ToldCase) -> list[list[str]]:
    """The parts of each copy that the log knows."""
    rows = Entry.objects.filter(fact="case.exported", subject_id=case.id)
    return [list(details_of(row)["parts"]) for row in rows]


def test_a_copy_holds_what_its_reader_may_read_and_nothing_else(case: ToldCase, desk: Client) -> None:
    archive = copy(desk, case, "dossier", "mine", "files")
    talk = ["files/001 offerte.txt", "files/002 =lijst.csv"]
    assert archive.namelist() == [*ALWAYS, *talk, "dossier/001 bewijs.txt", *LISTS]
    assert archive.read(talk[0]) == CONTENT * 5000
    assert archive.read("dossier/001 bewijs.txt") == CONTENT
    words, paper = archive.read("case.txt").decode(), opened_paper(archive.read("case.pdf"))
    wanted = [WHAT, "Wij kregen het.", "Het ging zo.", "Gewone nota #1.", "Alleen van mij.", "offerte.txt"]
    assert [each for each in wanted if each not in words] == []
    assert [each for each in wanted if each not in paper.text.replace("\n", " ")] == []
    assert "plaatsvervanger." not in words + paper.text
    assert (paper.tagged, paper.language, paper.metadata["Title"]) == (True, "nl", f"Zaak {case.file.number}")
    said = json.loads(archive.read("manifest.json"))
    assert said["left_out"] == []
    hashes = {each["name"]: each["sha256"] for each in said["files"]}
    assert hashes == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()[:-2]}
    assert facts(case) == [["dossier", "files", "mine"]]


@pytest.mark.parametrize(
    ("parts", "members", "absent_words"),
    [
        ((), [], ["Gewone nota", "Alleen van mij"]),
        (("dossier",), [], ["Alleen van mij"]),
        (("mine",), [], ["Gewone nota"]),
        (("files",), ["files/001 offerte.txt", "files/002 =lijst.csv"], ["Gewone nota", "Alleen van mij"]),
    ],
)
def test_only_the_chosen_parts_go_in(
    case: ToldCase, desk: Client, parts: tuple[str, ...], members: list[str], absent_words: list[str]
) -> None:
    archive = copy(desk, case, *parts)
    assert archive.namelist() == [*ALWAYS, *members, *LISTS]
    whole = archive.read("case.txt").decode() + opened_paper(archive.read("case.pdf")).text
    assert [each for each in absent_words if each in whole] == []


def test_a_name_goes_in_only_where_it_was_released(house: KeyedTown, desk: Client) -> None:
    locked = told(house, choice=IdentityChoice.CONFIDENCE).opened()
    released = told(house, choice=IdentityChoice.CONSENT).opened()
    texts = [copy(desk, each).read("case.txt").decode() for each in (locked, released)]
    assert [IDENTITY["name"] in text for text in texts] == [False, True]


def test_what_is_not_authentic_is_marked_and_its_words_do_not_go_in(case: ToldCase, desk: Client) -> None:
    Item.objects.filter(author__isnull=False).update(signature=b"x" * 64)
    DossierItem.objects.filter(position=1).update(signature=b"x" * 64)
    archive = copy(desk, case, "dossier")
    text = archive.read("case.txt").decode()
    assert ("Wij kregen het." in text, "Gewone nota" in text) == (False, False)
    assert text.count("Niet echt") == 2


def test_a_file_that_is_gone_or_changed_is_named_and_left_out(case: ToldCase, desk: Client) -> None:
    first = Blob.objects.filter(item__position__gt=0).order_by("item__position").first()
    assert first is not None
    blob_store().erase(first.id)
    archive = copy(desk, case, "files")
    assert archive.namelist() == [*ALWAYS, "files/002 =lijst.csv", *LISTS]
    left = json.loads(archive.read("manifest.json"))["left_out"]
    assert [each["name"] for each in left] == ["files/001 offerte.txt"]
    assert "files/001 offerte.txt" in archive.read("case.txt").decode()


def test_without_room_for_a_pdf_the_words_come_and_it_is_said(case: ToldCase, desk: Client) -> None:
    turns = [at_once.acquire(blocking=False) for _turn in range(64)]
    taken = sum(turns)
    try:
        archive = copy(desk, case)
    finally:
        for _turn in range(taken):
            at_once.release()
    assert archive.namelist() == ["case.txt", *LISTS]
    assert [each["name"] for each in json.loads(archive.read("manifest.json"))["left_out"]] == ["case.pdf"]


def test_nobody_else_gets_a_copy_or_hears_of_one(case: ToldCase, house: KeyedTown) -> None:
    elsewhere = keyed(town("Overmeer"))
    people = (house.town.colleague, house.town.administrator, house.town.officer, house.town.director)
    clients = [*map(signed_in, people), desk_client(elsewhere, elsewhere.town.manager)]
    before = everything()
    for client in clients:
        assert [client.get(at(case)).status_code, client.post(at(case)).status_code] == [404, 404]
    assert Client().get(at(case)).status_code == 302
    assert everything() == before


def test_long_after_the_password_it_is_asked_again(case: ToldCase, desk: Client) -> None:
    session = desk.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    answer = desk.post(at(case), {"parts": ["files"]})
    assert not answer.streaming
    assert facts(case) == []


def test_nothing_of_it_is_written_to_a_disk(
    case: ToldCase, desk: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(empty))
    copy(desk, case, "dossier", "mine", "files")
    assert list(empty.iterdir()) == []


def test_the_colleagues_see_that_a_copy_was_made(case: ToldCase, desk: Client, house: KeyedTown) -> None:
    copy(desk, case)
    shown = desk_client(house, house.town.deputy).get("/desk/cases/today/").content.decode()
    assert shown.count("Nam een kopie van de zaak mee") == 1


def test_as_many_queries_with_three_notes_as_with_one(
    case: ToldCase, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        with django_assert_num_queries(PAGE_QUERIES):
            shown = desk.get(at(case)).content.decode()
        assert "Gewone nota" not in shown
        jot(case, Jotting(f"Nog {number}."))
