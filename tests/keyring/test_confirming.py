"""Two stewards confirm one key: these keys or none, each once, nobody for themselves; and how every key stands."""

from datetime import timedelta
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from deontos.access.gate import NotAllowed
from deontos.keyring.actions.certificates import CertificateRefused, end_certificates
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.actions.stewards import confirm_key
from deontos.keyring.models import ReaderCertificate, Vault
from deontos.keyring.own_vault import VaultRefused, existing_vault
from deontos.keyring.queries import trusted_certificates
from deontos.keyring.rules import COOLING, PENDING_FOR, RENEWED_FROM, VALID_FOR
from deontos.keyring.stewardship import Place, places, standings
from deontos.keyring.vocabulary import KeyringCode, KeyState, ResetCause
from deontos.keyring.words import fingerprint_of, public_keys
from deontos.organisations.models import Office, Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.keys import new_user_keys
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, deputy, office, person, town

pytestmark = [pytest.mark.django_db, pytest.mark.row("2.2")]

MANAGER = OfficeKind.COMPLAINTS_MANAGER


@pytest.fixture
def lindewater() -> KeyedTown:
    """A keyed town with a second deputy who has a vault."""
    made = keyed()
    deputy(made.town.manager_office, made.town.colleague, 2)
    made.give_keys(made.town.colleague)
    return made


def place(house: KeyedTown, who: Person, kind: OfficeKind = MANAGER) -> Place:
    return house.town.organisation.id, kind.value, who.id


def shown(who: Person) -> str:
    return fingerprint_of(public_keys(existing_vault(who.id)))


def confirm(house: KeyedTown, who: Person, steward: Person, kind: OfficeKind = MANAGER, **later: int) -> None:
    at = NOW + timedelta(**later)
    by, reader = actor(steward, on=at.date()), house.reader(steward, on=at.date())
    confirm_key(place(house, who, kind), shown(who), by=by, reader=reader, at=at)


def state(house: KeyedTown, who: Person, kind: OfficeKind = MANAGER, **later: int) -> KeyState:
    [standing] = standings([place(house, who, kind)], at=NOW + timedelta(**later))
    return standing.state


def refusal(house: KeyedTown, who: Person, steward: Person, kind: OfficeKind = MANAGER, **later: int) -> object:
    with pytest.raises((CertificateRefused, VaultRefused)) as refused:
        confirm(house, who, steward, kind, **later)
    return refused.value.code


def test_the_first_signature_proposes_and_the_second_certifies(lindewater: KeyedTown) -> None:
    colleague, (first, second, _third) = lindewater.town.colleague, lindewater.town.stewards
    assert state(lindewater, colleague) is KeyState.WAITS_FIRST
    confirm(lindewater, colleague, first)
    assert state(lindewater, colleague) is KeyState.WAITS_SECOND
    confirm(lindewater, colleague, second, days=3)
    assert state(lindewater, colleague) is KeyState.CERTIFIED
    [certificate] = ReaderCertificate.objects.filter(person=colleague)
    assert trusted_certificates(lindewater.town.organisation.id, [colleague.id], on=TODAY) == {
        colleague.id: certificate
    }
    [standing] = standings([place(lindewater, colleague)], at=NOW)
    assert [(each.steward, each.at) for each in standing.signatures] == [
        (first, NOW),
        (second, NOW + timedelta(days=3)),
    ]


def test_no_steward_signs_twice_or_for_the_own_key(lindewater: KeyedTown) -> None:
    colleague, (first, _second, _third) = lindewater.town.colleague, lindewater.town.stewards
    confirm(lindewater, colleague, first)
    assert refusal(lindewater, colleague, first, hours=1) is KeyringCode.ALREADY_SIGNED
    deputy(lindewater.town.manager_office, first, 3)
    assert refusal(lindewater, first, first) is KeyringCode.OWN_CERTIFICATE


def test_a_key_that_counts_is_not_signed_again_until_it_ends_soon(lindewater: KeyedTown) -> None:
    manager, (first, second, _third) = lindewater.town.manager, lindewater.town.stewards
    assert refusal(lindewater, manager, first) is KeyringCode.ALREADY_CERTIFIED
    soon = VALID_FOR - RENEWED_FROM
    assert state(lindewater, manager, days=soon.days - 1) is KeyState.CERTIFIED
    assert state(lindewater, manager, days=soon.days) is KeyState.ENDS_SOON
    confirm(lindewater, manager, first, days=soon.days)
    confirm(lindewater, manager, second, days=soon.days)
    assert state(lindewater, manager, days=soon.days) is KeyState.CERTIFIED
    for day in range(soon.days, VALID_FOR.days + 2):
        found = trusted_certificates(lindewater.town.organisation.id, [manager.id], on=TODAY + timedelta(days=day))
        assert set(found) == {manager.id}, "there is no day without a key to seal to"


def test_what_is_signed_are_the_keys_whose_words_were_compared(lindewater: KeyedTown) -> None:
    colleague, first = lindewater.town.colleague, lindewater.town.stewards[0]
    compared, other = shown(colleague), new_user_keys()
    Vault.objects.filter(person=colleague).update(
        sealing_public=other.sealing.public, verifying_public=other.signing.public
    )
    with pytest.raises(CertificateRefused) as refused:
        confirm_key(place(lindewater, colleague), compared, by=actor(first), reader=lindewater.reader(first), at=NOW)
    assert refused.value.code is KeyringCode.KEYS_CHANGED
    assert not ReaderCertificate.objects.filter(person=colleague).exists()


@pytest.mark.parametrize("prepared", ["other keys", "ten years", "from next month", "last year"])
def test_a_certificate_that_somebody_prepared_is_not_the_one_that_is_signed(
    prepared: str, lindewater: KeyedTown
) -> None:
    colleague, (first, second, _third) = lindewater.town.colleague, lindewater.town.stewards
    changes: dict[str, dict[str, object]] = {
        "other keys": {"sealing_public": new_user_keys().sealing.public},
        "ten years": {"valid_until": TODAY + timedelta(days=3650)},
        "from next month": {
            "valid_from": TODAY + timedelta(days=31),
            "valid_until": TODAY + timedelta(days=31) + VALID_FOR,
        },
        "last year": {"valid_from": TODAY - PENDING_FOR, "valid_until": TODAY - PENDING_FOR + VALID_FOR},
    }
    planted = lindewater.propose(colleague)
    ReaderCertificate.objects.filter(pk=planted.pk).update(**changes[prepared])
    confirm(lindewater, colleague, first)
    confirm(lindewater, colleague, second)
    planted.refresh_from_db()
    assert (planted.signatures.count(), planted.entry) == (0, None)
    assert state(lindewater, colleague) is KeyState.CERTIFIED


def test_who_is_no_steward_here_confirms_nothing(lindewater: KeyedTown) -> None:
    other, colleague = keyed(town("Bergstroom")), lindewater.town.colleague
    for somebody, house in ((lindewater.town.administrator, lindewater), (other.town.stewards[0], other)):
        house.give_keys(somebody)
        with pytest.raises(NotAllowed):
            confirm_key(
                place(lindewater, colleague),
                shown(colleague),
                by=actor(somebody),
                reader=house.reader(somebody),
                at=NOW,
            )


def test_a_steward_without_a_certificate_signs_nothing_yet(lindewater: KeyedTown) -> None:
    fourth = person(lindewater.town.organisation, "Vera Moerdijk")
    office(lindewater.town.organisation, OfficeKind.STEWARD, fourth)
    lindewater.give_keys(fourth)
    assert refusal(lindewater, lindewater.town.colleague, fourth) is KeyringCode.NOT_A_STEWARD


def test_a_further_steward_who_would_leave_nobody_but_administrators_is_refused(lindewater: KeyedTown) -> None:
    home, (first, second, third) = lindewater.town.organisation, lindewater.town.stewards
    fourth = person(home, "Vera Moerdijk")
    office(home, OfficeKind.STEWARD, fourth)
    lindewater.give_keys(fourth)
    for each in (first, second, fourth):
        office(home, OfficeKind.ADMINISTRATOR, each)
    end_certificates(home.id, OfficeKind.STEWARD, third.id, ended_on=TODAY, by=None, at=NOW)
    assert refusal(lindewater, fourth, first, OfficeKind.STEWARD) is KeyringCode.ALL_ADMINISTRATORS
    Office.objects.filter(holder=fourth, kind=OfficeKind.ADMINISTRATOR).delete()
    confirm(lindewater, fourth, first, OfficeKind.STEWARD)
    confirm(lindewater, fourth, second, OfficeKind.STEWARD)
    assert state(lindewater, fourth, OfficeKind.STEWARD) is KeyState.CERTIFIED


@pytest.mark.row("2.7")
def test_a_reset_holds_a_key_for_72_hours(lindewater: KeyedTown) -> None:
    manager, (first, second, _third) = lindewater.town.manager, lindewater.town.stewards
    note_reset(manager, ResetCause.LOGIN_RESET, by=None, at=NOW)
    assert state(lindewater, manager) is KeyState.ON_HOLD
    assert refusal(lindewater, manager, first, hours=71) is KeyringCode.TOO_EARLY
    hours = int(COOLING.total_seconds() // 3600)
    assert state(lindewater, manager, hours=hours) is KeyState.ENDED
    confirm(lindewater, manager, first, hours=hours)
    assert state(lindewater, manager, hours=hours) is KeyState.WAITS_SECOND
    confirm(lindewater, manager, second, hours=hours)
    assert state(lindewater, manager, hours=hours) is KeyState.CERTIFIED


def test_without_a_vault_there_is_nothing_to_confirm(lindewater: KeyedTown) -> None:
    third = person(lindewater.town.organisation, "Vera Moerdijk")
    deputy(lindewater.town.manager_office, third, 3)
    assert state(lindewater, third) is KeyState.NO_VAULT
    steward = lindewater.town.stewards[0]
    by, reader = actor(steward), lindewater.reader(steward)
    with pytest.raises(VaultRefused) as refused:
        confirm_key(place(lindewater, third), "", by=by, reader=reader, at=NOW)
    assert refused.value.code is KeyringCode.NO_VAULT


def listed(house: KeyedTown) -> list[tuple[UUID, str]]:
    return [(row[2], row[1]) for row in places([house.town.organisation.id], on=TODAY)]


def test_the_list_holds_whoever_should_have_a_key_today_and_nobody_else(lindewater: KeyedTown) -> None:
    home, house = lindewater.town.organisation, lindewater.town
    keyed(town("Bergstroom"))
    office(home, OfficeKind.INTEGRITY_OFFICER, person(home, "Wies Vroeger"), ended_on=TODAY - timedelta(days=1))
    deputy(Office.objects.get(organisation=home, kind=OfficeKind.GENERAL_DIRECTOR), house.administrator)
    first, second, third = house.stewards
    assert listed(lindewater) == [
        (house.director.id, "general_director"),
        (house.manager.id, "complaints_manager"),
        (third.id, "steward"),
        (house.officer.id, "integrity_officer"),
        (house.colleague.id, "complaints_manager"),
        (first.id, "steward"),
        (house.deputy.id, "complaints_manager"),
        (second.id, "steward"),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_standings_take_a_fixed_number_of_queries(
    rows: int, lindewater: KeyedTown, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = [place(lindewater, each) for each in (lindewater.town.manager, lindewater.town.deputy)]
    asked.append(place(lindewater, lindewater.town.officer, OfficeKind.INTEGRITY_OFFICER))
    with django_assert_num_queries(8):
        assert len(standings(asked[:rows], at=NOW)) == rows
