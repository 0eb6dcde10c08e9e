"""The kinds of item in a conversation, the states of a sitting, and why something was refused."""

from enum import StrEnum

LONGEST_TEXT = 200_000
"""Characters in one text field (security.md, rule 1)."""


class ItemKind(StrEnum):
    """What a sealed item holds; part of what the ciphertext is bound to."""

    CONFIDED = "confided"
    MESSAGE = "message"
    IDENTITY = "identity"


class IdentityPurpose(StrEnum):
    """For what a reporter lets somebody know the name (R-000.70; Directive (EU) 2019/1937 art. 16)."""

    HANDLING = "handling"
    CONTACT = "contact"
    PROTECTION = "protection"


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
    ALREADY_RECEIVED = "correspondence:already_received"
    NOT_SAVED = "correspondence:not_saved"
    NO_NAME = "correspondence:no_name"
    NOT_A_READER = "correspondence:not_a_reader"


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
