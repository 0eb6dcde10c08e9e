"""The states of a case, the verbs that move it, and why a term of it was put off."""

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASKED = "asked"
    IN_HANDLING = "in_handling"
    CLOSED = "closed"


class CaseVerb(StrEnum):
    """What moves a case: four verbs of its handler, one of the reporter; what changes its readers; what moves terms."""

    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    ANSWER = "answer"
    CLOSE = "close"
    HEAR = "hear"
    RECUSE = "recuse"
    HAND_OVER = "hand_over"
    STAND_IN = "stand_in"
    LEAVE = "leave"
    TURN_TO = "turn_to"
    EXEMPT = "exempt"
    EXTEND = "extend"
    SUSPEND = "suspend"


class Half(StrEnum):
    """Which cases an inbox shows as long as no one state is asked for."""

    OPEN = "open"
    CLOSED = "closed"
    ANY = "any"


class Held(StrEnum):
    """Whether a case is somebody's by an office of one's own, or in the place of whoever holds it."""

    OWN = "own"
    DEPUTY = "deputy"


class Order(StrEnum):
    """By what an inbox is sorted; with a minus the other way round."""

    NEXT = "next"
    NEXT_LAST = "-next"
    RECEIVED = "received"
    RECEIVED_LAST = "-received"
    CLOSED = "closed"
    CLOSED_LAST = "-closed"
    STATE = "state"
    STATE_LAST = "-state"
    NUMBER = "number"
    NUMBER_LAST = "-number"
    ORGANISATION = "organisation"
    ORGANISATION_LAST = "-organisation"


class HandOverReason(StrEnum):
    """Why somebody gives a case to the next in line."""

    INVOLVED = "involved"
    UNABLE = "unable"


class ExtensionReason(StrEnum):
    """Why a term is put off."""

    TAKES_LONGER = "takes_longer"
    WAITS_FOR_OTHERS = "waits_for_others"


class SuspensionReason(StrEnum):
    """Why a term stands still for some days."""

    WAITS_FOR_REPORTER = "waits_for_reporter"
    OUTSIDE_INQUIRY = "outside_inquiry"


class DossierKind(StrEnum):
    """What an item of a dossier is; part of what its ciphertext is bound to."""

    NOTE = "note"
    EVIDENCE = "evidence"
    WITHHOLDING = "withholding"


class Audience(StrEnum):
    """Who reads an item of a dossier: everybody with the dossier's key, or its author alone. Never the reporter."""

    DOSSIER = "dossier"
    MINE = "mine"


class WithholdingGround(StrEnum):
    """Why a reporter is not told yet that a law demands the name."""

    INQUIRY = "inquiry"
    PROCEEDINGS = "proceedings"
    FORBIDDEN = "forbidden"


class Panel(StrEnum):
    """Where somebody writes in a case: to the reporter, or in the dossier."""

    TALK = "talk"
    DOSSIER = "dossier"


class Placeholder(StrEnum):
    """What a ready text may hold in braces, to be filled in when it is put into a message. There is nothing else."""

    FEEDBACK_BY = "feedback_by"
    FIRST_ANSWER_BY = "first_answer_by"
    ORGANISATION = "organisation"
    RECEIVED_ON = "received_on"
    TODAY = "today"
    WRITER = "writer"


class WritingCode(StrEnum):
    """Why a text was not kept, not sent or not taken among the ready ones."""

    BRACE_NOT_CLOSED = "cases:brace_not_closed"
    BRACE_NOT_OPENED = "cases:brace_not_opened"
    KEPT_ELSEWHERE = "cases:kept_elsewhere"
    NAME_MISSING = "cases:name_missing"
    NAME_TOO_LONG = "cases:name_too_long"
    NO_LANGUAGE = "cases:no_language"
    NOT_IN_LANGUAGE = "cases:not_in_language"
    PLACEHOLDER_LEFT = "cases:placeholder_left"
    PLACEHOLDER_UNKNOWN = "cases:placeholder_unknown"
    READY_TEXT_CHANGED = "cases:ready_text_changed"
    TEXT_MISSING = "cases:text_missing"
    TEXT_TOO_LONG = "cases:ready_text_too_long"
    TOO_MANY_READY_TEXTS = "cases:too_many_ready_texts"


class CaseCode(StrEnum):
    """Why something was not done in a case."""

    CHANGED_MEANWHILE = "cases:changed_meanwhile"
    CLOSED = "cases:closed"
    NOBODY_LEFT = "cases:nobody_left"
    NO_EXEMPTION = "cases:no_exemption"
    NO_EXTENSION = "cases:no_extension"
    NO_SUSPENSION = "cases:no_suspension"
    NOTHING_RUNS = "cases:nothing_runs"
    PAUSE_IN_PAST = "cases:pause_in_past"
    PAUSE_TOO_LONG = "cases:pause_too_long"
    READERS_CHANGED = "cases:readers_changed"
    FILTER_HAS_NAME = "cases:filter_has_name"
    TOO_MANY_FILTERS = "cases:too_many_filters"
    REVIEW_OUT_OF_TERM = "cases:review_out_of_term"
    TERM_OVER = "cases:term_over"
    WITHHOLDING_OVER = "cases:withholding_over"


class CaseFault(StrEnum):
    """What verification found in a case."""

    GONE = "gone"
    NOT_IN_LOG = "not_in_log"
    MOVED = "moved"
    STATE_CHANGED = "state_changed"
    STEP_GONE = "step_gone"
    STEP_CHANGED = "step_changed"
    STEP_NOT_IN_LOG = "step_not_in_log"
    CLOCK_GONE = "clock_gone"
    CLOCK_CHANGED = "clock_changed"
    TERM_CHANGED = "term_changed"
    NOTE_GONE = "note_gone"
    NOTE_CHANGED = "note_changed"
    NOTE_NOT_BY_AUTHOR = "note_not_by_author"
    NOTE_NOT_IN_LOG = "note_not_in_log"
    DISCLOSURE_GONE = "disclosure_gone"
    DISCLOSURE_CHANGED = "disclosure_changed"
    DISCLOSURE_NOT_IN_LOG = "disclosure_not_in_log"
    WITHHOLDING_GONE = "withholding_gone"
    WITHHOLDING_CHANGED = "withholding_changed"
    WITHHOLDING_NOT_IN_LOG = "withholding_not_in_log"


class ExportPart(StrEnum):
    """What may go into a copy of a case beside what was confided, the conversation, the steps and the terms."""

    DOSSIER = "dossier"
    MINE = "mine"
    FILES = "files"
