"""A questionnaire is tried on a page of its own, in each language; nothing that is typed there is kept."""

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deontos.organisations.models import Person
from deontos.questionnaires.rules.definition import Band, Look, Score, Section
from deontos.questionnaires.vocabulary import Test
from tests.factories.administration import sign_in
from tests.factories.organisations import Town
from tests.factories.questionnaires import OWN, PAPER, SOURCE, begun, changed, in_four, published, titled

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.1")]
SHIPPED = "/desk/settings/questions/financial_domain/1/"


def browser(person: Person) -> Client:
    """Somebody at the desk who reads English."""
    person.language = "en"
    person.save()
    client = Client()
    sign_in(client, person)
    return client


def page(answer: Any) -> str:
    """The text of a page, its entities read."""
    return html.unescape(answer.content.decode())


@pytest.fixture
def officer(here: Town) -> Client:
    """The integrity officer at the desk."""
    return browser(here.officer)


ASKED = {
    "nl": ("Wat is er gebeurd?", "Wat wilt u weten?"),
    "fr": ("Que s’est-il passé\N{NO-BREAK SPACE}?", "Que voulez-vous savoir\N{NO-BREAK SPACE}?"),
    "es": ("¿Qué ocurrió?", "¿Qué quiere saber?"),
}


@pytest.mark.row("3.3")
@pytest.mark.parametrize("name", ["default_reporting", "moral_domain", "financial_domain", "policy_question"])
@pytest.mark.parametrize("language", ASKED)
def test_a_shipped_questionnaire_is_looked_at_in_each_language(officer: Client, name: str, language: str) -> None:
    number = 2 if name == "default_reporting" else 1
    shown = page(officer.get(f"/desk/settings/questions/{name}/{number}/?in={language}"))
    label = ASKED[language][name == "policy_question"]
    assert label in shown
    assert f'<form method="post" class="measure stack-large" lang="{language}">' in shown
    assert re.findall(r'aria-current="page"[^>]*>\s*([^<]*?)\s*<', shown)[-1:] != []


def test_what_is_typed_brings_up_questions_and_is_told_as_it_would_be_read(officer: Client) -> None:
    asked = {
        "in": "en",
        "what": "Bonnen",
        "money_what": ["gone", "other"],
        "amount.amount": "1.250,50",
        "papers": "invoices",
    }
    first = page(officer.post(SHIPPED, asked))
    assert "Because of your answer we show a little more" in first
    assert 'href="#id_papers_where"' in first
    told = re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", first, re.S)
    assert [(question, re.sub(r"<[^>]*>", " ", answer).strip()) for question, answer in told] == [
        ("What happened?", "Bonnen"),
        ("What happened with money or goods?", "Money or goods have gone Something else"),
        ("About how much money is it?", "€1,250.50"),
        ("Where can it be seen?", "In invoices or expenses"),
    ]


def test_what_is_wrong_is_marked_and_stays(officer: Client) -> None:
    shown = page(officer.post(SHIPPED, {"in": "en", "what": "", "amount.amount": "veel", "when.from_day": "40"}))
    assert "5 things need another look" in shown
    assert 'value="veel"' in shown
    assert "What would be read" not in shown


@pytest.mark.parametrize(
    "text", ["a\0b", "{{ 7|add:7 }}%(x)s{0}", "<script>alert(1)</script>", "x" * 250_000, "\ud7ff\ufffe"]
)
def test_no_text_brings_the_page_down(officer: Client, text: str) -> None:
    names = (
        "what",
        "money_what",
        "amount.amount",
        "amount.currency",
        "when.from_day",
        "when.until_year",
        "by_day.month",
    )
    answer = officer.post(SHIPPED, {**dict.fromkeys((*names, "how", "in"), text)})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_a_score_is_told_with_its_whole_and_its_band(here: Town, officer: Client) -> None:
    pointed = replace(SOURCE, points={"self": 3, "paper": 1})
    bands = (Band(0, in_four("Weinig")), Band(50, in_four("Veel")))
    scores = (Score("sure", in_four("Zekerheid"), ("source",), bands),)
    sections = (Section("one", in_four("Deel"), (pointed,)),)
    own = begun(here.organisation, here.officer, replace(OWN, sections=sections, scores=scores))
    shown = page(officer.post(f"/desk/settings/questions/{own.id}/1/", {"source": "self"}))
    assert ("3 of 3" in shown, "Veel (en)" in shown) == (True, True)


@pytest.mark.row("3.2")
def test_a_draft_tells_what_has_to_be_put_right_and_how_far_each_language_is(here: Town, officer: Client) -> None:
    ahead = replace(PAPER, label={"nl": "Welk?"}, shown_if=Look("paper", Test.ANSWERED))
    own = begun(here.organisation, here.officer, replace(OWN, sections=(Section("one", in_four("Deel"), (ahead,)),)))
    shown = page(officer.get(f"/desk/settings/questions/{own.id}/1/"))
    assert "<code>sections[0].questions[0].shown_if.question</code>: A condition can only look back" in shown
    assert "Français, 2 of 3" in shown
    assert "Nederlands, " not in shown


def test_a_version_stays_to_be_looked_at(here: Town, officer: Client) -> None:
    own = begun(here.organisation, here.officer)
    published(own, here.officer)
    changed(own, here.officer, titled("Tweede"))
    titles = [page(officer.get(f"/desk/settings/questions/{own.id}/{number}/")) for number in (1, 2)]
    assert ["Eigen vragen (en), version 1" in titles[0], "Tweede (en), version 2" in titles[1]] == [True, True]


def test_who_keeps_no_questionnaires_here_finds_nothing(here: Town, there: Town) -> None:
    own = begun(here.organisation, here.officer)
    published(own, here.officer)
    address = f"/desk/settings/questions/{own.id}/1/"
    assert browser(here.administrator).get(address).status_code == 200
    for person in (here.manager, here.deputy, here.colleague, here.director):
        client = browser(person)
        assert [client.get(each).status_code for each in (address, SHIPPED)] == [404, 404]
    stranger = browser(there.officer)
    assert [stranger.get(each).status_code for each in (address, SHIPPED)] == [404, 200]
    assert stranger.post(address, {"what": "x"}).status_code == 404


@pytest.mark.parametrize(
    "where",
    ["nothing/1", "financial_domain/99", "financial_domain/0", f"financial_domain/{10**30}", "x-y/1", f"{'0' * 36}/1"],
)
def test_what_is_not_there_is_not_found(officer: Client, where: str) -> None:
    assert officer.get(f"/desk/settings/questions/{where}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_as_often_for_one_question_as_for_three(
    here: Town, officer: Client, count: int
) -> None:
    more = tuple(replace(SOURCE, id=f"source{number}") for number in range(count))
    own = begun(here.organisation, here.officer, replace(OWN, sections=(Section("one", in_four("Deel"), more),)))
    officer.get(f"/desk/settings/questions/{own.id}/1/")
    with CaptureQueriesContext(connection) as captured:
        officer.get(f"/desk/settings/questions/{own.id}/1/")
    assert len(captured) == 8
