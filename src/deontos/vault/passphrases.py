"""Passphrases and recovery codes: making them, counting their bits, and forgiving how they are typed."""

import math
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources

from zxcvbn import zxcvbn

from deontos.vault.symbols import random_symbols, written

LANGUAGES = ("nl", "fr", "en", "es")
"""Languages with a list of 2,048 words, without accents."""

_ESTIMATED = 72
"""Characters that the estimate looks at: it grows slow on more, and 72 suffice for any phrase."""

_ACCENTS = dict.fromkeys(range(0x0300, 0x0370))
_DASHES = dict.fromkeys(map(ord, "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}"), " ")


def generate_passphrase(words: Sequence[str], count: int, randomness: Callable[[int], int] = secrets.randbelow) -> str:
    """So many words from the list, each drawn evenly and on its own; `randomness(n)` gives a number from 0 to n - 1."""
    return " ".join(words[randomness(len(words))] for _ in range(count))


def entropy_bits(words: Sequence[str], count: int) -> float:
    """The bits in a passphrase of so many words that `generate_passphrase` drew from this list."""
    return count * math.log2(len(set(words)))


def drawn_places(words: int, count: int) -> tuple[int, ...]:
    """So many different places in a phrase of so many words, in order and from 1, to ask those words back."""
    return tuple(sorted(secrets.SystemRandom().sample(range(1, words + 1), count)))


def new_recovery_code(randomness: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A recovery code to be printed once: written as a receipt is, with the same check."""
    return written(random_symbols(randomness))


def normalised(typed: str) -> str:
    """A passphrase as it enters the derivation: lower case, no accents, single spaces between words, hyphens as spaces.

    Compatibility forms are unified (NFKD), U+0300 to U+036F are left out, the rest is composed again (NFKC).
    """
    plain = unicodedata.normalize("NFKD", typed).translate(_ACCENTS).translate(_DASHES).lower()
    return " ".join(unicodedata.normalize("NFKC", plain).split())


def guessed_bits(phrase: str, known: Sequence[str] = ()) -> float:
    """The estimated bits in a phrase that somebody chose, as it enters the derivation; only 72 characters count.

    `known` holds what a guesser would try first, such as the person's names; the words of our lists count as known too.
    """
    plain = normalised(phrase)[:_ESTIMATED]
    first = [normalised(word) for word in known]
    words = [word for language in LANGUAGES for word in word_list(language)]
    return math.log2(zxcvbn(plain, user_inputs=first + words)["guesses"]) if plain else 0.0


@cache
def word_list(language: str) -> tuple[str, ...]:
    """The 2,048 words of a language (11 bits each); raises ValueError for one without a list."""
    if language not in LANGUAGES:
        raise ValueError(f"no list of words for {language}")
    text = resources.files("deontos.vault").joinpath("words", f"{language}.txt").read_text(encoding="ascii")
    return tuple(text.split())
