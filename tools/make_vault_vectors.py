"""Writes the known answers of the vault to tests/vault/vectors, each file only where it is absent.

Run as `python -m tools.make_vault_vectors`. To change a format, delete its file on purpose and say why old data opens.
"""

import argparse
import base64
import hashlib
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

from deontos.vault import keys, padding, sealing, sessions, signatures, slots, streams
from deontos.vault.fingerprints import fingerprint_words
from deontos.vault.framing import canonical
from deontos.vault.passphrases import LANGUAGES, word_list
from tools import vault_share_vectors
from tools.vault_vectors import (
    ENVELOPE,
    ENVELOPE_GIVEN,
    IDS,
    ITEM,
    ITEM_GIVEN,
    ITEM_KEY,
    OTHER_ID,
    OTHER_KEY,
    OTHER_PAIR,
    PAIR,
    PEPPER,
    PEPPER_TEXT,
    SIGNING_PAIR,
    TEXT,
    Given,
    Vectors,
    damages,
    fixed_receipt,
    flipped,
    pepper_versions,
    places,
    signature_damages,
    vectors,
)

FOLDER = Path(__file__).parent.parent / "tests" / "vault" / "vectors"


def encodings() -> Vectors:
    """The canonical encoding of lists of parts."""
    lists: list[list[Given]] = [
        [],
        [{"text": ""}],
        [{"bytes": ""}],
        [{"text": "ab"}, {"text": "c"}],
        [{"text": "a"}, {"text": "bc"}],
        [{"text": "één"}, {"number": 0}, {"number": -1}, {"number": 2**63 - 1}],
        [{"uuid": IDS["item"]}, {"bytes": UUID(IDS["item"]).hex}],
    ]
    read: dict[str, Callable[[str], bytes | str | UUID]] = {"text": str, "bytes": bytes.fromhex, "uuid": UUID}
    answers = []
    for parts in lists:
        values = [
            value if isinstance(value, int) else read[kind](str(value)) for it in parts for kind, value in it.items()
        ]
        answers.append({"given": {"parts": parts}, "gives": canonical(*values).hex()})
    return {"call": "canonical", "answers": answers, "twins": []}


def paddings() -> Vectors:
    """Texts in their buckets."""
    texts = (b"", b"a", b"\x80", b"a" * 511, b"a" * 512, b"\0" * 1023)
    answers = [{"given": {"blob": padding.pad(text).hex()}, "gives": text.hex()} for text in texts]
    spoilt = {
        "no mark": bytes(512),
        "no bucket": b"a\x80" + bytes(511),
        "nothing": b"",
        "rest not zero": b"\x80" + b"a" * 511,
    }
    twins = [{"name": name, "change": {"blob": it.hex()}, "refused": "Malformed"} for name, it in spoilt.items()]
    return {"call": "unpad", "answers": answers, "twins": twins}


def receipts() -> Vectors:
    """A receipt, where its mailbox is found under each version of the pepper, and its keys."""
    receipt = fixed_receipt(b"receipt")
    text = receipt.text
    gives = {
        "locators": [receipt.locator_at(PEPPER, version).hex() for version in (1, 2)],
        "sealing_private": receipt.sealing_pair().private.hex(),
        "sealing_public": receipt.sealing_pair().public.hex(),
        "signing_private": receipt.signing_pair().private.hex(),
        "signing_public": receipt.signing_pair().public.hex(),
    }
    other = "X" if text[0] != "X" else "Y"
    changes: dict[str, tuple[Given, str]] = {
        "one symbol differs": ({"text": other + text[1:]}, "CheckFailed"),
        "two symbols swapped": ({"text": text[1] + text[0] + text[2:]}, "CheckFailed"),
        "a group missing": ({"text": text[:-5]}, "TooShort"),
        "a symbol too many": ({"text": text + "0"}, "TooLong"),
        "a letter that does not occur": ({"text": "U" + text[1:]}, "ForeignSymbol"),
        "nothing": ({"text": ""}, "TooShort"),
    }
    return vectors("receipt", {"text": text, "pepper": PEPPER_TEXT}, gives, changes)


def user_keys() -> Vectors:
    """The private halves of a person's keys, and the public halves that follow."""
    blob = keys.UserKeys(PAIR, SIGNING_PAIR).to_bytes()
    gives = {"sealing_public": PAIR.public.hex(), "signing_public": SIGNING_PAIR.public.hex()}
    changes = {name: (it, "Malformed") for name, (it, _) in damages(blob).items() if "flipped" not in name}
    return vectors("user_keys", {"blob": blob.hex()}, gives, changes)


def items() -> Vectors:
    """An item, opened in its place."""
    blob = sealing.seal_item(TEXT, ITEM_KEY, ITEM)
    given: Given = {"blob": blob.hex(), "key": ITEM_KEY.hex(), **ITEM_GIVEN}
    names = {
        "other row": "item",
        "other organisation": "organisation",
        "other conversation": "thread",
        "other kind": "kind",
    }
    changes = places(given, names) | damages(blob)
    changes["other key"] = ({"key": OTHER_KEY.hex()}, "NotAuthentic")
    written = vectors("open_item", given, TEXT.hex(), changes)
    later = {"given": {**given, "epoch": 2}, "gives": TEXT.hex()}
    return {**written, "answers": [{"given": given, "gives": TEXT.hex()}, later]}


def item_keys() -> Vectors:
    """An item's key, unwrapped with the pair of its epoch."""
    blob = sealing.wrap_item_key(ITEM_KEY, PAIR.public, ITEM)
    given: Given = {"blob": blob.hex(), "private": PAIR.private.hex(), **ITEM_GIVEN}
    names = {"other row": "item", "other organisation": "organisation", "other conversation": "thread"}
    changes = places(given, {**names, "other kind": "kind", "other epoch": "epoch"}) | damages(blob)
    changes["other pair"] = ({"private": OTHER_PAIR.private.hex()}, "NotAuthentic")
    return vectors("unwrap_item_key", given, ITEM_KEY.hex(), changes)


def envelopes() -> Vectors:
    """A private key in an envelope, opened by its reader."""
    blob = sealing.seal_envelope(ITEM_KEY, PAIR.public, ENVELOPE)
    given: Given = {"blob": blob.hex(), "private": PAIR.private.hex(), **ENVELOPE_GIVEN}
    names = {
        "other pair or item": "pair_or_item",
        "other epoch": "epoch",
        "other reader": "reader",
        "other purpose": "purpose",
    }
    changes = places(given, names) | damages(blob)
    changes["key of another reader"] = ({"private": OTHER_PAIR.private.hex()}, "NotAuthentic")
    return vectors("open_envelope", given, ITEM_KEY.hex(), changes)


def dormant_envelopes() -> Vectors:
    """A dormant envelope, woken by the installation and still sealed."""
    sealed = sealing.seal_envelope(ITEM_KEY, PAIR.public, ENVELOPE)
    blob = sealing.seal_dormant(sealed, PEPPER, ENVELOPE)
    given: Given = {"blob": blob.hex(), "pepper": PEPPER_TEXT, **ENVELOPE_GIVEN}
    names = {
        "other pair or item": "pair_or_item",
        "other epoch": "epoch",
        "other reader": "reader",
        "other purpose": "purpose",
    }
    changes = places(given, names) | damages(blob, authentic_from=3) | pepper_versions(blob)
    return vectors("wake_dormant", given, sealed.hex(), changes)


def deposits() -> Vectors:
    """A text that anybody could seal to a public key."""
    context = canonical("draft", UUID(IDS["organisation"]))
    blob = sealing.seal_to_public(TEXT, PAIR.public, context)
    given: Given = {"blob": blob.hex(), "private": PAIR.private.hex(), "context": context.hex()}
    changes = damages(blob)
    changes["other pair"] = ({"private": OTHER_PAIR.private.hex()}, "NotAuthentic")
    changes["other organisation"] = ({"context": canonical("draft", UUID(OTHER_ID)).hex()}, "NotAuthentic")
    return vectors("open_with", given, TEXT.hex(), changes)


def session_rows() -> Vectors:
    """A session's row, found and opened with the key in the cookie."""
    blob = sessions.seal_session(TEXT, ITEM_KEY, "vault")
    given: Given = {"blob": blob.hex(), "key": ITEM_KEY.hex(), "use": "vault"}
    changes = places(given, {"other use": "use"}) | damages(blob)
    changes["other cookie"] = ({"key": OTHER_KEY.hex()}, "NotAuthentic")
    return vectors("open_session", given, TEXT.hex(), changes)


def passphrase_slots() -> Vectors:
    """A person's keys under a passphrase, with what typing forgives."""
    user_blob = keys.UserKeys(PAIR, SIGNING_PAIR).to_bytes()
    phrase = "eleve cascade moulin rosee verger tilleul alouette"
    blob = slots.make_slot(phrase, user_blob, PEPPER, UUID(IDS["owner"]))
    given: Given = {"blob": blob.hex(), "passphrase": phrase, "pepper": PEPPER_TEXT, "owner": IDS["owner"]}
    changes = places(given, {"other person": "owner", "other passphrase": "passphrase"})
    changes |= damages(blob, authentic_from=3) | pepper_versions(blob)
    written = vectors("open_slot", given, user_blob.hex(), changes)
    typed = {**given, "passphrase": " Élève-Cascade  MOULIN rosée\tverger tilleul\u2011alouette "}
    return {**written, "answers": [{"given": it, "gives": user_blob.hex()} for it in (given, typed)]}


def recovery_slots() -> Vectors:
    """A person's keys under a recovery code."""
    user_blob = keys.UserKeys(PAIR, SIGNING_PAIR).to_bytes()
    code, other = (fixed_receipt(seed).text for seed in (b"code", b"another code"))
    blob = slots.make_recovery_slot(code, user_blob, PEPPER, UUID(IDS["owner"]))
    given: Given = {"blob": blob.hex(), "code": code, "pepper": PEPPER_TEXT, "owner": IDS["owner"]}
    changes = places(given, {"other person": "owner"}) | damages(blob, authentic_from=3) | pepper_versions(blob)
    changes["other code"] = ({"code": other}, "NotAuthentic")
    changes["mistyped code"] = ({"code": code[:-1] + ("0" if code[-1] != "0" else "1")}, "CheckFailed")
    return vectors("open_recovery_slot", given, user_blob.hex(), changes)


def attachments() -> Vectors:
    """An attachment of two chunks. Its twins take ranges of bytes of the blob, in order."""
    content = b"0123456789" * 7000
    blob = b"".join(streams.seal_stream(io.BytesIO(content), ITEM_KEY, ITEM))
    first, end = 26 + streams.SEALED_CHUNK_SIZE, len(blob)
    given: Given = {"stream": base64.b64encode(blob).decode(), "key": ITEM_KEY.hex(), **ITEM_GIVEN}
    cuts: dict[str, list[list[int]]] = {
        "final chunk missing": [[0, first]],
        "cut within the first chunk": [[0, 1000]],
        "cut within the final chunk": [[0, end - 1]],
        "cut within the header": [[0, 20]],
        "chunks swapped": [[0, 26], [first, end], [26, first]],
        "first chunk missing": [[0, 26], [first, end]],
        "first chunk twice": [[0, first], [26, end]],
        "nothing": [],
    }
    names = {
        "other row": "item",
        "other organisation": "organisation",
        "other conversation": "thread",
        "other kind": "kind",
    }
    changes: dict[str, tuple[Given, str]] = {name: ({"take": it}, "NotAuthentic") for name, it in cuts.items()}
    changes |= places(given, names) | {"other key": ({"key": OTHER_KEY.hex()}, "NotAuthentic")}
    changes["something after the end"] = ({"take": [[0, end], [0, 1]]}, "Malformed")
    changes["other version"] = ({"take": [[1, 2], [1, end]]}, "Malformed")
    changes["other algorithm"] = ({"take": [[0, 1], [0, 1], [2, end]]}, "Malformed")
    for name, place in {"byte of the header": 3, "byte of the first chunk": 5000, "last byte": end - 1}.items():
        changes[f"{name} flipped"] = ({"flip": place}, "NotAuthentic")
    gives = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    return vectors("open_stream", given, gives, changes)


def item_signatures() -> Vectors:
    """An author's signature over an item; the twins do not verify."""
    blob = sealing.seal_item(TEXT, ITEM_KEY, ITEM)
    signature = signatures.sign(SIGNING_PAIR, *signatures.item_message(ITEM, blob))
    signed: Given = {"signature": signature.hex(), "public": SIGNING_PAIR.public.hex()}
    given: Given = {**signed, "blob": blob.hex(), **ITEM_GIVEN}
    names = {
        "other row": "item",
        "other organisation": "organisation",
        "other conversation": "thread",
        "other kind": "kind",
    }
    changes = places(given, names) | signature_damages(signature)
    changes["other ciphertext"] = ({"blob": flipped(blob, 100).hex()}, "False")
    return vectors("verify_item", given, True, {name: (it, "False") for name, (it, _) in changes.items()})


def envelope_signatures() -> Vectors:
    """A signature over an envelope; the twins do not verify."""
    sealed = sealing.seal_envelope(ITEM_KEY, PAIR.public, ENVELOPE)
    message = signatures.envelope_message(
        ENVELOPE, sealed, granted_by=UUID(IDS["granted_by"]), ground="submission", until=date(2027, 3, 1)
    )
    signature = signatures.sign(SIGNING_PAIR, *message)
    signed: Given = {"signature": signature.hex(), "public": SIGNING_PAIR.public.hex(), "sealed": sealed.hex()}
    grant: Given = {"granted_by": IDS["granted_by"], "ground": "submission", "until": "2027-03-01"}
    given: Given = {**signed, **grant, **ENVELOPE_GIVEN}
    parts = ("pair_or_item", "epoch", "reader", "purpose", "granted_by", "ground")
    changes = places(given, {f"other {part}": part for part in parts}) | signature_damages(signature)
    changes["other envelope"] = ({"sealed": flipped(sealed, 50).hex()}, "False")
    changes["longer"] = ({"until": "2027-03-02"}, "False")
    changes["without end"] = ({"until": ""}, "False")
    return vectors("verify_envelope", given, True, {name: (it, "False") for name, (it, _) in changes.items()})


def certificate_signatures() -> Vectors:
    """A steward's signature over a reader's certificate; the twins do not verify."""
    given: Given = {
        "organisation": IDS["organisation"],
        "office": "complaints_manager",
        "person": IDS["person"],
        "sealing_public": PAIR.public.hex(),
        "verifying_public": SIGNING_PAIR.public.hex(),
        "valid_from": "2026-01-01",
        "valid_until": "2027-01-01",
    }
    message = signatures.certificate_message(
        organisation=UUID(IDS["organisation"]),
        office="complaints_manager",
        person=UUID(IDS["person"]),
        sealing_public=PAIR.public,
        verifying_public=SIGNING_PAIR.public,
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 1, 1),
    )
    signature = signatures.sign(SIGNING_PAIR, *message)
    changes = places(given, {f"other {part}": part for part in ("organisation", "office", "person")})
    changes |= signature_damages(signature)
    for part in ("sealing_public", "verifying_public"):
        changes[f"other {part}"] = ({part: OTHER_PAIR.public.hex()}, "False")
    changes["keys exchanged"] = (
        {"sealing_public": given["verifying_public"], "verifying_public": given["sealing_public"]},
        "False",
    )
    changes["earlier"] = ({"valid_from": "2025-12-31"}, "False")
    changes["longer"] = ({"valid_until": "2027-01-02"}, "False")
    signed: Given = {"signature": signature.hex(), "public": SIGNING_PAIR.public.hex(), **given}
    return vectors("verify_certificate", signed, True, {name: (it, "False") for name, (it, _) in changes.items()})


def fingerprints() -> Vectors:
    """The words that stand for two public keys, as two people compare them."""
    given = {"sealing_public": PAIR.public.hex(), "verifying_public": SIGNING_PAIR.public.hex()}
    both = PAIR.public, SIGNING_PAIR.public
    words = {language: list(fingerprint_words(*both, word_list(language))) for language in LANGUAGES}
    english = words["en"]
    changes: dict[str, dict[str, object]] = {
        "other sealing key": {"sealing_public": OTHER_PAIR.public.hex()},
        "other verifying key": {"verifying_public": OTHER_PAIR.public.hex()},
        "keys exchanged": {"sealing_public": given["verifying_public"], "verifying_public": given["sealing_public"]},
        "a word changed": {"words": {**words, "en": [*english[:-1], english[0]]}},
        "two words exchanged": {"words": {**words, "en": [english[1], english[0], *english[2:]]}},
        "a word missing": {"words": {**words, "en": english[:-1]}},
        "words of another language": {"words": {**words, "en": words["fr"]}},
    }
    return vectors("same_words", {**given, "words": words}, True, {name: (it, "False") for name, it in changes.items()})


FILES: dict[str, Callable[[], Vectors]] = {
    "attachments": attachments,
    "certificate_signatures": certificate_signatures,
    "deposits": deposits,
    "dormant_envelopes": dormant_envelopes,
    "encodings": encodings,
    "envelope_signatures": envelope_signatures,
    "envelopes": envelopes,
    "fingerprints": fingerprints,
    "item_keys": item_keys,
    "item_signatures": item_signatures,
    "items": items,
    "paddings": paddings,
    "passphrase_slots": passphrase_slots,
    "receipts": receipts,
    "recovery_slots": recovery_slots,
    "session_rows": session_rows,
    "user_keys": user_keys,
    **vault_share_vectors.FILES,
}


def main() -> None:
    """Write what is absent and name it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    for name, make in FILES.items():
        path = FOLDER / f"{name}.json"
        if path.exists():
            print(f"{path.name}: kept as it is")
            continue
        path.write_text(json.dumps(make(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{path.name}: written")


if __name__ == "__main__":
    main()
