"""Whoever writes in a case, as the author of it."""

from datetime import date
from uuid import UUID

from deontos.access.gate import Actor
from deontos.keyring.queries import certificate_to_sign
from deontos.keyring.readers import NoEnvelope, Signer, UnlockedReader
from deontos.keyring.vocabulary import KeyringCode


def signer_of(pair: UUID, reader: UnlockedReader, *, by: Actor, on: date) -> Signer:
    """The actor with the own keys under a pair; never somebody with another's. Raises NoEnvelope."""
    if reader.person != by.person:
        raise NoEnvelope(KeyringCode.NO_ENVELOPE)
    return reader.signer(certificate=certificate_to_sign(pair, reader, on=on))
