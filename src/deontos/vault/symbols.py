"""Codes that people copy by hand: 26 symbols of Crockford's base32 (130 bits) and two check symbols, in groups of four.

The check is a Reed-Solomon code over GF(32) with roots 1 and α (x^5 + x^2 + 1): its words differ in at least three
places, so one or two wrong symbols are caught, and with that every swap of two symbols, wherever they stand.
"""

import secrets
import string
import unicodedata
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: without I, L and O, which are read as 1, 1 and 0, and without U."""

SYMBOLS = 26
"""Symbols that carry five random bits each."""

LENGTH = SYMBOLS + 2
"""Symbols as written, with the check symbols."""

_GROUP = 4
_LONGEST_TYPED = 400
# Only ASCII: elsewhere capitals can be two letters, and a code has none of those.
_CAPITALS = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
_LOOKALIKES = str.maketrans("ILO", "110")
_LEFT_OUT = frozenset({"Pd", "Zs", "Zl", "Zp", "Cc", "Cf"})
_MINUS = "\N{MINUS SIGN}"


class Mistyped(ValueError):
    """A code as typed cannot be one that was given out. The message never holds the code."""


class TooShort(Mistyped):
    """Fewer than 28 symbols were typed; `missing` says how many are."""

    def __init__(self, missing: int) -> None:
        super().__init__(f"{missing} symbols are missing")
        self.missing = missing


class TooLong(Mistyped):
    """More than 28 symbols were typed."""


class ForeignSymbol(Mistyped):
    """A character was typed that no code holds: `symbol`, at `place`, counted from 1 without spaces and hyphens."""

    def __init__(self, symbol: str, place: int) -> None:
        super().__init__(f"the character at place {place} does not occur in a code")
        self.symbol = symbol
        self.place = place


class CheckFailed(Mistyped):
    """The length is right and every symbol can occur, but at least one of them is not what was given out."""


def random_symbols(randomness: Callable[[int], bytes]) -> str:
    """26 symbols from as many random bytes; `randomness(n)` gives n bytes, each used for its lowest five bits."""
    return short_code(SYMBOLS, randomness)


def short_code(length: int, randomness: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """So many symbols (five random bits each) for a number that people say aloud; it guards nothing."""
    return "".join(ALPHABET[octet & 31] for octet in randomness(length))


def written(symbols: str) -> str:
    """The 26 symbols with their check symbols, in groups of four with hyphens between."""
    full = symbols + _check_symbols(symbols)
    return "-".join(full[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def read_symbols(typed: str) -> str:
    """The 26 symbols of a code as somebody typed it; raises a subclass of Mistyped that tells what is wrong.

    Spaces and hyphens of any kind, lower case and full-width letters are accepted, I and L are read as 1, O as 0.
    """
    if len(typed) > _LONGEST_TYPED:
        raise TooLong("much longer than a code")
    symbols = _without_gaps(typed).translate(_CAPITALS).translate(_LOOKALIKES)
    for place, symbol in enumerate(symbols, start=1):
        if symbol not in ALPHABET:
            raise ForeignSymbol(symbol, place)
    if len(symbols) < LENGTH:
        raise TooShort(LENGTH - len(symbols))
    if len(symbols) > LENGTH:
        raise TooLong(f"{len(symbols) - LENGTH} symbols too many")
    if _check_symbols(symbols[:SYMBOLS]) != symbols[SYMBOLS:]:
        raise CheckFailed("at least one symbol differs")
    return symbols[:SYMBOLS]


def _without_gaps(typed: str) -> str:
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(sign for sign in plain if unicodedata.category(sign) not in _LEFT_OUT and sign != _MINUS)


def _check_symbols(symbols: str) -> str:
    """The two symbols that make the sum of all 28 zero, and also their sum weighted by falling powers of α."""
    total = weighted = 0
    for symbol in symbols:
        number = ALPHABET.index(symbol)
        total ^= number
        weighted = _times_alpha(weighted) ^ number
    difference = total ^ _times_alpha(_times_alpha(weighted))
    first = next(number for number in range(32) if _times_alpha(number) ^ number == difference)
    return ALPHABET[first] + ALPHABET[total ^ first]


def _times_alpha(number: int) -> int:
    doubled = number << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled
