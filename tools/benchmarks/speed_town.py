"""A town to be quick in: a hundred cases, people whose vaults a passphrase opens, and the cookies of their browsers.

With `many` after it, this makes thousands of the hundred.
"""

import json
import sys
from typing import TYPE_CHECKING, Any

from tools.benchmarks.copies import copy_cases
from tools.benchmarks.inbox import fill

if TYPE_CHECKING:
    from deontos.organisations.models import Person
    from tests.factories.keyring import KeyedTown

FEW, MANY = 100, 5_000
OPENED = 10
PASSPHRASE = "lantern orchard velvet canoe marble tulip harvest"  # noqa: S105 of vaults that are gone afterwards


def make() -> dict[str, Any]:
    """The manager's browser, the cases that were opened before, and one browser for each person with a vault."""
    from tools.benchmarks.town import make_town

    town = make_town()
    fill(town, FEW)
    people = (town.town.manager, town.town.deputy, town.town.officer, town.town.director)
    return {
        "manager": _browser(town, town.town.manager),
        "cases": _opened(town.town.manager),
        "vaults": [_with_passphrase(town, person) for person in people],
    }


def _browser(town: "KeyedTown", person: "Person") -> dict[str, str]:
    """The cookies of a browser in which somebody is signed in and has an open vault."""
    from tests.factories.administration import open_vault
    from tools.benchmarks.town import browser_of

    client = browser_of(person)
    open_vault(client, town, person)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _opened(manager: "Person") -> list[str]:
    """The addresses of cases that a manager has read before."""
    from deontos.access.gate import actor_of
    from deontos.cases.actions.opening import open_case
    from deontos.cases.models import CaseFile
    from deontos.kernel import clock

    cases = CaseFile.objects.select_related("disclosure__conversation")[:OPENED]
    by = actor_of(manager.id, on=clock.today())
    return [f"/desk/cases/{open_case(case, by=by, at=clock.now()).id}/" for case in cases]


def _with_passphrase(town: "KeyedTown", person: "Person") -> dict[str, str]:
    """The cookies of a browser in which somebody is signed in, whose vault the passphrase opens."""
    from deontos.kernel import clock
    from deontos.keyring.models import UnlockSlot
    from deontos.keyring.own_vault import existing_vault
    from deontos.keyring.secrets import install_secrets
    from deontos.keyring.vocabulary import SlotKind
    from deontos.vault.slots import make_slot
    from tools.benchmarks.town import browser_of

    vault = existing_vault(person.id)
    wrapped = make_slot(PASSPHRASE, town.keys[person.id].to_bytes(), install_secrets().pepper_kek, vault.id)
    UnlockSlot.objects.create(vault=vault, kind=SlotKind.PASSPHRASE, wrapped=wrapped, made_at=clock.now())
    return {name: morsel.value for name, morsel in browser_of(person).cookies.items()}


def main() -> int:
    """Make the town, or thousands of cases of its hundred."""
    import django

    django.setup()
    if sys.argv[1:] == ["many"]:
        copy_cases(MANY // FEW - 1)
    else:
        print(json.dumps(make()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
