"""Somebody with SQL: tests of a channel and their readings are named where they are not what the log says."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import models

from deontos.keyring.models import Vault
from deontos.speakup.models import ChannelTest, TestReading
from tests.factories.cases import channel
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY
from tests.sites.tampering import Named, change, log_vault, named

pytestmark = [pytest.mark.row("2.3", "2.8"), pytest.mark.django_db, pytest.mark.usefixtures("blobs")]

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def tested() -> KeyedTown:
    """A town whose line read a test of its channel."""
    house = keyed()
    log_all_vaults(house)
    channel(house)
    assert (ChannelTest.objects.count(), TestReading.objects.count(), named()) == (1, 4, set())
    return house


def log_all_vaults(house: KeyedTown) -> None:
    for made in Vault.objects.filter(person__organisation=house.town.organisation).select_related("person"):
        log_vault(made)


def of_tests(table: str, fault: str, row: models.Model) -> Named:
    return {(f"speakup.{table}", str(row.pk), fault)}


def reading_of(house: KeyedTown) -> TestReading:
    return TestReading.objects.get(person=house.town.manager)


def reading_made_newer(house: KeyedTown) -> Named:
    one = reading_of(house)
    change(one, read_on=TOMORROW)
    return of_tests("test_reading", "changed", one)


def reading_by_somebody_else(house: KeyedTown) -> Named:
    one = reading_of(house)
    change(one, person=house.town.colleague)
    return of_tests("test_reading", "changed", one)


def reading_added(house: KeyedTown) -> Named:
    one = reading_of(house)
    own = house.certify(house.town.colleague)
    log_vault(house.town.colleague.vaults.get())
    made = TestReading.objects.create(
        test=one.test, person=house.town.colleague, certificate=own, read_on=TODAY, entry=one.entry
    )
    return of_tests("test_reading", "not_in_log", made)


def reading_removed(house: KeyedTown) -> Named:
    one = reading_of(house)
    TestReading.objects.filter(pk=one.pk).delete()
    return of_tests("test_reading", "gone", one)


def made_by_somebody_else(house: KeyedTown) -> Named:
    one = ChannelTest.objects.get()
    change(one, made_by=house.town.colleague)
    return of_tests("channel_test", "changed", one)


def another_test_added(house: KeyedTown) -> Named:
    point = channel(house)
    made = ChannelTest.objects.create(channel=point, made_on=TODAY, made_by=house.town.officer)
    return of_tests("channel_test", "not_in_log", made)


def every_reading_and_its_test_removed(house: KeyedTown) -> Named:
    readings, test = list(TestReading.objects.all()), ChannelTest.objects.get()
    TestReading.objects.all().delete()
    ChannelTest.objects.all().delete()
    gone = {("speakup.test_reading", str(each.pk), "gone") for each in readings}
    return gone | of_tests("channel_test", "gone", test)


ON_TESTS = (
    reading_made_newer,
    reading_by_somebody_else,
    reading_added,
    reading_removed,
    made_by_somebody_else,
    another_test_added,
    every_reading_and_its_test_removed,
)


@pytest.mark.parametrize("attack", ON_TESTS, ids=lambda attack: attack.__name__)
def test_exactly_the_tests_and_readings_that_were_touched_are_named(
    tested: KeyedTown, attack: Callable[[KeyedTown], Named]
) -> None:
    expected = attack(tested)
    assert named() == expected
