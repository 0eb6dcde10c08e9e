"""Waking a deputy: when everybody who reads a case is away, or a legal term nears unread; told and recorded."""

from datetime import date, timedelta

import pytest

from deontos.audit.models import Entry
from deontos.cases.actions.standing_in import stand_in, wake_where_due
from deontos.cases.queries import case_visible_to
from deontos.cases.vocabulary import CaseVerb
from deontos.correspondence.queries import items_of, opened
from deontos.keyring.actions.envelopes import wake
from deontos.keyring.models import Envelope
from deontos.keyring.sealing import OpenPair, give_to_person
from deontos.keyring.vocabulary import Ground, WakeReason
from deontos.notices.models import WindowedNotice
from deontos.organisations.models import Absence, Person
from deontos.organisations.vocabulary import Language, OfficeKind
from tests.cases.snapshots import everything
from tests.factories.cases import WHAT, ToldCase, morning, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, absent, actor, deputy, person

pytestmark = pytest.mark.row("2.4", "R-000.71")

DUE = TODAY + timedelta(days=7)
THREE_BEFORE = DUE - timedelta(days=3)


@pytest.fixture
def second(house: KeyedTown) -> Person:
    """A second deputy."""
    someone = person(house.town.organisation, "Hanne Groenveld", Language.ENGLISH)
    deputy(house.town.manager_office, someone, position=2)
    house.certify(someone, on=date(2026, 1, 15))
    return someone


def look(on: date = TODAY) -> None:
    """The daily look."""
    wake_where_due(at=morning(on))


def awake(case: ToldCase) -> set[str]:
    """Who has keys that open, of conversation and dossier alike."""
    by_pair: dict[str, set[str]] = {}
    for envelope in Envelope.objects.filter(certificate__isnull=False, dormant=False):
        assert envelope.epoch is not None
        assert envelope.certificate is not None
        by_pair.setdefault(envelope.epoch.pair.purpose, set()).add(envelope.certificate.person.given_name)
    assert by_pair["conversation"] == by_pair["dossier"]
    return by_pair["conversation"]


def test_an_absence_of_the_only_reader_wakes_the_first_deputy_only(house: KeyedTown, second: Person) -> None:
    case = told(house)
    absent(house.town.manager, house.town.administrator)
    look()
    assert awake(case) == {"Mira", "Joris"}
    read = opened(items_of(case.file.disclosure.conversation), house.reader(house.town.deputy))
    assert [item.content["answers"]["what"] for item in read] == [WHAT]
    assert case_visible_to(actor(house.town.deputy), case.id, on=TODAY) is not None


def test_it_is_told_recorded_and_announced_by_a_letter_in_the_next_window(house: KeyedTown) -> None:
    case = told(house)
    absent(house.town.manager, house.town.administrator)
    look()
    step = case.file.steps.get()
    told_of = (step.verb, step.taken_by, step.concerns, step.because)
    assert told_of == (CaseVerb.STAND_IN, None, house.town.deputy, WakeReason.ABSENCE)
    envelope = Envelope.objects.get(certificate__person=house.town.deputy, epoch__pair__purpose="conversation")
    assert (envelope.woken_on, envelope.woken_because) == (TODAY, WakeReason.ABSENCE)
    assert Entry.objects.filter(fact="case.deputy_woken", subject_id=case.id, actor_id=None).count() == 1
    assert WindowedNotice.objects.filter(recipient=house.town.deputy, written_on=TODAY).count() == 1


@pytest.mark.parametrize("recorder", ["the manager", "an administrator"])
def test_somebody_else_than_the_deputy_recorded_it(house: KeyedTown, recorder: str) -> None:
    by = house.town.manager if recorder == "the manager" else house.town.administrator
    case = told(house)
    absent(house.town.manager, by)
    look()
    assert awake(case) == {"Mira", "Joris"}


def test_a_deputy_wakes_nobody_by_saying_that_the_manager_is_away(house: KeyedTown) -> None:
    told(house)
    absent(house.town.manager, house.town.deputy)
    before = everything()
    look()
    assert everything() == before


def granted_until(case: ToldCase, someone: Person, last_day: date) -> None:
    """Somebody read all of a case until a day, beside the manager."""
    for pair in (case.file.disclosure.conversation.pair, case.file.dossier_pair):
        reader = case.house.reader(case.handler)
        epoch = reader.epoch_to_seal_to(pair, given_by=case.file.disclosure.conversation.holder)
        give_to_person(
            OpenPair(epoch, reader.pair_of(epoch)),
            case.house.certificate(someone, OfficeKind.INTEGRITY_OFFICER),
            by=reader.signer(certificate=case.house.certificate(case.handler)),
            on=TODAY,
            ground=Ground.HANDLING_NEED,
            until=last_day,
        )


def test_one_whose_time_is_over_is_no_reader_who_is_there(house: KeyedTown) -> None:
    case = told(house)
    granted_until(case, house.town.officer, TODAY)
    absent(house.town.manager, house.town.administrator)
    before = everything()
    look()
    assert everything() == before
    absent(house.town.manager, house.town.administrator, on=TODAY + timedelta(days=1))
    look(TODAY + timedelta(days=1))
    assert awake(case) == {"Mira", "Joris", "Jolien"}


def test_what_nobody_reads_any_more_is_looked_after_in_the_morning(house: KeyedTown) -> None:
    """Whatever took the last key, and however it was cut off: the next look wakes a deputy."""
    case = told(house).opened().moved(CaseVerb.ACKNOWLEDGE, CaseVerb.CLOSE)
    Envelope.objects.filter(certificate__person=house.town.manager).delete()
    look()
    assert awake(case) == {"Joris"}
    assert case.file.steps.latest("position").because == WakeReason.LAST_READER_LEFT


def test_when_the_first_deputy_said_so_the_second_is_woken(house: KeyedTown, second: Person) -> None:
    case = told(house)
    absent(house.town.manager, house.town.deputy)
    look()
    assert awake(case) == {"Mira", "Hanne"}


def test_a_deputy_who_is_away_is_passed_over(house: KeyedTown, second: Person) -> None:
    case = told(house)
    absent(house.town.manager, house.town.administrator)
    absent(house.town.deputy, house.town.administrator)
    look()
    assert awake(case) == {"Mira", "Hanne"}


def test_while_a_reader_is_there_nobody_is_woken(house: KeyedTown) -> None:
    told(house)
    Absence.objects.create(
        person=house.town.manager,
        started_on=TODAY + timedelta(days=1),
        ended_on=None,
        recorded_by=house.town.administrator,
    )
    before = everything()
    look()
    assert everything() == before
    look(TODAY + timedelta(days=1))
    assert everything() != before


def test_once_woken_nobody_is_woken_again(house: KeyedTown, second: Person) -> None:
    told(house)
    absent(house.town.manager, house.town.administrator)
    look()
    before = everything()
    look()
    assert everything() == before


@pytest.mark.parametrize(("day", "woken"), [(THREE_BEFORE - timedelta(days=1), False), (THREE_BEFORE, True)])
def test_three_days_before_a_legal_term_ends_unread(house: KeyedTown, day: date, woken: bool) -> None:
    case = told(house, on=TODAY)
    look(day)
    assert awake(case) == ({"Mira", "Joris"} if woken else {"Mira"})
    if woken:
        assert case.file.steps.get().because == WakeReason.UNREAD


def test_what_was_opened_is_not_unread(house: KeyedTown) -> None:
    told(house).opened()
    before = everything()
    look(DUE)
    assert everything() == before


def test_a_closed_case_wakes_nobody(house: KeyedTown) -> None:
    told(house).opened().moved(CaseVerb.ACKNOWLEDGE, CaseVerb.CLOSE)
    absent(house.town.manager, house.town.administrator)
    before = everything()
    look()
    assert everything() == before


def test_who_is_named_is_not_woken(house: KeyedTown) -> None:
    told(house, house.town.deputy)
    absent(house.town.manager, house.town.administrator)
    before = everything()
    look()
    assert everything() == before


def test_a_deputy_whose_certificate_ended_is_not_woken(house: KeyedTown) -> None:
    told(house)
    certificate = house.certificate(house.town.deputy)
    certificate.ended_on = TODAY
    certificate.save()
    absent(house.town.manager, house.town.administrator)
    before = everything()
    look()
    assert everything() == before


@pytest.mark.row("2.8")
def test_an_envelope_that_somebody_put_in_is_not_woken(house: KeyedTown) -> None:
    case = told(house)
    sleeping = Envelope.objects.filter(dormant=True, epoch__pair=case.file.disclosure.conversation.pair)
    other = told(house)
    foreign = Envelope.objects.get(dormant=True, epoch__pair=other.file.disclosure.conversation.pair)
    sleeping.update(sealed=foreign.sealed, signature=foreign.signature)
    assert not wake(case.file.disclosure.conversation.pair_id, house.town.deputy.id, WakeReason.ABSENCE, on=TODAY)
    assert sleeping.count() == 1


def test_a_look_that_comes_too_late_changes_nothing(house: KeyedTown) -> None:
    """Two workers look at once: the second finds the deputy awake already."""
    case = told(house)
    absent(house.town.manager, house.town.administrator)
    assert stand_in(case.id, WakeReason.ABSENCE, at=morning(TODAY))
    before = everything()
    assert not stand_in(case.id, WakeReason.ABSENCE, at=morning(TODAY))
    assert everything() == before


def test_the_look_costs_as_much_with_three_cases_that_need_nothing_as_with_one(
    house: KeyedTown, django_assert_num_queries: object
) -> None:
    for _number in range(3):
        told(house)
        with django_assert_num_queries(3):  # type: ignore[operator]
            look()
