"""The dossier: what handlers write for one another and for themselves; with the receipt alone no byte of it opens."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.cases.actions.dossier import Jotting, write_in_dossier
from deontos.cases.dossier import dossier_items_of, notes_for, opened_notes, place_of
from deontos.cases.models import DossierItem
from deontos.cases.vocabulary import Audience, DossierKind
from deontos.cases.web.dossier import PAGE_SIZE
from deontos.correspondence.rules import TextRefused
from deontos.keyring.models import Envelope
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.sealing import give_item
from deontos.keyring.vocabulary import Ground
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.vault.failures import VaultFailure
from tests.cases.snapshots import everything
from tests.factories.administration import desk_client
from tests.factories.cases import ToldCase, morning, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import TODAY, absent, actor

pytestmark = pytest.mark.row("2.1")

WORDS = "De bonnen van juli en augustus lijken twee keer ingediend."


def jot(
    case: ToldCase,
    words: str = WORDS,
    kind: DossierKind = DossierKind.NOTE,
    audience: Audience = Audience.DOSSIER,
    by: Person | None = None,
) -> DossierItem:
    """Let somebody write something down in the dossier."""
    author = by or case.handler
    reader = case.house.reader(author)
    return write_in_dossier(
        case.file, Jotting(words, kind, audience), by=actor(author), reader=reader, at=morning(TODAY)
    )


def texts(case: ToldCase, reader: UnlockedReader) -> list[tuple[str, bool]]:
    """What a reader's keys open, and whether it is authentic."""
    return [(note.text, note.authentic) for note in opened_notes(dossier_items_of(case.id), reader)]


@pytest.fixture
def shared(house: KeyedTown) -> ToldCase:
    """A case that manager and deputy both read, as the manager was away when it came."""
    absent(house.town.manager, house.town.administrator)
    return told(house).opened()


@pytest.mark.parametrize("kind", DossierKind)
def test_whoever_reads_the_case_reads_notes_and_evidence(shared: ToldCase, kind: DossierKind) -> None:
    jot(shared, kind=kind)
    for person in (shared.house.town.manager, shared.house.town.deputy):
        notes = opened_notes(dossier_items_of(shared.id), shared.house.reader(person))
        assert [(note.kind, note.text, note.authentic) for note in notes] == [(kind, WORDS, True)]


def test_with_the_receipt_alone_no_byte_of_the_dossier_opens(shared: ToldCase) -> None:
    for audience in Audience:
        jot(shared, audience=audience)
    reporter = shared.reporter()
    for item in dossier_items_of(shared.id):
        with pytest.raises(NoEnvelope):
            reporter.open_item(item.item_key, bytes(item.ciphertext), place_of(item).context(item.item_key.epoch))
    assert texts(shared, reporter) == []


def test_a_private_note_is_read_by_its_author_alone(shared: ToldCase) -> None:
    jot(shared, audience=Audience.MINE)
    house = shared.house
    assert texts(shared, house.reader(house.town.manager)) == [(WORDS, True)]
    assert texts(shared, house.reader(house.town.deputy)) == []
    item = DossierItem.objects.get()
    assert (item.item_key.epoch, item.item_key.wrapped) == (None, None)
    assert Envelope.objects.filter(item_key=item.item_key).count() == 1


def test_a_page_tells_nobody_how_many_private_notes_others_have(shared: ToldCase) -> None:
    house = shared.house
    for _number in range(PAGE_SIZE + 1):
        jot(shared, audience=Audience.MINE, by=house.town.deputy)
    own = jot(shared, "Van mij.", audience=Audience.MINE)
    assert list(notes_for(shared.file, shared.handler.id)) == [own]
    desk = desk_client(house, shared.handler)
    shown = desk.get(f"/desk/cases/{shared.id}/dossier/").content.decode()
    assert "Van mij." in shown
    assert "Pages of the dossier" not in shown


def test_with_a_grant_of_one_item_only_that_item_opens(shared: ToldCase) -> None:
    house = shared.house
    first, _second = jot(shared, "Alleen dit."), jot(shared, "Niet dit.")
    officer = house.certificate(house.town.officer, OfficeKind.INTEGRITY_OFFICER)
    reader = house.reader(shared.handler)
    key = reader.item_key_of(first.item_key, place_of(first).context(first.item_key.epoch))
    signer = reader.signer(certificate=house.certificate(shared.handler))
    give_item(first.item_key, key, officer, by=signer, on=TODAY, ground=Ground.HANDLING_NEED, until=TODAY)
    assert texts(shared, house.reader(house.town.officer)) == [("Alleen dit.", True)]
    after = UnlockedReader(house.keys[house.town.officer.id], date_after(), person=house.town.officer.id)
    assert texts(shared, after) == []


def date_after() -> date:
    """The day after today."""
    return TODAY + timedelta(days=1)


def test_it_is_recorded_without_a_word_of_it(shared: ToldCase) -> None:
    item = jot(shared)
    entry = Entry.objects.get(fact="dossier.written")
    assert (entry.actor_id, entry.subject_id) == (shared.handler.id, shared.id)
    assert str(item.id) in entry.details
    assert "bonnen" not in entry.details


def no_words(case: ToldCase) -> None:
    jot(case, "  \n ")


def too_many_words(case: ToldCase) -> None:
    jot(case, "x" * 200_001)


def by_a_colleague(case: ToldCase) -> None:
    jot(case, by=case.house.town.colleague)


def by_an_officer_without_key(case: ToldCase) -> None:
    jot(case, by=case.house.town.officer)


@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        (no_words, TextRefused),
        (too_many_words, TextRefused),
        (by_a_colleague, NotAllowed),
        (by_an_officer_without_key, NoEnvelope),
    ],
)
def test_what_is_refused_leaves_nothing(
    shared: ToldCase, attempt: Callable[[ToldCase], None], refusal: type[Exception]
) -> None:
    shared.house.give_keys(shared.house.town.colleague)
    before = everything()
    with pytest.raises(refusal):
        attempt(shared)
    assert everything() == before


@pytest.mark.row("2.8")
def test_a_note_that_was_exchanged_redated_or_written_in_anothers_name_is_not_authentic(shared: ToldCase) -> None:
    first, second = jot(shared, "Een."), jot(shared, "Twee.")
    manager = shared.house.reader(shared.handler)
    DossierItem.objects.filter(pk=first.pk).update(ciphertext=second.ciphertext)
    assert texts(shared, manager) == [("", False), ("Twee.", True)]
    DossierItem.objects.filter(pk=first.pk).update(ciphertext=first.ciphertext, written_at=morning(date_after()))
    assert texts(shared, manager) == [("Een.", False), ("Twee.", True)]
    DossierItem.objects.filter(pk=first.pk).update(
        written_at=first.written_at, author=shared.house.certificate(shared.house.town.deputy)
    )
    assert texts(shared, manager) == [("Een.", False), ("Twee.", True)]


def test_an_item_does_not_open_elsewhere(house: KeyedTown) -> None:
    here, there = told(house).opened(), told(house).opened()
    item = jot(here)
    DossierItem.objects.filter(pk=item.pk).update(case=there.file)
    assert texts(there, house.reader(house.town.manager)) == [("", False)]
    moved, reader = dossier_items_of(there.id).get(), house.reader(house.town.manager)
    context = place_of(moved).context(moved.item_key.epoch)
    with pytest.raises(VaultFailure):
        reader.open_item(moved.item_key, bytes(moved.ciphertext), context)


def test_as_many_queries_with_three_items_of_each_kind_as_with_one(
    shared: ToldCase, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(3):
        jot(shared)
        jot(shared, audience=Audience.MINE)
        jot(shared, audience=Audience.MINE, by=shared.house.town.deputy)
        with django_assert_num_queries(3):
            texts(shared, shared.house.reader(shared.handler))
