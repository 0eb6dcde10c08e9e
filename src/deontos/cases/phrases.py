"""States, steps, clocks and refusals in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.cases.vocabulary import CaseCode, CaseState, CaseVerb, ClockName, Profile, Urgency

STATES: dict[CaseState, Promise] = {
    CaseState.RECEIVED: _("New"),
    CaseState.ACKNOWLEDGED: _("Acknowledged"),
    CaseState.ASKED: _("Waits for the reporter"),
    CaseState.IN_HANDLING: _("In handling"),
    CaseState.CLOSED: _("Closed"),
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

PROFILES: dict[Profile, Promise] = {
    Profile.POLICY: _("Our promise"),
    Profile.EU_DIRECTIVE: _("Law"),
}

URGENCIES: dict[Urgency, Promise] = {
    Urgency.LATE: _("Too late"),
    Urgency.THIS_WEEK: _("This week"),
    Urgency.LATER: _("Later"),
}

REFUSALS: dict[CaseCode, Promise] = {
    CaseCode.CHANGED_MEANWHILE: _(
        "Somebody else did this step in the meantime. Look at the case again. Your text still stands here."
    ),
}
