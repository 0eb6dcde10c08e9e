"""A case gets its number when a reader first opens it; no two share one, and each reader's first time is recorded."""

import re

import pytest

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.audit.vocabulary import ChainKind
from deontos.cases.actions.opening import open_case
from deontos.cases.models import CaseFile
from deontos.keyring.models import Envelope
from deontos.keyring.readers import NoEnvelope
from deontos.organisations.models import Person
from tests.cases.snapshots import everything
from tests.cases.test_moves import somebody
from tests.factories.cases import morning, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, absent, actor

NUMBER = re.compile(r"[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}")


def opened_by() -> list[tuple[object, object]]:
    """Who opened which case, as recorded."""
    return list(
        Entry.objects.filter(chain=ChainKind.DESK, fact="case.opened")
        .order_by("number")
        .values_list("actor_id", "subject_id")
    )


@pytest.mark.row("1.10", "1.13")
def test_the_first_opening_gives_a_number_and_is_recorded_once_a_reader(house: KeyedTown) -> None:
    town = house.town
    absent(town.manager, town.director)
    case = told(house)
    assert case.file.number is None
    number = case.opened().file.number
    assert number is not None
    assert NUMBER.fullmatch(number)
    case.opened().opened(by=town.deputy).opened(by=town.deputy)
    assert case.file.number == number
    assert opened_by() == [(town.manager.id, case.id), (town.deputy.id, case.id)]


def test_opening_answers_with_the_case_as_it_now_is(house: KeyedTown) -> None:
    case = told(house)
    stale = case.file
    number = case.opened().file.number
    answer = open_case(stale, by=actor(case.handler), at=morning(TODAY))
    assert (answer.number, answer.has_news) == (number, False)


def test_what_is_new_counts_as_seen_after_opening(house: KeyedTown) -> None:
    case = told(house)
    assert case.file.has_news
    assert not case.opened().file.has_news
    assert case.heard().file.has_news
    assert not case.opened().file.has_news


def test_the_day_of_the_first_opening_stays(house: KeyedTown) -> None:
    case = told(house).opened().opened()
    pair = case.file.disclosure.conversation.pair
    days = Envelope.objects.filter(epoch__pair=pair, certificate__isnull=False).values_list(
        "certificate__person", "first_opened_on"
    )
    assert dict(days) == {house.town.manager.id: TODAY, house.town.deputy.id: None}


@pytest.mark.row("R-000.69")
@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("stranger of another town", NotAllowed),
        ("deputy whose key sleeps", NoEnvelope),
        ("officer without a key", NoEnvelope),
        ("colleague", NotAllowed),
        ("steward", NotAllowed),
        ("administrator", NotAllowed),
    ],
)
def test_nobody_else_gives_a_number(house: KeyedTown, who: str, refusal: type[Exception]) -> None:
    case = told(house)
    person: Person = somebody(house, who)
    before = everything()
    with pytest.raises(refusal):
        open_case(case.file, by=actor(person), at=morning(TODAY))
    assert everything() == before


@pytest.mark.row("1.10")
def test_a_number_that_is_taken_is_drawn_again(house: KeyedTown) -> None:
    drawn = iter(["R4T-8WN", "R4T-8WN", "R4T-8WN", "K2M-5QX"])
    numbers = [
        open_case(told(house).file, by=actor(house.town.manager), at=morning(TODAY), draw=lambda: next(drawn)).number
        for _case in range(2)
    ]
    assert numbers == ["R4T-8WN", "K2M-5QX"]


def test_when_no_number_is_free_nothing_is_opened(house: KeyedTown) -> None:
    first, second = told(house).file, told(house).file
    manager = actor(house.town.manager)
    open_case(first, by=manager, at=morning(TODAY), draw=lambda: "R4T-8WN")
    before = everything()
    with pytest.raises(RuntimeError, match="no free case number"):
        open_case(second, by=manager, at=morning(TODAY), draw=lambda: "R4T-8WN")
    assert everything() == before


def test_numbers_tell_nothing_of_their_order(house: KeyedTown) -> None:
    numbers = [told(house).opened().file.number for _case in range(6)]
    assert len(set(numbers)) == 6
    assert CaseFile.objects.filter(number__isnull=True).count() == 0
