"""Reminding of certificates that end: the person and the stewards, in time for an appointment."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from deontos.kernel.clock import civil_date
from deontos.keyring.queries import stewards_of
from deontos.keyring.rules import is_reminder_due
from deontos.keyring.stewardship import KeyStanding, places, standings
from deontos.keyring.vocabulary import KeyState
from deontos.notices.actions import write_windowed
from deontos.notices.vocabulary import LetterTemplate


def remind(organisation: UUID, *, at: datetime) -> None:
    """Write to everybody whose certificate ends soon, and to the stewards, who sign for the next year.

    Records: nothing, a reminder is no act. Notifies: the person and all stewards, in the next window.
    """
    on = civil_date(at)
    asked = [row[:3] for row in places([organisation], on=on)]
    ending = [each for each in standings(asked, at=at) if _is_due(each, at=at)]
    if not ending:
        return
    with transaction.atomic():
        for person in {each.person for each in ending}:
            write_windowed(organisation, person, LetterTemplate.KEY_ENDS_SOON, on=on)
        for steward in stewards_of(organisation, on=on):
            write_windowed(organisation, steward, LetterTemplate.KEYS_TO_RENEW, on=on)


def _is_due(standing: KeyStanding, *, at: datetime) -> bool:
    certificate = standing.certificate
    is_ending = standing.state is KeyState.ENDS_SOON and certificate is not None
    return is_ending and certificate is not None and is_reminder_due(certificate.valid_until, on=civil_date(at))
