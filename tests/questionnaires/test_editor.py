"""The pages on which a draft is changed, a piece at a time; nothing typed is lost, and nobody overwrites unseen."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deontos.audit.models import Entry
from deontos.questionnaires.models import Questionnaire
from deontos.questionnaires.queries import definition_at, newest_version
from deontos.questionnaires.rules.definition import AllOf, Definition, Look, Not, Question, Section
from deontos.questionnaires.vocabulary import QuestionKind, Test
from tests.factories.organisations import Town
from tests.factories.questionnaires import OWN, PAPER, SOURCE, begun, changed, in_four, published, titled
from tests.questionnaires.at_desk import browser, page, seen_in, told

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.2")]


@pytest.fixture
def own(here: Town) -> Questionnaire:
    """A draft with a story, a source and a paper."""
    return begun(here.organisation, here.administrator)


@pytest.fixture
def keeper(here: Town) -> Client:
    """The administrator at the desk."""
    return browser(here.administrator)


def at(own: Questionnaire, rest: str = "") -> str:
    """The address of a page of a questionnaire."""
    return f"/desk/settings/questions/{own.id}/{rest}"


def now(own: Questionnaire) -> Definition:
    """What the newest version asks."""
    return definition_at(newest_version(own))


def question(own: Questionnaire, id: str) -> Question:  # noqa: A002 a question is known by its id
    """A question of the newest version."""
    found = now(own).question(id)
    assert found is not None
    return found


def send(client: Client, address: str, **typed: object) -> Any:
    """Send a form of a page as it was looked at."""
    return client.post(address, {"seen": seen_in(client.get(address)), **typed}, follow=True)


def four(name: str, words: str) -> dict[str, str]:
    """One text in every language, as a page asks it."""
    return {f"{name}_{language}": f"{words} {language}" for language in ("nl", "fr", "en", "es")}


def test_a_section_with_questions_and_answers_is_written(here: Town, keeper: Client) -> None:
    own = begun(here.organisation, here.administrator, replace(OWN, sections=()))
    send(keeper, at(own, "add/sections/"), words="At the counter")
    answer = send(keeper, at(own, "add/questions-at_the_counter/"), words="How long?", kind="single_choice")
    assert answer.redirect_chain == [(at(own, "part/question-how_long/"), 302)]
    answer = send(keeper, at(own, "add/options-how_long/"), words=" An hour\r\n\r\nA day \r\nAn hour")
    assert answer.redirect_chain[-1][0].endswith("part/question-how_long/#option-how_long-an_hour_2")
    added = question(own, "how_long")
    assert [(option.id, option.label) for option in added.options] == [
        ("an_hour", {"en": "An hour"}),
        ("a_day", {"en": "A day"}),
        ("an_hour_2", {"en": "An hour"}),
    ]
    assert now(own).sections[0].title == {"en": "At the counter"}


@pytest.mark.parametrize("kind", QuestionKind)
def test_a_question_of_every_kind_is_added_and_changed(own: Questionnaire, keeper: Client, kind: QuestionKind) -> None:
    send(keeper, at(own, "add/questions-one/"), words="Which one?", kind=kind.value)
    assert question(own, "which_one").kind is kind
    typed = {**four("label", "Welk?"), **four("hint", "Zo."), "currencies": "EUR"}
    answer = send(keeper, at(own, "part/question-which_one/"), **typed)
    assert told(answer) == ["Saved."]
    assert question(own, "which_one").label == {language: f"Welk? {language}" for language in ("nl", "fr", "en", "es")}
    assert question(own, "which_one").hint["es"] == "Zo. es"


def test_limits_are_kept_as_they_are_typed(own: Questionnaire, keeper: Client) -> None:
    for kind, typed in (
        ("number", {"lowest": "-1,5", "highest": "2.000", "decimals": "2", "required": "on"}),
        ("money", {"currencies": "eur xof, EUR", "highest": "10"}),
        ("date", {"earliest": "2020-01-31", "latest": "31/12/2026", "partial": "on"}),
        ("file", {"fewest": "1", "most": "3"}),
        ("yes_no", {"points_yes": "2"}),
        ("statement", {"to_agree": "on"}),
        ("short_text", {"longest": "50"}),
    ):
        send(keeper, at(own, "add/questions-one/"), words=kind, kind=kind)
        id_ = now(own).sections[0].questions[-1].id
        assert told(send(keeper, at(own, f"part/question-{id_}/"), label_en=kind, **typed)) == ["Saved."]
    number, money, day, files, sure, text, line = now(own).sections[0].questions[-7:]
    numbers = (number.lowest, number.highest, number.decimals, number.required)
    assert numbers == (Decimal("-1.5"), Decimal(2000), 2, True)
    assert (money.currencies, money.highest) == (("EUR", "XOF"), Decimal(10))
    assert (day.earliest, day.latest, day.partial) == (date(2020, 1, 31), date(2026, 12, 31), True)
    assert (files.fewest, files.most, sure.points, text.to_agree, line.longest) == (1, 3, {"yes": 2}, True, 50)


@pytest.mark.parametrize(
    ("kind", "typed", "field", "words"),
    [
        (
            "number",
            {"lowest": "5", "highest": "3"},
            "lowest",
            "This is more than “Highest number”. Change one of the two",
        ),
        ("number", {"lowest": "veel"}, "lowest", "Write a number in figures, for example 12"),
        ("number", {"decimals": "7"}, "decimals", "Choose a number from 0 to 6"),
        ("number", {"decimals": "9" * 30}, "decimals", "Write a number in figures, for example 12"),
        ("short_text", {"longest": "0"}, "longest", "Choose a number from 1 to 200000"),
        ("file", {"most": "21"}, "most", "Choose a number from 1 to 20"),
        ("money", {"currencies": "EURO"}, "currencies", "A currency is written with its three letters"),
        ("money", {"currencies": "EUR", "lowest": "-1"}, "lowest", "Write 0 or more"),
        ("date", {"earliest": "31-02-2026"}, "earliest", "Type a day that exists, such as 24/11/2026."),
        ("yes_no", {"points_yes": "1000001"}, "points_yes", "Write 1000000 or less"),
        ("long_text", {"hint_en": "x" * 4001}, "hint_en", "This text is too long. Use at most 4000 characters."),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field_and_stays(
    own: Questionnaire, keeper: Client, kind: str, typed: dict[str, str], field: str, words: str
) -> None:
    send(keeper, at(own, "add/questions-one/"), words="which", kind=kind)
    before = now(own)
    answer = send(keeper, at(own, "part/question-which/"), label_en="Changed", **typed)
    assert [each[: len(words)] for each in told(answer)] == [words]
    assert f'href="#id_{field}"' in page(answer)
    assert "Changed" in page(answer)
    assert typed[field] in page(answer)
    assert now(own) == before


def test_answers_have_points_and_may_stand_alone(own: Questionnaire, keeper: Client) -> None:
    send(keeper, at(own, "part/question-source/"), go="kind", kind="multiple_choice")
    send(keeper, at(own, "part/option-source-self/"), label_en="Myself", exclusive="on", points="3")
    source = question(own, "source")
    assert (source.options[0].label, source.options[0].exclusive, source.points) == (
        {"en": "Myself"},
        True,
        {"self": 3},
    )
    send(keeper, at(own, "add/scores/"), words="How bad")
    send(keeper, at(own, "part/score-how_bad/"), label_en="How bad", questions=["source"])
    send(keeper, at(own, "add/bands-how_bad/"), words="Bad", from_percent="50")
    send(keeper, at(own, "add/bands-how_bad/"), words="Fine", from_percent="0")
    send(keeper, at(own, "part/band-how_bad-1/"), label_en="Fine, really", from_percent="0")
    [score] = now(own).scores
    assert (score.questions, [(band.from_percent, band.label["en"]) for band in score.bands]) == (
        ("source",),
        [(0, "Fine, really"), (50, "Bad")],
    )


def test_a_piece_moves_and_the_page_comes_back_to_its_button(own: Questionnaire, keeper: Client) -> None:
    seen = seen_in(keeper.get(at(own)))
    answer = keeper.post(at(own, "move/"), {"seen": seen, "up": "question-paper"})
    assert answer.headers["Location"] == f"{at(own)}#up-question-paper"
    answer = keeper.post(at(own, "move/"), {"seen": seen_in(keeper.get(at(own))), "up": "question-paper"})
    assert answer.headers["Location"] == f"{at(own)}#down-question-paper"
    assert [each.id for each in now(own).questions] == ["paper", "story", "source"]
    shown = page(keeper.get(at(own)))
    assert ('id="down-question-paper"' in shown, 'id="up-question-paper"' in shown) == (True, False)
    seen = seen_in(keeper.get(at(own, "part/question-source/")))
    answer = keeper.post(at(own, "move/"), {"seen": seen, "down": "option-source-self"})
    assert answer.headers["Location"] == f"{at(own, 'part/question-source/')}#up-option-source-self"
    assert [option.id for option in question(own, "source").options] == ["paper", "self"]


@pytest.mark.parametrize("typed", [{}, {"up": "nothing"}, {"down": "title"}, {"up": "question-gone"}])
def test_moving_what_is_not_there_moves_nothing(own: Questionnaire, keeper: Client, typed: dict[str, str]) -> None:
    answer = keeper.post(at(own, "move/"), {"seen": seen_in(keeper.get(at(own))), **typed})
    assert (answer.status_code, answer.headers["Location"]) == (302, at(own))
    assert now(own).sections == OWN.sections


def test_what_is_removed_says_who_looks_at_it_and_goes(own: Questionnaire, keeper: Client) -> None:
    asked = page(keeper.get(at(own, "remove/question-source/")))
    assert "Question: Welk papier (en)" in asked
    answer = send(keeper, at(own, "remove/question-source/"))
    assert told(answer) == ["Removed."]
    assert [each.id for each in now(own).questions] == ["story", "paper"]
    send(keeper, at(own, "remove/section-one/"))
    assert now(own).sections == ()


def test_a_condition_is_put_together_look_by_look(own: Questionnaire, keeper: Client) -> None:
    when = at(own, "when/question-paper/")
    seen = seen_in(keeper.get(when))
    keeper.post(when, {"seen": seen, "go": "add", "question": "story", "test": "answered", "turned": "on"})
    added = (Look("source", Test.EQUALS, "paper"), Not(Look("story", Test.ANSWERED)))
    assert question(own, "paper").shown_if == AllOf(added)
    shown = page(keeper.get(when))
    assert "“Verhaal (en)” was not answered" in shown
    assert "The answer to “Bron (en)” is “Papier (en)”" in shown
    keeper.post(when, {"seen": seen_in(keeper.get(when)), "every": "one"})
    keeper.post(when, {"seen": seen_in(keeper.get(when)), "remove": "0"})
    assert question(own, "paper").shown_if == added[1]
    keeper.post(when, {"seen": seen_in(keeper.get(when)), "remove": "0"})
    assert question(own, "paper").shown_if is None


def test_a_look_at_a_number_needs_one(own: Questionnaire, keeper: Client) -> None:
    send(keeper, at(own, "add/questions-one/"), words="often", kind="number")
    send(keeper, at(own, "add/questions-one/"), words="why", kind="long_text")
    when = at(own, "when/question-why/")
    typed = {"go": "add", "question": "often", "test": "at_least"}
    answer = keeper.post(when, {"seen": seen_in(keeper.get(f"{when}?question=often")), **typed, "figure": "vaak"})
    assert told(answer) == ["Write a number in figures, for example 12"]
    assert 'value="vaak"' in page(answer)
    keeper.post(when, {"seen": seen_in(answer), **typed, "figure": "1.250"})
    assert question(own, "why").shown_if == Look("often", Test.AT_LEAST, "1250")


def test_a_condition_of_several_levels_is_shown_and_only_taken_away(here: Town, keeper: Client) -> None:
    deep = replace(PAPER, shown_if=Not(AllOf((Look("source", Test.EQUALS, "self"),))))
    own = begun(here.organisation, here.administrator, replace(OWN, sections=(Section("one", {}, (SOURCE, deep)),)))
    when = at(own, "when/question-paper/")
    shown = keeper.get(when)
    assert "This condition has several levels" in page(shown)
    assert "The answer to “Bron (en)” is “Zelf (en)”" in page(shown)
    keeper.post(when, {"seen": seen_in(shown), "remove": "0"})
    assert question(own, "paper").shown_if == deep.shown_if
    keeper.post(when, {"seen": seen_in(shown), "remove": "all"})
    assert question(own, "paper").shown_if is None


def test_who_was_overtaken_loses_nothing_and_is_shown_what_stands_there(
    here: Town, own: Questionnaire, keeper: Client
) -> None:
    address = at(own, "part/question-story/")
    mine = keeper.get(address)
    send(browser(here.officer), address, **four("label", "Van een ander"))
    answer = keeper.post(address, {"seen": seen_in(mine), **four("label", "Van mij")})
    assert answer.status_code == 200
    assert "Somebody else changed these questions meanwhile" in told(answer)[0]
    shown = page(answer)
    assert [f">\nVan mij {language}</textarea>" in shown for language in ("nl", "fr", "en", "es")] == [True] * 4
    assert "Van een ander es" in shown
    assert question(own, "story").label["nl"] == "Van een ander nl"
    answer = keeper.post(address, {"seen": seen_in(answer), **four("label", "Van mij")}, follow=True)
    assert told(answer) == ["Saved."]
    assert question(own, "story").label["nl"] == "Van mij nl"


def test_what_was_typed_for_what_is_gone_is_given_back(own: Questionnaire, keeper: Client) -> None:
    address = at(own, "part/question-story/")
    mine = seen_in(keeper.get(address))
    send(keeper, at(own, "remove/question-story/"))
    answer = keeper.post(address, {"seen": mine, "label_nl": "Wat ik <b>typte</b>", "go": "save"})
    assert answer.status_code == 200
    assert re.findall(r"<bdi>(.*?)</bdi>", answer.content.decode().split("typed", 1)[1])[-1:] == [
        "Wat ik &lt;b&gt;typte&lt;/b&gt;"
    ]
    added = keeper.post(at(own, "add/options-story_gone/"), {"seen": mine, "words": "Een antwoord"})
    assert "Een antwoord" in page(added)
    assert [keeper.get(address).status_code, keeper.post(address, {"seen": mine}).status_code] == [404, 404]


def test_moving_with_an_old_page_says_so_and_moves_nothing(here: Town, own: Questionnaire, keeper: Client) -> None:
    old = seen_in(keeper.get(at(own)))
    changed(own, here.officer, titled("Anders"))
    answer = keeper.post(at(own, "move/"), {"seen": old, "up": "question-paper"}, follow=True)
    assert told(answer) == [
        "Somebody else changed these questions meanwhile. Look at them as they are now, then change them again."
    ]
    assert [each.id for each in now(own).questions] == ["story", "source", "paper"]


@pytest.mark.parametrize(
    "rest",
    [
        *("part/title/", "part/question-story/", "add/sections/", "when/question-paper/", "remove/question-story/"),
        *("publish/", "import/"),
    ],
)
def test_what_was_published_is_shown_and_not_edited(here: Town, own: Questionnaire, keeper: Client, rest: str) -> None:
    published(own, here.officer)
    answer = keeper.get(at(own, rest))
    assert (answer.status_code, answer.headers["Location"]) == (302, at(own))
    shown = page(keeper.get(at(own)))
    assert ("This version was published" in shown, 'name="up"' in shown) == (True, False)


def test_a_text_that_was_typed_while_somebody_published_begins_the_next_version(
    here: Town, own: Questionnaire, keeper: Client
) -> None:
    seen = seen_in(keeper.get(at(own, "part/title/")))
    first = published(own, here.officer)
    keeper.post(at(own, "part/title/"), {"seen": seen, **four("title", "Nieuw")})
    first.refresh_from_db()
    assert definition_at(first).title == in_four("Eigen vragen")
    assert (newest_version(own).number, now(own).title["nl"]) == (2, "Nieuw nl")


@pytest.mark.parametrize("who", ["manager", "deputy", "colleague", "director"])
def test_who_keeps_no_questionnaires_finds_no_page_of_the_editor(here: Town, own: Questionnaire, who: str) -> None:
    client = browser(getattr(here, who))
    assert statuses(client, own) == [404] * 22


def test_the_keeper_of_another_town_finds_nothing_and_changes_nothing(
    here: Town, there: Town, own: Questionnaire
) -> None:
    assert statuses(browser(there.administrator), own) == [404] * 21 + [405]
    assert statuses(Client(), own) == [302, 403] * 11
    assert now(own).sections == OWN.sections


def statuses(client: Client, own: Questionnaire) -> list[int]:
    """What every page of a questionnaire answers, looked at and sent to."""
    seen = newest_version(own)
    rests: tuple[str, ...] = (
        "",
        "add/sections/",
        "drop/",
        "import/",
        "part/title/",
        "part/question-story/",
        "publish/",
    )
    rests += ("remove/question-story/", "retire/", "when/question-paper/", "1/export/")
    found: list[int] = []
    for rest in rests:
        typed = {"seen": str(seen.pk), "words": "x", "title_nl": "x", "label_nl": "x", "file": "{}"}
        found += [client.get(at(own, rest)).status_code, client.post(at(own, rest), typed).status_code]
    return found


@pytest.mark.parametrize("text", ["a\0b{{ 7|add:7 }}%(x)s{0}<script>alert(1)</script>\ud7ff", "x" * 250_000, "-1e999"])
@pytest.mark.parametrize(
    "rest",
    [
        *("part/title/", "part/question-story/", "part/option-source-self/", "add/questions-one/", ""),
        *("add/options-source/", "when/question-paper/", "move/", "import/", "publish/", "retire/"),
    ],
)
def test_no_text_brings_a_page_down(own: Questionnaire, keeper: Client, rest: str, text: str) -> None:
    names = ("words", "kind", "title_nl", "label_nl", "label_en", "longest", "points", "question", "test", "figure")
    typed = {"seen": text, **dict.fromkeys((*names, "go", "up", "remove", "every", "file", "page"), text)}
    answer = keeper.post(at(own, rest), typed, follow=True)
    assert answer.status_code in (200, 404)
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_database_as_often_for_one_question_as_for_three(here: Town, keeper: Client, count: int) -> None:
    more = tuple(replace(SOURCE, id=f"source{number}") for number in range(count))
    own = begun(here.organisation, here.officer, replace(OWN, sections=(Section("one", in_four("Deel"), more),)))
    found = {}
    for rest in ("", "part/question-source0/", "publish/", "when/question-source0/"):
        with CaptureQueriesContext(connection) as captured:
            assert keeper.get(at(own, rest)).status_code == 200
        found[rest] = len(captured)
    assert found == {"": 7, "part/question-source0/": 6, "publish/": 6, "when/question-source0/": 6}


def test_the_one_who_writes_stands_in_the_log(here: Town, own: Questionnaire, keeper: Client) -> None:
    send(keeper, at(own, "part/title/"), **four("title", "Nieuw"))
    entry = Entry.objects.filter(fact="questionnaire.draft_changed").get()
    assert (entry.actor_id, entry.subject_id) == (here.administrator.id, own.id)
