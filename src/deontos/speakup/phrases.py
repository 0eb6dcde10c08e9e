"""Kinds, subjects, choices and refusals, in the words of the reporting form."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.speakup.vocabulary import (
    CameBy,
    ChannelCode,
    ChannelTestCode,
    ClockName,
    DisclosureKind,
    DocumentCode,
    DocumentKind,
    EntryCode,
    IdentityChoice,
    OralRecord,
    PassOn,
    Place,
    PointAbout,
    ReporterGroup,
    SpeakupCode,
    SpeakupFault,
    StartsAt,
    Subject,
    TermsCode,
    TextPlace,
)

KINDS: dict[DisclosureKind, Promise] = {
    DisclosureKind.COMPLAINT: _("A complaint"),
    DisclosureKind.SUSPICION: _("A suspicion of wrongdoing"),
    DisclosureKind.QUESTION: _("A question about the integrity policy"),
}

KIND_HINTS: dict[DisclosureKind, Promise] = {
    DisclosureKind.COMPLAINT: _("Something was done to you, or you were not treated fairly"),
    DisclosureKind.SUSPICION: _("You saw or heard something that is not right, such as fraud or abuse of power"),
    DisclosureKind.QUESTION: _("You want to know what the rules are. Nothing needs to have happened"),
}

SUBJECTS: dict[Subject, Promise] = {
    Subject.STAFF: _("Somebody who works here"),
    Subject.BOARD: _("Somebody from the board"),
    Subject.LOCAL_GOVERNMENT_STAFF: _("Somebody who works for another local government"),
    Subject.PARTICIPANT: _("Somebody who takes part in a programme or benefits from it"),
    Subject.OTHER: _("Somebody from outside"),
    Subject.UNKNOWN: _("I do not know"),
}

SUBJECT_HINTS: dict[Subject, Promise] = {
    Subject.STAFF: _("Also a temporary worker, trainee or volunteer"),
    Subject.BOARD: _("Mayor, alderman, councillor or board member"),
    Subject.LOCAL_GOVERNMENT_STAFF: _("A town, welfare centre or police zone that we work with"),
    Subject.PARTICIPANT: _("Here or in a partner country"),
    Subject.OTHER: _("Supplier, contractor or partner"),
}

REPORTER_GROUPS: dict[ReporterGroup, Promise] = {
    ReporterGroup.STAFF: _("Own staff"),
    ReporterGroup.FORMER_STAFF: _("Former staff"),
    ReporterGroup.APPLICANT: _("Applicants for a job"),
    ReporterGroup.VOLUNTEER_OR_TRAINEE: _("Volunteers and trainees"),
    ReporterGroup.CONTRACTOR: _("Suppliers, contractors and who works for them"),
    ReporterGroup.BOARD_MEMBER: _("Members of the board"),
    ReporterGroup.ELECTED_OFFICIAL: _("Elected officials"),
    ReporterGroup.PARTNER_OR_PARTICIPANT: _("Partners and participants of programmes"),
    ReporterGroup.NO_WORK_RELATION: _("People who have no tie to the work"),
}
"""Who may want to report, as an organisation speaks of them."""

REPORTER_GROUPS_SAID: dict[ReporterGroup, Promise] = {
    ReporterGroup.STAFF: _("I work there"),
    ReporterGroup.FORMER_STAFF: _("I worked there before"),
    ReporterGroup.APPLICANT: _("I applied for a job there"),
    ReporterGroup.VOLUNTEER_OR_TRAINEE: _("I am a volunteer or trainee there"),
    ReporterGroup.CONTRACTOR: _("I work for a supplier or contractor, or I am one"),
    ReporterGroup.BOARD_MEMBER: _("I sit on the board"),
    ReporterGroup.ELECTED_OFFICIAL: _("I was elected: mayor, alderman or councillor"),
    ReporterGroup.PARTNER_OR_PARTICIPANT: _("I work for a partner, or take part in a programme"),
    ReporterGroup.NO_WORK_RELATION: _("I have no tie to the work there"),
}
"""The same, as somebody says it of themselves."""

IDENTITIES: dict[IdentityChoice, Promise] = {
    IdentityChoice.ANONYMOUS: _("I stay anonymous"),
    IdentityChoice.CONFIDENCE: _("I leave my name, locked"),
    IdentityChoice.CONSENT: _("My reader may know my name"),
}

IDENTITY_HINTS: dict[IdentityChoice, Promise] = {
    IdentityChoice.ANONYMOUS: _("You can still talk with us, with your code"),
    IdentityChoice.CONFIDENCE: _("Your name is sealed. Your reader sees only that you left one"),
    IdentityChoice.CONSENT: _("Only whoever handles your report sees it, only to handle it"),
}

PASSING_ON: dict[PassOn, Promise] = {
    PassOn.YES: _("Yes, without my name"),
    PassOn.ASK_FIRST: _("Ask me first"),
    PassOn.NO: _("No"),
}

PASSING_ON_HINTS: dict[PassOn, Promise] = {
    PassOn.YES: _("Whoever reads it here may let the organisation concerned know what you tell"),
    PassOn.ASK_FIRST: _("Before anything goes there, you read here to whom, and decide"),
    PassOn.NO: _("It stays with the people who read it here"),
}

PASSING_ON_TOLD: dict[PassOn, Promise] = {
    PassOn.YES: _("Allowed, without the name"),
    PassOn.ASK_FIRST: _("Only after asking"),
    PassOn.NO: _("Not allowed"),
}

PLACES: dict[Place, Promise] = {
    Place.MANAGER: _("complaints manager"),
    Place.DEPUTY: _("deputy complaints manager"),
    Place.INTEGRITY_OFFICER: _("integrity officer"),
    Place.GENERAL_DIRECTOR: _("general director"),
}

PLACE_HINTS: dict[Place, Promise] = {
    Place.MANAGER: _("Complaints manager, normally reads every report"),
    Place.DEPUTY: _("Deputy of the complaints manager"),
    Place.INTEGRITY_OFFICER: _("Integrity officer, reads it when nobody before can"),
    Place.GENERAL_DIRECTOR: _("General director, reads it when nobody before can"),
}

REFUSALS: dict[SpeakupCode, Promise] = {
    SpeakupCode.CHANNEL_CLOSED: _("This reporting point is not open now. Use one of the other ways on this page."),
    SpeakupCode.NOBODY_LEFT: _("You named everybody who could read this. Nobody here can handle it."),
    SpeakupCode.READERS_CHANGED: _("Who reads this has changed since you last looked. Look once more, then send."),
    SpeakupCode.CUSTODY_CHANGED: _(
        "Who can open your name has changed since you last looked. Look once more, then send."
    ),
    SpeakupCode.ANSWERS_CHANGED: _(
        "Your answers were changed in another window, or on another device, since you last looked. Look once more, "
        "then send."
    ),
    SpeakupCode.ALREADY_RECEIVED: _("We already received this. You do not need to send it again."),
    SpeakupCode.NOT_COMPLETE: _("Some answers are missing."),
    SpeakupCode.BELONGS_ELSEWHERE: _(
        "Your report belongs elsewhere. Look where on this page, or choose another answer here"
    ),
}

CAME_BY: dict[CameBy, Promise] = {
    CameBy.PHONE: _("by phone"),
    CameBy.LETTER: _("by letter"),
    CameBy.MEETING: _("in a meeting"),
}

CAME_BY_HINTS: dict[CameBy, Promise] = {
    CameBy.PHONE: _("Somebody is on the line now, or called"),
    CameBy.LETTER: _("On paper, or in a mail"),
    CameBy.MEETING: _("Somebody sits with you now, or did"),
}

ORAL_RECORDS: dict[OralRecord, Promise] = {
    OralRecord.MINUTES: _("I wrote it down. The person agreed to that"),
    OralRecord.RECORDING: _("It was recorded and this is the full text. The person agreed to both"),
}

ORAL_RECORDS_TOLD: dict[OralRecord, Promise] = {
    OralRecord.MINUTES: _("Minutes were made, with your consent"),
    OralRecord.RECORDING: _("It was recorded and written out in full, with your consent to both"),
}
"""The same as the person reads it."""

READ_BACK: dict[CameBy, Promise] = {
    CameBy.PHONE: _("I read all of this back to the person, and it is what the person told"),
    CameBy.LETTER: _("I compared all of this with the letter, and it is what the letter says"),
    CameBy.MEETING: _("I read all of this back to the person, and it is what the person told"),
}

ENTRY_REFUSALS: dict[EntryCode, Promise] = {
    EntryCode.NOT_CERTIFIED: _(
        "Your key is not certified for this reporting point. Ask two stewards to compare your words with you and to "
        "sign. Let somebody else in the line type this, or write it on paper until then."
    ),
    EntryCode.CAME_IN_FUTURE: _("This day is still to come. Choose today or an earlier day"),
    EntryCode.CAME_TOO_LONG_AGO: _(
        "This day is more than a year ago. Look at the year. Is it right? Then choose the day on which you found it, "
        "and write the real day below what was said"
    ),
}

TEST_REFUSALS: dict[ChannelTestCode, Promise] = {
    ChannelTestCode.NOBODY_CERTIFIED: _(
        "Nobody in the line holds a certified key. Let two stewards certify the complaints manager and a deputy first."
    ),
    ChannelTestCode.NOT_CERTIFIED: _(
        "Your key is not certified for this. Ask two stewards to compare your words with you and to sign."
    ),
    ChannelTestCode.NOT_SEALED_TO_YOU: _("This test was not sealed to your present key. Make a new test."),
    ChannelTestCode.TEST_NOT_AUTHENTIC: _(
        "Somebody changed this test after it was sealed. Tell a steward today, and make a new test."
    ),
    ChannelTestCode.WRONG_WORD: _("This is not the word that stands in the test. Look at it and type it again."),
}

CHANNEL_REFUSALS: dict[ChannelCode, Promise] = {
    ChannelCode.FALLBACK_IS_ITSELF: _("Choose another organisation: yours cannot take over for itself."),
    ChannelCode.FALLBACK_GOES_ROUND: _(
        "That organisation already counts on yours, directly or by way of others. Choose one that does not."
    ),
    ChannelCode.FALLBACK_NOT_OPEN: _(
        "The reporting point of that organisation is not open now. Choose one that is open, or wait until it opens."
    ),
    ChannelCode.NOT_A_WEB_ADDRESS: _("Write an address that begins with https:// or http://, or leave this empty"),
    ChannelCode.NOT_A_NEUTRAL_ADDRESS: _(
        "Write the address of a neutral site that begins with https://, such as an encyclopedia"
    ),
    ChannelCode.HOURS_REVERSED: _("The last hour must come after the first one"),
    ChannelCode.TEXT_TOO_LONG: _("This text has %(length)d signs. Keep it under %(longest)d"),
    ChannelCode.NOT_TO_CHOOSE: _(
        "The law decides about this group. Load the page again to see which are yours to choose"
    ),
    ChannelCode.NOT_CHOOSABLE: _("These questions are not there any more. Choose others"),
}

TERMS_REFUSALS: dict[TermsCode, Promise] = {
    TermsCode.BEGINS_IN_PAST: _("Choose today or a later day. What came in before keeps the terms that it came under"),
    TermsCode.NOT_IN_FORCE: _("This law is not in force on that day. Choose a later day"),
    TermsCode.APPLIES_ALREADY: _("This law applies on that day already. End it first, or choose a day after its end"),
    TermsCode.ENDS_IN_PAST: _("Choose today or a later day"),
    TermsCode.ENDS_BEFORE_IT_BEGINS: _("Choose a day on or after its first day, or take the choice back"),
    TermsCode.PROMISE_TOO_LONG: _(
        "With all that may be added, your promise would end after what the law demands. Keep everything together "
        "under %(longest)d days"
    ),
}

CLOCKS: dict[ClockName, Promise] = {
    ClockName.ACKNOWLEDGEMENT: _("Acknowledgement"),
    ClockName.FIRST_ANSWER: _("First answer"),
    ClockName.FEEDBACK: _("Feedback"),
}

COUNTED_FROM: dict[StartsAt, Promise] = {
    StartsAt.RECEIPT: _("after the day of receipt"),
    StartsAt.ACKNOWLEDGEMENT: _("after receipt was confirmed"),
}

POINTS: dict[PointAbout, Promise] = {
    PointAbout.SCOPE: _("What it is about"),
    PointAbout.REPORTERS: _("Who may report"),
    PointAbout.ANONYMITY: _("Without a name"),
    PointAbout.ACKNOWLEDGEMENT: _("How days are counted"),
    PointAbout.EXEMPTION: _("When receipt need not be confirmed"),
    PointAbout.FEEDBACK: _("From when feedback counts"),
    PointAbout.EXTENSION: _("Putting a term off"),
    PointAbout.AUTHORITY: _("External authority"),
    PointAbout.REGISTER: _("Register"),
    PointAbout.RETENTION: _("How long things are kept"),
}

TEXT_PLACES: dict[TextPlace, Promise] = {
    TextPlace.INTRODUCTION: _("Introduction of the public page"),
    TextPlace.WHO_HANDLES: _("Who handles a report"),
    TextPlace.NOT_FOR: _("What this reporting point is not for"),
    TextPlace.BEFORE_BEGINNING: _("Before somebody begins a report"),
}

TEXT_HINTS: dict[TextPlace, Promise] = {
    TextPlace.INTRODUCTION: _("Stands under the heading. Say in two or three short sentences whom this is for."),
    TextPlace.WHO_HANDLES: _("Stands above the names. Do not promise more than the people there can do."),
    TextPlace.NOT_FOR: _("Stands under “What can you report?”. Say where people can go instead."),
    TextPlace.BEFORE_BEGINNING: _("Stands on the first page of the form, before a code is given."),
}

DOCUMENTS: dict[DocumentKind, Promise] = {
    DocumentKind.POLICY: _("Integrity policy"),
    DocumentKind.PROCEDURE: _("Procedure"),
    DocumentKind.PRIVACY: _("Privacy"),
    DocumentKind.ACCESSIBILITY: _("Accessibility"),
}

DOCUMENT_REFUSALS: dict[DocumentCode, Promise] = {
    DocumentCode.CHANGED_MEANWHILE: _(
        "Somebody else saved this text while you wrote. Your words still stand below. Save again to put them in the "
        "place of theirs."
    ),
    DocumentCode.NOTHING_TO_PUBLISH: _("There is no draft to publish. Change a text first."),
    DocumentCode.TITLE_MISSING: _("Write a title, or empty the whole text to do without this language"),
    DocumentCode.BODY_MISSING: _("Write the text, or empty the title too to do without this language"),
    DocumentCode.TOO_LONG: _("This has %(length)d signs. Keep it under %(longest)d"),
    DocumentCode.LINK_LEADS_NOWHERE: _(
        "The link “%(link)s” leads nowhere. Begin an address with https://, http://, mailto: or tel:"
    ),
    DocumentCode.WORD_UNKNOWN: _("We have nothing to fill in for {%(word)s}. Use one of these: %(known)s"),
    DocumentCode.REASON_MISSING: _("Say in one sentence why there is a new version. Everybody can read it"),
    DocumentCode.LANGUAGE_MISSING: _("Write the text in %(language)s first: that is the language of your organisation"),
}

FAULTS: dict[SpeakupFault, Promise] = {
    SpeakupFault.CHANGED: _("This row is not what the log says: it was changed, or exchanged for another."),
    SpeakupFault.NOT_IN_LOG: _("The log does not know this row: it was added without the program."),
    SpeakupFault.GONE: _("This row was removed: the log says that it was made."),
}
"""What verification found, in words."""
