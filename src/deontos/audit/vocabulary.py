"""The two chains, and what can be wrong with a row or with an anchor."""

from enum import StrEnum


class ChainKind(StrEnum):
    """Desk rows carry moments; rows that a reporter's act sets off carry a civil date and nothing finer."""

    DESK = "desk"
    REPORTERS = "reporters"


class Fault(StrEnum):
    """What verification found in a chain."""

    CHANGED = "changed"
    NOT_SEALED_BY_US = "not_sealed_by_us"
    BROKEN_LINK = "broken_link"
    MISSING = "missing"
    TRUNCATED = "truncated"


class AnchorFault(StrEnum):
    """What verification found in the file of anchors, or by it in a chain."""

    UNREADABLE = "unreadable"
    NOT_SIGNED_BY_US = "not_signed_by_us"
    OUT_OF_ORDER = "out_of_order"
    NOT_IN_FILE = "not_in_file"
    NO_ORGANISATION = "no_organisation"
    HEAD_GONE = "head_gone"
