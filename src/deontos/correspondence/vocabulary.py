"""The kinds of item in a conversation, what files may be, the states of a sitting, and why something was refused."""

from enum import StrEnum

LONGEST_TEXT = 200_000
"""Characters in one text field (security.md, rule 1)."""


class ItemKind(StrEnum):
    """What a sealed item holds; part of what the ciphertext is bound to."""

    CONFIDED = "confided"
    MESSAGE = "message"
    IDENTITY = "identity"
    ATTACHMENT = "attachment"
    CORRECTION = "correction"
    AGREEMENT = "agreement"
    PASSING_ON = "passing_on"


class IdentityPurpose(StrEnum):
    """For what a reporter lets somebody know the name (R-000.70; Directive (EU) 2019/1937 art. 16)."""

    HANDLING = "handling"
    CONTACT = "contact"
    PROTECTION = "protection"


class Family(StrEnum):
    """What a file is, as far as its content tells."""

    PICTURE = "picture"
    PDF = "pdf"
    OFFICE = "office"
    TEXT = "text"
    SOUND = "sound"
    FILM = "film"
    ARCHIVE = "archive"
    OTHER = "other"


class Scan(StrEnum):
    """What a virus scanner said of a file; NOT_SCANNED where one is set up and gave no answer."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"
    NO_SCANNER = "no_scanner"


class Remark(StrEnum):
    """Something that whoever looks at a file should know; it was kept all the same."""

    NAME_SHORTENED = "name_shortened"
    NOT_AS_NAMED = "not_as_named"
    NOT_LOOKED_INTO = "not_looked_into"


class ViewCode(StrEnum):
    """Why there is no cleaned copy of a file to look at; the file itself stays as it came."""

    KIND = "correspondence:view_kind"
    SOUND_OR_FILM = "correspondence:view_sound_or_film"
    ARCHIVE = "correspondence:view_archive"
    TOO_LARGE = "correspondence:view_too_large"
    TOO_MUCH = "correspondence:view_too_much"
    TOO_LONG = "correspondence:view_too_long"
    LOCKED = "correspondence:view_locked"
    BROKEN = "correspondence:view_broken"
    STOPPED = "correspondence:view_stopped"
    BUSY = "correspondence:view_busy"
    AWAY = "correspondence:view_away"


class ViewNote(StrEnum):
    """What a cleaned copy does not show; whoever looks at it has to know."""

    FIRST_PICTURE = "first_picture"
    SMALLER = "smaller"
    ONLY_TEXT = "only_text"
    CUT = "cut"
    GUESSED = "guessed"
    NO_TEXT = "no_text"


class FileCode(StrEnum):
    """Why one file was left out, or none came; the others, and all text, are kept."""

    NONE_CHOSEN = "correspondence:file_none_chosen"
    EMPTY = "correspondence:file_empty"
    TOO_LARGE = "correspondence:file_too_large"
    TOO_LARGE_TOGETHER = "correspondence:file_too_large_together"
    TOO_MANY = "correspondence:file_too_many"
    PROGRAM = "correspondence:file_program"
    TWO_ENDINGS = "correspondence:file_two_endings"
    DISGUISED = "correspondence:file_disguised"
    WEB_PAGE = "correspondence:file_web_page"
    LIVE_DRAWING = "correspondence:file_live_drawing"
    MACROS = "correspondence:file_macros"
    LOCKED = "correspondence:file_locked"
    BOMB = "correspondence:file_bomb"
    TOO_DEEP = "correspondence:file_too_deep"
    PROGRAM_INSIDE = "correspondence:file_program_inside"
    BROKEN = "correspondence:file_broken"
    TWO_IN_ONE = "correspondence:file_two_in_one"
    INFECTED = "correspondence:file_infected"
    STORAGE_FULL = "correspondence:file_storage_full"
    NOT_KEPT = "correspondence:file_not_kept"


class SittingState(StrEnum):
    """What a reporter is doing."""

    WRITING = "writing"
    SENT = "sent"
    READING = "reading"


class CorrespondenceCode(StrEnum):
    """Why something was not done; the reporter keeps what was typed."""

    RECEIPT_UNKNOWN = "correspondence:receipt_unknown"
    RECEIPT_TOO_SHORT = "correspondence:receipt_too_short"
    RECEIPT_TOO_LONG = "correspondence:receipt_too_long"
    RECEIPT_FOREIGN_SYMBOL = "correspondence:receipt_foreign_symbol"
    RECEIPT_MISTYPED = "correspondence:receipt_mistyped"
    NOT_SENT_YET = "correspondence:not_sent_yet"
    TEXT_EMPTY = "correspondence:text_empty"
    TEXT_TOO_LONG = "correspondence:text_too_long"
    TOO_MANY_CORRECTIONS = "correspondence:too_many_corrections"
    ALREADY_RECEIVED = "correspondence:already_received"
    NOT_SAVED = "correspondence:not_saved"
    MAY_BE_SAVED = "correspondence:may_be_saved"
    MAY_BE_ENTERED = "correspondence:may_be_entered"
    NO_NAME = "correspondence:no_name"
    NOT_A_READER = "correspondence:not_a_reader"
    FILE_GONE = "correspondence:file_gone"
    FILE_CHANGED = "correspondence:file_changed"
    NOTHING_TO_CHECK = "correspondence:nothing_to_check"


class ItemFault(StrEnum):
    """What verification found in a conversation."""

    CONVERSATION_GONE = "conversation_gone"
    CONVERSATION_CHANGED = "conversation_changed"
    GONE = "gone"
    GAP = "gap"
    NOT_BY_AUTHOR = "not_by_author"
    UNKNOWN_AUTHOR = "unknown_author"
    CHANGED = "changed"
    KEY_MOVED = "key_moved"
    NOT_IN_LOG = "not_in_log"
    FILE_GONE = "file_gone"
    FILE_CHANGED = "file_changed"
    FILE_UNKNOWN = "file_unknown"
