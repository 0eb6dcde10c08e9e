"""What was refused, in words that tell a worried reader what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deontos.correspondence.vocabulary import (
    CorrespondenceCode,
    Family,
    FileCode,
    IdentityPurpose,
    ItemFault,
    Remark,
    Scan,
    ViewCode,
    ViewNote,
)

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
    CorrespondenceCode.TOO_MANY_CORRECTIONS: _(
        "You corrected this %(most)d times, and all of it counts. Go back to your report and write in a message what "
        "is still not right: that counts as well. You can still agree here, with this field empty."
    ),
    CorrespondenceCode.ALREADY_RECEIVED: _("We already received this. You do not need to send it again."),
    CorrespondenceCode.NOT_SAVED: _(
        "We cannot save anything at this moment. Your text still stands here. Leave this page open, wait a few minutes "
        "and press the button again."
    ),
    CorrespondenceCode.MAY_BE_SAVED: _(
        "We do not know whether this was saved: it broke off at the last moment. Your text still stands here. Open "
        "your report with your code in a new tab. Press the button again only if your text is not there."
    ),
    CorrespondenceCode.MAY_BE_ENTERED: _(
        "We do not know whether this was saved: it broke off at the last moment. Press the button again. It is never "
        "entered twice."
    ),
    CorrespondenceCode.NO_NAME: _("Type the name that you want to give."),
    CorrespondenceCode.FILE_GONE: _("This file is not there any more."),
    CorrespondenceCode.FILE_CHANGED: _(
        "This file is not what its author sent. Somebody may have changed it. Do not rely on it."
    ),
    CorrespondenceCode.NOTHING_TO_CHECK: _(
        "What stands here cannot be agreed with: it is not what was written down. Tell us in a message."
    ),
    CorrespondenceCode.NOT_A_READER: _(
        "Who can read your report has changed while this page was open. Look again, then choose."
    ),
}

QUOTED = pgettext_lazy("the name of a file inside a sentence", "“%(name)s”")

FILE_REFUSALS: dict[FileCode, Promise] = {
    FileCode.NONE_CHOSEN: _("No file was chosen yet. Choose one or more, then add them."),
    FileCode.EMPTY: _("%(name)s is empty: there is nothing in it. Look whether you chose the right file."),
    FileCode.TOO_LARGE: _(
        "%(name)s is too large: one file may be %(each)s MB. Send a part of it, or hand it over on a stick."
    ),
    FileCode.TOO_LARGE_TOGETHER: _(
        "%(name)s does not fit: all files together may be %(together)s MB. Send the most important ones. "
        "You can add more later."
    ),
    FileCode.TOO_MANY: _(
        "%(name)s is one too many: you can add %(files)s files at a time. Put several pages into one file, or add it "
        "later."
    ),
    FileCode.PROGRAM: _(
        "%(name)s is a program, or opens one. We take none, to protect whoever reads this. Show what it does in a "
        "picture or a text."
    ),
    FileCode.TWO_ENDINGS: _(
        "%(name)s has two endings, and the last one makes it a program. Whoever sent it to you may have wanted to "
        "deceive you. Do not open it. Make a picture of the message with which it came."
    ),
    FileCode.DISGUISED: _(
        "%(name)s is not what its name says: inside is something else. Do not open it if somebody sent it to you. "
        "Otherwise save it once more, under the right name."
    ),
    FileCode.WEB_PAGE: _(
        "%(name)s is a web page, and web pages can run programs. Print it to a PDF, or make a picture of it."
    ),
    FileCode.LIVE_DRAWING: _(
        "%(name)s is a drawing that can run programs (SVG). Save it as PNG or PDF, or make a picture of it."
    ),
    FileCode.MACROS: _(
        "%(name)s holds macros: small programs. Save it without macros (as .docx, .xlsx or .pptx), or as PDF."
    ),
    FileCode.LOCKED: _(
        "%(name)s is locked with a password, so nobody here could read it. Save it without password. "
        "If you cannot, make pictures of the pages."
    ),
    FileCode.BOMB: _(
        "%(name)s is packed so tightly that it would fill a whole disk. Unpack it and add the files that matter."
    ),
    FileCode.TOO_DEEP: _(
        "%(name)s holds archives within archives within archives. Unpack it and add the files that matter."
    ),
    FileCode.PROGRAM_INSIDE: _("%(name)s holds a program. Unpack it and add the other files, without the program."),
    FileCode.BROKEN: _(
        "%(name)s is damaged or not complete: it cannot be opened. Save it once more and add it again, or make a "
        "picture of it."
    ),
    FileCode.TWO_IN_ONE: _(
        "%(name)s is two kinds of file at once, which nobody does by accident. Open it, save it once more as a PDF or "
        "a picture, and add that."
    ),
    FileCode.INFECTED: _(
        "Our scanner found a virus in %(name)s. Do not open it any more. Make pictures of what matters in it, and have "
        "your device looked at."
    ),
    FileCode.STORAGE_FULL: _(
        "We cannot take files at this moment, so %(name)s was left out. Your text is kept. Add the file later."
    ),
    FileCode.NOT_KEPT: _("%(name)s could not be kept this time. Your text is kept. Add the file once more."),
}
"""Why one file was left out, and what to do; the name stands in it as it was given, shortened."""

FAMILIES: dict[Family, Promise] = {
    Family.PICTURE: _("Picture"),
    Family.PDF: _("PDF"),
    Family.OFFICE: _("Office document"),
    Family.TEXT: _("Text"),
    Family.SOUND: _("Sound recording"),
    Family.FILM: _("Film"),
    Family.ARCHIVE: _("Archive"),
    Family.OTHER: _("File"),
}

REMARKS: dict[Remark, Promise] = {
    Remark.NAME_SHORTENED: _("The name was very long, so we shortened it."),
    Remark.NOT_AS_NAMED: _("The name says something else than what is in it."),
    Remark.NOT_LOOKED_INTO: _("We could not look inside."),
}

SCANS: dict[Scan, Promise] = {
    Scan.CLEAN: _("Scanned: no virus found"),
    Scan.NOT_SCANNED: _("Not scanned: the scanner gave no answer"),
    Scan.NO_SCANNER: _("Not scanned: there is no scanner here"),
}
"""For whoever handles a file; the reporter is not troubled with it."""

VIEW_REFUSALS: dict[ViewCode, Promise] = {
    ViewCode.KIND: _("We cannot make a cleaned copy of this kind of file."),
    ViewCode.SOUND_OR_FILM: _(
        "Sound and film cannot be cleaned: a voice, a face or hidden data may tell who made it and where."
    ),
    ViewCode.ARCHIVE: _("This is an archive: other files are packed in it. We do not unpack it."),
    ViewCode.TOO_LARGE: _("This file is larger than 50 MB. That is too large for a cleaned copy."),
    ViewCode.TOO_MUCH: _(
        "This file is small, but what is in it is far too large to show. Somebody may have meant harm."
    ),
    ViewCode.TOO_LONG: _("Making a cleaned copy took too long, so we stopped. Somebody may have meant harm."),
    ViewCode.LOCKED: _("This file is locked with a password. Ask whoever sent it for one without."),
    ViewCode.BROKEN: _("We cannot read this file: it is damaged, or made to deceive."),
    ViewCode.STOPPED: _("Making a cleaned copy went wrong, so we stopped. The file is damaged, or made to do harm."),
    ViewCode.BUSY: _("Many people look at files at this moment. Open this page again in a minute."),
    ViewCode.AWAY: _("We cannot reach the place where files are kept. Open this page again in a few minutes."),
}
"""Why there is no cleaned copy to look at."""

VIEW_NOTES: dict[ViewNote, Promise] = {
    ViewNote.FIRST_PICTURE: _("This picture moves. You see its first image only."),
    ViewNote.SMALLER: _("The original picture is larger."),
    ViewNote.ONLY_TEXT: _("You see the text only. Layout, pictures and formulas stand in the original."),
    ViewNote.CUT: _("This text is very long. Its end is left out here."),
    ViewNote.GUESSED: _("We had to guess how the letters were stored. Some may look odd."),
    ViewNote.NO_TEXT: _("There is no text in this file."),
}
"""What whoever looks at a cleaned copy has to know about it."""

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
    ItemFault.FILE_GONE: _("A sealed file is missing from the store."),
    ItemFault.FILE_CHANGED: _("A sealed file in the store was changed or exchanged."),
    ItemFault.FILE_UNKNOWN: _("A file lies in the store that belongs to nothing. The nightly sweep erases it."),
}
"""What verification found, in words."""
