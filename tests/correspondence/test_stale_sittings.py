"""A sitting in two windows: what a request read a while ago is never written over what another one wrote since."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections, transaction

from deontos.correspondence.actions import sittings
from deontos.correspondence.actions.sittings import OpenSitting
from deontos.correspondence.models import Sitting
from deontos.correspondence.sittings import SittingContent, keys_of
from deontos.correspondence.vocabulary import SittingState
from deontos.vault.receipts import Receipt
from deontos.vault.sessions import seal_session
from tests.factories.organisations import NOW, TODAY, organisation

LATER = NOW + timedelta(minutes=1)
LONG_ENOUGH = 2
"""Seconds after which somebody who waits for a row has come as far as they can."""


@pytest.fixture
def sitting(home: UUID, receipt: Receipt) -> OpenSitting:
    """Somebody who writes."""
    return sittings.start(home, receipt, on=TODAY, at=NOW)


@pytest.fixture
def mailbox(home: UUID, receipt: Receipt, sitting: OpenSitting) -> OpenSitting:
    """Somebody whose mailbox is open."""
    content = SittingContent(SittingState.READING, home, NOW, keys=keys_of(receipt))
    sealed = seal_session(content.to_bytes(), sitting.key, sittings.USE, sitting.id)
    Sitting.objects.filter(pk=sitting.id).update(sealed=sealed)
    return stands(sitting)


def stands(sitting: OpenSitting) -> OpenSitting:
    """The same sitting as a request reads it now."""
    found = sittings.live(sitting.key, sitting.content.organisation, at=LATER)
    assert found is not None
    return found


@pytest.mark.row("1.10", "3.7")
@pytest.mark.parametrize(
    "write",
    [
        lambda stale: sittings.touch(stale, at=LATER),
        lambda stale: sittings.touch(stale, at=LATER, seen={"check": "1"}),
        lambda stale: sittings.hold(stale, "Nog iets.", at=LATER),
    ],
)
def test_a_page_that_was_asked_for_before_it_was_sent_brings_no_receipt_back(
    sitting: OpenSitting, write: Callable[[OpenSitting], object]
) -> None:
    stale = stands(sitting)
    sittings.mark_sent(sitting, at=NOW)
    marked = bytes(Sitting.objects.get().sealed)
    write(stale)
    content = stands(sitting).content
    assert (content.state, content.receipt, dict(content.seen)) == (SittingState.SENT, None, {})
    assert bytes(Sitting.objects.get().sealed) == marked


@pytest.mark.row("3.7")
def test_a_page_that_was_asked_for_before_a_message_was_begun_takes_nothing_away(mailbox: OpenSitting) -> None:
    stale = stands(mailbox)
    sittings.hold(mailbox, "Er is nog iets.", at=NOW)
    sittings.touch(stale, at=LATER)
    content = stands(mailbox).content
    assert (content.typed, content.used) == ("Er is nog iets.", LATER)


def test_what_was_sent_is_forgotten_and_what_another_window_began_meanwhile_stays(mailbox: OpenSitting) -> None:
    first = sittings.hold(mailbox, "Een.", at=NOW)
    sittings.hold(stands(mailbox), "Twee.", at=NOW)
    sittings.let_go(first, at=LATER)
    assert stands(mailbox).content.typed == "Twee."
    sittings.let_go(stands(mailbox), at=LATER)
    assert stands(mailbox).content.typed == ""


def test_two_pages_that_are_shown_at_once_are_both_remembered(sitting: OpenSitting) -> None:
    first, second = stands(sitting), stands(sitting)
    sittings.touch(first, at=NOW, seen={"name": "1"})
    sittings.touch(second, at=LATER, seen={"kind": "2"})
    assert stands(sitting).content.seen == {"name": "1", "kind": "2"}


def test_a_draft_that_was_taken_along_stays_where_it_is(home: UUID, sitting: OpenSitting) -> None:
    stale, there = stands(sitting), organisation("Hazelaar").id
    moved = sittings.move(sitting, there, dict, at=NOW)
    sittings.touch(stale, at=LATER)
    assert stands(moved).content.organisation == there
    assert sittings.live(sitting.key, home, at=LATER) is None


def test_a_sitting_that_ended_is_not_written_again(sitting: OpenSitting) -> None:
    stale = stands(sitting)
    sittings.end(sitting.key)
    sittings.touch(stale, at=LATER)
    assert not Sitting.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.row("1.10")
def test_whoever_waits_for_the_row_while_it_is_sent_writes_nothing(sitting: OpenSitting) -> None:
    stale = stands(sitting)

    def touched() -> None:
        try:
            sittings.touch(stale, at=LATER)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as hand:
        with transaction.atomic():
            sittings.mark_sent(sitting, at=NOW)
            touching = hand.submit(touched)
            with suppress(TimeoutError):
                touching.result(timeout=LONG_ENOUGH)
        touching.result()
    assert stands(sitting).content.state is SittingState.SENT


@pytest.mark.row("2.4", "3.7")
def test_what_another_window_saved_goes_along_to_the_organisation_that_takes_over(sitting: OpenSitting) -> None:
    there = organisation("Heidebeek").id
    sittings.save(sitting, {"about": "first"}, at=NOW)
    stale = stands(sitting)
    sittings.save(stands(sitting), {"about": "later"}, at=LATER)
    moved = sittings.move(stale, there, lambda answers: {**answers, "moved": True}, at=LATER)
    assert sittings.answers_of(moved) == {"about": "later", "moved": True}
