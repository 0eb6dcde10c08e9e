"""Looking at files at the desk: who sees a cleaned copy of what, under which policy, and what is never shown."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.models import DossierItem
from deontos.cases.vocabulary import Audience, DossierKind
from deontos.correspondence.models import Item
from deontos.correspondence.phrases import REFUSALS, VIEW_NOTES, VIEW_REFUSALS
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.vocabulary import CorrespondenceCode, ItemKind, ViewCode, ViewNote
from deontos.organisations.models import Person
from tests.cases.test_case_page import plain, signed_in
from tests.cases.test_turning import turn
from tests.correspondence import looked_at as made
from tests.correspondence.museum import MP4, zipped
from tests.factories.administration import desk_client
from tests.factories.cases import ToldCase, morning, told
from tests.factories.files import bound_for, taken_in
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, actor

pytestmark = [pytest.mark.row("3.5"), pytest.mark.django_db, pytest.mark.usefixtures("today")]

LOOK_QUERIES = 16
POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "sandbox": "allow-same-origin allow-forms allow-downloads allow-popups allow-popups-to-escape-sandbox",
}
PICTURE = re.compile(r'<img class="viewer__picture" src="data:image/(?:png|jpeg);base64,[\w+/]+=*" alt="([^"]*)">')
WORDS = "Zie <script>alert(1)</script> & waterval"
SENT = {
    "foto.jpg": made.held_sideways(),
    "offerte.pdf": made.written_pdf("Eerste blad", "Tweede blad"),
    "nota.txt": WORDS.encode(),
    "film.mp4": MP4,
}


@pytest.fixture
def case(house: KeyedTown, blobs: Path) -> ToldCase:
    """A case that came with four files, opened by its handler."""
    return told(house, files=SENT).opened()


@pytest.fixture
def desk(case: ToldCase) -> Client:
    """The handler at the desk, with an open vault."""
    return desk_client(case.house, case.handler)


def sent(case: ToldCase, name: str) -> Item:
    """The file of this name in its conversation."""
    rows = {row.id: row for row in items_of(case.file.disclosure.conversation).filter(kind=ItemKind.ATTACHMENT)}
    [found] = [item.id for item in opened(rows.values(), case.reporter()) if item.file and item.file.name == name]
    return rows[found]


def place_of(case: ToldCase, name: str, view: str = "case_file_view") -> str:
    """Where somebody looks at the file of this name."""
    return reverse(view, args=[case.id, sent(case, name).id])


def shown(answer: Any) -> str:
    """The words of a page."""
    assert answer.status_code == 200
    return plain(answer.content.decode())


def policy_of(answer: Any) -> dict[str, str]:
    """Its content security policy by directive."""
    parts = [part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: value for name, _blank, value in parts}


def evidence(case: ToldCase, content: bytes, name: str, audience: Audience = Audience.DOSSIER) -> DossierItem:
    """A file that the handler keeps in the dossier."""
    file = taken_in(
        bound_for(case.house.town.organisation.id, case.file.dossier_pair_id, kind=DossierKind.EVIDENCE), content, name
    )
    jotting, reader = Jotting("", audience=audience, files=(file,)), case.house.reader(case.handler)
    return write_in_dossier(case.file, jotting, by=actor(case.handler), reader=reader, at=morning(TODAY))


def test_a_picture_is_seen_as_a_cleaned_copy_and_both_are_said(case: ToldCase, desk: Client) -> None:
    answer = desk.get(place_of(case, "foto.jpg"))
    words = shown(answer)
    assert "This is a cleaned copy." in words
    assert "The file itself is kept sealed, as it came. Download it only on a safe device" in words
    assert PICTURE.findall(answer.content.decode()) == ["Cleaned copy of foto.jpg"]
    assert f'href="{place_of(case, "foto.jpg", "case_file")}"' in answer.content.decode()


def test_no_script_runs_on_the_page_and_no_cache_keeps_it(case: ToldCase, desk: Client) -> None:
    for name in SENT:
        answer = desk.get(place_of(case, name))
        assert policy_of(answer) == POLICY
        assert "<script" not in answer.content.decode()
        assert [answer.headers[each] for each in ("X-Content-Type-Options", "Cache-Control")] == ["nosniff", "no-store"]
        assert answer.headers["Content-Disposition"] == "inline"


@pytest.mark.parametrize(
    ("query", "page"), [("", 1), ("?page=2", 2), ("?page=99", 2), ("?page=0", 1), ("?page=x", 1), ("?page=-2", 1)]
)
def test_the_pages_of_a_pdf_are_seen_one_by_one(case: ToldCase, desk: Client, query: str, page: int) -> None:
    answer = desk.get(place_of(case, "offerte.pdf") + query)
    assert PICTURE.findall(answer.content.decode()) == [f"Cleaned copy of offerte.pdf, page {page}"]
    assert f"{page} of 2" in shown(answer)
    assert ["Eerste blad" in shown(answer), "Tweede blad" in shown(answer)] == [page == 1, page == 2]


def test_text_is_seen_as_it_is_written_and_never_as_markup(case: ToldCase, desk: Client) -> None:
    answer = desk.get(place_of(case, "nota.txt")).content.decode()
    assert WORDS not in answer
    assert WORDS in unescape(answer)


def test_film_is_not_opened_and_stays_a_download(case: ToldCase, desk: Client) -> None:
    answer = desk.get(place_of(case, "film.mp4"))
    assert str(VIEW_REFUSALS[ViewCode.SOUND_OR_FILM]) in shown(answer)
    assert PICTURE.search(answer.content.decode()) is None
    given = desk.get(place_of(case, "film.mp4", "case_file"))
    assert b"".join(given.streaming_content) == MP4  # type: ignore[attr-defined]


def test_the_list_leads_to_the_cleaned_copy(case: ToldCase, desk: Client) -> None:
    evidence(case, b"bewijs", "bewijs.txt")
    listed = desk.get(f"/desk/cases/{case.id}/").content.decode()
    kept = desk.get(f"/desk/cases/{case.id}/dossier/").content.decode()
    found = re.findall(r'class="file__name" href="([^"]*)"', listed + kept)
    assert [place.rsplit("/", 2)[1] for place in found] == ["view"] * 5
    assert [desk.get(place).status_code for place in found] == [200] * 5


@pytest.mark.parametrize("how", ["changed", "gone"])
def test_of_a_file_that_is_not_what_was_signed_nothing_is_shown(
    case: ToldCase, desk: Client, blobs: Path, how: str
) -> None:
    blob = sent(case, "nota.txt").blob_id
    assert blob
    stored = blobs / blob.hex[:2] / blob.hex
    content, code = stored.read_bytes(), CorrespondenceCode.FILE_GONE
    stored.unlink()
    if how == "changed":
        stored.write_bytes(content[::-1])
        code = CorrespondenceCode.FILE_CHANGED
    answer = desk.get(place_of(case, "nota.txt"))
    assert str(REFUSALS[code]) in shown(answer)
    assert "notice--danger" in answer.content.decode()
    assert "waterval" not in answer.content.decode()
    assert place_of(case, "nota.txt", "case_file") + '"' not in answer.content.decode()


def test_of_an_item_that_was_given_another_file_not_even_the_name_is_shown(case: ToldCase, desk: Client) -> None:
    place, other = place_of(case, "nota.txt"), sent(case, "foto.jpg").blob_id
    one = sent(case, "nota.txt")
    spare = taken_in(bound_for(case.house.town.organisation.id, case.file.disclosure.conversation_id), b"x")
    Item.objects.filter(pk=one.pk).update(blob=spare.facts.blob)
    assert other != spare.facts.blob
    answer = desk.get(place)
    assert str(REFUSALS[CorrespondenceCode.FILE_CHANGED]) in shown(answer)
    assert "nota.txt" not in answer.content.decode()


def test_a_store_that_does_not_answer_is_said(case: ToldCase, desk: Client, blobs: Path) -> None:
    blob = sent(case, "nota.txt").blob_id
    assert blob
    stored = blobs / blob.hex[:2] / blob.hex
    stored.unlink()
    stored.mkdir()
    assert str(VIEW_REFUSALS[ViewCode.AWAY]) in shown(desk.get(place_of(case, "nota.txt")))


def test_who_holds_no_key_to_the_case_finds_nothing(case: ToldCase, hazelaar: KeyedTown, house: KeyedTown) -> None:
    places = [
        place_of(case, "foto.jpg"),
        reverse("case_evidence_view", args=[case.id, evidence(case, b"x", "a.txt").id]),
    ]
    assert Client().get(places[0]).status_code == 302
    for keyed, somebody in ((house, house.town.deputy), (house, house.town.officer), (hazelaar, hazelaar.town.deputy)):
        desk = desk_client(keyed, somebody)
        assert [desk.get(place).status_code for place in places] == [404, 404]
    assert [desk_client(house, case.handler).get(place).status_code for place in places] == [200, 200]


def test_what_is_not_there_is_not_found(case: ToldCase, desk: Client) -> None:
    other = told(case.house, files={"elders.txt": b"elders"}).opened()
    elsewhere = sent(other, "elders.txt").id
    note = evidence(case, b"x", "a.txt").id
    for view, item in (
        *(("case_file_view", uuid4()), ("case_file_view", elsewhere), ("case_file_view", note)),
        *(("case_evidence_view", uuid4()), ("case_evidence_view", sent(case, "foto.jpg").id)),
    ):
        assert desk.get(reverse(view, args=[case.id, item])).status_code == 404


def test_before_a_case_is_opened_nothing_of_it_is_seen(house: KeyedTown, blobs: Path) -> None:
    unopened = told(house, files=SENT)
    assert desk_client(house, unopened.handler).get(place_of(unopened, "foto.jpg")).status_code == 404


def test_a_closed_vault_leads_to_the_vault_and_back(case: ToldCase) -> None:
    place = place_of(case, "offerte.pdf") + "?page=2"
    answer = signed_in(case.handler).get(place)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/desk/vault/?")
    assert b"offerte.pdf" not in answer.content


def test_whoever_reads_next_sees_it_and_the_one_before_no_longer(case: ToldCase) -> None:
    place, former, following = place_of(case, "nota.txt"), case.house.town.manager, case.house.town.deputy
    turn(case, former)
    assert desk_client(case.house, former).get(place).status_code == 404
    case.opened(by=following)
    assert "waterval" in shown(desk_client(case.house, following).get(place))


def test_what_somebody_keeps_alone_is_seen_by_nobody_else(case: ToldCase) -> None:
    """The only key to it is an envelope of that one item."""
    item = evidence(case, b"alleen voor mij", "mijn.txt", Audience.MINE)
    place = reverse("case_evidence_view", args=[case.id, item.id])
    assert "alleen voor mij" in shown(desk_client(case.house, case.handler).get(place))
    author: Person = case.handler
    turn(case, author)
    case.opened(by=case.house.town.deputy)
    assert desk_client(case.house, case.house.town.deputy).get(place).status_code == 404


def test_an_odd_name_is_data_and_turns_nothing_round(case: ToldCase, desk: Client) -> None:
    name = "<b>חש&\"'.txt"
    item = evidence(case, "שלום".encode(), name)
    answer = desk.get(reverse("case_evidence_view", args=[case.id, item.id])).content.decode()
    assert "<h1><bdi>&lt;b&gt;חש&amp;&quot;&#x27;.txt</bdi></h1>" in answer
    assert '<div class="viewer__copy viewer__text" dir="auto">שלום</div>' in answer
    assert "<title>Look at a file" in " ".join(answer.split()), "no name of a file in the list of tabs"


def test_what_a_copy_does_not_show_is_said(case: ToldCase, desk: Client) -> None:
    item = evidence(case, made.moving(), "beweegt.gif")
    words = shown(desk.get(reverse("case_evidence_view", args=[case.id, item.id])))
    assert str(VIEW_NOTES[ViewNote.FIRST_PICTURE]) in words
    item = evidence(case, zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "leeg.docx")
    words = shown(desk.get(reverse("case_evidence_view", args=[case.id, item.id])))
    assert str(VIEW_NOTES[ViewNote.NO_TEXT]) in words


@pytest.mark.parametrize("count", [1, 3])
def test_looking_asks_the_same_of_the_database_for_one_file_and_for_three(
    house: KeyedTown, blobs: Path, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = told(house, files={f"{each}.txt": WORDS.encode() for each in range(count)}).opened()
    desk, place = desk_client(house, case.handler), place_of(case, "0.txt")
    desk.get(place)
    with django_assert_num_queries(LOOK_QUERIES):
        desk.get(place)
