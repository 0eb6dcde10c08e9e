"""The pages for everybody: who may be chosen, who reads and listens, which ways are open, and how little they cost."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deontos.keyring.actions import recovery
from deontos.organisations.models import Organisation, Person
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.explanations import PAGES
from deontos.speakup.models import Channel, ChannelGroup
from deontos.speakup.vocabulary import ReporterGroup
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, Town, absent, actor, deputy, office, organisation, person, town
from tests.factories.speakup import opened_by_test

pytestmark = [pytest.mark.django_db, pytest.mark.row("1.8")]

COUNSELLOR, ADVISER = OfficeKind.CONFIDENTIAL_COUNSELLOR, OfficeKind.INTEGRITY_ADVISER
PLACE = "/en/lindewater/"
OTHER_WAYS = ["A talk or a letter", "Somebody from outside"]
Read = Callable[..., str]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A fixed day."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def read(client: Client) -> Read:
    """The text of a page; it must be there."""

    def page(address: str = PLACE, **headers: str) -> str:
        answer = client.get(address, headers=headers)
        assert answer.status_code == 200
        return answer.content.decode()

    return page


def channel(home: Organisation, **more: object) -> Channel:
    """A reporting point with everything filled in, unless said otherwise."""
    given = {
        "telephone": "09 000 00 10",
        "letter_address": "Lindeplein 1, 9999 Lindewater",
        "authority_name": "Outside Desk",
        "authority_telephone": "02 000 00 01",
        "authority_address": "https://outside.example/report?a=1&b=2",
    }
    return opened_by_test(Channel.objects.create(organisation=home, **(given | more)))


def reachable(someone: Person, number: str) -> Person:
    """The same person, with a number to call."""
    someone.telephone = number
    someone.save()
    return someone


@pytest.fixture
def lindewater() -> KeyedTown:
    """A town whose channel is open, with an adviser and two counsellors."""
    made = keyed()
    home = made.town.organisation
    channel(home)
    reachable(made.town.manager, "09 000 00 11")
    office(home, ADVISER, reachable(made.town.officer, "09 000 00 13"))
    office(home, COUNSELLOR, reachable(person(home, "An Rietveld"), "09 000 00 14"))
    office(home, COUNSELLOR, reachable(person(home, "Bilal Kasteel"), "09 000 00 14"))
    return made


def rows(page: str) -> list[str]:
    """The headings of the lines that say who does what, and of the other ways."""
    return [unescape(heading) for heading in re.findall(r"<h3>(.*?)</h3>", page)]


def numbers(page: str, heading: str) -> list[str]:
    """The numbers to call on the line with this heading."""
    line = page[page.index(f"<h3>{heading}</h3>") :].partition("</li>")[0]
    return re.findall(r'href="tel:(\d+)"', line)


def links(page: str) -> list[str]:
    """Where the page leads."""
    return [unescape(href) for href in re.findall(r'<a [^>]*?href="([^"]*)"', page)]


@pytest.mark.row("R-000.69", "R-000.71", "R-001.39")
def test_the_page_says_who_reads_and_who_listens_by_name_and_office(lindewater: KeyedTown, read: Read) -> None:
    page = read()
    assert rows(page) == [
        "Mira Halewijn, complaints manager",
        "Joris Waterman, deputy complaints manager",
        "Jolien Lindeboom, integrity adviser",
        "Bilal Kasteel and An Rietveld, confidential counsellors",
        *OTHER_WAYS,
    ]
    assert numbers(page, "Mira Halewijn, complaints manager") == ["090000011"]
    assert numbers(page, "Joris Waterman, deputy complaints manager") == []
    assert numbers(page, "Bilal Kasteel and An Rietveld, confidential counsellors") == ["090000014"]


def test_only_who_holds_a_key_today_stands_among_the_readers(lindewater: KeyedTown, read: Read) -> None:
    """Nobody without a key, nobody whose office ended or begins, nobody of another town. Absence is not told."""
    town, home = lindewater.town, lindewater.town.organisation
    second = person(home, "Bram Elsbroek")
    deputy(town.manager_office, second, 2)
    deputy(town.manager_office, town.deputy, 3)
    lindewater.certify(second)
    deputy(town.manager_office, person(home, "Keyless Knaap"), 4)
    office(home, COUNSELLOR, person(home, "Gone Geel"), ended_on=TODAY - timedelta(days=1))
    office(home, COUNSELLOR, person(home, "Coming Ceder"), started_on=TODAY + timedelta(days=1))
    elsewhere = organisation("Zoutbrug")
    office(elsewhere, COUNSELLOR, person(elsewhere, "Foreign Fluit"))
    absent(town.deputy, town.administrator)
    page = read()
    assert rows(page) == [
        "Mira Halewijn, complaints manager",
        "Joris Waterman, deputy complaints manager",
        "Bram Elsbroek, deputy complaints manager",
        "Jolien Lindeboom, integrity adviser",
        "Bilal Kasteel and An Rietveld, confidential counsellors",
        *OTHER_WAYS,
    ]
    assert re.findall(r"</h3><p>((?:Reads|Takes over) .*?)</p>", page) == [
        "Reads and handles the reports, in confidence.",
        "Takes over when the complaints manager is away, or when your report is about that person.",
        "Takes over when the people above cannot, or when your report is about them.",
    ]


def test_people_with_numbers_of_their_own_are_told_apart(lindewater: KeyedTown, read: Read) -> None:
    home = lindewater.town.organisation
    office(home, COUNSELLOR, reachable(person(home, "Tom Zegge"), "09 000 00 15"))
    office(home, COUNSELLOR, person(home, "Ines Zomer"))
    page, heading = read(), "Bilal Kasteel, An Rietveld, Tom Zegge, and Ines Zomer, confidential counsellors"
    assert numbers(page, heading) == ["090000014", "090000014", "090000015"]
    line = page[page.index(heading) :].partition("</li>")[0]
    assert re.findall(r'<span class="soft">(.*?)</span>', line) == ["Bilal Kasteel", "An Rietveld", "Tom Zegge"]


def test_names_of_people_are_text(lindewater: KeyedTown, read: Read) -> None:
    home = lindewater.town.organisation
    office(home, COUNSELLOR, reachable(person(home, "Zoë <b>Ruiter</b>"), '"><script>'))
    Channel.objects.update(letter_address="<i>Plein</i> %(days)s {{ days }}", authority_name="<u>Desk</u> %s")
    page = read()
    assert not re.search(r"<(?:b|i|u|script)>", page)
    assert "Zoë &lt;b&gt;Ruiter&lt;/b&gt;" in page
    assert "A letter goes to &lt;i&gt;Plein&lt;/i&gt; %(days)s {{ days }}." in page
    assert "&lt;u&gt;Desk&lt;/u&gt; %s stands apart from us." in page


@pytest.mark.row("R-000.65", "R-000.67", "R-001.36")
def test_an_open_channel_offers_the_form_first_and_says_its_terms(lindewater: KeyedTown, read: Read) -> None:
    page = read()
    assert re.findall(r'class="btn btn--primary" href="([^"]*)"', page) == [f"{PLACE}report/"]
    assert links(page)[6:9] == [f"{PLACE}report/", "#who", f"{PLACE}receipt/"]
    assert re.findall(r"<li><strong>(.*?)</strong>", page) == [
        "At once",
        "Within 7 days",
        "Within 14 days",
        "Within 3 months",
    ]
    assert "not open now" not in page
    assert f"{PLACE}procedure/" in links(page[: page.index('class="lb-foot"')])


def test_a_closed_channel_says_so_and_shows_the_other_ways(read: Read) -> None:
    home: Town = town()
    channel(home.organisation)
    page = read()
    assert "This reporting point is not open now." in page
    assert "btn--primary" not in page
    assert f"{PLACE}report/" not in links(page)
    assert {"#ways", f"{PLACE}receipt/"} <= set(links(page))
    assert 'id="ways"' in page
    assert rows(page) == [
        "Mira Halewijn, complaints manager",
        "Joris Waterman, deputy complaints manager",
        *OTHER_WAYS,
    ]
    assert "Reads and handles" not in page
    assert "receipt code. With it you follow" not in page


def test_a_channel_of_which_nothing_is_known_still_says_whom_to_call(read: Read) -> None:
    Channel.objects.create(organisation=organisation())
    page = read()
    assert rows(page) == []
    assert re.findall(r'href="tel:([^"]*)"', page) == ["112"]
    assert 'href=""' not in page
    assert "#who" not in links(page)


PROMISES = ("We find a time to talk", "Within 7 days", "Within 3 months", "Use one of the other ways", 'href="#ways"')


def test_before_anybody_is_named_nothing_is_promised_that_nobody_can_keep(read: Read) -> None:
    """A fresh organisation: no manager, no deputy, and a page that strangers find already."""
    Channel.objects.create(organisation=organisation())
    page = read()
    assert [words for words in PROMISES if words in page] == []
    assert "nobody is named yet who hears you" in page
    Channel.objects.update(letter_address="Lindeplein 1, 9999 Lindewater")
    assert rows(read()) == ["A letter"]
    Channel.objects.update(letter_address="", authority_name="Outside Desk")
    assert rows(read()) == ["Somebody from outside"]


@pytest.mark.row("R-000.67")
@pytest.mark.parametrize("page", ["", *(f"{name.replace('_', '-')}/" for name in PAGES)])
def test_numbers_for_urgency_stand_on_every_page(lindewater: KeyedTown, read: Read, page: str) -> None:
    urgent = read(PLACE + page).partition('<section class="urgent"')[2].partition("</section>")[0]
    assert re.findall(r'href="tel:(\d+)"', urgent) == ["112", "090000010", "020000001"]
    assert "every working day from 9:00 to 17:00" in urgent


@pytest.mark.parametrize("page", ["", "procedure/"])
def test_the_way_outside_is_a_link_that_does_not_say_where_one_came_from(
    lindewater: KeyedTown, read: Read, page: str
) -> None:
    assert '<a href="https://outside.example/report?a=1&amp;b=2" rel="noreferrer">' in read(PLACE + page)
    assert all("noreferrer" in link for link in re.findall(r'<a [^>]*"https?:[^>]*>', read(PLACE + page)))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//outside.example", "outside", ""])
def test_what_is_no_address_of_a_page_becomes_no_link(lindewater: KeyedTown, read: Read, address: str) -> None:
    Channel.objects.update(authority_address=address)
    for page in (read(), read(f"{PLACE}procedure/")):
        assert "Outside Desk" in page
        assert "noreferrer" not in page


@pytest.mark.row("R-000.63")
@pytest.mark.parametrize("language", ["nl", "fr", "en", "es"])
@pytest.mark.parametrize("page", ["", *(f"{name.replace('_', '-')}/" for name in PAGES)])
def test_each_page_leads_to_itself_in_the_other_languages(
    lindewater: KeyedTown, read: Read, language: str, page: str
) -> None:
    text = read(f"/{language}/lindewater/{page}", **{"accept-language": "de"})
    assert f'<html lang="{language}" data-theme="lindewater">' in text
    switch = re.findall(r'href="(\S+)" lang="(\w\w)" hreflang="\w\w"\s+(aria-current)?', text)
    assert switch == [
        (f"/{other}/lindewater/{page}", other, "aria-current" if other == language else "")
        for other in ("nl", "fr", "en", "es")
    ]


def test_an_explanation_leads_to_the_others(lindewater: KeyedTown, read: Read) -> None:
    page = read(f"{PLACE}not-from-work/")
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Do not report from a work device"]
    others = page[page.index('aria-labelledby="others"') :].partition("</nav>")[0]
    assert links(others) == [f"{PLACE}{name}/" for name in ("procedure", "privacy", "accessibility", "protection")]


def test_what_is_not_there_is_the_same_page_as_any_other(lindewater: KeyedTown, client: Client) -> None:
    missing = client.get("/en/nowhere/at-all/").content
    for address in ("/en/zoutbrug/", "/en/zoutbrug/procedure/", "/en/lindewater/secrets/", "/en/lindewater/vault.php/"):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, missing)
    assert client.get("/de/lindewater/").status_code == 404


def test_a_theme_that_was_taken_away_does_not_take_the_page_away(lindewater: KeyedTown, read: Read) -> None:
    Organisation.objects.update(theme="mauve")
    assert 'data-theme="lindewater"' in read()


@pytest.mark.parametrize("address", [PLACE, f"{PLACE}privacy/", "/", "/healthz"])
def test_pages_are_looked_at_and_nothing_else(lindewater: KeyedTown, client: Client, address: str) -> None:
    assert client.head(address).status_code == 200
    assert client.head(address).content == b""
    assert client.post(address).status_code == 405


def test_the_first_page_leads_to_each_reporting_point_by_name_and_nowhere_else(read: Read) -> None:
    for name in ("Stad Hazelaar", "Gemeente Lindewater", "Zoutbrug"):
        channel(organisation(name))
    organisation("Aardbeek, without a reporting point")
    shaped = r'"(/\w\w/[^/"]+/)"'
    assert re.findall(shaped, read("/")) == ["/en/gemeente-lindewater/", "/en/stad-hazelaar/", "/en/zoutbrug/"]
    assert re.findall(shaped, read("/?language=fr"))[0] == "/fr/gemeente-lindewater/"
    assert re.findall(shaped, read("/", **{"accept-language": "es-EC, en;q=0.5"}))[0] == "/es/gemeente-lindewater/"
    assert re.findall(shaped, read("/?language=de&page=x"))[0] == "/en/gemeente-lindewater/"


def test_the_first_page_is_paged_and_keeps_the_language(read: Read) -> None:
    for number in range(51):
        channel(organisation(f"Town {number:02d}"))
    shaped = r'"(/\w\w/[^/"]+/)"'
    assert len(re.findall(shaped, read("/?language=nl"))) == 50
    assert re.findall(shaped, read("/?language=nl&page=2")) == ["/nl/town-50/"]
    assert 'href="?language=nl&amp;page=2"' in read("/?language=nl")


def test_before_there_is_any_reporting_point_the_first_page_says_so(read: Read) -> None:
    assert "Nothing here yet" in read("/")


@pytest.mark.parametrize("several", [1, 3])
def test_the_first_page_costs_two_queries(read: Read, several: int) -> None:
    for number in range(several):
        channel(organisation(f"Town {number}"))
    with CaptureQueriesContext(connection) as queries:
        read("/")
    assert len(queries) == 2


@pytest.mark.row("3.9")
def test_the_public_page_lets_in_whom_the_form_lets_in(read: Read, lindewater: KeyedTown) -> None:
    """Nobody reads "anybody" here and "you belong elsewhere" on the next page."""
    anybody, said = "Anybody: staff, former staff", "Others go elsewhere: before you begin, you read where."
    ChannelGroup.objects.create(channel=Channel.objects.get(), group=ReporterGroup.BOARD_MEMBER, is_let_in=False)
    page = read()
    assert (anybody in page, said in page) == (False, True)
    groups = re.findall(r"<li>([^<]*)</li>", page[page.index('id="whom"') : page.index(said)])
    first_of_form = read(f"{PLACE}report/").partition("Who may report here")[2].partition("Others go")[0]
    assert groups == re.findall(r"<li>([^<]*)</li>", first_of_form)


@pytest.mark.parametrize("several", [1, 3])
def test_the_public_page_costs_the_same_for_one_person_as_for_three(read: Read, several: int) -> None:
    made = keyed()
    home = made.town.organisation
    channel(home)
    for number in range(several):
        office(home, COUNSELLOR, person(home, f"Counsellor {number}"))
        second = person(home, f"Deputy {number}")
        deputy(made.town.manager_office, second, number + 2)
        made.certify(second)
    with CaptureQueriesContext(connection) as queries:
        page = read()
    assert len(queries) == 13
    assert len(rows(page)) == 2 + several + 1 + len(OTHER_WAYS)


@pytest.mark.parametrize("page", PAGES)
def test_an_explanation_costs_two_queries_and_more_where_it_is_a_document_or_speaks_of_recovery_or_of_terms(
    lindewater: KeyedTown, read: Read, page: str
) -> None:
    with CaptureQueriesContext(connection) as queries:
        read(f"{PLACE}{page.replace('_', '-')}/")
    assert len(queries) == {"protection": 5, "procedure": 4, "not_from_work": 2}.get(page, 3)


@pytest.mark.row("2.6")
def test_the_page_about_protection_says_whether_a_lost_key_can_be_brought_back(
    lindewater: KeyedTown, read: Read
) -> None:
    first, second = (actor(steward) for steward in lindewater.town.stewards[:2])
    assert "Two stewards together can bring a lost key back" in read(f"{PLACE}protection/")
    recovery.ask_to_stop(lindewater.town.organisation.id, "Decided.", by=first, at=NOW)
    assert "Two stewards together can bring a lost key back" in read(f"{PLACE}protection/")
    recovery.confirm_stop(lindewater.town.organisation.id, by=second, at=NOW)
    page = read(f"{PLACE}protection/")
    assert "nobody can bring a lost key back" in page
    assert "Two stewards together can bring" not in page


@pytest.mark.row("2.9")
@pytest.mark.parametrize("text", ["procedure", "privacy", "protection"])
def test_what_is_said_of_a_name_says_that_stewards_keep_it_where_they_do(
    lindewater: KeyedTown, read: Read, text: str
) -> None:
    said = "Your name can be opened by a duty of law."
    assert said not in read(f"/en/lindewater/{text}/")
    Channel.objects.update(has_custody=True)
    assert (said in read(f"/en/lindewater/{text}/")) == (text != "protection")


def test_the_house_is_well_while_the_database_answers_and_says_nothing_else(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content, len(queries)) == (200, b"", 1)


def test_the_house_is_not_well_when_the_database_does_not_answer(client: Client) -> None:
    def silent(*_anything: object) -> None:
        raise OperationalError("could not connect to 10.0.0.7, user deontos")

    with connection.execute_wrapper(silent):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"")


def test_an_address_without_its_last_slash_leads_to_the_page_where_there_is_one(client: Client) -> None:
    channel(organisation())
    assert client.get("/nl/lindewater").headers["Location"] == "/nl/lindewater/"
    assert [client.get(path).status_code for path in ("/nl/nergens", "/xx/lindewater", "/nl/lindewater/x")] == [404] * 3
