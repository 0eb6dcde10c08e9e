"""A channel that is flooded: the day is written down, and on the next full hour its administrators are told.

No action here has an actor, and none refuses anything: what comes in is kept, however much it is.
"""

from datetime import date, datetime

from django.db import transaction

from deontos.kernel.clock import civil_date
from deontos.notices.actions import write_prompt
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Organisation
from deontos.organisations.queries import offices_held
from deontos.organisations.vocabulary import OfficeKind
from deontos.speakup.flood_models import FloodDay


def note_flood(slug: str, *, on: date) -> None:
    """Write down that the channel of an organisation is flooded on a day; once a day, whoever notes it first.

    Records nothing: no person did it. Notifies: nobody yet, as a letter has an hour; `tell_of_floods` does.
    """
    organisation = Organisation.objects.filter(slug=slug, channel__isnull=False).first()
    if organisation is not None:
        FloodDay.objects.get_or_create(organisation=organisation, flooded_on=on)


def tell_of_floods(*, at: datetime) -> list[FloodDay]:
    """Tell the administrators of each organisation whose channel was flooded, once a day; which days those were.

    For the sweep on the full hour: its letter says by its hour no more than the timetable does. Records nothing.
    Notifies: the administrators.
    """
    on, told = civil_date(at), []
    for day in FloodDay.objects.filter(told_on__isnull=True).select_related("organisation"):
        with transaction.atomic():
            if not FloodDay.objects.filter(pk=day.pk, told_on__isnull=True).update(told_on=on):
                continue
            for office in offices_held(day.organisation, on=on).filter(kind=OfficeKind.ADMINISTRATOR):
                write_prompt(day.organisation, office.holder, LetterTemplate.FLOOD, at=at)
            told.append(day)
    return told
