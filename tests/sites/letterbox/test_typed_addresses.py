"""Addresses as people type them from a poster, without the last slash: they lead to the page, and nowhere else."""

import pytest
from django.test import Client

from deontos.speakup.explanations import PAGES
from deontos.speakup.models import Channel
from tests.factories.organisations import organisation

pytestmark = [pytest.mark.django_db, pytest.mark.row("1.8")]

WORDS = ["", "/report", "/receipt", *(f"/{page.replace('_', '-')}" for page in PAGES)]


@pytest.fixture(autouse=True)
def lindewater() -> None:
    """A town with a reporting point, and one without."""
    Channel.objects.create(organisation=organisation("Lindewater"))
    organisation("Hazelaar")


@pytest.mark.parametrize("word", WORDS)
def test_a_page_on_a_poster_is_found_without_its_last_slash(client: Client, word: str) -> None:
    answer = client.get(f"/fr/lindewater{word}?next=https://evil.example/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/fr/lindewater{word}/")
    assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("word", WORDS)
def test_nothing_that_is_sent_is_led_on(client: Client, word: str) -> None:
    answer = client.post(f"/fr/lindewater{word}", {"go": "next"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/fr/nowhere",
        "/fr/hazelaar",
        "/fr/hazelaar/report",
        "/fr/lindewater/leave",
        "/fr/lindewater/link",
        "/fr/lindewater/report/code",
        "/fr/lindewater/receipt/mailbox",
        "/de/lindewater",
        "/fr//evil.example",
        "/fr/lindewater//evil.example",
        "/fr/lindewater/report\\evil.example",
    ],
)
def test_any_other_address_without_its_slash_is_no_page(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
