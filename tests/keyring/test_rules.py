"""Each condition of trust by itself: take one away and the certificate no longer counts."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from deontos.keyring.rules import IDLE, LONGEST, VALID_FOR, Certified, Signed, closes_at, in_force, is_trusted
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.keys import UserKeys, new_user_keys
from deontos.vault.signatures import sign
from tests.factories.organisations import NOW, TODAY

pytestmark = pytest.mark.row("1.4a")

HOME = uuid4()


def certified(keys: UserKeys, office: OfficeKind = OfficeKind.COMPLAINTS_MANAGER, **other: object) -> Certified:
    """A certificate in the chain that nobody signed."""
    facts: dict[str, object] = {
        "id": uuid4(),
        "organisation": HOME,
        "office": office,
        "person": uuid4(),
        "sealing_public": keys.sealing.public,
        "verifying_public": keys.signing.public,
        "valid_from": TODAY,
        "valid_until": TODAY + VALID_FOR,
        "ended_on": None,
        "in_chain": True,
    }
    return Certified(**{**facts, **other})  # type: ignore[arg-type]


class Stewards:
    """Three stewards, of whom the first two sign; the others sign for them."""

    def __init__(self, **other: object) -> None:
        self.keys = [new_user_keys() for _ in range(4)]
        self.bare = [certified(keys, OfficeKind.STEWARD, **other) for keys in self.keys]

    def signed(self, number: int, *, by: tuple[int, ...]) -> Certified:
        """A steward's own certificate with the signatures of these others."""
        return replace(self.bare[number], signatures=tuple(self.signature(each, self.bare[number]) for each in by))

    def signature(self, number: int, certificate: Certified, steward: Certified | None = None) -> Signed:
        """What a steward signs, under that steward's certificate or another."""
        return Signed(steward or self.bare[number], sign(self.keys[number].signing, *certificate.message()))


@pytest.fixture
def stewards() -> Stewards:
    return Stewards()


def reader(stewards: Stewards, first: Certified, second: Certified, *, person: UUID | None = None) -> Certified:
    """A reader whom two stewards sign for."""
    bare = certified(new_user_keys(), person=person or uuid4())
    return replace(bare, signatures=(stewards.signature(0, bare, first), stewards.signature(1, bare, second)))


def first_of(stewards: Stewards) -> Certified:
    return stewards.signed(0, by=(1, 2))


def second_of(stewards: Stewards) -> Certified:
    return stewards.signed(1, by=(0, 2))


def test_all_conditions_together_are_trusted(stewards: Stewards) -> None:
    assert is_trusted(reader(stewards, first_of(stewards), second_of(stewards)), on=TODAY)


def test_not_in_the_chain(stewards: Stewards) -> None:
    made = reader(stewards, first_of(stewards), second_of(stewards))
    assert not is_trusted(replace(made, in_chain=False), on=TODAY)


def test_not_in_force(stewards: Stewards) -> None:
    made = reader(stewards, first_of(stewards), second_of(stewards))
    assert not is_trusted(made, on=TODAY + VALID_FOR + timedelta(days=1))
    assert not is_trusted(replace(made, ended_on=TODAY), on=TODAY)
    assert is_trusted(replace(made, ended_on=TODAY + timedelta(days=1)), on=TODAY)


def test_a_steward_not_in_the_chain(stewards: Stewards) -> None:
    outside = replace(second_of(stewards), in_chain=False)
    assert not is_trusted(reader(stewards, first_of(stewards), outside), on=TODAY)


def test_a_steward_whom_only_one_other_signed_for(stewards: Stewards) -> None:
    assert not is_trusted(reader(stewards, first_of(stewards), stewards.signed(1, by=(0,))), on=TODAY)


def test_a_steward_who_signed_the_own_certificate(stewards: Stewards) -> None:
    assert not is_trusted(reader(stewards, first_of(stewards), stewards.signed(1, by=(0, 1))), on=TODAY)


def test_a_steward_who_signs_as_a_steward_for_themselves(stewards: Stewards) -> None:
    made = reader(stewards, first_of(stewards), second_of(stewards), person=stewards.bare[1].person)
    assert not is_trusted(made, on=TODAY)


def test_one_steward_twice(stewards: Stewards) -> None:
    made = reader(stewards, first_of(stewards), second_of(stewards))
    assert not is_trusted(replace(made, signatures=made.signatures[:1] * 2), on=TODAY)


def test_a_signer_in_another_office(stewards: Stewards) -> None:
    bare = replace(stewards.bare[1], office=OfficeKind.ADMINISTRATOR)
    signer = replace(bare, signatures=(stewards.signature(0, bare), stewards.signature(2, bare)))
    assert not is_trusted(reader(stewards, first_of(stewards), signer), on=TODAY)


def test_stewards_of_another_organisation() -> None:
    elsewhere = Stewards(organisation=uuid4())
    assert not is_trusted(reader(elsewhere, first_of(elsewhere), second_of(elsewhere)), on=TODAY)


def test_a_steward_certified_by_stewards_of_another_organisation(stewards: Stewards) -> None:
    keys = new_user_keys()
    other: UUID = uuid4()
    foreign = [certified(stewards.keys[number], OfficeKind.STEWARD, organisation=other) for number in (2, 3)]
    bare = certified(keys, OfficeKind.STEWARD)
    signatures = tuple(
        Signed(steward, sign(stewards.keys[number].signing, *bare.message()))
        for number, steward in zip((2, 3), foreign, strict=True)
    )
    steward = replace(bare, signatures=signatures)
    made = certified(new_user_keys())
    second = Signed(steward, sign(keys.signing, *made.message()))
    made = replace(made, signatures=(stewards.signature(0, made, first_of(stewards)), second))
    assert not is_trusted(made, on=TODAY)


@pytest.mark.parametrize(
    "field", ["office", "person", "sealing_public", "verifying_public", "valid_from", "valid_until"]
)
def test_a_signature_for_other_words(field: str, stewards: Stewards) -> None:
    other: dict[str, object] = {
        "office": OfficeKind.AUDITOR,
        "person": uuid4(),
        "sealing_public": bytes(32),
        "verifying_public": bytes(32),
        "valid_from": TODAY - timedelta(days=1),
        "valid_until": TODAY + timedelta(days=1),
    }
    made = reader(stewards, first_of(stewards), second_of(stewards))
    assert not is_trusted(replace(made, **{field: other[field]}), on=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("signature", [b"", b"\x00" * 66, b"nonsense"])
def test_what_is_no_signature(signature: bytes, stewards: Stewards) -> None:
    made = reader(stewards, first_of(stewards), second_of(stewards))
    broken = replace(made.signatures[1], signature=signature)
    assert not is_trusted(replace(made, signatures=(made.signatures[0], broken)), on=TODAY)


@pytest.mark.parametrize(("days", "ended", "counts"), [(0, None, True), (0, 1, True), (0, 0, False), (-1, None, False)])
def test_a_certificate_is_in_force_within_its_days_and_until_it_was_ended(
    days: int, ended: int | None, *, counts: bool
) -> None:
    last = None if ended is None else TODAY + timedelta(days=ended)
    made = certified(new_user_keys(), ended_on=last)
    assert in_force(made, on=TODAY + timedelta(days=days)) is counts


@pytest.mark.row("1.12")
@pytest.mark.parametrize(
    ("open_for", "expected"),
    [
        (timedelta(0), NOW + IDLE),
        (LONGEST - IDLE, NOW + IDLE),
        (LONGEST - timedelta(minutes=1), NOW + timedelta(minutes=1)),
        (LONGEST, NOW),
    ],
)
def test_a_vault_closes_after_ten_idle_minutes_and_after_eight_hours(open_for: timedelta, expected: datetime) -> None:
    assert closes_at(opened_at=NOW - open_for, used_at=NOW) == expected
