"""Making, renewing and ending the key of one's own agenda; and who asks with one."""

import base64
from datetime import date, datetime

from django.db import transaction

from deontos.administration.models import AgendaKey
from deontos.audit.actions import record
from deontos.organisations.models import Person
from deontos.vault.digests import digest
from deontos.vault.sessions import new_session_key


def make_agenda_key(person: Person, *, at: datetime) -> str:
    """Make a key for one's own agenda, in the place of one from before, which opens nothing any more.

    The answer is the key, which is kept nowhere. Records: agenda.key_made.
    """
    key = base64.urlsafe_b64encode(new_session_key()).decode("ascii").rstrip("=")
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        AgendaKey.objects.filter(person=person).delete()
        row = AgendaKey.objects.create(person=person, digest=_digest(key), made_at=at)
        record(person.organisation_id, "agenda.key_made", by=person.id, about=row.id, at=at)
    return key


def end_agenda_key(person: Person, *, at: datetime) -> bool:
    """Let the key of one's own agenda open nothing any more; whether there was one. Records: agenda.key_ended."""
    with transaction.atomic():
        row = AgendaKey.objects.select_for_update(no_key=True).filter(person=person).first()
        if row is None:
            return False
        record(person.organisation_id, "agenda.key_ended", by=person.id, about=row.id, at=at)
        row.delete()
    return True


def agenda_key_asked(key: str, *, on: date) -> AgendaKey | None:
    """The row of a key, with its person, as long as that person may sign in; notes the day. Records nothing.

    One query, and one more on the first time of a day.
    """
    rows = AgendaKey.objects.select_related("person__organisation").filter(person__account__is_active=True)
    row = rows.filter(digest=_digest(key)).first()
    if row is None or (row.person.left_on is not None and row.person.left_on < on):
        return None
    if row.asked_on != on:
        AgendaKey.objects.filter(pk=row.pk).update(asked_on=on)
    return row


def _digest(key: str) -> bytes:
    return digest("agenda key", key)
