"""The disk that fills: at each mark the administrators of the house are told, and told again as long as it lasts."""

from datetime import datetime

from deontos.correspondence.rules import TOLD_AGAIN_AFTER, StorageMark
from deontos.kernel.clock import civil_date
from deontos.notices.actions import write_prompt
from deontos.notices.models import Letter
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.queries import offices_anywhere
from deontos.organisations.vocabulary import OfficeKind

LETTERS = {StorageMark.FILLING: LetterTemplate.STORAGE_FILLING, StorageMark.FULL: LetterTemplate.STORAGE_FULL}


def tell_of_storage(mark: StorageMark, *, at: datetime) -> None:
    """Write to every administrator of the house that the disk fills, unless that was written a few days ago.

    For the sweep on the full hour. Records nothing: no person did it. Notifies: the administrators.
    """
    template = LETTERS.get(mark)
    if template is None:
        return
    told = set(
        Letter.objects.filter(template=template, due_from__gt=at - TOLD_AGAIN_AFTER).values_list("recipient", flat=True)
    )
    for office in offices_anywhere(OfficeKind.ADMINISTRATOR, on=civil_date(at)).exclude(holder__in=told):
        if office.holder_id not in told:
            told.add(office.holder_id)
            write_prompt(office.organisation_id, office.holder, template, at=at)
