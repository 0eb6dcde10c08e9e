"""Sittings and drafts: what a row says without the cookie, who opens a draft, when both are gone."""

import json
from datetime import timedelta
from uuid import UUID

import pytest

from deontos.correspondence.actions import sittings
from deontos.correspondence.actions.sittings import OpenSitting, ReceiptRefused
from deontos.correspondence.actions.sweeping import sweep
from deontos.correspondence.models import Draft, Sitting
from deontos.correspondence.rules import last_draft_day
from deontos.correspondence.sittings import SittingContent
from deontos.correspondence.vocabulary import CorrespondenceCode, SittingState
from deontos.keyring.secrets import install_secrets
from deontos.vault.receipts import Receipt
from deontos.vault.sessions import new_session_key, session_row_key
from tests.factories.organisations import NOW, TODAY, organisation

TYPED = {"typed": {"happened": {"what": ["kwartelzilver"]}}}


@pytest.fixture
def sitting(home: UUID, receipt: Receipt) -> OpenSitting:
    """A sitting that just began."""
    return sittings.start(home, receipt, on=TODAY, at=NOW)


@pytest.mark.row("1.9")
def test_a_start_keeps_an_empty_draft_under_the_receipts_locator(
    home: UUID, receipt: Receipt, sitting: OpenSitting
) -> None:
    draft = Draft.objects.get()
    version, locator = receipt.locator(install_secrets().pepper_locator)
    assert (draft.organisation_id, bytes(draft.locator), draft.locator_version) == (home, locator, version)
    assert (draft.sealed, draft.touched_on) == (None, TODAY)
    assert sittings.answers_of(sitting) == {}


@pytest.mark.row("1.9")
def test_a_row_is_found_and_read_with_the_cookie_only(home: UUID, receipt: Receipt, sitting: OpenSitting) -> None:
    row = Sitting.objects.get()
    assert bytes(row.row_key) == session_row_key(sitting.key)
    for secret in (sitting.key, receipt.symbols.encode(), receipt.text.encode(), b"2026-11-24"):
        assert secret not in bytes(row.sealed) + bytes(row.row_key)
    live = sittings.live(sitting.key, home, at=NOW)
    assert live is not None
    assert (live.id, live.content.receipt, live.content.state) == (row.id, receipt, SittingState.WRITING)


def test_another_cookie_or_another_house_opens_nothing(home: UUID, sitting: OpenSitting) -> None:
    assert sittings.live(new_session_key(), home, at=NOW) is None
    assert sittings.live(sitting.key, organisation("Hazelaar").id, at=NOW) is None


def test_a_row_that_was_changed_opens_nothing(home: UUID, sitting: OpenSitting) -> None:
    sealed = bytearray(Sitting.objects.get().sealed)
    sealed[-1] ^= 1
    Sitting.objects.update(sealed=bytes(sealed))
    assert sittings.live(sitting.key, home, at=NOW) is None


def test_a_row_put_under_another_id_opens_nothing(home: UUID, sitting: OpenSitting) -> None:
    other = sittings.start(home, Receipt.make(), on=TODAY, at=NOW)
    Sitting.objects.filter(pk=other.id).update(sealed=bytes(Sitting.objects.get(pk=sitting.id).sealed))
    assert sittings.live(other.key, home, at=NOW) is None


@pytest.mark.row("1.9")
def test_a_draft_opens_for_the_receipt_in_its_house_and_for_nobody_else(
    home: UUID, receipt: Receipt, sitting: OpenSitting
) -> None:
    sittings.save(sitting, TYPED, at=NOW)
    sealed = bytes(Draft.objects.get().sealed or b"")
    assert b"kwartelzilver" not in sealed
    assert sittings.answers_of(sitting) == TYPED
    again = sittings.take_up(Receipt.read(receipt.text), home, at=NOW)
    assert (again.content.state, sittings.answers_of(again)) == (SittingState.WRITING, TYPED)
    for where, other in ((home, Receipt.make()), (organisation("Hazelaar").id, receipt)):
        with pytest.raises(ReceiptRefused) as refusal:
            sittings.take_up(other, where, at=NOW)
        assert refusal.value.code is CorrespondenceCode.RECEIPT_UNKNOWN


def test_saving_in_a_draft_that_was_erased_is_refused(sitting: OpenSitting) -> None:
    Draft.objects.all().delete()
    for act in (lambda: sittings.save(sitting, TYPED, at=NOW), lambda: sittings.answers_of(sitting)):
        with pytest.raises(ReceiptRefused) as refusal:
            act()
        assert refusal.value.code is CorrespondenceCode.RECEIPT_UNKNOWN
    assert not Draft.objects.exists()


@pytest.mark.row("1.10")
def test_once_sent_a_sitting_holds_the_mark_and_no_receipt(home: UUID, sitting: OpenSitting) -> None:
    sittings.mark_sent(sitting, at=NOW)
    live = sittings.live(sitting.key, home, at=NOW)
    assert live is not None
    content = live.content
    assert (content.state, content.receipt, content.keys, content.holder) == (SittingState.SENT, None, None, None)
    with pytest.raises(ReceiptRefused):
        sittings.answers_of(live)


def test_ending_keeps_the_draft_and_discarding_erases_it(home: UUID, sitting: OpenSitting) -> None:
    sittings.end(sitting.key)
    assert (Sitting.objects.count(), Draft.objects.count()) == (0, 1)
    again = sittings.start(home, Receipt.make(), on=TODAY, at=NOW)
    sittings.discard(again)
    assert (Sitting.objects.count(), Draft.objects.count()) == (0, 1)


def test_the_sweep_counts_and_erases_what_nobody_touched_for_two_sweeps(home: UUID, sitting: OpenSitting) -> None:
    used = sittings.start(home, Receipt.make(), on=TODAY, at=NOW)
    for _ in range(2):
        sweep(on=TODAY)
        sittings.touch(used, at=NOW)
    assert Sitting.objects.count() == 2
    sweep(on=TODAY)
    assert list(Sitting.objects.values_list("id", flat=True)) == [used.id]


def test_the_sweep_erases_drafts_after_seven_days(sitting: OpenSitting) -> None:
    sweep(on=TODAY + timedelta(days=7))
    assert Draft.objects.count() == 1
    sweep(on=TODAY + timedelta(days=8))
    assert Draft.objects.count() == 0


@pytest.mark.row("3.7")
def test_a_draft_opens_on_its_last_day_and_no_longer_whether_or_not_a_sweep_came(
    home: UUID, receipt: Receipt, sitting: OpenSitting
) -> None:
    sittings.save(sitting, TYPED, at=NOW)
    assert last_draft_day(sittings.draft_in(sitting).touched_on) == TODAY + timedelta(days=7)
    again = sittings.take_up(receipt, home, at=NOW + timedelta(days=7))
    assert sittings.answers_of(again) == TYPED
    with pytest.raises(ReceiptRefused) as refusal:
        sittings.take_up(receipt, home, at=NOW + timedelta(days=8))
    assert refusal.value.code is CorrespondenceCode.RECEIPT_UNKNOWN


def test_a_change_is_made_to_what_stands_there_and_leaves_the_rest(sitting: OpenSitting) -> None:
    sittings.save(sitting, TYPED, at=NOW)
    sittings.change(sitting, lambda stored: {**stored, "shown": None}, at=NOW)
    assert sittings.answers_of(sitting) == {**TYPED, "shown": None}


def test_a_sitting_remembers_what_each_page_was_shown(home: UUID, sitting: OpenSitting) -> None:
    sittings.touch(sitting, at=NOW, seen={"name": "1"})
    live = sittings.live(sitting.key, home, at=NOW)
    assert live is not None
    sittings.touch(live, at=NOW, seen={"kind": "2"})
    again = sittings.live(sitting.key, home, at=NOW)
    assert again is not None
    assert again.content.seen == {"name": "1", "kind": "2"}
    older = {name: value for name, value in json.loads(again.content.to_bytes()).items() if name != "seen"}
    assert SittingContent.from_bytes(json.dumps(older).encode()).seen == {}


def test_a_receipt_that_nothing_was_sent_under_asks_two_questions(
    home: UUID, receipt: Receipt, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2), pytest.raises(ReceiptRefused):  # type: ignore[operator]
        sittings.take_up(receipt, home, at=NOW)


def test_what_is_held_says_nothing_in_a_traceback(receipt: Receipt, sitting: OpenSitting) -> None:
    shown = repr(sitting) + repr(sitting.content) + repr(receipt)
    assert receipt.symbols not in shown
    assert repr(sitting.key) not in shown
