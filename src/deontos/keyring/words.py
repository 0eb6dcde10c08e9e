"""The fingerprint words of a row that holds two public keys: in the reader's language, and in the others.

The person and the steward may read different languages; the words have numbers, and each language its own list.
"""

from dataclasses import dataclass

from deontos.keyring.models import ReaderCertificate, Vault
from deontos.organisations.vocabulary import Language
from deontos.vault.fingerprints import fingerprint_words
from deontos.vault.passphrases import LANGUAGES, word_list


@dataclass(frozen=True, slots=True)
class Reading:
    """The eight words in one language."""

    language: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyWords:
    """The eight words as one reader sees them first, then in the other languages."""

    own: Reading
    others: tuple[Reading, ...]


def key_words(keys: Vault | ReaderCertificate, language: str | None) -> KeyWords:
    """The words of these keys for somebody who reads this language; in English for one without a list."""
    own = language if language in LANGUAGES else Language.ENGLISH.value
    return KeyWords(_reading(keys, own), tuple(_reading(keys, each) for each in LANGUAGES if each != own))


def _reading(keys: Vault | ReaderCertificate, language: str) -> Reading:
    both = bytes(keys.sealing_public), bytes(keys.verifying_public)
    return Reading(language, fingerprint_words(*both, word_list(language)))
