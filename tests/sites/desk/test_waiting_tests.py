"""A test of the reporting point stands in the agenda of whoever it was sealed to, until that person has read it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.keyring.models import ReaderCertificate
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.actions.testing import make_test, read_test, word_of
from deontos.speakup.models import Channel, ChannelTest
from deontos.speakup.queries import unread_tests_for
from tests.factories.administration import sign_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, town
from tests.factories.speakup import CERTIFIED_ON

pytestmark = [pytest.mark.row("2.3"), pytest.mark.django_db]

TITLE = "Read the test of the reporting point"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house() -> KeyedTown:
    made = keyed(on=CERTIFIED_ON)
    Channel.objects.create(organisation=made.town.organisation)
    Person.objects.update(language=Language.ENGLISH)
    return made


@pytest.fixture
def test(house: KeyedTown) -> ChannelTest:
    with transaction.atomic():
        return make_test(Channel.objects.get(), by=actor(house.town.officer), at=NOW)


def page_of(person: Person, address: str = "/desk/") -> str:
    client = Client()
    sign_in(client, person)
    return client.get(address).content.decode()


def waiting(person: Person) -> list[ChannelTest]:
    return list(unread_tests_for(actor(person), on=TODAY))


def test_it_waits_at_home_and_in_the_agenda_and_leads_to_the_page(house: KeyedTown, test: ChannelTest) -> None:
    for address in ("/desk/", "/desk/agenda/"):
        page = page_of(house.town.manager, address)
        assert (page.count(TITLE), 'href="/desk/settings/channel/test/?organisation=lindewater"' in page) == (2, True)
    assert "1 thing is due this week" in page_of(house.town.manager)


def test_once_read_it_is_gone_for_this_reader_alone(house: KeyedTown, test: ChannelTest) -> None:
    reader = house.reader(house.town.manager, on=TODAY)
    read_test(test, word_of(test, reader), reader, by=actor(house.town.manager), at=NOW)
    assert (waiting(house.town.manager), waiting(house.town.deputy)) == ([], [test])
    assert TITLE not in page_of(house.town.manager)


def test_nobody_else_sees_it_and_an_ended_certificate_neither(house: KeyedTown, test: ChannelTest) -> None:
    stranger = town("Bergstroom").manager
    for person in (house.town.colleague, house.town.administrator, *house.town.stewards, stranger):
        assert (waiting(person), TITLE in page_of(person)) == ([], False)
    ReaderCertificate.objects.filter(person=house.town.manager).update(ended_on=TODAY)
    assert waiting(house.town.manager) == []


def test_no_other_page_asks_for_it(
    house: KeyedTown, test: ChannelTest, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The count in the side navigation is of late things, and a test never is."""
    client = Client()
    sign_in(client, house.town.manager)
    client.get("/desk/security/")
    with django_assert_num_queries(8) as asked:
        client.get("/desk/security/")
    assert [query["sql"] for query in asked.captured_queries if "channeltest" in query["sql"]] == []
