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
