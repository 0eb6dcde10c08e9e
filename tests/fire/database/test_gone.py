"""The database is gone for a while: everybody is told, and both processes go on by themselves when it is back."""

import signal
from collections.abc import Callable

import pytest
from django.db import DatabaseError, InterfaceError, connection
from django_tasks_db.models import DBTaskResult

from deontos.kernel import clock
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from tests.factories.keyring import KeyedTown
from tests.factories.speakup import ANSWERS, page
from tests.fire import IS_LONG, times
from tests.fire.database.cuts import CUTS, Fate, cuts, fate, reporter_at
from tests.jobs import samples
from tests.jobs.hands import until, working
from tests.notices.postroom import Postroom
from tests.services.operator import deontos_started
from tests.services.postgresql import PostgresqlServer
from tests.services.remote import RemoteBrowser
from tests.sites.test_killed import served

pytestmark = pytest.mark.row("4.5")

TIMES = times(1, fire=10)
HANDS = 16
"""As many threads as the web process has, each with a connection of its own."""


def patiently(is_so: Callable[[], bool]) -> bool:
    return until(is_so) or until(is_so) or until(is_so)


def test_the_web_process_says_so_and_answers_at_once_when_it_is_back(
    house: KeyedTown, server: PostgresqlServer
) -> None:
    with served() as (port, process):
        for _each in range(TIMES):
            reporter = reporter_at(port)
            receipt = reporter.fill("send")
            reporter.look("report/send/")
            browser = RemoteBrowser(port)
            server.end(signal.SIGQUIT)
            assert browser.get("/healthz").status_code == 503
            assert fate(reporter.send("send", **ANSWERS["send"]), "") is Fate.NOT_SAVED
            assert fate(reporter.send("happened", what="Zeven etentjes."), "Zeven etentjes.") is Fate.NOT_SAVED
            assert browser.get("/nl/lindewater/report/").status_code in {500, 503}
            server.begin()
            answers = [browser.get("/nl/lindewater/").status_code for _ in range(2 * HANDS)]
            assert answers == [200] * 2 * HANDS
            assert reporter.send("send", **ANSWERS["send"]).status_code == 303
            assert "mailbox" in reporter_at(port).open_with(receipt).headers["Location"]
        assert process.poll() is None


def test_leaving_quickly_works_while_it_is_gone(house: KeyedTown, server: PostgresqlServer) -> None:
    with served() as (port, _process):
        reporter = reporter_at(port)
        reporter.fill("happened")
        server.end(signal.SIGQUIT)
        try:
            answer = reporter.client.get("/nl/lindewater/leave/")
        finally:
            server.begin()
        assert answer.status_code in {200, 302, 303}, page(answer)
        assert "__Host-letterbox" not in reporter.client.cookies


def test_the_worker_waits_and_goes_on(house: KeyedTown, server: PostgresqlServer) -> None:
    home, every = house.town, list(CUTS.values()) * TIMES if IS_LONG else [CUTS["killed"]]
    written = set[str]()
    with Postroom() as postroom:
        worker = deontos_started("work", settings={"DEONTOS_SMTP_URL": postroom.url})
        try:
            assert patiently(lambda: not DBTaskResult.objects.filter(status="READY").exists())
            for cut in every:
                cut(server)
                connection.close()
                made = write_prompt(home.organisation, home.manager, LetterTemplate.VAULT_MADE, at=clock.now())
                assert patiently(lambda made=made: made.message_id in postroom.taken)  # type: ignore[misc]
                written.add(made.message_id)
            assert worker.poll() is None
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(60) == 0
        finally:
            worker.kill()
            worker.communicate()
    assert set(postroom.taken) == written
    assert len(postroom.taken) - len(written) <= len(every), "at most once more for each cut, with the same name"


def asked_anew(question: Callable[[], bool]) -> bool:
    """What our own connection answers, which was ended like all others."""
    try:
        return question()
    except (DatabaseError, InterfaceError):
        connection.close()
        return False


@cuts("killed")
def test_a_job_that_was_under_way_is_run_again(house: KeyedTown, server: PostgresqlServer, cut: str) -> None:
    samples.done.clear()
    samples.began.clear()
    samples.may_end.clear()
    row = samples.take_long.enqueue()
    with working():
        assert samples.began.wait(60)
        CUTS[cut](server)
        samples.may_end.set()
        assert patiently(lambda: samples.done == ["long", "long"])
        assert patiently(lambda: asked_anew(DBTaskResult.objects.successful().filter(pk=row.id).exists))
    assert samples.done == ["long", "long"]
