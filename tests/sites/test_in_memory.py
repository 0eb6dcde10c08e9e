"""What our own objects say of themselves, in a debugger or a log by mistake: never a text, a name, a key or a code."""

from typing import Any

import pytest
import time_machine

from deontos.cases.models import CaseFile
from deontos.cases.vocabulary import CaseVerb
from deontos.correspondence.actions.sittings import take_up
from deontos.keyring.actions.vaults import propose_passphrase
from deontos.keyring.own_vault import proposal_of
from deontos.keyring.web.unlocking import VaultAtHand
from deontos.sites.letterbox.keeping import KeptField
from deontos.vault.receipts import Receipt
from tests.factories.administration import desk_client
from tests.factories.cases import ToldCase
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW
from tests.factories.speakup import CERTIFIED_ON, Reporter, reporting_point

pytestmark = pytest.mark.row("1.4a")

CANARY = "pimpelmees"
STANDARD = {"request", "csrf_token", "messages", "house", "form", "True", "False", "None"}
"""What the framework puts there; a form holds what was typed, for as long as the page is drawn."""


@pytest.fixture
def house(db: None) -> KeyedTown:
    made = keyed(on=CERTIFIED_ON)
    reporting_point(made.town.organisation)
    return made


def told_by(answer: Any) -> str:
    """What everything that a page was drawn from says of itself."""
    values = answer.context[0].flatten()
    assert values.keys() - STANDARD
    return " ".join(f"{name}={value!r}" for name, value in values.items() if name not in STANDARD)


@time_machine.travel(NOW, tick=False)
def test_no_page_is_drawn_from_objects_that_give_a_text_away(house: KeyedTown) -> None:
    reporter, name = Reporter(), {"identity": "consent", "name": CANARY, "reach": CANARY}
    receipt = reporter.fill("check", happened={"what": CANARY, "where": CANARY}, name=name)
    told = [told_by(reporter.look("report/check/"))]
    reporter.send("check")
    reporter.look("report/send/")
    reporter.send("send", receipt_kept="on", go="send")
    case = ToldCase(house, receipt, CaseFile.objects.get().id, house.town.manager).opened()
    case.moved(CaseVerb.ACKNOWLEDGE, text=CANARY).heard(f"{CANARY}s")
    told.append(told_by(reporter.read(receipt)))
    told.append(told_by(desk_client(house, case.handler).get(f"/desk/cases/{case.id}/")))
    assert [page.count(CANARY) for page in told] == [0, 0, 0]
    sitting = take_up(receipt, case.file.organisation_id, at=NOW)
    keys = [sitting.key, sitting.content.keys.sealing.private if sitting.content.keys else b""]
    assert [key for key in keys if repr(key)[2:20] in repr(sitting) or key.hex()[:16] in repr(sitting)] == []


def test_nothing_that_holds_a_secret_says_it(house: KeyedTown) -> None:
    key = propose_passphrase(house.town.colleague, at=NOW)
    proposal = proposal_of(house.town.colleague, key, at=NOW)
    reader, receipt = house.reader(house.town.manager), Receipt.make()
    shown = " ".join(map(repr, (proposal, VaultAtHand(key=key), reader, reader.keys, receipt, KeptField("x", CANARY))))
    secrets = [*proposal.passphrase.split(), repr(key)[2:20], receipt.symbols, CANARY]
    secrets += [repr(each.private)[2:20] for each in (reader.keys.sealing, reader.keys.signing)]
    assert [secret for secret in secrets if secret in shown] == []
