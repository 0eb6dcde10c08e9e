"""The demo's page that stands in for everybody's phone shows codes that sign in, and does not exist in production."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as live
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories.administration import PASSWORD, SECRET, account
from tests.factories.organisations import NOW, organisation, person

pytestmark = [pytest.mark.row("1.7"), pytest.mark.django_db]

OTHER = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def someone(name: str, slug: str, secret: str, *offices: str) -> dict[str, object]:
    return {
        "name": name,
        "offices": offices,
        "organisation": slug,
        "email": f"{name.split()[0].lower()}@{slug}.example",
        "password": PASSWORD,
        "totp_secret": secret,
        "vault_passphrase": "een twee drie vier vijf zes zeven",
    }


@pytest.fixture
def _written(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """A demo with two people in one town and one in another, at a moment that stands still."""
    people = [
        someone("Mira <b>Halewijn</b>", "lindewater", SECRET, "complaints_manager"),
        someone("Joris Waterman", "lindewater", OTHER, "deputy_complaints_manager", "steward"),
        someone("Vera Vreemd", "bergstroom", OTHER, "general_director"),
    ]
    (tmp_path / "demo.json").write_text(json.dumps({"people": people}), "utf-8")
    settings.OPERATOR = replace(live.OPERATOR, data_folder=tmp_path)
    organisation("Lindewater")
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("_written")
def test_the_first_organisation_is_shown_with_codes_and_without_passwords(client: Client) -> None:
    page = client.get("/desk/codes/", headers={"accept-language": "en"}).content.decode()
    assert "Mira &lt;b&gt;Halewijn&lt;/b&gt;" in page
    assert "deputy complaints manager, steward" in page
    assert "joris@lindewater.example" in page
    assert [hidden for hidden in ("Vera", PASSWORD, SECRET, "een twee") if hidden in page] == []


@pytest.mark.usefixtures("_written")
def test_another_organisation_can_be_chosen_and_an_unknown_one_is_the_first(client: Client) -> None:
    assert "Vera Vreemd" in client.get("/desk/codes/?organisation=bergstroom").content.decode()
    assert "Joris Waterman" in client.get("/desk/codes/?organisation=nowhere").content.decode()


@pytest.mark.usefixtures("_written")
def test_a_code_on_the_page_signs_in(client: Client, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    joris = person(organisation("Elders"), "Joris Waterman")
    account(joris, password=PASSWORD, secret=OTHER)
    page = client.get("/desk/codes/").content.decode()
    code = page.split("joris@lindewater.example", 1)[1].split('translate="no">', 1)[1][:7]
    client.post("/desk/sign-in/", {"login": joris.email, "password": PASSWORD})
    assert client.post("/desk/second-factor/", {"code": code}).headers["Location"] == "/desk/"


def test_without_a_demo_there_is_no_page(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.OPERATOR = replace(live.OPERATOR, data_folder=tmp_path)
    assert client.get("/desk/codes/").status_code == 404


@pytest.mark.usefixtures("_written")
def test_in_production_there_is_no_page(client: Client, settings: Settings) -> None:
    settings.OPERATOR = replace(settings.OPERATOR, environment="production")
    for address in ("/desk/codes/", "/desk/gallery/"):
        assert client.get(address).status_code == 404
