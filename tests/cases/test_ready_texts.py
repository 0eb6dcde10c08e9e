"""An organisation's ready texts: kept in four languages or fewer, offered where they fit, chosen at the case."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.cases.actions.ready_texts import ReadyTextRefused, add_text, change_text, offer
from deontos.cases.openings import opening_named, shipped
from deontos.cases.ready_texts import offered_in
from deontos.cases.rules import MOST_READY_TEXTS
from deontos.cases.vocabulary import CaseState, CaseVerb, WritingCode
from deontos.cases.wording import Wording
from deontos.cases.writing_models import ReadyText
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import ClockName, DisclosureKind
from tests.cases.snapshots import everything
from tests.factories.administration import desk_client
from tests.factories.cases import ToldCase, case_in, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, TODAY, actor

pytestmark = [pytest.mark.row("3.17"), pytest.mark.usefixtures("today")]

LIST, ADD = "/desk/settings/ready-texts/", "/desk/settings/ready-texts/add/"
DUTCH, ENGLISH, FRENCH = Language.DUTCH, Language.ENGLISH, Language.FRENCH
WORDS = "Dank u. {organisation} antwoordt ten laatste op {first_answer_by}. Groeten, {writer}"


def wording(text: str = WORDS, name: str = "Eigen groet", **rest: Any) -> Wording:
    """An answer in Dutch alone, about anything."""
    given: dict[str, Any] = {"verb": CaseVerb.ANSWER, "kind": None, "names": {DUTCH: name}, "texts": {DUTCH: text}}
    return Wording(**{**given, **rest})


def written(house: KeyedTown, said: Wording | None = None, instead_of: str = "", *, retired: bool = False) -> ReadyText:
    """A text of a town."""
    home, by = house.town.organisation, actor(house.town.administrator)
    return add_text(home, said or wording(), by=by, at=NOW, instead_of=instead_of, retired=retired)


def sent(text: str = WORDS, name: str = "Eigen groet", **rest: str) -> dict[str, str]:
    """The form as a browser sends it."""
    return {"verb": "answer", "kind": "", "name_nl": name, "text_nl": text, "go": "save", **rest}


def panel(client: Client, case: ToldCase, **typed: str) -> Any:
    """The decision panel, sent to put a text in."""
    given = {"verb": "answer", "language": "nl", "text": "Mijn woorden.", "seen": "1", "go": "fill"}
    return client.post(f"/desk/cases/{case.id}/write/", {**given, **typed})


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    """A case that was confirmed."""
    return case_in(house, CaseState.ACKNOWLEDGED)


@pytest.fixture
def client(house: KeyedTown) -> Client:
    """The complaints manager, with an open vault."""
    return desk_client(house, house.town.manager)


def test_it_is_put_into_the_message_filled_in_and_with_what_was_typed_behind_it(case: ToldCase, client: Client) -> None:
    row = written(case.house)
    answer = panel(client, case, opening=str(row.id))
    begun = "Dank u. Lindewater antwoordt ten laatste op 8 december 2026. Groeten, Mira Halewijn\n\nMijn woorden."
    assert answer.context["form"]["text"].value() == begun
    again = panel(client, case, opening=str(row.id), text=begun)
    assert again.context["form"]["text"].value() == begun


def test_days_are_those_of_the_language_of_the_message(case: ToldCase, client: Client) -> None:
    row = written(case.house, wording(texts={FRENCH: "Le {received_on}."}, names={FRENCH: "Jour"}))
    assert panel(client, case, opening=str(row.id), language="fr").context["form"]["text"].value() == (
        "Le 24 novembre 2026.\n\nMijn woorden."
    )


def test_a_word_without_a_value_stays_and_the_message_is_not_sent_with_it(case: ToldCase, client: Client) -> None:
    case.moved(CaseVerb.ANSWER)
    assert not case.file.clocks.get(name=ClockName.FIRST_ANSWER).is_running
    row = written(case.house, wording("Ten laatste op {first_answer_by}."))
    begun = str(panel(client, case, opening=str(row.id)).context["form"]["text"].value())
    before = everything()
    answer = panel(client, case, go="send", text=begun, seen="2")
    assert "Line 1, sign 16: {first_answer_by} was not filled in." in answer.content.decode()
    assert answer.context["form"]["text"].value() == begun
    assert everything() == before
    assert (
        panel(client, case, go="send", text=begun.replace("{first_answer_by}", "maandag"), seen="2").status_code == 302
    )


def test_a_language_that_it_lacks_is_said_and_the_text_kept(case: ToldCase, client: Client) -> None:
    row = written(case.house)
    answer = panel(client, case, opening=str(row.id), language="es")
    assert "This text is not there in the language of your message." in answer.content.decode()
    assert answer.context["form"]["text"].value() == "Mijn woorden."


def test_it_is_offered_for_its_step_and_kind_and_to_its_own_town_only(house: KeyedTown, hazelaar: KeyedTown) -> None:
    written(house, wording(name="Voor vragen", kind=DisclosureKind.QUESTION))
    written(house, wording(name="Voor alles"))
    written(hazelaar, wording(name="Van Hazelaar"))
    cases = [told(house, kind=kind).opened().moved(CaseVerb.ACKNOWLEDGE) for kind in DisclosureKind]
    client = desk_client(house, house.town.manager)
    shown = [client.get(f"/desk/cases/{each.id}/").content.decode() for each in cases]
    offered = [[name for name in ("Voor vragen", "Voor alles", "Van Hazelaar") if name in html] for html in shown]
    expected = {kind: ["Voor alles"] for kind in DisclosureKind} | {
        DisclosureKind.QUESTION: ["Voor vragen", "Voor alles"]
    }
    assert offered == [expected[kind] for kind in DisclosureKind]
    new = told(house).opened()
    assert "Voor alles" not in client.get(f"/desk/cases/{new.id}/").content.decode()


def test_one_stands_in_the_place_of_a_shipped_one_or_lets_it_go(house: KeyedTown, hazelaar: KeyedTown) -> None:
    one, other = [each.id for each in shipped() if each.verb is CaseVerb.ACKNOWLEDGE][:2]
    ours = wording("Wij lazen het.", "Gelezen", verb=CaseVerb.ACKNOWLEDGE)
    written(house, ours, instead_of=one)
    written(house, ours, instead_of=other, retired=True)
    home = house.town.organisation.id
    ids = [each.id for each in offered_in(home)]
    assert ids == [each.id for each in shipped() if each.id != other]
    assert next(each.text for each in offered_in(home) if each.id == one) == {DUTCH: "Wij lazen het."}
    assert offered_in(hazelaar.town.organisation.id) == shipped()
    new = told(house).opened()
    form = desk_client(house, new.handler).get(f"/desk/cases/{new.id}/").context["form"]
    assert form["text"].value() == "Wij lazen het."


def test_pages_write_change_retire_and_offer_again(house: KeyedTown, client: Client) -> None:
    assert client.post(ADD, sent()).status_code == 302
    row = ReadyText.objects.get()
    address = f"{LIST}{row.id}/"
    assert (row.names, row.texts, row.version, row.changed_by) == (
        {"nl": "Eigen groet"},
        {"nl": WORDS},
        1,
        house.town.manager,
    )
    assert client.get(address).context["form"]["text_nl"].value() == WORDS
    client.post(address, sent("Anders.", seen="1", name_en="Own", text_en="Different."))
    assert client.post(address, {"go": "retire", "seen": "2"}).status_code == 302
    assert [each.id for each in offered_in(row.organisation_id)] == [each.id for each in shipped()]
    client.post(address, {"go": "offer", "seen": "3"})
    row.refresh_from_db()
    assert (row.texts, row.version, row.retired_on) == ({"nl": "Anders.", "en": "Different."}, 4, None)
    facts = Entry.objects.filter(subject_id=row.id).order_by("number").values_list("fact", "actor_id")
    by = house.town.manager.id
    assert list(facts) == [
        ("ready_text.added", by),
        ("ready_text.changed", by),
        ("ready_text.retired", by),
        ("ready_text.offered_again", by),
    ]
    assert not Entry.objects.filter(details__contains="Anders").exists()


def test_a_shipped_text_is_changed_or_let_go_from_its_page(house: KeyedTown, client: Client) -> None:
    first = next(each for each in shipped() if each.verb is CaseVerb.ANSWER)
    form = client.get(f"{ADD}?instead={first.id}").context["form"]
    assert form["text_fr"].value() == first.text[FRENCH]
    assert client.post(ADD, {"instead": first.id, "go": "retire"}).status_code == 302
    assert first.id not in [each.id for each in offered_in(house.town.organisation.id)]
    assert client.post(ADD, {"instead": first.id, "go": "retire"}).status_code == 302
    assert client.post(ADD, {"instead": first.id, **sent()}).status_code == 302
    assert ReadyText.objects.get().texts == {language.value: text for language, text in first.text.items()}
    assert client.get(f"{ADD}?instead=../x").status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text_nl": "{naam}"}, "Line 1, sign 1: {naam} does not exist."),
        ({"text_nl": "a\n{today"}, "Line 2, sign 1: { opens here and is not closed: {today"),
        ({"text_nl": "a}"}, "Line 1, sign 2: } stands here without a { before it."),
        ({"name_nl": ""}, "Give this text a name, by which it is chosen"),
        ({"text_nl": ""}, "Write the text, or take the name away"),
        ({"text_nl": "", "name_nl": ""}, "Write the text in one language at least, with its name"),
        ({"name_nl": "x" * 81}, "This name is too long: 81 characters, at most 80."),
        ({"text_nl": "x" * 10_001}, "This text is too long: 10001 characters, at most 10000."),
        ({"text_nl": "x\x00"}, "Your text holds a sign that cannot be kept. Type it anew."),
        ({"verb": ""}, "Choose a step"),
        ({"verb": "hand_over"}, "Choose one of the answers"),
        ({"kind": "x"}, "Choose one of the answers"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_typed_is_lost(
    client: Client, typed: dict[str, str], sentence: str
) -> None:
    answer = client.post(ADD, {**sent("Goed {today}."), **typed})
    html = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 200
    assert sentence in html
    assert 'aria-invalid="true"' in html or "data-error-summary" in html
    assert answer.context["form"]["text_nl"].value() == typed.get("text_nl", "Goed {today}.")
    assert ReadyText.objects.count() == 0


def test_whoever_is_second_reads_what_the_first_left_and_keeps_the_own_words(house: KeyedTown, client: Client) -> None:
    row = written(house)
    address = f"{LIST}{row.id}/"
    other = desk_client(house, house.town.deputy)
    assert other.post(address, sent("Van Joris.", seen="1")).status_code == 302
    answer = client.post(address, sent("Van Mira.", seen="1"))
    html = answer.content.decode()
    assert ("Van Joris." in html, "As Joris Waterman left it on" in html) == (True, True)
    assert "Somebody changed this text while you were writing." in html
    form = answer.context["form"]
    assert (form["text_nl"].value(), form["seen"].value()) == ("Van Mira.", "2")
    assert ReadyText.objects.get().texts == {"nl": "Van Joris."}
    assert client.post(address, sent("Van Mira.", seen="2")).status_code == 302
    late = other.post(address, {"go": "retire", "seen": "2"})
    assert (late.status_code, ReadyText.objects.get().retired_on) == (302, None)


def test_only_whoever_keeps_the_texts_of_a_town_sees_or_changes_them(house: KeyedTown, hazelaar: KeyedTown) -> None:
    row = written(house)
    town = house.town
    house.give_keys(town.colleague)
    hazelaar.give_keys(hazelaar.town.administrator)
    colleague, elsewhere = desk_client(house, town.colleague), desk_client(hazelaar, hazelaar.town.administrator)
    for address in (LIST, ADD, f"{LIST}{row.id}/"):
        assert colleague.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert "Eigen groet" not in elsewhere.get(LIST).content.decode()
    assert elsewhere.get(f"{LIST}{row.id}/").status_code == 404
    assert elsewhere.post(f"{LIST}{row.id}/", sent(seen="1")).status_code == 404
    assert (
        elsewhere.post(
            f"{ADD}?organisation={town.organisation.slug}", {**sent(), "organisation": town.organisation.slug}
        ).status_code
        == 404
    )
    assert ReadyText.objects.get().version == 1


def test_actions_ask_for_the_permission_themselves(house: KeyedTown, hazelaar: KeyedTown) -> None:
    row = written(house)
    strangers: list[Person] = [house.town.colleague, hazelaar.town.administrator]
    for by in map(actor, strangers):
        with pytest.raises(NotAllowed):
            add_text(house.town.organisation, wording(), by=by, at=NOW)
        with pytest.raises(NotAllowed):
            change_text(row.id, wording("X"), seen=1, by=by, at=NOW)
        with pytest.raises(NotAllowed):
            offer(row.id, offered=False, seen=1, by=by, at=NOW)
    with pytest.raises(ReadyTextRefused) as refusal:
        add_text(house.town.organisation, wording(verb=CaseVerb.LEAVE), by=actor(house.town.manager), at=NOW)
    assert refusal.value.code is WritingCode.READY_TEXT_CHANGED


def test_an_own_text_never_takes_the_id_of_a_shipped_one_twice(house: KeyedTown) -> None:
    first = opening_named("received_and_read")
    assert first is not None
    written(house, wording(), instead_of=first.id)
    with pytest.raises(ReadyTextRefused):
        written(house, wording(), instead_of=first.id)


@pytest.fixture
def full(house: KeyedTown) -> list[ReadyText]:
    """As many own texts as a town may offer, and many that it offers no longer."""
    home, by = house.town.organisation, house.town.manager
    given = {"organisation": home, "verb": "answer", "names": {"nl": "Groet"}, "texts": {"nl": "Dag."}}
    given |= {"changed_on": TODAY, "changed_by": by}
    ReadyText.objects.bulk_create(ReadyText(**given, retired_on=TODAY) for _number in range(MOST_READY_TEXTS))
    return ReadyText.objects.bulk_create(ReadyText(**given) for _number in range(MOST_READY_TEXTS))


TOO_MANY = "Your organisation offers 100 texts of its own, and there can be no more."


def test_a_town_offers_a_hundred_of_its_own_and_is_told_so(
    house: KeyedTown, hazelaar: KeyedTown, client: Client, full: list[ReadyText]
) -> None:
    answer = client.post(ADD, sent("Een te veel."))
    assert (answer.status_code, TOO_MANY in answer.content.decode()) == (200, True)
    assert answer.context["form"]["text_nl"].value() == "Een te veel."
    retired = ReadyText.objects.exclude(retired_on=None)[0]
    page = client.post(f"{LIST}{retired.id}/", {"go": "offer", "seen": "1"}, follow=True)
    assert TOO_MANY in page.content.decode()
    assert ReadyText.objects.filter(retired_on=None).count() == MOST_READY_TEXTS
    one, other = [each.id for each in shipped()][:2]
    written(house, wording(name="In de plaats"), instead_of=one)
    assert client.post(ADD, {"instead": other, "go": "retire"}).status_code == 302
    written(hazelaar)
    assert len(offered_in(house.town.organisation.id)) == MOST_READY_TEXTS + len(shipped()) - 1
    client.post(f"{LIST}{full[0].id}/", {"go": "retire", "seen": "1"})
    assert client.post(ADD, sent("Nu wel.")).status_code == 302


def test_texts_that_are_offered_no_longer_are_not_read_at_a_case(
    house: KeyedTown, full: list[ReadyText], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1) as asked:
        offered_in(house.town.organisation.id)
    with connection.cursor() as cursor:
        cursor.execute(asked.captured_queries[0]["sql"])
        assert len(cursor.fetchall()) == len(full)


LIST_QUERIES = 12


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_of_one_and_of_three_asks_the_same(
    house: KeyedTown, client: Client, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _text in range(number):
        written(house)
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(LIST)
    assert len(page.context["own"]) == number
