"""A town with two cases that went some way, and what somebody who can write in its database does there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction

from deontos.audit.actions import record
from deontos.audit.verification import HOUSE
from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.vocabulary import Audience, CaseVerb
from deontos.correspondence.models import Conversation, Item
from deontos.keyring.authenticity import vault_details
from deontos.keyring.models import (
    Envelope,
    Vault,
)
from deontos.keyring.vocabulary import Purpose
from deontos.speakup.vocabulary import IdentityChoice
from tests.correspondence.intruder import Intruder
from tests.factories.cases import ToldCase, morning, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor

Named = set[tuple[str, str, str]]
CONFIDED, NAME, CONFIRMED, HEARD, ASKED = range(1, 6)
"""The items of the case, by position."""


@dataclass
class World:
    """A town with two cases that went some way, and somebody who can write in its database."""

    house: KeyedTown
    case: ToldCase
    other: ToldCase
    intruder: Intruder

    @property
    def conversation(self) -> Conversation:
        return self.case.file.disclosure.conversation

    def item(self, position: int) -> Item:
        return self.conversation.items.select_related("item_key").get(position=position)

    def envelopes(self, purpose: Purpose, **of: Any) -> list[Envelope]:
        pairs = {Purpose.CONVERSATION: self.conversation.pair_id, Purpose.DOSSIER: self.case.file.dossier_pair_id}
        return list(Envelope.objects.filter(epoch__pair=pairs[purpose], **of).order_by("id"))


def two_cases() -> World:
    """The town, with keys and log as the program leaves them."""
    house = keyed()
    for made in Vault.objects.select_related("person"):
        log_vault(made)
    case = told(house, choice=IdentityChoice.CONSENT).opened().moved(CaseVerb.ACKNOWLEDGE).heard().moved(CaseVerb.ASK)
    note(case, "Bonnen opgevraagd.")
    note(case, "Directeur gebeld.")
    return World(house, case, told(house).opened().moved(CaseVerb.ACKNOWLEDGE), Intruder())


def log_vault(made: Vault) -> None:
    """What making a vault with a passphrase writes into the log."""
    person, details = made.person, vault_details(made)
    with transaction.atomic():
        record(person.organisation_id, "vault.made", by=person.id, about=made.id, at=NOW, details=details)


def note(case: ToldCase, words: str, audience: Audience = Audience.DOSSIER) -> None:
    """Something written in the dossier of a case by its handler."""
    reader = case.house.reader(case.handler)
    jotting = Jotting(words, audience=audience)
    write_in_dossier(case.file, jotting, by=actor(case.handler), reader=reader, at=morning(TODAY))


def named() -> Named:
    """Every row that is named: table, id (or what stands for it) and fault."""
    found = [flaw for _room, flaw in HOUSE.run(looked=lambda _room, _count: None)]
    assert all(flaw.words for flaw in found)
    rows = {(flaw.table, flaw.row.split(" (")[0], str(flaw.fault)) for flaw in found}
    assert len(rows) == len(found)
    return rows


def change(row: models.Model, **columns: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**columns)


def exchange(one: models.Model, other: models.Model, column: str) -> None:
    values = getattr(one, column), getattr(other, column)
    change(one, **{column: values[1]})
    change(other, **{column: values[0]})


def of_items(fault: str, *items: Item) -> Named:
    return {("correspondence.item", str(item.id), fault) for item in items}


def of_keys(table: str, fault: str, *rows: models.Model | UUID | str) -> Named:
    return {(f"keyring.{table}", str(getattr(row, "pk", row)), fault) for row in rows}


def of_cases(table: str, fault: str, *rows: models.Model | UUID | str) -> Named:
    return {(f"cases.{table}", str(getattr(row, "pk", row)), fault) for row in rows}


def exchange_unique(one: models.Model, other: models.Model, column: str, world: World) -> None:
    """Exchange what is unique, with a row of no meaning in between."""
    mine, theirs = getattr(one, column), getattr(other, column)
    spare = world.intruder.pair(world.house.town.organisation).epoch.pair
    change(one, **{column: spare.id})
    change(other, **{column: mine})
    change(one, **{column: theirs})
    spare.delete()
