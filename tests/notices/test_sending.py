"""Letters leave when they may, merged, once, and say nothing."""

import re
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from pytest_django.asserts import assertNumQueries

from deontos.jobs.locks import alone
from deontos.jobs.slices import SLICE
from deontos.notices.actions import SENDERS, Outcome, flush, send_due, write_prompt, write_windowed
from deontos.notices.jobs import open_window, send_letters
from deontos.notices.models import Letter, WindowedNotice
from deontos.notices.queries import OutboxState, outbox_state
from deontos.notices.rules import next_window
from deontos.notices.vocabulary import LetterTemplate
from tests.factories.organisations import Town, town
from tests.services.smtp import MailServer

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ON = date(2026, 11, 24)
MORNING = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
"""Seven o'clock in Brussels."""

WAITS, MADE = LetterTemplate.SOMETHING_WAITS, LetterTemplate.VAULT_MADE


def recipients(server: MailServer) -> list[tuple[str, ...]]:
    return [delivery.recipients for delivery in server.deliveries]


@pytest.mark.row("1.6")
def test_a_prompt_letter_leaves_at_once_and_only_once(lindewater: Town, postbox: MailServer) -> None:
    letter = write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT)
    assert send_due(at=AT) == Outcome(sent=1, failed=0, reason="", next_try=None)
    assert send_due(at=AT + timedelta(days=1)) == Outcome(sent=0, failed=0, reason="", next_try=None)
    [delivery] = postbox.deliveries
    assert delivery.sender == "no-reply@localhost"
    assert delivery.recipients == (lindewater.manager.email,)
    assert delivery.message["Message-ID"] == letter.message_id
    assert list(Letter.objects.values_list("sent_on", "failures", "last_failure")) == [(ON, 0, "")]


def test_a_letter_is_not_due_before_its_moment(lindewater: Town, postbox: MailServer) -> None:
    write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT)
    send_due(at=AT - timedelta(seconds=1))
    assert postbox.deliveries == []


@pytest.mark.row("4.16")
@pytest.mark.parametrize("number", [SLICE - 1, SLICE, SLICE + 1, 2 * SLICE])
def test_so_many_notices_that_they_go_in_slices_are_one_letter(
    lindewater: Town, postbox: MailServer, number: int
) -> None:
    made = write_windowed(lindewater.organisation, lindewater.manager, LetterTemplate.KEYS_TO_RENEW, on=ON)
    for each in range(number - 1):
        waits = {"template": WAITS, "message_id": f"<{each}@localhost>", "written_on": ON}
        WindowedNotice.objects.create(organisation=lindewater.organisation, recipient=lindewater.manager, **waits)
    send_due(at=MORNING)
    assert recipients(postbox) == [(made.recipient.email,)]
    assert (WindowedNotice.objects.count(), list(Letter.objects.values_list("template", flat=True))) == (0, [WAITS])


@pytest.mark.row("1.6")
def test_windowed_notices_wait_for_the_window_and_leave_as_one_letter_a_person(
    lindewater: Town, postbox: MailServer
) -> None:
    elsewhere = town("Voorbeeld")
    ids = {write_windowed(lindewater.organisation, lindewater.manager, WAITS, on=ON).message_id for _ in range(3)}
    ids |= {write_windowed(elsewhere.organisation, lindewater.manager, WAITS, on=ON).message_id}
    other = write_windowed(elsewhere.organisation, elsewhere.manager, WAITS, on=ON)
    for moment in (AT, AT + timedelta(hours=5), MORNING - timedelta(seconds=1)):
        send_due(at=moment)
        assert recipients(postbox) == []
    assert send_due(at=MORNING + timedelta(minutes=4)) == Outcome(sent=2, failed=0, reason="", next_try=None)
    assert sorted(recipients(postbox)) == [(lindewater.manager.email,), (elsewhere.manager.email,)]
    by_reader = {delivery.recipients: delivery.message["Message-ID"] for delivery in postbox.deliveries}
    assert by_reader[lindewater.manager.email,] in ids
    assert by_reader[elsewhere.manager.email,] == other.message_id
    assert WindowedNotice.objects.count() == 0
    assert set(Letter.objects.values_list("organisation_id", "due_from")) == {
        (lindewater.organisation.id, MORNING),
        (elsewhere.organisation.id, MORNING),
    }


@pytest.mark.row("1.6")
def test_a_window_that_was_missed_lets_out_only_what_was_there_when_it_opened(
    lindewater: Town, postbox: MailServer
) -> None:
    """Else the hour at which a letter leaves would tell that somebody wrote in the hour before."""
    write_windowed(lindewater.organisation, lindewater.manager, WAITS, on=ON - timedelta(days=1))
    today = write_windowed(lindewater.organisation, lindewater.deputy, WAITS, on=ON)
    send_due(at=AT)
    assert recipients(postbox) == [(lindewater.manager.email,)]
    assert list(WindowedNotice.objects.values_list("pk", flat=True)) == [today.pk]


@pytest.mark.row("1.6")
def test_a_letter_that_leaves_within_a_window_takes_nothing_along_that_was_written_since(
    lindewater: Town, postbox: MailServer
) -> None:
    """Else it would tell that a reporter wrote within these minutes."""
    with time_machine.travel(MORNING, tick=False) as clock:
        open_window.call()
        clock.shift(timedelta(minutes=3))
        today = write_windowed(lindewater.organisation, lindewater.manager, WAITS, on=MORNING.date())
        write_prompt(lindewater.organisation, lindewater.deputy, MADE, at=MORNING)
        clock.shift(timedelta(minutes=1))
        send_letters.call()
        assert recipients(postbox) == [(lindewater.deputy.email,)]
        assert list(WindowedNotice.objects.values_list("pk", flat=True)) == [today.pk]
        clock.move_to(MORNING + timedelta(hours=6))
        open_window.call()
    assert recipients(postbox) == [(lindewater.deputy.email,), (lindewater.manager.email,)]


def test_what_is_written_while_a_letter_is_retried_waits_for_its_own_window(
    lindewater: Town, postbox: MailServer
) -> None:
    write_windowed(lindewater.organisation, lindewater.manager, WAITS, on=ON)
    postbox.answer_next("451 try again later")
    send_due(at=MORNING)
    write_windowed(lindewater.organisation, lindewater.manager, WAITS, on=MORNING.date())
    send_due(at=MORNING + timedelta(hours=1))
    assert (len(postbox.deliveries), WindowedNotice.objects.count()) == (1, 1)


@pytest.mark.row("1.6", "1.7")
def test_flush_sends_what_waits_for_a_try_and_only_when_asked_what_waits_for_a_window(
    lindewater: Town, postbox: MailServer
) -> None:
    write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT)
    write_windowed(lindewater.organisation, lindewater.deputy, WAITS, on=ON)
    postbox.answer_next("451 try again later")
    send_due(at=AT)
    assert outbox_state(at=AT) == OutboxState(
        due=0,
        waiting_for_try=1,
        waiting_for_window=1,
        next_window=next_window(AT),
        sent=0,
        troubled=1,
        last_failures=("SMTPDataError 451",),
    )
    flush(at=AT, windows_too=False, patience=0)
    assert recipients(postbox) == [(lindewater.manager.email,)]
    flush(at=AT, windows_too=True, patience=0)
    assert recipients(postbox) == [(lindewater.manager.email,), (lindewater.deputy.email,)]
    assert outbox_state(at=AT) == OutboxState(0, 0, 0, next_window(AT), 2, 0, ())


def test_while_another_sends_nobody_sends_and_the_job_comes_back(lindewater: Town, postbox: MailServer) -> None:
    write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT)
    with alone(SENDERS) as mine:
        assert mine
        assert send_due(at=AT) is None
        assert flush(at=AT, windows_too=True, patience=0.2) is None
        send_letters.call()
    assert postbox.deliveries == []
    assert (send_due(at=AT) or Outcome(0, 0, "", None)).sent == 1


@pytest.mark.row("1.6")
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_letter_once(postbox: MailServer) -> None:
    lindewater = town()
    for person in (lindewater.manager, lindewater.deputy, lindewater.officer):
        write_prompt(lindewater.organisation, person, MADE, at=AT)
        write_windowed(lindewater.organisation, person, WAITS, on=ON)
    together, outcomes = Barrier(4), list[Outcome | None]()

    def sender() -> None:
        together.wait()
        outcomes.append(flush(at=AT, windows_too=True, patience=30))
        connection.close()

    threads = [Thread(target=sender) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.sent for outcome in outcomes if outcome) == [0, 0, 0, 6]
    ids = [delivery.message["Message-ID"] for delivery in postbox.deliveries]
    assert (len(ids), len(set(ids))) == (6, 6)


@pytest.mark.parametrize(("letters", "queries"), [(1, 5), (3, 7)])
def test_queries_for_prompt_letters(lindewater: Town, postbox: MailServer, letters: int, queries: int) -> None:
    """Two to look, one for each letter, one to see that no more is due, one for the next try."""
    for _ in range(letters):
        write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT)
    with assertNumQueries(queries):
        send_due(at=AT)


@pytest.mark.parametrize(("notices", "queries"), [(1, 11), (3, 11)])
def test_queries_for_windowed_notices_do_not_grow_with_them(
    lindewater: Town, postbox: MailServer, notices: int, queries: int
) -> None:
    for _ in range(notices):
        write_windowed(lindewater.organisation, lindewater.manager, WAITS, on=ON)
    with assertNumQueries(queries):
        send_due(at=MORNING)


NUMBERS = re.compile(r"[0-9]")
DESK = f"{settings.OPERATOR.base_url}/desk/"
PATH = "/nl/lindewater/link/abcdef/"
WITH_A_LINK = {LetterTemplate.INVITATION, LetterTemplate.PASSWORD_RESET, LetterTemplate.SECOND_FACTOR_RESET}


@pytest.mark.row("1.6")
@pytest.mark.parametrize("language", ["nl", "fr", "en", "es"])
@pytest.mark.parametrize("template", LetterTemplate)
def test_a_letter_says_no_more_than_it_may(
    lindewater: Town, postbox: MailServer, template: LetterTemplate, language: str
) -> None:
    home, reader = lindewater.organisation, lindewater.manager
    home.name, reader.language = "Gemeente <Lindewater> & co", language
    home.save()
    reader.save()
    write_prompt(home, reader, template, at=AT, details={"path": PATH})
    send_due(at=AT)
    [delivery] = postbox.deliveries
    letter = delivery.message
    assert {name.lower() for name in letter} == {
        *("content-type", "mime-version", "content-transfer-encoding", "subject", "from", "to", "date", "message-id"),
        *("content-language", "auto-submitted", "x-auto-response-suppress"),
    }
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == language
    assert letter["Date"] == "Tue, 24 Nov 2026 09:30:00 +0000"
    assert letter.get_content_type() == "text/plain"
    text = letter.get_content()
    assert "Gemeente <Lindewater> & co" in text
    address = f"{settings.OPERATOR.base_url}{PATH}" if template in WITH_A_LINK else DESK
    assert address in text
    assert NUMBERS.findall(letter["Subject"] + text.replace(address, "")) == []
    assert not {reader.given_name, reader.family_name} & set(text.split())
    assert text.isascii() or letter["Content-Transfer-Encoding"] == "quoted-printable"


@pytest.mark.row("1.6")
@pytest.mark.parametrize("template", LetterTemplate)
def test_a_letter_is_in_the_language_of_its_reader(
    lindewater: Town, postbox: MailServer, template: LetterTemplate
) -> None:
    for language in ("nl", "fr", "en", "es"):
        lindewater.manager.language = language
        lindewater.manager.save()
        write_prompt(lindewater.organisation, lindewater.manager, template, at=AT)
        send_due(at=AT)
    letters = [delivery.message for delivery in postbox.deliveries]
    assert [letter["Content-Language"] for letter in letters] == ["nl", "fr", "en", "es"]
    assert len({letter["Subject"] for letter in letters}) == 4
    assert len({letter.get_content() for letter in letters}) == 4
