"""Receiving what somebody told by phone or face to face, or wrote in a letter, typed at the desk for that person."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.keyring.readers import NoEnvelope, Signer, UnlockedReader
from deontos.speakup.actions import Confided, TakenDown, confide
from deontos.speakup.content import Entered
from deontos.speakup.models import Channel
from deontos.speakup.queries import line_of
from deontos.speakup.rules import came_in_time
from deontos.speakup.vocabulary import EntryCode
from deontos.vault.receipts import Receipt


class EntryRefused(Refusal):
    """Nothing was sealed; what was typed stands in the page."""


def enter(
    channel: Channel,
    confided: Confided,
    entered: Entered,
    *,
    disclosure: UUID,
    by: Actor,
    reader: UnlockedReader,
    at: datetime,
) -> Receipt:
    """Seal what somebody else told or wrote to the route of today; the answer is the receipt, for that person alone.

    Nobody here keeps the receipt, so there is never a second copy of it. Whoever types signs, and reads it afterwards
    only where the route says so. The terms count from the day on which it came. No moment is written: it would tell who
    called.
    Refuses: NotAllowed, NOT_CERTIFIED, CAME_IN_FUTURE, CAME_TOO_LONG_AGO, and as `confide` does.
    Records: disclosure.received (reporters' chain), with who typed it. Announces: DisclosureReceived. Notifies: nobody.
    """
    demand(by, Permission.SPEAKUP_DISCLOSURE_ENTER, channel.organisation_id)
    on = civil_date(at)
    if not came_in_time(entered.came_on, on=on):
        is_ahead = entered.came_on > on
        raise EntryRefused(EntryCode.CAME_IN_FUTURE if is_ahead else EntryCode.CAME_TOO_LONG_AGO)
    receipt, author = Receipt.make(), _author(channel, by, reader)
    written = replace(confided, content={**confided.content, "entered": entered.sealed()})
    confide(channel, receipt, written, on=on, taken_down=TakenDown(disclosure, author, entered.came_on))
    return receipt


def _author(channel: Channel, by: Actor, reader: UnlockedReader) -> Signer:
    """Whoever types, with the key that two stewards certified for this line."""
    certificate = line_of(channel, on=reader.on).certificates.get(by.person)
    if certificate is None or reader.person != by.person:
        raise EntryRefused(EntryCode.NOT_CERTIFIED)
    try:
        return reader.signer(certificate=certificate)
    except NoEnvelope:
        raise EntryRefused(EntryCode.NOT_CERTIFIED) from None
