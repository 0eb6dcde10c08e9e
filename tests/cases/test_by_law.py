"""A law demands the name: two stewards open it where it is in custody, else a letter says that we cannot."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from deontos.access.gate import NotAllowed
from deontos.cases.actions.by_law import ask_by_law, open_by_law
from deontos.cases.actions.dialogue import Words
from deontos.cases.actions.handing_over import HandOver, hand_over
from deontos.cases.actions.turning import Turning, turn_to_next
from deontos.cases.succession import succession
from deontos.cases.vocabulary import HandOverReason
from deontos.correspondence.actions.identity import Release, release_identity, withdraw_identity
from deontos.correspondence.models import Item
from deontos.correspondence.queries import items_of, opened, place_of
from deontos.correspondence.vocabulary import IdentityPurpose, ItemKind
from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.queries import readers_of
from deontos.keyring.recovery_models import Ceremony, Contribution, Share, SharedSecret
from deontos.keyring.vocabulary import Ground, KeyringCode
from deontos.organisations.vocabulary import Language
from deontos.speakup.models import Channel
from deontos.speakup.vocabulary import IdentityChoice
from deontos.vault.failures import VaultFailure
from deontos.vault.keys import KeyPair
from deontos.vault.opening import unwrap_item_key
from deontos.vault.shares import combined, keeping
from tests.factories.administration import desk_client, sign_in
from tests.factories.cases import IDENTITY, ToldCase, hand_on, kept_in_custody, told
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
    return kept_in_custody(house)


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
    typed = {"what": "ask", "telling": "now", "ground": GROUND, "text": WORDS.text, "language": "nl"}
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


def by_withdrawal(case: ToldCase) -> None:
    conversation, purpose = case.file.disclosure.conversation, IdentityPurpose.HANDLING
    release_identity(conversation, Release(case.handler.id, purpose), case.reporter(), on=TODAY)
    withdraw_identity(conversation, case.handler.id, purpose, case.reporter(), named=frozenset(), on=TODAY)


def by_turning(case: ToldCase) -> None:
    released(case)
    away = frozenset({case.handler.id})
    shown = succession(case.file, without=away, on=TODAY).way.readers
    turn_to_next(case.file, Turning(away, frozenset(), shown), case.reporter(), on=TODAY)


def by_handing_over(case: ToldCase) -> None:
    released(case)
    shown = succession(case.file, without=[case.handler.id], on=TODAY).way.readers
    change = HandOver(HandOverReason.UNABLE, shown, frozenset())
    hand_over(case.file, change, by=actor(case.handler), reader=case.house.reader(case.handler), at=NOW)


def released(case: ToldCase) -> None:
    release = Release(case.handler.id, IdentityPurpose.HANDLING)
    release_identity(case.file.disclosure.conversation, release, case.reporter(), on=TODAY)


def kept_key(case: ToldCase) -> tuple[UUID, bytes]:
    """The secret that stewards keep, and the key that two of them put together."""
    secret = SharedSecret.objects.get(pair=case.file.disclosure.conversation.identity_pair_id)
    shares = []
    for share in secret.shares.select_related("certificate__person")[:2]:
        steward = share.certificate.person
        place = keeping(secret.id, secret.kept, steward.id)
        shares.append(case.house.reader(steward).open_deposit(bytes(share.sealed), place))
    return secret.id, combined(shares)


@pytest.mark.parametrize("renewed", [by_withdrawal, by_turning, by_handing_over])
def test_after_a_new_key_two_stewards_open_the_name_and_the_shares_of_before_open_nothing(
    kept: ToldCase, renewed: Callable[[ToldCase], None]
) -> None:
    kept.opened()
    former, old = kept_key(kept)
    renewed(kept)
    secret, new = kept_key(kept)
    conversation = kept.file.disclosure.conversation
    item = conversation.items.get(kind=ItemKind.IDENTITY)
    epoch, wrapped = item.item_key.epoch, bytes(item.item_key.wrapped or b"")
    assert epoch is not None
    assert (epoch.number, bytes(epoch.public_key)) == (2, KeyPair.from_private(new).public)
    context = place_of(item).context(epoch)
    assert unwrap_item_key(wrapped, KeyPair.from_private(new), context)
    with pytest.raises(VaultFailure):
        unwrap_item_key(wrapped, KeyPair.from_private(old), context)
    assert not SharedSecret.objects.filter(pk=former).exists()
    assert (former != secret, SharedSecret.objects.count()) == (True, 1)


def test_two_stewards_open_a_name_after_it_was_withdrawn(kept: ToldCase) -> None:
    kept.opened()
    by_withdrawal(kept)
    reader, by = kept.house.reader(kept.handler), actor(kept.handler)
    [sealed] = [each for each in items_of(kept.file.disclosure.conversation) if each.kind == ItemKind.IDENTITY]
    assert opened([sealed], reader) == []
    ask_by_law(kept.file, GROUND, WORDS, by=by, reader=reader, at=NOW)
    for steward in kept.house.town.stewards[:2]:
        hand_on(kept.house, steward)
    open_by_law(kept.file, by=by, reader=reader, at=NOW)
    [name] = opened([sealed], kept.house.reader(kept.handler))
    assert (name.content, name.authentic) == (IDENTITY, True)


def test_what_was_handed_on_before_the_key_changed_opens_nothing(kept: ToldCase) -> None:
    kept.opened()
    reader, by = kept.house.reader(kept.handler), actor(kept.handler)
    ask_by_law(kept.file, GROUND, WORDS, by=by, reader=reader, at=NOW)
    for steward in kept.house.town.stewards[:2]:
        hand_on(kept.house, steward)
    by_withdrawal(kept)
    assert Contribution.objects.count() == 0
    with pytest.raises(VaultRefused) as refused:
        open_by_law(kept.file, by=by, reader=reader, at=NOW)
    assert refused.value.code is KeyringCode.CEREMONY_OVER


def test_a_steward_who_is_named_keeps_nothing_of_the_new_key_and_without_custody_nobody_does(kept: ToldCase) -> None:
    kept.opened()
    conversation, purpose = kept.file.disclosure.conversation, IdentityPurpose.HANDLING
    first, *others = kept.house.town.stewards
    for named, keeping_on in (({first.id}, set(others)), (None, set())):
        released(kept)
        withdraw_identity(conversation, kept.handler.id, purpose, kept.reporter(), named=named, on=TODAY)
        assert {share.certificate.person for share in Share.objects.all()} == keeping_on


def test_a_name_that_was_never_in_custody_does_not_get_there(case: ToldCase) -> None:
    case.opened()
    Channel.objects.update(has_custody=True)
    by_withdrawal(case)
    assert SharedSecret.objects.count() == 0


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


@pytest.mark.row("2.5")
def test_whoever_a_law_let_know_the_name_can_hand_the_case_over_and_knows_it_no_longer(kept: ToldCase) -> None:
    kept.opened()
    reader, by = kept.house.reader(kept.handler), actor(kept.handler)
    ask_by_law(kept.file, GROUND, WORDS, by=by, reader=reader, at=NOW)
    hand_on(kept.house, *kept.house.town.stewards[:2])
    open_by_law(kept.file, by=by, reader=reader, at=NOW)
    shown = succession(kept.file, without=[kept.handler.id], on=TODAY).way.readers
    hand_over(kept.file, HandOver(HandOverReason.UNABLE, shown, frozenset()), by=by, reader=reader, at=NOW)
    pair = kept.file.disclosure.conversation.identity_pair_id
    assert (list(readers_of(pair, on=TODAY)), SharedSecret.objects.filter(pair=pair).count()) == ([], 1)
    _secret, new = kept_key(kept)
    [sealed] = [each for each in items_of(kept.file.disclosure.conversation) if each.kind == ItemKind.IDENTITY]
    epoch = sealed.item_key.epoch
    assert epoch is not None
    assert (epoch.number, bytes(epoch.public_key)) == (2, KeyPair.from_private(new).public)
    assert opened([sealed], kept.house.reader(kept.handler)) == []
