"""Why signing in or a verb of this room is refused."""

from enum import StrEnum


class SignInCode(StrEnum):
    """What can go wrong at the door. None of them tells whether an account exists."""

    WRONG_PASSWORD = "sign_in:wrong_password"  # noqa: S105 a code, not a secret
    WRONG_PASSWORD_AGAIN = "sign_in:wrong_password_again"  # noqa: S105 a code, not a secret
    WRONG_CODE = "sign_in:wrong_code"
    WRONG_PASSKEY = "sign_in:wrong_passkey"
    WRONG_RECOVERY_CODE = "sign_in:wrong_recovery_code"
    TOO_MANY_ATTEMPTS = "sign_in:too_many_attempts"


class LinkPurpose(StrEnum):
    """What a single-use link is for."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 a purpose, not a secret
    SECOND_FACTOR_RESET = "second_factor_reset"


class IdentityCheck(StrEnum):
    """How an administrator made sure, in person, that somebody who lost the second step is who they say."""

    KNOWN_IN_PERSON = "known_in_person"
    IDENTITY_DOCUMENT = "identity_document"
    STAFF_CARD = "staff_card"


class AttemptKind(StrEnum):
    """What attempts are counted at."""

    PASSWORD = "password"  # noqa: S105 a kind, not a secret
    CODE = "code"
    LETTER = "letter"
    AGENDA = "agenda"
    AGENDA_GUESS = "agenda_guess"


class BrowserKind(StrEnum):
    """A browser by its maker's name; nothing more is kept of it."""

    CHROME = "chrome"
    EDGE = "edge"
    FIREFOX = "firefox"
    SAFARI = "safari"
    OTHER = "other"


class SystemKind(StrEnum):
    """What the browser runs on."""

    ANDROID = "android"
    APPLE_MOBILE = "apple_mobile"
    LINUX = "linux"
    MAC = "mac"
    WINDOWS = "windows"
    OTHER = "other"


class ProviderCode(StrEnum):
    """Why signing in by way of an organisation did not work. None of them tells whether an account exists."""

    CANCELLED = "provider:cancelled"
    NOT_BEGUN_HERE = "provider:not_begun_here"
    NOT_ASKED_AGAIN = "provider:not_asked_again"
    NOT_LINKED = "provider:not_linked"
    NO_ANSWER = "provider:no_answer"
    SOMEBODY_ELSE = "provider:somebody_else"
    WRONG_ANSWER = "provider:wrong_answer"


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
    IN_PERSON_BY_SOMEBODY_ELSE = "administration:in_person_by_somebody_else"
    LAST_ADMINISTRATOR = "administration:last_administrator"
    LEFT_ALREADY = "administration:left_already"
    LEFT_BEFORE_OFFICE = "administration:left_before_office"
    LINK_GONE = "administration:link_gone"
    NAME_TAKEN = "administration:name_taken"
    NOT_AN_ASSOCIATION = "administration:not_an_association"
    NO_ACCOUNT = "administration:no_account"
    LAST_SECOND_FACTOR = "administration:last_second_factor"
    NO_ASSOCIATION = "administration:no_association"
    NO_SECOND_FACTOR = "administration:no_second_factor"
    OFFICE_ENDED = "administration:office_ended"
    OFFICE_TAKEN = "administration:office_taken"
    OFFICE_TAKEN_UNTIL = "administration:office_taken_until"
    PASSWORD_IS_ADDRESS = "administration:password_is_address"  # noqa: S105 a code, not a secret
    PASSWORD_TOO_COMMON = "administration:password_too_common"  # noqa: S105 a code, not a secret
    PASSWORD_TOO_SHORT = "administration:password_too_short"  # noqa: S105 a code, not a secret
    PERSON_LEFT = "administration:person_left"
    POSITION_TAKEN = "administration:position_taken"
    ONLY_WAY_IN = "administration:only_way_in"
    PERSON_SIGNED_IN_BEFORE = "administration:person_signed_in_before"
    PROVIDER_OFF = "administration:provider_off"
    SECRET_MISSING = "administration:secret_missing"  # noqa: S105 a code, not a secret
    SUBJECT_TAKEN = "administration:subject_taken"
    SLUG_TAKEN = "administration:slug_taken"
    TOO_MANY_PASSKEYS = "administration:too_many_passkeys"
    UNIT_IN_CIRCLE = "administration:unit_in_circle"
    UNIT_NOT_EMPTY = "administration:unit_not_empty"


class Direction(StrEnum):
    """Which way a deputy moves in the order."""

    EARLIER = "earlier"
    LATER = "later"


class Corner(StrEnum):
    """How round buttons and fields are."""

    SQUARE = "square"
    SLIGHT = "slight"
    ROUND = "round"


class TitleFont(StrEnum):
    """The shipped fonts that a title may have."""

    SERIF = "serif"
    SANS = "sans"


class ThemeCode(StrEnum):
    """Why a theme was not saved."""

    NOT_A_COLOUR = "administration:not_a_colour"
    TOO_CLOSE = "administration:too_close"
    TOO_MANY_LETTERS = "administration:too_many_letters"


class NeedCode(StrEnum):
    """What a reader needs before anything can be sealed to them."""

    VAULT = "administration:need_vault"
    CERTIFICATE = "administration:need_certificate"


class RegisterFault(StrEnum):
    """What verification found in offices, deputies and absences."""

    CHANGED = "changed"
    NOT_IN_LOG = "not_in_log"
    GONE = "gone"
    END_CHANGED = "end_changed"
