"""A town with an open reporting point, made on the day of the measurement."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from deontos.organisations.models import Person
    from tests.factories.keyring import KeyedTown


def make_town() -> "KeyedTown":
    """Everybody in place and certified as of today. Needs a house whose settings are loaded."""
    from deontos.kernel import clock
    from tests.factories.keyring import keyed
    from tests.factories.speakup import reporting_point

    made = keyed(on=clock.today())
    reporting_point(made.town.organisation)
    return made


def browser() -> "Client":
    """A browser at the address of this house."""
    from django.test import Client

    return Client(SERVER_NAME="localhost")


def browser_of(person: "Person") -> "Client":
    """A browser in which somebody is signed in."""
    from tests.factories.administration import sign_in

    client = browser()
    sign_in(client, person)
    return client


def main() -> int:
    """Make the town, for a server that is started afterwards."""
    import django

    django.setup()
    make_town()
    return 0


if __name__ == "__main__":
    sys.exit(main())
