"""Two administrators at the same moment: one is kept, the other is told and keeps what was typed; nothing is mixed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from deontos.audit.models import Entry
from deontos.questionnaires.models import Questionnaire, QuestionnaireVersion
from deontos.questionnaires.queries import definition_at, newest_version
from tests.factories.organisations import Town
from tests.factories.questionnaires import begun, published
from tests.questionnaires.at_desk import browser, page, seen_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("3.2")]


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Let these begin at the same moment, each over its own connection; what each answered."""
    start = Barrier(len(works))

    def begin(work: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


def saves(client: Client, own: Questionnaire, text: str) -> Callable[[], Any]:
    """Save a name that was typed on the page as it is now."""
    address = f"/desk/settings/questions/{own.id}/part/title/"
    typed = {"seen": seen_in(client.get(address)), **{f"title_{code}": text for code in ("nl", "fr", "en", "es")}}
    return lambda: client.post(address, typed)


def test_of_two_who_save_one_is_kept_and_the_other_keeps_the_words(here: Town) -> None:
    own = begun(here.organisation, here.administrator)
    texts = ("Van de een", "Van de ander")
    clients = (browser(here.administrator), browser(here.officer))
    answers = at_once(*(saves(client, own, text) for client, text in zip(clients, texts, strict=True)))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    [kept] = [text for text, answer in zip(texts, answers, strict=True) if answer.status_code == 302]
    [told] = [(text, page(answer)) for text, answer in zip(texts, answers, strict=True) if answer.status_code == 200]
    assert definition_at(newest_version(own)).title == dict.fromkeys(("nl", "fr", "en", "es"), kept)
    assert told[1].count(f">\n{told[0]}</textarea>") == 4
    assert Entry.objects.filter(fact="questionnaire.draft_changed").count() == 1


def test_a_version_is_published_once_and_never_half_changed(here: Town) -> None:
    own = begun(here.organisation, here.administrator)
    client, other = browser(here.administrator), browser(here.officer)
    address = f"/desk/settings/questions/{own.id}/publish/"
    seen = seen_in(client.get(address))
    publishes = [lambda each=each: each.post(address, {"seen": seen}) for each in (client, other)]
    at_once(*publishes, saves(other, own, "Ertussen"))
    assert Entry.objects.filter(fact="questionnaire.published").count() <= 1
    for version in QuestionnaireVersion.objects.filter(published_on__isnull=False):
        assert definition_at(version).title["nl"] == "Eigen vragen (nl)"


def test_two_who_begin_the_next_version_begin_one(here: Town) -> None:
    own = begun(here.organisation, here.administrator)
    published(own, here.administrator)
    clients = (browser(here.administrator), browser(here.officer))
    address = f"/desk/settings/questions/{own.id}/"
    seen = [seen_in(client.get(address)) for client in clients]
    at_once(
        *(lambda c=client, s=digest: c.post(address, {"seen": s}) for client, digest in zip(clients, seen, strict=True))
    )
    assert [row.number for row in own.versions.order_by("number")] == [1, 2]
