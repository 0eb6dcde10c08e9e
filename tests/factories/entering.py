"""Somebody at the desk who types what another person told, in a browser without JavaScript."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.vault.receipts import Receipt
from tests.factories.administration import desk_client
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY
from tests.factories.speakup import WHAT, shown_receipt

ENTER = "/desk/enter/"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
CAME = {
    "entry-way": "phone",
    "entry-came_on": TODAY.isoformat(),
    "entry-spoken": "nl",
    "entry-kind": "report",
}
TOLD = {
    "about": "staff",
    "involved": "none",
    "what": WHAT,
    "identity": "anonymous",
    "entry-kept_as": "minutes",
    "entry-minutes": "Zij belde vanuit de auto.",
}


@dataclass
class Typist:
    """One browser at the desk, with an open vault. `kept` are the hidden fields of the last page."""

    client: Client
    kept: dict[str, list[str]] = field(default_factory=dict)

    def send(self, go: str, **fields: object) -> Any:
        """Press a button of the page, with what it carries and these fields."""
        answer = self.client.post(ENTER, {**self.kept, **fields, "go": go})
        self.kept = carried(answer)
        return answer

    def told(self, came: dict[str, Any] | None = None, told: dict[str, Any] | None = None) -> Any:
        """Everything up to the page that is read back."""
        self.send("next", **{**CAME, **(came or {})})
        return self.send("check", **{**TOLD, **(told or {})})

    def sealed(self, came: dict[str, Any] | None = None, told: dict[str, Any] | None = None) -> Receipt:
        """All of it, sealed; the receipt that was shown."""
        self.told(came, told)
        return shown_receipt(self.send("seal", **{"entry-read_back": "on"}))


def typist(house: KeyedTown, person: Person) -> Typist:
    """Somebody who types, reading English."""
    Person.objects.filter(pk=person.pk).update(language=Language.ENGLISH)
    person.refresh_from_db()
    return Typist(desk_client(house, person))


def carried(answer: Any) -> dict[str, list[str]]:
    """The hidden fields of a page, as its form would send them."""
    found: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(answer.content.decode()):
        if name != "csrfmiddlewaretoken":
            found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found
