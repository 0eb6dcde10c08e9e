"""The look of an organisation: saved only when it can be read, served from this origin under an address of its own."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deontos.administration.models import HouseTheme
from deontos.administration.style_sheets import digest_of, style_sheet
from deontos.administration.web.theme import SHIPPED
from deontos.audit.models import Entry
from deontos.organisations.models import Organisation
from tests.factories.administration import sign_in
from tests.factories.keyring import keyed
from tests.factories.organisations import NOW, Town, town
from tests.factories.speakup import reporting_point

pytestmark = [pytest.mark.django_db, pytest.mark.row("2.13"), pytest.mark.usefixtures("_today")]
PAGE = "/desk/settings/theme/"
BLUE = {**SHIPPED, "brand": "#234a86", "brand_strong": "#17305a", "brand_tint": "#e8eef8", "letters": "LW"}


@pytest.fixture
def _today() -> Iterator[None]:
    """The moment at which the clock of these tests stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def here() -> Town:
    """A town with a reporting point."""
    made = keyed().town
    reporting_point(made.organisation)
    return made


@pytest.fixture
def keeper(here: Town) -> Client:
    """Its administrator at the desk, who reads English."""
    here.administrator.language = "en"
    here.administrator.save()
    client = Client()
    sign_in(client, here.administrator)
    return client


def sheet_in(page: str) -> str:
    """The address of the own style sheet in a page; empty without one."""
    return page.partition('href="/theme/')[2].partition('"')[0]


def test_a_look_is_saved_and_stands_at_both_doors(here: Town, keeper: Client) -> None:
    assert sheet_in(keeper.get(PAGE).content.decode()) == ""
    assert keeper.post(PAGE, {**BLUE, "go": "save"}).status_code == 302
    public, desk = Client().get("/nl/lindewater/").content.decode(), keeper.get(PAGE).content.decode()
    assert sheet_in(public) == sheet_in(desk) == f"lindewater/{digest_of(HouseTheme.objects.get())}.css"
    assert ">LW</span>" in public
    answer = Client().get(f"/theme/{sheet_in(public)}")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer
    assert "--deontos-color-brand: #234a86;" in answer.content.decode()
    assert 'style="' not in public
    assert Entry.objects.filter(fact="organisation.theme_saved", actor_id=here.administrator.id).count() == 1


def test_what_cannot_be_read_is_refused_with_the_figure_and_nothing_typed_is_lost(keeper: Client) -> None:
    page = keeper.post(PAGE, {**BLUE, "brand": "#7fb7be", "letters": "ZZ", "go": "save"}).content.decode()
    assert "Main colour on White of cards: 2.2 to 1. At least 4.5 to 1 is needed" in page
    assert 'value="#7fb7be"' in page
    assert 'value="ZZ"' in page
    assert not HouseTheme.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("brand", "red", "Write a colour as # and six signs"),
        ("brand_line", "#fff;} body{display:none", "Write a colour as # and six signs"),
        ("brand_tint", "", "Write a colour as # and six signs"),
        ("letters", "LWX", "Use one or two letters"),
        ("corner", "50%", "Choose one of the answers"),
        ("title_font", "Comic", "Choose one of the answers"),
    ],
)
def test_what_is_no_colour_or_letter_is_refused(keeper: Client, field: str, typed: str, said: str) -> None:
    page = keeper.post(PAGE, {**BLUE, field: typed, "go": "save"}).content.decode()
    assert said in page
    assert not HouseTheme.objects.exists()


def test_what_is_put_in_by_hand_never_becomes_a_rule_of_style(keeper: Client) -> None:
    keeper.post(PAGE, {**BLUE, "go": "save"})
    HouseTheme.objects.update(brand="red;}*{", corner="1;}*{", title_font="x;}*{")
    assert style_sheet(HouseTheme.objects.get()) == ":root[data-theme] {\n}\n"


def test_an_older_address_and_another_town_have_no_sheet(here: Town, keeper: Client) -> None:
    keeper.post(PAGE, {**BLUE, "go": "save"})
    old = sheet_in(keeper.get(PAGE).content.decode())
    keeper.post(PAGE, {**BLUE, "corner": "round", "go": "save"})
    assert Client().get(f"/theme/{old}").status_code == 404
    town("Hazelaar")
    new = sheet_in(keeper.get(PAGE).content.decode())
    assert Client().get(f"/theme/{new.replace('lindewater', 'hazelaar')}").status_code == 404
    keeper.post(PAGE, {"go": "drop"})
    assert Client().get(f"/theme/{new}").status_code == 404
    assert not HouseTheme.objects.exists()


def test_another_town_keeps_its_look_and_its_administrator_changes_no_other(here: Town, keeper: Client) -> None:
    other = town("Hazelaar")
    stranger = Client()
    sign_in(stranger, other.administrator)
    assert stranger.post(PAGE, {**BLUE, "organisation": "lindewater", "go": "save"}).status_code == 404
    for person in (here.manager, here.colleague):
        client = Client()
        sign_in(client, person)
        assert client.get(PAGE).status_code == 404
    stranger.post(PAGE, {**BLUE, "go": "save"})
    assert HouseTheme.objects.get().organisation == Organisation.objects.get(slug="hazelaar")


def test_a_look_costs_no_query(keeper: Client) -> None:
    counts = []
    for values in (None, BLUE):
        if values:
            keeper.post(PAGE, {**values, "go": "save"})
        with CaptureQueriesContext(connection) as queries:
            Client().get("/nl/lindewater/")
        counts.append(len(queries))
    assert counts == [13, 13]
