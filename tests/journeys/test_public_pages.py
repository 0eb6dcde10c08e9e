"""The pages for everybody in a real browser: accessible, on a narrow screen too, and without a trace left behind."""

from collections.abc import Callable

import pytest

from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.models import Channel
from tests.factories.keyring import keyed
from tests.factories.organisations import office, person, town
from tests.factories.speakup import opened_by_test
from tests.journeys.chromium import Visit
from tests.journeys.rotation import Surroundings

pytestmark = pytest.mark.row("1.8")

EXPLANATIONS = ("policy", "procedure", "privacy", "accessibility", "protection", "not-from-work")


def reporting_point(*, is_open: bool) -> None:
    """A town with a reporting point, which is open when its readers hold keys."""
    home = keyed().town.organisation if is_open else town().organisation
    for number, name in enumerate(("An Rietveld", "Bilal Kasteel")):
        someone = person(home, name)
        someone.telephone = f"09 000 00 1{number}"
        someone.save()
        office(home, OfficeKind.CONFIDENTIAL_COUNSELLOR, someone)
    made = Channel.objects.create(
        organisation=home,
        telephone="09 000 00 10",
        letter_address="Meldpunt Integriteit, Lindeplein 1, 9999 Lindewater",
        authority_name="Extern Meldpunt Voorbeeld",
        authority_telephone="02 000 00 01",
        authority_address="https://authority.example/",
    )
    opened_by_test(made)


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_the_public_page_is_accessible_and_leaves_no_cookie(
    visit: Visit, axe: Callable[..., None], each_language: Surroundings, is_open: bool
) -> None:
    reporting_point(is_open=is_open)
    page = visit.page(each_language)
    page.goto("/")
    axe(page, f"choice-{each_language.language}")
    page.get_by_role("link", name="Lindewater").click()
    page.wait_for_url(f"**/{each_language.language}/lindewater/")
    axe(page, f"public-page-{'open' if is_open else 'closed'}-{each_language.language}")
    page.set_viewport_size({"width": 320, "height": 640})
    axe(page)
    assert page.context.cookies() == []


@pytest.mark.row("R-000.63", "R-000.67")
@pytest.mark.parametrize("name", EXPLANATIONS)
def test_an_explanation_is_accessible_and_leads_back(
    visit: Visit, axe: Callable[..., None], surroundings: Surroundings, name: str
) -> None:
    reporting_point(is_open=True)
    page, place = visit.page(surroundings), f"/{surroundings.language}/lindewater/"
    page.goto(f"{place}{name}/")
    axe(page, f"{name}-{surroundings.language}")
    page.get_by_role("banner").get_by_role("link", name="Lindewater").click()
    page.wait_for_url(f"**{place}")
    assert page.context.cookies() == []
