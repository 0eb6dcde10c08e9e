"""What people choose, and what is kept about them."""

from datetime import datetime

from django.db import transaction

from deontos.access.gate import Actor, NotAllowed
from deontos.access.vocabulary import GateCode
from deontos.audit.actions import record
from deontos.organisations.models import Person
from deontos.organisations.vocabulary import Language


def choose_language(person: Person, language: Language, *, by: Actor | None, at: datetime) -> None:
    """Read the desk, and get letters, in another language. Everybody chooses their own.

    Refuses: NotAllowed. Records: person.language_chosen, when it is another one than before.
    """
    if by is not None and by.person != person.id:
        raise NotAllowed(GateCode.NOT_ALLOWED)
    if person.language == language:
        return
    with transaction.atomic():
        person.language = language
        person.save(update_fields=["language"])
        details = {"language": language}
        record(
            person.organisation_id,
            "person.language_chosen",
            by=by.person if by else None,
            about=person.id,
            at=at,
            details=details,
        )
