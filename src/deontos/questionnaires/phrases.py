"""Why an answer was taken back, in words that say what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.questionnaires.vocabulary import AnswerCode

REFUSALS: dict[AnswerCode, Promise] = {
    AnswerCode.MISSING: _("Answer this question"),
    AnswerCode.TOO_LONG: _(
        "This text is too long: %(length)s characters, at most %(longest)s. Make it shorter. Nothing is lost: "
        "your text still stands here."
    ),
    AnswerCode.NOT_AN_OPTION: _("Choose one of the answers"),
}
