"""Cleaned copies: what stays behind, what is shown, and how every hostile file ends in a sentence."""

import io
import os
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from deontos.correspondence.viewing.asking import LARGEST, at_once, cleaned, plain, why_not
from deontos.correspondence.viewing.failures import CannotShow
from deontos.correspondence.viewing.texts import MOST, PER_PAGE
from deontos.correspondence.viewing.wire import Answer
from deontos.correspondence.vocabulary import Family, ViewCode, ViewNote
from deontos.documents.confined.bounds import Bounds
from tests.correspondence import looked_at as made
from tests.correspondence.museum import GIF, HTML, SVG, zipped

pytestmark = pytest.mark.row("3.5")


def look(content: bytes, name: str, page: int = 1, bounds: Bounds | None = None) -> Answer:
    """What is shown of a file."""
    return cleaned(made.facts_of(content, name), lambda: iter([content]), page, bounds=bounds)


def seen(answer: Answer) -> Image.Image:
    """The picture of an answer."""
    return Image.open(io.BytesIO(answer.picture))


def refused(content: bytes, name: str) -> ViewCode:
    """Why nothing is shown of a file."""
    with pytest.raises(CannotShow) as refusal:
        look(content, name)
    return refusal.value.code


def test_a_photograph_leaves_place_and_device_behind_and_stands_upright() -> None:
    content = made.held_sideways()
    assert made.PLACE in content
    answer = look(content, "foto.jpg")
    image = seen(answer)
    assert (answer.type, image.size, dict(image.getexif()), answer.notes) == ("image/jpeg", (40, 60), {}, ())
    assert made.PLACE not in answer.picture
    assert b"Exif" not in answer.picture
    red, _green, blue = image.convert("RGB").getpixel((36, 30))  # type: ignore[misc]
    assert red - blue > 100


@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.webp", "a.bmp", "a.tiff", "a.avif", "a.jpg"])
def test_pictures_of_each_kind_are_drawn_anew(name: str) -> None:
    kind = {"jpg": "JPEG"}.get(name[2:], name[2:].upper())
    answer = look(made.picture(kind), name)
    assert (seen(answer).size, seen(answer).info.keys() - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}) == (
        (60, 40),
        set(),
    )
    assert answer.type in ("image/png", "image/jpeg")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_pictures_in_each_depth_are_drawn_anew(mode: str) -> None:
    assert seen(look(made.picture(mode=mode), "a.png")).size == (60, 40)


def test_of_a_picture_that_moves_the_first_image_is_shown_and_said() -> None:
    answer = look(made.moving(), "a.gif")
    assert (answer.notes, seen(answer).convert("RGB").getpixel((1, 1))) == ((ViewNote.FIRST_PICTURE,), (255, 0, 0))


def test_scanned_pages_are_shown_one_by_one() -> None:
    answers = [look(made.pages_of_tiff(), "scan.tif", page) for page in (1, 3, 99)]
    assert [(each.page, each.pages, seen(each).width) for each in answers] == [(1, 3, 20), (3, 3, 22), (3, 3, 22)]


def test_a_large_picture_is_shown_smaller_and_said() -> None:
    answer = look(made.picture("JPEG", (9000, 3000)), "a.jpg")
    assert (seen(answer).size, answer.notes) == ((2400, 800), (ViewNote.SMALLER,))


def test_a_picture_of_a_hundred_thousand_pixels_in_one_line_is_shown() -> None:
    assert seen(look(made.picture("PNG", (100_000, 1), "L"), "a.png")).size == (2400, 1)


def test_pages_of_a_pdf_are_pictures_with_their_words_beside() -> None:
    content = made.written_pdf("Eerste blad", "Tweede blad")
    answers = [look(content, "a.pdf", page) for page in (1, 2, 7)]
    assert [(each.page, each.pages, each.text) for each in answers] == [
        (1, 2, "Eerste blad"),
        (2, 2, "Tweede blad"),
        (2, 2, "Tweede blad"),
    ]
    assert {(each.type, seen(each).size) for each in answers} == {("image/png", (1200, 800))}
    assert len(seen(answers[0]).convert("L").getcolors() or ()) > 1, "the letters are drawn"


def test_no_script_of_a_pdf_runs_and_its_page_is_shown() -> None:
    answer = look(made.pdf_with_script(), "a.pdf")
    assert (answer.text, answer.pages) == ("Offerte", 1)


def test_a_page_as_large_as_a_house_is_drawn_no_larger_than_others() -> None:
    assert max(seen(look(made.written_pdf("x", box="0 0 14400 90000"), "a.pdf")).size) <= 1701


HOSTILE: list[tuple[str, Callable[[], bytes], set[ViewCode]]] = [
    ("a.png", lambda: SVG, {ViewCode.BROKEN}),
    ("a.jpg", lambda: HTML, {ViewCode.BROKEN}),
    ("a.png", lambda: made.huge_png(100_000, 100_000), {ViewCode.TOO_MUCH}),
    ("a.png", lambda: made.huge_png(2**31 - 1, 2**31 - 1), {ViewCode.TOO_MUCH, ViewCode.BROKEN}),
    ("a.png", lambda: made.picture("PNG", (12_000, 12_000), "1"), {ViewCode.TOO_MUCH}),
    ("a.png", lambda: made.picture("PNG")[:60], {ViewCode.BROKEN}),
    ("a.gif", lambda: GIF, {ViewCode.BROKEN}),
    ("a.heic", lambda: made.picture("PNG"), {ViewCode.KIND}),
    ("a.pdf", made.pdf_that_is_its_own_child, {ViewCode.BROKEN}),
    ("a.pdf", made.pdf_that_draws_itself, {ViewCode.STOPPED, ViewCode.TOO_LONG}),
    ("a.pdf", made.locked_pdf, {ViewCode.LOCKED}),
    ("a.pdf", lambda: HTML, {ViewCode.BROKEN}),
    ("a.docx", made.laughing, {ViewCode.BROKEN}),
    ("a.docx", made.fetching, {ViewCode.BROKEN}),
    ("a.docx", made.deep, {ViewCode.BROKEN}),
    ("a.docx", lambda: zipped({"word/document.xml": bytes(80_000_000)}), {ViewCode.TOO_MUCH}),
    ("a.docx", lambda: zipped({"elders.txt": b"x"}), {ViewCode.BROKEN}),
    ("a.docx", lambda: b"PK\x03\x04" + bytes(100), {ViewCode.BROKEN}),
    ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), {ViewCode.KIND}),
    ("a.rtf", lambda: b"{\\rtf1 x}", {ViewCode.KIND}),
]


@pytest.mark.parametrize(("name", "content", "codes"), HOSTILE, ids=range(len(HOSTILE)))
def test_what_was_made_to_do_harm_ends_in_a_sentence(
    name: str, content: Callable[[], bytes], codes: set[ViewCode]
) -> None:
    assert refused(content(), name) in codes


def test_a_picture_that_is_something_else_as_well_comes_back_as_a_picture_alone() -> None:
    script = b"<script>alert(1)</script>"
    answer = look(made.picture("PNG") + script + zipped({"a.html": script}), "a.png")
    assert (seen(answer).size, b"script" in answer.picture, b"PK" in answer.picture) == ((60, 40), False, False)


def test_letters_are_read_and_macros_and_ways_out_are_not() -> None:
    parts = {"word/vbaProject.bin": b"\x01", "../../../../tmp/deontos-slipped": b"x", "/tmp/deontos-slipped": b"x"}
    answer = look(made.letter("Beste &lt;b&gt;", "Waterval", parts=parts), "a.docx")
    assert (answer.text, answer.notes) == ("Beste <b>\nWaterval", (ViewNote.ONLY_TEXT,))
    assert not (Path(tempfile.gettempdir()) / "deontos-slipped").exists()


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(CannotShow) as refusal:
        look(made.picture("PNG"), "a.png", bounds=Bounds(waiting=0.01))
    assert refusal.value.code is ViewCode.TOO_LONG


def test_what_needs_more_memory_than_there_is_ends_in_a_sentence() -> None:
    with pytest.raises(CannotShow) as refusal:
        look(made.picture("PNG", (8000, 8000)), "a.png", bounds=Bounds(memory=260 * 1024 * 1024))
    assert refusal.value.code in {ViewCode.TOO_MUCH, ViewCode.STOPPED}


def test_while_as_many_look_as_there_are_cores_the_next_is_told_and_gets_a_turn_later() -> None:
    with ExitStack() as others:
        for _each in range(os.cpu_count() or 1):
            others.enter_context(at_once)
        facts = made.facts_of(b"waterval", "a.txt")
        with pytest.raises(CannotShow) as refusal:
            cleaned(facts, lambda: pytest.fail("held in memory while others look"), 1, bounds=Bounds(turn=0.01))
    assert refusal.value.code is ViewCode.BUSY
    assert look(b"waterval", "a.txt").text == "waterval"


@pytest.mark.parametrize(
    ("family", "code"),
    [
        (Family.SOUND, ViewCode.SOUND_OR_FILM),
        (Family.FILM, ViewCode.SOUND_OR_FILM),
        (Family.ARCHIVE, ViewCode.ARCHIVE),
        (Family.OTHER, ViewCode.KIND),
        (Family.TEXT, None),
    ],
)
def test_what_is_only_downloaded_is_not_even_opened(family: Family, code: ViewCode | None) -> None:
    facts = replace(made.facts_of(b"", "a.txt"), family=family)
    assert why_not(facts) is code
    if code is not None:
        with pytest.raises(CannotShow):
            cleaned(facts, lambda: pytest.fail("opened"), 1)


def test_beyond_fifty_megabytes_nothing_is_opened() -> None:
    facts = made.facts_of(b"", "a.pdf")
    assert why_not(replace(facts, size=LARGEST)) is None
    assert why_not(replace(facts, size=LARGEST + 1)) is ViewCode.TOO_LARGE


def test_a_long_text_is_shown_in_stretches_and_its_end_is_left_out() -> None:
    line = "waterval aan de lisdodde\n"
    content = (line * (MOST // len(line) + 9)).encode()
    first, last = look(content, "a.txt"), look(content, "a.txt", 9999)
    assert (first.page, first.text.endswith("\n"), first.notes) == (1, True, (ViewNote.CUT,))
    assert PER_PAGE // 2 < len(first.text) <= PER_PAGE
    assert last.page == last.pages >= MOST // PER_PAGE


def test_text_without_anything_in_it_is_said_to_be_empty() -> None:
    assert look(b" \r\n", "a.txt").notes == (ViewNote.NO_TEXT,)


def test_signs_that_steer_or_turn_round_are_not_passed_on() -> None:
    assert plain("a\x00b\x1b[31mc\r\nd\te\u202egpj.exe\u2028f") == "ab[31mc\nd\te\ufffdgpj.exe\u2028f"
    assert plain("\u05d7\u05e9\u05d1 \U0001f600 é") == "\u05d7\u05e9\u05d1 \U0001f600 é"
