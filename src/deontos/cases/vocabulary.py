"""The states of a case, the verbs that move it, and its clocks."""

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASKED = "asked"
    IN_HANDLING = "in_handling"
    CLOSED = "closed"


class CaseVerb(StrEnum):
    """What moves a case: four verbs of whoever handles it, one of the reporter."""

    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    ANSWER = "answer"
    CLOSE = "close"
    HEAR = "hear"


class ClockName(StrEnum):
    """The terms that run for a case."""

    ACKNOWLEDGEMENT = "acknowledgement"
    FIRST_ANSWER = "first_answer"
    FEEDBACK = "feedback"


class Profile(StrEnum):
    """Who sets a term: the organisation's own policy, or the law."""

    POLICY = "policy"
    EU_DIRECTIVE = "eu_directive"


class CaseCode(StrEnum):
    """Why something was not done in a case."""

    CHANGED_MEANWHILE = "cases:changed_meanwhile"
