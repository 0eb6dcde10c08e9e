"""A secret comes back from any two of its shares, and from nothing less; what is bound to one place fits no other."""

import itertools
from uuid import UUID

import pytest

from deontos.vault.failures import NotAuthentic
from deontos.vault.keys import new_user_keys
from deontos.vault.shares import MOST, combined, handing_on, keeping, new_secret, split
from deontos.vault.slots import make_recovery_slot, make_shared_slot, open_shared_slot
from deontos.vault.versioned import Versioned

pytestmark = pytest.mark.row("2.6")

PEPPER = Versioned(1, {1: bytes(range(32))})
OWNER, OTHER = UUID(int=1), UUID(int=2)
KNOWN = (
    b"bucket surprise academic acid aluminum anxiety airport budget security brother ceramic deadline leaves blind "
    b"famous amuse exact loyalty hesitate cradle beaver credit marathon volume grocery deal famous mortgage railroad "
    b"union dream capital fantasy"
)


@pytest.mark.parametrize("people", [2, 3, 5, MOST])
def test_any_two_shares_bring_the_secret_back(people: int) -> None:
    secret = new_secret()
    shares = split(secret, people)
    assert len(set(shares)) == people
    assert {combined(pair) for pair in itertools.permutations(shares, 2)} == {secret}


def test_less_than_two_or_two_of_different_secrets_bring_nothing_back() -> None:
    first, second = split(new_secret(), 3), split(new_secret(), 3)
    for shares in ([], first[:1], [first[0], first[0]], [first[0], second[1]], list(first), [b"\xff", b""], [KNOWN]):
        with pytest.raises(NotAuthentic):
            combined(shares)


def test_a_share_with_one_word_changed_brings_nothing_back() -> None:
    first, second, _third = split(new_secret(), 3)
    words = first.split()
    words[10] = b"academic" if words[10] != b"academic" else b"acid"
    with pytest.raises(NotAuthentic):
        combined([b" ".join(words), second])


@pytest.mark.parametrize("people", [-1, 0, 1, MOST + 1])
def test_a_secret_is_not_split_among_too_few_or_too_many(people: int) -> None:
    with pytest.raises(ValueError, match="split among"):
        split(new_secret(), people)


def test_the_slot_opens_with_the_secret_and_for_its_owner_only() -> None:
    secret, keys = new_secret(), new_user_keys().to_bytes()
    slot = make_shared_slot(secret, keys, PEPPER, OWNER)
    assert open_shared_slot(slot, secret, PEPPER, OWNER) == keys
    wrong = [(new_secret(), PEPPER, OWNER), (secret, PEPPER, OTHER), (secret, Versioned(1, {1: bytes(32)}), OWNER)]
    for tried, pepper, owner in wrong:
        with pytest.raises(NotAuthentic):
            open_shared_slot(slot, tried, pepper, owner)
    code = "0000-0000-0000-0000-0000-0000-0000"
    with pytest.raises(NotAuthentic):
        open_shared_slot(make_recovery_slot(code, keys, PEPPER, OWNER), secret, PEPPER, OWNER)


def test_no_two_places_of_a_share_are_alike() -> None:
    ids = [UUID(int=number) for number in range(1, 6)]
    places = {keeping(*some) for some in itertools.permutations(ids, 3)}
    places |= {handing_on(*some) for some in itertools.permutations(ids, 4)}
    assert len(places) == 60 + 120
