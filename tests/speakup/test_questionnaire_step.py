"""The step that asks what happened: questions that answers bring up, the version that a draft keeps, what is sealed."""

import re
from typing import Any

import pytest

from deontos.correspondence.actions.sittings import live, save
from deontos.correspondence.models import Item
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.sittings import keys_of
from deontos.correspondence.web.cookie import sitting_key
from deontos.keyring.readers import UnlockedReader
from deontos.questionnaires.actions import retire
from deontos.questionnaires.editions import Edition
from deontos.speakup.actions.asking import choose_questionnaires
from deontos.speakup.content import DisclosureContent
from deontos.speakup.models import Channel, Disclosure
from deontos.speakup.vocabulary import DisclosureKind
from deontos.speakup.web.answers import BEFORE_VERSIONS, Answers
from deontos.speakup.web.steps import Step
from deontos.vault.receipts import Receipt
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, TODAY, actor
from tests.factories.questionnaires import begun, changed, published, titled
from tests.factories.speakup import ANSWERS, WHAT, Reporter, faults, hidden, page, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.1")]
MORE = "Because of your answer we show a little more"
HAPPENED = "/en/lindewater/report/happened/"


@pytest.fixture
def english(reporter: Reporter) -> Reporter:
    """Somebody with a browser who reads English, at the step that asks what happened."""
    reporter.language = "en"
    reporter.fill("happened")
    reporter.look("report/happened/")
    return reporter


def asked(answer: Any) -> list[str]:
    """The names of the fields of a questionnaire in a page, in their order, each once."""
    names = re.findall(r'<(?:input|textarea|select)[^>]*\sname="([a-z_.]+)"', page(answer))
    left_out = {"csrfmiddlewaretoken", "sitting", "asks", "language", "go"}
    return [name for name in dict.fromkeys(names) if name not in left_out]


ALWAYS = [
    *("what", "domain", "when.from_day", "when.from_month", "when.from_year"),
    *("when.until_day", "when.until_month", "when.until_year", "how_long", "where", "how", "others", "fear", "help"),
]


def with_after(names: list[str], after: str, *more: str) -> list[str]:
    """The names with others after one of them."""
    place = names.index(after) + 1
    return [*names[:place], *more, *names[place:]]


def sealed(receipt: Receipt) -> DisclosureContent:
    """What was confided under a receipt."""
    disclosure = Disclosure.objects.get()
    reader = UnlockedReader(keys_of(receipt), TODAY, holder=disclosure.conversation.holder_id)
    [item] = opened(items_of(disclosure.conversation), reader)
    return DisclosureContent.read(item.content)


@pytest.mark.row("3.3")
def test_the_step_asks_the_shipped_questions_and_files_have_their_own_step(english: Reporter) -> None:
    shown = english.look("report/happened/")
    assert asked(shown) == ALWAYS
    assert hidden(shown, "asks") == "default_reporting.2"


@pytest.mark.row("3.3")
def test_an_answer_brings_up_questions_and_the_page_is_shown_once_more_without_an_error(english: Reporter) -> None:
    answer = english.send("happened", what=WHAT, domain="money")
    assert (answer.status_code, taken_back(answer), faults(answer)) == (200, set(), [])
    assert MORE in page(answer)
    assert asked(answer) == with_after(ALWAYS, "domain", "money_what")
    assert '<a href="#id_money_what">' in page(answer)
    assert WHAT in page(answer)
    again = english.send("happened", what=WHAT, domain="money")
    assert (again.status_code, again.headers["Location"]) == (303, "/en/lindewater/report/attachments/")


def test_nothing_is_shown_again_for_what_was_sent_along(english: Reporter) -> None:
    assert english.send("happened", what=WHAT, domain="both", money_what="gone", behaviour_what="").status_code == 303


def test_going_back_saving_and_another_language_ask_nothing_more(english: Reporter) -> None:
    for way in ({"go": "back"}, {"go": "save"}, {"language": "fr"}):
        english.look("report/happened/")
        assert english.send("happened", what=WHAT, domain="unknown", fear="afraid", **way).status_code == 303
    assert "fear_what" in asked(english.look("report/happened/"))


@pytest.mark.row("3.3")
def test_a_notice_of_danger_comes_with_violence_and_needs_no_answer(english: Reporter) -> None:
    english.send("happened", what=WHAT, domain="behaviour")
    answer = english.send("happened", what=WHAT, domain="behaviour", behaviour_what=["violence", "power"])
    assert (answer.status_code, "in Europe that is 112" in page(answer)) == (200, True)
    assert english.send("happened", what=WHAT, domain="behaviour", behaviour_what="violence").status_code == 303


def test_an_answer_to_what_is_hidden_is_neither_shown_nor_sealed_and_comes_back_when_it_is_asked_again(
    english: Reporter,
) -> None:
    english.send("happened", what=WHAT, domain="money")
    english.send("happened", what=WHAT, domain="money", money_what=["gone", "bribe"])
    english.look("report/happened/")
    assert english.send("happened", what=WHAT, domain="unknown", money_what="misuse").status_code == 303
    assert "money_what" not in asked(english.look("report/happened/"))
    english.send("name", **ANSWERS["name"])
    assert "Money or goods have gone" not in page(english.look("report/check/"))
    english.look("report/happened/")
    answer = english.send("happened", what=WHAT, domain="money")
    assert re.findall(r'name="money_what"[^>]*value="(\w+)"\s+checked', page(answer)) == ["misuse"]


def test_a_forged_option_is_refused(english: Reporter) -> None:
    answer = english.send("happened", what=WHAT, domain="everything", how="king")
    assert (answer.status_code, taken_back(answer)) == (200, {"domain", "how"})
    answer = english.send("happened", what=WHAT, domain="money", money_what=["gone", "forged"])
    assert (answer.status_code, taken_back(answer)) == (200, {"money_what"})


@pytest.mark.parametrize(
    ("typed", "marked", "fault"),
    [
        (
            {"when.from_month": "13", "when.from_year": "2026"},
            {"when.from_month"},
            "Write the month as a number from 1 to 12, or its name",
        ),
        ({"when.from_day": "3", "when.from_year": "2026"}, {"when.from_month"}, "Write the month as well"),
        ({"when.until_month": "mei"}, {"when.until_year"}, "Write the year as well"),
        (
            {"when.from_year": "2026", "when.until_year": "2025"},
            {"when.until_day", "when.until_month", "when.until_year"},
            "The end lies before the beginning. Change one of the two",
        ),
    ],
)
def test_only_the_wrong_part_of_a_date_is_marked_and_what_was_typed_stays(
    english: Reporter, typed: dict[str, str], marked: set[str], fault: str
) -> None:
    answer = english.send("happened", what=WHAT, **typed)
    assert (answer.status_code, taken_back(answer), faults(answer)) == (200, marked, [fault])
    for name, value in typed.items():
        assert re.search(rf'name="{re.escape(name)}" id="[\w-]+" value="{value}"', page(answer))
    first = sorted(marked, key=ALWAYS.index)[0].replace(".", "-")
    assert f'<a href="#id_{first}">' in page(answer)


@pytest.mark.row("3.3")
def test_what_was_confided_names_its_questionnaire_and_reads_in_its_words(english: Reporter, house: KeyedTown) -> None:
    del house
    receipt = english.fill(
        "send",
        happened={
            "what": WHAT,
            "domain": "unknown",
            "when.from_year": "2025",
            "when.until_month": "2",
            "when.until_year": "2026",
        },
    )
    english.send("send", **ANSWERS["send"])
    content = sealed(receipt)
    assert (content.questionnaire, content.version) == ("default_reporting", 2)
    assert content.answers == {"what": WHAT, "domain": "unknown", "when": {"from": "2025", "until": "2026-02"}}
    assert [(line.question, line.answer) for line in content.told()] == [
        ("What happened?", WHAT),
        ("Is it about money or about behaviour?", "I do not know"),
        ("When was that?", "From 2025 until February 2026"),
    ]


@pytest.mark.row("3.3", "R-001.41")
def test_a_question_about_the_policy_is_asked_other_things(reporter: Reporter) -> None:
    reporter.language = "en"
    receipt = reporter.fill("happened", kind={"kind": "question"})
    shown = reporter.look("report/happened/")
    assert hidden(shown, "asks") == "policy_question.1"
    assert asked(shown)[:2] == ["what", "topic"]
    reporter.sitting = hidden(shown, "sitting")
    assert reporter.send("happened", what="Mag dat?", topic="gifts").status_code == 303
    for step in ("name", "check", "send"):
        reporter.look(f"report/{step}/")
        reporter.send(step, **ANSWERS[step])
    assert sealed(receipt).told()[1].answer == "Gifts or invitations"


def test_another_kind_keeps_the_text_of_the_question_that_both_ask(english: Reporter) -> None:
    english.send("happened", go="back", what=WHAT, where="Stadhuis")
    english.look("report/kind/")
    english.send("kind", kind="question")
    shown = page(english.look("report/happened/"))
    assert (WHAT in shown, "Stadhuis" in shown) == (True, False)
    english.send("happened", go="back", what=WHAT)
    english.send("kind", kind="complaint")
    assert 'value="Stadhuis"' in page(english.look("report/happened/"))


@pytest.mark.row("3.1")
def test_an_own_questionnaire_is_asked_and_a_draft_keeps_the_version_it_began_with(
    english: Reporter, channel: Channel, house: KeyedTown
) -> None:
    officer = house.town.officer
    own = begun(house.town.organisation, officer)
    published(own, officer)
    choose_questionnaires(channel, {DisclosureKind.SUSPICION: str(own.id)}, by=actor(officer), at=NOW)
    assert hidden(english.look("report/happened/"), "asks") == "default_reporting.2"
    other = Reporter(language="en")
    receipt = other.fill("happened")
    assert hidden(other.look("report/happened/"), "asks") == f"{own.id}.1"
    changed(own, officer, titled("Anders"))
    published(own, officer)
    retire(own, by=actor(officer), at=NOW)
    assert hidden(other.look("report/happened/"), "asks") == f"{own.id}.1"
    other.send("happened", story="Zo ging het", source="self")
    for step in ("name", "check", "send"):
        other.look(f"report/{step}/")
        assert other.send(step, **ANSWERS[step]).status_code == 303
    content = sealed(receipt)
    assert (content.questionnaire, content.version) == (str(own.id), 1)
    assert [line.question for line in content.told()] == ["Verhaal (en)", "Bron (en)"]
    later = Reporter(language="en")
    later.fill("happened")
    assert hidden(later.look("report/happened/"), "asks") == "default_reporting.2"


def test_a_question_that_has_to_be_answered_is_not_missing_before_it_was_seen(
    reporter: Reporter, channel: Channel, house: KeyedTown
) -> None:
    reporter.language = "en"
    own = begun(house.town.organisation, house.town.officer)
    published(own, house.town.officer)
    choose_questionnaires(channel, {DisclosureKind.SUSPICION: str(own.id)}, by=actor(house.town.officer), at=NOW)
    reporter.fill("happened")
    reporter.look("report/happened/")
    answer = reporter.send("happened", story="Zo", source="paper")
    assert (answer.status_code, taken_back(answer), MORE in page(answer)) == (200, set(), True)
    assert reporter.look("report/name/").headers["Location"] == HAPPENED
    answer = reporter.send("happened", story="Zo", source="paper", paper="")
    assert (answer.status_code, taken_back(answer), MORE in page(answer)) == (200, {"paper"}, False)
    assert reporter.send("happened", story="Zo", source="paper", paper="Bon").status_code == 303


@pytest.mark.row("3.1")
def test_a_draft_from_before_there_were_versions_goes_on_with_the_first(english: Reporter, channel: Channel) -> None:
    key = sitting_key(english.client.get(HAPPENED).wsgi_request)
    assert key is not None
    sitting = live(key, channel.organisation_id, at=NOW)
    assert sitting is not None
    typed = {step: {name: [str(value)] for name, value in ANSWERS[step].items()} for step in ("code", "kind", "about")}
    draft = {
        "typed": {**typed, "happened": {"what": [WHAT], "when": ["In het najaar"]}},
        "shown": None,
        "moved_from": "",
    }
    save(sitting, draft, at=NOW)
    shown = english.look("report/happened/")
    assert hidden(shown, "asks") == "default_reporting.1"
    assert asked(shown) == ["what", "when", "where", "how", "others", "relation", "help"]
    assert 'value="In het najaar"' in page(shown)


def test_a_draft_of_which_nothing_was_chosen_begins_with_the_newest() -> None:
    assert Answers.read({}).asking == {}
    assert Answers.read({"typed": {"code": {"receipt_kept": ["on"]}}}).asking == {}
    assert Answers.read({"typed": {"kind": {"kind": ["report"]}}}).asking == BEFORE_VERSIONS
    again = Answers({Step.KIND: {"kind": ["report"]}}).asked_by(Edition("default_reporting", 2))
    assert Answers.read(again.to_draft()) == again


@pytest.mark.parametrize("asks", ["default_reporting.1", "", "nothing.1", "default_reporting.99", "x", "é.²", "a.1\0"])
def test_a_page_whose_sitting_is_gone_asks_what_it_asked_and_loses_nothing(english: Reporter, asks: str) -> None:
    english.sitting = ""
    answer = english.send("happened", what=WHAT, asks=asks, when="In het najaar", **{"when.from_year": "2025"})
    shown = page(answer)
    is_first = asks == "default_reporting.1"
    assert (answer.status_code, hidden(answer, "asks")) == (
        200,
        "default_reporting.1" if is_first else "default_reporting.2",
    )
    assert WHAT in shown
    assert ('<input type="hidden" name="when" value="In het najaar">' in shown) is not is_first
    assert re.search(r'name="when.from_year"[^>]*value="2025"', shown)


def test_fields_of_the_form_itself_are_no_answers(english: Reporter) -> None:
    english.sitting = ""
    shown = page(english.send("happened", what=WHAT, kind="report", identity="consent", attachments="x", Nonsense="y"))
    assert re.findall(r'type="hidden" name="(\w+)"', shown) == ["csrfmiddlewaretoken", "sitting", "asks"]


def test_answers_to_questions_that_are_gone_are_read_by_their_ids(english: Reporter) -> None:
    del english
    content = DisclosureContent.read(
        {
            "language": "nl",
            "kind": "suspicion",
            "subject": "staff",
            "named": [],
            "questionnaire": "00000000-0000-4000-8000-000000000000",
            "version": 3,
            "answers": {"story": "Zo", "kinds": ["a", "b"]},
        }
    )
    assert [(line.question, line.answer) for line in content.told()] == [("story", "Zo"), ("kinds", "a\nb")]
    assert Item.objects.count() == 0
