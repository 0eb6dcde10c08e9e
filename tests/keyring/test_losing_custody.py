"""Stewards come and go: whoever counted on two of them being able to open a name is told, and the reporter too."""

from datetime import date, timedelta

import pytest

from deontos.audit.models import Entry
from deontos.correspondence.actions.identity import Release, release_identity, withdraw_identity
from deontos.correspondence.vocabulary import IdentityPurpose
from deontos.keyring.actions.losing_custody import look_at_custody
from deontos.keyring.models import Pair
from deontos.keyring.recovery_models import SharedSecret
from deontos.notices.models import WindowedNotice
from deontos.organisations.models import Organisation
from tests.factories.cases import ToldCase, kept_in_custody, morning
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, town

pytestmark = [pytest.mark.row("2.9"), pytest.mark.django_db]

CERTIFIED_ON = date(2026, 1, 15)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def house(db: None) -> KeyedTown:
    """Lindewater, with keys."""
    return keyed(on=CERTIFIED_ON)


@pytest.fixture
def kept(house: KeyedTown) -> ToldCase:
    """A case whose reporter left a name that three stewards keep; nothing waits to be told."""
    made = kept_in_custody(house).opened()
    WindowedNotice.objects.all().delete()
    return made


def pair_of(case: ToldCase) -> Pair:
    return Pair.objects.get(pk=case.file.disclosure.conversation.identity_pair_id)


def told() -> list[tuple[str, str]]:
    rows = WindowedNotice.objects.order_by("recipient__family_name", "template")
    return [(row.recipient.name, row.template) for row in rows]


def end_stewards(case: ToldCase, number: int) -> None:
    for steward in case.house.town.stewards[:number]:
        steward.certificates.update(ended_on=TODAY)


def look(case: ToldCase, *, on: date = TOMORROW) -> None:
    look_at_custody(case.house.town.organisation.id, at=morning(on))


def test_while_two_of_three_are_left_nothing_is_said(kept: ToldCase) -> None:
    end_stewards(kept, 1)
    look(kept)
    assert (pair_of(kept).custody_ended_on, told()) == (None, [])


def test_with_one_left_readers_stewards_and_administrators_are_told_once_and_nothing_is_erased(kept: ToldCase) -> None:
    keyed(town("Hazelaar"), on=CERTIFIED_ON)
    end_stewards(kept, 2)
    for day in (1, 2):
        look(kept, on=TODAY + timedelta(days=day))
    home = kept.house.town
    keepers = [(each.name, "custody_ended") for each in (*home.stewards, home.administrator)]
    assert sorted(told()) == sorted([*keepers, (kept.handler.name, "something_waits")])
    assert (pair_of(kept).custody_ended_on, SharedSecret.objects.count()) == (TOMORROW, 1)
    assert Entry.objects.get(fact="custody.ended").subject_id == pair_of(kept).id


def test_it_holds_again_when_a_steward_is_back(kept: ToldCase) -> None:
    end_stewards(kept, 2)
    look(kept)
    kept.house.town.stewards[0].certificates.update(ended_on=None)
    look(kept, on=TODAY + timedelta(days=3))
    assert pair_of(kept).custody_ended_on is None
    assert Entry.objects.filter(fact="custody.holds_again").count() == 1


def test_a_new_key_that_nobody_can_keep_is_told_without_a_moment(kept: ToldCase) -> None:
    conversation, purpose = kept.file.disclosure.conversation, IdentityPurpose.HANDLING
    release_identity(conversation, Release(kept.handler.id, purpose), kept.reporter(), on=TODAY)
    end_stewards(kept, 2)
    WindowedNotice.objects.all().delete()
    withdraw_identity(conversation, kept.handler.id, purpose, kept.reporter(), named=frozenset(), on=TODAY)
    entry = Entry.objects.get(fact="custody.ended")
    assert (entry.on, entry.at, entry.actor_id) == (TODAY, None, None)
    assert (pair_of(kept).custody_ended_on, SharedSecret.objects.count()) == (TODAY, 0)
    assert {template for _name, template in told()} == {"custody_ended", "something_waits"}


def test_a_name_that_nobody_kept_is_told_of_to_nobody(kept: ToldCase) -> None:
    SharedSecret.objects.all().delete()
    look(kept)
    assert (pair_of(kept).custody_ended_on, told(), Organisation.objects.count()) == (None, [], 1)
