"""A policy from end to end: written, looked at, published, read by everybody, changed, and what stood there before."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from deontos.organisations.models import Person
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler
from tests.journeys.rotation import Surroundings
from tests.journeys.town import ADMINISTRATOR, make_town

Inspect = Callable[..., None]
DOCUMENTS = "/desk/settings/channel/documents/"

pytestmark = pytest.mark.row("3.18", "R-000.10")


def test_a_policy_is_written_published_and_read(visit: Visit, axe: Inspect, surroundings: Surroundings) -> None:
    house = make_town()
    Person.objects.update(language=surroundings.language)
    keeper, reader = Handler(visit.page(surroundings), house.people[ADMINISTRATOR]), visit.page(surroundings)
    place = f"/{surroundings.language}/lindewater"
    reader.goto(f"{place}/policy/")
    axe(reader, "policy-awaited")
    keeper.sign_in()
    page = keeper.page
    page.goto(DOCUMENTS)
    axe(page, "document-list")
    for number, said in enumerate(("Eerste zin.", "Tweede zin."), 1):
        page.goto(f"{DOCUMENTS}policy/?in=nl")
        page.fill("textarea[name=body]", f"## Waarom\n\n{said} Zie [hier](https://a.example/).")
        page.locator("button[value=preview]").click()
        expect(page.locator("#preview ~ * h2, section[aria-labelledby=preview] h2").last).to_be_visible()
        axe(page, "document-preview")
        page.locator("button[value=keep]").click()
        axe(page, "document-draft")
        page.goto(f"{DOCUMENTS}policy/publish/")
        page.locator("button[value=publish]").click()
        expect(page.locator("[aria-invalid=true]")).to_have_attribute("name", "reason")
        axe(page, "document-publish")
        page.fill("input[name=reason]", f"Reden {number}")
        page.locator("button[value=publish]").click()
        expect(page.locator(".flash")).to_have_count(1)
    reader.goto("/nl/lindewater/policy/")
    expect(reader.locator(".prose")).to_contain_text("Tweede zin.")
    axe(reader, "policy")
    reader.goto(f"{place}/documents/policy/")
    axe(reader, "document-versions")
    reader.goto(f"{place}/documents/policy/1/")
    axe(reader, "document-version")
    assert reader.context.cookies() == []
