"""How each known answer is asked of the vault: from the fields of a JSON file to the call, and back to plain values."""

import base64
import hashlib
import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from deontos.vault import opening, padding, sessions, shares, signatures, slots
from deontos.vault.contexts import EnvelopeContext, ItemContext
from deontos.vault.fingerprints import fingerprint_words
from deontos.vault.framing import Part, canonical
from deontos.vault.keys import KeyPair, UserKeys
from deontos.vault.passphrases import LANGUAGES, word_list
from deontos.vault.receipts import Receipt
from deontos.vault.versioned import Versioned

Given = Mapping[str, Any]


def answer(call: str, given: Given) -> object:
    """What the vault answers, in the form in which the files hold it."""
    found = CALLS[call](given)
    return found.hex() if isinstance(found, bytes) else found


def hexadecimal(given: Given, name: str) -> bytes:
    return bytes.fromhex(given[name])


def item_context(given: Given) -> ItemContext:
    organisation, thread, item = (UUID(given[name]) for name in ("organisation", "thread", "item"))
    return ItemContext(organisation, thread, item, given["kind"], given["epoch"])


def envelope_context(given: Given) -> EnvelopeContext:
    return EnvelopeContext(UUID(given["pair_or_item"]), given["epoch"], UUID(given["reader"]), given["purpose"])


def pair(given: Given) -> KeyPair:
    return KeyPair.from_private(hexadecimal(given, "private"))


def pepper(given: Given) -> Versioned:
    values = given["pepper"]["values"]
    return Versioned(given["pepper"]["current"], {int(version): bytes.fromhex(it) for version, it in values.items()})


def encoded(given: Given) -> bytes:
    read: dict[str, Callable[[Any], Part]] = {"text": str, "bytes": bytes.fromhex, "number": int, "uuid": UUID}
    return canonical(*(read[kind](value) for part in given["parts"] for kind, value in part.items()))


def receipt(given: Given) -> dict[str, object]:
    read = Receipt.read(given["text"])
    sealing, signing = read.sealing_pair(), read.signing_pair()
    return {
        "locators": [read.locator_at(pepper(given), version).hex() for version in (1, 2)],
        "sealing_private": sealing.private.hex(),
        "sealing_public": sealing.public.hex(),
        "signing_private": signing.private.hex(),
        "signing_public": signing.public.hex(),
    }


def user_keys(given: Given) -> dict[str, str]:
    keys = UserKeys.from_bytes(hexadecimal(given, "blob"))
    return {"sealing_public": keys.sealing.public.hex(), "signing_public": keys.signing.public.hex()}


def stream(given: Given) -> dict[str, object]:
    blob = base64.b64decode(given["stream"])
    if "take" in given:
        blob = b"".join(blob[start:end] for start, end in given["take"])
    if "flip" in given:
        place = given["flip"]
        blob = blob[:place] + bytes((blob[place] ^ 1,)) + blob[place + 1 :]
    content = b"".join(opening.open_stream(io.BytesIO(blob), hexadecimal(given, "key"), item_context(given)))
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def verified(given: Given, message: signatures.Message) -> bool:
    return signatures.verify(hexadecimal(given, "public"), hexadecimal(given, "signature"), *message)


def envelope_verified(given: Given) -> bool:
    message = signatures.envelope_message(
        envelope_context(given),
        hexadecimal(given, "sealed"),
        granted_by=UUID(given["granted_by"]),
        ground=given["ground"],
        until=date.fromisoformat(given["until"]) if given["until"] else None,
    )
    return verified(given, message)


def certificate_verified(given: Given) -> bool:
    message = signatures.certificate_message(
        organisation=UUID(given["organisation"]),
        office=given["office"],
        person=UUID(given["person"]),
        sealing_public=hexadecimal(given, "sealing_public"),
        verifying_public=hexadecimal(given, "verifying_public"),
        valid_from=date.fromisoformat(given["valid_from"]),
        valid_until=date.fromisoformat(given["valid_until"]),
    )
    return verified(given, message)


def share_in(given: Given, context: bytes) -> dict[str, str]:
    share = opening.open_with(pair(given), hexadecimal(given, "blob"), context)
    return {"context": context.hex(), "share": share.decode()}


def kept_share(given: Given) -> dict[str, str]:
    return share_in(given, shares.keeping(*(UUID(given[name]) for name in ("secret", "kept", "keeper"))))


def share_handed_on(given: Given) -> dict[str, str]:
    parts = ("ceremony", "secret", "keeper", "vault")
    return share_in(given, shares.handing_on(*(UUID(given[name]) for name in parts)))


def contribution_verified(given: Given) -> bool:
    message = signatures.contribution_message(
        ceremony=UUID(given["ceremony"]),
        secret=UUID(given["secret"]),
        steward=UUID(given["steward"]),
        vault=UUID(given["vault"]),
        sealing_public=hexadecimal(given, "sealing_public"),
        verifying_public=hexadecimal(given, "verifying_public"),
        sealed=hexadecimal(given, "sealed"),
    )
    return verified(given, message)


def same_words(given: Given) -> bool:
    keys = hexadecimal(given, "sealing_public"), hexadecimal(given, "verifying_public")
    words = {language: list(fingerprint_words(*keys, word_list(language))) for language in LANGUAGES}
    return bool(words == given["words"])


CALLS: dict[str, Callable[[Given], object]] = {
    "canonical": encoded,
    "unpad": lambda it: padding.unpad(hexadecimal(it, "blob")),
    "receipt": receipt,
    "user_keys": user_keys,
    "open_item": lambda it: opening.open_item(hexadecimal(it, "blob"), hexadecimal(it, "key"), item_context(it)),
    "unwrap_item_key": lambda it: opening.unwrap_item_key(hexadecimal(it, "blob"), pair(it), item_context(it)),
    "open_envelope": lambda it: opening.open_envelope(hexadecimal(it, "blob"), pair(it), envelope_context(it)),
    "wake_dormant": lambda it: opening.wake_dormant(hexadecimal(it, "blob"), pepper(it), envelope_context(it)),
    "open_with": lambda it: opening.open_with(pair(it), hexadecimal(it, "blob"), hexadecimal(it, "context")),
    "open_session": lambda it: sessions.open_session(hexadecimal(it, "blob"), hexadecimal(it, "key"), it["use"]),
    "open_slot": lambda it: slots.open_slot(hexadecimal(it, "blob"), it["passphrase"], pepper(it), UUID(it["owner"])),
    "open_recovery_slot": lambda it: slots.open_recovery_slot(
        hexadecimal(it, "blob"), it["code"], pepper(it), UUID(it["owner"])
    ),
    "open_shared_slot": lambda it: slots.open_shared_slot(
        hexadecimal(it, "blob"), hexadecimal(it, "secret"), pepper(it), UUID(it["owner"])
    ),
    "combined": lambda it: shares.combined([share.encode() for share in it["shares"]]),
    "open_kept_share": kept_share,
    "open_share_handed_on": share_handed_on,
    "open_stream": stream,
    "same_words": same_words,
    "verify_item": lambda it: verified(it, signatures.item_message(item_context(it), hexadecimal(it, "blob"))),
    "verify_envelope": envelope_verified,
    "verify_certificate": certificate_verified,
    "verify_contribution": contribution_verified,
}
