"""An administrator writes a questionnaire, from the first section to a version that reporters are asked."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from deontos.organisations.models import Organisation, Person
from deontos.questionnaires.models import Questionnaire, QuestionnaireVersion
from deontos.sites.demo.people import DemoOrganisation
from tests.factories.questionnaires import begun
from tests.journeys.chromium import Visit
from tests.journeys.people import Handler, Reporter
from tests.journeys.rotation import Surroundings
from tests.journeys.town import ADMINISTRATOR, make_town

Inspect = Callable[..., None]
HOME = "/desk/settings/questions/"
PRIMARY = "main form .btn--primary"
LANGUAGES = ("nl", "fr", "en", "es")

pytestmark = pytest.mark.row("3.2")


@pytest.fixture
def town(visit: Visit) -> DemoOrganisation:
    """Lindewater, in the database that the served house reads."""
    return make_town()


def keeper(visit: Visit, town: DemoOrganisation, surroundings: Surroundings) -> Page:
    """The administrator at the desk, in a language."""
    Person.objects.update(language=surroundings.language)
    found = Handler(visit.page(surroundings), town.people[ADMINISTRATOR])
    found.sign_in()
    return found.page


def begun_here() -> UUID:
    """A questionnaire of the town with three questions, as a draft."""
    home = Organisation.objects.get(slug="lindewater")
    return begun(home, home.offices.get(kind="administrator").holder).id


def save_in_four(page: Page, name: str, words: str) -> None:
    """Fill one text in every language."""
    for language in LANGUAGES:
        page.fill(f"textarea[name={name}_{language}]", f"{words} ({language})")


def test_a_questionnaire_is_written_published_and_asked(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    """Every page on the way, with what is still missing said and a way to each place."""
    page = keeper(visit, town, surroundings)
    page.goto(HOME)
    axe(page, "editor-list-empty")
    page.goto(f"{HOME}begin/")
    axe(page, "editor-begin")
    page.fill("input[name=title]", "Loketvragen")
    page.click(PRIMARY)
    expect(page.locator("h1")).to_have_text("Loketvragen")
    axe(page, "editor-overview-empty")
    overview = page.url
    page.click("#sections")
    axe(page, "editor-add-section")
    page.fill("textarea[name=words]", "Aan het loket")
    page.click(PRIMARY)
    expect(page.locator("#section-aan_het_loket")).to_be_focused()
    page.goto(f"{overview}add/questions-aan_het_loket/")
    axe(page, "editor-add-question")
    page.click(PRIMARY)
    expect(page.locator("textarea[name=words][aria-invalid=true]")).to_have_count(1)
    axe(page, "editor-add-question-faulty")
    page.fill("textarea[name=words]", "Wat gebeurde er?")
    page.check("input[name=kind][value=single_choice]")
    page.click(PRIMARY)
    expect(page).to_have_url(re.compile("/part/question-wat_gebeurde_er/$"))
    page.goto(f"{overview}add/options-wat_gebeurde_er/")
    page.fill("textarea[name=words]", "Te lang wachten\nOnbeleefd")
    page.click(PRIMARY)
    expect(page.locator("#options ~ ol li")).to_have_count(2)
    axe(page, "editor-question")
    page.goto(f"{overview}publish/")
    axe(page, "editor-missing")
    expect(page.locator("main tbody tr")).to_have_count(15)
    page.locator("main tbody a").first.click()
    expect(page.locator(":focus")).to_have_attribute("name", re.compile("^title_"))
    save_in_four(page, "title", "Loketvragen")
    page.click(PRIMARY)
    for piece, name in (
        ("section-aan_het_loket", "title"),
        ("question-wat_gebeurde_er", "label"),
        ("option-wat_gebeurde_er-te_lang_wachten", "label"),
        ("option-wat_gebeurde_er-onbeleefd", "label"),
    ):
        page.goto(f"{overview}part/{piece}/")
        save_in_four(page, name, "Tekst")
        page.click(PRIMARY)
    page.goto(f"{overview}publish/")
    axe(page, "editor-publish")
    page.click(PRIMARY)
    axe(page, "editor-published")
    assert QuestionnaireVersion.objects.get().published_on is not None
    page.goto(HOME)
    axe(page, "editor-list")
    page.goto("/desk/settings/channel/questions/")
    page.select_option("select[name=complaint]", str(Questionnaire.objects.get().id))
    page.click(PRIMARY)
    reporter = Reporter(visit.page(surroundings), surroundings.language, "lindewater")
    reporter.begin()
    reporter.page.check("input[name=kind][value=complaint]")
    reporter.go("next")
    reporter.page.check("input[name=about][value=unknown]")
    reporter.page.check("input[name=involved][value=none]")
    reporter.go("next")
    expect(reporter.page.locator("input[name=wat_gebeurde_er]")).to_have_count(2)
    expect(reporter.page.locator("legend").first).to_contain_text(f"Tekst ({surroundings.language})")


def test_with_the_keyboard_alone_a_question_moves_and_the_focus_stays_with_it(
    visit: Visit, town: DemoOrganisation
) -> None:
    """Without a script: the button that was pressed has the focus on the next page, and is pressed again."""
    page = keeper(visit, town, Surroundings("en", 1280, scripting=False))
    overview = f"{HOME}{begun_here()}/"
    page.goto(overview)
    page.locator("#up-question-paper").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("#up-question-paper")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("#down-question-paper")).to_be_focused()
    expect(page.locator("#up-question-paper")).to_have_count(0)
    assert [each.text_content() for each in page.locator("li[id^=question-] .pieces__name").all()] == [
        "Welk papier (en)",
        "Verhaal (en)",
        "Bron (en)",
    ]
    page.goto(f"{overview}part/question-source/")
    page.locator("#down-option-source-self").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("#up-option-source-self")).to_be_focused()


def test_conditions_scores_files_and_removal_are_found_on_pages_of_their_own(
    visit: Visit, town: DemoOrganisation, surroundings: Surroundings, axe: Inspect
) -> None:
    """The other pages of the editor; a fault in a file is told with its place."""
    page = keeper(visit, town, surroundings)
    overview = f"{HOME}{begun_here()}/"
    page.goto(overview)
    axe(page, "editor-overview")
    page.goto(f"{overview}when/question-paper/")
    axe(page, "editor-when")
    page.select_option("select[name=question]", "source")
    page.locator("main form[method=get] .btn").click()
    axe(page, "editor-look")
    page.check("input[name=test][value='equals:self']")
    page.click("button[name=go][value=add]")
    expect(page.locator("button[name=remove]")).to_have_count(2)
    page.click("button[name=every][value=one]")
    axe(page, "editor-looks")
    page.goto(f"{overview}remove/question-source/")
    axe(page, "editor-remove")
    page.goto(f"{overview}add/scores/")
    page.fill("textarea[name=words]", "Ernst")
    page.click(PRIMARY)
    axe(page, "editor-score")
    page.goto(f"{overview}import/")
    page.fill("textarea[name=file]", '{"format": "deontos-questionnaire-1", "title": 3, "sections": [{"id": "Een"}]}')
    page.click(PRIMARY)
    expect(page.locator("#faults ~ .scroll tbody tr, [aria-labelledby=faults] tbody tr")).to_have_count(4)
    axe(page, "editor-import-faulty")
    for each in ("retire", "part/title", "part/option-source-self"):
        page.goto(f"{overview}{each}/")
        axe(page, f"editor-{each.replace('/', '-')}")
