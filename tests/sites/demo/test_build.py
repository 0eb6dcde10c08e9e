"""The demo: everything that can be tried is there, the same for the same seed, and true to the rules of the house."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from deontos.audit.queries import findings
from deontos.audit.vocabulary import ChainKind
from deontos.cases.models import CaseFile
from deontos.cases.vocabulary import CaseState
from deontos.correspondence.files.installed import blob_store
from deontos.correspondence.models import Blob, Item
from deontos.correspondence.queries import conversation_of, items_of, opened
from deontos.correspondence.sittings import keys_of
from deontos.correspondence.vocabulary import ItemKind
from deontos.keyring.readers import UnlockedReader
from deontos.organisations.models import Office, Organisation
from deontos.organisations.vocabulary import OfficeKind, OrganisationKind
from deontos.questionnaires.models import QuestionnaireVersion
from deontos.sites.demo.build import Demo, build, write_sign_ins
from deontos.speakup.document_models import PublicDocument
from deontos.speakup.models import Channel
from deontos.speakup.queries import line_of
from deontos.speakup.vocabulary import DocumentKind
from deontos.vault.receipts import Receipt

pytestmark = [pytest.mark.row("1.15"), pytest.mark.django_db]
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Eighty-five sign-in passwords are hashed; how well is asked elsewhere."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def test_the_demo_has_everything_to_try(tmp_path: Path, blobs: Path) -> None:
    """Built once, as `deontos demo` builds it, and then asked one thing after the other."""
    demo = build(organisations=5, cases=40, seed=2027, at=NOW)
    every_kind_of_house_is_there_with_all_offices_held(demo)
    forty_cases_are_spread_over_every_state()
    the_first_house_by_name_is_open_and_one_is_closed()
    three_receipts_are_alive(demo)
    papers_were_sent_along()
    one_was_told_by_phone_and_a_policy_stands()
    the_audit_chains_are_whole()
    the_sign_ins_are_kept_for_their_owner_alone(demo, tmp_path)


def every_kind_of_house_is_there_with_all_offices_held(demo: Demo) -> None:
    """An association, three municipalities, a sister association; each office of the list has a holder in each."""
    kinds = Counter(Organisation.objects.values_list("kind", flat=True))
    assert kinds == {
        OrganisationKind.ASSOCIATION: 1,
        OrganisationKind.MUNICIPALITY: 3,
        OrganisationKind.SISTER_ASSOCIATION: 1,
    }
    for slug in demo.organisations:
        assert set(Office.objects.filter(organisation__slug=slug).values_list("kind", flat=True)) == set(OfficeKind)


def forty_cases_are_spread_over_every_state() -> None:
    """Some in each state, some nobody opened yet, and in no house two with one number."""
    assert CaseFile.objects.count() == 40
    assert set(CaseFile.objects.values_list("state", flat=True)) == set(CaseState)
    assert CaseFile.objects.filter(number__isnull=True).exists()
    numbers = list(CaseFile.objects.exclude(number=None).values_list("organisation", "number"))
    assert len(numbers) == len(set(numbers))


def the_first_house_by_name_is_open_and_one_is_closed() -> None:
    """The page where one chooses begins with an open reporting point; the sister association shows a closed one."""
    channels = Channel.objects.select_related("organisation").order_by("organisation__name")
    is_open = {channel.organisation.slug: line_of(channel, on=NOW.date()).is_open for channel in channels}
    assert next(iter(is_open)) == "lindewater"
    assert [slug for slug, opened_now in is_open.items() if not opened_now] == ["plateau-bleu"]


def three_receipts_are_alive(demo: Demo) -> None:
    """Each opens a conversation in which every item is authentic."""
    assert len(demo.receipts) == 3
    for live in demo.receipts:
        receipt = Receipt.read(live.receipt)
        conversation = conversation_of(receipt, Organisation.objects.get(slug=live.organisation).id)
        assert conversation is not None
        reader = UnlockedReader(keys_of(receipt), NOW.date(), holder=conversation.holder_id)
        items = opened(items_of(conversation), reader)
        assert len(items) >= 2
        assert all(item.authentic for item in items)


def papers_were_sent_along() -> None:
    """Pictures and documents lie in the store, each held by an item, none waiting."""
    assert Blob.objects.count() == Item.objects.filter(kind=ItemKind.ATTACHMENT).count() > 5
    assert {blob.id for blob in Blob.objects.all()} == {stored.name for stored in blob_store().stored()}


def one_was_told_by_phone_and_a_policy_stands() -> None:
    """What staff and administrators do is there to look at too."""
    assert Item.objects.filter(kind=ItemKind.CONFIDED, author__isnull=False).count() == 1
    published = PublicDocument.objects.exclude(published_on=None).filter(kind=DocumentKind.POLICY)
    assert published.filter(organisation__slug="lindewater").exists()
    assert QuestionnaireVersion.objects.filter(published_on=None).count() == 4


def the_audit_chains_are_whole() -> None:
    """What the demo did is recorded as if people had done it."""
    houses = Organisation.objects.values_list("id", flat=True)
    assert [fault for house in houses for chain in ChainKind for fault in findings(house, chain)] == []


def the_sign_ins_are_kept_for_their_owner_alone(demo: Demo, tmp_path: Path) -> None:
    """The file beside the data says all that was printed, and nobody else reads it."""
    path = write_sign_ins(demo, tmp_path)
    assert path.stat().st_mode & 0o077 == 0
    kept = json.loads(path.read_text("utf-8"))
    assert [person["email"] for person in kept["people"]] == [person.email for person in demo.people]
    assert len({person.email for person in demo.people}) == len(demo.people) == 85


def test_the_same_seed_gives_the_same_demo_and_another_seed_another(blobs: Path) -> None:
    """Names, passwords, one-time secrets, passphrases and receipts."""

    def made(seed: int) -> str:
        with transaction.atomic():
            text = build(organisations=1, cases=2, seed=seed, at=NOW).to_json()
            transaction.set_rollback(True)
        return text

    first = made(5)
    assert first == made(5)
    assert first != made(6)
