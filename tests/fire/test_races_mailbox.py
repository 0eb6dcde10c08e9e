"""A reporter in two windows, and a reporter and the house, at the same moment: all that was sent is there, once."""

from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from deontos.cases.actions.handing_over import HandOver, hand_over
from deontos.cases.actions.turning import Turning, turn_to_next
from deontos.cases.models import CaseFile
from deontos.cases.succession import succession
from deontos.cases.vocabulary import CaseCode, CaseVerb, HandOverReason
from deontos.correspondence.actions.files import add_files, remove_file
from deontos.correspondence.actions.identity import Release, release_identity, withdraw_identity
from deontos.correspondence.actions.sittings import OpenSitting, end, take_up
from deontos.correspondence.models import Blob, Item, WaitingFile
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.trays import Tray
from deontos.correspondence.vocabulary import CorrespondenceCode, IdentityPurpose, ItemKind
from deontos.keyring.queries import readers_of
from deontos.keyring.vocabulary import KeyringCode
from deontos.speakup.models import Disclosure
from deontos.speakup.vocabulary import IdentityChoice
from tests.factories.administration import desk_client
from tests.factories.cases import IDENTITY, ToldCase, morning, told
from tests.factories.files import bound_for, taken_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor
from tests.factories.speakup import ANSWERS, CERTIFIED_ON, Reporter, page, reporting_point
from tests.fire import times
from tests.fire.racing import at_once, codes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("4.13")]

ROUNDS = times(1, fire=40)


@pytest.fixture
def house() -> KeyedTown:
    """A town with an open reporting point."""
    made = keyed(on=CERTIFIED_ON)
    reporting_point(made.town.organisation)
    return made


def mailboxes(house: KeyedTown, count: int) -> tuple[ToldCase, list[OpenSitting]]:
    """A case with its mailbox open in so many windows."""
    case = told(house)
    home = house.town.organisation.id
    return case, [take_up(case.receipt, home, at=NOW) for _window in range(count)]


def texts(case: ToldCase) -> list[object]:
    """What was written after the disclosure, as the reporter's keys open it; fails where one is not authentic."""
    found = opened(items_of(case.file.disclosure.conversation), case.reporter())
    assert all(each.authentic for each in found)
    return [each.content.get("text") for each in found if each.kind is ItemKind.MESSAGE]


def test_one_draft_sent_from_two_browsers_and_a_button_pressed_twice_is_one_case(house: KeyedTown) -> None:
    first, second = Reporter(), Reporter()
    receipt = first.fill("send")
    second.open_with(receipt)
    second.look("report/check/")
    second.send("check")
    second.look("report/send/")
    presses = (first, first, second, second)
    answers = at_once(*(lambda r=r: r.send("send", **ANSWERS["send"]).status_code for r in presses))
    assert answers == [303] * 4
    assert (Disclosure.objects.count(), CaseFile.objects.count()) == (1, 1)


def test_two_windows_that_write_at_once_say_both_and_each_once(house: KeyedTown) -> None:
    case = told(house)
    windows = [Reporter(), Reporter()]
    for window in windows:
        window.read(case.receipt)
    said = [(windows[0], "Een."), (windows[0], "Een."), (windows[1], "Twee."), (windows[1], "Twee.")]
    answers = at_once(*(lambda w=w, text=text: w.write(text).status_code for w, text in said))
    assert answers == [303] * 4
    assert set(texts(case)) == {"Een.", "Twee."}


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_file_sent_taken_away_and_closed_at_once_is_whole_or_gone(house: KeyedTown, blobs: Path, number: int) -> None:
    """Three windows of one mailbox: one sends its file, one takes it away, one closes. None waits for ever."""
    case = told(house)
    reporter, home = Reporter(), house.town.organisation.id
    reporter.read(case.receipt)
    attached = {"attachments": SimpleUploadedFile("nota.txt", b"kwartelzilver"), "go": "add", "message": ""}
    reporter.client.post(reporter.address("receipt/mailbox/"), {"sitting": reporter.sitting, **attached})
    waiting = WaitingFile.objects.get()
    taking = {"sitting": reporter.sitting, "go": "add", "message": "", "remove": str(waiting.id)}
    assert waiting.blob.organisation_id == home

    def send() -> object:
        return reporter.write("Zie hier.").status_code

    def take() -> object:
        return reporter.client.post(reporter.address("receipt/mailbox/"), taking).status_code

    def close() -> object:
        return reporter.client.post(reporter.address("receipt/close/"), {}).status_code

    answers = at_once(send, take, close)
    assert set(answers) <= {200, 303}
    kept = set(Item.objects.filter(blob__isnull=False).values_list("blob", flat=True))
    assert set(Blob.objects.values_list("id", flat=True)) == kept
    assert {path.name for path in blobs.glob("??/*")} == {blob.hex for blob in kept}
    assert texts(case) in ([], ["Zie hier."])


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_window_that_closes_while_it_takes_a_file_waits_for_nobody_for_ever(
    house: KeyedTown, blobs: Path, number: int
) -> None:
    case, [sitting] = mailboxes(house, 1)
    home, thread = house.town.organisation.id, case.file.disclosure.conversation_id
    files = [taken_in(bound_for(home, thread)) for _file in range(3)]
    assert add_files(sitting, files[:2], most=20, on=TODAY) == []
    [first, second] = Tray(sitting.id, sitting.content).waiting()
    answers = at_once(
        lambda: remove_file(sitting, first.id, on=TODAY),
        lambda: end(sitting.key),
        lambda: remove_file(sitting, second.id, on=TODAY),
        lambda: add_files(sitting, files[2:], most=20, on=TODAY),
    )
    assert set(codes(answers)) <= {CorrespondenceCode.RECEIPT_UNKNOWN}
    assert WaitingFile.objects.count() == 0


@pytest.mark.parametrize("number", range(ROUNDS))
def test_what_a_reporter_writes_while_a_case_is_handed_over_is_read_by_who_comes(house: KeyedTown, number: int) -> None:
    case = case_in_handling(house)
    file, by, reader = case.file, actor(case.handler), house.reader(case.handler)
    following = succession(file, without=frozenset({by.person}), on=TODAY)
    change = HandOver(HandOverReason.UNABLE, following.way.readers, frozenset())
    answers = at_once(
        lambda: hand_over(file, change, by=by, reader=reader, at=morning(TODAY)), lambda: case.heard("Nog iets.")
    )
    assert codes(answers) == []
    conversation = case.file.disclosure.conversation
    [heir] = [each.certificate.person for each in readers_of(conversation.pair_id, on=TODAY) if each.certificate]
    found = opened(items_of(conversation), house.reader(heir))
    assert [each.content["text"] for each in found if each.kind is ItemKind.MESSAGE][-1] == "Nog iets."
    assert all(each.authentic for each in found)
    assert heir != case.handler


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_reporter_who_turns_away_while_the_case_is_handed_over_is_read_by_one_of_the_line(
    house: KeyedTown, number: int
) -> None:
    case = case_in_handling(house)
    file, by, reader = case.file, actor(case.handler), house.reader(case.handler)
    without = frozenset({by.person})
    following = succession(file, without=without, on=TODAY)
    change = HandOver(HandOverReason.UNABLE, following.way.readers, frozenset())
    turning = Turning(without, frozenset(), following.way.readers)
    answers = at_once(
        lambda: hand_over(file, change, by=by, reader=reader, at=morning(TODAY)),
        lambda: turn_to_next(file, turning, case.reporter(), on=TODAY),
    )
    assert len(codes(answers)) <= 1
    conversation = case.file.disclosure.conversation
    people = {each.certificate.person_id for each in readers_of(conversation.pair_id, on=TODAY) if each.certificate}
    assert by.person not in people
    assert people
    assert set(codes(answers)) <= {CaseCode.READERS_CHANGED, CaseCode.NOBODY_LEFT, KeyringCode.NOT_CERTIFIED}


def test_a_name_that_is_taken_back_while_it_is_looked_at_is_not_on_the_next_page(house: KeyedTown) -> None:
    case = told(house, choice=IdentityChoice.CONFIDENCE).opened().moved(CaseVerb.ACKNOWLEDGE)
    conversation, reporter = case.file.disclosure.conversation, case.reporter()
    release = Release(case.handler.id, IdentityPurpose.HANDLING)
    release_identity(conversation, release, reporter, on=TODAY)
    with time_machine.travel(morning(TODAY), tick=False):
        client: Client = desk_client(house, case.handler)
        address = f"/desk/cases/{case.id}/"
        assert IDENTITY["name"] in page(client.get(address))
        looks = [lambda: page(client.get(address))] * 3

        def take_back() -> object:
            handling = IdentityPurpose.HANDLING
            withdraw_identity(conversation, case.handler.id, handling, reporter, named=None, on=TODAY)
            return "taken back"

        at_once(*looks, take_back)
        shown = client.get(address)
        assert shown.status_code == 200
        assert IDENTITY["name"] not in page(shown)
        assert IDENTITY["reach"] not in page(shown)


def case_in_handling(house: KeyedTown) -> ToldCase:
    """A case that its handler opened and confirmed."""
    return told(house).opened().moved(CaseVerb.ACKNOWLEDGE)
