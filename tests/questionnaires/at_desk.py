"""Somebody at the desk who keeps questionnaires, and what a test reads of a page."""

import html
import re
from typing import Any

from django.test import Client

from deontos.organisations.models import Person
from tests.factories.administration import sign_in

SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')


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


def seen_in(answer: Any) -> str:
    """The digest that a page carries."""
    found = SEEN.search(answer.content.decode())
    assert found, "the page carries no digest"
    return found[1]


def told(answer: Any) -> list[str]:
    """What is told at the top of a page, and in its error summary."""
    text = page(answer)
    summary = re.search(r"data-error-summary>.*?</div>", text, re.S)
    errors = re.findall(r"<li>(.*?)</li>", summary[0], re.S) if summary else []
    flashes = re.findall(r'class="flash[^>]*>.*?<p>(.*?)</p>', text, re.S)
    return [re.sub(r"<[^>]*>", "", each).strip() for each in (*flashes, *errors)]
