"""Papers as PDF: tagged, titled, in a language, the same each time; what people typed is text and nothing else."""

import tempfile
from datetime import date
from pathlib import Path

import pytest

from deontos.documents.confined.bounds import Bounds, Ending
from deontos.documents.paper import Facts, Grid, Heading, Paper, Said, Tone, Words
from deontos.documents.pdf import LARGEST, NoPaper, as_pdf
from deontos.documents.signs import INSTEAD, printable
from tests.documents.opened_papers import opened_paper

pytestmark = pytest.mark.row("5.12")

ON = date(2026, 11, 24)
LOST = "Sommige tekens konden hier niet staan."
MARKUP = ['#read("/etc/passwd")', "$x^2$", "\\", "*vet* _x_ `code` @ref <label>", "= kop", '#import "@preview/x:1.0.0"']


def paper(*blocks: Words | Facts | Grid | Heading | Said, title: str = "Dossier", language: str = "nl") -> Paper:
    return Paper(title, "Gemeente Voorbeeld", language, ON, blocks, lead="Zoals het op deze dag stond.")


WHOLE = paper(
    Heading("Wat werd toevertrouwd"),
    Facts((("Wat is er gebeurd?", "Twee regels.\nDe tweede."), ("Waar?", "In het magazijn")), language="fr"),
    Heading("Gesprek"),
    *(Said("De melder", "24 november 2026", text, "nl") for text in MARKUP),
    Said("An", "25 november 2026", "Woorden.", remark="Dit is niet echt.", heed=True),
    Heading("Bestanden", 2),
    Grid(("Naam", "SHA-256"), (("foto.jpg", "ab" * 32),), (2, 3)),
    Words("Klein.", Tone.QUIET),
    Words("Let op.", Tone.HEED),
    Words("Eigen woorden.", Tone.QUOTED, "fr"),
    title="Dossier <b>#1</b>",
)


def test_a_paper_is_tagged_titled_and_in_its_language() -> None:
    opened = opened_paper(as_pdf(WHOLE))
    assert (opened.tagged, opened.language, opened.metadata["Title"]) == (True, "nl", "Dossier <b>#1</b>")
    assert opened.metadata["Author"] == "Gemeente Voorbeeld"
    assert {"H1", "H2", "P", "L", "LI", "Table", "TH", "TD", "TR"} <= set(opened.elements)
    assert (opened.elements["H1"], opened.elements["H2"], opened.elements["TH"]) == (2, 1, 2)


def test_what_is_typed_is_text_and_stands_there_whole() -> None:
    opened = opened_paper(as_pdf(WHOLE)).text
    assert [text for text in MARKUP if text not in opened] == []
    words = ["Twee regels.", "De tweede.", "Dit is niet echt.", "Let op.", "Eigen woorden.", "Klein.", "foto.jpg"]
    assert [text for text in words if text not in opened] == []
    assert "root:" not in opened


def test_the_same_paper_gives_the_same_bytes_and_tells_no_moment() -> None:
    first, kept = as_pdf(WHOLE), as_pdf(WHOLE, to_keep=True)
    assert as_pdf(WHOLE) == first
    assert opened_paper(first).metadata["CreationDate"] == "D:20261124000000Z"
    assert b"pdfaid" not in first
    assert b"pdfaid" in kept
    assert opened_paper(kept).tagged


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\0b\x07\x1b[0m", f"a{INSTEAD}b{INSTEAD}{INSTEAD}[0m"),
        ("\u202eabc\u2066", f"{INSTEAD}abc{INSTEAD}"),
        ("汉😀\ud83d\ufffe", INSTEAD * 4),
        ("e\u0301\r\nx\ry", "é\nx\ny"),
        ("Ελληνικά Кириллица עברית العربية ŵ ẞ € “x” … –", "Ελληνικά Кириллица עברית العربية ŵ ẞ € “x” … –"),
    ],
)
def test_a_sign_that_cannot_be_printed_is_shown_as_lost(typed: str, printed: str) -> None:
    assert printable(typed).text == printed
    made = as_pdf(paper(Said("x", "y", typed)), unshown=LOST)
    assert (LOST in opened_paper(made).text) is (INSTEAD in printed)
    assert typed in paper(Words(typed)).in_words()


def test_every_sign_of_the_table_has_a_shape() -> None:
    """Else a paper with it could not be made: asked of the first and last sign of each range."""
    place = Path(printable.__code__.co_filename).parent / "layouts" / "signs.txt"
    ends = [chr(int(end, 16)) for line in place.read_text("ascii").split() for end in line.split("-")]
    shown = [sign for sign in ends if not printable(sign).lost]
    assert len(shown) > 300
    assert as_pdf(paper(*(Words(sign) for sign in shown)))


def test_long_texts_stay_on_the_page() -> None:
    opened = opened_paper(as_pdf(paper(Words("x" * 200_000), Grid(("Naam",) * 3, (("y" * 400,) * 3,)))))
    assert opened.text.count("x") == 200_000
    assert opened.text.count("y") == 1_200


def test_what_is_too_much_is_said_and_leaves_nothing_behind() -> None:
    with pytest.raises(NoPaper) as said:
        as_pdf(paper(Words("woord " * (LARGEST // 6 + 1))))
    assert said.value.ending is Ending.TOO_MUCH
    with pytest.raises(NoPaper) as said:
        as_pdf(paper(Words("woord " * 100_000)), bounds=Bounds(waiting=0.05))
    assert said.value.ending is Ending.TOO_LONG
    with pytest.raises(NoPaper) as said:
        as_pdf(paper(Words("woord " * 300_000)), bounds=Bounds(memory=400 * 1024 * 1024))
    assert said.value.ending is Ending.STOPPED


def test_nothing_of_a_paper_is_written_to_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that lays it out may open no file at all; on our side nothing opens one either."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    home = set(Path.home().iterdir())
    as_pdf(WHOLE)
    assert list(tmp_path.iterdir()) == []
    assert set(Path.home().iterdir()) == home
