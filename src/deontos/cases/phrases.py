"""States, steps, clocks and refusals in the reader's language: the handler's, and where it says TOLD the reporter's."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deontos.cases.vocabulary import CaseCode, CaseState, CaseVerb, ClockName, Profile

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
}

VERBS: dict[CaseVerb, Promise] = {
    CaseVerb.ACKNOWLEDGE: _("Confirm receipt"),
    CaseVerb.ASK: _("Ask a question"),
    CaseVerb.ANSWER: _("Send an answer"),
    CaseVerb.CLOSE: _("Close with feedback"),
}

CLOCKS: dict[ClockName, Promise] = {
    ClockName.ACKNOWLEDGEMENT: _("Acknowledgement"),
    ClockName.FIRST_ANSWER: _("First answer"),
    ClockName.FEEDBACK: _("Feedback"),
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

PROFILES: dict[Profile, Promise] = {
    Profile.POLICY: _("Our promise"),
    Profile.EU_DIRECTIVE: _("Law"),
}

REFUSALS: dict[CaseCode, Promise] = {
    CaseCode.CHANGED_MEANWHILE: _(
        "Something happened in this case while you were writing. Look at it first, then send. "
        "Your text still stands here."
    ),
}
