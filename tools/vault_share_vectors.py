"""The known answers of recovery: the stewards' slot, the shares, and what a steward keeps, hands on and signs."""

import hashlib
from collections.abc import Callable
from uuid import UUID

from deontos.vault import keys, sealing, shares, signatures, slots
from tools.vault_vectors import (
    IDS,
    OTHER_ID,
    OTHER_KEY,
    OTHER_PAIR,
    PAIR,
    PEPPER,
    PEPPER_TEXT,
    SIGNING_PAIR,
    Given,
    Vectors,
    damages,
    flipped,
    pepper_versions,
    places,
    signature_damages,
    vectors,
)

PARTS = ("secret", "kept", "keeper", "ceremony", "vault", "steward")
OWN_IDS = {name: str(UUID(bytes=hashlib.sha256(name.encode()).digest()[:16], version=4)) for name in PARTS}
SECRET = hashlib.sha256(b"shared secret").digest()
SHARE = " ".join(["acrobat"] * 33).encode()


def steward_slots() -> Vectors:
    """A person's keys under the secret that was split among stewards."""
    user_blob = keys.UserKeys(PAIR, SIGNING_PAIR).to_bytes()
    blob = slots.make_shared_slot(SECRET, user_blob, PEPPER, UUID(IDS["owner"]))
    given: Given = {"blob": blob.hex(), "secret": SECRET.hex(), "pepper": PEPPER_TEXT, "owner": IDS["owner"]}
    changes = places(given, {"other person": "owner"}) | damages(blob, authentic_from=3) | pepper_versions(blob)
    changes["other secret"] = ({"secret": OTHER_KEY.hex()}, "NotAuthentic")
    return vectors("open_shared_slot", given, user_blob.hex(), changes)


def secret_shares() -> Vectors:
    """Three shares of 33 words: any two bring the secret back, in either order."""
    three, others = ([share.decode() for share in shares.split(it, 3)] for it in (SECRET, OTHER_KEY))
    first, second, third = three
    words = first.split()
    tampered = {
        "one share": [first],
        "the same share twice": [first, first],
        "all three": three,
        "a share of another secret": [first, others[1]],
        "two words exchanged": [" ".join([*words[:31], words[32], words[31]]), second],
        "a word that is in no list": [" ".join([*words[:32], "deontos"]), second],
        "last word missing": [" ".join(words[:32]), second],
        "nothing": [],
    }
    changes: dict[str, tuple[Given, str]] = {name: ({"shares": it}, "NotAuthentic") for name, it in tampered.items()}
    made = vectors("combined", {"shares": [first, second]}, SECRET.hex(), changes)
    pairs = ([first, second], [second, first], [first, third], [second, third])
    return {**made, "answers": [{"given": {"shares": it}, "gives": SECRET.hex()} for it in pairs]}


def kept_shares() -> Vectors:
    """A share as a steward keeps it, with the bytes that it is bound to."""
    place: Given = {name: OWN_IDS[name] for name in ("secret", "kept", "keeper")}
    context = shares.keeping(*(UUID(OWN_IDS[name]) for name in ("secret", "kept", "keeper")))
    names = {"other split": "secret", "other vault": "kept", "other steward": "keeper"}
    return _sealed_share("open_kept_share", place, context, names)


def shares_handed_on() -> Vectors:
    """A share on its way to the vault that a ceremony names, with the bytes that it is bound to."""
    parts = ("ceremony", "secret", "keeper", "vault")
    context = shares.handing_on(*(UUID(OWN_IDS[name]) for name in parts))
    names = {"other ceremony": "ceremony", "other split": "secret", "other steward": "keeper", "other vault": "vault"}
    return _sealed_share("open_share_handed_on", {name: OWN_IDS[name] for name in parts}, context, names)


def _sealed_share(call: str, place: Given, context: bytes, names: dict[str, str]) -> Vectors:
    blob = sealing.seal_to_public(SHARE, PAIR.public, context)
    given: Given = {"blob": blob.hex(), "private": PAIR.private.hex(), **place}
    changes = damages(blob) | {name: ({part: OTHER_ID}, "NotAuthentic") for name, part in names.items()}
    changes["other pair"] = ({"private": OTHER_PAIR.private.hex()}, "NotAuthentic")
    return vectors(call, given, {"context": context.hex(), "share": SHARE.decode()}, changes)


def contribution_signatures() -> Vectors:
    """A steward's signature under a share that is handed on; the twins do not verify."""
    place: Given = {name: OWN_IDS[name] for name in ("ceremony", "secret", "steward", "vault")}
    vault_keys = {"sealing_public": PAIR.public, "verifying_public": SIGNING_PAIR.public}
    sealed = b"what a steward handed on"
    message = signatures.contribution_message(
        ceremony=UUID(OWN_IDS["ceremony"]),
        secret=UUID(OWN_IDS["secret"]),
        steward=UUID(OWN_IDS["steward"]),
        vault=UUID(OWN_IDS["vault"]),
        sealed=sealed,
        **vault_keys,
    )
    signature = signatures.sign(SIGNING_PAIR, *message)
    signed: Given = {"signature": signature.hex(), "public": SIGNING_PAIR.public.hex(), "sealed": sealed.hex()}
    given: Given = {**signed, **place, **{name: it.hex() for name, it in vault_keys.items()}}
    changes = signature_damages(signature)
    changes |= {f"other {part}": ({part: OTHER_ID}, "False") for part in place}
    changes |= {f"other {part}": ({part: OTHER_PAIR.public.hex()}, "False") for part in vault_keys}
    changes["other share"] = ({"sealed": flipped(sealed, 5).hex()}, "False")
    return vectors("verify_contribution", given, True, {name: (it, "False") for name, (it, _) in changes.items()})


FILES: dict[str, Callable[[], Vectors]] = {
    "contribution_signatures": contribution_signatures,
    "kept_shares": kept_shares,
    "secret_shares": secret_shares,
    "shares_handed_on": shares_handed_on,
    "steward_slots": steward_slots,
}
