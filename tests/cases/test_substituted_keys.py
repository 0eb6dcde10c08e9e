"""A case whose keys or whose disclosure somebody changed in the database: nothing is sent, and no word is lost."""

from collections.abc import Callable

import pytest

from deontos.cases.vocabulary import CaseState, CaseVerb
from deontos.cases.web.opened import confided
from deontos.correspondence.models import Item
from deontos.keyring.phrases import REFUSALS
from deontos.keyring.readers import KeyNotAuthentic
from deontos.keyring.vocabulary import KeyringCode
from deontos.speakup.models import Disclosure
from tests.correspondence.intruder import Intruder
from tests.factories.administration import desk_client
from tests.factories.cases import ToldCase, case_in, told
from tests.factories.keyring import KeyedTown

pytestmark = [pytest.mark.row("1.4a", "1.13"), pytest.mark.usefixtures("today")]

WORDS = "Wij keken de nota's na."


def another_epoch(case: ToldCase) -> None:
    """An intruder's epoch, with envelopes for everybody."""
    conversation, intruder = case.file.disclosure.conversation, Intruder()
    intruder.give(intruder.epoch(conversation), conversation, intruder.holder())


def another_disclosure(case: ToldCase) -> None:
    """The conversation of something that an intruder confided, in the place of the real one."""
    own, spare = told(case.house), told(case.house)
    theirs = own.file.disclosure.conversation
    spare.file.clocks.all().delete()
    spare.file.delete()
    parked = Disclosure.objects.exclude(case__isnull=False).get().conversation
    Disclosure.objects.filter(case__isnull=True).delete()
    Disclosure.objects.filter(conversation=theirs).update(conversation=parked)
    Disclosure.objects.filter(pk=case.file.disclosure_id).update(conversation=theirs)


@pytest.mark.parametrize("change", [another_epoch, another_disclosure])
def test_nothing_is_sent_and_the_text_stays(house: KeyedTown, change: Callable[[ToldCase], None]) -> None:
    case = case_in(house, CaseState.ACKNOWLEDGED)
    change(case)
    case.opened()
    before = Item.objects.count()
    given = {"verb": "ask", "language": "nl", "opening": "", "text": WORDS, "seen": "1", "go": "send"}
    answer = desk_client(house, case.handler).post(f"/desk/cases/{case.id}/write/", given)
    assert (answer.status_code, answer.context["form"]["text"].value()) == (200, WORDS)
    assert answer.context["form"].non_field_errors() == [str(REFUSALS[KeyringCode.KEY_NOT_AUTHENTIC])]
    assert (Item.objects.count(), case.file.state) == (before, CaseState.ACKNOWLEDGED)
    with pytest.raises(KeyNotAuthentic):
        case.moved(CaseVerb.CLOSE)


def test_another_disclosure_in_the_place_of_the_real_one_is_not_shown_as_it(house: KeyedTown) -> None:
    case = case_in(house, CaseState.ACKNOWLEDGED)
    assert confided(case.file, house.reader(case.handler)).content is not None
    another_disclosure(case)
    assert confided(case.file, house.reader(case.handler)).content is None
