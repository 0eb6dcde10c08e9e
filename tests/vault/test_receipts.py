"""The receipt: found by a locator that says nothing, with keys of its own, and never shown by accident."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deontos.vault.failures import UnknownSecretVersion
from deontos.vault.receipts import Receipt
from deontos.vault.versioned import Versioned

pytestmark = pytest.mark.row("1.4")

PEPPER = Versioned(2, {1: b"1" * 32, 2: b"2" * 32})
RECEIPT = Receipt("5K9QXW3T0ZB7MHNF2RVCE8JPGD")


@given(st.binary(min_size=26, max_size=26))
def test_what_is_made_is_read_back(randomness: bytes) -> None:
    receipt = Receipt.make(lambda size: randomness[:size])
    assert Receipt.read(receipt.text.lower().replace("-", " ")) == receipt


def test_receipts_differ() -> None:
    assert len({Receipt.make().text for _ in range(100)}) == 100


def test_the_locator_names_the_version_of_its_secret() -> None:
    assert RECEIPT.locator(PEPPER) == (2, RECEIPT.locator_at(PEPPER, 2))
    assert RECEIPT.locator_at(PEPPER, 1) != RECEIPT.locator_at(PEPPER, 2)
    with pytest.raises(UnknownSecretVersion):
        RECEIPT.locator_at(PEPPER, 3)


def test_the_locator_is_the_one_of_the_design() -> None:
    """HMAC(PEPPER_LOCATOR, HKDF(R, "locator")), written out with the standard library only."""
    extracted = hmac.digest(bytes(32), RECEIPT.symbols.encode(), "sha256")
    info = b"s\x00\x00\x00\x07deontoss\x00\x00\x00\x07receipts\x00\x00\x00\x07locator"
    drawn = hmac.digest(extracted, info + b"\x01", "sha256")
    assert RECEIPT.locator_at(PEPPER, 1) == hmac.digest(b"1" * 32, drawn, "sha256")


def test_locator_and_keys_say_nothing_of_one_another() -> None:
    halves = [
        RECEIPT.locator_at(PEPPER, 1),
        RECEIPT.sealing_pair().private,
        RECEIPT.sealing_pair().public,
        RECEIPT.signing_pair().private,
        RECEIPT.signing_pair().public,
        hashlib.sha256(RECEIPT.symbols.encode()).digest(),
    ]
    assert len(set(halves)) == len(halves)
    assert {len(half) for half in halves} == {32}


def test_the_same_receipt_has_the_same_keys() -> None:
    again = Receipt.read(RECEIPT.text)
    assert (again.sealing_pair(), again.signing_pair()) == (RECEIPT.sealing_pair(), RECEIPT.signing_pair())


def test_no_receipt_in_a_log() -> None:
    shown = f"{RECEIPT} {RECEIPT!r} {RECEIPT.sealing_pair()} {RECEIPT.signing_pair()}"
    assert RECEIPT.symbols[:4] not in shown
    assert repr(RECEIPT.sealing_pair().private) not in shown
    assert repr(RECEIPT.signing_pair().private) not in shown
