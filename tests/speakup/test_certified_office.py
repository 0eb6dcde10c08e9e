"""A certificate counts in the office that two stewards signed it for: giving somebody an office gives no key."""

import pytest

from deontos.keyring.models import Envelope
from deontos.organisations.models import Office
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.actions import confide
from deontos.speakup.models import Channel
from deontos.speakup.queries import line_of
from deontos.vault.receipts import Receipt
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import STARTED, TODAY, absent, deputy, office
from tests.factories.speakup import CERTIFIED_ON
from tests.speakup.test_confiding import words

pytestmark = [pytest.mark.row("1.4a", "R-000.69"), pytest.mark.django_db]


def certified(channel: Channel) -> list[str]:
    """Who in the line may be sealed to, in its order."""
    line = line_of(channel, on=TODAY)
    return [line.people[member.person].given_name for member in line.members if member.certified]


def test_a_key_certified_for_another_office_is_not_sealed_to(house: KeyedTown, channel: Channel) -> None:
    """An administrator who may name deputies and record absences cannot open the line to whoever has some key."""
    adviser = house.town.colleague
    house.certify(adviser, OfficeKind.INTEGRITY_ADVISER, on=CERTIFIED_ON)
    deputy(house.town.manager_office, adviser, position=2)
    absent(house.town.manager, house.town.administrator)
    absent(house.town.deputy, house.town.administrator)
    before = certified(channel)
    confide(channel, Receipt.make(), words(channel), on=TODAY)
    assert not Envelope.objects.filter(certificate__person=adviser).exists()
    house.certify(adviser, OfficeKind.COMPLAINTS_MANAGER, on=CERTIFIED_ON)
    assert certified(channel) == [*before[:2], adviser.given_name, *before[2:]]


def test_a_director_who_is_made_manager_waits_for_the_stewards(house: KeyedTown, channel: Channel) -> None:
    Office.objects.filter(pk=house.town.manager_office.pk).update(ended_on=STARTED)
    made = office(house.town.organisation, OfficeKind.COMPLAINTS_MANAGER, house.town.director)
    deputy(made, house.town.deputy)
    line = line_of(channel, on=TODAY)
    assert (line.members[0].person, line.members[0].certified, line.is_open) == (house.town.director.id, False, False)
    house.certify(house.town.director, OfficeKind.COMPLAINTS_MANAGER, on=CERTIFIED_ON)
    assert line_of(channel, on=TODAY).is_open


def test_a_newer_certificate_for_another_office_takes_nothing_away(house: KeyedTown, channel: Channel) -> None:
    before = certified(channel)
    house.certify(house.town.manager, OfficeKind.INTEGRITY_ADVISER, on=TODAY)
    assert certified(channel) == before
    own = line_of(channel, on=TODAY).certificates[house.town.manager.id]
    assert own.office == OfficeKind.COMPLAINTS_MANAGER
