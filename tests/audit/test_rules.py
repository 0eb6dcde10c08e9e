"""Whatever a row says enters its digest, and a seal says under which key and for which chain it was made."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from deontos.audit.rules import Content, digest_of, head_seal, is_sealed, seal_of
from deontos.vault.versioned import Versioned

pytestmark = pytest.mark.row("1.6", "1.4a")

CONTENT = Content(
    organisation=UUID(int=1),
    chain="desk",
    number=1,
    fact="office.held",
    actor=UUID(int=2),
    subject=UUID(int=3),
    details="{}",
    moment=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    day=date(2026, 11, 24),
    previous=bytes(32),
)
OTHER: dict[str, Any] = {
    "organisation": UUID(int=9),
    "chain": "reporters",
    "number": 2,
    "fact": "office.ended",
    "actor": UUID(int=9),
    "subject": UUID(int=9),
    "details": '{"a":1}',
    "moment": datetime(2026, 11, 24, 9, 30, 0, 1, tzinfo=UTC),
    "day": date(2026, 11, 25),
    "previous": b"\x01" * 32,
}
KEY = Versioned(2, {1: b"\x01" * 32, 2: b"\x02" * 32})


def test_every_field_of_a_row_is_tried() -> None:
    assert {field.name for field in fields(Content)} == set(OTHER)


@pytest.mark.parametrize("field", OTHER)
def test_another_value_in_any_field_is_another_digest(field: str) -> None:
    assert digest_of(replace(CONTENT, **{field: OTHER[field]})) != digest_of(CONTENT)


@pytest.mark.parametrize("field", ["actor", "subject", "moment", "day"])
def test_nothing_in_a_field_is_another_digest_than_something(field: str) -> None:
    nothing: dict[str, Any] = {field: None}
    assert digest_of(replace(CONTENT, **nothing)) != digest_of(CONTENT)


def test_a_value_cannot_slide_into_the_next_field() -> None:
    moved = replace(CONTENT, actor=None, subject=CONTENT.actor)
    assert digest_of(moved) != digest_of(replace(CONTENT, subject=None))


def test_a_seal_counts_under_its_own_version_only() -> None:
    sealed = seal_of(digest_of(CONTENT), KEY, 1)
    assert [is_sealed(digest_of(CONTENT), sealed, KEY, version) for version in (1, 2, 3)] == [True, False, False]
    assert not is_sealed(bytes(32), sealed, KEY, 1)


def test_a_head_is_sealed_for_one_chain_one_number_and_one_digest() -> None:
    sealed = head_seal(UUID(int=1), "desk", 5, bytes(32), KEY, 1)
    others = [
        head_seal(UUID(int=9), "desk", 5, bytes(32), KEY, 1),
        head_seal(UUID(int=1), "reporters", 5, bytes(32), KEY, 1),
        head_seal(UUID(int=1), "desk", 4, bytes(32), KEY, 1),
        head_seal(UUID(int=1), "desk", 5, b"\x01" * 32, KEY, 1),
        head_seal(UUID(int=1), "desk", 5, bytes(32), KEY, 2),
        seal_of(bytes(32), KEY, 1),
    ]
    assert sealed not in others
    assert len(set(others)) == len(others)
