"""The pages at the desk on which somebody types for another person: nothing typed is lost, the code is shown once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from deontos.correspondence.queries import conversation_of, items_of, opened
from deontos.correspondence.rules import MOST_CORRECTIONS
from deontos.speakup.content import DisclosureContent, Entered
from deontos.speakup.models import Channel, Disclosure
from deontos.speakup.phrases import PASSING_ON_TOLD
from deontos.speakup.vocabulary import CameBy, OralRecord, PassOn
from deontos.vault.receipts import Receipt
from tests.factories.entering import CAME, ENTER, TOLD, Typist, typist
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import TODAY, town
from tests.factories.speakup import (
    CERTIFIED_ON,
    CODE,
    WHAT,
    Reporter,
    faults,
    page,
    reporting_point,
    without_certificate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.13"), pytest.mark.usefixtures("today", "channel")]


@pytest.fixture
def manager(house: KeyedTown, channel: Channel, today: None) -> Typist:
    """The complaints manager at the desk."""
    return typist(house, house.town.manager)


def read_by(house: KeyedTown, receipt: Receipt) -> DisclosureContent:
    """What the complaints manager reads."""
    conversation = conversation_of(receipt, house.town.organisation.id)
    assert conversation is not None
    first, *_rest = opened(items_of(conversation), house.reader(house.town.manager))
    assert first.authentic
    return DisclosureContent.read(first.content)


def test_from_the_first_question_to_the_code(manager: Typist, house: KeyedTown) -> None:
    first = page(manager.client.get(ENTER))
    assert "Say this first, before you type" in first
    second = page(manager.send("next", **CAME))
    assert "Wat is er gebeurd?" in second
    third = manager.send("check", **TOLD)
    assert faults(third) == []
    assert WHAT in page(third)
    assert "You read it afterwards as well" in page(third)
    assert not CODE.search(page(third))
    answer = manager.send("seal", **{"entry-read_back": "on"})
    [code] = CODE.findall(answer.content.decode())
    content = read_by(house, Receipt.read(code))
    assert content.answers == {"what": WHAT}
    assert content.entered == Entered(CameBy.PHONE, TODAY, OralRecord.MINUTES, TOLD["entry-minutes"])


def test_the_code_stands_in_one_answer_and_never_again(manager: Typist) -> None:
    manager.told()
    sent = {**manager.kept, "entry-read_back": "on", "go": "seal"}
    answer = manager.client.post(ENTER, sent)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    [code] = CODE.findall(answer.content.decode())
    assert answer.content.decode().count(code) == 1
    again = manager.client.post(ENTER, sent)
    assert "Its code was shown once and cannot be shown again" in page(again)
    for other in (again, *(manager.client.get(each) for each in (ENTER, "/desk/", "/desk/cases/"))):
        assert not CODE.search(other.content.decode())
        assert code.replace("-", "") not in other.content.decode()
    assert Disclosure.objects.count() == 1
    assert code not in str([*manager.client.session.items()])


def test_where_nobody_saw_the_code_it_is_sealed_once_more_with_another_one(manager: Typist) -> None:
    manager.told()
    sent = {**manager.kept, "entry-read_back": "on", "go": "seal"}
    first = CODE.findall(manager.client.post(ENTER, sent).content.decode())
    manager.kept = {name: [value] if isinstance(value, str) else list(value) for name, value in sent.items()}
    manager.send("seal")
    assert WHAT in page(manager.send("again"))
    second = CODE.findall(manager.send("seal", **{"entry-read_back": "on"}).content.decode())
    assert len(first) == len(second) == 1
    assert first != second
    assert Disclosure.objects.count() == 2


def test_nothing_is_sealed_that_was_not_read_back(manager: Typist) -> None:
    manager.told()
    answer = manager.send("seal")
    assert faults(answer) == ["Do this first, then tick it"]
    assert WHAT in page(answer)
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(
    ("came", "fault"),
    [
        ({"entry-way": ""}, "Choose how it came"),
        ({"entry-way": "smoke"}, "Choose one of the answers"),
        ({"entry-came_on": ""}, "Type a day, such as 24/11/2026."),
        ({"entry-came_on": "31/02/2026"}, "Type a day that exists, such as 24/11/2026."),
        (
            {"entry-came_on": (TODAY + timedelta(days=1)).isoformat()},
            "This day is still to come. Choose today or an earlier day",
        ),
        ({"entry-spoken": "xx"}, "Choose one of the answers"),
        ({"entry-kind": ""}, "Choose what the person wants to tell"),
    ],
)
def test_what_is_wrong_on_the_first_page_is_said(manager: Typist, came: dict[str, str], fault: str) -> None:
    assert faults(manager.send("next", **{**CAME, **came})) == [fault]


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"entry-kept_as": ""}, "Choose how it was written down, and that the person agreed"),
        ({"involved": ""}, "Tick who is involved, or that nobody is"),
        ({"identity": "consent"}, "Write your name, or choose to stay anonymous"),
        ({"entry-minutes": "a" * 200_001}, "Keep"),
        ({"entry-minutes": "a\0b"}, "Your text holds a sign that cannot be kept. Type it anew."),
    ],
)
def test_what_is_wrong_on_the_second_page_is_said_and_all_text_stays(
    manager: Typist, told: dict[str, str], fault: str
) -> None:
    answer = manager.told(told=told)
    [said] = faults(answer)
    assert said.startswith(fault) or fault in said or "200" in said
    assert WHAT in page(answer)
    assert not Disclosure.objects.exists()


def test_faults_of_every_part_stand_in_one_list_and_in_the_title(manager: Typist) -> None:
    manager.send("next", **CAME)
    told = {name: value for name, value in TOLD.items() if name not in {"about", "entry-kept_as"}}
    answer = manager.send("check", **told)
    assert page(answer).count("data-error-summary") == 1
    assert "<title>Error: " in page(answer)
    assert "Choose how it was written down, and that the person agreed" in page(answer)
    answer = manager.send("check", **{**told, "about": "staff"})
    assert "<title>Error: " in page(answer)


def test_every_word_of_a_question_stands_in_the_language_of_the_person(manager: Typist) -> None:
    second = page(manager.send("next", **CAME))
    assert "krijgt geen sleutel van deze melding." in second
    assert "gets no key to this report." not in second


def test_going_back_and_forth_loses_nothing(manager: Typist, house: KeyedTown) -> None:
    manager.told()
    manager.send("change")
    manager.send("back", **TOLD)
    assert WHAT in str(manager.kept)
    manager.send("next", **{**CAME, "entry-way": "meeting"})
    manager.send("check", **TOLD)
    answer = manager.send("seal", **{"entry-read_back": "on"})
    [code] = CODE.findall(answer.content.decode())
    entered = read_by(house, Receipt.read(code)).entered
    assert entered is not None
    assert entered.way is CameBy.MEETING


def test_a_closed_vault_asks_for_the_passphrase_and_keeps_every_word(manager: Typist, house: KeyedTown) -> None:
    manager.told()
    del manager.client.cookies["__Host-vault"]
    answer = manager.send("seal", **{"entry-read_back": "on"})
    assert "vault_passphrase" in page(answer)
    assert (manager.kept["what"], manager.kept["entry-way"]) == ([WHAT], ["phone"])
    assert not Disclosure.objects.exists()


def test_a_letter_asks_for_no_consent_and_is_compared(manager: Typist, house: KeyedTown) -> None:
    came = {"entry-way": "letter", "entry-came_on": (TODAY - timedelta(days=9)).isoformat()}
    answer = manager.told(came, {"entry-kept_as": ""})
    assert "Compare it with the letter" in page(answer)
    assert "A term is over already." in page(answer)
    [code] = CODE.findall(manager.send("seal", **{"entry-read_back": "on"}).content.decode())
    entered = read_by(house, Receipt.read(code)).entered
    assert entered is not None
    assert (entered.way, entered.kept_as, entered.came_on) == (CameBy.LETTER, None, TODAY - timedelta(days=9))


def test_an_answer_that_brings_up_a_question_shows_the_page_once_more(manager: Typist, house: KeyedTown) -> None:
    manager.send("next", **CAME)
    answer = manager.send("check", **{**TOLD, "fear": "afraid"})
    with translation.override("nl"):  # as the questions: in the language that is spoken
        assert gettext("Because of your answer we show a little more") in page(answer)
    assert faults(answer) == []
    assert "Read it back" in page(manager.send("check", **{**TOLD, "fear": "afraid"}))


def test_whoever_types_reads_before_sealing_whether_they_read_it_later(house: KeyedTown, channel: Channel) -> None:
    officer = typist(house, house.town.officer)
    assert "Afterwards you cannot read it. What you typed is sealed" in page(officer.told())
    deputy = typist(house, house.town.deputy)
    assert "Your key to it sleeps until you have to stand in" in page(deputy.told())
    named = page(deputy.told(told={"involved": str(house.town.deputy.id)}))
    assert "You are named as involved." in named


def test_readers_that_changed_since_they_were_shown_are_shown_anew(manager: Typist, house: KeyedTown) -> None:
    manager.told()
    manager.kept["entry-shown"] = [f"{house.town.deputy.id}||"]
    answer = manager.send("seal", **{"entry-read_back": "on"})
    assert faults(answer) == ["Who reads this has changed since you last looked. Look once more, then send."]
    assert CODE.search(page(manager.send("seal", **{"entry-read_back": "on"})))


@pytest.mark.parametrize("name", ["entry-token", "entry-shown", "entry-asked"])
@pytest.mark.parametrize("value", ["", "nonsense", "x|y|z", "a|b"])
def test_forged_hidden_fields_seal_nothing_wrong_and_break_nothing(manager: Typist, name: str, value: str) -> None:
    manager.told()
    manager.kept[name] = [value]
    answer = manager.send("seal", **{"entry-read_back": "on"})
    assert answer.status_code == 200
    assert Disclosure.objects.count() == (name == "entry-asked" and value == "")


def test_a_page_that_was_drawn_for_somebody_else_is_none_of_ours(house: KeyedTown, manager: Typist) -> None:
    manager.told()
    token = manager.kept["entry-token"]
    deputy = typist(house, house.town.deputy)
    deputy.told()
    deputy.kept["entry-token"] = token
    deputy.send("seal", **{"entry-read_back": "on"})
    assert not Disclosure.objects.exists()


def test_without_a_key_or_an_open_reporting_point_the_page_says_what_to_do(house: KeyedTown, channel: Channel) -> None:
    director = typist(house, house.town.director)
    without_certificate(house, house.town.director)
    said = page(director.client.get(ENTER))
    assert "You cannot type a report yet." in said
    assert "On to the questions" not in said
    assert "You cannot type a report yet." in page(director.send("seal", **CAME, **TOLD))
    without_certificate(house, house.town.deputy)
    assert "Write it on paper, put it in a closed envelope" in page(typist(house, house.town.manager).client.get(ENTER))
    assert not Disclosure.objects.exists()


def test_nobody_else_finds_the_page(house: KeyedTown, channel: Channel) -> None:
    other = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    reporting_point(other.town.organisation)
    elsewhere = typist(other, other.town.manager)
    assert elsewhere.client.get(f"{ENTER}?organisation=lindewater").status_code == 404
    assert elsewhere.client.post(ENTER, {"organisation": "lindewater", **CAME}).status_code == 404
    for someone in (house.town.administrator, house.town.colleague, house.town.stewards[0]):
        house.give_keys(someone)
        client = typist(house, someone).client
        missing = client.get("/desk/nergens/nergens/")
        assert (client.get(ENTER).status_code, client.get(ENTER).content) == (404, missing.content)
    assert Client().get(ENTER).status_code == 302


def test_the_person_opens_it_corrects_it_and_agrees(manager: Typist, house: KeyedTown) -> None:
    receipt = manager.sealed()
    reporter = Reporter(language="en")
    mailbox = page(reporter.read(receipt))
    assert "Not agreed yet: check what was written down for you" in mailbox
    assert house.town.manager.name in mailbox
    shown = reporter.look("receipt/check/")
    assert WHAT in page(shown)
    answer: Any = reporter.client.post(
        reporter.address("receipt/check/"), {"sitting": reporter.sitting, "go": "correct", "text": "Het was in juli."}
    )
    assert answer.status_code == 303
    reporter.client.post(reporter.address("receipt/check/"), {"sitting": reporter.sitting, "go": "agree", "text": ""})
    assert "You agreed with it on" in page(reporter.look("receipt/mailbox/"))


def test_after_many_corrections_the_page_says_where_to_write_and_keeps_what_was_typed(manager: Typist) -> None:
    receipt = manager.sealed()
    reporter = Reporter(language="en")
    reporter.read(receipt)
    reporter.look("receipt/check/")
    sent = {"sitting": reporter.sitting, "go": "correct"}
    for number in range(MOST_CORRECTIONS):
        reporter.client.post(reporter.address("receipt/check/"), {**sent, "text": f"Het was om {number} uur."})
    answer: Any = reporter.client.post(reporter.address("receipt/check/"), {**sent, "text": "Toch om tien uur."})
    assert (answer.status_code, answer.context["form"]["text"].value()) == (200, "Toch om tien uur.")
    [fault] = faults(answer)
    assert fault.startswith("You corrected this 20 times, and all of it counts.")


def test_the_passphrase_that_opens_the_vault_again_goes_back_into_no_page(manager: Typist, house: KeyedTown) -> None:
    manager.send("next", **CAME)
    answer = manager.send("check", **TOLD, vault_passphrase="lantaarn boomgaard fluweel", password="kersenboom")
    assert faults(answer) == []
    assert "What was told" in page(answer)
    for secret in ("lantaarn", "kersenboom"):
        assert secret not in page(answer)


def test_who_stands_in_the_line_of_another_organisation_is_asked_before_it_is_read_back(manager: Typist) -> None:
    elsewhere = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    reporting_point(elsewhere.town.organisation)
    concerned = {"about": "other", "concerned": str(elsewhere.town.organisation.id)}
    manager.send("next", **CAME)
    answer = manager.send("check", **{**TOLD, **concerned})
    assert elsewhere.town.manager.name in page(answer)
    assert manager.kept["line_shown"] == [concerned["concerned"]]
    answer = manager.send("check", **{**TOLD, **concerned, "involved_there": str(elsewhere.town.manager.id)})
    assert (faults(answer), "Read it back" in page(answer)) == ([], True)


def test_what_was_typed_before_the_reporting_point_closed_goes_on_when_it_is_open(
    manager: Typist, house: KeyedTown
) -> None:
    manager.told()
    without_certificate(house, house.town.deputy)
    answer = manager.send("seal", **{"entry-read_back": "on"})
    assert "What you typed is in this page still" in page(answer)
    assert (manager.kept["what"], manager.kept["entry-way"]) == ([WHAT], ["phone"])
    house.town.deputy.certificates.update(ended_on=None)
    assert "Read it back" in page(manager.send("check"))


def test_whoever_agrees_reads_who_was_named_and_whether_it_is_passed_on(
    manager: Typist, house: KeyedTown, reporter: Reporter
) -> None:
    reporter.language = "en"
    reporter.read(manager.sealed(told={"about": "other", "passing_on": "no", "involved": str(house.town.deputy.id)}))
    shown = page(reporter.look("receipt/check/"))
    with translation.override("nl"):  # as it was told
        words = [gettext("Involved"), house.town.deputy.name, gettext("Passing it on to the organisation concerned")]
        words.append(str(PASSING_ON_TOLD[PassOn.NO]))
    assert [each for each in words if each not in shown] == []


@pytest.mark.django_db(transaction=True)
def test_what_the_database_cannot_write_stays_in_the_page_and_is_sealed_with_the_next_try(manager: Typist) -> None:
    manager.told()
    with connection.execute_wrapper(full):
        answer = manager.send("seal", **{"entry-read_back": "on"})
    assert (answer.status_code, len(faults(answer)), Disclosure.objects.count()) == (503, 1, 0)
    assert manager.kept["what"] == [WHAT]
    assert CODE.search(manager.send("seal", **{"entry-read_back": "on"}).content.decode())


def full(execute: Any, sql: str, *rest: Any) -> Any:
    """A disk on which no disclosure finds room any more."""
    if sql.startswith("INSERT") and Disclosure._meta.db_table in sql:
        raise OperationalError("database or disk is full")
    return execute(sql, *rest)
