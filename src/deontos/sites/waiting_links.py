"""The link in a letter that has not left yet, for an operator who brings it in person."""

from django.conf import settings

from deontos.notices.details import opened_details
from deontos.notices.models import Letter
from deontos.notices.vocabulary import LetterTemplate
from deontos.organisations.models import Person


def waiting_link(person: Person, template: LetterTemplate) -> str | None:
    """The newest one of this kind that no mail server has taken yet: from then on only its reader has it."""
    unsent = Letter.objects.filter(recipient=person, template=template, sent_on=None)
    letter = unsent.order_by("-due_from").first()
    if letter is None:
        return None
    path: str = opened_details(letter.sealed_details, letter.message_id)["path"]
    return f"{settings.OPERATOR.base_url}{path}"
