"""Not telling a reporter yet that a law opened the name: on a ground, until a day; then told, whatever happens."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.audit.queries import details_of
from deontos.cases import verifying
from deontos.cases.actions.by_law import ask_by_law, open_by_law
from deontos.cases.actions.dialogue import Words
from deontos.cases.actions.withholding import (
    Withheld,
    WithholdingRefused,
    call_to_mind,
    tell_now,
    tell_overdue,
    withhold_anew,
)
from deontos.cases.dossier import dossier_items_of, opened_notes
from deontos.cases.jobs import look_at_withheld_names
from deontos.cases.models import Withholding
from deontos.cases.rules import LOOKED_AT_BEFORE, last_review, may_wait_until
from deontos.cases.vocabulary import CaseCode, DossierKind, WithholdingGround
from deontos.cases.web import untold_agenda
from deontos.cases.withholding import stored_row, untold_in, withheld_for
from deontos.correspondence.models import Item
from deontos.correspondence.queries import items_of, opened
from deontos.keyring.actions import ceremonies
from deontos.keyring.own_vault import VaultRefused
from deontos.notices.models import WindowedNotice
from deontos.organisations.vocabulary import Language
from tests.factories.administration import desk_client
from tests.factories.cases import IDENTITY, ToldCase, hand_on, kept_in_custody, morning
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, TODAY, actor

pytestmark = [pytest.mark.row("2.9"), pytest.mark.django_db]

GROUND, WHY = "Article 10 of the decree", "De procureur schreef het op 23 november."
WORDS = Words("Het parket beveelt het.", Language.DUTCH)
UNTIL = TODAY + timedelta(days=20)


@pytest.fixture
def kept(house: KeyedTown) -> ToldCase:
    """An opened case whose reporter left a name that stewards keep."""
    return kept_in_custody(house).opened()


def withheld(until: date = UNTIL, ground: WithholdingGround = WithholdingGround.INQUIRY) -> Withheld:
    return Withheld(ground, WHY, until)


def ask(case: ToldCase, telling: Words | Withheld, *, at: datetime = NOW) -> None:
    ask_by_law(case.file, GROUND, telling, by=actor(case.handler), reader=case.house.reader(case.handler), at=at)


def open_it(case: ToldCase) -> None:
    hand_on(case.house, *case.house.town.stewards[:2])
    open_by_law(case.file, by=actor(case.handler), reader=case.house.reader(case.handler), at=NOW)


def hidden(case: ToldCase, *, on: date = TODAY) -> bool:
    """Whether the reporter does not know of the handler."""
    return case.handler.id in untold_in(case.file.disclosure.conversation, on=on).hidden


def test_it_is_opened_without_a_word_to_the_reporter_and_the_reason_stands_in_the_dossier(kept: ToldCase) -> None:
    written = Item.objects.count()
    ask(kept, withheld())
    open_it(kept)
    assert (Item.objects.count(), hidden(kept)) == (written, True)
    row = Withholding.objects.get()
    assert (row.person, row.asked_on, row.opened_on, row.until_on) == (kept.handler, TODAY, TODAY, UNTIL)
    [note] = opened_notes(dossier_items_of(kept.file), kept.house.reader(kept.handler))
    assert (note.id, note.kind, note.text) == (row.reason_id, DossierKind.WITHHOLDING, WHY)
    assert opened_notes(dossier_items_of(kept.file), kept.reporter()) == []
    said = [
        (entry.fact, details_of(entry)["row"])
        for entry in Entry.objects.filter(fact__startswith="identity.")[:9]
        if entry.subject_id == kept.id
    ]
    assert said[-1] == ("identity.opened_untold", stored_row(row))
    assert WHY not in "".join(Entry.objects.values_list("details", flat=True))


@pytest.mark.parametrize(("days", "may"), [(0, False), (1, True), (28, True), (29, False), (-1, False)])
def test_a_day_of_review_comes_after_today_and_within_four_weeks(kept: ToldCase, days: int, may: bool) -> None:
    day = TODAY + timedelta(days=days)
    assert (may_wait_until(day, on=TODAY), last_review(TODAY)) == (may, TODAY + timedelta(days=28))
    if may:
        ask(kept, withheld(day))
        return
    with pytest.raises(WithholdingRefused) as refused:
        ask(kept, withheld(day))
    assert refused.value.code is CaseCode.REVIEW_OUT_OF_TERM
    assert (Withholding.objects.count(), dossier_items_of(kept.file).count()) == (0, 0)


def test_a_second_request_while_one_runs_changes_nothing(kept: ToldCase) -> None:
    ask(kept, withheld())
    with pytest.raises(VaultRefused):
        ask(kept, withheld(UNTIL - timedelta(days=1)))
    assert Withholding.objects.get().until_on == UNTIL


def test_telling_now_ends_it_with_a_message_and_asking_openly_does_too(kept: ToldCase) -> None:
    ask(kept, withheld())
    row, reader, by = Withholding.objects.get(), kept.house.reader(kept.handler), actor(kept.handler)
    tell_now(row, WORDS, by=by, reader=reader, at=NOW)
    row.refresh_from_db()
    assert (row.told_on, row.told_by, hidden(kept)) == (TODAY, kept.handler, False)
    last = opened(items_of(kept.file.disclosure.conversation), kept.reporter())[-1]
    assert (last.content["text"], last.authentic) == (WORDS.text, True)
    with pytest.raises(WithholdingRefused) as told_twice:
        tell_now(row, WORDS, by=by, reader=reader, at=NOW)
    with pytest.raises(WithholdingRefused) as withheld_too_late:
        withhold_anew(row, withheld(), by=by, reader=reader, at=NOW)
    assert {told_twice.value.code, withheld_too_late.value.code} == {CaseCode.WITHHOLDING_OVER}


def test_deciding_anew_takes_another_reason_and_day(kept: ToldCase) -> None:
    ask(kept, withheld())
    row, later = Withholding.objects.get(), morning(UNTIL)
    reader, by = kept.house.reader(kept.handler, on=UNTIL), actor(kept.handler, on=UNTIL)
    anew = withheld(UNTIL + timedelta(days=28), WithholdingGround.FORBIDDEN)
    withhold_anew(row, anew, by=by, reader=reader, at=later)
    row.refresh_from_db()
    assert (row.ground, row.until_on) == (WithholdingGround.FORBIDDEN, UNTIL + timedelta(days=28))
    assert hidden(kept, on=UNTIL + timedelta(days=28))
    assert dossier_items_of(kept.file).count() == 2


def test_what_nobody_decides_anew_is_told_by_itself_even_while_no_job_runs(kept: ToldCase) -> None:
    ask(kept, withheld())
    open_it(kept)
    after = UNTIL + timedelta(days=1)
    assert (hidden(kept, on=UNTIL), hidden(kept, on=after)) == (True, False)
    for day, told_on in ((UNTIL, None), (after, after)):
        tell_overdue(at=morning(day))
        assert Withholding.objects.filter(told_on=told_on, told_by=None).count() == Withholding.objects.count() == 1
    tell_overdue(at=morning(after + timedelta(days=1)))
    row, told = Withholding.objects.get(), Entry.objects.get(fact="identity.told_late")
    assert (told.actor_id, details_of(told)["row"]) == (None, stored_row(row))
    assert [each.opened_on for each in untold_in(kept.file.disclosure.conversation, on=after).late] == [TODAY]


def test_asking_again_after_its_day_begins_anew(kept: ToldCase) -> None:
    ask(kept, withheld())
    after = UNTIL + timedelta(days=1)
    by, reader = actor(kept.handler, on=after), kept.house.reader(kept.handler, on=after)
    ceremonies.end_overdue(at=morning(after))
    ask_by_law(kept.file, GROUND, withheld(after + timedelta(days=3)), by=by, reader=reader, at=morning(after))
    assert list(Withholding.objects.values_list("asked_on", "told_on")) == [(TODAY, after), (after, None)]
    ceremonies.end_overdue(at=morning(after + timedelta(days=10)))
    ask_by_law(kept.file, GROUND, WORDS, by=by, reader=reader, at=morning(after + timedelta(days=10)))
    assert not Withholding.objects.filter(told_on=None).exists()


def test_readers_are_reminded_within_a_week_of_the_day_without_content(kept: ToldCase) -> None:
    ask(kept, withheld())
    WindowedNotice.objects.all().delete()
    call_to_mind(at=morning(UNTIL - LOOKED_AT_BEFORE - timedelta(days=1)))
    assert WindowedNotice.objects.count() == 0
    with time_machine.travel(morning(UNTIL - LOOKED_AT_BEFORE), tick=False):
        look_at_withheld_names.call()
    [letter] = WindowedNotice.objects.all()
    assert (letter.recipient, letter.template) == (kept.handler, "something_waits")


@pytest.mark.usefixtures("today")
def test_it_stands_in_the_agenda_and_on_the_page_of_who_handles_it_alone(kept: ToldCase, hazelaar: KeyedTown) -> None:
    ask(kept, withheld())
    desk, words = desk_client(kept.house, kept.handler), "decide anew"
    assert words in desk.get("/desk/").content.decode()
    shown = desk.get(f"/desk/cases/{kept.id}/").content.decode()
    assert "The reporter does not know that a law demands the name" in shown
    assert IDENTITY["name"] not in shown
    town = kept.house.town
    for person in (town.deputy, town.officer, town.administrator, hazelaar.town.deputy, *town.stewards):
        assert list(withheld_for(actor(person), on=TODAY)) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_agenda_asks_once_for_one_and_for_three(
    house: KeyedTown, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(number):
        ask(kept_in_custody(house).opened(), withheld())
    somebody = actor(house.town.manager)
    with django_assert_num_queries(1):
        assert sum(untold_agenda.counts(somebody, on=TODAY).values()) == number
    with django_assert_num_queries(1):
        found = list(untold_agenda.rows(somebody, (TODAY, UNTIL), on=TODAY, most=5, is_locked=False))
    assert [row.on for row in found] == [UNTIL] * number


def test_who_may_not_open_names_decides_nothing(kept: ToldCase) -> None:
    ask(kept, withheld())
    row, reader = Withholding.objects.get(), kept.house.reader(kept.handler)
    for outsider in (kept.house.town.administrator, kept.house.town.stewards[0]):
        with pytest.raises(NotAllowed):
            tell_now(row, WORDS, by=actor(outsider), reader=reader, at=NOW)
        with pytest.raises(NotAllowed):
            withhold_anew(row, withheld(), by=actor(outsider), reader=reader, at=NOW)


@pytest.mark.row("2.8")
@pytest.mark.parametrize("column", ["until_on", "person", "told_on", "opened_on"])
def test_a_row_that_was_changed_by_sql_withholds_nothing_and_is_named(kept: ToldCase, column: str) -> None:
    ask(kept, withheld())
    other = {"until_on": UNTIL + timedelta(days=300), "person": kept.house.town.deputy.id, "told_on": TODAY}
    Withholding.objects.update(**{column: other.get(column, TODAY)})
    assert untold_in(kept.file.disclosure.conversation, on=TODAY).hidden == frozenset()
    row = Withholding.objects.get()
    assert [(flaw.row, flaw.fault) for flaw in verifying.flaws(lambda _rows: None)] == [
        (str(row.id), "withholding_changed")
    ]


@pytest.mark.row("2.8")
def test_a_row_that_was_added_or_removed_by_sql_is_named(kept: ToldCase) -> None:
    ask(kept, withheld())
    assert list(verifying.flaws(lambda _rows: None)) == []
    row = Withholding.objects.get()
    gone, row.pk = row.pk, None
    Withholding.objects.all().delete()
    row.save(force_insert=True)
    found = {(flaw.row, str(flaw.fault)) for flaw in verifying.flaws(lambda _rows: None)}
    assert found == {(str(row.pk), "withholding_not_in_log"), (str(gone), "withholding_gone")}
    assert not hidden(kept)


def test_the_database_keeps_one_for_each_who_asked_and_a_day_after_asking(kept: ToldCase) -> None:
    ask(kept, withheld())
    row = Withholding.objects.get()
    for changes in ({"until_on": TODAY}, {"told_by": kept.handler}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Withholding.objects.update(**changes)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
