"""The page on which a demo's letters are read."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import include, path, reverse
from pytest_django.asserts import assertNumQueries
from pytest_django.fixtures import Settings

from deontos.notices.actions import send_due, write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.notices.web.mailbag import letter_in, letters_in
from deontos.sites.urls import urlpatterns as house
from tests.factories.organisations import Town
from tests.notices.conftest import send_to

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HOSTILE = """From: "<b>x</b>" <a@x.org>
To: <script>alert(1)</script>@x.org
Subject: =?utf-8?q?=E2=80=AE=3Cscript=3Ealert=281=29=3C/script=3E?=
Date: not a date
Content-Type: text/html
Content-Language: "><b>x

<script>alert(2)</script>
"""

urlpatterns = [*house, path("letters/", include("deontos.notices.web.urls"))]


@pytest.fixture
def mail(settings: Settings, tmp_path: Path) -> Path:
    """The folder of this demo, with the page somewhere."""
    settings.ROOT_URLCONF = __name__
    send_to(settings, f"file://{tmp_path}/mail")
    return tmp_path / "mail"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.row("1.6")
def test_a_letter_is_read_as_it_would_have_arrived(mail: Path, client: Client, lindewater: Town) -> None:
    lindewater.manager.language = "en"
    lindewater.manager.save()
    write_prompt(lindewater.organisation, lindewater.manager, LetterTemplate.VAULT_MADE, at=AT)
    send_due(at=AT)
    [letter] = letters_in(mail)
    listed = page(client, reverse("letter_list"))
    assert "Your vault was made" in listed
    assert lindewater.manager.email in listed
    shown = page(client, reverse("letter_detail", args=[letter]))
    assert "tell your administrator today" in shown
    assert "no-reply@localhost" in shown
    assert '<div class="stack" dir="auto" lang="en">' in shown


def test_there_may_be_no_letters_yet(mail: Path, client: Client, db: None) -> None:
    assert "No letters yet" in page(client, reverse("letter_list"))


@pytest.mark.parametrize("content", [HOSTILE, "", "\x00\xff", "Content-Type: multipart/mixed\n\n"])
def test_a_hostile_file_is_shown_as_text(mail: Path, client: Client, db: None, content: str) -> None:
    mail.mkdir()
    letter = uuid4()
    (mail / f"{letter}.eml").write_bytes(content.encode("latin-1"))
    for address in (reverse("letter_list"), reverse("letter_detail", args=[letter])):
        shown = page(client, address)
        assert "<script>alert" not in shown
        assert "<b>x" not in shown


def test_other_files_are_no_letters(mail: Path, client: Client, db: None) -> None:
    mail.mkdir()
    for name in ("notes.eml", f".{uuid4()}.eml", f"{uuid4()}.txt"):
        (mail / name).write_text("Subject: secret")
    assert letters_in(mail) == []
    assert letter_in(mail, uuid4()) is None
    assert client.get(reverse("letter_detail", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("letters", [1, 3])
def test_the_list_is_paged_newest_first_and_asks_no_database(
    mail: Path, client: Client, lindewater: Town, letters: int
) -> None:
    for number in range(20 + letters):
        lindewater.manager.email = f"reader{number:02}@x.example"
        lindewater.manager.save()
        write_prompt(lindewater.organisation, lindewater.manager, LetterTemplate.VAULT_MADE, at=AT)
        send_due(at=AT)
    with assertNumQueries(0):
        first = page(client, reverse("letter_list"))
    second = page(client, f"{reverse('letter_list')}?page=2")
    numbers = [number for number in range(20 + letters) if f"reader{number:02}@" in first]
    assert numbers == list(range(letters, 20 + letters))
    assert [number for number in range(20 + letters) if f"reader{number:02}@" in second] == list(range(letters))
    assert first.index(f"reader{19 + letters}@") < first.index(f"reader{letters:02}@")


@pytest.mark.parametrize(("environment", "url"), [("production", "file:///tmp/mail"), ("demo", "smtp://127.0.0.1:9")])
def test_elsewhere_there_is_no_such_page(
    mail: Path, client: Client, db: None, settings: Settings, environment: str, url: str
) -> None:
    settings.OPERATOR = replace(settings.OPERATOR, environment=environment, smtp_url=url)
    for address in (reverse("letter_list"), reverse("letter_detail", args=[uuid4()])):
        assert client.get(address).status_code == 404
