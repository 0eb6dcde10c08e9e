"""The formats are frozen: every known answer opens, every named twin is refused for its reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from deontos.vault import failures, symbols
from tests.vault.vector_calls import answer

pytestmark = pytest.mark.row("1.4", "1.4a", "2.6")

FOLDER = Path(__file__).parent / "vectors"
FILES: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))
}
FORMATS = [
    "attachments",
    "certificate_signatures",
    "contribution_signatures",
    "deposits",
    "dormant_envelopes",
    "encodings",
    "envelope_signatures",
    "envelopes",
    "fingerprints",
    "item_keys",
    "item_signatures",
    "items",
    "kept_shares",
    "paddings",
    "passphrase_slots",
    "receipts",
    "recovery_slots",
    "secret_shares",
    "session_rows",
    "shares_handed_on",
    "steward_slots",
    "user_keys",
]
WITHOUT_FRAME = {"encodings", "fingerprints", "paddings", "receipts", "secret_shares"}
# Twins that the promise names, by the formats that bind what they differ in.
NAMED = {
    "other row": {"attachments", "item_keys", "item_signatures", "items"},
    "other organisation": {
        "attachments",
        "certificate_signatures",
        "deposits",
        "item_keys",
        "item_signatures",
        "items",
    },
    "other kind": {"attachments", "item_keys", "item_signatures", "items"},
    "other epoch": {"dormant_envelopes", "envelope_signatures", "envelopes", "item_keys"},
    "other version": set(FORMATS) - WITHOUT_FRAME,
    "other algorithm": set(FORMATS) - WITHOUT_FRAME,
    "last byte flipped": set(FORMATS) - WITHOUT_FRAME - {"user_keys"},
    "final chunk missing": {"attachments"},
    "cut within the final chunk": {"attachments"},
    "other version of the secret": {"dormant_envelopes", "passphrase_slots", "recovery_slots", "steward_slots"},
    "other person": {"certificate_signatures", "passphrase_slots", "recovery_slots", "steward_slots"},
    "other steward": {"contribution_signatures", "kept_shares", "shares_handed_on"},
    "other ceremony": {"contribution_signatures", "shares_handed_on"},
    "one share": {"secret_shares"},
}


def every(part: str) -> list[Any]:
    return [
        pytest.param(vectors, case, id=f"{name}: {case.get('name', number)}")
        for name, vectors in FILES.items()
        for number, case in enumerate(vectors[part])
    ]


def test_no_format_is_without_vectors() -> None:
    assert list(FILES) == FORMATS


@pytest.mark.parametrize("name", NAMED)
def test_every_format_has_the_twins_that_the_promise_names(name: str) -> None:
    assert {it for it, vectors in FILES.items() if name in {twin["name"] for twin in vectors["twins"]}} == NAMED[name]


@pytest.mark.parametrize(("vectors", "known"), every("answers"))
def test_a_known_answer(vectors: dict[str, Any], known: dict[str, Any]) -> None:
    assert answer(vectors["call"], known["given"]) == known["gives"]


@pytest.mark.parametrize(("vectors", "twin"), every("twins"))
def test_a_twin_is_refused(vectors: dict[str, Any], twin: dict[str, Any]) -> None:
    given = vectors["answers"][0]["given"]
    changed = {**given, **twin["change"]}
    assert changed != given
    if twin["refused"] == "False":
        assert answer(vectors["call"], changed) is False
        return
    reason = getattr(failures, twin["refused"], None) or getattr(symbols, twin["refused"])
    with pytest.raises(reason) as refusal:
        answer(vectors["call"], changed)
    assert type(refusal.value) is reason
