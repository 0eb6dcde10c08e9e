"""With which key each reader reads, in words, and whether that reader was reset since: for whoever confided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deontos.kernel.clock import civil_date
from deontos.keyring.models import Envelope
from deontos.keyring.queries import newest_resets
from deontos.keyring.words import KeyWords, key_words, public_keys


@dataclass(frozen=True, slots=True)
class ReaderKey:
    """The key of one reader of a pair; `replaced_on`, when a reset or a new vault made stewards look at it again."""

    name: str
    words: KeyWords
    replaced_on: date | None


def reader_keys(envelopes: Iterable[Envelope], language: str | None) -> list[ReaderKey]:
    """The keys that these envelopes are sealed to, in their order. Two queries; reads certificate, person and vault."""
    listed = [(each, each.certificate) for each in envelopes]
    resets = newest_resets({certificate.person_id for _envelope, certificate in listed if certificate})
    return [
        ReaderKey(
            certificate.person.name,
            key_words(public_keys(envelope.resealed_to or certificate), language),
            _replaced(envelope, civil_date(resets[certificate.person_id])) if certificate.person_id in resets else None,
        )
        for envelope, certificate in listed
        if certificate
    ]


def _replaced(envelope: Envelope, reset_on: date) -> date | None:
    return reset_on if reset_on >= envelope.given_on else None
