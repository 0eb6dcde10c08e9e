"""Long texts that people write: what is read as what, what stays as it was typed, and that nothing slips in."""

import time

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from deontos.ui.prose import Block, BlockKind, Span, doubtful_links, prose

pytestmark = pytest.mark.row("3.18")

HEADING, SUBHEADING, PARAGRAPH, POINTS, STEPS = BlockKind
SECONDS = 2


def shape(text: str) -> list[tuple[BlockKind, str]]:
    """What each piece is, and its words."""
    return [(block.kind, block.text) for block in prose(text).blocks]


def line(text: str) -> list[Span]:
    """The pieces of one line."""
    [block] = prose(text).blocks
    return list(block.lines[0])


def drawn(text: str) -> str:
    """How a text stands in a page."""
    html = render_to_string("ui/_prose.html", {"blocks": prose(text).blocks})
    return " ".join(html.split()).replace(" </", "</")


def test_headings_lists_and_paragraphs_are_told_apart() -> None:
    text = "## One ##\nGoes\non.\n\nNew.\n- a\n- b\n\n- c\n  more\n\nAfter\n1. x\n2) y\n### Small\n- z"
    assert shape(text) == [
        (HEADING, "One"),
        (PARAGRAPH, "Goes on."),
        (PARAGRAPH, "New."),
        (POINTS, "a\nb\nc more"),
        (PARAGRAPH, "After"),
        (STEPS, "x\ny"),
        (SUBHEADING, "Small"),
        (POINTS, "z"),
    ]


def test_headings_have_places_and_none_is_skipped() -> None:
    found = prose("### First\n# Second\n### Third\n## Fourth")
    assert [(block.kind, block.id) for block in found.blocks] == [
        (HEADING, "part-1"),
        (HEADING, "part-2"),
        (SUBHEADING, ""),
        (HEADING, "part-3"),
    ]
    assert [block.text for block in found.contents] == ["First", "Second", "Fourth"]


def test_marks_inside_a_line() -> None:
    assert line("a **b** *c* [d](https://e.example/f) [g]{fr} \\*h\\*") == [
        Span("a "),
        Span("b", is_strong=True),
        Span(" "),
        Span("c", is_emphasis=True),
        Span(" "),
        Span("d", href="https://e.example/f"),
        Span(" "),
        Span("g", tongue="fr"),
        Span(" *h*"),
    ]


@pytest.mark.parametrize(
    "text", ["3 * 4 * 5", "a ** b ** c", "{x}", "[a]", "[a](b c)", "a_b_c", "#5", "1.5 kg", "[x]{french}", "2026-11-22"]
)
def test_what_is_no_mark_stays_as_it_was_typed(text: str) -> None:
    assert shape(text) == [(PARAGRAPH, text)]
    assert line(text) == [Span(text)]


@pytest.mark.parametrize("href", ["http://a.be", "https://a.be/x?y=1&z=2", "mailto:a@b.be", "tel:+3290000"])
def test_links_that_lead_somewhere(href: str) -> None:
    assert line(f"[a]({href})") == [Span("a", href=href)]
    assert doubtful_links(f"[a]({href})") == []


@pytest.mark.parametrize(
    "href",
    ["javascript:alert", "JAVASCRIPT:x", "data:text/html,x", "//evil.example", "/desk/", "https://", "vbscript:x"],
)
def test_links_that_lead_elsewhere_are_words_and_are_told(href: str) -> None:
    assert line(f"[a]({href})") == [Span(f"[a]({href})")]
    assert doubtful_links(f"x\n- [a]({href})") == [href]


@pytest.mark.parametrize("start", ["", "## ", "- ", "1. ", "**", "[", "[a](https://x.example/"])
def test_nothing_that_somebody_types_becomes_markup(start: str) -> None:
    html = drawn(f"{start}<script>alert(1)</script><img src=x onerror=y>\"'&")
    assert "<script" not in html
    assert "<img" not in html
    assert "onerror=y&gt;" in html


def test_how_it_is_drawn() -> None:
    text = '## A & B\n\nOne **two** [three](https://x.example/?a=1&b="2") [quatre]{fr}.\n\n- *p*\n\n1. q'
    assert drawn(text) == (
        '<h2 id="part-1">A &amp; B</h2> <p class="measure">One <strong>two</strong> '
        '<a href="https://x.example/?a=1&amp;b=&quot;2&quot;" rel="noreferrer">three</a> '
        '<span lang="fr">quatre</span>.</p> '
        '<ul class="bullets measure"><li><em>p</em></li></ul> <ol class="numbers measure"><li>q</li></ol>'
    )


@given(st.text(alphabet="#*-[](){}\\ \n\tab1.:/é", max_size=200))
def test_any_text_is_read_and_no_letter_is_lost(text: str) -> None:
    blocks = prose(text).blocks
    assert all(block.lines and isinstance(block, Block) for block in blocks)
    said = "".join(span.text + span.href for block in blocks for each in block.lines for span in each)
    assert {letter: said.count(letter) for letter in "abé"} == {
        letter: text.count(letter) for letter in "abé"
    } or "{" in text
    ids = [block.id for block in blocks if block.kind is HEADING]
    assert ids == [f"part-{number}" for number in range(1, len(ids) + 1)]


@pytest.mark.parametrize(
    "piece", ["*", "**a", "[", "[a](", "[a]{", "# ", "#", "- ", "\\", "\n", "a\n", "a\n\n- ", "1. "]
)
def test_a_text_of_marks_alone_is_read_as_fast_as_another(piece: str) -> None:
    begun = time.monotonic()
    prose((piece * 60_000)[:60_000])
    assert time.monotonic() - begun < SECONDS
