"""The subjects of letters. They say no more than the letters do: no case, no number, no name."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.notices.vocabulary import LetterTemplate

SUBJECTS: dict[LetterTemplate, Promise] = {
    LetterTemplate.SOMETHING_WAITS: _("Something waits for you"),
    LetterTemplate.VAULT_MADE: _("Your vault was made"),
}
