"""Two administrators at the same moment: one office of one person is given once, and the second reads why."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.test import Client

from deontos.administration.phrases import REFUSALS
from deontos.administration.vocabulary import AdministrationCode
from deontos.organisations.models import Office, Person
from deontos.organisations.vocabulary import Language, OfficeKind
from tests.factories.administration import sign_in
from tests.factories.organisations import NOW, TODAY, Town, office, person, town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("2.13")]


def at_once(*steps: Callable[[], None]) -> None:
    """Take these steps at the same moment, each over its own connection."""
    start = Barrier(len(steps))

    def take(step: Callable[[], None]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=10)
            step()
        finally:
            connection.close()

    threads = [Thread(target=take, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)


def desk_of(someone: Person) -> Client:
    client = Client()
    sign_in(client, someone)
    return client


def two_administrators() -> tuple[Town, list[Client]]:
    """A town with two administrators at their desks."""
    made = town()
    second = person(made.organisation, "Nele Verbruggen")
    office(made.organisation, OfficeKind.ADMINISTRATOR, second)
    Person.objects.update(language=Language.ENGLISH)
    return made, [desk_of(made.administrator), desk_of(second)]


def test_an_office_of_one_person_is_given_once_and_the_second_reads_why() -> None:
    with time_machine.travel(NOW, tick=False):
        made, desks = two_administrators()
        kind, page = OfficeKind.INTEGRITY_COORDINATOR, "/desk/settings/of/lindewater/offices/appoint/"
        holders = [made.colleague, made.deputy]
        answers: list[tuple[int, str]] = []

        def step(desk: Client, holder: Person) -> Callable[[], None]:
            given = {"kind": kind, "person": str(holder.id), "document": "", "started_on": TODAY.isoformat()}

            def give() -> None:
                answer = desk.post(page, given)
                answers.append((answer.status_code, answer.content.decode()))

            return give

        at_once(*(step(desk, holder) for desk, holder in zip(desks, holders, strict=True)))
    assert sorted(status for status, _content in answers) == [200, 302]
    refused = next(content for status, content in answers if status == 200)
    assert str(REFUSALS[AdministrationCode.OFFICE_TAKEN]) in refused
    assert Office.objects.filter(kind=kind).count() == 1
