"""The two chains, and what can be wrong with a row."""

from enum import StrEnum


class ChainKind(StrEnum):
    """Desk rows carry moments; rows that a reporter's act sets off carry a civil date and nothing finer."""

    DESK = "desk"
    REPORTERS = "reporters"


class Fault(StrEnum):
    """What verification found."""

    CHANGED = "changed"
    NOT_SEALED_BY_US = "not_sealed_by_us"
    BROKEN_LINK = "broken_link"
    MISSING = "missing"
    TRUNCATED = "truncated"
