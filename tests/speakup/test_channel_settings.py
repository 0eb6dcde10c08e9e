"""The settings and own words of a channel: who saves them, what is refused, what reporters then read."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.keyring.recovery_models import SharedSecret
from deontos.speakup.actions.settings import agree_to_take_over, switch_custody
from deontos.speakup.actions.texts import publish_texts
from deontos.speakup.models import Channel, ChannelText, Disclosure
from deontos.speakup.phrases import REFUSALS
from deontos.speakup.queries import published_texts
from deontos.speakup.rules import LONGEST_PUBLISHED, goes_round
from deontos.speakup.vocabulary import SpeakupCode, TextPlace
from tests.factories.administration import PASSWORD, account, sign_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, town
from tests.factories.speakup import ANSWERS, CERTIFIED_ON, Reporter, faults, page, reporting_point
from tests.factories.speakup import said as phrase

pytestmark = [pytest.mark.django_db, pytest.mark.row("2.13"), pytest.mark.usefixtures("today")]
PAGE, TEXTS, TAKE_OVER = "/desk/settings/channel/", "/desk/settings/channel/texts/", "/desk/settings/channel/take-over/"
CUSTODY = "/desk/settings/channel/custody/"
GIVEN = {
    "telephone": "011 22 33 44",
    "telephone_from_hour": "8",
    "telephone_until_hour": "18",
    "emergency_telephone": "112",
    "letter_address": "Lindeplein 1, 9999 Lindewater",
    "conversation_within_days": "3",
    "authority_name": "Outside Desk",
    "authority_telephone": "02 000 00 01",
    "authority_address": "https://outside.example/",
    "exit_address": "https://news.example/",
    "fallback": "",
}
NO_PAGES = ("https://", "https://.", "https://news", "https://[", "https://news.example:port/", "https://a b.example/")
"""What begins as an address and leads nowhere: to leave quickly must never fail."""


def browser(person: Any) -> Client:
    """Somebody at the desk who reads English."""
    person.language = "en"
    person.save()
    client = Client()
    sign_in(client, person)
    return client


@pytest.fixture
def officer(house: KeyedTown) -> Client:
    """The integrity officer at the desk."""
    return browser(house.town.officer)


@pytest.fixture
def other(house: KeyedTown) -> KeyedTown:
    """A town whose reporting point is open."""
    made = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    reporting_point(made.town.organisation)
    return made


def test_settings_are_saved_and_the_public_page_shows_them(officer: Client, channel: Channel) -> None:
    assert officer.post(PAGE, GIVEN).status_code == 302
    public = page(Client().get("/en/lindewater/"))
    assert "from 8:00 to 18:00" in public
    assert "Outside Desk" in public
    assert 'href="https://outside.example/"' in public
    entry = Entry.objects.get(fact="channel.settings_saved")
    assert '"telephone_from_hour"' in entry.details
    assert "Lindeplein" not in entry.details


@pytest.mark.row("3.18", "R-000.18")
def test_addresses_for_mail_are_saved_and_stand_on_the_pages_they_are_for(officer: Client, channel: Channel) -> None:
    mail = {"mail_address": "integrity@town.example", "accessibility_mail_address": "access@town.example"}
    watch = {"enforcement_name": "Watchdog", "enforcement_address": "https://watch.example/"}
    assert officer.post(PAGE, {**GIVEN, **mail, **watch}).status_code == 302
    public, statement = (page(Client().get(f"/en/lindewater/{place}")) for place in ("", "accessibility/"))
    assert "mailto:integrity@town.example?subject=" in public
    assert "access@town.example" not in public
    assert "mailto:access@town.example?subject=" in statement
    assert 'href="https://watch.example/"' in statement
    assert 'value="access@town.example"' in page(officer.get(PAGE))


def test_an_organisation_without_a_channel_gets_one_by_saving(house: KeyedTown, officer: Client) -> None:
    assert "Save the settings" in page(officer.get(PAGE))
    assert officer.get(TEXTS).status_code == 302
    assert not Channel.objects.exists()
    officer.post(PAGE, GIVEN)
    assert Channel.objects.get().organisation == house.town.organisation


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("authority_address", "javascript:alert(1)", "Write an address that begins with https:// or http://"),
        ("exit_address", "http://news.example/", "Write the address of a neutral site that begins with https://"),
        ("exit_address", "javascript:alert(1)", "Write the address of a neutral site that begins with https://"),
        *(("exit_address", no_page, "Write the address of a neutral site") for no_page in NO_PAGES),
        *(("authority_address", no_page, "Write an address that begins with https://") for no_page in NO_PAGES),
        ("mail_address", "integrity at town", "Write one address, such as"),
        ("mail_address", "a@b.example, c@d.example", "Write one address, such as"),
        ("accessibility_mail_address", "a@b.example\nbcc: c@d.example", "Write one address, such as"),
        ("enforcement_address", "javascript:alert(1)", "Write an address that begins with https:// or http://"),
        ("telephone_until_hour", "8", "The last hour must come after the first one"),
        ("telephone_from_hour", "-1", "Fill in a whole number from 0 to 23"),
        ("telephone_from_hour", "nine", "Fill in a whole number from 0 to 23"),
        ("conversation_within_days", "1e9", "Fill in a whole number from 1 to 30"),
        ("letter_address", "x" * 301, "This is too long. Use at most 300 signs"),
        ("fallback", "nergens", "Choose one of these organisations, or nobody"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_typed_is_lost(
    officer: Client, channel: Channel, field: str, typed: str, said: str
) -> None:
    shown = page(officer.post(PAGE, {**GIVEN, "telephone": "099 99 99 99", field: typed}))
    assert said in shown
    assert 'value="099 99 99 99"' in shown
    channel.refresh_from_db()
    assert channel.telephone == "011 22 33 44"


def test_who_may_not_set_up_finds_nothing(house: KeyedTown, channel: Channel, other: KeyedTown) -> None:
    for person in (house.town.manager, house.town.deputy, house.town.colleague, *house.town.stewards):
        for address in (PAGE, TEXTS, CUSTODY):
            assert browser(person).get(address).status_code == 404
    stranger = browser(other.town.administrator)
    assert stranger.post(PAGE, {**GIVEN, "organisation": "lindewater"}).status_code == 404
    assert stranger.post(TEXTS, {"organisation": "lindewater", "go": "publish"}).status_code == 404


@pytest.mark.row("2.4")
@pytest.mark.parametrize(
    ("start", "fallback", "named", "round_"),
    [
        (1, 2, {}, False),
        (1, 1, {}, True),
        (1, 2, {2: 1}, True),
        (1, 2, {2: 3, 3: 1}, True),
        (1, 2, {2: 3, 3: 2}, False),
    ],
)
def test_who_takes_over_never_leads_back(start: int, fallback: int, named: dict[int, int], round_: bool) -> None:
    assert goes_round(start, fallback, named) is round_  # type: ignore[arg-type]


@pytest.mark.row("2.4")
def test_another_organisation_takes_over_only_when_open_and_asked(
    house: KeyedTown, officer: Client, channel: Channel, other: KeyedTown
) -> None:
    asked = {**GIVEN, "fallback": str(other.town.organisation.id)}
    there = browser(other.town.officer)
    officer.post(PAGE, asked)
    channel.refresh_from_db()
    assert (channel.fallback, channel.fallback_agreed_on) == (other.town.organisation, None)
    back = page(there.post(PAGE, {**GIVEN, "fallback": str(house.town.organisation.id)}))
    assert "already counts on yours" in back
    for person in (house.town.officer, other.town.manager):
        with pytest.raises(NotAllowed):
            agree_to_take_over(channel, agrees=True, by=actor(person), at=NOW)
    told = browser(house.town.officer).post(TAKE_OVER, {"for": "lindewater", "go": "agree"}, follow=True)
    assert "does not ask you to take over any more" in page(told)
    channel.refresh_from_db()
    assert channel.fallback_agreed_on is None
    there.post(TAKE_OVER, {"for": "lindewater", "go": "agree"})
    channel.refresh_from_db()
    assert channel.fallback_agreed_on == NOW.date()
    there.post(TAKE_OVER, {"for": "lindewater", "go": "stop"})
    channel.refresh_from_db()
    assert [channel.fallback, channel.fallback_agreed_on] == [None, None]
    other.town.manager.certificates.update(ended_on=CERTIFIED_ON)
    assert "is not open now" in page(officer.post(PAGE, asked))


def test_custody_is_said_before_sending_and_is_off_at_first(
    officer: Client, channel: Channel, reporter: Reporter
) -> None:
    reporter.language = "en"
    said = "Your name can be opened by a duty of law."
    reporter.fill("check", name={"identity": "confidence", "name": "Robin Voorbeeld"})
    assert said not in page(reporter.look("report/check/"))
    assert said not in page(Client().get("/en/lindewater/privacy/"))
    officer.post(CUSTODY, {"has_custody": "on"})
    assert said in page(reporter.look("report/check/"))
    assert "also kept for two stewards together" in page(reporter.look("report/name/"))
    assert said in page(Client().get("/en/lindewater/privacy/"))
    assert Entry.objects.get(fact="channel.custody_switched").details == '{"on":true}'
    anonymous = Reporter(language="en")
    anonymous.fill("check")
    assert said not in page(anonymous.look("report/check/"))


@pytest.mark.row("2.11", "2.9")
def test_custody_is_switched_by_whoever_proves_anew_who_is_there_and_nothing_typed_is_lost(
    house: KeyedTown, channel: Channel
) -> None:
    officer = house.town.officer
    account(officer, password=PASSWORD)
    client, typed = browser(officer), {"has_custody": "on", "organisation": "lindewater"}
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        asked = client.post(CUSTODY, typed).content.decode()
        assert "Is it still you?" in asked
        assert '<input type="hidden" name="has_custody" value="on">' in asked
        channel.refresh_from_db()
        assert (channel.has_custody, Entry.objects.filter(fact="channel.custody_switched").count()) == (False, 0)
        for sent in ({**typed, "proof": PASSWORD}, typed):
            assert client.post(CUSTODY, sent).status_code == 302
    channel.refresh_from_db()
    assert (channel.has_custody, Entry.objects.filter(fact="channel.custody_switched").count()) == (True, 1)


def test_custody_waits_for_settings_and_only_who_sets_up_may_switch_it(
    house: KeyedTown, officer: Client, other: KeyedTown
) -> None:
    assert officer.post(CUSTODY, {"has_custody": "on"}).headers["Location"] == f"{PAGE}?organisation=lindewater"
    there = Channel.objects.get(organisation=other.town.organisation)
    for person in (house.town.officer, house.town.manager, other.town.manager, *other.town.stewards):
        with pytest.raises(NotAllowed):
            switch_custody(there, keeps=True, by=actor(person), at=NOW)
    assert not Entry.objects.filter(fact="channel.custody_switched").exists()


def end_stewards(house: KeyedTown) -> None:
    """Leave one steward of three."""
    for steward in house.town.stewards[1:]:
        steward.certificates.update(ended_on=TODAY)


def test_the_form_promises_no_custody_where_no_two_stewards_can_keep_the_name(
    house: KeyedTown, officer: Client, channel: Channel, reporter: Reporter
) -> None:
    reporter.language = "en"
    said, locked = "Your name can be opened by a duty of law.", "We cannot open it, also not when somebody asks us to."
    officer.post(CUSTODY, {"has_custody": "on"})
    reporter.fill("check", name={"identity": "confidence", "name": "Robin Voorbeeld"})
    assert said in page(reporter.look("report/check/"))
    reporter.send("check")
    end_stewards(house)
    answer = reporter.send("send", **ANSWERS["send"])
    assert faults(answer) == [phrase(REFUSALS[SpeakupCode.CUSTODY_CHANGED])]
    assert "/en/lindewater/report/check/" in answer.content.decode()
    assert (Disclosure.objects.count(), SharedSecret.objects.count()) == (0, 0)
    assert said not in page(reporter.look("report/check/"))
    assert locked in page(reporter.look("report/name/"))
    reporter.send("check")
    assert reporter.send("send", **ANSWERS["send"]).status_code == 303
    assert (Disclosure.objects.count(), SharedSecret.objects.count()) == (1, 0)


def test_a_name_is_not_kept_where_the_check_page_did_not_say_so(
    officer: Client, channel: Channel, reporter: Reporter
) -> None:
    reporter.language = "en"
    reporter.fill("check", name={"identity": "confidence", "name": "Robin Voorbeeld"})
    reporter.look("report/check/")
    officer.post(CUSTODY, {"has_custody": "on"})
    assert faults(reporter.send("check")) == [phrase(REFUSALS[SpeakupCode.CUSTODY_CHANGED])]
    reporter.send("check")
    officer.post(CUSTODY, {"organisation": "lindewater"})
    assert faults(reporter.send("send", **ANSWERS["send"])) == [phrase(REFUSALS[SpeakupCode.CUSTODY_CHANGED])]
    assert (Disclosure.objects.count(), SharedSecret.objects.count()) == (0, 0)


def test_the_page_of_another_language_than_the_readers_publishes_in_that_language(
    officer: Client, channel: Channel
) -> None:
    shown = page(officer.get(f"{TEXTS}?in=fr"))
    assert re.findall(r'<input type="hidden" name="in" value="([^"]*)">', shown) == ["fr"]
    tried = page(officer.post(TEXTS, {"in": "fr", "introduction": "Bonjour", "go": "preview"}))
    assert '<div class="measure stack-small" lang="fr"><p>Bonjour</p></div>' in tried
    assert re.findall(r'<input type="hidden" name="in" value="([^"]*)">', tried) == ["fr"]


def test_words_are_published_by_language_with_history_and_escaped(officer: Client, channel: Channel) -> None:
    words = "Call us.\r\n\r\n<script>alert(1)</script> {{ x }} %(name)s"
    shown = page(officer.post(TEXTS, {"in": "en", "introduction": words, "go": "preview"}))
    assert "Nothing is published yet." in shown
    assert not ChannelText.objects.exists()
    officer.post(TEXTS, {"in": "en", "introduction": words, "go": "publish"})
    public = Client().get("/en/lindewater/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ x }} %(name)s" in public
    assert "<script>alert" not in public
    assert "Call us." not in page(Client().get("/nl/lindewater/"))
    officer.post(TEXTS, {"in": "en", "introduction": "", "go": "publish"})
    assert "You decide what you tell" in page(Client().get("/en/lindewater/"))
    assert list(ChannelText.objects.order_by("version").values_list("version", "text")) == [
        (1, words.replace("\r\n", "\n")),
        (2, ""),
    ]
    assert "Jolien Lindeboom" in page(officer.get(f"{TEXTS}?in=en"))


def test_a_text_that_is_too_long_is_refused_and_kept_in_the_page(officer: Client, channel: Channel) -> None:
    longest = "x" * LONGEST_PUBLISHED
    shown = page(officer.post(TEXTS, {"in": "en", "not_for": longest + "y", "go": "publish"}))
    assert f"This text has {LONGEST_PUBLISHED + 1} signs" in shown
    assert longest + "y" in shown
    officer.post(TEXTS, {"in": "en", "not_for": longest, "go": "publish"})
    assert ChannelText.objects.get().text == longest


@pytest.mark.parametrize("go", ["preview", "publish"])
def test_a_sign_that_no_text_has_is_refused_and_the_rest_is_kept(officer: Client, channel: Channel, go: str) -> None:
    answer = officer.post(TEXTS, {"in": "en", "introduction": "a\x00b", "not_for": "Not for noise.", "go": go})
    assert (answer.status_code, len(faults(answer))) == (200, 1)
    assert "Not for noise." in page(answer)
    assert "Nothing is published yet." not in page(answer)
    assert not ChannelText.objects.exists()


def test_nobody_else_publishes(house: KeyedTown, channel: Channel, other: KeyedTown) -> None:
    for person in (house.town.manager, other.town.officer):
        with pytest.raises(NotAllowed):
            publish_texts(channel, "en", {TextPlace.NOT_FOR: "x"}, by=actor(person), at=NOW)  # type: ignore[arg-type]
    assert published_texts(channel, "en") == {}  # type: ignore[arg-type]


@pytest.mark.parametrize("versions", [1, 3])
def test_the_history_costs_the_same_for_one_version_as_for_three(
    house: KeyedTown, officer: Client, channel: Channel, versions: int
) -> None:
    for number in range(versions):
        texts = {TextPlace.NOT_FOR: f"Version {number}"}
        publish_texts(channel, "en", texts, by=actor(house.town.officer), at=NOW)  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as queries:
        shown = page(officer.get(f"{TEXTS}?in=en"))
    assert shown.count("<bdi>Jolien Lindeboom</bdi></td>") == versions
    assert len(queries) == 12
