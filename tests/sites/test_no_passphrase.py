"""A dump with the secrets, every login reset by SQL: without a passphrase no page shows a word of what is sealed."""

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.test import Client

from deontos.administration.models import Account
from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.vocabulary import Audience, CaseVerb, DossierKind
from deontos.speakup.vocabulary import IdentityChoice
from tests.factories.administration import account, desk_client, sign_in
from tests.factories.cases import ToldCase, morning, told
from tests.factories.organisations import NOW, TODAY, actor
from tests.sites.addresses import home_addresses
from tests.sites.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.row("1.4a", "2.1", "2.7", "R-000.69")]

CONFIDED, ANSWERED, NOTED, PRIVATE = "okapi-in-the-report", "tapir-in-the-answer", "ibis-in-the-note", "lynx-alone"
NAME = "Robin Voorbeeld"
WORDS = (CONFIDED, ANSWERED, NOTED, PRIVATE, NAME)


@pytest.fixture
def case(world: World) -> ToldCase:
    """A case with a word in everything that is sealed, read by the manager with the reporter's consent."""
    house = world.here.keyed
    made = told(house, what=CONFIDED, choice=IdentityChoice.CONSENT).opened()
    made = made.moved(CaseVerb.ACKNOWLEDGE, text=ANSWERED)
    for words, audience in ((NOTED, Audience.DOSSIER), (PRIVATE, Audience.MINE)):
        jotting, reader = Jotting(words, DossierKind.NOTE, audience), house.reader(made.handler)
        write_in_dossier(made.file, jotting, by=actor(made.handler), reader=reader, at=morning(TODAY))
    return made


def paths(world: World, case: ToldCase) -> list[str]:
    """Every page of the desk that can be asked for, about this very case where it is about one."""
    first = str(world.here.told.case.id)
    addresses = [each for each in home_addresses(world) if each.at_desk and "GET" in each.door.methods]
    return [address.path.replace(first, str(case.id)) for address in addresses]


def seen(client: Client, world: World, case: ToldCase) -> set[str]:
    """The words that any page shows."""
    pages = [client.get(path).content.decode(errors="replace") for path in paths(world, case)]
    return {word for word in WORDS if any(word in page for page in pages)}


def test_no_page_shows_a_word_to_whoever_reset_the_logins(world: World, case: ToldCase) -> None:
    with time_machine.travel(NOW, tick=False):
        people = {world.here.keyed.town.manager, world.here.keyed.town.deputy, *world.here.offices.values()}
        for person in people:
            if not Account.objects.filter(person=person).exists():
                account(person)
        Account.objects.update(password=make_password("chosen by the thief"))
        for person in people:
            thief = Client()
            sign_in(thief, person)
            assert seen(thief, world, case) == set()


def test_with_the_passphrase_the_very_same_pages_show_every_word(world: World, case: ToldCase) -> None:
    with time_machine.travel(NOW, tick=False):
        owner = desk_client(world.here.keyed, case.handler)
        assert seen(owner, world, case) == set(WORDS)
