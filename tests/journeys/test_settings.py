"""A new administrator at work: somebody is added, gets an office and deputies, is away, and leaves again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from deontos.kernel import clock
from deontos.organisations.models import Absence, Deputy, Office, Person
from deontos.organisations.queries import deputies_of
from deontos.organisations.vocabulary import OfficeKind
from deontos.sites.demo.people import DemoPerson
from tests.journeys.chromium import Visit, keep_screenshot
from tests.journeys.people import Handler
from tests.journeys.rotation import Surroundings
from tests.journeys.town import ADMINISTRATOR, DEPUTY, OFFICER, SECOND_DEPUTY, make_town

Inspect = Callable[..., None]

pytestmark = pytest.mark.row("2.13", "2.4")


def submit(page: Page) -> None:
    page.locator("main .btn--primary").click()


def follow(page: Page, address: str) -> None:
    page.locator(f'main a[href^="{address}"]').first.click()


def find(page: Page, words: str) -> None:
    """Search for somebody on a list or where one chooses."""
    page.fill("input[name=q]", words)
    page.locator("input[name=q]").press("Enter")


def choose(page: Page, who: Person) -> None:
    """Find somebody by the address and press the one button or link there is."""
    find(page, who.email)
    page.locator("main tbody tr").locator("a, button").first.click()


def administrator_at(visit: Visit, surroundings: Surroundings) -> tuple[Page, str, tuple[DemoPerson, ...]]:
    """The administrator of the town at the desk, in the language of the surroundings."""
    made = make_town()
    people = tuple(made.people)
    someone = people[ADMINISTRATOR]
    someone.person.language = surroundings.language
    someone.person.save()
    handler = Handler(visit.page(surroundings), someone)
    handler.sign_in()
    return handler.page, f"/desk/settings/of/{made.organisation.slug}/", people


def test_somebody_comes_holds_an_office_is_away_and_leaves(
    visit: Visit, surroundings: Surroundings, axe: Inspect
) -> None:
    page, home, people = administrator_at(visit, surroundings)
    nele = add_somebody(page, home, axe)
    office = give_office(page, home, nele, axe)
    name_two_deputies(page, office, [people[DEPUTY].person, people[SECOND_DEPUTY].person], axe)
    record_absence(page, home, nele, axe)
    let_go(page, nele, axe)
    ended = Office.objects.get(pk=office.pk)
    assert (ended.ended_on, Person.objects.get(pk=nele.pk).left_on) == (clock.today(), clock.today())


def test_on_a_phone_no_list_of_settings_hides_a_column_or_a_button(visit: Visit) -> None:
    """What is a table on a wide screen is a stack of rows on a phone, so that nothing stands out of sight."""
    page, home, people = administrator_at(visit, Surroundings("fr", 390, scripting=False))
    long_words = "Directeur ou directrice de la direction générale de la coordination internationale"
    office = Office.objects.filter(holder=people[OFFICER].person).first()
    assert office is not None
    Office.objects.update(mandate_document=long_words)
    Absence.objects.create(
        person=people[DEPUTY].person, started_on=clock.today(), recorded_by=people[ADMINISTRATOR].person
    )
    for address in (
        *("/desk/settings/", home, f"{home}people/", f"{home}units/", f"{home}offices/", f"{home}absences/"),
        *(f"{home}offices/appoint/?kind=steward", f"/desk/settings/office/{office.id}/"),
        *(f"/desk/settings/person/{people[OFFICER].person.id}/", "/desk/security/sign-ins/"),
        *("/desk/settings/channel/", "/desk/settings/channel/setup/", "/desk/settings/sign-in/"),
    ):
        page.goto(address)
        keep_screenshot(page, f"narrow-{address.strip('/').replace('/', '-')[:60]}")
        wider = "all => all.filter(each => each.scrollWidth > each.clientWidth).length"
        assert (address, page.eval_on_selector_all(".scroll", wider)) == (address, 0)


def add_somebody(page: Page, home: str, axe: Inspect) -> Person:
    page.goto("/desk/settings/")
    axe(page, "settings-home")
    follow(page, f"{home}people/")
    axe(page, "settings-people")
    follow(page, f"{home}people/add/")
    page.fill("input[name=given_name]", "Nele")
    page.fill("input[name=family_name]", "Verbruggen")
    page.fill("input[name=email]", "nele.verbruggen@elsewhere.example")
    submit(page)
    axe(page, "settings-person")
    return Person.objects.get(given_name="Nele", family_name="Verbruggen")


def give_office(page: Page, home: str, holder: Person, axe: Inspect) -> Office:
    page.goto(f"{home}offices/")
    axe(page, "settings-offices")
    follow(page, f"{home}offices/appoint/")
    page.select_option("select[name=kind]", OfficeKind.INTEGRITY_ADVISER)
    submit(page)
    axe(page, "settings-appoint-whom")
    choose(page, holder)
    page.fill("input[name=document]", "2026/12")
    axe(page, "settings-appoint")
    submit(page)
    return Office.objects.get(holder=holder, kind=OfficeKind.INTEGRITY_ADVISER)


def name_two_deputies(page: Page, office: Office, people: list[Person], axe: Inspect) -> None:
    for person in people:
        follow(page, f"/desk/settings/office/{office.id}/deputies/add/")
        choose(page, person)
        submit(page)
    second = Deputy.objects.get(office=office, person=people[1])
    page.locator(f'form[action="/desk/settings/deputy/{second.id}/move/"] button[value=earlier]').click()
    axe(page, "settings-office")
    expect(page.locator("ol.people .people__name")).to_have_text([people[1].name, people[0].name])
    assert [each.person for each in deputies_of(office, on=clock.today())] == people[::-1]


def record_absence(page: Page, home: str, who: Person, axe: Inspect) -> None:
    page.goto(f"{home}absences/record/")
    choose(page, who)
    submit(page)
    axe(page, "settings-absences")
    assert Absence.objects.filter(person=who).count() == 1
    page.goto("/desk/settings/own-absences/")
    axe(page, "settings-own-absences")


def let_go(page: Page, who: Person, axe: Inspect) -> None:
    page.goto(f"/desk/settings/person/{who.id}/")
    follow(page, f"/desk/settings/person/{who.id}/leave/")
    submit(page)
    axe(page, "settings-leave")
    assert Person.objects.get(pk=who.pk).left_on is None
    page.locator("main button[value=leave]").click()
    axe(page, "settings-person-left")
