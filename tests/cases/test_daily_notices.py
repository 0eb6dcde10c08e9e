"""The e-mail that a reporter may ask for: every day the same, whoever wrote what; and its address nowhere in clear."""

import logging
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from pytest_django.fixtures import Settings

from deontos.audit.models import Entry
from deontos.cases.actions.noticing import NoticesRefused, ask_for_notices
from deontos.cases.vocabulary import CaseCode, CaseState, CaseVerb
from deontos.correspondence.actions.conversations import erase_conversation
from deontos.correspondence.actions.daily_notices import SENDERS, Sent, end_notices, send_notices, stop_notices
from deontos.correspondence.daily_notices import NoticeWish
from deontos.correspondence.jobs import sweep_notices
from deontos.correspondence.models import DailyNotice
from deontos.correspondence.rules import REFUSALS_ENDURED, is_time_for_notices
from deontos.jobs.locks import alone
from deontos.notices.models import Letter
from deontos.organisations.vocabulary import Language
from tests.factories.cases import ToldCase, case_in, morning, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY
from tests.services.smtp import NO_SUCH_MAILBOX, TRY_LATER, Delivery, MailServer
from tests.sites.searching import as_bytes, forms_in

pytestmark = pytest.mark.row("3.11")

ADDRESS = "Kanarie.7f3a@example.org"
WISH = NoticeWish(ADDRESS, Language.ENGLISH)
TOMORROW = TODAY + timedelta(days=1)
STOP = re.compile(r"/stop/([\w-]+)/\?language=(\w\w)")


@pytest.fixture
def postbox(settings: Settings, mail_server: MailServer) -> MailServer:
    """The mail server to which letters go."""
    settings.OPERATOR = replace(settings.OPERATOR, smtp_url=mail_server.url)
    return mail_server


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    """A case whose reporter asked for an e-mail each day."""
    made = told(house)
    ask_for_notices(made.file, WISH, on=TODAY)
    return made


def sent_on(day: date) -> Sent:
    """What a run at eight of a day comes to."""
    return send_notices(at=morning(day) - timedelta(hours=1))


def body(delivery: Delivery) -> str:
    """The words of an e-mail."""
    return str(delivery.message.get_content())


def token_in(delivery: Delivery) -> str:
    """The token of the link that stands in an e-mail."""
    found = STOP.search(body(delivery))
    assert found
    return found[1]


def found_in_rows(words: str) -> list[str]:
    """The columns of every table in which these words stand, in any form."""
    found = []
    for model in apps.get_models():
        for row in model._default_manager.values():
            found += [f"{model._meta.label}.{name}" for name, value in row.items() if forms_in(as_bytes(value), words)]
    return found


def facts() -> list[str]:
    """What the log says of these e-mails."""
    return list(Entry.objects.filter(fact__contains="notices").order_by("number").values_list("fact", flat=True))


def test_it_leaves_from_the_day_after_whether_or_not_there_is_news(case: ToldCase, postbox: MailServer) -> None:
    assert (sent_on(TODAY), postbox.deliveries) == (Sent.ALL, [])
    sent_on(TOMORROW)
    case.opened().moved(CaseVerb.ACKNOWLEDGE, on=TOMORROW)
    sent_on(TOMORROW + timedelta(days=1))
    sent_on(TOMORROW + timedelta(days=2))
    assert [each.recipients for each in postbox.deliveries] == [(ADDRESS,)] * 3
    assert len({body(each) for each in postbox.deliveries}) == 1
    assert len({each.message["Subject"] for each in postbox.deliveries}) == 1
    assert len({each.message["Message-ID"] for each in postbox.deliveries}) == 3


def test_a_day_has_one_however_often_the_worker_looks(case: ToldCase, postbox: MailServer) -> None:
    for _time in range(3):
        assert sent_on(TOMORROW) is Sent.ALL
    assert len(postbox.deliveries) == 1


def test_it_names_neither_organisation_nor_report_nor_what_is_new(
    case: ToldCase, house: KeyedTown, postbox: MailServer
) -> None:
    sent_on(TOMORROW)
    [delivery] = postbox.deliveries
    whole = delivery.message.as_string().lower()
    assert delivery.sender == "no-reply@localhost"
    for word in (house.town.organisation.name, house.town.organisation.slug, "report", "integrity", str(case.id)):
        assert word.lower() not in whole
    assert delivery.message["Content-Language"] == "en"
    assert delivery.message["Auto-Submitted"] == "auto-generated"


@pytest.mark.row("1.6")
def test_its_address_stands_nowhere_but_in_the_e_mail(
    case: ToldCase, postbox: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    postbox.answer_next(TRY_LATER, NO_SUCH_MAILBOX)
    for day in range(1, 4):
        sent_on(TODAY + timedelta(days=day))
        sent_on(TODAY + timedelta(days=day))
    assert len(postbox.deliveries) == 2
    said = "\n".join(each.getMessage() for each in caplog.records if each.name != "mail.log")  # the server of the test
    assert "not taken by the mail server: SMTPDataError 550" in said
    for words in (ADDRESS, ADDRESS.lower(), ADDRESS.partition("@")[0], token_in(postbox.deliveries[0])):
        assert found_in_rows(words) == []
        assert words not in said
    assert list(Letter.objects.values_list("address", flat=True)) == []


def test_the_size_of_what_is_kept_tells_nothing_of_the_address(case: ToldCase) -> None:
    sizes = set()
    for address in ("a@b.be", f"{'lang' * 15}@{'lang' * 15}.example.org"):
        ask_for_notices(case.file, NoticeWish(address, Language.SPANISH), on=TODAY)
        sizes.add(len(bytes(DailyNotice.objects.get().sealed)))
    assert len(sizes) == 1


def test_the_log_says_on_which_day_and_nothing_else(case: ToldCase) -> None:
    end_notices(case.file.disclosure.conversation, on=TODAY)
    assert facts() == ["conversation.notices_begun", "conversation.notices_ended"]
    rows = Entry.objects.filter(fact__contains="notices").values_list("at", "on", "actor_id", "details")
    assert set(rows) == {(None, TODAY, None, "{}")}


def test_closing_ends_it_and_erases_the_address(case: ToldCase, postbox: MailServer) -> None:
    case.opened().moved(CaseVerb.ACKNOWLEDGE, CaseVerb.CLOSE)
    assert DailyNotice.objects.count() == 0
    assert (sent_on(TOMORROW), postbox.deliveries) == (Sent.ALL, [])
    assert facts() == ["conversation.notices_begun", "conversation.notices_ended"]


def test_a_closed_case_begins_none(house: KeyedTown) -> None:
    closed = case_in(house, CaseState.CLOSED)
    with pytest.raises(NoticesRefused) as refusal:
        ask_for_notices(closed.file, WISH, on=TODAY)
    assert (refusal.value.code, DailyNotice.objects.count(), facts()) == (CaseCode.CLOSED, 0, [])


def test_erasing_the_conversation_erases_it(case: ToldCase) -> None:
    conversation = case.file.disclosure.conversation
    file = case.file
    file.delete()
    conversation.disclosure.delete()
    erase_conversation(conversation)
    assert DailyNotice.objects.count() == 0


def test_asking_once_more_forgets_the_address_before(case: ToldCase, postbox: MailServer) -> None:
    ask_for_notices(case.file, NoticeWish("other@example.org", Language.DUTCH), on=TODAY)
    sent_on(TOMORROW)
    [delivery] = postbox.deliveries
    assert (delivery.recipients, delivery.message["Content-Language"]) == (("other@example.org",), "nl")


def test_one_address_gets_one_a_day_however_many_ask(house: KeyedTown, case: ToldCase, postbox: MailServer) -> None:
    ask_for_notices(told(house).file, NoticeWish(ADDRESS.upper(), Language.ENGLISH), on=TODAY)
    ask_for_notices(told(house).file, NoticeWish("other@example.org", Language.ENGLISH), on=TODAY)
    assert sent_on(TOMORROW) is Sent.ALL
    assert sorted(each.recipients[0].casefold() for each in postbox.deliveries) == [
        ADDRESS.casefold(),
        "other@example.org",
    ]


def test_one_address_gets_one_a_day_also_where_a_first_try_failed(
    house: KeyedTown, case: ToldCase, postbox: MailServer
) -> None:
    ask_for_notices(told(house).file, WISH, on=TODAY)
    postbox.answer_next(TRY_LATER)
    assert sent_on(TOMORROW) is Sent.SOME_WAIT
    assert sent_on(TOMORROW) is Sent.ALL
    assert len(postbox.deliveries) == 1


def test_its_link_ends_it_and_no_other(house: KeyedTown, case: ToldCase, postbox: MailServer) -> None:
    ask_for_notices(told(house).file, NoticeWish("other@example.org", Language.ENGLISH), on=TODAY)
    sent_on(TOMORROW)
    [mine] = [each for each in postbox.deliveries if each.recipients == (ADDRESS,)]
    assert not stop_notices("nonsense", on=TOMORROW)
    assert stop_notices(token_in(mine), on=TOMORROW)
    assert not stop_notices(token_in(mine), on=TOMORROW)
    sent_on(TOMORROW + timedelta(days=1))
    assert [each.recipients for each in postbox.deliveries[2:]] == [("other@example.org",)]


def test_what_was_ended_while_others_are_sent_does_not_leave(
    house: KeyedTown, case: ToldCase, postbox: MailServer
) -> None:
    other = told(house)
    ask_for_notices(other.file, NoticeWish("other@example.org", Language.ENGLISH), on=TODAY)

    def end_both(execute: Any, sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if sql.startswith("UPDATE") and DailyNotice._meta.db_table in sql:
            for each in (case, other):
                end_notices(each.file.disclosure.conversation, on=TOMORROW)
        return answer

    with connection.execute_wrapper(end_both):
        sent_on(TOMORROW)
    assert len(postbox.deliveries) == 1


def test_what_is_not_taken_leaves_later_that_day_under_the_same_name(case: ToldCase, postbox: MailServer) -> None:
    postbox.answer_next(TRY_LATER)
    assert sent_on(TOMORROW) is Sent.SOME_WAIT
    assert sent_on(TOMORROW) is Sent.ALL
    [refused], [taken] = postbox.refused, postbox.deliveries
    assert refused.message["Message-ID"] == taken.message["Message-ID"]


def test_an_address_that_is_refused_for_a_week_is_erased(case: ToldCase, postbox: MailServer) -> None:
    for day in range(1, REFUSALS_ENDURED):
        postbox.answer_next(NO_SUCH_MAILBOX)
        assert sent_on(TODAY + timedelta(days=day)) is Sent.ALL
    assert DailyNotice.objects.get().failures == REFUSALS_ENDURED - 1
    postbox.answer_next(NO_SUCH_MAILBOX)
    sent_on(TODAY + timedelta(days=REFUSALS_ENDURED))
    assert (DailyNotice.objects.count(), len(postbox.refused)) == (0, REFUSALS_ENDURED)
    assert facts() == ["conversation.notices_begun", "conversation.notices_ended"]


def test_an_address_that_no_mail_can_carry_is_refused_and_not_tried_again_that_day(
    house: KeyedTown, postbox: MailServer
) -> None:
    broken, sound = told(house), told(house)
    ask_for_notices(broken.file, replace(WISH, address="a@\u00ad.example"), on=TODAY)
    ask_for_notices(sound.file, replace(WISH, address="anna@b\u00fccher.example"), on=TODAY)
    for day in range(1, REFUSALS_ENDURED + 1):
        assert sent_on(TODAY + timedelta(days=day)) is Sent.ALL
    assert DailyNotice.objects.get().conversation == sound.file.disclosure.conversation
    assert [each.recipients for each in postbox.deliveries] == [("anna@xn--bcher-kva.example",)] * REFUSALS_ENDURED


def test_a_server_that_is_away_costs_nobody_the_e_mail(
    case: ToldCase, settings: Settings, mail_server: MailServer
) -> None:
    settings.OPERATOR = replace(settings.OPERATOR, smtp_url="smtp://127.0.0.1:1")
    assert sent_on(TOMORROW) is Sent.SOME_WAIT
    settings.OPERATOR = replace(settings.OPERATOR, smtp_url=mail_server.url)
    assert sent_on(TOMORROW) is Sent.ALL
    assert (DailyNotice.objects.get().failures, len(mail_server.deliveries)) == (0, 1)


def test_a_row_that_was_moved_to_another_conversation_sends_nothing(
    house: KeyedTown, case: ToldCase, postbox: MailServer
) -> None:
    other = told(house).file.disclosure.conversation
    DailyNotice.objects.update(conversation=other)
    assert (sent_on(TOMORROW), postbox.deliveries) == (Sent.SOME_WAIT, [])


@pytest.mark.parametrize(("hour", "minute", "expected"), [(0, 0, False), (6, 59, False), (7, 0, True), (23, 0, True)])
def test_nothing_leaves_before_the_hour(hour: int, minute: int, expected: bool) -> None:
    moment = morning(TODAY).replace(hour=hour, minute=minute)
    assert is_time_for_notices(moment) is expected


def test_the_sweep_asks_for_it_once_it_is_time_and_something_is_due(case: ToldCase) -> None:
    def queued_at(moment: datetime) -> int:
        before = _jobs()
        sweep_notices(at=moment)
        return _jobs() - before

    at_seven = morning(TOMORROW).replace(hour=7)
    assert [queued_at(at_seven - timedelta(days=1)), queued_at(at_seven - timedelta(hours=1))] == [0, 0]
    assert queued_at(at_seven) == 1
    DailyNotice.objects.update(sent_on=TOMORROW)
    assert queued_at(at_seven) == 0


def test_another_sender_waits(case: ToldCase, postbox: MailServer) -> None:
    with alone(SENDERS) as mine:
        assert mine
        assert sent_on(TOMORROW) is Sent.ANOTHER_SENDS
    assert postbox.deliveries == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once(house: KeyedTown, case: ToldCase, postbox: MailServer) -> None:
    start, outcomes = Barrier(2), []

    def work() -> None:
        start.wait(10)
        outcomes.append(sent_on(TOMORROW))
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(postbox.deliveries) == 1
    assert Sent.ALL in outcomes


def _jobs() -> int:
    return sum(model._default_manager.count() for model in apps.get_app_config("django_tasks_database").get_models())
