"""A channel from nothing to open: the checklist, the settings, the test that two people read, and the association."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from deontos.kernel import clock
from deontos.organisations.models import Organisation, Person
from deontos.organisations.vocabulary import OrganisationKind
from deontos.sites.demo.people import DemoOrganisation, read_a_test
from deontos.speakup.models import Channel, ChannelProfile, ChannelTest, ChannelText, Disclosure, TestReading
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler, Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import ADMINISTRATOR, DEPUTY, MANAGER, OFFICER, make_town

Inspect = Callable[..., None]
SETUP, SETTINGS, REPORTERS, TERMS, TEST, TEXTS = (
    f"/desk/settings/channel/{page}" for page in ("setup/", "", "reporters/", "terms/", "test/", "texts/")
)

pytestmark = pytest.mark.row("2.3")


@pytest.fixture
def house(visit: Visit, surroundings: Surroundings) -> DemoOrganisation:
    """A town whose readers hold certified keys, and that has told nobody yet how to reach it."""
    made = make_town()
    for model in (TestReading, ChannelTest, ChannelProfile, Channel):
        model._default_manager.all().delete()
    Person.objects.update(language=surroundings.language)
    return made


def sent(page: Page, go: str) -> None:
    """Press one of the buttons of a form."""
    page.click(f"button[name=go][value={go}]")


def read_test(handler: Handler, axe: Inspect, name: str = "") -> None:
    """Open the test with the vault and type its word."""
    handler.page.goto(TEST)
    axe(handler.page, name)
    handler.page.fill("input[name=word]", handler.page.locator(".control-word").inner_text().strip())
    sent(handler.page, "read")
    expect(handler.page.locator(".flash")).to_have_count(1)


@pytest.mark.row("2.13")
def test_a_channel_from_nothing_to_open(
    house: DemoOrganisation, visit: Visit, axe: Inspect, surroundings: Surroundings
) -> None:
    keeper = Handler(visit.page(surroundings), house.people[ADMINISTRATOR])
    keeper.sign_in()
    page = keeper.page
    page.goto(SETUP)
    axe(page, "channel-setup-begun")
    page.locator(f'main .checks a[href^="{SETTINGS}?"]').first.click()
    page.fill("input[name=telephone]", "09 000 00 10")
    page.fill("input[name=authority_name]", "Extern Meldpunt Voorbeeld")
    page.fill("input[name=authority_address]", "javascript:alert(1)")
    page.locator("main .btn--primary").click()
    expect(page.locator("[aria-invalid=true]")).to_have_attribute("name", "authority_address")
    expect(page.locator("input[name=telephone]")).to_have_value("09 000 00 10")
    axe(page, "channel-settings-refused")
    page.fill("input[name=authority_address]", "https://authority.example/")
    page.locator("main .btn--primary").click()
    page.goto(SETUP)
    page.locator(f'main .checks a[href^="{TERMS}?"]').click()
    axe(page, "channel-terms-none")
    page.locator(f'main a[href^="{TERMS}add/"]').click()
    page.select_option("select[name=profile]", "be-vlg-local")
    axe(page, "channel-law-add")
    page.locator("main .btn--primary").click()
    axe(page, "channel-terms")
    page.goto(SETUP)
    page.locator(f'main .checks a[href^="{REPORTERS}?"]').click()
    page.locator("main .btn--primary").click()
    page.goto(TEST)
    axe(page, "channel-test-none")
    sent(page, "make")
    readers = [Handler(visit.page(surroundings), house.people[number]) for number in (MANAGER, DEPUTY)]
    for number, reader in enumerate(readers):
        reader.sign_in()
        reader.page.goto(TEST)
        axe(reader.page, "channel-test-locked" if not number else "")
        reader.unlock()
        read_test(reader, axe, "channel-test-open" if not number else "")
    axe(readers[1].page, "channel-test-read")
    page.goto(SETUP)
    expect(page.locator("main .checks .checks__state--done")).to_have_count(page.locator("main .checks > li").count())
    axe(page, "channel-setup-done")
    letterbox = visit.page(surroundings)
    letterbox.goto(f"/{surroundings.language}/lindewater/report/")
    expect(letterbox.locator("button[name=go][value=next]")).to_have_count(1)


@pytest.mark.row("2.13")
def test_own_words_are_looked_at_and_published(
    house: DemoOrganisation, visit: Visit, axe: Inspect, surroundings: Surroundings
) -> None:
    Channel.objects.create(organisation=house.organisation)
    keeper = Handler(visit.page(surroundings), house.people[OFFICER])
    keeper.sign_in()
    page = keeper.page
    page.goto(f"{TEXTS}?in={surroundings.language}")
    words = "Bel ons gerust.\n\n<b>Vet</b> is hier geen opmaak."
    page.fill("textarea[name=introduction]", words)
    sent(page, "preview")
    axe(page, "channel-texts-preview")
    assert not ChannelText.objects.exists()
    sent(page, "publish")
    axe(page, "channel-texts-published")
    letterbox = visit.page(surroundings)
    letterbox.goto(f"/{surroundings.language}/lindewater/")
    expect(letterbox.locator(".hero .lead p")).to_have_text(["Bel ons gerust.", "<b>Vet</b> is hier geen opmaak."])
    axe(letterbox, "public-page-own-words")


@pytest.mark.row("R-000.35", "R-000.36", "R-000.37")
def test_an_association_follows_a_member_that_asked(
    house: DemoOrganisation, visit: Visit, axe: Inspect, surroundings: Surroundings
) -> None:
    Organisation.objects.update(kind=OrganisationKind.MUNICIPALITY)
    association = make_town(1)
    Organisation.objects.filter(pk=association.organisation.pk).update(kind=OrganisationKind.ASSOCIATION)
    Organisation.objects.filter(pk=house.organisation.pk).update(member_of=association.organisation)
    Person.objects.update(language=surroundings.language)
    helper = Handler(visit.page(surroundings), association.people[OFFICER])
    helper.sign_in()
    helper.page.goto("/desk/settings/members/")
    expect(helper.page.locator("main .checks")).to_have_count(0)
    axe(helper.page, "members-none")
    member = Handler(visit.page(surroundings), house.people[OFFICER])
    member.sign_in()
    member.page.goto(SETUP)
    sent(member.page, "ask")
    axe(member.page, "channel-setup-followed")
    helper.page.goto("/desk/settings/members/")
    expect(helper.page.locator("main .card h2")).to_have_text([house.organisation.name])
    axe(helper.page, "members-one")
    sent(member.page, "stop")
    helper.page.reload()
    expect(helper.page.locator("main .checks")).to_have_count(0)


@pytest.mark.row("2.13")
def test_a_look_is_refused_and_then_saved(
    house: DemoOrganisation, visit: Visit, axe: Inspect, surroundings: Surroundings
) -> None:
    Channel.objects.create(organisation=house.organisation)
    keeper = Handler(visit.page(surroundings), house.people[ADMINISTRATOR])
    keeper.sign_in()
    page = keeper.page
    page.goto("/desk/settings/theme/")
    page.fill("input[name=brand]", "#7fb7be")
    page.locator("main .btn--primary").click()
    expect(page.locator("[aria-invalid=true]")).to_have_count(2)
    axe(page, "theme-refused")
    page.fill("input[name=brand]", "#6b1f4f")
    page.fill("input[name=brand_strong]", "#4a1237")
    page.fill("input[name=brand_tint]", "#f6eaf1")
    page.check("input[name=title_font][value=sans]")
    page.fill("input[name=letters]", "LW")
    page.locator("main .btn--primary").click()
    axe(page, "theme-saved")
    page.goto(f"/{surroundings.language}/lindewater/")
    colour = "getComputedStyle(document.documentElement).getPropertyValue('--deontos-color-brand')"
    assert page.evaluate(colour).strip() == "#6b1f4f"
    axe(page, "theme-public")


@pytest.mark.row("2.4")
def test_with_nobody_left_the_report_goes_along_without_scripts(
    house: DemoOrganisation, visit: Visit, axe: Inspect, surroundings: Surroundings
) -> None:
    other = make_town(2)
    own = Channel.objects.create(organisation=house.organisation, fallback=other.organisation)
    read_a_test(own, house.people, at=clock.now())
    Channel.objects.filter(pk=own.pk).update(fallback_agreed_on=clock.today())
    plain = replace(surroundings, scripting=False)
    reporter = Reporter(visit.page(plain), plain.language, "lindewater")
    reporter.begin()
    reporter.answer("Iets dat niet klopt.")
    page = reporter.page
    for _once_more in range(3):
        page.goto(f"{reporter.place}/report/about/")
        page.set_checked("input[name=involved][value=none]", checked=False)
        for box in page.locator("input[name=involved]:not([value=none])").all():
            box.check()
        reporter.go("next")
    axe(page, "nobody-left")
    page.locator(f'a[href="{reporter.place}/report/take-along/"]').click()
    axe(page, "take-along")
    reporter.go("next")
    expect(page).to_have_url(re.compile(f"/{plain.language}/{other.organisation.slug}/report/about/$"))
    axe(page, "taken-along")
    page.check("input[name=involved][value=none]")
    reporter.go("next")
    page.goto(f"/{plain.language}/{other.organisation.slug}/report/check/")
    reporter.send()
    assert Disclosure.objects.get().channel.organisation == other.organisation
