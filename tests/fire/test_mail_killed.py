"""The worker is killed again and again while it sends: no letter is lost, and a kill costs one double at most."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django_tasks_db.models import DBTaskResult

from deontos.kernel import clock
from deontos.notices.actions import write_prompt
from deontos.notices.models import Letter
from deontos.notices.vocabulary import LetterTemplate
from tests.factories.organisations import Town, town
from tests.fire import times
from tests.notices.postroom import Postroom
from tests.services.operator import deontos_started

pytestmark = [pytest.mark.row("4.6"), pytest.mark.django_db(transaction=True)]

LETTERS, KILLS = times(40, fire=2000), times(1, fire=50)
PATIENCE = 120


def until(is_so: Callable[[], bool]) -> bool:
    latest = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < latest:
        time.sleep(0.005)
    return is_so()


def written(home: Town, count: int) -> set[str]:
    """The Message-IDs of so many letters of now."""
    people = [home.manager, home.deputy, home.officer]
    return {
        write_prompt(home.organisation, people[number % 3], LetterTemplate.VAULT_MADE, at=clock.now()).message_id
        for number in range(count)
    }


def test_no_letter_is_lost_and_there_are_at_most_as_many_doubles_as_kills() -> None:
    home, chance, ids = town(), random.Random(), set[str]()
    batch = LETTERS // (KILLS + 1)
    with Postroom(slowness=0.02) as server:
        for _kill in range(KILLS):
            ids |= written(home, batch)
            before, after = len(server.read), chance.randint(1, batch - 1)
            worker = deontos_started("work", settings={"DEONTOS_SMTP_URL": server.url})
            try:
                assert until(lambda before=before, after=after: len(server.read) >= before + after)  # type: ignore[misc]
                time.sleep(chance.uniform(0, 0.02))
            finally:
                worker.send_signal(signal.SIGKILL)
                worker.communicate()
        ids |= written(home, LETTERS - len(ids))
        worker = deontos_started("work", settings={"DEONTOS_SMTP_URL": server.url})
        try:
            assert until(lambda: not Letter.objects.filter(sent_on=None).exists())
            assert until(lambda: not DBTaskResult.objects.running().exists())
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.communicate(timeout=60)
    taken = Counter(server.taken)
    assert set(taken) == ids
    assert len(ids) == LETTERS
    assert taken.total() - len(taken) <= KILLS
    assert max(taken.values()) <= 1 + KILLS
