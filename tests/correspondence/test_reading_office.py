"""Office files and text, read as the confined process reads them: the words and nothing else."""

import json
from dataclasses import replace

import pytest

from deontos.correspondence.viewing import office, texts
from deontos.correspondence.viewing.failures import CannotShow
from deontos.correspondence.viewing.wire import Answer
from deontos.correspondence.vocabulary import ViewCode, ViewNote
from tests.correspondence import looked_at as made
from tests.correspondence.museum import locked, zipped

pytestmark = pytest.mark.row("3.5")


def said(content: bytes) -> str:
    """The text of an office file."""
    return office.look(content, "", 1).text


def test_a_workbook_is_read_in_its_order_with_days_and_gaps() -> None:
    assert said(made.book()) == "[Kosten]\nwat\t\twaterval\n2025-11-22\t12.5\tTRUE\n\n[Nota]\nlos\n"


def test_an_open_document_is_read_without_what_was_deleted() -> None:
    assert said(made.open_letter()) == "Titel\nEen\ttwee\ndrie\n\n[Kosten]\na\tb"


def test_slides_are_read_in_the_order_of_their_numbers() -> None:
    assert said(made.slides()).split() == ["twee", "zeg", "dit", "tien"]


def test_what_is_shown_twice_for_old_programs_is_read_once() -> None:
    xml = (
        f'<w:document xmlns:w="{made.WORD}" xmlns:m="m"><w:p><m:AlternateContent><m:Choice><w:t>een</w:t></m:Choice>'
        "<m:Fallback><w:t>een</w:t></m:Fallback></m:AlternateContent><w:del><w:delText>weg</w:delText></w:del></w:p></w:document>"
    )
    assert said(zipped({"word/document.xml": xml.encode()})) == "een"


def test_comments_notes_and_edges_are_read_as_well() -> None:
    part = f'<x xmlns:w="{made.WORD}"><w:p><w:t>%s</w:t></w:p></x>'
    parts = {
        f"word/{name}.xml": (part % name).encode() for name in ("comments", "footnotes", "header1", "footer2", "theme")
    }
    assert said(made.letter("tekst", parts=parts)).split() == ["tekst", "footnotes", "comments", "footer2", "header1"]


def test_an_archive_under_a_password_is_said_to_be_locked() -> None:
    with pytest.raises(CannotShow) as refusal:
        said(locked(zipped({"word/document.xml": b"<w/>"})))
    assert refusal.value.code is ViewCode.LOCKED


@pytest.mark.parametrize(
    ("content", "text", "guessed"),
    [
        (b"gewoon \xc3\xa9", "gewoon é", False),
        (b"\xef\xbb\xbfmerk", "merk", False),
        ("merk é".encode("utf-16"), "merk é", False),
        ("zonder merk".encode("utf-16-le"), "zonder merk", True),
        ("zonder merk".encode("utf-16-be"), "zonder merk", True),
        (b"caf\xe9 \x80", "café €", True),
        (b"\x81\x8d", "\ufffd\ufffd", True),
    ],
)
def test_letters_are_read_however_they_were_stored(content: bytes, text: str, guessed: bool) -> None:
    answer = texts.look(content, "text/csv", 1)
    assert (answer.text, ViewNote.GUESSED in answer.notes) == (text, guessed)


GOOD = Answer(b"\x89PNG\r\n\x1a\nrest", "image/png", "woorden", 2, 3, (ViewNote.SMALLER,))


def test_an_answer_comes_through_the_pipe_as_it_was() -> None:
    assert Answer.read(GOOD.to_bytes()) == GOOD
    assert Answer.read(Answer(failure=ViewCode.LOCKED).to_bytes()).failure is ViewCode.LOCKED


@pytest.mark.parametrize(
    "lie",
    [
        replace(GOOD, type="image/svg+xml"),
        replace(GOOD, type="text/html"),
        replace(GOOD, type="image/jpeg"),
        replace(GOOD, type=""),
        replace(GOOD, picture=b""),
        replace(GOOD, picture=b"<svg onload=alert(1)>"),
        replace(GOOD, page=4),
        replace(GOOD, page=0),
        replace(GOOD, pages=10**9),
        replace(GOOD, page=True),
        replace(GOOD, notes=("<b>",)),  # type: ignore[arg-type]
    ],
    ids=range(11),
)
def test_an_answer_that_lies_is_no_answer(lie: Answer) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Answer.read(lie.to_bytes())


@pytest.mark.parametrize(
    "noise", [b"", b"\xff\xfe", b"[]\n", b"{}\n", b"null\n", json.dumps({"failure": "x"}).encode()]
)
def test_noise_is_no_answer(noise: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Answer.read(noise)
