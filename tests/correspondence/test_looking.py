"""What is refused of files and what is kept, by content and name, however the bytes arrive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deontos.correspondence.files.archives import Walk
from deontos.correspondence.files.looking import Examiner, FileRefused
from deontos.correspondence.files.names import LONGEST, NAMELESS, cleaned, shortened
from deontos.correspondence.vocabulary import Family, FileCode
from tests.correspondence.museum import KEPT, PNG, REFUSED, Exhibit, nested, zipped

pytestmark = pytest.mark.row("3.4")

PIECE = 64 * 1024


def looked_at(name: str, content: bytes, piece: int = PIECE) -> Examiner:
    """The file after it was seen whole, so many bytes at a time. Raises FileRefused."""
    examiner = Examiner(name)
    for start in range(0, len(content), piece):
        examiner.push(content[start : start + piece])
    examiner.finish()
    return examiner


def refusal(name: str, content: bytes, piece: int = PIECE) -> str:
    """Why a file is refused; empty when it is not."""
    try:
        looked_at(name, content, piece)
    except FileRefused as refused:
        return str(refused.code)
    return ""


@pytest.mark.parametrize("exhibit", REFUSED, ids=lambda each: f"{each.refused.name}-{each.name}")
def test_each_hostile_file_is_refused_for_what_it_is(exhibit: Exhibit) -> None:
    content = exhibit.content()
    assert refusal(exhibit.name, content) == exhibit.refused
    if len(content) < PIECE:
        assert refusal(exhibit.name, content, 7) == exhibit.refused


@pytest.mark.parametrize("exhibit", KEPT, ids=lambda each: each.name[:30].encode("ascii", "replace").decode())
def test_each_honest_file_is_kept_as_what_it_is(exhibit: Exhibit) -> None:
    content = exhibit.content()
    for piece in (PIECE, 997):
        seen = looked_at(exhibit.name, content, piece)
        assert seen.kind.family is exhibit.family
        assert seen.remarks == ({exhibit.remark} if exhibit.remark else set())


def test_every_reason_to_leave_a_file_out_has_an_exhibit_or_needs_more_than_a_file() -> None:
    shown = {exhibit.refused for exhibit in REFUSED}
    beyond = {
        *(FileCode.TOO_LARGE, FileCode.TOO_LARGE_TOGETHER, FileCode.TOO_MANY),
        *(FileCode.INFECTED, FileCode.STORAGE_FULL, FileCode.NOT_KEPT, FileCode.NONE_CHOSEN),
    }
    assert shown | beyond == set(FileCode)
    assert shown & beyond == set()


@given(name=st.text(max_size=300), content=st.binary(max_size=3000), piece=st.integers(1, 3000))
def test_whatever_bytes_come_nothing_but_the_refusal_is_raised(name: str, content: bytes, piece: int) -> None:
    refusal(cleaned(name), content, piece)


@given(
    content=st.binary(max_size=2000),
    at=st.integers(0, 400),
    ending=st.sampled_from(["zip", "docx", "pdf", "gz", "jpg"]),
)
def test_a_spoilt_archive_raises_nothing_but_the_refusal(content: bytes, at: int, ending: str) -> None:
    sound = zipped({"a.txt": b"waterval" * 30, "in.zip": nested(2)})
    refusal(f"x.{ending}", sound[:at] + content + sound[at + len(content) :])


@given(st.lists(st.binary(max_size=3000), max_size=6), st.integers(1, 5000))
def test_the_size_of_an_archive_is_measured_and_not_believed(parts: list[bytes], piece: int) -> None:
    archive = zipped({f"{number}.txt": part for number, part in enumerate(parts)})
    walk = Walk()
    for start in range(0, len(archive), piece):
        walk.push(archive[start : start + piece])
    assert (walk.found.parts, walk.found.is_unclear) == (len(parts), False)
    assert walk.found.expanded >= sum(map(len, parts))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("foto.jpg", "foto.jpg"),
        ("C:\\Users\\robin\\foto.jpg", "foto.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b.pdf", "a b.pdf"),
        ("factuur\u202efdp.exe", "factuur fdp.exe"),
        ("  twee   woorden .pdf ", "twee woorden .pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("\u05d7\u05e9.pdf", "\u05d7\u05e9.pdf"),
        ("...", NAMELESS),
        ("", NAMELESS),
        ("\x00", NAMELESS),
    ],
)
def test_a_name_is_kept_without_what_misleads(given_name: str, kept: str) -> None:
    assert cleaned(given_name) == kept


def test_a_long_name_keeps_its_beginning_and_its_ending() -> None:
    for name in ("n" * 500 + ".pdf", "n" * 500, "n." + "x" * 500):
        assert len(shortened(name)) == LONGEST
    assert shortened("n" * 500 + ".pdf").endswith("n….pdf")
    assert shortened("kort.pdf") == "kort.pdf"


def test_the_direction_of_a_name_cannot_hide_its_ending() -> None:
    assert refusal(cleaned("factuur\u202efdp.exe"), PNG) == FileCode.PROGRAM


def test_a_picture_that_was_cut_off_is_kept_as_it_may_be_all_there_is() -> None:
    assert looked_at("foto.png", PNG[:40]).kind.family is Family.PICTURE
