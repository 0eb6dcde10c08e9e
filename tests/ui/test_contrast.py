"""Every pair of colours that stands together can be told apart, in every theme that is shipped."""

import re
from pathlib import Path

import pytest

import deontos.ui
from deontos.ui.contrast import BRAND, FIXED, PAIRS, complete, contrast, soft_on, too_close
from deontos.ui.houses import Theme

pytestmark = pytest.mark.row("1.6")

SHEETS = Path(deontos.ui.__file__).parent / "static/ui"
# The figures of the design, rounded to one decimal, for the theme that it was drawn in.
FIGURES = [
    ("brand", "surface", 9.7),
    ("brand", "paper", 8.9),
    ("brand", "brand-tint", 8.2),
    ("brand", "sunken", 8.2),
    ("on-brand", "brand-strong", 13.2),
    ("ink", "brand-tint", 13.1),
    ("ink-soft", "brand-tint", 6.4),
    ("ink", "surface", 15.6),
    ("ink", "paper", 14.3),
    ("ink-soft", "surface", 7.6),
    ("ink-soft", "paper", 7.0),
    ("ink-soft", "sunken", 6.5),
    ("line-strong", "surface", 4.7),
    ("line-strong", "paper", 4.3),
    ("attention", "attention-tint", 6.8),
    ("danger", "danger-tint", 7.1),
    ("done", "done-tint", 6.9),
    ("info", "info-tint", 7.3),
    ("sealed", "sealed-tint", 8.3),
    ("neutral", "neutral-tint", 7.0),
    ("focus", "surface", 15.6),
    ("focus-halo", "brand-strong", 9.2),
]


def declared(text: str) -> dict[str, str]:
    """The colours that a rule sets, by the name of their token."""
    return dict(re.findall(r"--deontos-color-([\w-]+): (#[0-9a-f]{6});", text))


def colours(theme: Theme) -> dict[str, str]:
    """All colours of a theme: what is the same in every house, and what the organisation sets over it."""
    own = re.search(rf'\[data-theme="{theme}"\] \{{(.*?)\}}', (SHEETS / "themes.css").read_text("utf-8"), re.S)
    return declared((SHEETS / "tokens.css").read_text("utf-8")) | (declared(own[1]) if own else {})


@pytest.mark.parametrize("theme", list(Theme))
def test_every_pair_can_be_told_apart(theme: Theme) -> None:
    tokens = colours(theme)
    short = [
        f"{one} on {other}: {contrast(tokens[one], tokens[other]):.2f}"
        for one, other, least in PAIRS
        if contrast(tokens[one], tokens[other]) < least
    ]
    assert short == []


def test_the_figures_are_those_of_the_design() -> None:
    tokens = colours(Theme.LINDEWATER)
    assert [(one, other, round(contrast(tokens[one], tokens[other]), 1)) for one, other, _ in FIGURES] == FIGURES


def test_a_theme_sets_only_what_an_organisation_may_set() -> None:
    text = (SHEETS / "themes.css").read_text("utf-8")
    brand = {"brand", "brand-strong", "brand-tint", "brand-line", "on-brand", "on-brand-soft"}
    assert set(declared(text)) <= brand
    assert set(re.findall(r'\[data-theme="(\w+)"\]', text)) == set(Theme) - {Theme.LINDEWATER}


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.row("2.13")
@pytest.mark.parametrize("theme", list(Theme))
def test_what_may_be_saved_is_judged_by_the_same_pairs(theme: Theme) -> None:
    tokens = colours(theme)
    assert {name: tokens[name] for name in FIXED} == FIXED
    assert too_close({name: tokens[name] for name in BRAND}) == []


@pytest.mark.row("2.13")
def test_a_colour_that_is_too_light_is_named_with_its_figure() -> None:
    brand = {name: colours(Theme.LINDEWATER)[name] for name in BRAND}
    found = too_close({**brand, "brand": "#7fb7be"})
    assert [(each.one, each.other, round(each.figure, 1), each.least) for each in found] == [
        ("brand", "surface", 2.2, 4.5),
        ("brand", "paper", 2.0, 4.5),
        ("brand", "brand-tint", 1.9, 4.5),
        ("brand", "sunken", 1.9, 3.0),
        ("on-brand", "brand", 2.2, 4.5),
    ]


def test_soft_text_is_mixed_of_the_text_and_its_ground() -> None:
    assert soft_on("#ffffff", "#000000") == "#dedede"
    assert complete({"on-brand": "#ffffff", "brand-strong": "#ffffff"})["on-brand-soft"] == "#ffffff"
