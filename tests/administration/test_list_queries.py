"""The lists of the settings, and of providers at sign-in, ask the same of the database for one row and for three."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.administration.actions import providers
from deontos.administration.actions.providers import ProviderSettings
from deontos.organisations.models import Unit
from deontos.organisations.vocabulary import OfficeKind
from tests.factories.administration import sign_in
from tests.factories.organisations import NOW, Town, absent, actor, deputy, office, person, town, unit

pytestmark = [pytest.mark.row("4.17"), pytest.mark.django_db]

OF = "/desk/settings/of/lindewater/"
SETTINGS = {
    f"{OF}people/": 7,
    f"{OF}offices/": 8,
    f"{OF}offices/appoint/?kind=auditor": 7,
    f"{OF}units/": 7,
    f"{OF}absences/": 10,
    "/desk/settings/own-absences/": 6,
}
"""How many queries each page of these takes."""
UNIT_QUERIES, HOME_QUERIES, PROVIDER_QUERIES = 8, 6, 2


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lindewater() -> Town:
    """A town."""
    return town()


@pytest.fixture
def desk(lindewater: Town) -> Client:
    """Its administrator at the desk."""
    client = Client()
    sign_in(client, lindewater.administrator)
    return client


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("address", SETTINGS)
def test_the_lists_of_the_settings(
    desk: Client, lindewater: Town, address: str, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        someone = person(lindewater.organisation, f"Nummer {each}")
        deputy(lindewater.manager_office, someone, each + 2)
        unit(lindewater.organisation, f"Dienst {each}", head=someone)
        absent(someone, lindewater.administrator)
        absent(lindewater.administrator, lindewater.administrator)
    with django_assert_num_queries(SETTINGS[address]):
        assert desk.get(address).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_units_under_a_unit(
    desk: Client, lindewater: Town, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    above = unit(lindewater.organisation, "Bovenaan")
    for each in range(number):
        unit(lindewater.organisation, f"Dienst {each}", head=lindewater.manager, above=above)
    with django_assert_num_queries(UNIT_QUERIES):
        page = desk.get(f"/desk/settings/unit/{above.id}/").content.decode()
    assert page.count("Dienst ") >= number == Unit.objects.filter(above=above).count()


@pytest.mark.parametrize("number", [1, 3])
def test_the_organisations_that_somebody_keeps(
    desk: Client, lindewater: Town, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for each in range(number):
        office(town(f"Dorp {each}").organisation, OfficeKind.ADMINISTRATOR, lindewater.administrator)
    with django_assert_num_queries(HOME_QUERIES):
        page = desk.get("/desk/settings/")
    assert len(page.context["page"].object_list) == number + 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_organisations_by_way_of_which_one_signs_in(
    db: None, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    wanted = ProviderSettings("https://login.example.org", "deontos", "secret", is_enabled=True, asks_two_factors=True)
    for each in range(number):
        home = town(f"Dorp {each}")
        providers.configure_sign_in(home.organisation, wanted, by=actor(home.administrator), at=NOW)
    with django_assert_num_queries(PROVIDER_QUERIES):
        page = Client().get("/desk/sign-in/openid/")
    assert len(page.context["page"].object_list) == number
