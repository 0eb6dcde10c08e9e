"""When somebody put keys into the database, nothing is sent to them, and the text stays in the page."""

import pytest

from deontos.correspondence.models import Item
from deontos.keyring.phrases import REFUSALS
from deontos.keyring.vocabulary import KeyringCode
from deontos.speakup.models import Disclosure
from tests.correspondence.intruder import Intruder
from tests.factories.speakup import Reporter, faults, page, said

WORDS = "De facturen liggen in de kelder."


@pytest.mark.row("1.4a", "1.11")
@pytest.mark.parametrize("columns", ["epoch", "holder"])
def test_a_message_is_not_sent_and_stays_in_the_page(reporter: Reporter, columns: str) -> None:
    reporter.read(reporter.confide())
    conversation, intruder = Disclosure.objects.get().conversation, Intruder()
    if columns == "epoch":
        intruder.give(intruder.epoch(conversation), conversation, intruder.holder())
    else:
        conversation.holder.verifying_public = intruder.keys.signing.public
        conversation.holder.save()
    answer = reporter.write(WORDS)
    assert (answer.status_code, faults(answer)) == (200, [said(REFUSALS[KeyringCode.KEY_NOT_AUTHENTIC])])
    assert WORDS in page(answer)
    assert Item.objects.count() == 1
