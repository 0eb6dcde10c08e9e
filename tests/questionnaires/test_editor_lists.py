"""The list of questionnaires, beginning one, and files that go out and come in."""

import json
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deontos.questionnaires.actions import retire
from deontos.questionnaires.models import Questionnaire
from deontos.questionnaires.queries import definition_at, newest_version
from deontos.questionnaires.rules.definition import Definition, Look
from deontos.questionnaires.rules.files import LARGEST_FILE, written_file
from deontos.questionnaires.shelf import shipped, versions
from deontos.questionnaires.vocabulary import Test
from tests.factories.organisations import NOW, Town, actor
from tests.factories.questionnaires import OWN, PAPER, begun, changed, published, titled
from tests.questionnaires.at_desk import browser, page, seen_in, told
from tests.questionnaires.samples import WHOLE

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.2")]
HOME = "/desk/settings/questions/"


@pytest.fixture
def keeper(here: Town) -> Client:
    """The administrator at the desk."""
    return browser(here.administrator)


def rows_in(text: str) -> list[list[str]]:
    """The cells of each row of the first table."""
    body = text.split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in body.split("<tr>")[1:]]
    return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in row] for row in cells]


def test_the_list_says_how_far_each_is_and_shows_no_other_town(here: Town, there: Town, keeper: Client) -> None:
    begun(there.organisation, there.officer, titled("Niet hier"))
    begun(here.organisation, here.officer, replace(OWN, title={}))
    twice, gone = (begun(here.organisation, here.officer, titled(name)) for name in ("Tweemaal", "Weg"))
    for each in (twice, gone):
        published(each, here.officer)
    changed(twice, here.officer, titled("Nu anders"))
    retire(gone, by=actor(here.officer), at=NOW)
    found = rows_in(page(keeper.get(HOME)))
    day = "24 November 2026"
    assert sorted(found[:2]) == [
        ["Nu anders (en)", f"Version 1, {day}", "Version 2"],
        ["Without a name", "Not yet", "Version 1"],
    ]
    assert found[2:] == [["Weg (en)", f"Retired on {day}", ""]]


def test_the_list_names_what_is_shipped_with_ways_to_try_it_and_to_make_one_like_it(keeper: Client) -> None:
    shown = page(keeper.get(HOME))
    for name, numbers in versions().items():
        assert f'href="{HOME}{name}/{numbers[-1]}/"' in shown
        assert f"begin/?organisation=lindewater&like={name}.{numbers[-1]}" in shown
    assert "You have no questionnaires of your own yet" in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_row_as_for_three(here: Town, keeper: Client, count: int) -> None:
    for _each in range(count):
        published(begun(here.organisation, here.officer), here.officer)
    with CaptureQueriesContext(connection) as captured:
        keeper.get(HOME)
    assert len(captured) == 10


def test_a_long_list_is_paged(here: Town, keeper: Client) -> None:
    for number in range(21):
        begun(here.organisation, here.officer, titled(f"Lijst {number}"))
    assert [len(rows_in(page(keeper.get(f"{HOME}?page={number}")))) for number in (1, 2)] == [20, 1]


@pytest.mark.parametrize("name", versions())
def test_one_like_a_shipped_one_asks_the_same_under_a_name_of_its_own(keeper: Client, name: str) -> None:
    edition = f"{name}.{versions()[name][-1]}"
    assert f'value="{edition}" selected' in page(keeper.get(f"{HOME}begin/?like={edition}"))
    answer = keeper.post(f"{HOME}begin/", {"title": "Of our own", "like": edition})
    own = Questionnaire.objects.get()
    assert answer.headers["Location"] == f"{HOME}{own.id}/"
    made, original = definition_at(newest_version(own)), shipped(name, versions()[name][-1])
    assert (made.title, made.sections, made.scores) == ({"en": "Of our own"}, original.sections, original.scores)


def test_a_questionnaire_of_another_town_is_no_example(here: Town, there: Town, keeper: Client) -> None:
    other = begun(there.organisation, there.officer, titled("Niet hier"))
    published(other, there.officer)
    assert "Niet hier" not in page(keeper.get(f"{HOME}begin/?like={other.id}.1"))
    answer = keeper.post(f"{HOME}begin/", {"title": "Zo", "like": f"{other.id}.1"})
    assert told(answer) == ["Choose one of the answers"]
    assert list(Questionnaire.objects.filter(organisation=here.organisation)) == []


@pytest.mark.parametrize(
    ("title", "words"),
    [("", "Answer this question"), ("x" * 201, "Use at most 200 characters"), ("a\0b", "Your text holds a sign")],
)
def test_a_name_that_cannot_be_kept_is_told_and_stays(keeper: Client, title: str, words: str) -> None:
    answer = keeper.post(f"{HOME}begin/", {"title": title, "like": ""})
    assert [each[: len(words)] for each in told(answer)] == [words]
    assert not Questionnaire.objects.exists()


def test_the_keeper_of_another_town_begins_nothing_here(here: Town, there: Town) -> None:
    client = browser(there.administrator)
    for rest in ("", "begin/", "import/"):
        assert client.get(f"{HOME}{rest}?organisation={here.organisation.slug}").status_code == 404
    for rest, typed in (("begin/", {"title": "Zo"}), ("import/", {"file": written_file(OWN).decode()})):
        answer = client.post(f"{HOME}{rest}", {"organisation": here.organisation.slug, **typed})
        assert answer.status_code == 404
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize("who", ["manager", "deputy", "colleague", "director"])
def test_who_keeps_no_questionnaires_finds_no_list(here: Town, who: str) -> None:
    client = browser(getattr(here, who))
    assert [client.get(f"{HOME}{rest}").status_code for rest in ("", "begin/", "import/")] == [404] * 3


def exported(client: Client, own: Questionnaire, number: int = 1) -> bytes:
    """The file of a version, as it is downloaded."""
    answer = client.get(f"{HOME}{own.id}/{number}/export/")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{own.id}-{number}.json"'
    assert answer.headers["Content-Type"] == "application/json"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    return answer.content


@pytest.mark.parametrize(
    "definition", [OWN, WHOLE, *(shipped(name, 1) for name in versions())], ids=lambda each: each.id
)
def test_what_goes_out_comes_in_again_as_it_was(here: Town, keeper: Client, definition: Definition) -> None:
    own = begun(here.organisation, here.officer, definition)
    file = exported(keeper, own)
    answer = keeper.post(f"{HOME}import/", {"file": file.decode().replace("\n", "\r\n")})
    [again] = Questionnaire.objects.exclude(pk=own.pk)
    assert answer.headers["Location"] == f"{HOME}{again.id}/"
    assert newest_version(again).definition == newest_version(own).definition
    assert exported(keeper, again) == file


def test_a_file_takes_the_place_of_a_draft_that_was_looked_at(here: Town, keeper: Client) -> None:
    own = begun(here.organisation, here.officer)
    address = f"{HOME}{own.id}/import/"
    seen = seen_in(keeper.get(address))
    changed(own, here.officer, titled("Intussen"))
    file = written_file(titled("Uit een bestand")).decode()
    answer = keeper.post(address, {"seen": seen, "file": file})
    assert "Somebody else changed these questions meanwhile" in told(answer)[0]
    assert "Uit een bestand (nl)" in page(answer)
    keeper.post(address, {"seen": seen_in(answer), "file": file})
    assert definition_at(newest_version(own)).title == titled("Uit een bestand").title


ITSELF = replace(OWN.sections[0], questions=(replace(PAPER, shown_if=Look("paper", Test.ANSWERED)),))
CYCLIC = written_file(replace(OWN, sections=(ITSELF,))).decode()
DEEP = json.loads(written_file(OWN))
DEEP["sections"][0]["shown_if"] = json.loads('{"not": ' * 20 + '{"question": "story", "answered": true}' + "}" * 20)


@pytest.mark.parametrize(
    ("file", "place", "words"),
    [
        (
            CYCLIC,
            "sections[0].questions[0].shown_if.question",
            "A condition can only",
        ),
        ("{\n  no", "", "The file cannot be read from line 2, character 3 on"),
        (json.dumps(DEEP), None, "Too many parts stand inside one another here: at most 16"),
        ("[" * 200_000, "", "Too many parts stand inside one another here"),
        ('"' + "x" * LARGEST_FILE + '"', "", f"The file has {LARGEST_FILE + 2} bytes"),
        ('{"format": "else", "title": {}, "sections": []}', "format", "“else” is not known here"),
        ("[]", "", "An object with names has to stand here"),
    ],
    ids=["cyclic", "malformed", "too deep", "far too deep", "too large", "of another kind", "no object"],
)
def test_a_file_that_cannot_be_taken_is_refused_with_the_place(
    keeper: Client, file: str, place: str | None, words: str
) -> None:
    answer = keeper.post(f"{HOME}import/", {"file": file})
    assert told(answer) == ["This text cannot be taken as it is. Below stands what is wrong, and where."]
    [[where, what]] = rows_in(page(answer))
    assert what.startswith(words)
    assert place is None or where == (place or "The whole file")
    assert not Questionnaire.objects.exists()
    assert file[:200] in page(answer)


def test_many_faults_are_told_at_once_and_paged_with_the_text_still_there(keeper: Client) -> None:
    sections = [{"id": f"S{number}", "title": {}, "questions": []} for number in range(25)]
    file = json.dumps({"format": "deontos-questionnaire-1", "title": {}, "sections": sections})
    first = keeper.post(f"{HOME}import/", {"file": file})
    second = keeper.post(f"{HOME}import/", {"file": file, "page": "2"})
    places = [where for answer in (first, second) for where, _what in rows_in(page(answer))]
    assert places == [f"sections[{number}].id" for number in range(25)]
    assert file in page(second)
    assert ('name="page" value="2"' in page(first), 'name="page" value="1"' in page(second)) == (True, True)


@pytest.mark.parametrize(
    "text", ["", "a\0b", "{{ 7|add:7 }}", "\ud7ff\ufffe", "9" * 100_000, '{"title":{"nl":"\\ud800"}}']
)
def test_no_text_that_is_pasted_brings_the_page_down(keeper: Client, text: str) -> None:
    answer = keeper.post(f"{HOME}import/", {"file": text})
    assert (answer.status_code, len(told(answer))) == (200, 1)
    assert not Questionnaire.objects.exists()


def test_who_keeps_none_here_has_no_file_of_it(here: Town, there: Town) -> None:
    own = begun(here.organisation, here.officer)
    assert browser(there.officer).get(f"{HOME}{own.id}/1/export/").status_code == 404
    assert browser(here.manager).get(f"{HOME}default_reporting/2/export/").status_code == 404
    assert browser(here.officer).get(f"{HOME}default_reporting/99/export/").status_code == 404


@pytest.mark.row("4.17")
@pytest.mark.parametrize("count", [1, 3])
def test_the_editor_asks_the_database_as_often_for_one_version_as_for_three(
    here: Town, keeper: Client, count: int
) -> None:
    own = begun(here.organisation, here.officer)
    for number in range(count):
        published(own, here.officer)
        changed(own, here.officer, titled(f"Nog een {number}"))
    with CaptureQueriesContext(connection) as captured:
        answer = keeper.get(f"{HOME}{own.id}/")
    assert (len(answer.context["page"].object_list), len(captured)) == (count, 8)
