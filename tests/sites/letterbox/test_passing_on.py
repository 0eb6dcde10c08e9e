"""The mailbox shows whether it may be passed on, and changes it; whoever handles it reads the last decision."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from deontos.audit.models import Entry
from deontos.cases.models import CaseFile, CaseStep
from deontos.cases.web.opened import confided, removed
from deontos.correspondence.actions.conversations import add_item
from deontos.correspondence.models import Item, Sitting
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.models import ItemKey
from deontos.keyring.readers import UnlockedReader
from deontos.notices.models import WindowedNotice
from deontos.speakup.content import Named, PassingOn
from deontos.speakup.passing_on import Decided
from deontos.speakup.vocabulary import PassOn, Place
from deontos.vault.contexts import ItemContext
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, town
from tests.factories.speakup import CERTIFIED_ON, Reporter, faults, hidden, page, reporting_point
from tests.sites.letterbox.test_mailbox import case_of

pytestmark = pytest.mark.row("3.10", "R-000.61", "R-000.70")

PAGE, MAILBOX = "receipt/passing-on/", "receipt/mailbox/"
ABOUT = {"about": {"about": "local_government_staff", "involved": "none", "passing_on": "yes"}}


@pytest.fixture
def there(house: KeyedTown) -> KeyedTown:
    """Another town with a reporting point in this installation."""
    made = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    reporting_point(made.town.organisation)
    return made


def decide(reporter: Reporter, **fields: object) -> Any:
    """Send a decision from the open page."""
    return reporter.client.post(reporter.address(PAGE), {"sitting": reporter.sitting, "go": "send", **fields})


def read_by_handler(house: KeyedTown) -> Decided | None:
    """What whoever handles the case reads of it."""
    case = CaseFile.objects.select_related("disclosure__conversation__holder__entry").get()
    reader = house.reader(house.town.manager)
    return confided(case, reader, removed(case)).passing_on


def test_the_mailbox_and_the_handler_show_what_was_confided(reporter: Reporter, house: KeyedTown) -> None:
    receipt = reporter.confide(**ABOUT)
    shown = page(reporter.read(receipt))
    card = shown[shown.index('id="passing-on"') : shown.index('id="name"')]
    assert "Allowed, without the name" in card
    case_of(house, receipt).opened()
    assert read_by_handler(house) == Decided(PassingOn(PassOn.YES))


def test_about_somebody_who_works_here_it_is_not_shown(reporter: Reporter, house: KeyedTown) -> None:
    receipt = reporter.confide()
    assert 'id="passing-on"' not in page(reporter.read(receipt))
    assert read_by_handler(house) is None


def test_it_is_changed_with_the_code_and_whoever_reads_is_told(
    reporter: Reporter, house: KeyedTown, there: KeyedTown
) -> None:
    reporter.read(reporter.confide(**ABOUT))
    reporter.look(PAGE)
    WindowedNotice.objects.all().delete()
    before, home = CaseStep.objects.count(), str(there.town.organisation.id)
    answer = decide(
        reporter, passing_on="no", concerned=home, line_shown=home, involved_there=str(there.town.manager.id)
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/lindewater/receipt/mailbox/")
    involved = (Named(there.town.manager.id, there.town.manager.name, Place.MANAGER),)
    decided = Decided(PassingOn(PassOn.NO, there.town.organisation.id, "Hazelaar", involved), TODAY)
    assert read_by_handler(house) == decided
    shown = page(reporter.look(MAILBOX)).replace("\N{NO-BREAK SPACE}", " ")
    assert ("Not allowed" in shown, "You decided this on 24 November 2026." in shown) == (True, True)
    assert [each.recipient for each in WindowedNotice.objects.all()] == [house.town.manager]
    assert (CaseFile.objects.get().has_news, CaseStep.objects.count()) == (True, before)
    told = Entry.objects.filter(fact__contains="passing_on_decided").order_by("fact")
    assert [(each.fact, each.at, each.on) for each in told] == [
        ("case.passing_on_decided", None, TODAY),
        ("conversation.passing_on_decided", None, TODAY),
    ]
    assert not any("Hazelaar" in each.details or home in each.details for each in told)


def test_the_same_twice_is_once(reporter: Reporter, house: KeyedTown) -> None:
    reporter.read(reporter.confide(**ABOUT))
    reporter.look(PAGE)
    for _time in range(2):
        assert decide(reporter, passing_on="no").status_code == 303
    assert Item.objects.filter(kind=ItemKind.PASSING_ON).count() == 1
    decide(reporter, passing_on="yes")
    assert read_by_handler(house) == Decided(PassingOn(PassOn.YES), TODAY)


@dataclass
class Counting(UnlockedReader):
    """A reader who counts what is opened."""

    opened: list[UUID] = field(default_factory=list)

    def open_item(self, item_key: ItemKey, ciphertext: bytes, context: ItemContext) -> bytes:
        self.opened.append(item_key.id)
        return super().open_item(item_key, ciphertext, context)


def test_however_often_it_is_changed_whoever_handles_it_opens_the_last_one(
    reporter: Reporter, house: KeyedTown
) -> None:
    reporter.read(reporter.confide(**ABOUT))
    reporter.look(PAGE)
    for answer in ("no", "yes", "no"):
        assert decide(reporter, passing_on=answer).status_code == 303
    manager = house.reader(house.town.manager)
    counting = Counting(manager.keys, manager.on, person=manager.person)
    assert confided(CaseFile.objects.get(), counting).passing_on == Decided(PassingOn(PassOn.NO), TODAY)
    assert len(counting.opened) == 2


def test_the_page_comes_filled_with_what_was_decided(reporter: Reporter, there: KeyedTown) -> None:
    home = str(there.town.organisation.id)
    about = {**ABOUT["about"], "concerned": home, "line_shown": home, "involved_there": str(there.town.deputy.id)}
    reporter.read(reporter.confide(about=about))
    shown = " ".join(page(reporter.look(PAGE)).split())
    assert f'value="{there.town.deputy.id}" checked' in shown
    assert f'value="{home}" selected' in shown
    assert hidden(reporter.look(PAGE), "line_shown") == home


def test_another_organisation_shows_its_line_first(reporter: Reporter, there: KeyedTown) -> None:
    reporter.read(reporter.confide(**ABOUT))
    reporter.look(PAGE)
    answer = decide(reporter, passing_on="yes", concerned=str(there.town.organisation.id))
    assert (answer.status_code, faults(answer)) == (200, [])
    assert "Look who could handle it there" in page(answer)
    assert Item.objects.filter(kind=ItemKind.PASSING_ON).count() == 0


@pytest.mark.parametrize(
    "fields", [{"passing_on": "perhaps"}, {"concerned": "nonsense"}, {"concerned_name": "x" * 301}]
)
def test_nonsense_is_taken_back(reporter: Reporter, fields: dict[str, str]) -> None:
    reporter.read(reporter.confide(**ABOUT))
    reporter.look(PAGE)
    assert len(faults(decide(reporter, **fields))) == 1
    assert Item.objects.filter(kind=ItemKind.PASSING_ON).count() == 0


def test_what_was_chosen_comes_back_with_the_code_when_the_page_had_closed(
    reporter: Reporter, there: KeyedTown
) -> None:
    receipt = reporter.confide(**ABOUT)
    reporter.read(receipt)
    reporter.look(PAGE)
    Sitting.objects.all().delete()
    home = str(there.town.organisation.id)
    people = [str(there.town.manager.id), str(there.town.deputy.id)]
    fields = {"passing_on": "no", "concerned": home, "line_shown": home, "involved_there": people}
    asked = page(decide(reporter, **fields))
    assert [f'value="{each}"' in asked for each in people] == [True, True]
    again = " ".join(page(decide(reporter, receipt=receipt.text, **fields)).split())
    assert [f'value="{each}" checked' in again for each in people] == [True, True]
    assert Item.objects.filter(kind=ItemKind.PASSING_ON).count() == 0


def test_a_decision_that_the_reporter_did_not_sign_is_told_to_both(reporter: Reporter, house: KeyedTown) -> None:
    receipt = reporter.confide(about={**ABOUT["about"], "passing_on": "no"})
    case = case_of(house, receipt).opened()
    reader, conversation = house.reader(house.town.manager), case.file.disclosure.conversation
    signer = reader.signer(certificate=house.certificate(house.town.manager))
    epoch = reader.epoch_to_seal_to(conversation.pair, given_by=conversation.holder)
    add_item(conversation, ItemKind.PASSING_ON, PassingOn(PassOn.YES).sealed(), epoch=epoch, by=signer, on=TODAY)
    found = read_by_handler(house)
    assert found == Decided(PassingOn(PassOn.ASK_FIRST), None, is_sure=False)
    assert "What you decided last does not stand here as you wrote it." in page(reporter.read(receipt))


def test_a_decision_that_was_taken_out_is_told_and_the_one_before_does_not_count(
    reporter: Reporter, house: KeyedTown
) -> None:
    receipt = reporter.confide(**ABOUT)
    reporter.read(receipt)
    reporter.look(PAGE)
    decide(reporter, passing_on="no")
    Item.objects.filter(kind=ItemKind.PASSING_ON).delete()
    found = read_by_handler(house)
    assert found is not None
    assert not found.is_sure
    assert "Until then we are told to ask you first." in page(reporter.read(receipt))


def test_somebody_without_a_key_reads_nothing_of_it(reporter: Reporter, house: KeyedTown) -> None:
    reporter.confide(**ABOUT)
    case = CaseFile.objects.select_related("disclosure__conversation__holder__entry").get()
    assert confided(case, house.reader(house.town.officer), removed(case)).passing_on is None
