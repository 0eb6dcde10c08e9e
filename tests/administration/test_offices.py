"""Offices are given, ended and deputised: written down, recorded, told, and with a warning where one is due."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from deontos.administration.actions import deputies, offices
from deontos.administration.actions.offices import Mandate
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.events import AbsenceRecorded, OfficeEnded, OfficeHeld
from deontos.administration.vocabulary import AdministrationCode
from deontos.audit.models import Entry
from deontos.kernel.events import Registry, using, when
from deontos.keyring.queries import trusted_certificates
from deontos.organisations.models import Deputy, Office, Person
from deontos.organisations.queries import deputies_of, holder_of
from deontos.organisations.vocabulary import CombinationWarning as Warning_
from deontos.organisations.vocabulary import OfficeKind
from tests.factories.keyring import keyed
from tests.factories.organisations import NOW, STARTED, TODAY, Town, actor, person, town, unit, works_in

pytestmark = [pytest.mark.row("1.5"), pytest.mark.django_db]

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def lindewater() -> Town:
    return town()


@pytest.fixture
def told() -> Iterator[list[object]]:
    """The facts that were announced, in order."""
    heard: list[object] = []
    with using(Registry()):
        for kind in (OfficeHeld, OfficeEnded, AbsenceRecorded):
            when(kind, heard.append)
        yield heard


def recorded() -> list[tuple[str, object, object, str]]:
    """Fact, actor, subject and details of every row of the audit chain."""
    return list(Entry.objects.order_by("number").values_list("fact", "actor_id", "subject_id", "details"))


@pytest.mark.row("R-000.11", "R-000.17")
def test_an_appointment_is_written_down_recorded_and_told(lindewater: Town, told: list[object]) -> None:
    home, tom, by = lindewater.organisation, lindewater.colleague, actor(lindewater.administrator)
    appointed = offices.appoint(
        home,
        OfficeKind.AUDITOR,
        tom,
        started_on=TODAY,
        by=by,
        at=NOW,
        mandate=Mandate("Besluit 2026/12", Decimal("4.5")),
    )
    office = Office.objects.get(kind=OfficeKind.AUDITOR)
    assert (office.holder, office.started_on, office.ended_on) == (tom, TODAY, None)
    assert (office.mandate_document, office.mandate_hours_a_week) == ("Besluit 2026/12", Decimal("4.5"))
    assert (appointed.office, appointed.warnings) == (office, ())
    details = f'{{"from":"2026-11-24","holder":"{tom.id}","kind":"auditor"}}'
    assert recorded() == [("office.held", by.person, office.id, details)]
    assert told == [OfficeHeld(home.id, office.id, OfficeKind.AUDITOR, tom.id, TODAY, NOW)]


def test_the_set_up_of_an_installation_acts_as_nobody(lindewater: Town) -> None:
    offices.appoint(
        lindewater.organisation, OfficeKind.AUDITOR, lindewater.colleague, started_on=TODAY, by=None, at=NOW
    )
    assert [(fact, by) for fact, by, _about, _details in recorded()] == [("office.held", None)]


def test_somebody_of_another_organisation_may_hold_an_office_here(lindewater: Town) -> None:
    outside = town("Bergstroom").officer
    appointed = offices.appoint(
        lindewater.organisation, OfficeKind.EXTERNAL_EXPERT, outside, started_on=TODAY, by=None, at=NOW
    )
    assert appointed.warnings == ()
    assert holder_of(lindewater.organisation, OfficeKind.EXTERNAL_EXPERT, on=TODAY) == appointed.office


@pytest.mark.row("R-000.14", "R-000.15")
@pytest.mark.parametrize(
    ("held", "new", "warnings"),
    [
        ([OfficeKind.INTEGRITY_OFFICER], OfficeKind.INTEGRITY_ADVISER, (Warning_.OFFICER_IS_ADVISER,)),
        ([OfficeKind.DEPARTMENT_HEAD], OfficeKind.COMPLAINTS_MANAGER, (Warning_.MANAGER_IS_DEPARTMENT_HEAD,)),
        (
            [OfficeKind.INTEGRITY_OFFICER, OfficeKind.INTEGRITY_ADVISER],
            OfficeKind.COMPLAINTS_MANAGER,
            (Warning_.MANAGER_IS_OFFICER, Warning_.MANAGER_IS_ADVISER),
        ),
        ([OfficeKind.INTEGRITY_OFFICER, OfficeKind.INTEGRITY_ADVISER], OfficeKind.AUDITOR, ()),
        ([], OfficeKind.COMPLAINTS_MANAGER, ()),
    ],
)
def test_a_combination_warns_about_the_new_office_and_blocks_nothing(
    held: list[OfficeKind], new: OfficeKind, warnings: tuple[Warning_, ...]
) -> None:
    home = town("Nergens").organisation
    Office.objects.filter(organisation=home).delete()
    someone = person(home, "Rik Toets")
    for kind in held:
        offices.appoint(home, kind, someone, started_on=STARTED, by=None, at=NOW)
    appointed = offices.appoint(home, new, someone, started_on=TODAY, by=None, at=NOW)
    assert (appointed.warnings, appointed.office.holder) == (warnings, someone)


def test_an_office_elsewhere_or_from_before_is_no_combination(lindewater: Town) -> None:
    other = town("Bergstroom")
    offices.appoint(
        other.organisation, OfficeKind.DEPARTMENT_HEAD, lindewater.manager, started_on=TODAY, by=None, at=NOW
    )
    old = Office.objects.create(
        organisation=lindewater.organisation,
        kind=OfficeKind.PROGRAMME_MANAGER,
        holder=lindewater.manager,
        started_on=STARTED,
        ended_on=YESTERDAY,
    )
    appointed = offices.appoint(
        lindewater.organisation, OfficeKind.CHAMBER_MEMBER, lindewater.manager, started_on=TODAY, by=None, at=NOW
    )
    assert (appointed.warnings, old.ended_on) == ((), YESTERDAY)


def test_an_office_of_one_is_taken_until_it_ends(lindewater: Town, told: list[object]) -> None:
    home, kind, tom = lindewater.organisation, OfficeKind.COMPLAINTS_MANAGER, lindewater.colleague
    with pytest.raises(AdministrationRefused) as refused:
        offices.appoint(home, kind, tom, started_on=TODAY, by=None, at=NOW)
    assert refused.value.code is AdministrationCode.OFFICE_TAKEN
    with pytest.raises(AdministrationRefused) as refused:
        offices.appoint(home, kind, lindewater.manager, started_on=TODAY, by=None, at=NOW)
    assert refused.value.code is AdministrationCode.ALREADY_HOLDS_OFFICE
    assert (recorded(), told) == ([], [])
    offices.end_office(lindewater.manager_office, last_day=YESTERDAY, by=None, at=NOW)
    offices.appoint(home, kind, tom, started_on=TODAY, by=None, at=NOW)
    held = holder_of(home, kind, on=TODAY)
    assert held is not None
    assert held.holder == tom


@pytest.mark.row("1.4a")
def test_an_office_that_ends_takes_its_certificate_with_it(told: list[object]) -> None:
    house = keyed()
    home, office, by = house.town.organisation, house.town.manager_office, actor(house.town.administrator)
    before = Entry.objects.count()
    offices.end_office(office, last_day=TODAY, by=by, at=NOW)
    people = [house.town.manager.id, house.town.deputy.id]
    assert set(trusted_certificates(home.id, people, on=TODAY)) == {house.town.deputy.id}
    certificate = house.certificate(house.town.manager)
    assert recorded()[before:] == [
        ("office.ended", by.person, office.id, '{"kind":"complaints_manager","on":"2026-11-24"}'),
        ("certificate.ended", by.person, certificate.id, '{"on":"2026-11-24"}'),
    ]
    assert told == [OfficeEnded(home.id, office.id, OfficeKind.COMPLAINTS_MANAGER, house.town.manager.id, TODAY, NOW)]
    assert office.ended_on == TODAY


def test_an_office_ends_once_and_not_before_it_began(lindewater: Town) -> None:
    office = lindewater.manager_office
    with pytest.raises(AdministrationRefused) as refused:
        offices.end_office(office, last_day=STARTED - timedelta(days=1), by=None, at=NOW)
    assert refused.value.code is AdministrationCode.ENDS_BEFORE_START
    offices.end_office(office, last_day=TODAY, by=None, at=NOW)
    with pytest.raises(AdministrationRefused) as refused:
        offices.end_office(office, last_day=TODAY, by=None, at=NOW)
    assert refused.value.code is AdministrationCode.OFFICE_ENDED


def test_what_a_reaction_refuses_did_not_happen(lindewater: Town) -> None:
    def refuse(fact: OfficeEnded) -> None:
        raise LookupError(fact.kind)

    with using(Registry()):
        when(OfficeEnded, refuse)
        with pytest.raises(LookupError):
            offices.end_office(lindewater.manager_office, last_day=TODAY, by=None, at=NOW)
    assert (Office.objects.filter(ended_on__isnull=False).count(), recorded()) == (0, [])


@pytest.mark.row("R-000.16")
def test_a_deputy_is_named_in_an_order(lindewater: Town) -> None:
    by, tom, office = actor(lindewater.officer), lindewater.colleague, lindewater.manager_office
    named = deputies.name_deputy(office, tom, position=2, started_on=TODAY, by=by, at=NOW)
    assert [each.person for each in deputies_of(office, on=TODAY)] == [lindewater.deputy, tom]
    assert named.warnings == ()
    details = f'{{"from":"2026-11-24","office":"{office.id}","person":"{tom.id}","position":2}}'
    assert recorded() == [("deputy.named", by.person, named.deputy.id, details)]


@pytest.mark.row("R-000.90")
@pytest.mark.parametrize(
    ("same_team", "under_manager", "warnings"),
    [
        (True, False, (Warning_.DEPUTY_IN_TEAM_OF_MANAGER,)),
        (False, True, (Warning_.DEPUTY_IN_LINE_OF_MANAGER,)),
        (True, True, (Warning_.DEPUTY_IN_LINE_OF_MANAGER,)),
        (False, False, ()),
    ],
)
def test_a_deputy_under_or_beside_the_manager_is_named_with_a_warning(
    warnings: tuple[Warning_, ...], lindewater: Town, *, same_team: bool, under_manager: bool
) -> None:
    head = lindewater.manager if under_manager else lindewater.director
    team = unit(lindewater.organisation, "Loket", head=head)
    works_in(lindewater.colleague, team)
    works_in(lindewater.manager, team if same_team else unit(lindewater.organisation, "Elders"))
    named = deputies.name_deputy(
        lindewater.manager_office, lindewater.colleague, position=2, started_on=TODAY, by=None, at=NOW
    )
    assert (named.warnings, Deputy.objects.filter(person=lindewater.colleague).count()) == (warnings, 1)


def test_the_deputy_of_another_office_may_work_beside_its_holder(lindewater: Town) -> None:
    team = unit(lindewater.organisation, "Loket", head=lindewater.director)
    works_in(lindewater.colleague, team)
    works_in(lindewater.officer, team)
    office = Office.objects.get(kind=OfficeKind.INTEGRITY_OFFICER)
    named = deputies.name_deputy(office, lindewater.colleague, position=1, started_on=TODAY, by=None, at=NOW)
    assert named.warnings == ()


def test_a_deputy_who_cannot_be(lindewater: Town) -> None:
    office, tom = lindewater.manager_office, lindewater.colleague
    cases: list[tuple[Person, int, AdministrationCode]] = [
        (lindewater.manager, 2, AdministrationCode.DEPUTY_IS_HOLDER),
        (tom, 1, AdministrationCode.POSITION_TAKEN),
    ]
    for someone, position, code in cases:
        with pytest.raises(AdministrationRefused) as refused:
            deputies.name_deputy(office, someone, position=position, started_on=TODAY, by=None, at=NOW)
        assert refused.value.code is code
    offices.end_office(office, last_day=TODAY, by=None, at=NOW)
    with pytest.raises(AdministrationRefused) as refused:
        deputies.name_deputy(office, tom, position=2, started_on=TODAY, by=None, at=NOW)
    assert refused.value.code is AdministrationCode.OFFICE_ENDED
    assert Deputy.objects.count() == 1


@pytest.mark.row("2.13")
def test_an_office_of_one_is_free_only_after_the_last_day_of_whoever_held_it(lindewater: Town) -> None:
    home, kind, tom = lindewater.organisation, OfficeKind.COMPLAINTS_MANAGER, lindewater.colleague
    offices.end_office(lindewater.manager_office, last_day=TOMORROW, by=None, at=NOW)
    for someone, code in (
        (tom, AdministrationCode.OFFICE_TAKEN_UNTIL),
        (lindewater.manager, AdministrationCode.ALREADY_HOLDS_OFFICE),
    ):
        with pytest.raises(AdministrationRefused) as refused:
            offices.appoint(home, kind, someone, started_on=TOMORROW, by=None, at=NOW)
        assert refused.value.code is code
    offices.appoint(home, kind, tom, started_on=TOMORROW + timedelta(days=1), by=None, at=NOW)
    held = [holder_of(home, kind, on=TODAY + timedelta(days=ahead)) for ahead in (0, 1, 2)]
    assert [each.holder for each in held if each] == [lindewater.manager, lindewater.manager, tom]


@pytest.mark.row("2.13")
def test_an_office_to_come_is_taken_back(lindewater: Town) -> None:
    tom = lindewater.colleague
    coming = offices.appoint(
        lindewater.organisation, OfficeKind.AUDITOR, tom, started_on=TOMORROW, by=None, at=NOW
    ).office
    offices.end_office(coming, last_day=TODAY, by=actor(lindewater.officer), at=NOW)
    assert not Office.objects.filter(kind=OfficeKind.AUDITOR).exists()
    assert [fact for fact, *_rest in recorded()] == ["office.held", "office.taken_back"]


@pytest.mark.row("2.13")
def test_the_last_administrator_stays_until_there_is_another(lindewater: Town) -> None:
    home, by = lindewater.organisation, actor(lindewater.officer)
    only = Office.objects.get(kind=OfficeKind.ADMINISTRATOR)
    with pytest.raises(AdministrationRefused) as refused:
        offices.end_office(only, last_day=TODAY, by=by, at=NOW)
    assert (refused.value.code, recorded()) == (AdministrationCode.LAST_ADMINISTRATOR, [])
    offices.appoint(home, OfficeKind.ADMINISTRATOR, lindewater.colleague, started_on=TODAY, by=by, at=NOW)
    offices.end_office(only, last_day=TODAY, by=by, at=NOW)
    with pytest.raises(AdministrationRefused):
        offices.end_office(Office.objects.get(holder=lindewater.colleague), last_day=TODAY, by=by, at=NOW)


@pytest.mark.row("2.13")
def test_nobody_is_appointed_who_has_left_by_then(lindewater: Town) -> None:
    home, tom = lindewater.organisation, lindewater.colleague
    Person.objects.filter(pk=tom.pk).update(left_on=TODAY)
    with pytest.raises(AdministrationRefused) as refused:
        offices.appoint(home, OfficeKind.AUDITOR, tom, started_on=TOMORROW, by=None, at=NOW)
    assert refused.value.code is AdministrationCode.PERSON_LEFT


@pytest.mark.row("R-000.11", "2.13")
def test_a_mandate_changes_and_says_so_once(lindewater: Town) -> None:
    office, by = lindewater.manager_office, actor(lindewater.officer)
    for _again in (1, 2):
        offices.change_mandate(office, Mandate("Besluit 2026/40", Decimal("7.5")), by=by, at=NOW)
    office.refresh_from_db()
    assert (office.mandate_document, office.mandate_hours_a_week) == ("Besluit 2026/40", Decimal("7.5"))
    assert recorded() == [("office.mandate_changed", by.person, office.id, '{"hours_a_week":"7.5"}')]
