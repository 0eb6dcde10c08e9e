"""What the vault's known answers have in common: fixed keys and places, and the twins that must be refused."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from deontos.vault import keys
from deontos.vault.contexts import EnvelopeContext, ItemContext
from deontos.vault.receipts import Receipt
from deontos.vault.versioned import Versioned

Given = dict[str, object]
Vectors = dict[str, object]

NAMES = ("organisation", "thread", "item", "pair_or_item", "reader", "owner", "granted_by", "person")
IDS = {name: str(UUID(bytes=hashlib.sha256(name.encode()).digest()[:16], version=4)) for name in NAMES}
OTHER_ID = str(UUID(bytes=hashlib.sha256(b"another").digest()[:16], version=4))
PEPPER = Versioned(2, {version: hashlib.sha256(b"pepper %d" % version).digest() for version in (1, 2)})
PEPPER_TEXT: Given = {"current": 2, "values": {str(version): value.hex() for version, value in PEPPER.values.items()}}
PAIR = keys.KeyPair.from_private(hashlib.sha256(b"sealing pair").digest())
OTHER_PAIR = keys.KeyPair.from_private(hashlib.sha256(b"another sealing pair").digest())
SIGNING_PAIR = keys.SigningPair.from_private(hashlib.sha256(b"signing pair").digest())
ITEM_KEY = hashlib.sha256(b"item key").digest()
OTHER_KEY = hashlib.sha256(b"another key").digest()
TEXT = "Op 3 maart zag ik dat de offerte al geopend was. Ça m'inquiète. ¿Qué hago?".encode()

ITEM_PLACE: Given = {**{name: IDS[name] for name in ("organisation", "thread", "item")}, "kind": "message"}
ITEM_GIVEN: Given = {**ITEM_PLACE, "epoch": 1}
ENVELOPE_GIVEN: Given = {
    "pair_or_item": IDS["pair_or_item"],
    "epoch": 1,
    "reader": IDS["reader"],
    "purpose": "conversation",
}
ITEM = ItemContext(UUID(IDS["organisation"]), UUID(IDS["thread"]), UUID(IDS["item"]), "message", 1)
ENVELOPE = EnvelopeContext(UUID(IDS["pair_or_item"]), 1, UUID(IDS["reader"]), "conversation")


def vectors(call: str, given: Given, gives: object, changes: Mapping[str, tuple[Given, str]]) -> Vectors:
    """One known answer and its twins: what is changed in what is given, and the failure that follows."""
    twins = [{"name": name, "change": change, "refused": failure} for name, (change, failure) in changes.items()]
    return {"call": call, "answers": [{"given": given, "gives": gives}], "twins": twins}


def places(given: Given, names: Mapping[str, str]) -> dict[str, tuple[Given, str]]:
    """Twins that differ in one part of the context."""
    return {name: ({part: _other(given[part])}, "NotAuthentic") for name, part in names.items()}


def damages(blob: bytes, authentic_from: int = 2) -> dict[str, tuple[Given, str]]:
    """Twins that differ in the blob. From `authentic_from` on every byte is authenticated."""
    altered = {
        "first byte flipped": flipped(blob, authentic_from),
        "byte in the middle flipped": flipped(blob, len(blob) // 2),
        "last byte flipped": flipped(blob, len(blob) - 1),
        "last byte missing": blob[:-1],
        "one byte more": blob + b"\0",
    }
    misshapen = {
        "other version": bytes((2,)) + blob[1:],
        "version zero": bytes((0,)) + blob[1:],
        "other algorithm": blob[:1] + bytes((blob[1] + 1,)) + blob[2:],
        "header only": blob[:2],
        "nothing": b"",
    }
    changed: dict[str, tuple[Given, str]] = {name: ({"blob": it.hex()}, "NotAuthentic") for name, it in altered.items()}
    return changed | {name: ({"blob": it.hex()}, "Malformed") for name, it in misshapen.items()}


def _other(value: object) -> object:
    if isinstance(value, int):
        return value + 1
    return OTHER_ID if value in IDS.values() else f"another {value}"


def flipped(blob: bytes, place: int) -> bytes:
    """The blob with the lowest bit of one byte changed."""
    return blob[:place] + bytes((blob[place] ^ 1,)) + blob[place + 1 :]


def pepper_versions(blob: bytes) -> dict[str, tuple[Given, str]]:
    """Twins that name another version of their secret, one that is held and one that is not."""
    held, unknown = (blob[:2] + bytes((version,)) + blob[3:] for version in (1, 3))
    return {
        "other version of the secret": ({"blob": held.hex()}, "NotAuthentic"),
        "unknown version of the secret": ({"blob": unknown.hex()}, "UnknownSecretVersion"),
    }


def signature_damages(signature: bytes) -> dict[str, tuple[Given, str]]:
    """Twins that differ in the signature or in the key."""
    changed = {name: ({"signature": it["blob"]}, "False") for name, (it, _) in damages(signature).items()}
    public = keys.SigningPair.from_private(OTHER_KEY).public.hex()
    return {**changed, "other author": ({"public": public}, "False")}


def fixed_receipt(seed: bytes) -> Receipt:
    """The same receipt for the same seed; never one that anybody was given."""
    return Receipt.make(lambda size: hashlib.sha256(seed).digest()[:size])
