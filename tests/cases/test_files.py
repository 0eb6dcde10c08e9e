"""Files in a case: who opens what the reporter sent, what a handler answers with, and evidence in the dossier."""

from pathlib import Path
from uuid import UUID

import pytest

from deontos.audit.verification import HOUSE
from deontos.cases.actions.dialogue import Words, answer
from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.dossier import dossier_items_of, open_evidence, opened_notes
from deontos.cases.models import DossierItem
from deontos.cases.vocabulary import Audience, CaseVerb, DossierKind
from deontos.correspondence.actions.conversations import answer_as_reporter, erase_conversation
from deontos.correspondence.actions.files import add_files
from deontos.correspondence.actions.sittings import take_up
from deontos.correspondence.attachments import open_attachment
from deontos.correspondence.files.facts import SealedFile
from deontos.correspondence.files.installed import blob_store
from deontos.correspondence.files.reading import FileNotAuthentic
from deontos.correspondence.models import Blob, Item, WaitingFile
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.vocabulary import CorrespondenceCode, ItemFault, ItemKind
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.actions import DisclosureRefused, confide
from deontos.speakup.models import Disclosure
from deontos.vault.failures import NotAuthentic
from deontos.vault.receipts import Receipt
from tests.cases.test_turning import turn
from tests.factories.cases import ToldCase, add_to_draft, channel, morning, told
from tests.factories.files import CONTENT, bound_for, taken_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, actor
from tests.speakup.test_confiding import words

pytestmark = [pytest.mark.row("3.4"), pytest.mark.django_db]

FILES = {"offerte.txt": CONTENT * 5000, "lijst.csv": b"a;b\r\n1;2"}


@pytest.fixture
def house(db: None, blobs: Path) -> KeyedTown:
    """Lindewater, with keys and a store of its own."""
    return keyed()


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    """A case that came with two files, opened by its handler."""
    return told(house, files=FILES).opened()


def sent(case: ToldCase) -> list[Item]:
    """The files of its conversation."""
    return list(items_of(case.file.disclosure.conversation).filter(kind=ItemKind.ATTACHMENT))


def read(case: ToldCase, reader: UnlockedReader) -> dict[str, bytes]:
    """The files of its conversation, by name, as this reader opens them."""
    found = {item.id: item.file for item in opened(sent(case), reader) if item.file and item.authentic}
    return {found[item.id].name: b"".join(open_attachment(item, reader)) for item in sent(case) if item.id in found}


def bound_for_talk(case: ToldCase, name: str = "antwoord.txt", content: bytes = CONTENT) -> SealedFile:
    """A file that came in for its conversation."""
    return taken_in(bound_for(case.house.town.organisation.id, case.file.disclosure.conversation_id), content, name)


def bound_for_dossier(case: ToldCase, name: str = "bewijs.txt") -> SealedFile:
    """A file that came in for its dossier."""
    home, pair = case.house.town.organisation.id, case.file.dossier_pair_id
    return taken_in(bound_for(home, pair, kind=DossierKind.EVIDENCE), CONTENT, name)


def jot(case: ToldCase, jotting: Jotting, by: Person | None = None) -> DossierItem:
    """Something written in its dossier."""
    writer = by or case.handler
    reader = case.house.reader(writer)
    return write_in_dossier(case.file, jotting, by=actor(writer), reader=reader, at=morning(TODAY))


def wrong() -> set[tuple[str, str]]:
    """Which rows are named, and why."""
    found = HOUSE.run(("correspondence", "cases", "files"), looked=lambda _room, _count: None)
    return {(flaw.row.split(" ")[0], flaw.fault) for _room, flaw in found}


def test_files_go_along_and_both_sides_open_them(case: ToldCase) -> None:
    assert read(case, case.house.reader(case.handler)) == FILES
    assert read(case, case.reporter()) == FILES
    assert (WaitingFile.objects.count(), Blob.objects.filter(item__isnull=False).count()) == (0, 2)
    confided = [item.file.confided for item in opened(sent(case), case.reporter()) if item.file]
    assert confided == [True, True]
    assert wrong() == set()


def test_whoever_holds_no_key_opens_nothing(case: ToldCase) -> None:
    for somebody in (case.house.town.officer, case.house.town.deputy):
        reader = case.house.reader(somebody)
        assert opened(sent(case), reader) == []
        with pytest.raises(NoEnvelope):
            open_attachment(sent(case)[0], reader)


def test_a_report_that_was_refused_leaves_its_files_with_the_draft(house: KeyedTown) -> None:
    point, receipt = channel(house), Receipt.make()
    add_to_draft(house.town.organisation.id, receipt, FILES)
    with pytest.raises(DisclosureRefused):
        confide(point, receipt, words(point, readers=frozenset()), on=TODAY)
    assert (Disclosure.objects.count(), WaitingFile.objects.count()) == (0, 2)


def test_the_next_reader_opens_them_and_the_one_before_no_longer(case: ToldCase) -> None:
    manager, deputy = case.house.town.manager, case.house.town.deputy
    turn(case, manager)
    assert read(case, case.house.reader(deputy)) == read(case, case.reporter()) == FILES
    assert opened(sent(case), case.house.reader(manager)) == []


@pytest.mark.parametrize("how", ["changed", "exchanged", "cut", "gone"])
def test_a_file_that_is_not_what_was_signed_is_not_given_out_and_is_named(
    case: ToldCase, how: str, blobs: Path
) -> None:
    item, other = sent(case)
    assert item.blob_id
    assert other.blob_id
    place = blobs / item.blob_id.hex[:2] / item.blob_id.hex
    content, code, fault = place.read_bytes(), CorrespondenceCode.FILE_CHANGED, ItemFault.FILE_CHANGED
    if how == "changed":
        place.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif how == "exchanged":
        place.write_bytes((blobs / other.blob_id.hex[:2] / other.blob_id.hex).read_bytes())
    elif how == "cut":
        place.write_bytes(content[:65_553])
    else:
        place.unlink()
        code, fault = CorrespondenceCode.FILE_GONE, ItemFault.FILE_GONE
    with pytest.raises(FileNotAuthentic) as refused:
        open_attachment(item, case.reporter())
    assert refused.value.code is code
    assert wrong() == {(str(item.blob_id), fault)}
    assert b"".join(open_attachment(other, case.reporter())) == FILES["lijst.csv"]


def test_a_file_that_belongs_to_nothing_is_named(case: ToldCase) -> None:
    file = bound_for_talk(case)
    assert wrong() == set()
    Blob.objects.filter(pk=file.facts.blob).delete()
    assert wrong() == {(str(file.facts.blob), ItemFault.FILE_UNKNOWN)}


def test_an_item_that_is_given_another_file_is_not_authentic_and_is_named(case: ToldCase) -> None:
    one, two = sent(case)
    spare = bound_for_talk(case)
    blob = one.blob_id
    assert blob
    assert two.blob_id
    Item.objects.filter(pk=one.pk).update(blob=spare.facts.blob)
    again = opened(sent(case), case.reporter())
    assert [item.authentic for item in again] == [False, True]
    with pytest.raises(FileNotAuthentic):
        open_attachment(sent(case)[0], case.reporter())
    assert wrong() == {(str(one.id), ItemFault.CHANGED)}
    Item.objects.filter(pk=one.pk).update(blob=blob)
    Blob.objects.filter(pk=two.blob_id).update(size=1)
    assert wrong() == {(str(two.id), ItemFault.CHANGED)}


def test_a_handler_answers_with_a_file(case: ToldCase) -> None:
    case.moved(CaseVerb.ACKNOWLEDGE)
    message = Words("Bekijk dit.", Language.DUTCH, files=(bound_for_talk(case),))
    reader = case.house.reader(case.handler)
    answer(case.file, message, by=actor(case.handler), reader=reader, at=morning(TODAY))
    assert read(case, case.reporter()) == {**FILES, "antwoord.txt": CONTENT}
    last = opened(sent(case), case.reporter())[-1]
    assert (last.from_reporter, last.author_person, last.file and last.file.confided) == (
        False,
        case.handler.id,
        False,
    )
    assert wrong() == set()


def waiting(case: ToldCase, *names: str) -> list[SealedFile]:
    """Files that wait in the reporter's mailbox."""
    home = case.house.town.organisation.id
    sitting = take_up(case.receipt, home, at=morning(TODAY))
    files = [bound_for_talk(case, name) for name in names]
    add_files(sitting, files, most=20, on=TODAY)
    return files


def test_a_reporter_adds_files_with_words_or_without(case: ToldCase) -> None:
    conversation, reader = case.file.disclosure.conversation, case.reporter()
    with_words, without = waiting(case, "een.txt"), waiting(case, "twee.txt", "drie.txt")
    answer_as_reporter(conversation, "Zie hier.", Language.DUTCH, reader, on=TODAY, files=with_words)
    answer_as_reporter(conversation, " ", Language.DUTCH, reader, on=TODAY, files=without)
    kinds = list(items_of(conversation).values_list("kind", flat=True))
    assert kinds == ["confided", "attachment", "attachment", "message", *["attachment"] * 3]
    assert set(read(case, case.house.reader(case.handler))) == {*FILES, "een.txt", "twee.txt", "drie.txt"}
    assert (WaitingFile.objects.count(), wrong()) == (0, set())


def test_files_that_were_sent_from_another_window_are_not_sent_twice(case: ToldCase) -> None:
    conversation, reader = case.file.disclosure.conversation, case.reporter()
    files = waiting(case, "een.txt")
    for _each in range(2):
        answer_as_reporter(conversation, "Zie hier.", Language.DUTCH, reader, on=TODAY, files=files)
    assert list(items_of(conversation).values_list("kind", flat=True))[3:] == ["message", "attachment", "message"]


@pytest.mark.parametrize("audience", Audience)
def test_evidence_opens_for_whom_it_was_kept(case: ToldCase, audience: Audience) -> None:
    item = jot(case, Jotting("", audience=audience, files=(bound_for_dossier(case),)))
    reader = case.house.reader(case.handler)
    [note] = opened_notes(dossier_items_of(case.file), reader)
    assert (note.kind, note.authentic, note.file and note.file.name) == (DossierKind.EVIDENCE, True, "bewijs.txt")
    assert b"".join(open_evidence(dossier_items_of(case.file).get(pk=item.pk), reader)) == CONTENT
    for other in (case.reporter(), case.house.reader(case.house.town.officer)):
        assert opened_notes(dossier_items_of(case.file), other) == []
        with pytest.raises(NoEnvelope):
            open_evidence(dossier_items_of(case.file).get(pk=item.pk), other)
    assert wrong() == set()


def test_words_and_files_of_a_dossier_are_items_of_their_own(case: ToldCase) -> None:
    jot(case, Jotting("Opgevraagd.", files=(bound_for_dossier(case, "a.txt"), bound_for_dossier(case, "b.txt"))))
    notes = opened_notes(dossier_items_of(case.file), case.house.reader(case.handler))
    assert [(note.kind, note.text, note.file and note.file.name) for note in notes] == [
        (DossierKind.NOTE, "Opgevraagd.", None),
        (DossierKind.EVIDENCE, "", "a.txt"),
        (DossierKind.EVIDENCE, "", "b.txt"),
    ]
    assert wrong() == set()


def test_evidence_that_was_exchanged_is_not_given_out_and_is_named(case: ToldCase) -> None:
    one = jot(case, Jotting("", files=(bound_for_dossier(case),)))
    spare = bound_for_dossier(case)
    DossierItem.objects.filter(pk=one.pk).update(blob=spare.facts.blob)
    row = dossier_items_of(case.file).get(pk=one.pk)
    with pytest.raises(FileNotAuthentic):
        open_evidence(row, case.house.reader(case.handler))
    assert {each for each, _fault in wrong()} == {str(one.pk)}


def test_a_file_of_one_thread_opens_in_no_other(case: ToldCase) -> None:
    """What came in for the conversation cannot be passed off as evidence: it was sealed for another place."""
    stray = bound_for_talk(case)
    item = jot(case, Jotting("", files=(stray,)))
    row, reader = dossier_items_of(case.file).get(pk=item.pk), case.house.reader(case.handler)
    with pytest.raises(NotAuthentic):
        list(open_evidence(row, reader))


def test_a_conversation_is_erased_with_its_files(
    case: ToldCase, blobs: Path, django_capture_on_commit_callbacks: object
) -> None:
    conversation = case.file.disclosure.conversation
    kept: UUID = bound_for_dossier(case).facts.blob
    case.file.delete()
    Disclosure.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erase_conversation(conversation)
    assert [each.name for each in blob_store().stored()] == [kept]
