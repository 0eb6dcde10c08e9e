"""Who writes in the database can sign in as anybody, in any office, and still reads nothing and is sealed nothing."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from deontos.correspondence.queries import items_of, opened
from deontos.keyring.actions.vaults import make_vault, propose_passphrase, unlocked_keys
from deontos.keyring.models import Envelope, ReaderCertificate, UnlockSlot, Vault, VaultSession
from deontos.keyring.own_vault import proposal_of
from deontos.keyring.readers import UnlockedReader
from deontos.organisations.models import Deputy, Office, Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.actions import DisclosureRefused
from tests.correspondence.intruder import Intruder
from tests.factories.administration import desk_client, sign_in
from tests.factories.cases import WHAT, ToldCase, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, absent, office
from tests.factories.speakup import CERTIFIED_ON

pytestmark = [pytest.mark.row("1.4a", "1.12", "R-000.69"), pytest.mark.django_db]

Takeover = Callable[[KeyedTown, ToldCase], UnlockedReader]


@pytest.fixture
def house() -> KeyedTown:
    return keyed(on=CERTIFIED_ON)


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    return told(house).opened()


def new_vault(someone: Person) -> UnlockedReader:
    """A vault made by whoever signed in as somebody, by the pages' own actions."""
    key = propose_passphrase(someone, at=NOW)
    proposal = proposal_of(someone, key, at=NOW)
    words = proposal.passphrase.split()
    make_vault(someone, key, (words[proposal.asked[0] - 1], words[proposal.asked[1] - 1]), at=NOW)
    return UnlockedReader(unlocked_keys(someone, proposal.passphrase, at=NOW), TODAY, person=someone.id)


def a_new_vault_for_the_manager(house: KeyedTown, case: ToldCase) -> UnlockedReader:
    """The manager's vault is deleted, and another one made under the name."""
    Vault.objects.filter(person=house.town.manager).delete()
    return new_vault(house.town.manager)


def own_keys_in_the_managers_vault(house: KeyedTown, case: ToldCase) -> UnlockedReader:
    """Slots, public keys and certificate of the manager are replaced by those of the administrator."""
    reader = new_vault(house.town.administrator)
    own = Vault.objects.get(person=house.town.administrator)
    vault = Vault.objects.filter(person=house.town.manager)
    UnlockSlot.objects.filter(vault=own).update(vault=vault.get())
    vault.update(sealing_public=own.sealing_public, verifying_public=own.verifying_public)
    ReaderCertificate.objects.filter(person=house.town.manager).update(
        sealing_public=own.sealing_public, verifying_public=own.verifying_public
    )
    return UnlockedReader(reader.keys, TODAY, person=house.town.manager.id)


def offices_and_a_certificate(house: KeyedTown, case: ToldCase) -> UnlockedReader:
    """The administrator becomes manager and deputy, everybody else is away, with a certificate put in by hand."""
    someone, reader = house.town.administrator, new_vault(house.town.administrator)
    Office.objects.filter(pk=house.town.manager_office.pk).update(ended_on=TODAY.replace(day=1))
    made = office(house.town.organisation, OfficeKind.COMPLAINTS_MANAGER, someone)
    Deputy.objects.update(office=made)
    for other in (house.town.manager, house.town.deputy):
        absent(other, someone)
    Intruder(reader.keys).certificate(house.town.organisation, someone, house.certificate(house.town.manager))
    return reader


def another_mans_envelopes(house: KeyedTown, case: ToldCase) -> UnlockedReader:
    """The manager's envelopes are turned into the administrator's."""
    reader = new_vault(house.town.administrator)
    signer = Intruder(reader.keys).certificate(house.town.organisation, house.town.administrator)
    Office.objects.filter(kind=OfficeKind.INTEGRITY_OFFICER).update(holder=house.town.administrator)
    Envelope.objects.filter(certificate__person=house.town.manager).update(certificate=signer.certificate)
    return reader


TAKEOVERS = (
    a_new_vault_for_the_manager,
    own_keys_in_the_managers_vault,
    offices_and_a_certificate,
    another_mans_envelopes,
)


@pytest.mark.parametrize("takeover", TAKEOVERS)
def test_nothing_old_opens_and_nothing_new_is_sealed_to_whoever_took_over(
    house: KeyedTown, case: ToldCase, takeover: Takeover
) -> None:
    reader = takeover(house, case)
    assert opened(items_of(case.file.disclosure.conversation), reader) == []
    later = _told_again(house)
    assert later is None or opened(items_of(later.file.disclosure.conversation), reader) == []


def _told_again(house: KeyedTown) -> ToldCase | None:
    """Somebody confides again; None where the reporting point has closed meanwhile."""
    try:
        return told(house, what="Nog iets")
    except DisclosureRefused:
        return None


def test_a_login_that_was_taken_over_shows_clocks_and_no_word(house: KeyedTown, case: ToldCase) -> None:
    """Password and second factor are in the database; what opens the vault is not."""
    with time_machine.travel(NOW, tick=False):
        owner = desk_client(house, house.town.manager)
        assert WHAT in owner.get(f"/desk/cases/{case.id}/").content.decode()
        thief = Client()
        sign_in(thief, house.town.manager)
        pages = [thief.get(path).content.decode() for path in (f"/desk/cases/{case.id}/", "/desk/cases/", "/desk/")]
        assert [WHAT in page or str(case.file.number) in page for page in pages] == [False] * 3
        session = VaultSession.objects.get()
        thief.cookies["__Host-vault"] = bytes(session.row_key).hex()[:43]
        assert WHAT not in thief.get(f"/desk/cases/{case.id}/").content.decode()
