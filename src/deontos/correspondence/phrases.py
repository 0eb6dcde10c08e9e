"""What was refused, in words that tell a worried reader what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.correspondence.vocabulary import CorrespondenceCode, IdentityPurpose, ItemFault

PURPOSES: dict[IdentityPurpose, Promise] = {
    IdentityPurpose.HANDLING: _("to handle the report"),
    IdentityPurpose.CONTACT: _("to talk about it"),
    IdentityPurpose.PROTECTION: _("to prevent reprisals"),
}
"""For what a reporter lets somebody know the name."""

REFUSALS: dict[CorrespondenceCode, Promise] = {
    CorrespondenceCode.RECEIPT_UNKNOWN: _(
        "This code is complete, but we find nothing under it here. Look at your organisation above. "
        "A code that was never sent is erased after 7 days."
    ),
    CorrespondenceCode.RECEIPT_TOO_SHORT: _(
        "Your code has 28 characters. Still missing: %(missing)s. Look at the end."
    ),
    CorrespondenceCode.RECEIPT_TOO_LONG: _(
        "Your code has 28 characters. You typed more. See whether you typed a character twice."
    ),
    CorrespondenceCode.RECEIPT_FOREIGN_SYMBOL: _(
        "Character %(place)s does not occur in a code. A code has figures and capitals, without I, L, O and U."
    ),
    CorrespondenceCode.RECEIPT_MISTYPED: _(
        "There is a typing mistake in this code. Compare each group with your paper. "
        "Two characters may have changed places."
    ),
    CorrespondenceCode.NOT_SENT_YET: _(
        "This code opens a report that you did not send yet. Open it from the first page with your code."
    ),
    CorrespondenceCode.TEXT_EMPTY: _("Write your message."),
    CorrespondenceCode.TEXT_TOO_LONG: _(
        "This text is too long: %(length)s characters, at most %(longest)s. Send it in parts. "
        "Your text still stands here."
    ),
    CorrespondenceCode.ALREADY_RECEIVED: _("We already received this. You do not need to send it again."),
    CorrespondenceCode.NOT_SAVED: _(
        "We cannot save anything at this moment. Your text still stands here. Leave this page open, wait a few minutes "
        "and press the button again."
    ),
    CorrespondenceCode.NO_NAME: _("Type the name that you want to give."),
    CorrespondenceCode.NOT_A_READER: _(
        "Who can read your report has changed while this page was open. Look again, then choose."
    ),
}

FAULTS: dict[ItemFault, Promise] = {
    ItemFault.CONVERSATION_GONE: _("A whole conversation was removed."),
    ItemFault.CONVERSATION_CHANGED: _("This conversation was given other keys than those it began with."),
    ItemFault.GONE: _("A message was removed."),
    ItemFault.GAP: _("Before this message another one was removed."),
    ItemFault.NOT_BY_AUTHOR: _("This message does not carry the signature of its author: it was changed or invented."),
    ItemFault.UNKNOWN_AUTHOR: _("Nobody certified the author of this message: it was invented."),
    ItemFault.CHANGED: _("The place, day, author or key of this message was changed."),
    ItemFault.KEY_MOVED: _("The key of this message was exchanged or belongs to something else."),
    ItemFault.NOT_IN_LOG: _("The log does not know this message: it was added without the program."),
}
"""What verification found, in words."""
