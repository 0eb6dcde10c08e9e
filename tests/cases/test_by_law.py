"""A law demands the name: two stewards open it where it is in custody, else a letter says that we cannot."""

import re

import pytest
from django.db import transaction
from django.test import Client

from deontos.access.gate import NotAllowed
from deontos.audit.actions import record
from deontos.cases.actions.by_law import ask_by_law, open_by_law
from deontos.cases.actions.dialogue import Words
from deontos.correspondence.models import Item
from deontos.correspondence.queries import items_of, opened
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.actions import ceremonies
from deontos.keyring.authenticity import MADE, vault_details
from deontos.keyring.own_vault import VaultRefused, existing_vault
from deontos.keyring.queries import readers_of
from deontos.keyring.recovery_models import Ceremony, SharedSecret
from deontos.keyring.vocabulary import Ground, KeyringCode
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language
from deontos.speakup.vocabulary import IdentityChoice
from tests.factories.administration import desk_client, sign_in
from tests.factories.cases import IDENTITY, ToldCase, channel, told
from tests.factories.keyring import KeyedTown
from tests.factories.organisations import NOW, TODAY, actor

pytestmark = [pytest.mark.row("2.9"), pytest.mark.django_db]

GROUND = "Article 10 of the decree"
WORDS = Words("Het parket beveelt het.", Language.DUTCH)


@pytest.fixture
def case(house: KeyedTown) -> ToldCase:
    """A case whose reporter gave a name in confidence, at a channel without custody."""
    return told(house, choice=IdentityChoice.CONFIDENCE)


@pytest.fixture
def kept(house: KeyedTown) -> ToldCase:
    """The same at a channel with custody; the audit chain knows the handler's vault."""
    point = channel(house)
    point.has_custody = True
    point.save()
    made = told(house, choice=IdentityChoice.CONFIDENCE)
    vault = existing_vault(made.handler.id)
    with transaction.atomic():
        details = vault_details(vault)
        home = house.town.organisation.id
        vault.entry = record(home, MADE, by=made.handler.id, about=vault.id, at=NOW, details=details)
    vault.save()
    return made


def hand_on(house: KeyedTown, steward: Person) -> None:
    ceremony, by, reader = Ceremony.objects.get(), actor(steward), house.reader(steward)
    ceremonies.contribute(ceremony, by=by, reader=reader, compared=True, uninvolved=True, at=NOW)


def test_two_stewards_open_the_name_after_the_reporter_was_told(kept: ToldCase) -> None:
    kept.opened()
    reader, by = kept.house.reader(kept.handler), actor(kept.handler)
    conversation = kept.file.disclosure.conversation
    [sealed] = [item for item in items_of(conversation) if item.kind == ItemKind.IDENTITY]
    assert opened([sealed], reader) == []
    ask_by_law(kept.file, GROUND, WORDS, by=by, reader=reader, at=NOW)
    last = opened(items_of(conversation), kept.reporter())[-1]
    assert (last.content["text"], last.authentic) == (WORDS.text, True)
    hand_on(kept.house, kept.house.town.stewards[0])
    with pytest.raises(VaultRefused):
        open_by_law(kept.file, by=by, reader=reader, at=NOW)
    hand_on(kept.house, kept.house.town.stewards[1])
    open_by_law(kept.file, by=by, reader=reader, at=NOW)
    [name] = opened([sealed], kept.house.reader(kept.handler))
    assert (name.content, name.authentic) == (IDENTITY, True)
    seen = [
        (row.certificate.person, row.ground)
        for row in readers_of(conversation.identity_pair_id, on=TODAY)
        if row.certificate is not None
    ]
    assert seen == [(kept.handler, Ground.LEGAL_DUTY)]


def test_the_pages_lead_from_the_question_to_the_name(kept: ToldCase) -> None:
    kept.opened()
    address = f"/desk/cases/{kept.id}/name/by-law/"
    desk = desk_client(kept.house, kept.handler)
    assert "Name the law or the order" in desk.post(address, {"what": "ask"}).content.decode()
    typed = {"what": "ask", "ground": GROUND, "text": WORDS.text, "language": "nl"}
    assert desk.post(address, typed).headers["Location"] == address
    assert "You asked for this already" not in desk.get(address).content.decode()
    ceremony = Ceremony.objects.get()
    for steward in kept.house.town.stewards[:2]:
        helper = desk_client(kept.house, steward)
        page = f"/desk/keys/recovery/{ceremony.id}/"
        assert GROUND in helper.get(page).content.decode()
        helper.post(page, {"what": "hand_on", "compared": "on", "uninvolved": "on"})
    assert "Open the name" in desk.get(address).content.decode()
    assert desk.post(address, {"what": "open"}).status_code == 302
    assert IDENTITY["name"] in desk.get(f"/desk/cases/{kept.id}/").content.decode()


def test_an_anonymous_report_leaves_nothing_with_stewards(kept: ToldCase) -> None:
    before = SharedSecret.objects.count()
    told(kept.house)
    assert (before, SharedSecret.objects.count()) == (1, 1)


def test_without_custody_nobody_is_asked_and_the_reporter_is_not_told(case: ToldCase) -> None:
    case.opened()
    reader, by, items = case.house.reader(case.handler), actor(case.handler), Item.objects.count()
    with pytest.raises(VaultRefused) as refused:
        ask_by_law(case.file, "Article 10", WORDS, by=by, reader=reader, at=NOW)
    assert refused.value.code is KeyringCode.NOT_IN_CUSTODY
    assert (Item.objects.count(), Ceremony.objects.count(), SharedSecret.objects.count()) == (items, 0, 0)
    with pytest.raises(VaultRefused):
        open_by_law(case.file, by=by, reader=reader, at=NOW)


def test_who_may_not_open_names_asks_nobody(case: ToldCase) -> None:
    reader = case.house.reader(case.handler)
    for outsider in (case.house.town.administrator, case.house.town.stewards[0]):
        with pytest.raises(NotAllowed):
            ask_by_law(case.file, "Article 10", WORDS, by=actor(outsider), reader=reader, at=NOW)
        with pytest.raises(NotAllowed):
            open_by_law(case.file, by=actor(outsider), reader=reader, at=NOW)


def test_the_page_shows_the_letter_and_others_see_nothing(case: ToldCase) -> None:
    case.opened()
    address = f"/desk/cases/{case.id}/name/by-law/"
    page = desk_client(case.house, case.handler).get(address).content.decode()
    assert re.findall(r'<section class="card stack" lang="(\w\w)">', page) == ["nl", "en"]
    assert "We cannot give the name that you ask for" in page
    outsider = Client()
    sign_in(outsider, case.house.town.administrator)
    assert (outsider.get(address).status_code, outsider.post(address).status_code) == (404, 404)
