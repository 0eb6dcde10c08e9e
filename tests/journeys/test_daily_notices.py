"""Somebody says that it may be passed on and who there is involved, asks for a daily e-mail, and changes both again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from deontos.sites.demo.people import DemoOrganisation
from tests.journeys.chromium import Visit
from tests.journeys.people import Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import make_town

Inspect = Callable[..., None]


@pytest.fixture
def town(visit: Visit) -> DemoOrganisation:
    """Lindewater, in the database that the served house reads."""
    return make_town()


@pytest.mark.row("3.10", "3.11")
def test_passing_on_and_a_daily_e_mail(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    """Every page accessible; what was decided in the form stands in the mailbox, and changes there."""
    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    page = reporter.page
    reporter.begin()
    page.check("input[name=kind][value=report]")
    reporter.go("next")
    asked = page.locator("input[name=passing_on][value=yes]")
    page.check("input[name=about][value=staff]")
    expect(asked).to_be_hidden()
    page.check("input[name=about][value=local_government_staff]")
    page.check("input[name=involved][value=none]")
    asked.check()
    page.fill("input[name=concerned_name]", "OCMW Elders")
    axe(page, f"passing-on-{surroundings.language}")
    reporter.go("next")
    page.locator("textarea").first.fill("Ik zag het zelf.")
    reporter.go("next")
    if page.locator("input[type=file]").count():
        reporter.go("next")
    page.check("input[name=identity][value=anonymous]")
    reporter.go("next")
    expect(page.locator("main")).to_contain_text("OCMW Elders")
    reporter.send()

    reporter.come_back()
    axe(page, f"mailbox-passing-on-{surroundings.language}")
    page.locator('a[href$="/receipt/passing-on/"]').click()
    axe(page, f"mailbox-passing-on-page-{surroundings.language}")
    page.check("input[name=passing_on][value=no]")
    page.fill("input[name=concerned_name]", "Zorgband Elders")
    reporter.go("send")
    expect(page.locator("main")).to_contain_text("Zorgband Elders")

    page.locator('a[href$="/receipt/notices/"]').click()
    axe(page, f"notices-off-{surroundings.language}")
    page.fill("input[name=email]", "iemand")
    reporter.go("send")
    expect(page.locator("input[name=email]")).to_have_value("iemand")
    page.fill("input[name=email]", "iemand@example.org")
    reporter.go("send")
    axe(page, f"notices-on-{surroundings.language}")
    assert "iemand@example.org" not in page.content()
    reporter.go("send")
    expect(page.locator("input[name=email]")).to_have_value("")
