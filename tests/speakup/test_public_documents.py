"""Public documents at the desk: who writes and publishes them, what is refused, what is kept, what everybody reads."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deontos.access.gate import NotAllowed
from deontos.audit.models import Entry
from deontos.audit.queries import details_of
from deontos.organisations.models import Organisation
from deontos.organisations.vocabulary import Language
from deontos.speakup.actions.documents import DocumentRefused, drop_draft, publish_document, write_document
from deontos.speakup.document_models import DocumentText, PublicDocument
from deontos.speakup.document_verifying import document_flaws
from deontos.speakup.models import Channel
from deontos.speakup.public_documents import Written, digest_of_texts, shipped_texts, standing, worked_on
from deontos.speakup.rules import LONGEST_BODY
from deontos.speakup.vocabulary import DocumentCode, DocumentKind, SpeakupFault
from tests.factories.administration import sign_in
from tests.factories.keyring import KeyedTown, keyed
from tests.factories.organisations import NOW, TODAY, actor, town
from tests.factories.speakup import CERTIFIED_ON, hidden, page

pytestmark = [pytest.mark.django_db, pytest.mark.row("3.18", "R-000.10"), pytest.mark.usefixtures("today")]
LIST = "/desk/settings/channel/documents/"
EDIT, PUBLISH = f"{LIST}policy/", f"{LIST}policy/publish/"
POLICY, DUTCH = DocumentKind.POLICY, Language.DUTCH
OURS = {"title": "Ons beleid", "lead": "Kort.", "body": "## Waarom\n\nDaarom."}


def browser(person: Any) -> Client:
    """Somebody at the desk who reads English."""
    person.language = "en"
    person.save()
    client = Client()
    sign_in(client, person)
    return client


@pytest.fixture
def officer(house: KeyedTown, channel: Channel) -> Client:
    """The integrity officer at the desk."""
    return browser(house.town.officer)


@pytest.fixture
def home(house: KeyedTown) -> Organisation:
    """The organisation."""
    return house.town.organisation


def written(house: KeyedTown, words: Written, language: Language = DUTCH, kind: DocumentKind = POLICY) -> bool:
    """Write as the officer, over what stands there."""
    home = house.town.organisation
    seen = worked_on(home.id, kind).get(language, Written()).digest
    return write_document(home, kind, language, words, seen=seen, by=actor(house.town.officer), at=NOW)


def published(house: KeyedTown, reason: str = "Omdat", kind: DocumentKind = POLICY) -> PublicDocument:
    """Publish the draft as the officer."""
    home = house.town.organisation
    seen = digest_of_texts(worked_on(home.id, kind))
    return publish_document(home, kind, reason=reason, seen=seen, by=actor(house.town.officer), at=NOW)


def sent(client: Client, address: str = EDIT, **fields: str) -> Any:
    """What a browser sends from the page as it stands, with these answers."""
    shown = client.get(f"{address}?in={fields.get('in', 'nl')}")
    return client.post(address, {**OURS, "in": "nl", "seen": hidden(shown, "seen"), "go": "keep", **fields})


def test_a_document_is_written_tried_published_and_read_by_everybody(officer: Client, home: Organisation) -> None:
    shown = page(officer.get(EDIT))
    assert "Ons integriteitsbeleid" in shown
    tried = page(sent(officer, go="preview", body="## Waarom\n\n**Daarom** en [hier](https://a.example/)."))
    assert (
        '<p class="measure"><strong>Daarom</strong> en <a href="https://a.example/" rel="noreferrer">hier</a>.' in tried
    )
    assert not PublicDocument.objects.exists()
    assert sent(officer).status_code == 302
    assert "Daarom." not in page(Client().get("/nl/lindewater/policy/"))
    publishing = officer.get(PUBLISH)
    done = officer.post(PUBLISH, {"seen": hidden(publishing, "seen"), "reason": "Eerste versie", "go": "publish"})
    assert done.status_code == 302
    public = page(Client().get("/nl/lindewater/policy/"))
    assert "<h1>Ons beleid</h1>" in public
    assert "Daarom." in public
    [entry] = Entry.objects.filter(fact="document.published")
    assert {name: details_of(entry)[name] for name in ("kind", "number")} == {"kind": "policy", "number": 1}
    assert "Daarom" not in entry.details
    assert Entry.objects.filter(fact="document.written").count() == 1


def test_our_text_is_published_as_it_is_and_each_language_is_there(house: KeyedTown, officer: Client) -> None:
    ours = shipped_texts(POLICY)
    assert written(house, ours[DUTCH])
    assert not written(house, ours[DUTCH])
    published(house)
    found = standing(house.town.organisation.id, POLICY)
    assert found is not None
    assert (found.number, found.texts) == (1, ours)
    assert not written(house, ours[DUTCH])
    assert "Version 1, since" in page(officer.get(LIST))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Write a title"),
        ({"body": " "}, "Write the text"),
        ({"body": "x" * (LONGEST_BODY + 1)}, f"This has {LONGEST_BODY + 1} signs"),
        ({"title": "x" * 201}, "This has 201 signs. Keep it under 200"),
        ({"lead": "x" * 601}, "This has 601 signs. Keep it under 600"),
        ({"body": "[hier](javascript:alert)"}, "The link “javascript:alert” leads nowhere"),
        ({"body": "Binnen {answered}."}, "We have nothing to fill in for {answered}"),
        ({"body": "a\x00b"}, "aria-invalid"),
    ],
)
def test_what_cannot_stand_there_is_refused_and_nothing_typed_is_lost(
    officer: Client, fields: dict[str, str], said: str
) -> None:
    answer = sent(officer, **{"lead": "Blijft staan", **fields})
    assert answer.status_code == 200
    assert said in page(answer)
    assert "Blijft staan" in page(answer) or "lead" in fields
    assert not PublicDocument.objects.exists()


def test_the_terms_stand_in_a_procedure_and_are_checked_there(officer: Client) -> None:
    address = f"{LIST}procedure/"
    assert "{answered}" in page(officer.get(address))
    assert "{answerd}. Use one of these:" in page(sent(officer, address, body="Binnen {answerd}."))
    assert sent(officer, address, body="Binnen {answered}.").status_code == 302


def test_two_who_write_the_same_text_are_told_and_neither_loses_a_word(officer: Client) -> None:
    stale = hidden(officer.get(EDIT), "seen")
    sent(officer, body="Eerst.")
    answer = officer.post(EDIT, {**OURS, "in": "nl", "seen": stale, "go": "keep", "body": "Tweede."})
    assert "Somebody else saved this text" in page(answer)
    assert "Tweede." in page(answer)
    assert DocumentText.objects.get(language="nl").body == "Eerst."
    again = {**OURS, "in": "nl", "seen": hidden(answer, "seen"), "go": "keep", "body": "Tweede."}
    assert officer.post(EDIT, again).status_code == 302
    assert DocumentText.objects.get(language="nl").body == "Tweede."


def test_what_was_not_looked_at_is_not_published(house: KeyedTown, officer: Client, home: Organisation) -> None:
    written(house, Written("T", "", "Eerst."))
    stale = hidden(officer.get(PUBLISH), "seen")
    written(house, Written("T", "", "Later."))
    answer = officer.post(PUBLISH, {"seen": stale, "reason": "Omdat", "go": "publish"})
    assert "Somebody else saved this text" in page(answer)
    assert standing(home.id, POLICY) is None


def test_a_version_needs_a_reason_and_the_language_of_the_house(house: KeyedTown, officer: Client) -> None:
    written(house, Written("T", "", "B"))
    seen = hidden(officer.get(PUBLISH), "seen")
    assert "Say in one sentence why" in page(officer.post(PUBLISH, {"seen": seen, "reason": " ", "go": "publish"}))
    long = officer.post(PUBLISH, {"seen": seen, "reason": "x" * 301, "go": "publish"})
    assert "This has 301 signs" in page(long)
    written(house, Written())
    seen = hidden(officer.get(PUBLISH), "seen")
    refused = page(officer.post(PUBLISH, {"seen": seen, "reason": "Omdat", "go": "publish"}))
    assert "Write the text in Nederlands first" in refused
    assert not PublicDocument.objects.filter(number__isnull=False).exists()


def test_a_draft_is_forgotten_only_after_asking_and_what_is_published_stays(
    house: KeyedTown, officer: Client, home: Organisation
) -> None:
    written(house, Written("T", "", "Een"))
    published(house)
    written(house, Written("T", "", "Twee"))
    seen = hidden(officer.get(PUBLISH), "seen")
    assert "Forget the draft?" in page(officer.post(PUBLISH, {"seen": seen, "go": "drop"}))
    assert worked_on(home.id, POLICY)[DUTCH].body == "Twee"
    officer.post(PUBLISH, {"seen": seen, "go": "drop_now"})
    assert worked_on(home.id, POLICY)[DUTCH].body == "Een"
    assert [row.number for row in PublicDocument.objects.all()] == [1]
    with pytest.raises(DocumentRefused) as caught:
        drop_draft(home, POLICY, seen=seen, by=actor(house.town.officer), at=NOW)
    assert caught.value.code is DocumentCode.NOTHING_TO_PUBLISH
    assert officer.get(PUBLISH).status_code == 302


def test_who_may_not_publish_finds_nothing(house: KeyedTown, channel: Channel, home: Organisation) -> None:
    other = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    written(house, Written("T", "", "B"))
    seen = digest_of_texts(worked_on(home.id, POLICY))
    for person in (house.town.manager, house.town.deputy, house.town.colleague, *house.town.stewards):
        for address in (LIST, EDIT, PUBLISH):
            assert browser(person).get(address).status_code == 404
    stranger = browser(other.town.administrator)
    for address in (LIST, EDIT, PUBLISH):
        assert stranger.get(f"{address}?organisation=lindewater").status_code == 404
    assert stranger.post(PUBLISH, {"organisation": "lindewater", "seen": seen, "go": "publish"}).status_code == 404
    for person in (house.town.manager, other.town.officer):
        with pytest.raises(NotAllowed):
            write_document(home, POLICY, DUTCH, Written("X", "", "Y"), seen="", by=actor(person), at=NOW)
        with pytest.raises(NotAllowed):
            publish_document(home, POLICY, reason="Omdat", seen=seen, by=actor(person), at=NOW)
        with pytest.raises(NotAllowed):
            drop_draft(home, POLICY, seen=seen, by=actor(person), at=NOW)
    assert browser(house.town.officer).get(f"{LIST}nothing/").status_code == 404


def test_another_towns_documents_are_not_mixed_in(house: KeyedTown, officer: Client) -> None:
    other = keyed(town("Hazelaar"), on=CERTIFIED_ON)
    Channel.objects.create(organisation=other.town.organisation)
    written(other, Written("Van Hazelaar", "", "Geheim"))
    published(other)
    assert page(officer.get(LIST)).count("Nothing yet") == 1
    assert "Hazelaar" not in page(officer.get(EDIT))
    assert "has not published its integrity policy" in page(Client().get("/en/lindewater/policy/"))
    assert "Geheim" in page(Client().get("/nl/hazelaar/policy/"))


def test_a_version_and_a_draft_exist_once(house: KeyedTown, home: Organisation) -> None:
    written(house, Written("T", "", "B"))
    published(house)
    written(house, Written("T", "", "C"))
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicDocument.objects.create(organisation=home, kind=POLICY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicDocument.objects.filter(number__isnull=True).update(
            number=1, published_on=TODAY, published_by=house.town.officer
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicDocument.objects.filter(number__isnull=True).update(number=2)


@pytest.mark.parametrize("versions", [1, 3])
def test_the_pages_cost_the_same_for_one_version_as_for_three(house: KeyedTown, officer: Client, versions: int) -> None:
    for number in range(versions):
        written(house, Written("T", "", f"Tekst {number}"))
        published(house)
    costs = []
    for address in (LIST, EDIT):
        with CaptureQueriesContext(connection) as queries:
            officer.get(address)
        costs.append(len(queries))
    assert costs == [8, 15]


@pytest.mark.row("2.8")
def test_a_published_version_that_was_changed_round_the_house_is_found(house: KeyedTown, home: Organisation) -> None:
    rows = []
    for number in range(5):
        written(house, Written("T", "", f"Tekst {number}"))
        rows.append(published(house))
    assert list(document_flaws(lambda count: None)) == []
    text, reason, day, gone, _whole = rows
    DocumentText.objects.filter(document=text, language="nl").update(body="Anders")
    PublicDocument.objects.filter(pk=reason.pk).update(reason="Anders")
    PublicDocument.objects.filter(pk=day.pk).update(published_on=CERTIFIED_ON)
    PublicDocument.objects.filter(pk=gone.pk).delete()
    added = PublicDocument.objects.create(
        organisation=home, kind=POLICY, number=9, published_on=TODAY, published_by=house.town.officer
    )
    found = {(flaw.row, flaw.fault) for flaw in document_flaws(lambda count: None)}
    assert found == {
        (str(text.id), SpeakupFault.CHANGED),
        (str(reason.id), SpeakupFault.CHANGED),
        (str(day.id), SpeakupFault.CHANGED),
        (str(gone.id), SpeakupFault.GONE),
        (str(added.id), SpeakupFault.NOT_IN_LOG),
    }
