"""Typing for somebody else at the same moment: one page is one disclosure, and one agreement is one."""

import pytest

from deontos.cases.models import CaseFile
from deontos.correspondence.models import Conversation, Item
from deontos.correspondence.vocabulary import ItemKind
from deontos.kernel import clock
from deontos.keyring.models import ReceiptHolder
from deontos.speakup.models import Channel, Disclosure
from tests.factories.entering import Typist, typist
from tests.factories.keyring import KeyedTown
from tests.factories.speakup import CODE, Reporter
from tests.speakup.test_at_once import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("3.13")]


@pytest.fixture
def manager(house: KeyedTown, channel: Channel) -> Typist:
    """The complaints manager at the desk, at the page that seals."""
    someone = typist(house, house.town.manager)
    someone.told(came={"entry-came_on": clock.today().isoformat()})
    return someone


def test_one_page_sealed_from_three_windows_is_one_disclosure_with_one_code(manager: Typist) -> None:
    sent = {**manager.kept, "entry-read_back": "on", "go": "seal"}

    def seal() -> str:
        return ",".join(CODE.findall(manager.client.post("/desk/enter/", sent).content.decode()))

    before = ReceiptHolder.objects.count()
    codes = at_once(*[seal] * 3)
    assert sorted(len(code) for code in codes) == [0, 0, 34]
    stored = (
        Disclosure.objects.count(),
        CaseFile.objects.count(),
        Conversation.objects.filter(disclosure__isnull=False).count(),
    )
    assert stored == (1, 1, 1)
    assert ReceiptHolder.objects.count() == before + 1


def test_agreeing_from_two_windows_at_once_is_one_agreement(manager: Typist) -> None:
    answer = manager.send("seal", **{"entry-read_back": "on"})
    [code] = CODE.findall(answer.content.decode())
    reporter = Reporter(language="en")
    reporter.client.post(reporter.address("receipt/"), {"receipt": code, "go": "next"})
    reporter.look("receipt/check/")

    def agree() -> str:
        sent = {"sitting": reporter.sitting, "go": "agree", "text": "Het was in juli."}
        return str(reporter.client.post(reporter.address("receipt/check/"), sent).status_code)

    assert at_once(*[agree] * 3) == ["303"] * 3
    kinds = Item.objects.order_by("position").values_list("kind", flat=True)
    assert list(kinds) == [ItemKind.CONFIDED, ItemKind.CORRECTION, ItemKind.AGREEMENT]
