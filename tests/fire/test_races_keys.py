"""Offices, certificates and keys that end while somebody uses them: the next request is denied, and nothing is torn."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from deontos.administration.actions.offices import end_office
from deontos.audit.queries import findings
from deontos.audit.vocabulary import ChainKind
from deontos.cases.actions.dialogue import Words, answer
from deontos.cases.vocabulary import CaseVerb
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.actions.certificates import end_certificates
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.models import Envelope
from deontos.keyring.vocabulary import KeyringCode, ResetCause
from deontos.organisations.models import Office
from deontos.organisations.vocabulary import Language, OfficeKind
from deontos.speakup.actions import DisclosureRefused
from deontos.speakup.models import Disclosure
from deontos.speakup.vocabulary import SpeakupCode
from tests.factories.cases import morning, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor
from tests.factories.speakup import CERTIFIED_ON, reporting_point
from tests.fire import times
from tests.fire.racing import at_once, codes
from tests.sites.addresses import every_address
from tests.sites.visitors import Visitor, ask, at_desk
from tests.sites.world import World, make_world

pytestmark = pytest.mark.row("4.13")

ROUNDS = times(1, fire=40)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def house(transactional_db: None) -> KeyedTown:
    """A town with an open reporting point."""
    made = keyed(on=CERTIFIED_ON)
    reporting_point(made.town.organisation)
    return made


def let_in(world: World, visitor: Visitor) -> set[str]:
    """The addresses of the desk at which somebody is let in that ask for an office, or are about a case."""
    found = {each for each in every_address(world) if each.at_desk and each.exists}
    asked = [each for each in found if each.door.requires or each.about]
    return {
        f"{method} {each.name} {each.path}"
        for each in asked
        for method in ("GET", "POST")
        if method in each.door.methods and ask(visitor, method, each.path).status_code in (200, 302, 303)
    }


@pytest.mark.django_db
def test_whose_office_ends_while_the_vault_is_open_is_denied_at_the_next_request() -> None:
    with time_machine.travel(NOW, tick=False):
        world = make_world()
        manager = world.here.keyed.town.manager
        visitor = at_desk(world.here.keyed, manager, "the manager")
        assert ask(visitor, "GET", f"/desk/cases/{world.here.told.case.id}/").status_code == 200
        for held in Office.objects.filter(holder=manager, ended_on__isnull=True):
            end_office(held, last_day=YESTERDAY, by=None, at=NOW)
        after = let_in(world, visitor)
        assert after == set()


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_certificate_that_ends_while_something_is_confided_is_not_sealed_to(house: KeyedTown, number: int) -> None:
    manager, home = house.town.manager, house.town.organisation.id
    kind = OfficeKind.COMPLAINTS_MANAGER
    answers = at_once(
        lambda: told(house).id,
        lambda: end_certificates(home, kind, manager.id, ended_on=YESTERDAY, by=None, at=NOW),
    )
    refused = codes(answers)
    assert refused in ([], [SpeakupCode.READERS_CHANGED], [SpeakupCode.CHANNEL_CLOSED])
    assert Disclosure.objects.count() == (0 if refused else 1)


def test_what_was_looked_up_before_a_certificate_ended_is_refused(house: KeyedTown) -> None:
    """The very moment: the line was looked up, then the certificate ended, then it was sealed."""
    manager, home = house.town.manager, house.town.organisation.id
    ended: list[str] = []

    def ends(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        if not ended and "correspondence_draft" in sql:
            ended.append(sql)
            kind = OfficeKind.COMPLAINTS_MANAGER
            end_certificates(home, kind, manager.id, ended_on=YESTERDAY, by=None, at=NOW)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(ends), pytest.raises(DisclosureRefused) as refused:
        told(house)
    assert refused.value.code == SpeakupCode.READERS_CHANGED
    assert (Disclosure.objects.count(), Envelope.objects.filter(certificate__person=manager).count()) == (0, 0)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_an_answer_in_the_moment_of_a_reset_is_authentic_or_refused(house: KeyedTown, number: int) -> None:
    case = told(house).opened().moved(CaseVerb.ACKNOWLEDGE)
    file, by, reader = case.file, actor(case.handler), house.reader(case.handler)
    words = Words("Dank u.", Language.DUTCH)
    answers = at_once(
        lambda: answer(file, words, by=by, reader=reader, at=morning(TODAY)),
        lambda: note_reset(case.handler, ResetCause.LOGIN_RESET, by=None, at=NOW),
    )
    assert set(codes(answers)) <= {KeyringCode.NOT_CERTIFIED, KeyringCode.KEY_NOT_AUTHENTIC}
    found = opened(items_of(case.file.disclosure.conversation), case.reporter())
    written = [each for each in found if each.kind is ItemKind.MESSAGE]
    assert len(written) == (1 if codes(answers) else 2)
    assert all(each.authentic for each in found)
    home = house.town.organisation.id
    assert [fault for chain in ChainKind for fault in findings(home, chain)] == []
