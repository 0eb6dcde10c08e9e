"""A reset: a person's keys are taken for nobody's until 72 hours passed and two stewards looked at them again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.keyring.actions.certificates import end_every_certificate
from deontos.keyring.actions.vaults import lock
from deontos.keyring.authenticity import RESET
from deontos.keyring.models import KeyReset
from deontos.keyring.queries import stewards_of
from deontos.keyring.vocabulary import ResetCause
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person


def note_reset(
    person: Person, cause: ResetCause, *, by: UUID | None, at: datetime, addresses: Iterable[str] = ()
) -> None:
    """End a person's certificates everywhere, at once. Envelopes of open conversations stay with the old key.

    `addresses`: others than the person's own that are known to be that person's, such as the account's.
    Records: certificate.ended for each, keys.reset in every organisation concerned. After a reset of the sign-in also
    vault.closed, when the vault was open. Notifies: all addresses of the person, and all stewards of the organisations
    concerned, at once: whoever did not ask for this has 72 hours to say so.
    """
    with transaction.atomic():
        if cause is not ResetCause.NEW_VAULT:
            lock(person.id, at=at)
        concerned = {person.organisation_id} | end_every_certificate(person.id, by=by, at=at)
        KeyReset.objects.create(person=person, cause=cause, happened_at=at)
        for organisation in sorted(concerned):
            record(organisation, RESET, by=by, about=person.id, at=at, details={"cause": cause.value})
            _tell_stewards(organisation, person, at=at)
        for address in sorted({"", *addresses} - {person.email}):
            write_prompt(person.organisation_id, person, LetterTemplate.KEYS_RESET, at=at, address=address)


def _tell_stewards(organisation: UUID, person: Person, *, at: datetime) -> None:
    for steward in stewards_of(organisation, on=civil_date(at)):
        if steward.id != person.id:
            write_prompt(organisation, steward, LetterTemplate.KEYS_RESET_OF_SOMEBODY, at=at)
