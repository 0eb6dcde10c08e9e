"""The words by which two people find out whether they look at the same keys, each in the own language."""

from collections.abc import Sequence

from deontos.vault.digests import digest

WORDS = 8
BITS_A_WORD = 11
"""A list has 2,048 words, so eight words are 88 bits: nobody finds a second pair of keys that has the same ones."""


def fingerprint_places(sealing_public: bytes, verifying_public: bytes) -> tuple[int, ...]:
    """Eight places in a word list (from 0) that stand for two public keys: the first 88 bits of their digest."""
    bits = WORDS * BITS_A_WORD
    number = (
        int.from_bytes(digest("deontos fingerprint words", 1, sealing_public, verifying_public), "big") >> 256 - bits
    )
    return tuple(number >> shift & 2**BITS_A_WORD - 1 for shift in range(bits - BITS_A_WORD, -1, -BITS_A_WORD))


def fingerprint_words(sealing_public: bytes, verifying_public: bytes, words: Sequence[str]) -> tuple[str, ...]:
    """The eight words of two public keys from a list of 2,048; raises ValueError for a list of another length."""
    if len(words) != 2**BITS_A_WORD:
        raise ValueError("fingerprint words come from a list of 2,048 words")
    return tuple(words[place] for place in fingerprint_places(sealing_public, verifying_public))
