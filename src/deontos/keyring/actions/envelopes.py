"""What happens to envelopes after they were made."""

from datetime import date
from uuid import UUID

from deontos.keyring.models import Envelope


def mark_opened(pair: UUID, person: UUID, *, on: date) -> bool:
    """Note the first day on which a person opened a pair; whether this was the first time.

    Records: nothing, the caller's room says what was opened.
    """
    first = Envelope.objects.filter(
        epoch__pair_id=pair, certificate__person_id=person, dormant=False, first_opened_on__isnull=True
    )
    return bool(first.update(first_opened_on=on))
