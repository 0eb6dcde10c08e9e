"""Who no longer holds the office holds no key; a deputy wakes when nobody is left; the next reader changes keys."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django_tasks_db.models import DBTaskResult

from deontos.administration.actions.offices import end_office
from deontos.cases import jobs
from deontos.cases.actions.leaving import release_departed
from deontos.cases.jobs import let_go_today
from deontos.cases.queries import case_visible_to, key_bearers
from deontos.cases.vocabulary import CaseVerb
from deontos.cases.web.opened import Confided, NameStanding
from deontos.cases.web.people import accesses
from deontos.correspondence.queries import items_of, opened
from deontos.keyring.actions.certificates import end_certificates
from deontos.keyring.actions.resets import note_reset
from deontos.keyring.models import Envelope, Epoch
from deontos.keyring.vocabulary import ResetCause, WakeReason
from deontos.notices.models import WindowedNotice
from deontos.organisations.models import Office
from deontos.organisations.vocabulary import Language, OfficeKind
from deontos.sites.letterbox.reading import Mailbox
from deontos.speakup.queries import line_of
from tests.cases.snapshots import everything
from tests.factories.cases import WHAT, channel, morning, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, absent, actor, deputy, person

pytestmark = pytest.mark.row("2.5")

TOMORROW = TODAY + timedelta(days=1)


def manager_leaves(house: KeyedTown) -> None:
    """The complaints manager holds the office no longer than today."""
    end_office(house.town.manager_office, last_day=TODAY, by=actor(house.town.administrator), at=morning(TODAY))


def test_the_last_reader_goes_and_the_deputy_wakes(house: KeyedTown) -> None:
    case = told(house).opened().moved(CaseVerb.ACKNOWLEDGE)
    manager_leaves(house)
    release_departed(at=morning(TOMORROW))
    held = Envelope.objects.filter(certificate__person=house.town.manager)
    assert list(held) == []
    assert [(step.verb, step.concerns, step.because) for step in case.file.steps.order_by("position")][1:] == [
        (CaseVerb.LEAVE, house.town.manager, ""),
        (CaseVerb.STAND_IN, house.town.deputy, WakeReason.LAST_READER_LEFT),
    ]
    assert not line_of(channel(house), on=TOMORROW).is_open
    assert case_visible_to(actor(house.town.deputy, on=TOMORROW), case.id, on=TOMORROW) is not None
    assert case_visible_to(actor(house.town.manager, on=TOMORROW), case.id, on=TOMORROW) is None


def test_a_deputy_of_an_office_with_a_successor_wakes_and_reads(house: KeyedTown) -> None:
    case = told(house).opened()
    held = house.town.manager_office
    Office.objects.filter(pk=held.pk).update(holder=house.town.colleague)
    release_departed(at=morning(TOMORROW))
    steps = [(step.verb, step.concerns, step.because) for step in case.file.steps.order_by("position")]
    assert steps == [
        (CaseVerb.LEAVE, house.town.manager, ""),
        (CaseVerb.STAND_IN, house.town.deputy, WakeReason.LAST_READER_LEFT),
    ]
    assert opened(items_of(case.file.disclosure.conversation), house.reader(house.town.manager)) == []
    read = opened(items_of(case.file.disclosure.conversation), house.reader(house.town.deputy))
    assert [item.content["answers"]["what"] for item in read] == [WHAT]


def test_the_next_reader_who_writes_changes_the_keys(house: KeyedTown) -> None:
    case = told(house).opened()
    Office.objects.filter(pk=house.town.manager_office.pk).update(holder=house.town.colleague)
    release_departed(at=morning(TOMORROW))
    case.opened(by=house.town.deputy, on=TOMORROW).moved(CaseVerb.ACKNOWLEDGE, by=house.town.deputy, on=TOMORROW)
    conversation = case.file.disclosure.conversation
    newest = Epoch.objects.filter(pair=conversation.pair).latest("number")
    assert newest.number == 2
    assert {item.item_key.epoch for item in conversation.items.all()} == {newest}
    assert case.file.dossier_pair.epochs.latest("number").number == 2
    assert case.file.dossier_pair.left_on is None
    assert [item.authentic for item in opened(items_of(conversation), case.reporter(on=TOMORROW))] == [True, True]


def test_since_when_and_why_a_deputy_reads_outlives_the_change_of_keys(house: KeyedTown) -> None:
    case = told(house).opened()
    Office.objects.filter(pk=house.town.manager_office.pk).update(holder=house.town.colleague)
    release_departed(at=morning(TOMORROW))
    case.opened(by=house.town.deputy, on=TOMORROW).moved(CaseVerb.ACKNOWLEDGE, by=house.town.deputy, on=TOMORROW)
    envelope = Envelope.objects.get(epoch__pair=case.file.disclosure.conversation.pair, certificate__isnull=False)
    assert envelope.epoch is not None
    kept = envelope.epoch.number, envelope.given_on, envelope.woken_on, envelope.woken_because
    assert kept == (2, TODAY, TOMORROW, WakeReason.LAST_READER_LEFT)
    [reader] = Mailbox(case.file.disclosure.conversation, case.reporter(on=TOMORROW), TOMORROW).readers
    assert (reader.since, str(reader.ground)) == (TOMORROW, "because nobody was left who could read it")
    nothing_confided = Confided(has_key=True, content=None, name_standing=NameStanding.NONE, identity={})
    shown = accesses(key_bearers(case.file, on=TOMORROW), nothing_confided)
    assert str(shown[0].ground) == "because nobody was left who could read it"


def test_a_reader_whose_certificate_was_ended_by_a_reset_keeps_the_old_key(house: KeyedTown) -> None:
    """Renewing would seal to certified readers only: whoever waits for 72 hours must not be locked out meanwhile."""
    absent(house.town.manager, house.town.administrator)
    case = told(house).opened()
    Office.objects.filter(pk=house.town.manager_office.pk).update(holder=house.town.colleague)
    release_departed(at=morning(TOMORROW))
    end_certificates(
        house.town.organisation.id,
        OfficeKind.COMPLAINTS_MANAGER,
        house.town.deputy.id,
        ended_on=TOMORROW,
        by=None,
        at=morning(TOMORROW),
    )
    case.opened(by=house.town.deputy, on=TOMORROW).moved(CaseVerb.ACKNOWLEDGE, by=house.town.deputy, on=TOMORROW)
    conversation = case.file.disclosure.conversation
    assert conversation.pair.epochs.count() == 1
    read = opened(items_of(conversation), house.reader(house.town.deputy, on=TOMORROW))
    assert [item.authentic for item in read] == [True, True]


def test_a_last_day_that_was_recorded_before_lasts_until_its_evening(house: KeyedTown) -> None:
    """Somebody else's end, recorded in the morning, takes nobody's last day away."""
    case = told(house).opened()
    yesterday = morning(TODAY - timedelta(days=1))
    end_office(house.town.manager_office, last_day=TODAY, by=actor(house.town.administrator), at=yesterday)
    officers = Office.objects.get(kind=OfficeKind.INTEGRITY_OFFICER, organisation=house.town.organisation)
    before = everything()
    with time_machine.travel(morning(TODAY), tick=False):
        let_go_today.call(str(officers.holder_id), str(house.town.organisation.id))
    assert everything() == before
    assert case_visible_to(actor(house.town.manager), case.id, on=TODAY) is not None


def test_a_last_day_that_is_recorded_on_that_day_is_over_at_once(house: KeyedTown) -> None:
    case = told(house).opened()
    manager_leaves(house)
    with time_machine.travel(morning(TODAY), tick=False):
        let_go_today.call(str(house.town.manager.id), str(house.town.organisation.id))
    assert case_visible_to(actor(house.town.manager), case.id, on=TODAY) is None
    assert case_visible_to(actor(house.town.deputy), case.id, on=TODAY) is not None


def test_ending_an_office_today_asks_for_its_holder_alone(house: KeyedTown) -> None:
    manager_leaves(house)
    asked = DBTaskResult.objects.filter(task_path=f"{jobs.__name__}.let_go_today")
    assert [each.args_kwargs["args"] for each in asked] == [
        [str(house.town.manager.id), str(house.town.organisation.id)]
    ]


def test_cut_off_before_the_deputy_wakes_nobody_has_left_yet(house: KeyedTown) -> None:
    told(house).opened()
    Office.objects.filter(pk=house.town.manager_office.pk).update(holder=house.town.colleague)
    before = everything()

    def cut(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("INSERT") and WindowedNotice._meta.db_table in sql:
            raise ConnectionError
        return execute(sql, *rest)

    with pytest.raises(ConnectionError), connection.execute_wrapper(cut):
        release_departed(at=morning(TOMORROW))
    assert everything() == before


def test_a_co_reader_on_hold_is_not_shut_out_by_somebody_elses_message(house: KeyedTown) -> None:
    """Open conversations keep the old key's envelopes after a reset; the new key waits until that one is confirmed."""
    third = person(house.town.organisation, "Hanne Groenveld", Language.ENGLISH)
    deputy(house.town.manager_office, third, position=2)
    house.certify(third, on=TODAY - timedelta(days=60))
    for someone in (house.town.manager, house.town.deputy):
        absent(someone, house.town.administrator)
    case = told(house).opened()
    Office.objects.filter(pk=house.town.manager_office.pk).update(holder=house.town.colleague)
    release_departed(at=morning(TOMORROW))
    note_reset(house.town.deputy, ResetCause.LOGIN_RESET, by=None, at=morning(TOMORROW))
    case.opened(by=third, on=TOMORROW).moved(CaseVerb.ACKNOWLEDGE, by=third, on=TOMORROW)
    conversation = case.file.disclosure.conversation
    assert (conversation.pair.epochs.count(), conversation.pair.left_on) == (1, TOMORROW)
    read = opened(items_of(conversation), house.reader(house.town.deputy, on=TOMORROW))
    assert [item.authentic for item in read] == [True, True]


def test_who_stays_keeps_the_keys(house: KeyedTown) -> None:
    told(house).opened()
    before = everything()
    release_departed(at=morning(TODAY))
    assert everything() == before


def test_another_towns_case_is_not_touched(house: KeyedTown, hazelaar: KeyedTown) -> None:
    there = told(hazelaar).opened()
    told(house).opened()
    Office.objects.filter(pk=house.town.manager_office.pk).update(holder=house.town.colleague)
    release_departed(at=morning(TOMORROW))
    readers = Envelope.objects.filter(epoch__pair=there.file.disclosure.conversation.pair, certificate__isnull=False)
    assert {envelope.certificate.person for envelope in readers if envelope.certificate and not envelope.dormant} == {
        hazelaar.town.manager if there.handler == hazelaar.town.manager else house.town.manager
    }
