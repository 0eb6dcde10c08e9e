"""Somebody at the reporting form, in one browser without JavaScript, sending what a browser sends."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import translation

from deontos.audit.models import Entry
from deontos.organisations.models import Deputy, Organisation, Person
from deontos.speakup.actions.testing import read_test, seal_test, word_of
from deontos.speakup.models import Channel, ChannelProfile
from deontos.speakup.queries import Line, line_of
from deontos.speakup.vocabulary import ProfileName
from deontos.vault.receipts import Receipt
from tests.factories.keyring import KEYED, KeyedTown
from tests.factories.organisations import NOW, STARTED, actor, deputy, person
from tests.factories.tape import taped

WHAT = "Sinds de zomer zie ik dezelfde etentjes twee keer ingediend."
CERTIFIED_ON = STARTED.replace(year=2026)
"""Long enough ago for every day of these tests."""
STEPS = ("code", "kind", "about", "happened", "attachments", "name", "check", "send")
CODE = re.compile(r">\s*((?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4})\s*<")
AUTHORITY = "Meldpunt van het gewest"


def reporting_point(home: Organisation) -> Channel:
    """The channel of an organisation, with somebody outside the house; open where there are keys."""
    return tested_point(home, authority_name=AUTHORITY, authority_telephone="0800 11 22 33", telephone="011 22 33 44")


def tested_point(home: Organisation, **settings: str) -> Channel:
    """The channel of an organisation, made with these settings and tested, or as it is there already."""
    found = Channel.objects.filter(organisation=home).first()
    if found:
        return found
    name = ("channel", home.id, *sorted(settings.items()))
    return opened_by_test(taped(name, lambda: Channel.objects.create(organisation=home, **settings)))


def opened_by_test(point: Channel, *, on: date | None = None) -> Channel:
    """The channel after everybody certified in its line read a test, on the first day of their keys."""
    house = KEYED.get(point.organisation_id)
    if house is None:
        return point
    on = on or max(certificate.valid_from for certificate in house.certificates.values())
    at, line = datetime.combine(on, NOW.timetz()), line_of(point, on=on)
    if not line.certificates:
        return point
    log = frozenset(Entry.objects.filter(organisation=point.organisation_id).values_list("id", flat=True))
    taped(("opened", point.id, at, line.members, log), lambda: _read_by_all(point, line, house, at=at))
    return point


def _read_by_all(point: Channel, line: Line, house: KeyedTown, *, at: datetime) -> None:
    on = at.date()
    with transaction.atomic():
        test = seal_test(point, line, by=house.town.officer.id, at=at)
    for someone in map(line.people.__getitem__, line.certificates):
        reader = house.reader(someone, on=on)
        read_test(test, word_of(test, reader), reader, by=actor(someone, on=on), at=at)


def under_a_law(point: Channel, chosen_by: Person, law: ProfileName = ProfileName.BE_VLG_LOCAL) -> Channel:
    """The channel under a law since long before today."""
    ChannelProfile.objects.create(channel=point, profile=law, from_on=STARTED, chosen_by=chosen_by)
    return point


def second_deputy(house: KeyedTown, name: str = "Wouter Kersgaard") -> Person:
    """A further deputy in line, certified."""
    someone = person(house.town.organisation, name)
    deputy(house.town.manager_office, someone, 2)
    house.certify(someone, on=CERTIFIED_ON)
    return someone


def without_certificate(house: KeyedTown, *people: Person) -> None:
    """End the certificates of these people."""
    for someone in people:
        someone.certificates.update(ended_on=CERTIFIED_ON)


def not_deputy(someone: Person) -> None:
    """Take somebody out of the line."""
    Deputy.objects.filter(person=someone).delete()


@dataclass
class Reporter:
    """One browser at one letterbox. `fields` are what the last page would send along unseen."""

    home: str = "lindewater"
    language: str = "nl"
    client: Client = field(default_factory=Client)
    sitting: str = ""

    def address(self, page: str = "") -> str:
        """The address of a page."""
        return f"/{self.language}/{self.home}/{page}"

    def look(self, page: str) -> Any:
        """Open a page and take over its hidden field."""
        answer = self.client.get(self.address(page))
        self.sitting = hidden(answer, "sitting") or self.sitting
        return answer

    def begin(self) -> Receipt:
        """Start a report; the receipt as the page shows it."""
        self.client.post(self.address("report/"), {"go": "next"})
        return shown_receipt(self.look("report/code/"))

    def send(self, step: str, /, **fields: object) -> Any:
        """Send a step; `go` is next unless said otherwise."""
        values = {"sitting": self.sitting, "go": "next", **fields}
        return self.client.post(self.address(f"report/{step}/"), values)

    def fill(self, until: str = "send", **answers: Mapping[str, object]) -> Receipt:
        """Begin, and answer every step before this one; the receipt."""
        receipt = self.begin()
        for step in STEPS[: STEPS.index(until)]:
            if step != STEPS[0]:  # who begins sees it already
                self.look(f"report/{step}/")
            answer = self.send(step, **{**ANSWERS[step], **answers.get(step, {})})
            assert answer.status_code == 303, f"{step}: {faults(answer)}"
        return receipt

    def confide(self, **answers: Mapping[str, object]) -> Receipt:
        """The whole form, sent."""
        receipt = self.fill("send", **answers)
        answer = self.send("send", **ANSWERS["send"])
        assert answer.status_code == 303, faults(answer)
        return receipt

    def open_with(self, receipt: Receipt) -> Any:
        """Type a receipt; the answer to it."""
        return self.client.post(self.address("receipt/"), {"receipt": receipt.text, "go": "next"})

    def read(self, receipt: Receipt) -> Any:
        """The mailbox that a receipt opens."""
        self.open_with(receipt)
        return self.look("receipt/mailbox/")

    def write(self, text: str, **fields: object) -> Any:
        """Send a message from the open mailbox."""
        values = {"sitting": self.sitting, "go": "send", "message": text, **fields}
        return self.client.post(self.address("receipt/mailbox/"), values)


ANSWERS: dict[str, Mapping[str, object]] = {
    "code": {"receipt_kept": "on"},
    "kind": {"kind": "report"},
    "about": {"about": "staff", "involved": "none"},
    "happened": {"what": WHAT},
    "attachments": {},
    "name": {"identity": "anonymous"},
    "check": {},
    "send": {"receipt_kept": "on", "go": "send"},
}


def said(words: object, **parameters: object) -> str:
    """A phrase of the house in English, filled."""
    with translation.override("en"):
        return str(words) % parameters if parameters else str(words)


def page(answer: Any) -> str:
    """The text of a page, its entities read."""
    return html.unescape(answer.content.decode())


def hidden(answer: Any, name: str) -> str:
    """The value of a hidden field of a page; empty when it is not there."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', answer.content.decode())
    return html.unescape(found.group(1)) if found else ""


def shown_receipt(answer: Any) -> Receipt:
    """The receipt that stands in a page as one text."""
    [code] = CODE.findall(answer.content.decode())
    return Receipt.read(code)


def faults(answer: Any) -> list[str]:
    """What the error summary of a page says, in its order."""
    summary = re.search(r'<div class="errors".*?</ul>', answer.content.decode(), re.S)
    items = re.findall(r"<li>(.*?)</li>", summary.group(0), re.S) if summary else []
    return [html.unescape(re.sub(r"<[^>]*>", "", item)).strip() for item in items]


def taken_back(answer: Any) -> set[str]:
    """The names of the controls that a page marks as wrong, by what stands in their tags."""
    tags = re.findall(r"<(?:input|textarea|fieldset)[^>]*aria-invalid=\"true\"[^>]*>", answer.content.decode())
    return {
        name for tag in tags for name in re.findall(r'\s(?:name|id)="(?:id_)?([a-z_]+?(?:\.[a-z_]+)?)(?:_\d+)?"', tag)
    }
