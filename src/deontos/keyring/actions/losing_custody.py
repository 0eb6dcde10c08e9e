"""That stewards can no longer open a name they kept: written down and told; also that they can again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from deontos.audit.actions import record, record_for_reporter
from deontos.kernel.clock import civil_date
from deontos.kernel.events import announce
from deontos.keyring.events import CustodyEnded
from deontos.keyring.models import Pair
from deontos.keyring.queries import stewards_of
from deontos.keyring.recovery import pairs_kept_by_enough
from deontos.keyring.recovery_models import SharedSecret
from deontos.keyring.vocabulary import SharedFor
from deontos.notices.actions import write_windowed
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person
from deontos.organisations.queries import offices_held
from deontos.organisations.vocabulary import OfficeKind


def note_custody_lost(pair: Pair, *, on: date) -> None:
    """Write down that a name got a new key which no two stewards keep. This may be a reporter's act: civil dates only.

    Needs an open transaction. Records: custody.ended (reporters' chain). Announces: CustodyEnded. Notifies: the
    stewards and the administrators.
    """
    Pair.objects.filter(pk=pair.pk).update(custody_ended_on=on)
    record_for_reporter(pair.organisation_id, "custody.ended", about=pair.id, on=on)
    announce(CustodyEnded(pair.id, pair.organisation_id, on))
    tell_of_custody(pair.organisation_id, on=on)


def look_at_custody(organisation: UUID, *, at: datetime) -> None:
    """Find the names of which fewer than two stewards hold a share that still counts, and those that two hold again.

    Nothing is erased: a steward who is confirmed again brings the share along. Records: custody.ended,
    custody.holds_again. Announces: CustodyEnded. Notifies: the stewards and the administrators.
    """
    on, holds = civil_date(at), pairs_kept_by_enough(organisation, on=civil_date(at))
    rows = SharedSecret.objects.filter(organisation_id=organisation, use=SharedFor.CUSTODY)
    kept = dict(rows.values_list("pair", "pair__custody_ended_on"))
    for pair in [pair for pair, ended_on in kept.items() if ended_on and pair in holds]:
        with transaction.atomic():
            Pair.objects.filter(pk=pair).update(custody_ended_on=None)
            record(organisation, "custody.holds_again", by=None, about=pair, at=at)
    lost = [pair for pair, ended_on in kept.items() if ended_on is None and pair not in holds]
    for pair in lost:
        with transaction.atomic():
            Pair.objects.filter(pk=pair).update(custody_ended_on=on)
            record(organisation, "custody.ended", by=None, about=pair, at=at)
            announce(CustodyEnded(pair, organisation, on))
    if lost:
        tell_of_custody(organisation, on=on)


def tell_of_custody(organisation: UUID, *, on: date) -> None:
    """Write to the stewards and the administrators that a name is kept no longer, without saying whose.

    Records nothing: the caller does. Notifies: each of them once, in the next window.
    """
    held = offices_held(organisation, on=on).filter(kind=OfficeKind.ADMINISTRATOR)
    people: dict[UUID, Person] = {each.id: each for each in stewards_of(organisation, on=on)}
    people |= {each.holder_id: each.holder for each in held}
    for person in people.values():
        write_windowed(organisation, person, LetterTemplate.CUSTODY_ENDED, on=on)
