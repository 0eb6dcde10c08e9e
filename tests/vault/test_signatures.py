"""Signatures: each holds for what was signed, in its domain, by that person; for anything else `verify` is False."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deontos.vault.contexts import EnvelopeContext, ItemContext
from deontos.vault.keys import SigningPair, new_signing_pair
from deontos.vault.receipts import Receipt
from deontos.vault.signatures import (
    Message,
    certificate_message,
    envelope_message,
    item_message,
    sealed_item_message,
    sign,
    verify,
)

pytestmark = pytest.mark.row("1.4", "1.4a")

AUTHOR = new_signing_pair()
ENVELOPE = EnvelopeContext(UUID(int=4), 1, UUID(int=5), "conversation")


def item(**changed: UUID | str | int) -> ItemContext:
    place = {"organisation": UUID(int=1), "thread": UUID(int=2), "item": UUID(int=3), "kind": "message", "epoch": 1}
    return ItemContext(**{**place, **changed})  # type: ignore[arg-type]


def granted(until: date | None) -> Message:
    return envelope_message(ENVELOPE, b"sealed", granted_by=UUID(int=6), ground="absence", until=until)


def test_what_was_signed_is_verified() -> None:
    signature = sign(AUTHOR, *item_message(item(), b"blob"))
    assert (len(signature), verify(AUTHOR.public, signature, *item_message(item(), b"blob"))) == (66, True)


def test_a_reporter_signs_with_the_receipt() -> None:
    receipt = Receipt.make()
    signature = sign(receipt.signing_pair(), *item_message(item(), b"blob"))
    public = Receipt.read(receipt.text).signing_pair().public
    assert verify(public, signature, *item_message(item(), b"blob"))
    assert not verify(Receipt.make().signing_pair().public, signature, *item_message(item(), b"blob"))


def test_a_signature_outlives_a_new_epoch_and_nothing_else() -> None:
    signature = sign(AUTHOR, *item_message(item(), b"blob"))
    others: list[dict[str, UUID | str | int]] = [
        {"organisation": UUID(int=9)},
        {"thread": UUID(int=9)},
        {"item": UUID(int=9)},
        {"kind": "note"},
    ]
    assert verify(AUTHOR.public, signature, *item_message(item(epoch=2), b"blob"))
    assert [verify(AUTHOR.public, signature, *item_message(item(**other), b"blob")) for other in others] == [False] * 4


def test_an_attachment_is_signed_by_its_digest() -> None:
    signature = sign(AUTHOR, *item_message(item(), b""))
    nothing = bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    assert verify(AUTHOR.public, signature, *sealed_item_message(item(), nothing))


def test_a_signature_of_one_domain_is_none_in_another() -> None:
    signature = sign(AUTHOR, "item", b"same", 1)
    assert verify(AUTHOR.public, signature, "item", b"same", 1)
    assert not verify(AUTHOR.public, signature, "envelope", b"same", 1)
    assert not verify(AUTHOR.public, signature, "item", "same", 1)
    assert not verify(AUTHOR.public, signature, "item", b"same")


def test_dates_and_moments_differ() -> None:
    """A day is not midnight, and a moment is the same in every time zone."""
    day, midnight = date(2026, 3, 1), datetime(2026, 3, 1, tzinfo=UTC)
    elsewhere = midnight.astimezone(timezone(timedelta(hours=-5)))
    assert granted(elsewhere) == granted(midnight)
    assert len({granted(day), granted(midnight), granted(None), granted(midnight + timedelta(microseconds=1))}) == 4


def test_a_moment_without_zone_is_not_signed() -> None:
    with pytest.raises(ValueError, match="time zone"):
        granted(datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None))


def test_a_certificate_may_stay_open_ended() -> None:
    def certificate(until: date | None) -> Message:
        return certificate_message(
            organisation=UUID(int=1),
            office="complaints_manager",
            person=UUID(int=2),
            sealing_public=b"s" * 32,
            verifying_public=b"v" * 32,
            valid_from=date(2026, 1, 1),
            valid_until=until,
        )

    signature = sign(AUTHOR, *certificate(None))
    assert verify(AUTHOR.public, signature, *certificate(None))
    assert not verify(AUTHOR.public, signature, *certificate(date(2027, 1, 1)))


@settings(max_examples=200)
@given(st.binary(max_size=100), st.binary(max_size=40))
def test_whatever_is_no_signature_is_false(signature: bytes, public: bytes) -> None:
    right = sign(AUTHOR, "item", b"same")
    for key, blob in ((AUTHOR.public, signature), (public, right), (AUTHOR.public, b"\1\6" + signature)):
        assert not verify(key, blob, "item", b"same")


def test_a_key_of_small_order_verifies_nothing() -> None:
    """With such a key a signature of zeros would hold for every message."""
    weak = bytes((1,)) + bytes(31)
    assert not verify(weak, b"\1\6" + bytes((1,)) + bytes(63), "item", b"same")


def test_the_key_of_rfc_8032() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert SigningPair.from_private(seed).public.hex() == public
