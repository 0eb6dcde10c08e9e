"""The town of the journeys: as `deontos demo` makes it, with real passwords, vaults and certificates."""

import random

from deontos.kernel import clock
from deontos.sites.demo.names import ORGANISATIONS
from deontos.sites.demo.people import DemoOrganisation, make_organisation
from tests.factories.tape import taped

MANAGER, DEPUTY, SECOND_DEPUTY, OFFICER, DIRECTOR, STEWARD, ADMINISTRATOR = 0, 1, 2, 3, 11, 13, 16
SEED = 7


def make_town(number: int = 0, *, certified: bool = True) -> DemoOrganisation:
    """One of the invented organisations with an open channel; or one whose stewards have not begun.

    The same people with the same secrets in every journey of a process: a journey makes each of its towns once, and in
    the same order as any other that makes two.
    """
    name = ("journeys", number, certified, clock.today())
    chance = random.Random(SEED)
    return taped(
        name,
        lambda: make_organisation(ORGANISATIONS[number], chance, at=clock.now(), above=None, certified=certified),
    )
