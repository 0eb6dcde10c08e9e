"""The words in braces: a closed list, each fault at its place, filled in once and never executed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deontos.cases.openings import shipped
from deontos.cases.placeholders import PlaceholderLeft, brace_faults, filled, refuse_leftover
from deontos.cases.vocabulary import Placeholder, WritingCode

pytestmark = pytest.mark.row("3.17")

UNKNOWN, OPEN, CLOSED = (
    WritingCode.PLACEHOLDER_UNKNOWN,
    WritingCode.BRACE_NOT_CLOSED,
    WritingCode.BRACE_NOT_OPENED,
)
NAMES = st.sampled_from([f"{{{each}}}" for each in Placeholder])
PIECES = st.lists(st.one_of(NAMES, st.sampled_from("{}\n ab%$<"), st.text(max_size=3)), max_size=12).map("".join)


def found(text: str) -> list[tuple[WritingCode, int, int, str]]:
    """The faults of a text as plain values."""
    return [(fault.code, fault.line, fault.column, fault.word) for fault in brace_faults(text)]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", []),
        ("Van {organisation}, op {today}.", []),
        ("Van {organization}.", [(UNKNOWN, 1, 5, "{organization}")]),
        ("Een\nTwee {Today}", [(UNKNOWN, 2, 6, "{Today}")]),
        ("{ today }", [(UNKNOWN, 1, 1, "{ today }")]),
        ("{}", [(UNKNOWN, 1, 1, "{}")]),
        ("Op {today", [(OPEN, 1, 4, "{today")]),
        ("{today\n}", [(OPEN, 1, 1, "{today"), (CLOSED, 2, 1, "}")]),
        ("{{today}}", [(OPEN, 1, 1, "{"), (CLOSED, 1, 9, "}")]),
        ("a } b", [(CLOSED, 1, 3, "}")]),
        ("{writer.__class__}", [(UNKNOWN, 1, 1, "{writer.__class__}")]),
        (
            "{writer!r} {0} {writer:>9}",
            [(UNKNOWN, 1, 1, "{writer!r}"), (UNKNOWN, 1, 12, "{0}"), (UNKNOWN, 1, 16, "{writer:>9}")],
        ),
        ("{% include 'x' %}", [(UNKNOWN, 1, 1, "{% include 'x' %}")]),
        ("{" + "x" * 90, [(OPEN, 1, 1, "{" + "x" * 39 + "…")]),
    ],
)
def test_every_fault_is_named_with_its_place(text: str, faults: list[tuple[WritingCode, int, int, str]]) -> None:
    assert found(text) == faults


def test_the_shipped_texts_have_no_fault() -> None:
    assert [found(text) for each in shipped() for text in each.text.values() if found(text)] == []


def test_each_word_is_filled_in_once_and_nothing_else_changes() -> None:
    values = {Placeholder.WRITER: "{organisation} {0} %s", Placeholder.ORGANISATION: "Lindewater"}
    assert (
        filled("{writer} van {organisation}, {today} {x}", values)
        == "{organisation} {0} %s van Lindewater, {today} {x}"
    )


@given(PIECES)
def test_a_text_without_faults_is_filled_without_a_brace_left(text: str) -> None:
    values = dict.fromkeys(Placeholder, "woord")
    if not brace_faults(text):
        assert not set("{}") & set(filled(text, values))
        refuse_leftover(filled(text, values))


@given(PIECES)
def test_no_text_breaks_anything(text: str) -> None:
    for fault in brace_faults(text):
        line = text.split("\n")[fault.line - 1]
        assert line[fault.column - 1 :].startswith(fault.word.removesuffix("…"))
    filled(text, {})


@pytest.mark.parametrize(
    ("text", "place"),
    [("{today}", ("{today}", 1, 1)), ("Een.\n\nTot {feedback_by}.", ("{feedback_by}", 3, 5))],
)
def test_a_message_with_one_of_them_left_is_refused_with_its_place(text: str, place: tuple[str, int, int]) -> None:
    with pytest.raises(PlaceholderLeft) as refusal:
        refuse_leftover(text)
    told = refusal.value.parameters
    assert (told["word"], told["line"], told["column"]) == place


@pytest.mark.parametrize("text", ["", "{ }", "{iets}", "als (x) {y} dan {", "{Today}"])
def test_other_braces_are_the_writers_own(text: str) -> None:
    refuse_leftover(text)
