"""May it be passed on to the organisation concerned, without the name: asked, never demanded, and sealed."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deontos.correspondence.models import Conversation, Item
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.sittings import keys_of
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.readers import UnlockedReader
from deontos.organisations.vocabulary import Language
from deontos.speakup.content import DisclosureContent, Named, PassingOn
from deontos.speakup.models import Channel
from deontos.speakup.vocabulary import DisclosureKind, PassOn, Place, Subject
from deontos.vault.receipts import Receipt
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, organisation, town
from tests.factories.speakup import CERTIFIED_ON, Reporter, faults, hidden, page, reporting_point, taken_back

pytestmark = pytest.mark.row("3.10", "R-000.61", "R-000.70")

OTHERS = {"about": "local_government_staff", "involved": "none"}
NEW = "You chose an organisation that is here too. Look who could handle it there, then go on."


@pytest.fixture
def there(house: KeyedTown) -> KeyedTown:
    """Another town with a reporting point in this installation."""
    made = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    reporting_point(made.town.organisation)
    return made


@pytest.fixture
def asked(reporter: Reporter, there: KeyedTown) -> Reporter:
    """A reporter at the question about whom it is, in English."""
    reporter.language = "en"
    reporter.fill("about")
    reporter.look("report/about/")
    return reporter


def confided(receipt: Receipt) -> DisclosureContent:
    """What was sealed, opened with the code."""
    conversation = Conversation.objects.get()
    reader = UnlockedReader(keys_of(receipt), TODAY, holder=conversation.holder_id)
    [first] = [each for each in opened(items_of(conversation), reader) if each.kind is ItemKind.CONFIDED]
    return DisclosureContent.read(first.content)


def with_line(there: KeyedTown, **fields: object) -> dict[str, object]:
    """The answers of somebody whom the page showed the line of the other town."""
    home = str(there.town.organisation.id)
    return {**OTHERS, "concerned": home, "line_shown": home, **fields}


def test_it_is_asked_and_may_be_left_empty(asked: Reporter) -> None:
    shown = page(asked.look("report/about/"))
    assert "May we pass it on to the organisation concerned, without your name?" in shown
    assert asked.send("about", **OTHERS).status_code == 303


def test_who_says_nothing_is_asked_first(reporter: Reporter, there: KeyedTown) -> None:
    assert confided(reporter.confide(about=OTHERS)).passing_on == PassingOn(PassOn.ASK_FIRST)


@pytest.mark.parametrize("about", ["staff", "board", "unknown"])
def test_where_nobody_else_is_concerned_nothing_of_it_is_sealed(
    reporter: Reporter, there: KeyedTown, about: str
) -> None:
    fields = with_line(
        there, about=about, passing_on="yes", concerned_name="Kanarie", involved_there=str(there.town.manager.id)
    )
    assert confided(reporter.confide(about=fields)).passing_on is None


def test_an_organisation_that_is_here_shows_its_line_once_with_a_sentence(asked: Reporter, there: KeyedTown) -> None:
    home = str(there.town.organisation.id)
    answer = asked.send("about", **OTHERS, passing_on="yes", concerned=home)
    shown = page(answer)
    assert (answer.status_code, faults(answer), taken_back(answer), NEW in shown) == (200, [], set(), True)
    people = shown[shown.index("Is one of these people there involved?") :]
    for someone in (there.town.manager, there.town.deputy):
        assert f'value="{someone.id}"' in people
    assert hidden(answer, "line_shown") == home
    assert 'value="yes" checked' in " ".join(shown.split()).replace('value="yes"  checked', 'value="yes" checked')
    assert asked.send("about", **with_line(there, passing_on="yes")).status_code == 303


def test_who_there_is_involved_is_sealed_by_name(reporter: Reporter, there: KeyedTown) -> None:
    deputy = there.town.deputy
    fields = with_line(there, passing_on="yes", involved_there=str(deputy.id), concerned_name="Kanarie")
    sealed = confided(reporter.confide(about=fields)).passing_on
    involved = (Named(deputy.id, deputy.name, Place.DEPUTY),)
    assert sealed == PassingOn(PassOn.YES, there.town.organisation.id, "Hazelaar", involved)


def test_one_that_is_not_here_is_named_in_words(reporter: Reporter, there: KeyedTown) -> None:
    fields = {**OTHERS, "passing_on": "no", "concerned_name": "OCMW <b>Elders</b>"}
    assert confided(reporter.confide(about=fields)).passing_on == PassingOn(PassOn.NO, None, "OCMW <b>Elders</b>")


def test_the_check_page_says_it_and_shows_where_to_change_it(reporter: Reporter, there: KeyedTown) -> None:
    reporter.language = "en"
    reporter.fill("check", about=with_line(there, passing_on="yes", involved_there=str(there.town.manager.id)))
    shown = page(reporter.look("report/check/"))
    for words in ("Allowed, without the name", "Hazelaar", there.town.manager.name):
        assert words in shown


@pytest.mark.parametrize(
    ("fields", "marked"),
    [
        ({"passing_on": "perhaps"}, {"passing_on"}),
        ({"concerned": "11111111-1111-4111-8111-111111111111"}, {"concerned"}),
        ({"concerned": "nonsense"}, {"concerned"}),
        ({"concerned": "nonsense", "line_shown": "nonsense", "involved_there": "somebody"}, {"concerned"}),
        ({"concerned_name": "x" * 301}, {"concerned_name"}),
    ],
)
def test_what_is_no_answer_is_taken_back_and_kept(asked: Reporter, fields: dict[str, object], marked: set[str]) -> None:
    answer = asked.send("about", **OTHERS, **fields)
    assert answer.status_code == 200
    assert len(faults(answer)) == 1
    assert marked == {name for name in marked if f'name="{name}"' in page(answer)}
    assert f'href="#id_{marked.copy().pop()}' in page(answer)


def test_its_own_organisation_is_no_other(asked: Reporter, house: KeyedTown) -> None:
    answer = asked.send("about", **OTHERS, concerned=str(house.town.organisation.id))
    assert faults(answer) == ["This organisation does not stand here any more. Choose again"]


def test_somebody_who_does_not_stand_there_cannot_be_named(asked: Reporter, house: KeyedTown, there: KeyedTown) -> None:
    answer = asked.send("about", **with_line(there, involved_there=str(house.town.manager.id)))
    assert faults(answer) == ["Who stands here has changed. Look again at who is involved there"]


def test_ticks_for_another_organisation_are_dropped(asked: Reporter, there: KeyedTown) -> None:
    other = keyed(town("Voorbeeld"), on=CERTIFIED_ON)
    reporting_point(other.town.organisation)
    moved = with_line(there, concerned=str(other.town.organisation.id), involved_there=str(there.town.manager.id))
    answer = asked.send("about", **moved)
    assert (answer.status_code, NEW in page(answer), faults(answer)) == (200, True, [])
    assert str(there.town.manager.id) not in page(answer)


def test_a_draft_comes_back_with_the_line_that_was_shown(asked: Reporter, there: KeyedTown) -> None:
    manager = str(there.town.manager.id)
    asked.send("about", **with_line(there, involved_there=manager), go="save")
    shown = page(asked.look("report/about/"))
    checked = shown[shown.index(f'value="{manager}"') :][:80]
    assert "checked" in checked
    assert NEW not in shown


def test_what_was_sealed_before_this_was_asked_is_read_as_it_was() -> None:
    old = {
        "language": "nl",
        "kind": "suspicion",
        "subject": "local_government_staff",
        "named": [{"id": "11111111-1111-4111-8111-111111111111", "name": "Mira", "place": "manager"}],
        "questionnaire": "default_reporting",
        "answers": {"what": "x"},
    }
    read = DisclosureContent.read(old)
    assert (read.passing_on, read.version, read.named[0].place) == (None, 1, Place.MANAGER)
    assert "passing_on" not in DisclosureContent(Language.DUTCH, DisclosureKind.SUSPICION, Subject.STAFF).sealed()


@pytest.mark.parametrize("more", [1, 3])
def test_the_page_asks_as_often_however_many_organisations_there_are(asked: Reporter, more: int) -> None:
    for number in range(more):
        Channel.objects.create(organisation=organisation(f"Dorp {number}"))
    with CaptureQueriesContext(connection) as asked_for:
        answer: Any = asked.look("report/about/")
    assert page(answer).count("Dorp ") == more
    assert len(asked_for) == 11
    assert Item.objects.count() == 0
