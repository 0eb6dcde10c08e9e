"""States, steps, clocks and refusals in the reader's language: the handler's, and where it says TOLD the reporter's."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deontos.cases.vocabulary import (
    Audience,
    CaseCode,
    CaseFault,
    CaseState,
    CaseVerb,
    DossierKind,
    ExtensionReason,
    HandOverReason,
    SuspensionReason,
    WithholdingGround,
)
from deontos.keyring.vocabulary import WakeReason
from deontos.speakup.vocabulary import ClockName, ExemptionReason

STATES: dict[CaseState, Promise] = {
    CaseState.RECEIVED: pgettext_lazy("case", "New"),
    CaseState.ACKNOWLEDGED: _("Acknowledged"),
    CaseState.ASKED: _("Waits for the reporter"),
    CaseState.IN_HANDLING: _("In handling"),
    CaseState.CLOSED: pgettext_lazy("case", "Closed"),
}

STEPS: dict[CaseVerb, Promise] = {
    CaseVerb.ACKNOWLEDGE: _("Receipt confirmed"),
    CaseVerb.ASK: _("A question was asked"),
    CaseVerb.ANSWER: _("Answered"),
    CaseVerb.CLOSE: _("Closed, with what was done"),
    CaseVerb.HEAR: _("The reporter wrote"),
    CaseVerb.RECUSE: _("Handed over by somebody involved"),
    CaseVerb.HAND_OVER: _("Handed over"),
    CaseVerb.STAND_IN: _("A deputy can read it"),
    CaseVerb.LEAVE: _("Somebody reads it no longer"),
    CaseVerb.TURN_TO: _("The reporter chose somebody else"),
    CaseVerb.EXEMPT: _("Receipt left unconfirmed"),
    CaseVerb.EXTEND: _("A term was put off"),
    CaseVerb.SUSPEND: _("A term was paused"),
}

VERBS: dict[CaseVerb, Promise] = {
    CaseVerb.ACKNOWLEDGE: _("Confirm receipt"),
    CaseVerb.ASK: _("Ask a question"),
    CaseVerb.ANSWER: _("Send an answer"),
    CaseVerb.CLOSE: _("Close with feedback"),
}

THEN: dict[CaseVerb, Promise] = {
    CaseVerb.ACKNOWLEDGE: _("The reporter reads that you received the report. The three months for feedback begin."),
    CaseVerb.ASK: _("The reporter reads your question. The terms go on while you wait."),
    CaseVerb.ANSWER: _("The reporter reads how things stand. You go on with the case."),
    CaseVerb.CLOSE: _("The reporter reads what was done and why. The case is closed. You can both still write."),
}
"""What follows from a step, said before it is taken."""

DONE: dict[CaseVerb, Promise] = {
    CaseVerb.ACKNOWLEDGE: _("Receipt is confirmed. The reporter can read it now."),
    CaseVerb.ASK: _("Your question was sent. The reporter can read it now."),
    CaseVerb.ANSWER: _("Your answer was sent. The reporter can read it now."),
    CaseVerb.CLOSE: _("The case is closed. The reporter can read your feedback now."),
}

TO_DECIDE: dict[CaseState, Promise] = {
    CaseState.RECEIVED: _("To do now: confirm receipt"),
    CaseState.ACKNOWLEDGED: _("To decide now: how do you go on?"),
    CaseState.ASKED: _("While you wait for the reporter"),
    CaseState.IN_HANDLING: _("To decide now: how do you go on?"),
    CaseState.CLOSED: _("This case is closed"),
}

NOW: dict[CaseState, Promise] = {
    CaseState.RECEIVED: _("Waits for your confirmation"),
    CaseState.ACKNOWLEDGED: _("Waits for your first answer"),
    CaseState.ASKED: _("Waits for the reporter"),
    CaseState.IN_HANDLING: _("In handling"),
}
"""What a case waits for, for whoever handles it. A closed case waits for nothing."""

DUE: dict[ClockName, Promise] = {
    ClockName.ACKNOWLEDGEMENT: _("Confirm receipt"),
    ClockName.FIRST_ANSWER: _("Give a first answer"),
    ClockName.FEEDBACK: _("Give feedback"),
}

DUE_BY: dict[ClockName, Promise] = {
    ClockName.ACKNOWLEDGEMENT: _("Confirm receipt to the reporter, at the latest on %(day)s."),
    ClockName.FIRST_ANSWER: _("Give the reporter a first answer, at the latest on %(day)s."),
    ClockName.FEEDBACK: _("Tell the reporter what was done, at the latest on %(day)s."),
}
"""What to do next in a case, in a sentence."""

WAS_DUE: dict[ClockName, Promise] = {
    ClockName.ACKNOWLEDGEMENT: _("Receipt had to be confirmed by %(day)s. Do it now."),
    ClockName.FIRST_ANSWER: _("The reporter should have had a first answer by %(day)s. Give it now."),
    ClockName.FEEDBACK: _("The reporter should have heard what was done by %(day)s. Tell it now."),
}
"""The same, once the last day is over."""

STEPS_TOLD: dict[CaseVerb, Promise] = {
    CaseVerb.ACKNOWLEDGE: _("We confirmed that we received your report"),
    CaseVerb.ASK: _("We asked you a question"),
    CaseVerb.ANSWER: _("We answered"),
    CaseVerb.CLOSE: _("We told you what we did"),
    CaseVerb.HEAR: _("You wrote to us"),
    CaseVerb.RECUSE: _("Whoever read it is involved and handed it over"),
    CaseVerb.HAND_OVER: _("It was handed over to somebody else"),
    CaseVerb.STAND_IN: _("A deputy can read it now"),
    CaseVerb.LEAVE: _("Somebody can read it no longer"),
    CaseVerb.TURN_TO: _("Somebody reads it no longer, as you chose"),
    CaseVerb.EXEMPT: _("We do not confirm receipt"),
    CaseVerb.EXTEND: _("We need more time"),
    CaseVerb.SUSPEND: _("A term stands still for a while"),
}
"""The steps of a case as its reporter reads them."""

NOW_TOLD: dict[CaseState, Promise] = {
    CaseState.RECEIVED: _("We are reading your report"),
    CaseState.ACKNOWLEDGED: _("We look at what you told us"),
    CaseState.ASKED: _("We wait for your answer"),
    CaseState.IN_HANDLING: _("We work on it"),
}

CLOCKS_TOLD: dict[ClockName, Promise] = {
    ClockName.ACKNOWLEDGEMENT: _("We confirm receipt"),
    ClockName.FIRST_ANSWER: _("You get a first answer"),
    ClockName.FEEDBACK: _("You hear what we did"),
}

BECAUSE: dict[str, Promise] = {
    HandOverReason.INVOLVED: _("because of a tie with the matter or somebody in it"),
    HandOverReason.UNABLE: _("because the person before cannot go on"),
    WakeReason.ABSENCE: _("because everybody who read it is away"),
    WakeReason.UNREAD: _("because nobody had read it and a legal term was about to end"),
    WakeReason.LAST_READER_LEFT: _("because nobody was left who could read it"),
    ExemptionReason.ALREADY_HANDLED: _("because the report was handled in that time, with an answer"),
    ExemptionReason.REPORTER_OBJECTED: _("because whoever reported did not want a confirmation"),
    ExemptionReason.ENDANGERS_IDENTITY: _("because a confirmation could give away who reported"),
    ExtensionReason.TAKES_LONGER: _("because finding out takes longer"),
    ExtensionReason.WAITS_FOR_OTHERS: _("because others have to answer first"),
    SuspensionReason.WAITS_FOR_REPORTER: _("because something is needed that only whoever reported can give"),
    SuspensionReason.OUTSIDE_INQUIRY: _("because an authority that investigates asked to wait"),
}
"""Why somebody else reads a case, or why a term moves, to be put after the step."""

RELIEF_REASONS: dict[CaseVerb, dict[str, Promise]] = {
    CaseVerb.EXEMPT: {
        ExemptionReason.ALREADY_HANDLED: _("The report was handled in that time, and the reporter was told"),
        ExemptionReason.REPORTER_OBJECTED: _("The reporter does not want a confirmation"),
        ExemptionReason.ENDANGERS_IDENTITY: _("A confirmation could give away who reported"),
    },
    CaseVerb.EXTEND: {
        ExtensionReason.TAKES_LONGER: _("Finding out takes longer"),
        ExtensionReason.WAITS_FOR_OTHERS: _("Others have to answer first"),
    },
    CaseVerb.SUSPEND: {
        SuspensionReason.WAITS_FOR_REPORTER: _("You need something that only the reporter can give"),
        SuspensionReason.OUTSIDE_INQUIRY: _("An authority that investigates asked you to wait"),
    },
}
"""The reasons from which whoever handles a case chooses, by what they are for."""

RELIEFS: dict[CaseVerb, Promise] = {
    CaseVerb.EXEMPT: _("Leave receipt unconfirmed"),
    CaseVerb.EXTEND: _("Put the term off"),
    CaseVerb.SUSPEND: _("Pause the term"),
}

RELIEFS_DONE: dict[CaseVerb, Promise] = {
    CaseVerb.EXEMPT: _("Receipt stays unconfirmed. The reporter can read why."),
    CaseVerb.EXTEND: _("The term is put off. The reporter can read until when, and why."),
    CaseVerb.SUSPEND: _("The term is paused. The reporter can read until when, and why."),
}

REASONS: dict[HandOverReason, Promise] = {
    HandOverReason.INVOLVED: _("I have a tie with this matter or with somebody in it"),
    HandOverReason.UNABLE: _("I cannot go on with it: other work, illness, leaving"),
}

DOSSIER_KINDS: dict[DossierKind, Promise] = {
    DossierKind.NOTE: _("Note"),
    DossierKind.EVIDENCE: _("Evidence"),
    DossierKind.WITHHOLDING: _("Why the reporter is not told"),
}

WITHHOLDING_GROUNDS: dict[WithholdingGround, Promise] = {
    WithholdingGround.INQUIRY: _("Telling would endanger the inquiry"),
    WithholdingGround.PROCEEDINGS: _("Telling would endanger a case in court"),
    WithholdingGround.FORBIDDEN: _("A court or a public prosecutor forbids us to tell"),
}
"""On which grounds a reporter is left untold, for whoever handles the case."""

WITHHELD_TOLD: dict[WithholdingGround, Promise] = {
    WithholdingGround.INQUIRY: _("Telling you at once would have endangered an inquiry."),
    WithholdingGround.PROCEEDINGS: _("Telling you at once would have endangered a case in court."),
    WithholdingGround.FORBIDDEN: _("A court or a public prosecutor forbade us to tell you at once."),
}
"""The same, as the reporter reads it afterwards."""

AUDIENCES: dict[Audience, Promise] = {
    Audience.DOSSIER: _("Everybody who handles this case"),
    Audience.MINE: _("Only me"),
}

AUDIENCE_HINTS: dict[Audience, Promise] = {
    Audience.DOSSIER: _("Whoever takes the case over reads it too. The reporter never does."),
    Audience.MINE: _("Nobody else has a key to it. It is erased when you hand the case over."),
}

REFUSALS: dict[CaseCode, Promise] = {
    CaseCode.CHANGED_MEANWHILE: _(
        "Something happened in this case while you were writing. Look at it first, then send. "
        "Your text still stands here."
    ),
    CaseCode.CLOSED: _("We closed your report, so no e-mails leave any more. Look here now and then."),
    CaseCode.NOBODY_LEFT: _(
        "There is nobody in the line to whom this can go: the others are named in it, handed it over before, or have "
        "no confirmed key. Ask the stewards to confirm a deputy."
    ),
    CaseCode.FILTER_HAS_NAME: _("You have a filter of this name. Choose another name."),
    CaseCode.TOO_MANY_FILTERS: _("You keep %(most)d filters. Remove one first."),
    CaseCode.NO_EXEMPTION: _("The law that applies to this case wants receipt to be confirmed."),
    CaseCode.NO_EXTENSION: _("This term cannot be put off, or not once more."),
    CaseCode.NO_SUSPENSION: _("This term cannot be paused, or not once more."),
    CaseCode.NOTHING_RUNS: _("This term does not run any more."),
    CaseCode.PAUSE_IN_PAST: _("Choose a day after today"),
    CaseCode.PAUSE_TOO_LONG: _("This is too long: a pause lasts %(days)d days at most"),
    CaseCode.TERM_OVER: _("The last day of this term is over. It can no longer be moved."),
    CaseCode.READERS_CHANGED: _(
        "Who would read it next has changed while this page was open. Look again, then confirm."
    ),
    CaseCode.REVIEW_OUT_OF_TERM: _("Choose a day after today, at most 28 days from now."),
    CaseCode.WITHHOLDING_OVER: _(
        "The reporter knows by now: somebody told it, or the day went by. Your text still stands here."
    ),
}

FAULTS: dict[CaseFault, Promise] = {
    CaseFault.GONE: _("A case was removed: the log says that it was made."),
    CaseFault.NOT_IN_LOG: _("The log does not know this case: it was added without the program."),
    CaseFault.MOVED: _("This case was given another report, dossier or day than the one it began with."),
    CaseFault.STATE_CHANGED: _("This case does not stand where its steps in the log lead: it was changed or put back."),
    CaseFault.STEP_GONE: _("A step of a case was removed."),
    CaseFault.STEP_CHANGED: _("This step is not the one that the log holds: what, when or by whom was changed."),
    CaseFault.STEP_NOT_IN_LOG: _("The log does not know this step: it was added without the program."),
    CaseFault.CLOCK_GONE: _("A term of a case was removed."),
    CaseFault.CLOCK_CHANGED: _("This term does not run, end or stop on the days that follow from the log."),
    CaseFault.TERM_CHANGED: _("The number, start or end of a law or promise behind this term was changed."),
    CaseFault.NOTE_GONE: _("Something was removed from a dossier."),
    CaseFault.NOTE_CHANGED: _("The place, moment, author or key of something in a dossier was changed."),
    CaseFault.NOTE_NOT_BY_AUTHOR: _("Something in a dossier does not carry the signature of its author."),
    CaseFault.NOTE_NOT_IN_LOG: _("The log does not know this part of a dossier: it was added without the program."),
    CaseFault.DISCLOSURE_GONE: _("A report was removed: the log says that it was received."),
    CaseFault.DISCLOSURE_CHANGED: _("This report was given another conversation or day than the one it came with."),
    CaseFault.DISCLOSURE_NOT_IN_LOG: _("The log does not know this report: it was added without the program."),
    CaseFault.WITHHOLDING_GONE: _("It was removed that a reporter is not told yet of the opening of the name."),
    CaseFault.WITHHOLDING_CHANGED: _(
        "What a reporter is not told yet of the opening of the name is not what the log holds: it was changed or "
        "put back."
    ),
    CaseFault.WITHHOLDING_NOT_IN_LOG: _(
        "The log does not know that this reporter is not told of the opening of the name: that was added without the "
        "program."
    ),
}
"""What verification found, in words."""
