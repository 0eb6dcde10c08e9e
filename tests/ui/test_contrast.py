"""Every pair of colours that stands together can be told apart, in every theme that is shipped."""

import re
from pathlib import Path

import pytest

import deontos.ui
from deontos.ui.houses import Theme

pytestmark = pytest.mark.row("1.6")

SHEETS = Path(deontos.ui.__file__).parent / "static/ui"
TEXT, SHAPE = 4.5, 3.0
TONES = ("attention", "danger", "done", "info", "sealed", "neutral")

PAIRS = [
    ("brand", "surface", TEXT),
    ("brand", "paper", TEXT),
    ("brand", "brand-tint", TEXT),
    ("brand", "sunken", SHAPE),
    ("brand-strong", "brand-tint", TEXT),
    ("on-brand", "brand", TEXT),
    ("on-brand", "brand-strong", TEXT),
    ("on-brand-soft", "brand-strong", TEXT),
    ("ink", "surface", TEXT),
    ("ink", "paper", TEXT),
    ("ink", "brand-tint", TEXT),
    ("ink-soft", "surface", TEXT),
    ("ink-soft", "paper", TEXT),
    ("ink-soft", "sunken", TEXT),
    ("ink-soft", "brand-tint", TEXT),
    ("ink-soft", "neutral-tint", TEXT),
    ("line-strong", "surface", SHAPE),
    ("line-strong", "paper", SHAPE),
    ("attention-bar", "sunken", SHAPE),
    ("done", "sunken", SHAPE),
    ("danger", "sunken", SHAPE),
    ("surface", "danger", TEXT),
    ("surface", "sealed", TEXT),
    ("surface", "ink", TEXT),
    ("focus", "surface", SHAPE),
    ("focus", "brand-tint", SHAPE),
    ("focus-halo", "brand-strong", SHAPE),
    *((tone, f"{tone}-tint", TEXT) for tone in TONES),
    *((tone, "surface", TEXT) for tone in TONES),
    *((tone, "paper", TEXT) for tone in TONES),
]

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


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


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
