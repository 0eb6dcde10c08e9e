"""Documents as everybody reads them: in which language, since when, what stood there before, and whom to write to."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deontos.organisations.vocabulary import Language
from deontos.speakup.actions.documents import publish_document, write_document
from deontos.speakup.models import Channel
from deontos.speakup.public_documents import Written, digest_of_texts, worked_on
from deontos.speakup.vocabulary import DocumentKind
from deontos.ui.dates import long_day
from tests.factories.organisations import NOW, TODAY, Town, actor, town

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.18", "R-000.10")]
DUTCH, FRENCH, ENGLISH, SPANISH = Language.DUTCH, Language.FRENCH, Language.ENGLISH, Language.SPANISH
Read = Callable[..., str]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A fixed day."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lindewater() -> Town:
    """A town with a reporting point."""
    made = town()
    Channel.objects.create(organisation=made.organisation, telephone="09 000 00 10")
    return made


@pytest.fixture
def read(client: Client) -> Read:
    """A page of Lindewater."""

    def shown(address: str, language: str = "en", status: int = 200) -> str:
        answer = client.get(f"/{language}/lindewater/{address}")
        assert answer.status_code == status
        text: str = answer.content.decode()
        return text

    return shown


def published(here: Town, kind: DocumentKind, *, day: int = 0, reason: str = "Omdat", **texts: str) -> None:
    """Publish a version that has these bodies by language, and no other language."""
    home, officer, at = here.organisation, actor(here.officer), NOW + timedelta(days=day)
    for language in Language:
        stood, body = worked_on(home.id, kind).get(language, Written()), texts.get(language.value, "")
        written = Written(f"Titel {language}", f"Kort {language}", body) if body else Written()
        write_document(home, kind, language, written, seen=stood.digest, by=officer, at=at)
    seen = digest_of_texts(worked_on(home.id, kind))
    publish_document(home, kind, reason=reason, seen=seen, by=officer, at=at)


def test_before_a_policy_is_published_its_page_says_so_and_nothing_leads_there(lindewater: Town, read: Read) -> None:
    awaited = read("policy/")
    assert "Lindewater has not published its integrity policy here yet." in awaited
    assert "Our integrity policy" not in awaited
    assert "/en/lindewater/policy/" not in read("") + read("procedure/")
    published(lindewater, DocumentKind.POLICY, nl="Tekst")
    assert "/en/lindewater/policy/" in read("")
    assert "/en/lindewater/policy/" in read("procedure/")


@pytest.mark.row("R-000.67")
@pytest.mark.parametrize("kind", ["procedure", "privacy", "accessibility"])
def test_our_text_stands_there_until_an_own_one_is_published(lindewater: Town, read: Read, kind: str) -> None:
    own = "Een eigen tekst."
    assert own not in read(f"{kind}/", "nl")
    assert "Version " not in read(f"{kind}/")
    published(lindewater, DocumentKind(kind), nl=own)
    assert own in read(f"{kind}/", "nl")
    assert "Version 1, since" in read(f"{kind}/")


@pytest.mark.row("3.19")
def test_a_missing_language_falls_back_with_a_sentence_and_the_right_lang(lindewater: Town, read: Read) -> None:
    published(lindewater, DocumentKind.POLICY, nl="## Waarom\n\nNederlands.", fr="Français.")
    french = read("policy/", "fr")
    assert "Français." in french
    assert 'lang="fr">Français' not in french
    english = read("policy/")
    assert "Nederlands." in english
    assert "This text is not there in your language yet. You read it in Dutch." in english
    assert '<h1 lang="nl">Titel nl</h1>' in english
    assert '<p class="lead" lang="nl">Kort nl</p>' in english
    assert '<div class="prose" lang="nl">' in english
    assert "You read it in" not in read("policy/", "nl") + french


def test_the_terms_of_today_are_filled_in_in_the_language_of_the_text(lindewater: Town, read: Read) -> None:
    published(lindewater, DocumentKind.PROCEDURE, nl="Binnen {answered}, zie {laws}. { x")
    for language in ("nl", "en"):
        shown = read("procedure/", language).replace("\N{NO-BREAK SPACE}", " ")
        assert re.search(r"Binnen 14 d\w+, zie \w.*\. { x", shown)


def test_a_long_text_has_a_table_of_contents_that_leads_to_its_headings(lindewater: Town, read: Read) -> None:
    published(lindewater, DocumentKind.POLICY, nl="\n\n".join(f"## Deel {number}\n\nTekst." for number in range(4)))
    shown = read("policy/", "nl")
    contents = shown[shown.index('aria-labelledby="contents"') :].partition("</nav>")[0]
    assert re.findall(r'<a href="#(.*?)">(.*?)</a>', contents) == [(f"part-{n + 1}", f"Deel {n}") for n in range(4)]
    assert re.findall(r'<h2 id="(part-\d)">', shown) == ["part-1", "part-2", "part-3", "part-4"]


def test_what_somebody_wrote_is_text(lindewater: Town, read: Read) -> None:
    published(lindewater, DocumentKind.POLICY, nl="<script>alert(1)</script> {{ x }} %(name)s", reason="<b>x</b>")
    shown = read("policy/", "nl") + read("documents/policy/", "nl")
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ x }} %(name)s" in shown
    assert "&lt;b&gt;x&lt;/b&gt;" in shown


def test_earlier_versions_stay_with_their_dates_and_reasons(lindewater: Town, read: Read) -> None:
    published(lindewater, DocumentKind.POLICY, nl="Eerste tekst", day=-40, reason="Begin")
    published(lindewater, DocumentKind.POLICY, nl="Tweede tekst", day=-10, reason="Beter")
    published(lindewater, DocumentKind.POLICY, nl="Derde tekst", reason="Best")
    listed = read("documents/policy/", "en")
    assert re.findall(r"Version (\d)</a>", listed) == ["3", "2", "1"]
    assert re.findall(r'<span lang="nl">(\w+)</span>', listed) == ["Best", "Beter", "Begin"]
    first = read("documents/policy/1/", "en")
    assert "Eerste tekst" in first
    days = [long_day(TODAY - timedelta(days=ago)) for ago in (40, 10)]
    assert f"It counted from {days[0]} until {days[1]}." in first
    assert 'href="/en/lindewater/policy/"' in first
    newest = read("documents/policy/3/", "en")
    assert "It counted from" not in newest
    assert "Derde tekst" in read("policy/")


@pytest.mark.parametrize("address", ["documents/policy/2/", "documents/policy/0/", "documents/x/", "documents/x/1/"])
def test_a_version_that_is_not_there_is_the_same_as_any_page_that_is_not(
    lindewater: Town, read: Read, address: str
) -> None:
    published(lindewater, DocumentKind.POLICY, nl="Tekst")
    assert "documents" not in read(address, status=404)


def test_a_draft_and_another_towns_versions_are_nowhere(lindewater: Town, read: Read) -> None:
    other = town("Hazelaar")
    Channel.objects.create(organisation=other.organisation)
    published(other, DocumentKind.POLICY, nl="Van Hazelaar")
    home, text = lindewater.organisation, Written("T", "", "Nog niet klaar")
    seen = worked_on(home.id, DocumentKind.POLICY)[DUTCH].digest
    write_document(home, DocumentKind.POLICY, DUTCH, text, seen=seen, by=actor(lindewater.officer), at=NOW)
    everything = read("policy/", "nl") + read("documents/policy/", "nl") + read("", "nl")
    assert "Hazelaar" not in everything
    assert "Nog niet klaar" not in everything
    assert "No version yet" in read("documents/policy/")
    read("documents/policy/1/", status=404)


@pytest.mark.parametrize("versions", [1, 3])
def test_the_pages_cost_the_same_for_one_version_as_for_three(lindewater: Town, read: Read, versions: int) -> None:
    for number in range(versions):
        published(lindewater, DocumentKind.POLICY, nl=f"Tekst {number}")
    costs = []
    for address in ("documents/policy/", "documents/policy/1/", "policy/"):
        with CaptureQueriesContext(connection) as queries:
            read(address)
        costs.append(len(queries))
    assert costs == [4, 6, 4]


@pytest.mark.row("R-000.18")
@pytest.mark.parametrize("language", Language)
def test_an_e_mail_has_its_subject_already_and_a_warning(lindewater: Town, read: Read, language: Language) -> None:
    assert "mailto:" not in read("", language)
    Channel.objects.update(mail_address="integrity+point@lindewater.example")
    found = re.findall(r'href="(mailto:[^"]*)"', read("", language))
    assert len(found) == 1
    address, _question, subject = unescape(found[0]).partition("?subject=")
    assert address == "mailto:integrity+point@lindewater.example"
    assert subject
    assert not re.search(r"[ &?#/]", subject)
    assert "An e-mail is not sealed" in read("")
    assert "mailto:" in read("procedure/", language)


@pytest.mark.row("R-000.18")
def test_a_mail_address_cannot_carry_anything_else(lindewater: Town, read: Read) -> None:
    Channel.objects.update(mail_address='a@b.example?bcc=x@y"><script>')
    assert "<script>" not in read("")
    assert "bcc=x@y" not in "".join(re.findall(r'href="(mailto:[^"]*)"', read("")))


def test_the_accessibility_statement_says_whom_to_tell_and_who_watches(lindewater: Town, read: Read) -> None:
    assert "Call or write to the reporting point." in read("accessibility/")
    Channel.objects.update(
        accessibility_mail_address="access@lindewater.example",
        enforcement_name="Watchdog <i>",
        enforcement_address="https://watch.example/?a=1&b=2",
    )
    shown = read("accessibility/")
    assert 'href="mailto:access@lindewater.example?subject=' in shown
    assert "Then you can go to Watchdog &lt;i&gt;" in shown
    assert 'href="https://watch.example/?a=1&amp;b=2" rel="noreferrer"' in shown
    Channel.objects.update(enforcement_address="javascript:alert(1)")
    assert "javascript:" not in read("accessibility/")
    assert "access@lindewater.example" not in read("privacy/")
