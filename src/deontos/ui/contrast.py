"""How well two colours can be told apart, and which pairs stand together on our pages. Pure.

Ground: WCAG 2.2, 1.4.3 (text, 4.5) and 1.4.11 (shapes, 3); the design names the pairs (interface.md, tokens).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

TEXT, SHAPE = 4.5, 3.0
TONES = ("attention", "danger", "done", "info", "sealed", "neutral")
BRAND = ("brand", "brand-strong", "brand-tint", "brand-line", "on-brand")
"""What an organisation sets. `on-brand-soft` is mixed of two of these."""

PAIRS = (
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
)
"""Which colour stands on which, and the least that they must differ."""

FIXED = {
    "paper": "#f7f5f0",
    "surface": "#ffffff",
    "sunken": "#efece4",
    "ink": "#17262b",
    "ink-soft": "#47565b",
    "focus": "#10272d",
    "focus-halo": "#ffd166",
}
"""What is the same in every house and stands beside a brand colour; `tokens.css` says the same (a test compares)."""

COLOUR = re.compile(r"#[0-9a-f]{6}")
SOFT = 0.13
"""How much of the darkest brand colour is mixed into the soft text on it."""


@dataclass(frozen=True, slots=True)
class TooClose:
    """Two colours that stand together and cannot be told apart well enough."""

    one: str
    other: str
    figure: float
    least: float


def luminance(colour: str) -> float:
    """Relative luminance from 0 to 1, as WCAG 2.2 defines it."""
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def soft_on(colour: str, ground: str) -> str:
    """The colour with a little of its ground in it, for second lines on a brand colour. House rule."""
    mixed = [(1 - SOFT) * one + SOFT * other for one, other in zip(_channels(colour), _channels(ground), strict=True)]
    return "#" + "".join(f"{round(255 * each):02x}" for each in mixed)


def complete(brand: Mapping[str, str]) -> dict[str, str]:
    """The brand colours with the one that is mixed of them."""
    return {**brand, "on-brand-soft": soft_on(brand["on-brand"], brand["brand-strong"])}


def too_close(brand: Mapping[str, str]) -> list[TooClose]:
    """Every pair with a brand colour in it that falls under its minimum (interface.md, tokens)."""
    tokens = {**FIXED, **complete(brand)}
    judged = [
        TooClose(one, other, contrast(tokens[one], tokens[other]), least)
        for one, other, least in PAIRS
        if one in tokens and other in tokens
    ]
    return [pair for pair in judged if pair.figure < pair.least]


def _channels(colour: str) -> list[float]:
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
