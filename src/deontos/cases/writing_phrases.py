"""What is said about kept texts, ready texts and the words in braces, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.cases.vocabulary import Placeholder, WritingCode

PLACEHOLDERS: dict[Placeholder, Promise] = {
    Placeholder.FEEDBACK_BY: _("The last day on which the reporter hears what was done"),
    Placeholder.FIRST_ANSWER_BY: _("The last day for a first answer"),
    Placeholder.ORGANISATION: _("The name of your organisation"),
    Placeholder.RECEIVED_ON: _("The day on which the report came in"),
    Placeholder.TODAY: _("The day on which you put the text into a message"),
    Placeholder.WRITER: _("The name of whoever writes the message"),
}

REFUSALS: dict[WritingCode, Promise] = {
    WritingCode.BRACE_NOT_CLOSED: _("Line %(line)d, sign %(column)d: { opens here and is not closed: %(word)s"),
    WritingCode.BRACE_NOT_OPENED: _("Line %(line)d, sign %(column)d: } stands here without a { before it."),
    WritingCode.KEPT_ELSEWHERE: _(
        "You kept, sent or threw away a text here in another window meanwhile. What you typed still stands here and "
        "is not kept yet. Look at both, then choose again."
    ),
    WritingCode.NAME_MISSING: _("Give this text a name, by which it is chosen"),
    WritingCode.NAME_TOO_LONG: _("This name is too long: %(length)d characters, at most %(longest)d."),
    WritingCode.NO_LANGUAGE: _("Write the text in one language at least, with its name"),
    WritingCode.NOT_IN_LANGUAGE: _(
        "This text is not there in the language of your message. Choose another text, or another language."
    ),
    WritingCode.PLACEHOLDER_LEFT: _(
        "Line %(line)d, sign %(column)d: %(word)s was not filled in. Write there what the reporter should read, or "
        "take it out."
    ),
    WritingCode.PLACEHOLDER_UNKNOWN: _(
        "Line %(line)d, sign %(column)d: %(word)s does not exist. Choose one from the list below, or leave the braces "
        "out."
    ),
    WritingCode.READY_TEXT_CHANGED: _(
        "Somebody changed this text while you were writing. It stands below as it is now; what you typed still stands "
        "here. Look at both, then save again."
    ),
    WritingCode.TEXT_MISSING: _("Write the text, or take the name away"),
    WritingCode.TEXT_TOO_LONG: _("This text is too long: %(length)d characters, at most %(longest)d."),
    WritingCode.TOO_MANY_READY_TEXTS: _(
        "Your organisation offers %(most)d texts of its own, and there can be no more. Offer one of them no longer "
        "first."
    ),
}
