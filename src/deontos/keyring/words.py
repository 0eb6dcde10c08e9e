"""The fingerprint words of a row that holds two public keys: in the reader's language, and in the others.

The person and the steward may read different languages; the words have numbers, and each language its own list.
"""

from dataclasses import dataclass

from deontos.keyring.models import ReaderCertificate, Vault
from deontos.organisations.vocabulary import Language
from deontos.vault.digests import digest
from deontos.vault.fingerprints import fingerprint_words
from deontos.vault.keys import UserKeys
from deontos.vault.passphrases import LANGUAGES, word_list

PublicKeys = tuple[bytes, bytes]
"""The sealing and the verifying key of one person."""


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


def public_keys(row: Vault | ReaderCertificate) -> PublicKeys:
    """The two public keys that a row holds."""
    return bytes(row.sealing_public), bytes(row.verifying_public)


def keys_at_hand(keys: UserKeys) -> PublicKeys:
    """The public halves of keys that somebody unlocked: nobody who only writes in the database changes these."""
    return keys.sealing.public, keys.signing.public


def fingerprint_of(keys: PublicKeys) -> str:
    """What stands for exactly these two keys in a form: of which keys a steward saw the words."""
    return digest("keys-shown", *keys).hex()


def key_words(keys: PublicKeys, language: str | None) -> KeyWords:
    """The words of these keys for somebody who reads this language; in English for one without a list."""
    own = language if language in LANGUAGES else Language.ENGLISH.value
    return KeyWords(_reading(keys, own), tuple(_reading(keys, each) for each in LANGUAGES if each != own))


def _reading(keys: PublicKeys, language: str) -> Reading:
    return Reading(language, fingerprint_words(*keys, word_list(language)))
