"""Publishing, dropping and retiring at the desk: what is missing is told with the way there."""

import html
import re
from dataclasses import replace

import pytest
from django.test import Client

from deontos.questionnaires.models import Questionnaire
from deontos.questionnaires.queries import choosable, definition_at, newest_version
from deontos.questionnaires.rules.definition import Band, Look, Option, Score, Section
from deontos.questionnaires.vocabulary import Test
from tests.factories.organisations import Town
from tests.factories.questionnaires import OWN, PAPER, SOURCE, begun, changed, in_four, published, titled
from tests.questionnaires.at_desk import browser, page, seen_in, told

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.2")]
FAULTY = replace(
    OWN,
    title={"nl": "Naam"},
    sections=(
        Section("one", in_four("Deel"), (replace(PAPER, shown_if=Look("source", Test.EQUALS, "paper")),)),
        Section("two", in_four("Leeg"), ()),
        Section("three", in_four("Meer"), (replace(SOURCE, options=(Option("self", {"en": "Zelf"}),)),)),
    ),
    scores=(Score("sure", in_four("Zeker"), ("paper",), (Band(101, in_four("Ja")),)),),
)


@pytest.fixture
def keeper(here: Town) -> Client:
    """The administrator at the desk."""
    return browser(here.administrator)


def at(own: Questionnaire, rest: str = "") -> str:
    """The address of a page of a questionnaire."""
    return f"/desk/settings/questions/{own.id}/{rest}"


def missing(text: str) -> list[tuple[str, str, str]]:
    """What is missing: the way there, where it is, and what to do."""
    body = text.split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    rows = re.findall(r'<a href="([^"]*)">(.*?)</a>.*?<td[^>]*>(.*?)</td>', body, re.S)
    return [(href, " ".join(re.sub(r"<[^>]*>", " ", where).split()), words) for href, where, words in rows]


def test_every_fault_has_its_way_and_every_way_leads_to_its_control(here: Town, keeper: Client) -> None:
    own = begun(here.organisation, here.administrator, FAULTY)
    found = missing(page(keeper.get(at(own, "publish/"))))
    wanted = [
        ("#section-two", "Section: Leeg (en)", "There is no question here yet"),
        ("when/question-paper/", "Question: Welk papier (en)", "A condition can only look back."),
        ("part/score-sure/#id_questions", "Score: Zeker (en)", "This does not go with this kind of question."),
        ("part/band-sure-0/#id_from_percent", "What a score means: Ja (en)", "Choose a number from 0 to 100"),
        ("part/title/#id_title_en", "Name of the questionnaire: Naam Name, English", "This text is not there yet"),
        ("part/option-source-self/#id_label_es", "Answer to choose from: Zelf Answer, Español", "This text is not"),
    ]
    for way, where, words in wanted:
        [row] = [each for each in found if each[0] == at(own, way)]
        assert row[1].startswith(where)
        assert row[2].startswith(words)
    for href, _where, _words in found:
        address, _hash, control = href.replace("/when/question-paper/", "/when/question-paper/#now").partition("#")
        assert f'id="{control}"' in page(keeper.get(address)), href


def test_what_is_missing_is_told_for_one_language_and_a_page_at_a_time(here: Town, keeper: Client) -> None:
    more = tuple(replace(PAPER, id=f"q{number}", label={"nl": "Vraag"}, shown_if=None) for number in range(25))
    own = begun(here.organisation, here.administrator, replace(OWN, sections=(Section("one", in_four("Deel"), more),)))
    overview = page(keeper.get(at(own)))
    assert [f"{name}: 25 texts missing" in overview for name in ("Français", "English", "Español")] == [True] * 3
    assert "Nederlands: complete" in overview
    first = page(keeper.get(at(own, "publish/?in=fr")))
    second = page(keeper.get(at(own, "publish/?in=fr&page=2")))
    assert [len(missing(each)) for each in (first, second)] == [20, 5]
    assert {where.rpartition(", ")[2] for _href, where, _words in missing(first)} == {"Français"}
    assert "75 things are missing" in first


def test_what_is_faulty_is_not_published_even_when_it_is_sent(here: Town, keeper: Client) -> None:
    own = begun(here.organisation, here.administrator, FAULTY)
    answer = keeper.post(at(own, "publish/"), {"seen": keeper.get(at(own, "publish/")).context["seen"]})
    assert answer.status_code == 200
    assert len(missing(page(answer))) == 10
    assert newest_version(own).published_on is None


def test_a_version_is_published_after_it_was_said_what_that_means(here: Town, keeper: Client) -> None:
    own = begun(here.organisation, here.administrator)
    before = keeper.get(at(own, "publish/"))
    assert "This version never changes any more." in page(before)
    answer = keeper.post(at(own, "publish/"), {"seen": seen_in(before)}, follow=True)
    assert told(answer) == ["Published. From now on this version never changes."]
    assert newest_version(own).published_by == here.administrator
    again = keeper.post(at(own, "publish/"), {"seen": seen_in(before)}, follow=True)
    assert told(again) == ["Nothing was changed since these questions were published."]


def test_what_somebody_else_changed_meanwhile_is_not_published_unseen(here: Town, keeper: Client) -> None:
    own = begun(here.organisation, here.administrator)
    seen = seen_in(keeper.get(at(own, "publish/")))
    changed(own, here.officer, titled("Intussen"))
    answer = keeper.post(at(own, "publish/"), {"seen": seen})
    assert "Somebody else changed these questions meanwhile" in told(answer)[0]
    assert newest_version(own).published_on is None


def test_the_next_version_begins_with_the_last_and_is_dropped_again(here: Town, keeper: Client) -> None:
    own = begun(here.organisation, here.administrator)
    first = published(own, here.administrator)
    answer = keeper.post(at(own), {"seen": seen_in(keeper.get(at(own)))}, follow=True)
    assert "A new version was begun" in told(answer)[0]
    second = newest_version(own)
    assert (second.number, second.definition) == (2, first.definition)
    assert f'href="{at(own, "1/")}"' in page(answer)
    keeper.post(at(own), {"seen": seen_in(answer)})
    assert newest_version(own).number == 2
    asked = keeper.get(at(own, "drop/"))
    assert "Everything that was changed since the last version goes" in page(asked)
    answer = keeper.post(at(own, "drop/"), {"seen": seen_in(asked)}, follow=True)
    assert told(answer) == ["The draft is gone. What was published goes on."]
    assert newest_version(own) == first


def test_what_is_retired_is_chosen_and_changed_no_more(here: Town, keeper: Client) -> None:
    own = begun(here.organisation, here.administrator)
    published(own, here.administrator)
    assert "This cannot be undone." in page(keeper.get(at(own, "retire/")))
    answer = keeper.post(at(own, "retire/"), follow=True)
    assert told(answer) == ["Retired. Nobody can choose it any more."]
    assert str(own.id) not in [each.edition.questionnaire for each in choosable(here.organisation.id)]
    shown = page(answer)
    assert ("This questionnaire is not used any more" in shown, "Make a new version" in shown) == (True, False)
    again = keeper.post(at(own, "retire/"), follow=True)
    assert "These questions are not used any more" in told(again)[0]
    typed = keeper.post(at(own, "part/title/"), {"seen": "x", "title_nl": "Toch <nog>"})
    assert "Toch &lt;nog&gt;" in typed.content.decode()
    assert "These questions are not used any more" in told(typed)[0]
    assert definition_at(newest_version(own)).title == in_four("Eigen vragen")


def test_a_name_of_another_is_text_and_nothing_else(here: Town, keeper: Client) -> None:
    own = begun(here.organisation, here.officer, replace(OWN, title={"en": "<b>{{ x }}%(y)s"}))
    for rest in ("", "publish/", "retire/", "part/title/", "remove/question-story/", "import/"):
        text = keeper.get(at(own, rest)).content.decode()
        assert html.escape("<b>{{ x }}%(y)s") in text
        assert "<b>{{ x }}" not in text
