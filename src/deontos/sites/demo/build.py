"""Builds the whole demo and writes down, for whoever tries it, how to sign in and which receipts open something."""

import json
import os
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from deontos.organisations.models import Organisation
from deontos.organisations.vocabulary import Language, OrganisationKind
from deontos.sites.demo.cases import DemoCase, plan, tell
from deontos.sites.demo.documents import publish_policy
from deontos.sites.demo.names import ORGANISATIONS, TOWN_BEGINNINGS, TOWN_ENDINGS, InventedOrganisation
from deontos.sites.demo.people import DemoOrganisation, make_organisation, share_keys
from deontos.sites.demo.questions import begin_questions

LIVE_RECEIPTS = 3
CLOSED = "plateau-bleu"
"""The organisation of the demo whose channel is not open, because nobody certified its readers yet."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """All that somebody needs to sign in as one person of the demo and to open the vault."""

    name: str
    offices: tuple[str, ...]
    organisation: str
    email: str
    password: str
    totp_secret: str
    vault_passphrase: str


@dataclass(frozen=True, slots=True)
class LiveReceipt:
    """A receipt of the demo that opens a mailbox."""

    receipt: str
    organisation: str
    language: str
    state: str


@dataclass(frozen=True, slots=True)
class Demo:
    """What was built."""

    people: tuple[SignIn, ...]
    receipts: tuple[LiveReceipt, ...]
    organisations: tuple[str, ...]

    def to_json(self) -> str:
        """The whole demo for programs."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False)


def build(*, organisations: int, cases: int, seed: int, at: datetime) -> Demo:
    """Make so many organisations (at least one) and cases; the same seed gives the same names and receipts."""
    chance = random.Random(seed)  # noqa: S311 # nosec B311 # a demo must come out the same, and guards nothing
    houses: list[DemoOrganisation] = []
    association: Organisation | None = None
    for invented in _invented(organisations):
        above = association if invented.kind is OrganisationKind.MUNICIPALITY else None
        house = make_organisation(invented, chance, at=at, above=above, certified=invented.slug != CLOSED)
        houses.append(house)
        if invented.kind is OrganisationKind.ASSOCIATION:
            association = house.organisation
            Organisation.objects.filter(pk=houses[0].organisation.pk).update(member_of=association)
    open_houses = [house for house in houses if house.organisation.slug != CLOSED]
    told = plan(open_houses, cases, chance, at=at)
    tell(told, until=at)
    for house in open_houses:
        share_keys(house, at=at)
        publish_policy(house, at=at)
        begin_questions(house, at=at)
    return Demo(
        people=tuple(sign_in for house in houses for sign_in in _sign_ins(house)),
        receipts=tuple(_live(told)),
        organisations=tuple(house.organisation.slug for house in houses),
    )


def write_sign_ins(demo: Demo, folder: Path) -> Path:
    """Keep the demo's sign-ins beside its data, readable for the owner only."""
    path = folder / "demo.json"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(demo.to_json())
    return path


def _invented(number: int) -> Iterator[InventedOrganisation]:
    yield from ORGANISATIONS[:number]
    towns = [beginning + ending for ending in TOWN_ENDINGS for beginning in TOWN_BEGINNINGS]
    for index in range(number - len(ORGANISATIONS)):
        town = towns[index % len(towns)] + ("" if index < len(towns) else f" {index // len(towns) + 1}")
        yield InventedOrganisation(
            town.lower().replace(" ", "-"),
            f"Gemeente {town}",
            OrganisationKind.MUNICIPALITY,
            Language.DUTCH,
            "lindewater" if index % 2 else "voorbeeld",
            "09 000 00 60",
            f"Meldpunt Integriteit, Dorpsplein 1, {town}",
        )


def _sign_ins(house: DemoOrganisation) -> Iterator[SignIn]:
    for someone in house.people:
        yield SignIn(
            name=someone.person.name,
            offices=someone.offices,
            organisation=house.organisation.slug,
            email=someone.person.email,
            password=someone.password,
            totp_secret=someone.totp_secret,
            vault_passphrase=someone.passphrase,
        )


def _live(cases: list[DemoCase]) -> Iterator[LiveReceipt]:
    """Three receipts with something to read, each in another state where there are as many."""
    by_state = {case.path[-1] if case.path else None: case for case in reversed(cases) if case.path}
    for case in list(by_state.values())[:LIVE_RECEIPTS]:
        yield LiveReceipt(case.receipt.text, case.house.organisation.slug, case.language.value, case.path[-1].value)
