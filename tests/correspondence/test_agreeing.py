"""A reporter corrects what somebody typed for them and agrees: signed by the receipt, over these very words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deontos.audit.models import Entry
from deontos.cases.models import CaseFile
from deontos.cases.web.opened import CHECKS_OPENED, confided
from deontos.correspondence.actions.agreeing import Check, CheckRefused, check_as_reporter
from deontos.correspondence.agreement import Agreement, agreement_in
from deontos.correspondence.models import Conversation, Item
from deontos.correspondence.queries import conversation_of, items_of, opened
from deontos.correspondence.rules import MOST_CORRECTIONS, TextRefused
from deontos.correspondence.sittings import keys_of
from deontos.correspondence.vocabulary import CorrespondenceCode, ItemKind
from deontos.keyring.readers import UnlockedReader
from deontos.organisations.vocabulary import Language
from deontos.speakup.models import Channel
from deontos.vault.receipts import Receipt
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY
from tests.factories.speakup import CERTIFIED_ON, reporting_point
from tests.speakup.test_entering import entered, told

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.13")]


class Held:
    """Whoever holds the receipt of something that was typed for them."""

    def __init__(self, receipt: Receipt, channel: Channel) -> None:
        found = conversation_of(receipt, channel.organisation_id)
        assert found is not None
        self.conversation: Conversation = found
        self.reader = UnlockedReader(keys_of(receipt), TODAY, holder=found.holder_id)

    def say(self, text: str = "", *, agrees: bool = False) -> list[ItemKind]:
        """Correct, agree, or both; what was added."""
        check = Check(text, Language.DUTCH, agrees)
        return [ItemKind(each.kind) for each in check_as_reporter(self.conversation, check, self.reader, on=TODAY)]

    def standing(self, reader: UnlockedReader | None = None) -> Agreement | None:
        """What is agreed, as somebody reads it."""
        stored = list(items_of(self.conversation))
        return agreement_in(stored, opened(stored, reader or self.reader))


@pytest.fixture
def house(db: None) -> KeyedTown:
    """Lindewater, with keys."""
    return keyed(on=CERTIFIED_ON)


@pytest.fixture
def channel(house: KeyedTown) -> Channel:
    """Its reporting point."""
    return reporting_point(house.town.organisation)


@pytest.fixture
def held(house: KeyedTown, channel: Channel) -> Held:
    """Typed by the manager."""
    return Held(entered(house, house.town.manager, told(channel)), channel)


def test_both_read_not_agreed_then_corrected_then_agreed(held: Held, house: KeyedTown) -> None:
    manager = house.reader(house.town.manager)
    for reader in (None, manager):
        assert held.standing(reader) == Agreement()
    assert held.say("Het was in juli.") == [ItemKind.CORRECTION]
    for reader in (None, manager):
        standing = held.standing(reader)
        assert standing is not None
        assert ([each.content["text"] for each in standing.corrections], standing.agreed_on) == (
            ["Het was in juli."],
            None,
        )
    assert held.say(agrees=True) == [ItemKind.AGREEMENT]
    for reader in (None, manager):
        standing = held.standing(reader)
        assert standing is not None
        assert standing.agreed_on == TODAY


def test_correcting_and_agreeing_go_together_and_twice_is_once(held: Held) -> None:
    assert held.say("Het was in juli.", agrees=True) == [ItemKind.CORRECTION, ItemKind.AGREEMENT]
    assert held.say("Het was in juli.", agrees=True) == []
    assert held.say(agrees=True) == []
    assert held.say("Het was in juli.") == []
    assert [item.kind for item in items_of(held.conversation)] == ["confided", "correction", "agreement"]


def test_after_twenty_corrections_a_message_is_asked_for_and_agreeing_goes_on(held: Held) -> None:
    for number in range(MOST_CORRECTIONS):
        assert held.say(f"Het was om {number} uur.") == [ItemKind.CORRECTION]
    for agrees in (False, True):
        with pytest.raises(CheckRefused) as refusal:
            held.say("Toch om tien uur.", agrees=agrees)
        assert refusal.value.code is CorrespondenceCode.TOO_MANY_CORRECTIONS
    assert items_of(held.conversation).count() == 1 + MOST_CORRECTIONS == 21
    assert held.say(agrees=True) == [ItemKind.AGREEMENT]
    standing = held.standing()
    assert standing is not None
    assert (len(standing.corrections), standing.agreed_on) == (MOST_CORRECTIONS, TODAY)


def at_the_case(house: KeyedTown) -> tuple[Agreement, int]:
    """What the manager reads of it at the case, and how many queries that took."""
    case = CaseFile.objects.select_related("disclosure__conversation__holder__entry").get()
    reader = house.reader(house.town.manager)
    with CaptureQueriesContext(connection) as queries:
        agreement = confided(case, reader).agreement
    assert agreement is not None
    return agreement, len(queries)


def test_a_case_opens_the_newest_of_it_alone_and_knows_whether_it_is_agreed(held: Held, house: KeyedTown) -> None:
    held.say("Het was in juli.", agrees=True)
    _one, asked = at_the_case(house)
    for number in range(1, MOST_CORRECTIONS):
        held.say(f"Het was om {number} uur.", agrees=True)
    agreement, asked_of_many = at_the_case(house)
    assert (len(agreement.corrections), agreement.agreed_on) == (CHECKS_OPENED // 2, TODAY)
    assert agreement.corrections[-1].content["text"] == f"Het was om {MOST_CORRECTIONS - 1} uur."
    assert asked_of_many == asked <= 5
    first = items_of(held.conversation).filter(kind=ItemKind.CORRECTION)[0]
    Item.objects.filter(pk=first.pk).update(signature=b"x" * 64)
    assert at_the_case(house)[0].agreed_on is None


def test_a_later_correction_asks_for_a_new_agreement(held: Held) -> None:
    held.say(agrees=True)
    held.say("Toch in juni.")
    standing = held.standing()
    assert standing is not None
    assert standing.agreed_on is None
    assert held.say(agrees=True) == [ItemKind.AGREEMENT]


def test_the_case_goes_on_and_the_log_knows_of_it_without_a_moment(held: Held) -> None:
    CaseFile.objects.update(has_news=False)
    held.say("Het was in juli.")
    held.say(agrees=True)
    rows = Entry.objects.filter(subject_id=held.conversation.id).order_by("number")
    assert [(row.fact, row.on, row.at, row.actor_id) for row in rows] == [
        ("conversation.reporter_corrected", TODAY, None, None),
        ("conversation.reporter_agreed", TODAY, None, None),
    ]
    assert CaseFile.objects.get().has_news


@pytest.mark.parametrize(
    ("text", "code"), [("", "text_empty"), ("  \n", "text_empty"), ("a" * 200_001, "text_too_long")]
)
def test_an_empty_or_endless_correction_is_refused(held: Held, text: str, code: str) -> None:
    with pytest.raises(TextRefused) as refusal:
        held.say(text)
    assert refusal.value.code == f"correspondence:{code}"
    assert items_of(held.conversation).count() == 1


def test_what_the_reporter_wrote_alone_asks_for_no_agreement(house: KeyedTown, channel: Channel) -> None:
    from tests.factories.cases import told as told_by_reporter

    case = told_by_reporter(house)
    held = Held(case.receipt, channel)
    assert held.standing() is None
    with pytest.raises(CheckRefused) as refusal:
        held.say(agrees=True)
    assert refusal.value.code is CorrespondenceCode.NOTHING_TO_CHECK


def test_an_agreement_is_with_these_very_words(held: Held, house: KeyedTown, channel: Channel) -> None:
    """Somebody with SQL puts another sealed text in the place of the first: it is agreed with no longer."""
    held.say(agrees=True)
    other = Held(entered(house, house.town.manager, told(channel)), channel)
    theirs, ours = Item.objects.get(conversation=other.conversation), items_of(held.conversation)[0]
    Item.objects.filter(pk=ours.pk).update(ciphertext=theirs.ciphertext, signature=theirs.signature)
    with pytest.raises(CheckRefused):
        held.say("x", agrees=True)
    standing = held.standing()
    assert standing is not None
    assert standing.agreed_on is None


def test_an_agreement_of_a_handler_is_none(held: Held, house: KeyedTown) -> None:
    """A handler who writes an agreement under the own key, with SQL, agrees for nobody."""
    held.say(agrees=True)
    agreement = Item.objects.get(kind=ItemKind.AGREEMENT)
    Item.objects.filter(pk=agreement.pk).update(author=house.certificate(house.town.manager))
    standing = held.standing(house.reader(house.town.manager))
    assert standing is not None
    assert standing.agreed_on is None
