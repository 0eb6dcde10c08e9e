"""The groups that a door can be open to, and the refusal at the gate."""

from enum import StrEnum


class Entrant(StrEnum):
    """Who may come in by a door that asks for no permission."""

    ANYBODY = "anybody"
    HOLDER_OF_RECEIPT = "holder_of_receipt"
    PASSWORD_GIVEN = "password_given"  # noqa: S105 a group of people, not a secret
    SIGNED_IN = "signed_in"
    DEMO_VISITOR = "demo_visitor"


class GateCode(StrEnum):
    """Why the gate stayed closed."""

    NOT_ALLOWED = "access:not_allowed"
