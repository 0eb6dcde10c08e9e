"""Charts: every figure is said in words, widths follow the figures, and what is not shown is drawn as that."""

import re

import pytest
from django.template import engines

from deontos.ui.charts import LETTERS, LOOKS, TRACK, UNKNOWN, Bar, Part, laid_out, plain_bar
from deontos.ui.components.declaration import ComponentMisuse

pytestmark = pytest.mark.row("5.9")

TEMPLATE = '{% ui "chart" title="By kind" id="kinds" heading="Kind" unit="Reports" bars=bars %}'
TERMS = (
    Bar("Receipt", (Part("In time", 30, "30"), Part("Late", 10, "10")), 40, "40"),
    Bar("Feedback", (Part("In time", 20, "20"), Part("Late", None, "not shown")), 40, "40"),
)


def drawn(*bars: Bar) -> str:
    """A chart as a page has it."""
    return engines["django"].from_string(TEMPLATE).render({"bars": bars})


def test_widths_are_in_proportion_from_nought_to_the_longest() -> None:
    rows = laid_out("By kind", [plain_bar("A", 30, "30"), plain_bar("B", 15, "15"), plain_bar("C", 0, "0")]).rows
    assert [[piece.width for piece in row.pieces] for row in rows] == [[f"{TRACK}.00%"], [f"{TRACK / 2:.2f}%"], []]


def test_what_is_not_shown_is_as_long_whatever_it_stands_for() -> None:
    rows = laid_out("By kind", [plain_bar("A", 30, "30"), plain_bar("B", None, "not shown")]).rows
    assert [(piece.width, piece.look) for piece in rows[1].pieces] == [(f"{UNKNOWN}.00%", "unknown")]
    assert [row.figure for row in rows] == ["30", "not shown"]


def test_parts_follow_one_another_and_differ_in_form() -> None:
    pieces = [[(piece.x, piece.width, piece.look) for piece in row.pieces] for row in laid_out("Terms", TERMS).rows]
    assert pieces == [
        [("0.00%", "49.50%", LOOKS[0]), ("49.50%", "16.50%", LOOKS[1])],
        [("0.00%", "33.00%", LOOKS[0]), ("33.00%", "33.00%", "unknown")],
    ]
    assert len(set(LOOKS)) == len(LOOKS)


def test_all_figures_stand_in_the_title_and_in_the_table() -> None:
    assert laid_out("Terms", TERMS).in_words == (
        "Terms. Receipt: In time 30, Late 10. Feedback: In time 20, Late not shown."
    )
    page = drawn(*TERMS)
    assert 'role="img" aria-labelledby="kinds-words"' in page
    assert re.findall(r"<td[^>]*>([^<]*)</td>", page) == ["30", "10", "40", "20", "not shown", "40"]
    assert re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page) == ["Kind", "In time", "Late", "Total"]
    assert 'href="#kinds-table"' in page
    assert 'id="kinds-table"' in page


def test_a_chart_of_noughts_and_unknowns_is_drawn_too() -> None:
    assert laid_out("By kind", [plain_bar("A", None, "not shown"), plain_bar("B", 0, "0")]).rows[1].pieces == ()
    assert "not shown" in drawn(plain_bar("A", None, "not shown"))


def test_a_long_label_takes_more_lines() -> None:
    (row,) = laid_out("By kind", [plain_bar("Iemand van een plaatselijk bestuur of een intercommunale", 7, "7")]).rows
    assert len(row.lines) == 2
    assert all(len(line.words) <= LETTERS for line in row.lines)


def test_hostile_words_stay_words_and_nothing_is_styled_in_line() -> None:
    page = drawn(plain_bar("<script>alert(1)</script>", 5, "5"))
    assert "<script>" not in page
    assert "style=" not in page


def test_something_else_than_bars_is_refused() -> None:
    with pytest.raises(ComponentMisuse):
        engines["django"].from_string(TEMPLATE).render({"bars": [3]})
