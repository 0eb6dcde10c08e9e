"""The base page of each door, and the short page for what cannot be shown."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from deontos.ui.houses import DeskHouse, Language, LetterboxHouse, Theme, VaultLock, VaultState
from deontos.ui.web.samples import GROUPS
from tests.ui.conftest import Draw

pytestmark = pytest.mark.row("1.6")

LETTERBOX = '{% extends "ui/letterbox.html" %}{% block title %}About whom{% endblock %}'
DESK = '{% extends "ui/desk.html" %}{% block title %}Today{% endblock %}'
NAME = "Gemeente <Lindewater>"


class _Form(forms.Form):
    what = forms.CharField()


def letterbox(**given: object) -> LetterboxHouse:
    """A house with as little as a public page needs."""
    return LetterboxHouse(name=NAME, sub_line="Integrity", home_href="/nl/lindewater/", **given)  # type: ignore[arg-type]


def desk(**given: object) -> DeskHouse:
    """A desk before anybody signed in."""
    return DeskHouse(name=NAME, home_href="/desk/", **given)  # type: ignore[arg-type]


def title(page: str) -> str:
    """The title of a page."""
    found = re.search(r"<title>(.*?)</title>", page, re.S)
    assert found
    return re.sub(r"\s+", " ", found[1]).strip()


def test_the_title_names_page_and_organisation(draw: Draw) -> None:
    assert title(draw(LETTERBOX, house=letterbox())) == "About whom – Gemeente &lt;Lindewater&gt;"
    assert title(draw(DESK, house=desk())) == "Today – Gemeente &lt;Lindewater&gt;"


@pytest.mark.parametrize(("page", "house"), [(LETTERBOX, letterbox()), (DESK, desk())], ids=["letterbox", "desk"])
def test_the_title_begins_with_error_when_an_answer_was_taken_back(draw: Draw, page: str, house: object) -> None:
    assert title(draw(page, house=house, form=_Form({}))).startswith("Error: ")
    assert not title(draw(page, house=house, form=_Form({"what": "x"}))).startswith("Error")
    assert not title(draw(page, house=house, form=_Form())).startswith("Error")


@pytest.mark.parametrize("language", ["nl", "fr", "en", "es"])
def test_a_page_says_its_language(draw: Draw, language: str) -> None:
    with override(language):
        assert f'<html lang="{language}" data-theme="lindewater">' in draw(LETTERBOX, house=letterbox())


def test_a_page_wears_the_theme_of_its_organisation(draw: Draw) -> None:
    assert 'data-theme="voorbeeld"' in draw(LETTERBOX, house=letterbox(theme=Theme.VOORBEELD))
    assert 'data-theme="voorbeeld"' in draw(DESK, house=desk(theme=Theme.VOORBEELD))


@pytest.mark.parametrize(("page", "house"), [(LETTERBOX, letterbox()), (DESK, desk())], ids=["letterbox", "desk"])
def test_the_way_to_the_content_is_the_first_link(draw: Draw, page: str, house: object) -> None:
    drawn = draw(page, house=house)
    assert re.findall(r'<a [^>]*href="([^"]*)"', drawn)[0] == "#main"
    assert drawn.count('id="main"') == drawn.count("<main") == 1


@pytest.mark.row("1.9")
def test_the_quick_exit_is_a_link_without_referrer_and_only_where_there_is_something_to_hide(draw: Draw) -> None:
    drawn = draw(LETTERBOX, house=letterbox(leave_href="/nl/lindewater/leave/"))
    assert '<a class="btn exit" href="/nl/lindewater/leave/" rel="noreferrer" data-quick-exit>' in drawn
    assert "data-quick-exit" not in draw(LETTERBOX, house=letterbox())


def test_languages_are_links_that_say_their_own_name(draw: Draw) -> None:
    languages = (Language("nl", "/nl/x/"), Language("fr", "/fr/x/", current=True))
    drawn = draw(LETTERBOX, house=letterbox(languages=languages))
    assert re.findall(r'<a href="(/../x/)" lang="(..)" hreflang="(..)"', drawn) == [
        ("/nl/x/", "nl", "nl"),
        ("/fr/x/", "fr", "fr"),
    ]
    assert re.findall(r'aria-label="(\w+) \(\w\w\)"', drawn) == ["Nederlands", "Français"]
    assert drawn.count('aria-current="true"') == 1


def test_languages_in_a_form_are_buttons(draw: Draw) -> None:
    languages = (Language("nl"), Language("es", current=True))
    drawn = draw('{% ui "langs" languages=languages buttons=True %}', languages=languages)
    assert re.findall(r'<button type="submit" name="language" value="(..)" lang="(..)"', drawn) == [
        ("nl", "nl"),
        ("es", "es"),
    ]


def test_the_desk_changes_its_language_by_a_form_that_comes_back(draw: Draw) -> None:
    house = desk(
        person_name="Mira Halewijn",
        languages=(Language("nl", current=True), Language("fr")),
        language_href="/desk/language/",
        here="/desk/cases/?page=2&state=<open>",
    )
    drawn = draw(DESK, house=house)
    assert '<form method="post" action="/desk/language/">' in drawn
    assert 'name="next" value="/desk/cases/?page=2&amp;state=&lt;open&gt;"' in drawn
    assert re.findall(r'<button type="submit" name="language" value="(..)"', drawn) == ["nl", "fr"]


def test_before_signing_in_the_desk_shows_no_navigation_and_no_vault(draw: Draw) -> None:
    drawn = draw(DESK, house=desk())
    assert "<nav" not in drawn
    assert "vault" not in drawn.partition("<body")[2]


@pytest.mark.row("1.12")
@pytest.mark.parametrize(
    ("state", "seconds", "words"),
    [
        (VaultState.CLOSED, 0, "Vault closed"),
        (VaultState.OPEN, 599, "Vault open, 9 min. left"),
        (VaultState.LAST_MINUTE, 59, "Vault open, less than a minute left"),
    ],
)
def test_the_lock_says_its_state_in_words(draw: Draw, state: VaultState, seconds: int, words: str) -> None:
    lock = VaultLock(state, "/desk/unlock/", "/desk/lock/", seconds)
    drawn = draw(DESK, house=desk(groups=GROUPS, vault=lock, person_name="Mira Halewijn"))
    lock_html = drawn[drawn.index('class="vault') : drawn.index('<details class="me"')]
    spoken = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", lock_html.partition(">")[2].partition("<button")[0])).strip()
    assert spoken == words


def test_what_changes_something_at_the_desk_is_posted_with_a_token() -> None:
    lock = VaultLock(VaultState.OPEN, "/desk/unlock/", "/desk/lock/", 300)
    house = desk(vault=lock, person_name="Mira Halewijn", sign_out_href="/desk/sign-out/")
    drawn = render_to_string("ui/desk.html", {"house": house}, RequestFactory().get("/desk/"))
    assert re.findall(r'method="post" action="([^"]+)"', drawn) == ["/desk/lock/", "/desk/sign-out/"]
    assert drawn.count("csrfmiddlewaretoken") == 2


def test_not_found_and_not_allowed_are_one_page() -> None:
    drawn = render_to_string("ui/error.html", {"fault": "not_found"})
    assert title(drawn) == "This page does not exist, or is not for you. – Deontos"
    assert render_to_string("ui/error.html", {"fault": "not_allowed"}) == drawn


def test_each_fault_has_a_title_of_its_own_and_a_way_home() -> None:
    pages = [
        render_to_string("ui/error.html", {"fault": fault})
        for fault in ("not_found", "server_error", "too_large", "csrf")
    ]
    assert len({title(page) for page in pages}) == 4
    assert all('href="/"' in page for page in pages)
    assert 'href="/nl/"' in render_to_string("ui/error.html", {"fault": "csrf", "home_href": "/nl/"})


def test_only_a_reporter_is_told_to_try_the_code() -> None:
    words = "Try your code"
    assert words in render_to_string("ui/error.html", {"fault": "server_error", "in_form": True})
    assert words not in render_to_string("ui/error.html", {"fault": "server_error"})
