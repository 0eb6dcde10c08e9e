"""What somebody took out of a conversation is told at its place, to handler and reporter, also at the end."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from deontos.audit.models import Entry
from deontos.cases.vocabulary import CaseVerb
from deontos.cases.web.opened import talk
from deontos.correspondence.models import Item
from deontos.correspondence.removed import Removed, missing_among, removed_from
from deontos.keyring.readers import UnlockedReader
from tests.factories.administration import desk_client
from tests.factories.cases import ToldCase, told
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY
from tests.factories.speakup import Reporter, page, reporting_point

pytestmark = [pytest.mark.row("2.8"), pytest.mark.django_db]

CONFIDED, CONFIRMED, HEARD, ASKED = range(1, 5)
WORDS = {CONFIRMED: "Wij lazen alles.", HEARD: "Nog een datum.", ASKED: "Welke datum precies?"}
GONE = "Something that stood here was removed."
SHOWN = re.compile(rf"{re.escape(GONE)}|" + "|".join(map(re.escape, WORDS.values())))


@pytest.fixture
def house() -> KeyedTown:
    made = keyed(on=TODAY - timedelta(days=30))
    reporting_point(made.town.organisation)
    return made


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    """Something confided, confirmed, added to, and asked about."""
    made = told(house).opened().moved(CaseVerb.ACKNOWLEDGE, text=WORDS[CONFIRMED])
    return made.heard(WORDS[HEARD]).moved(CaseVerb.ASK, text=WORDS[ASKED])


def remove(case: ToldCase, position: int) -> None:
    Item.objects.filter(conversation=case.file.disclosure.conversation_id, position=position).delete()


def gone(case: ToldCase) -> list[Removed]:
    file = case.file
    return removed_from(file.disclosure.conversation, about=(file.id, file.disclosure_id))


def by_handler(case: ToldCase) -> str:
    client: Client = desk_client(case.house, case.handler)
    return page(client.get(f"/desk/cases/{case.id}/", headers={"accept-language": "en"}))


def by_reporter(case: ToldCase) -> str:
    return page(Reporter(language="en").read(case.receipt))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("view", [by_handler, by_reporter])
@pytest.mark.parametrize("position", WORDS)
def test_a_removed_message_is_told_at_its_place(case: ToldCase, position: int, view: Callable[[ToldCase], str]) -> None:
    remove(case, position)
    expected = [GONE if place == position else words for place, words in WORDS.items()]
    assert SHOWN.findall(view(case)) == expected


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("view", [by_handler, by_reporter])
def test_where_nothing_was_removed_nothing_is_told(case: ToldCase, view: Callable[[ToldCase], str]) -> None:
    assert SHOWN.findall(view(case)) == list(WORDS.values())


@pytest.mark.usefixtures("english")
def test_what_was_confided_and_removed_is_told_too(case: ToldCase) -> None:
    remove(case, CONFIDED)
    assert "What was confided was removed." in by_handler(case)
    assert "What stands here is not what you sent." in by_reporter(case)


@pytest.fixture
def english(house: KeyedTown) -> None:
    """The people of the town read English."""
    house.town.organisation.people.update(language="en")


def test_the_log_tells_the_day_and_the_last_one_too(case: ToldCase) -> None:
    remove(case, HEARD)
    remove(case, ASKED)
    assert gone(case) == [Removed(HEARD, TODAY), Removed(ASKED, TODAY)]


def test_gaps_tell_it_where_the_log_named_no_items(case: ToldCase) -> None:
    remove(case, HEARD)
    Entry.objects.all().update(details="{}")
    assert gone(case) == [Removed(HEARD, None)]


def test_a_row_of_the_log_that_somebody_put_in_tells_nothing(case: ToldCase) -> None:
    remove(case, ASKED)
    Entry.objects.filter(fact="case.asked").update(seal=bytes(32))
    assert gone(case) == []


def test_an_empty_conversation_has_no_gap() -> None:
    assert missing_among({}, []) == []


def test_a_stretch_of_a_long_conversation_tells_what_is_missing_in_it_and_no_more(case: ToldCase) -> None:
    for number in range(12):
        case.heard(f"Bericht {number}.")
    remove(case, CONFIRMED)
    remove(case, ASKED + 12)
    reader, missing = house_reader(case), gone(case)
    latest = talk(case.file, reader, missing, before=None)
    assert [each.is_removed for each in latest.messages] == [False] * 12 + [True]
    first = talk(case.file, reader, missing, before=latest.earlier)
    assert [each.is_removed for each in first.messages] == [True, False]


def house_reader(case: ToldCase) -> UnlockedReader:
    return case.house.reader(case.handler)
