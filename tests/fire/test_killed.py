"""Every process is killed at random points under eight senders: what was acknowledged opens, whole and once."""

import time
from contextlib import ExitStack
from random import Random

import pytest
from django.core.management import call_command

from deontos.audit.queries import findings
from deontos.audit.vocabulary import ChainKind
from deontos.cases.models import CaseClock, CaseFile
from deontos.correspondence.models import Conversation, Item, Sitting
from deontos.kernel import clock
from deontos.keyring.models import Epoch, ItemKey, Pair, ReceiptHolder
from deontos.organisations.models import Organisation
from deontos.speakup.models import Disclosure
from tests.factories.files import store_in
from tests.factories.keyring import keyed
from tests.factories.speakup import reporting_point
from tests.fire import IS_LONG, times
from tests.fire.running import Running, at_port, begin
from tests.fire.senders import Senders, answers, received, unopened
from tests.services.ports import free_port

SENDERS = 8
SECONDS_UNTIL_BACK = 5
OF_ONE = {Disclosure: 1, CaseFile: 1, CaseClock: 3, Conversation: 1, Pair: 3, Epoch: 3, ReceiptHolder: 1}
"""The rows that one disclosure makes, whatever is attached to it and written afterwards."""


@pytest.fixture
def home(transactional_db: None) -> Organisation:
    """A town with an open reporting point, on the day of this very run: another process has the same clock."""
    house = keyed(on=clock.today())
    reporting_point(house.town.organisation)
    call_command("migrate", verbosity=0)
    return house.town.organisation


def halves(home: Organisation) -> list[str]:
    """What is there of a disclosure without the rest of it."""
    count = Disclosure.objects.count()
    found = [
        f"{model.__name__}: {model._default_manager.count()} for {count}"
        for model, rows in OF_ONE.items()
        if model._default_manager.count() != rows * count
    ]
    if ItemKey.objects.count() != Item.objects.count():
        found.append("items without keys")
    letterless = Conversation.objects.filter(items=None).count()
    unreadable = Epoch.objects.filter(envelopes=None).count()
    found += [f"{letterless} conversations without items"] * bool(letterless)
    found += [f"{unreadable} keys for nobody"] * bool(unreadable)
    return found + [str(fault) for chain in ChainKind for fault in findings(home.id, chain)]


@pytest.mark.row("4.1")
def test_what_was_acknowledged_outlives_every_kill(
    home: Organisation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = {"DEONTOS_STORAGE_URL": store_in(tmp_path_factory.mktemp("blobs"))}
    port, chance, silent = free_port(), Random(), list[float]()
    with ExitStack() as stack:
        house = _begun(port, settings)
        stack.callback(lambda: _kill(house))
        for each in house:
            each.up()
        with Senders(port, SENDERS) as senders:
            for _each in range(times(2, fire=200)):
                time.sleep(chance.uniform(0.3, times(2, fire=4)))
                _kill(house)
                begun = time.monotonic()
                house = _begun(port, settings)
                house[0].up()
                answers(port)
                silent.append(time.monotonic() - begun)
                house[1].up()
        assert senders.failures == []
        assert unopened(port, senders.told) == []
        assert received(port, senders.told) == Disclosure.objects.count()
    assert any(told.story.is_acknowledged for told in senders.told)
    assert (halves(home), Sitting.objects.count() > 0) == ([], True)
    assert not IS_LONG or max(silent) < SECONDS_UNTIL_BACK


def _begun(port: int, settings: dict[str, str]) -> list[Running]:
    """The web process with two hands, and the background process. Both start at once, as after a power cut."""
    here = at_port(port, settings)
    return [begin("serve", "--processes", "2", settings=here), begin("work", settings=here)]


def _kill(house: list[Running]) -> None:
    for each in house:
        each.kill()
