"""Mail servers that are gone, slow, refuse, or hang up before they say 250: no letter is lost, none holds up others."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from deontos.notices.actions import Outcome, send_due, write_prompt, write_windowed
from deontos.notices.jobs import open_window, send_letters
from deontos.notices.models import Letter, WindowedNotice
from deontos.notices.sending import deliver
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from tests.factories.organisations import Town, town
from tests.fire import times
from tests.notices.conftest import send_to
from tests.notices.postroom import Mood, Postroom, accept, answering, break_off, hang
from tests.services.ports import free_port

pytestmark = [pytest.mark.row("4.6"), pytest.mark.django_db]

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ON = date(2026, 11, 24)
MORNING = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
MADE, WAITS = LetterTemplate.VAULT_MADE, LetterTemplate.SOMETHING_WAITS
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

LATER = answering("451 try again later")
FULL = answering("452 out of storage")
NEVER = answering("554 not here")
CLOSING = answering("421 closing")
BAD_DAYS: dict[str, list[Mood]] = {
    "breaks off before 250": [break_off, accept, break_off, accept, break_off],
    "breaks off always for a while": [break_off] * 7,
    "tries later": [LATER, accept, LATER, FULL, accept, LATER],
    "refuses for ever, for a while": [NEVER, accept, NEVER, NEVER],
    "closes": [CLOSING, accept, CLOSING, CLOSING, CLOSING],
    "hangs": [hang, accept, hang],
    "all of it": [break_off, LATER, NEVER, accept, CLOSING, hang, FULL, break_off],
}


@pytest.fixture
def lindewater() -> Town:
    return town()


def written(person: Person, count: int = 1, *, at: datetime = AT) -> list[str]:
    """The Message-IDs of so many prompt letters."""
    return [write_prompt(person.organisation_id, person, MADE, at=at).message_id for _ in range(count)]


def moments() -> Iterator[datetime]:
    """When the worker comes back: as soon as the next letter is due, until none is left."""
    moment = AT
    for _run in range(60):
        yield moment
        due = Letter.objects.filter(sent_on=None).order_by("due_from").first()
        if due is None:
            return
        moment = max(moment, due.due_from)
    raise AssertionError("letters are left")


@pytest.mark.parametrize("day", BAD_DAYS)
def test_on_a_bad_day_every_letter_arrives_once_under_its_own_name(
    lindewater: Town, settings: Settings, day: str
) -> None:
    ids = written(lindewater.manager, times(6, fire=60))
    with Postroom(*BAD_DAYS[day]) as server:
        send_to(settings, f"{server.url}?timeout=1")
        for moment in moments():
            send_due(at=moment)
    assert sorted(server.taken) == sorted(ids)
    assert set(server.read) == set(ids)
    assert len(server.read) == len(ids) + len(BAD_DAYS[day]) - BAD_DAYS[day].count(accept)


def test_a_recipient_whom_the_server_refuses_holds_up_nobody(lindewater: Town, settings: Settings) -> None:
    poor, fine = written(lindewater.manager, 5), written(lindewater.deputy, 5)
    with Postroom(unknown={lindewater.manager.email}) as server:
        send_to(settings, server.url)
        assert send_due(at=AT) == Outcome(5, 5, "SMTPRecipientsRefused 550", AT + MINUTE)
        assert set(server.taken) == set(fine)
        server.unknown = frozenset()
        assert send_due(at=AT + MINUTE) == Outcome(5, 0, "", None)
    assert set(server.taken) == {*fine, *poor}


def test_a_letter_of_now_leaves_now_whatever_has_bounced_for_days_and_tries_do_not_gather(
    lindewater: Town, settings: Settings
) -> None:
    written(lindewater.manager, 3)
    with (
        Postroom(unknown={lindewater.manager.email}) as server,
        time_machine.travel(AT, tick=False) as clock,
    ):
        send_to(settings, server.url)
        for hour in range(48):
            clock.move_to(AT + hour * HOUR)
            DBTaskResult.objects.filter(run_after__lte=AT + hour * HOUR).delete()
            [fresh] = written(lindewater.deputy, at=AT + hour * HOUR)
            send_letters.call()
            assert server.taken[-1:] == [fresh]
            waiting = DBTaskResult.objects.filter(run_after__lt=AT + timedelta(days=9))
            assert [row.task_path for row in waiting] == ["deontos.notices.jobs.send_letters"]
            assert waiting.get().run_after <= AT + hour * HOUR + 6 * HOUR
    assert len(server.taken) == 48


def test_a_letter_of_now_goes_before_a_heap_of_older_ones(lindewater: Town, settings: Settings) -> None:
    """One run ends after some seconds and the next begins with what was written since."""
    heap = written(lindewater.manager, 5)
    with Postroom() as server:
        send_to(settings, server.url)
        assert deliver(at=AT, lasting=0).sent == 1
        [fresh] = written(lindewater.deputy, at=AT + MINUTE)
        assert deliver(at=AT + MINUTE, lasting=0).sent == 1
        assert server.taken[1] == fresh
        assert send_due(at=AT + MINUTE) == Outcome(4, 0, "", None)
    assert set(server.taken) == {fresh, *heap}


def test_after_a_run_that_ended_early_the_worker_comes_back_at_once(lindewater: Town, settings: Settings) -> None:
    """Also for a letter that another machine, with a clock some seconds ahead, has written."""
    written(lindewater.manager, at=AT + timedelta(seconds=3))
    DBTaskResult.objects.all().delete()
    with Postroom() as server, time_machine.travel(AT, tick=False) as clock:
        send_to(settings, server.url)
        send_letters.call()
        assert DBTaskResult.objects.get().run_after == AT + timedelta(seconds=3)
        clock.shift(timedelta(seconds=3))
        send_letters.call()
        assert len(server.taken) == 1


def test_when_a_server_comes_back_after_a_day_all_leave_within_a_quarter_of_an_hour(
    lindewater: Town, settings: Settings
) -> None:
    ids = written(lindewater.manager, 5)
    send_to(settings, f"smtp://127.0.0.1:{free_port()}")
    moment = AT
    while moment < AT + 24 * HOUR:
        outcome = send_due(at=moment)
        assert outcome
        assert outcome.next_try
        moment = outcome.next_try
    with Postroom() as server:
        send_to(settings, server.url)
        send_due(at=AT + 24 * HOUR + 15 * MINUTE)
    assert sorted(server.taken) == sorted(ids)


def test_what_several_windows_would_say_to_one_person_leaves_as_one_letter(
    lindewater: Town, settings: Settings
) -> None:
    """The server was away from one window to the third: nobody gets the same words three times."""
    send_to(settings, f"smtp://127.0.0.1:{free_port()}")
    chosen = list[str]()
    with time_machine.travel(MORNING, tick=False) as clock:
        for window in range(3):
            clock.move_to(MORNING + timedelta(days=window))
            day = ON + timedelta(days=window)
            chosen += [
                write_windowed(lindewater.organisation, lindewater.manager, WAITS, on=day).message_id for _ in "12"
            ]
            open_window.call()
            open_window.call()
        assert (Letter.objects.count(), WindowedNotice.objects.count()) == (1, 0)
        with Postroom() as server:
            send_to(settings, server.url)
            clock.shift(HOUR)
            send_letters.call()
            open_window.call()
    [sent] = server.taken
    assert sent in chosen[:2]


def test_a_letter_that_a_clock_which_ran_ahead_has_dated_leaves_today(lindewater: Town, settings: Settings) -> None:
    ahead = written(lindewater.manager, at=AT + timedelta(days=365))
    with Postroom() as server:
        send_to(settings, server.url)
        send_due(at=AT)
    assert server.taken == ahead
