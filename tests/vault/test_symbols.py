"""Codes copied by hand: every single error and every swap is caught, every way of writing the right code is read."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reedsolo import RSCodec

from deontos.vault.symbols import (
    ALPHABET,
    LENGTH,
    SYMBOLS,
    CheckFailed,
    ForeignSymbol,
    Mistyped,
    TooLong,
    TooShort,
    random_symbols,
    read_symbols,
    short_code,
    written,
)

pytestmark = pytest.mark.row("1.4")

WORD = "5K9QXW3T0ZB7MHNF2RVCE8JPGD"
CODE = written(WORD).replace("-", "")
symbols_of_a_code = st.text(ALPHABET, min_size=SYMBOLS, max_size=SYMBOLS)


def added(left: str, right: str) -> str:
    """The sum of two words over GF(32), symbol by symbol."""
    return "".join(ALPHABET[ALPHABET.index(a) ^ ALPHABET.index(b)] for a, b in zip(left, right, strict=True))


def is_caught(code: str) -> bool:
    try:
        read_symbols(code)
    except CheckFailed:
        return True
    return False


def test_the_written_form() -> None:
    assert written(WORD) == "5K9Q-XW3T-0ZB7-MHNF-2RVC-E8JP-GD" + CODE[-2:]
    assert (len(CODE), read_symbols(written(WORD))) == (28, WORD)


@given(symbols_of_a_code)
def test_the_check_is_the_reed_solomon_code_of_another_library(symbols: str) -> None:
    codec = RSCodec(2, nsize=31, fcr=0, prim=0b100101, generator=2, c_exp=5)
    encoded = codec.encode([ALPHABET.index(symbol) for symbol in symbols])
    assert written(symbols).replace("-", "") == "".join(ALPHABET[number] for number in encoded)


@given(symbols_of_a_code, symbols_of_a_code)
def test_the_code_is_linear(left: str, right: str) -> None:
    """So what is shown below for the one word of zeros, error by error, holds for every word."""
    whole = [written(word).replace("-", "") for word in (left, right, added(left, right))]
    assert added(whole[0], whole[1]) == whole[2]


def test_every_single_error_is_caught() -> None:
    for place, error in itertools.product(range(LENGTH), ALPHABET[1:]):
        assert is_caught("0" * place + error + "0" * (LENGTH - place - 1)), (place, error)


def test_every_swap_of_two_symbols_is_caught_wherever_they_stand() -> None:
    """A swap of a and b adds the same number, a + b, in both places: characteristic two."""
    for (one, other), error in itertools.product(itertools.combinations(range(LENGTH), 2), ALPHABET[1:]):
        word = ["0"] * LENGTH
        word[one] = word[other] = error
        assert is_caught("".join(word)), (one, other, error)


def test_every_swap_within_one_code_is_caught() -> None:
    assert len(set(CODE[:SYMBOLS])) == SYMBOLS
    for one, other in itertools.combinations(range(LENGTH), 2):
        swapped = list(CODE)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        if swapped != list(CODE):
            assert is_caught("".join(swapped)), (one, other)


@settings(max_examples=200)
@given(symbols_of_a_code, st.lists(st.integers(0, LENGTH - 1), min_size=2, max_size=2, unique=True), st.data())
def test_two_wrong_symbols_are_caught(symbols: str, places: list[int], data: st.DataObject) -> None:
    typed = list(written(symbols).replace("-", ""))
    for place in places:
        typed[place] = data.draw(st.sampled_from([it for it in ALPHABET if it != typed[place]]))
    assert is_caught("".join(typed))


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        f"  {written(WORD)}\r\n",
        written(WORD).replace("-", " "),
        written(WORD).replace("-", "\N{NO-BREAK SPACE}"),
        written(WORD).replace("-", "\N{EN DASH}"),
        written(WORD).replace("-", "\N{NON-BREAKING HYPHEN}"),
        written(WORD).replace("-", "\N{MINUS SIGN}"),
        written(WORD).replace("-", "\N{SOFT HYPHEN}"),
        written(WORD).replace("-", "\N{ZERO WIDTH SPACE}"),
        written(WORD).replace("-", " \N{EM DASH}\t"),
        "\N{LEFT-TO-RIGHT MARK}" + "-".join(CODE),
        "".join(chr(ord(symbol) - 0x21 + 0xFF01) for symbol in CODE),
        CODE.replace("0", "O"),
        CODE.replace("0", "o"),
    ],
)
def test_ways_to_write_the_same_code(typed: str) -> None:
    assert read_symbols(typed) == WORD


@pytest.mark.parametrize("letter", "IiLl")
def test_a_one_may_be_written_as_a_letter(letter: str) -> None:
    symbols = "1" * SYMBOLS
    assert read_symbols(written(symbols).replace("1", letter)) == symbols


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("", TooShort),
        ("-- \N{EN DASH}", TooShort),
        (CODE[:-1], TooShort),
        (CODE + "0", TooLong),
        (" " * 401, TooLong),
        (CODE * 20, TooLong),
        (CODE[:-1] + "U", ForeignSymbol),
        ("\N{LATIN SMALL LETTER SHARP S}" + CODE[1:], ForeignSymbol),
        ("\N{ARABIC-INDIC DIGIT FIVE}" + CODE[1:], ForeignSymbol),
        ("\N{CYRILLIC CAPITAL LETTER ES}" + CODE[1:], ForeignSymbol),
        ("\N{PILE OF POO}" + CODE[1:], ForeignSymbol),
        ("5." + CODE[1:], ForeignSymbol),
        (CODE[::-1], CheckFailed),
        ("\x00'; DROP TABLE--", ForeignSymbol),
    ],
)
def test_mistakes_are_told_apart(typed: str, mistake: type[Mistyped]) -> None:
    with pytest.raises(Mistyped) as refusal:
        read_symbols(typed)
    assert type(refusal.value) is mistake
    assert CODE[:8] not in str(refusal.value)


def test_a_mistake_says_how_much_and_where() -> None:
    with pytest.raises(TooShort) as short:
        read_symbols(CODE[:20])
    with pytest.raises(ForeignSymbol) as foreign:
        read_symbols("5K9Q - XUXX")
    assert (short.value.missing, foreign.value.symbol, foreign.value.place) == (8, "U", 6)


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_mistyped(typed: str) -> None:
    try:
        symbols = read_symbols(typed)
    except Mistyped:
        return
    assert read_symbols(written(symbols)) == symbols


def test_random_symbols_use_every_bit_of_five() -> None:
    assert random_symbols(lambda size: bytes(range(6, 6 + size))) == ALPHABET[6:]
    assert short_code(3, lambda size: bytes(range(31, 31 + size))) == "Z01"
    assert random_symbols(lambda size: bytes(range(230, 230 + size))) == ALPHABET[6:]
