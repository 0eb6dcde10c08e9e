"""Frames, the canonical encoding, digests and derived keys: no two contexts look alike, the standards' answers hold."""

import hashlib
import hmac
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deontos.vault.digests import constant_time_equal, derived_key, digest, hkdf, keyed_digest
from deontos.vault.failures import Malformed
from deontos.vault.framing import Algorithm, Part, canonical, frame, unframe

pytestmark = pytest.mark.row("1.4")

parts = st.one_of(
    st.binary(max_size=20),
    st.text(max_size=10),
    st.integers(-(2**63), 2**63 - 1),
    st.uuids(),
    st.just(b""),
    st.just(""),
)


@given(st.lists(parts, max_size=4), st.lists(parts, max_size=4))
def test_different_parts_have_different_encodings(one: list[Part], other: list[Part]) -> None:
    alike = [(type(part), part) for part in one] == [(type(part), part) for part in other]
    assert (canonical(*one) == canonical(*other)) is alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a", ""), ("a",)),
        ((b"a",), ("a",)),
        ((1,), (b"\0\0\0\0\0\0\0\1",)),
        ((UUID(int=0),), (bytes(16),)),
        ((canonical("a"), "b"), ("a", "b")),
    ],
)
def test_parts_that_are_easily_confused(one: tuple[Part, ...], other: tuple[Part, ...]) -> None:
    assert canonical(*one) != canonical(*other)
    assert digest(*one) != digest(*other)


def test_an_encoding_byte_by_byte() -> None:
    expected = (
        "73 00000002 c3a9 62 00000001 ff 69 00000008 fffffffffffffffe 75 00000010 00112233445566778899aabbccddeeff"
    )
    assert canonical("é", b"\xff", -2, UUID("00112233-4455-6677-8899-aabbccddeeff")) == bytes.fromhex(expected)


@pytest.mark.parametrize("part", [True, None, 1.5, ["a"], bytearray(b"a")])
def test_other_types_have_no_encoding(part: object) -> None:
    with pytest.raises(TypeError):
        canonical(part)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1])
def test_numbers_out_of_range(number: int) -> None:
    with pytest.raises(ValueError, match="eight bytes"):
        canonical(number)


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_frame_names_version_and_algorithm(algorithm: Algorithm) -> None:
    blob = frame(algorithm, b"body")
    assert (blob, unframe(blob, algorithm)) == (bytes((1, algorithm)) + b"body", b"body")


@given(st.binary(max_size=6), st.sampled_from(Algorithm))
def test_any_other_frame_is_malformed(blob: bytes, algorithm: Algorithm) -> None:
    if blob[:2] != bytes((1, algorithm)):
        with pytest.raises(Malformed):
            unframe(blob, algorithm)


def test_the_numbers_of_algorithms_stay() -> None:
    assert {it.name: it.value for it in Algorithm} == {
        "XCHACHA20_POLY1305": 1,
        "SEALED_BOX": 2,
        "SECRETSTREAM": 3,
        "ARGON2ID_SLOT": 4,
        "HKDF_SLOT": 5,
        "ED25519": 6,
        "X25519_AND_ED25519": 7,
    }


@pytest.mark.parametrize(
    ("secret", "salt", "info", "size", "expected"),
    [
        (
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            bytes(range(0x50)).hex(),
            bytes(range(0x60, 0xB0)).hex(),
            bytes(range(0xB0, 0x100)).hex(),
            82,
            (
                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
            ),
        ),
        (
            "0b" * 22,
            "",
            "",
            42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
    ids=["A.1", "A.2", "A.3"],
)
def test_key_derivation_of_rfc_5869(secret: str, salt: str, info: str, size: int, expected: str) -> None:
    found = hkdf(bytes.fromhex(secret), salt=bytes.fromhex(salt), info=bytes.fromhex(info), size=size)
    assert found.hex() == expected


@pytest.mark.parametrize("size", [0, -1, 8161])
def test_key_derivation_has_a_limit(size: int) -> None:
    with pytest.raises(ValueError, match="8160"):
        hkdf(b"secret", salt=b"", info=b"", size=size)


def test_digests() -> None:
    assert digest("a", 1) == hashlib.sha256(canonical("a", 1)).digest()
    assert keyed_digest(b"key", "a", 1) == hmac.digest(b"key", canonical("a", 1), "sha256")
    assert derived_key(b"secret", "a") == hkdf(b"secret", salt=b"", info=canonical("deontos", "a"), size=32)
    assert derived_key(b"secret", "a", salt=b"pepper") != derived_key(b"secret", "a")
    assert [constant_time_equal(b"ab", other) for other in (b"ab", b"aB", b"a", b"")] == [True, False, False, False]
