"""Nobody left: the form keeps the draft, and takes it along to the organisation that agreed to take over."""

import pytest

from deontos.correspondence.models import Conversation, Draft
from deontos.keyring.models import Envelope
from deontos.notices.models import Letter, WindowedNotice
from deontos.organisations.models import Person
from deontos.speakup.actions.settings import agree_to_take_over
from deontos.speakup.models import Channel, Disclosure
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, town
from tests.factories.speakup import ANSWERS, CERTIFIED_ON, WHAT, Reporter, faults, page, reporting_point

pytestmark = [pytest.mark.django_db, pytest.mark.row("2.4")]
ALONG = "report/take-along/"


@pytest.fixture
def other(house: KeyedTown, channel: Channel) -> KeyedTown:
    """Hazelaar, which agreed to take over for Lindewater."""
    made = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    reporting_point(made.town.organisation)
    for number, someone in enumerate(Person.objects.filter(organisation=made.town.organisation)):
        someone.family_name = f"Hazel{number}"
        someone.save()
    Channel.objects.filter(pk=channel.pk).update(fallback=made.town.organisation)
    channel.refresh_from_db()
    agree_to_take_over(channel, agrees=True, by=actor(made.town.officer), at=NOW)
    made.town.manager.refresh_from_db()
    return made


def everybody(house: KeyedTown) -> dict[str, object]:
    """The answer that names all who could read it."""
    people = (house.town.manager, house.town.deputy, house.town.officer, house.town.director)
    return {"about": "staff", "involved": [str(person.id) for person in people]}


def stuck(reporter: Reporter, house: KeyedTown) -> str:
    """Everything written, then everybody named; the page that says so."""
    reporter.fill("send")
    reporter.look("report/about/")
    return page(reporter.send("about", **everybody(house)))


def go_along(reporter: Reporter) -> object:
    """Press the button of the page."""
    reporter.look(ALONG)
    return reporter.client.post(reporter.address(ALONG), {"sitting": reporter.sitting, "go": "next"})


def test_with_everybody_named_the_form_offers_who_takes_over(
    reporter: Reporter, house: KeyedTown, other: KeyedTown
) -> None:
    shown = stuck(reporter, house)
    assert "Hazelaar" in shown
    assert f'href="/nl/lindewater/{ALONG}"' in shown
    assert "Meldpunt van het gewest" in shown
    assert Draft.objects.count() == 1
    along = page(reporter.look(ALONG))
    assert other.town.manager.name in along
    assert "/nl/hazelaar/receipt/" in along
    assert not any(person.name in along for person in (house.town.manager, house.town.deputy))


@pytest.mark.row("R-000.69", "R-000.71")
def test_the_draft_goes_along_under_the_same_code_and_nothing_is_sent(
    reporter: Reporter, house: KeyedTown, other: KeyedTown
) -> None:
    receipt = reporter.fill("send")
    reporter.look("report/about/")
    reporter.send("about", **everybody(house))
    assert go_along(reporter)["Location"] == "/nl/hazelaar/report/about/"  # type: ignore[index]
    draft = Draft.objects.get()
    assert (draft.organisation, draft.touched_on) == (other.town.organisation, TODAY)
    assert (Conversation.objects.count(), Disclosure.objects.count()) == (0, 0)
    assert faults(Reporter().open_with(receipt)) != []
    assert Reporter(home="hazelaar").open_with(receipt)["Location"].startswith("/nl/hazelaar/report/")
    reporter.home = "hazelaar"
    about = page(reporter.look("report/about/"))
    assert "Lindewater" in about
    assert other.town.manager.name in about
    assert not any(str(person.id) in about for person in Person.objects.filter(organisation=house.town.organisation))
    assert reporter.send("about", **ANSWERS["about"]).status_code == 303
    check = page(reporter.look("report/check/"))
    assert WHAT in check
    assert other.town.manager.name in check
    reporter.send("check")
    assert reporter.send("send", **ANSWERS["send"])["Location"] == "/nl/hazelaar/report/sent/"
    disclosure = Disclosure.objects.select_related("channel__organisation").get()
    assert disclosure.channel.organisation == other.town.organisation
    ours = Person.objects.filter(organisation=house.town.organisation)
    assert not Envelope.objects.filter(certificate__person__in=ours).exists()
    assert not WindowedNotice.objects.filter(recipient__in=ours).exists()
    assert not Letter.objects.filter(recipient__in=ours).exists()


def test_whoever_is_named_and_reads_there_as_well_stays_named(
    reporter: Reporter, house: KeyedTown, other: KeyedTown
) -> None:
    shared = house.town.officer
    other.town.manager_office.deputies.create(person=shared, position=2, started_on=CERTIFIED_ON)
    stuck(reporter, house)
    go_along(reporter)
    reporter.home = "hazelaar"
    about = reporter.look("report/about/").content.decode()
    ticked = [part for part in about.split("<input")[1:] if "checked" in part and f'value="{shared.id}"' in part]
    assert len(ticked) == 1


def test_without_consent_or_with_a_closed_door_there_nobody_takes_over(
    reporter: Reporter, house: KeyedTown, other: KeyedTown
) -> None:
    Channel.objects.update(fallback_agreed_on=None)
    assert ALONG not in stuck(reporter, house)
    Channel.objects.filter(organisation=house.town.organisation).update(fallback_agreed_on=TODAY)
    assert ALONG in page(reporter.look("report/about/"))
    other.town.deputy.certificates.update(ended_on=CERTIFIED_ON)
    assert ALONG not in page(reporter.look("report/about/"))


def test_a_door_that_closed_meanwhile_leaves_the_draft_where_it_was(
    reporter: Reporter, house: KeyedTown, other: KeyedTown
) -> None:
    stuck(reporter, house)
    reporter.look(ALONG)
    other.town.deputy.certificates.update(ended_on=CERTIFIED_ON)
    answer = reporter.client.post(reporter.address(ALONG), {"sitting": reporter.sitting, "go": "next"})
    assert answer.status_code == 200
    assert "Meldpunt van het gewest" in page(answer)
    assert Draft.objects.get().organisation == house.town.organisation


def test_a_draft_that_was_erased_meanwhile_goes_nowhere(reporter: Reporter, house: KeyedTown, other: KeyedTown) -> None:
    stuck(reporter, house)
    reporter.look(ALONG)
    Draft.objects.all().delete()
    answer = reporter.client.post(reporter.address(ALONG), {"sitting": reporter.sitting, "go": "next"})
    assert (answer.status_code, Draft.objects.count()) == (200, 0)


def test_another_sitting_moves_nothing(reporter: Reporter, house: KeyedTown, other: KeyedTown) -> None:
    stuck(reporter, house)
    for sitting in ("", "00000000-0000-4000-8000-000000000000"):
        reporter.client.post(reporter.address(ALONG), {"sitting": sitting, "go": "next"})
    stranger = Reporter()
    assert stranger.client.post(stranger.address(ALONG), {"go": "next"}).status_code == 200
    assert Draft.objects.get().organisation == house.town.organisation


def test_a_closed_reporting_point_leads_to_the_one_that_takes_over(
    reporter: Reporter, house: KeyedTown, other: KeyedTown
) -> None:
    reporter.fill("check")
    house.town.manager.certificates.update(ended_on=CERTIFIED_ON)
    assert 'href="/nl/hazelaar/report/"' in page(Reporter().look("report/"))
    assert f'href="/nl/lindewater/{ALONG}"' in page(reporter.look("report/check/"))
