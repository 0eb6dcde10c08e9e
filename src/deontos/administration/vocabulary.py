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

    ACCOUNT_EXISTS = "administration:account_exists"
    ADDRESS_TAKEN = "administration:address_taken"
    ALREADY_HOLDS_OFFICE = "administration:already_holds_office"
    DEPUTY_IS_HOLDER = "administration:deputy_is_holder"
    ENDS_BEFORE_START = "administration:ends_before_start"
    OFFICE_ENDED = "administration:office_ended"
    OFFICE_TAKEN = "administration:office_taken"
    PASSWORD_TOO_SHORT = "administration:password_too_short"  # noqa: S105
    POSITION_TAKEN = "administration:position_taken"
