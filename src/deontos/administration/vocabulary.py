"""Why signing in or a verb of this room is refused."""

from enum import StrEnum


class SignInCode(StrEnum):
    """What can go wrong at the door. None of them tells whether an account exists."""

    WRONG_PASSWORD = "sign_in:wrong_password"  # noqa: S105 a code, not a secret
    WRONG_PASSWORD_AGAIN = "sign_in:wrong_password_again"  # noqa: S105
    WRONG_CODE = "sign_in:wrong_code"
    TOO_MANY_ATTEMPTS = "sign_in:too_many_attempts"


class AdministrationCode(StrEnum):
    """Why a verb was refused."""

    ABSENCE_ENDED = "administration:absence_ended"
    ABSENCE_KNOWN = "administration:absence_known"
    ACCOUNT_EXISTS = "administration:account_exists"
    ADDRESS_TAKEN = "administration:address_taken"
    ALREADY_HOLDS_OFFICE = "administration:already_holds_office"
    ALREADY_IS_DEPUTY = "administration:already_is_deputy"
    CAPACITY_ENDED = "administration:capacity_ended"
    DEPUTY_ENDED = "administration:deputy_ended"
    DEPUTY_IS_HOLDER = "administration:deputy_is_holder"
    ENDS_BEFORE_START = "administration:ends_before_start"
    LAST_ADMINISTRATOR = "administration:last_administrator"
    LEFT_ALREADY = "administration:left_already"
    LEFT_BEFORE_OFFICE = "administration:left_before_office"
    NAME_TAKEN = "administration:name_taken"
    NOT_AN_ASSOCIATION = "administration:not_an_association"
    OFFICE_ENDED = "administration:office_ended"
    OFFICE_TAKEN = "administration:office_taken"
    OFFICE_TAKEN_UNTIL = "administration:office_taken_until"
    PASSWORD_TOO_SHORT = "administration:password_too_short"  # noqa: S105
    PERSON_LEFT = "administration:person_left"
    POSITION_TAKEN = "administration:position_taken"
    UNIT_IN_CIRCLE = "administration:unit_in_circle"
    UNIT_NOT_EMPTY = "administration:unit_not_empty"


class Direction(StrEnum):
    """Which way a deputy moves in the order."""

    EARLIER = "earlier"
    LATER = "later"
