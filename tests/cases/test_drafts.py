"""A text that is not sent yet: its writer alone finds it again, on any device."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.administration.models import SignIn
from deontos.audit.models import Entry
from deontos.cases.actions.drafts import Typed, keep_draft
from deontos.cases.drafts import DraftPlace, draft_of, sealed_draft
from deontos.cases.models import DossierItem
from deontos.cases.vocabulary import CaseState, CaseVerb, Panel
from deontos.cases.writing_models import WriterDraft
from deontos.keyring.actions.vaults import lock
from deontos.keyring.models import Envelope, VaultSession
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.organisations.models import Person
from deontos.vault.keys import new_user_keys
from tests.factories.administration import desk_client
from tests.factories.cases import ToldCase, case_in, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, TODAY, absent, actor

pytestmark = [pytest.mark.row("3.17"), pytest.mark.usefixtures("today")]

FIRST, SECOND = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
"""The marks of two windows."""
MINE = "Beste melder, ik zoek nog uit <b>wie</b> dit zag."


def at(case: ToldCase, part: str = "") -> str:
    """An address of a case."""
    return f"/desk/cases/{case.id}/{part}"


def kept(client: Client, case: ToldCase, text: str = MINE, here: str = "", **typed: Any) -> Any:
    """What the page answers when it keeps the panel by itself; `here` is the mark of the window."""
    given = {"panel": "talk", "verb": "ask", "language": "fr", "text": text, "seen": "1", "kept": "", "here": here}
    return client.post(at(case, "keep/"), {**given, **typed})


def pressed(client: Client, case: ToldCase, go: str = "keep", text: str = MINE, **typed: Any) -> Any:
    """The panel sent by a button."""
    given = {"verb": "ask", "language": "fr", "opening": "", "text": text, "seen": "1", "kept": "", "go": go}
    return client.post(at(case, "write/"), {**given, **typed})


def keep(case: ToldCase, by: Person, panel: Panel = Panel.TALK, text: str = MINE) -> None:
    """Let somebody keep a text."""
    typed = Typed(panel, {"text": text, "seen": "99"})
    keep_draft(case.file, typed, by=actor(by), reader=case.house.reader(by), at=NOW)


def found(case: ToldCase, person: Person, panel: Panel = Panel.TALK) -> str | None:
    """The text that somebody finds again."""
    draft = draft_of(case.file, panel, case.house.reader(person))
    return draft.typed["text"] if draft and draft.typed else None


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    """A case that was confirmed."""
    return case_in(house, CaseState.ACKNOWLEDGED)


@pytest.fixture
def client(case: ToldCase) -> Client:
    """Its handler, with an open vault."""
    return desk_client(case.house, case.handler)


@pytest.fixture
def shared(house: KeyedTown) -> ToldCase:
    """A case that manager and deputy read both."""
    absent(house.town.manager, house.town.director)
    return told(house).opened().opened(by=house.town.deputy).moved(CaseVerb.ACKNOWLEDGE)


def test_what_is_kept_stands_in_the_panel_on_any_device_with_its_day(case: ToldCase, client: Client) -> None:
    assert pressed(client, case).status_code == 302
    elsewhere = desk_client(case.house, case.handler).get(at(case))
    form, html = elsewhere.context["form"], elsewhere.content.decode()
    values = {name: form[name].value() for name in ("verb", "language", "text", "seen")}
    assert values == {"verb": "ask", "language": "fr", "text": MINE, "seen": 1}
    assert "You kept a text on 24\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026. It was not sent." in html
    assert case.file.disclosure.conversation.items.count() == 2


def test_the_page_keeps_by_itself_again_and_again(case: ToldCase, client: Client) -> None:
    here = str(client.get(at(case)).context["form"]["here"].value())
    for text in ("Beste", "Beste melder"):
        words = "Kept. Nobody else can open it, and nothing was sent."
        assert kept(client, case, text, here).json() == {"words": words, "kept": True}
    page = client.get(at(case)).context["form"]
    assert (str(page["kept"].value()), page["here"].value() == here) == (here, False)
    assert found(case, case.handler) == "Beste melder"
    assert WriterDraft.objects.count() == 1


def test_no_other_reader_of_the_case_opens_it_and_no_table_shows_it(shared: ToldCase) -> None:
    manager, deputy = shared.house.town.manager, shared.house.town.deputy
    keep(shared, manager)
    row = WriterDraft.objects.get()
    assert MINE.encode() not in bytes(row.sealed)
    assert (found(shared, manager), found(shared, deputy)) == (MINE, None)
    WriterDraft.objects.filter(pk=row.pk).update(person=deputy)
    stolen = draft_of(shared.file, Panel.TALK, shared.house.reader(deputy))
    assert stolen is not None
    assert stolen.typed is None
    html = desk_client(shared.house, deputy).get(at(shared)).content.decode()
    assert "Beste melder" not in html
    assert "It cannot be opened" in html


def test_it_opens_at_its_own_place_only(shared: ToldCase) -> None:
    manager = shared.house.town.manager
    keep(shared, manager)
    other = told(shared.house).opened()
    for changed in ({"case": other.file}, {"panel": Panel.DOSSIER}, {"mark": uuid4()}):
        kept_row = WriterDraft.objects.values().get()
        WriterDraft.objects.update(**changed)
        moved = WriterDraft.objects.get()
        file = other.file if "case" in changed else shared.file
        draft = draft_of(file, Panel(moved.panel), shared.house.reader(manager))
        assert draft is not None
        assert draft.typed is None
        WriterDraft.objects.update(**kept_row)
    assert found(shared, manager) == MINE


def test_nobody_else_can_put_words_into_a_panel(case: ToldCase, client: Client) -> None:
    keep(case, case.handler)
    row = WriterDraft.objects.get()
    own = case.house.reader(case.handler)
    forger = UnlockedReader(new_user_keys(), TODAY, person=case.handler.id)
    place = DraftPlace(case.id, case.handler.id, Panel.TALK, row.mark)
    _sealed, signature = sealed_draft({"text": "Vervalst."}, place, forger)
    sealed, _signature = sealed_draft({"text": "Vervalst."}, place, own)
    WriterDraft.objects.update(sealed=sealed, signature=signature)
    assert "Vervalst." not in client.get(at(case)).content.decode()


def test_keys_of_before_open_it_while_they_are_at_hand_and_then_it_can_be_thrown_away(
    case: ToldCase, client: Client
) -> None:
    keep(case, case.handler)
    former, new = case.house.keys[case.handler.id], new_user_keys()
    both = UnlockedReader(new, TODAY, person=case.handler.id, older=(former,))
    opened = draft_of(case.file, Panel.TALK, both)
    assert opened is not None
    assert opened.typed is not None
    assert opened.typed["text"] == MINE
    later = draft_of(case.file, Panel.TALK, UnlockedReader(new, TODAY, person=case.handler.id))
    assert later is not None
    assert (later.typed, later.kept_on) == (None, TODAY)
    pressed(client, case, "drop")
    assert WriterDraft.objects.count() == 0


def test_the_log_does_not_tell_that_somebody_typed(case: ToldCase, client: Client) -> None:
    before = Entry.objects.count()
    kept(client, case, here=FIRST)
    pressed(client, case, kept=FIRST)
    pressed(client, case, "drop")
    assert Entry.objects.count() == before


LONG = "x" * 300_000
CHOSEN = {
    Panel.TALK: {"verb": "ask", "language": "fr", "seen": "1"},
    Panel.DOSSIER: {"kind": "evidence", "audience": "mine", "seen": "1"},
}


@pytest.mark.parametrize("panel", Panel)
@pytest.mark.parametrize("forged", [LONG, "hand_over", "1" * 10])
def test_what_no_page_offers_is_not_kept_and_the_text_is(
    case: ToldCase, client: Client, panel: Panel, forged: str
) -> None:
    for name in CHOSEN[panel]:
        WriterDraft.objects.all().delete()
        given = {"panel": panel.value, "text": MINE, "kept": "", "here": "", **CHOSEN[panel], name: forged}
        assert client.post(at(case, "keep/"), given).json()["kept"] is True
        draft = draft_of(case.file, panel, case.house.reader(case.handler))
        assert draft is not None
        assert draft.typed == {**CHOSEN[panel], "text": MINE, name: ""}, name
        assert len(WriterDraft.objects.get().sealed) < 1_000
    assert client.get(at(case, "" if panel is Panel.TALK else "dossier/")).status_code == 200


def test_a_button_throws_it_away(case: ToldCase, client: Client) -> None:
    keep(case, case.handler)
    answer = client.get(pressed(client, case, "drop")["Location"])
    assert "The text that you kept was thrown away." in answer.content.decode()
    assert answer.context["form"]["text"].value() is None
    assert WriterDraft.objects.count() == 0


def test_an_older_window_writes_over_nothing_and_loses_nothing(case: ToldCase, client: Client) -> None:
    kept(client, case, "Uit het eerste venster.", FIRST)
    late = kept(client, case, "Uit het tweede.", SECOND)
    assert late.json()["words"].startswith("You kept, sent or threw away a text here in another window meanwhile.")
    assert (late.json()["over"], "kept" in late.json()) == (True, False)
    answer = pressed(client, case, text="Uit het tweede.", here=SECOND)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert (answer.context["form"]["text"].value(), "Uit het eerste venster." in html) == ("Uit het tweede.", True)
    assert found(case, case.handler) == "Uit het eerste venster."
    assert str(answer.context["form"]["kept"].value()) == FIRST
    pressed(client, case, text="Uit het tweede.", kept=FIRST, here=SECOND)
    assert found(case, case.handler) == "Uit het tweede."


def test_a_window_that_says_the_same_is_in_nobodys_way(case: ToldCase, client: Client) -> None:
    kept(client, case)
    assert kept(client, case).json()["kept"]
    assert pressed(client, case).status_code == 302
    assert pressed(client, case, language="nl").status_code == 200


def test_a_window_that_is_late_does_not_bring_back_what_was_sent(case: ToldCase, client: Client) -> None:
    kept(client, case, here=FIRST)
    pressed(client, case, "send", here=FIRST)
    assert ["kept" in kept(client, case, here=each).json() for each in (FIRST, "")] == [False, False]
    assert WriterDraft.objects.count() == 0
    again = pressed(client, case)
    assert (again.status_code, again.context["form"]["seen"].value()) == (200, 2)
    assert pressed(client, case, seen="2").status_code == 302


@pytest.mark.parametrize("mark", ["x", "0", "{", SECOND])
def test_an_odd_mark_is_refused_or_read_as_none(case: ToldCase, client: Client, mark: str) -> None:
    assert kept(client, case, here=mark).status_code == 200
    assert kept(client, case, here=mark, kept=mark, seen="9" * 400).status_code == 200


@pytest.mark.parametrize("panel", ["", "elsewhere", "TALK"])
def test_in_an_unknown_panel_nothing_is_kept(case: ToldCase, client: Client, panel: str) -> None:
    assert kept(client, case, panel=panel).json() == {"words": "Nothing is kept.", "over": True}
    assert WriterDraft.objects.count() == 0


def test_odd_texts_are_kept_as_they_are_or_refused_with_a_sentence(case: ToldCase, client: Client) -> None:
    odd = "\x00 \N{RIGHT-TO-LEFT OVERRIDE} {today} \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")
    kept(client, case, odd, FIRST)
    assert found(case, case.handler) == odd
    assert client.get(at(case)).status_code == 200
    long = kept(client, case, "x" * 200_001, FIRST)
    assert (long.status_code, "kept" in long.json()) == (200, False)
    assert long.json()["words"].startswith("This text is too long: 200001 characters, at most 200000.")
    assert kept(client, case, " \n ", FIRST).json() == {"words": "Nothing is kept.", "kept": True}
    assert WriterDraft.objects.count() == 0


@pytest.mark.row("1.12")
def test_keeping_is_no_use_of_the_vault_nor_of_the_sign_in(case: ToldCase) -> None:
    with time_machine.travel(NOW, tick=False) as clock_at:
        client = desk_client(case.house, case.handler)
        clock_at.shift(timedelta(minutes=9))
        assert kept(client, case).json()["kept"]
        assert (VaultSession.objects.get().used_at, SignIn.objects.get().used_at) == (NOW, NOW)
        clock_at.shift(timedelta(minutes=2))
        closed = kept(client, case)
        assert (closed.status_code, "kept" in closed.json()) == (200, False)
        assert closed.json()["words"].startswith("Not kept: your vault is closed.")


def test_any_other_page_is_use(case: ToldCase) -> None:
    with time_machine.travel(NOW, tick=False) as clock_at:
        client = desk_client(case.house, case.handler)
        clock_at.shift(timedelta(minutes=9))
        client.get(at(case))
        later = NOW + timedelta(minutes=9)
        assert (VaultSession.objects.get().used_at, SignIn.objects.get().used_at) == (later, later)


def test_whoever_does_not_read_the_case_keeps_nothing_there(case: ToldCase, hazelaar: KeyedTown) -> None:
    house = case.house
    house.give_keys(house.town.colleague)
    others = [(house, house.town.colleague), (house, house.town.deputy), (hazelaar, hazelaar.town.deputy)]
    assert [kept(desk_client(*each), case).status_code for each in others] == [404, 404, 404]
    assert kept(Client(), case).status_code == 403
    assert WriterDraft.objects.count() == 0


def test_whoever_lost_the_case_while_the_page_was_open_keeps_nothing(case: ToldCase) -> None:
    file, reader, acting = case.file, case.house.reader(case.handler), actor(case.handler)
    Envelope.objects.filter(certificate__person=case.handler).delete()
    with pytest.raises(NoEnvelope):
        keep_draft(file, Typed(Panel.TALK, {"text": MINE}), by=acting, reader=reader, at=NOW)
    assert WriterDraft.objects.count() == 0


def test_nobody_keeps_a_text_in_a_case_that_they_have_not_opened(house: KeyedTown) -> None:
    case = told(house)
    assert kept(desk_client(house, case.handler), case, seen="0").json() == {"words": "Nothing is kept.", "over": True}
    assert WriterDraft.objects.count() == 0


def test_a_closed_vault_asks_first_and_then_keeps(case: ToldCase, client: Client) -> None:
    lock(case.handler.id, at=NOW)
    answer = pressed(client, case)
    assert 'name="vault_passphrase"' in answer.content.decode()
    assert {("go", "keep"), ("text", MINE)} <= set(answer.context["kept"])
    assert WriterDraft.objects.count() == 0


def test_the_dossier_has_a_kept_text_of_its_own(case: ToldCase, client: Client) -> None:
    typed = {"text": "Nagaan bij de kas.", "kind": "evidence", "audience": "mine", "go": "keep"}
    assert client.post(at(case, "dossier/write/"), typed).status_code == 302
    page = client.get(at(case, "dossier/"))
    values = {name: page.context["form"][name].value() for name in ("text", "kind", "audience")}
    assert values == {"text": "Nagaan bij de kas.", "kind": "evidence", "audience": "mine"}
    assert client.get(at(case)).context["form"]["text"].value() is None
    again = client.post(at(case, "dossier/write/"), {**typed, "text": "Anders."})
    assert (again.status_code, again.context["form"]["text"].value()) == (200, "Anders.")
    assert "Nagaan bij de kas." in again.content.decode()
    assert client.post(at(case, "dossier/write/"), {**typed, "go": "drop"}).status_code == 302
    assert (WriterDraft.objects.count(), DossierItem.objects.count()) == (0, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_keeping_asks_the_same_of_the_database_whatever_else_is_kept(
    house: KeyedTown, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cases = [case_in(house, CaseState.ACKNOWLEDGED) for _case in range(number)]
    client = desk_client(house, house.town.manager)
    for each in cases:
        kept(client, each, here=FIRST)
    with django_assert_num_queries(KEEP_QUERIES):
        assert kept(client, cases[0], "Anders.", FIRST).json()["kept"]


KEEP_QUERIES = 17
