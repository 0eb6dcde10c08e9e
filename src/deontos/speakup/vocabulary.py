"""What somebody confides, about whom, with which name, and who stands in the line."""

from enum import StrEnum


class DisclosureKind(StrEnum):
    """The three intake types (R-001.41); the form's field `kind` says complaint, report, question."""

    COMPLAINT = "complaint"
    SUSPICION = "suspicion"
    QUESTION = "question"


KIND_IN_FORM = {
    "complaint": DisclosureKind.COMPLAINT,
    "report": DisclosureKind.SUSPICION,
    "question": DisclosureKind.QUESTION,
}
"""The words of the contract for the form's field `kind`."""


class Subject(StrEnum):
    """Who it is about, coarsely (T3)."""

    STAFF = "staff"
    BOARD = "board"
    LOCAL_GOVERNMENT_STAFF = "local_government_staff"
    PARTICIPANT = "participant"
    OTHER = "other"
    UNKNOWN = "unknown"


class IdentityChoice(StrEnum):
    """What the reporter does with their name."""

    ANONYMOUS = "anonymous"
    CONFIDENCE = "confidence"
    CONSENT = "consent"


class CameBy(StrEnum):
    """How something came in that somebody at the desk typed (Directive (EU) 2019/1937 art. 9(2); R-000.67)."""

    PHONE = "phone"
    LETTER = "letter"
    MEETING = "meeting"


class OralRecord(StrEnum):
    """How what was said was written down; the person agreed to either (Directive (EU) 2019/1937 art. 18(2) to (4))."""

    MINUTES = "minutes"
    RECORDING = "recording"


class PassOn(StrEnum):
    """What a reporter says to passing it on to the organisation concerned, without the name (T20, R-000.61, R-000.70).

    Whoever says nothing is asked first.
    """

    YES = "yes"
    ASK_FIRST = "ask_first"
    NO = "no"


class Place(StrEnum):
    """Where somebody stands in the line of who may be sealed to."""

    MANAGER = "manager"
    DEPUTY = "deputy"
    INTEGRITY_OFFICER = "integrity_officer"
    GENERAL_DIRECTOR = "general_director"


class ClockName(StrEnum):
    """What a reporter may expect within a term."""

    ACKNOWLEDGEMENT = "acknowledgement"
    FIRST_ANSWER = "first_answer"
    FEEDBACK = "feedback"


class StartsAt(StrEnum):
    """The day from which a term is counted."""

    RECEIPT = "receipt"
    ACKNOWLEDGEMENT = "acknowledgement"


class ProfileName(StrEnum):
    """Who sets terms: the organisation's own policy, or a law. Each is a file in `shipped`."""

    POLICY = "policy"
    EU_DIRECTIVE = "eu-directive"
    BE_VLG_LOCAL = "be-vlg-local"
    BE_PRIVATE_2022 = "be-private-2022"
    BE_FEDERAL_2022 = "be-federal-2022"
    NL_WBK = "nl-wbk"


class ExemptionReason(StrEnum):
    """Why a law lets receipt go unconfirmed."""

    ALREADY_HANDLED = "already_handled"
    REPORTER_OBJECTED = "reporter_objected"
    ENDANGERS_IDENTITY = "endangers_identity"


class ReporterGroup(StrEnum):
    """What somebody who wants to report is to the organisation (Directive (EU) 2019/1937 art. 4; R-000.36, .38)."""

    STAFF = "staff"
    FORMER_STAFF = "former_staff"
    APPLICANT = "applicant"
    VOLUNTEER_OR_TRAINEE = "volunteer_or_trainee"
    CONTRACTOR = "contractor"
    BOARD_MEMBER = "board_member"
    ELECTED_OFFICIAL = "elected_official"
    PARTNER_OR_PARTICIPANT = "partner_or_participant"
    NO_WORK_RELATION = "no_work_relation"


class Admission(StrEnum):
    """Whether a profile lets a group report at a channel: it must, the organisation chooses, or it goes elsewhere."""

    MUST = "must"
    MAY = "may"
    ELSEWHERE = "elsewhere"


class Welcome(StrEnum):
    """How a channel receives somebody: let in, told where to go and free to go on, or sent elsewhere by law."""

    LET_IN = "let_in"
    MAY_GO_ON = "may_go_on"
    ELSEWHERE = "elsewhere"


class Anonymity(StrEnum):
    """What a profile says of reports without a name."""

    ACCEPTED = "accepted"
    NOT_SAID = "not_said"


class PointAbout(StrEnum):
    """What a sentence of a profile is about."""

    SCOPE = "scope"
    REPORTERS = "reporters"
    ANONYMITY = "anonymity"
    ACKNOWLEDGEMENT = "acknowledgement"
    EXEMPTION = "exemption"
    FEEDBACK = "feedback"
    EXTENSION = "extension"
    AUTHORITY = "authority"
    REGISTER = "register"
    RETENTION = "retention"


class TextPlace(StrEnum):
    """Where an organisation may use words of its own."""

    INTRODUCTION = "introduction"
    WHO_HANDLES = "who_handles"
    NOT_FOR = "not_for"
    BEFORE_BEGINNING = "before_beginning"


class DocumentKind(StrEnum):
    """What an organisation publishes about its integrity (R-000.10, R-000.67; Directive (EU) 2016/2102 art. 7)."""

    POLICY = "policy"
    PROCEDURE = "procedure"
    PRIVACY = "privacy"
    ACCESSIBILITY = "accessibility"


class DocumentCode(StrEnum):
    """Why a document was not changed or not published."""

    CHANGED_MEANWHILE = "speakup:document_changed_meanwhile"
    NOTHING_TO_PUBLISH = "speakup:document_nothing_to_publish"
    TITLE_MISSING = "speakup:document_title_missing"
    BODY_MISSING = "speakup:document_body_missing"
    TOO_LONG = "speakup:document_too_long"
    LINK_LEADS_NOWHERE = "speakup:document_link_leads_nowhere"
    WORD_UNKNOWN = "speakup:document_word_unknown"
    REASON_MISSING = "speakup:document_reason_missing"
    LANGUAGE_MISSING = "speakup:document_language_missing"


class ChannelCode(StrEnum):
    """Why a setting of a channel was not saved."""

    FALLBACK_IS_ITSELF = "speakup:fallback_is_itself"
    FALLBACK_GOES_ROUND = "speakup:fallback_goes_round"
    FALLBACK_NOT_OPEN = "speakup:fallback_not_open"
    NOT_A_WEB_ADDRESS = "speakup:not_a_web_address"
    NOT_A_NEUTRAL_ADDRESS = "speakup:not_a_neutral_address"
    HOURS_REVERSED = "speakup:hours_reversed"
    TEXT_TOO_LONG = "speakup:text_too_long"
    NOT_CHOOSABLE = "speakup:not_choosable"
    NOT_TO_CHOOSE = "speakup:not_to_choose"


class TermsCode(StrEnum):
    """Why which law applies, or an own promise, was not changed."""

    BEGINS_IN_PAST = "speakup:begins_in_past"
    NOT_IN_FORCE = "speakup:not_in_force"
    APPLIES_ALREADY = "speakup:applies_already"
    ENDS_IN_PAST = "speakup:ends_in_past"
    ENDS_BEFORE_IT_BEGINS = "speakup:ends_before_it_begins"
    PROMISE_TOO_LONG = "speakup:promise_too_long"


class ChannelTestCode(StrEnum):
    """Why a test of the reporting point was not made or not read."""

    NOBODY_CERTIFIED = "speakup:nobody_certified"
    NOT_CERTIFIED = "speakup:not_certified"
    NOT_SEALED_TO_YOU = "speakup:not_sealed_to_you"
    TEST_NOT_AUTHENTIC = "speakup:test_not_authentic"
    WRONG_WORD = "speakup:wrong_word"


class SpeakupCode(StrEnum):
    """Why a disclosure was not received; the draft stays."""

    CHANNEL_CLOSED = "speakup:channel_closed"
    NOBODY_LEFT = "speakup:nobody_left"
    READERS_CHANGED = "speakup:readers_changed"
    CUSTODY_CHANGED = "speakup:custody_changed"
    ANSWERS_CHANGED = "speakup:answers_changed"
    ALREADY_RECEIVED = "speakup:already_received"
    NOT_COMPLETE = "speakup:not_complete"
    BELONGS_ELSEWHERE = "speakup:belongs_elsewhere"


class EntryCode(StrEnum):
    """Why what somebody typed for another person was not received."""

    NOT_CERTIFIED = "speakup:entry_not_certified"
    CAME_IN_FUTURE = "speakup:entry_came_in_future"
    CAME_TOO_LONG_AGO = "speakup:entry_came_too_long_ago"


class SpeakupFault(StrEnum):
    """What verification found in tests of channels and their readings."""

    CHANGED = "changed"
    NOT_IN_LOG = "not_in_log"
    GONE = "gone"


class FloodAct(StrEnum):
    """What somebody may do too often at a channel."""

    BEGUN = "begun"
    SENT = "sent"
