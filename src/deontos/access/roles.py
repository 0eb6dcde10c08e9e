"""What each office carries, each with a sentence for people. An office that is not here carries nothing."""

from dataclasses import dataclass

from deontos.access.permissions import Permission
from deontos.organisations.vocabulary import OfficeKind


@dataclass(frozen=True, slots=True)
class Role:
    """The permissions of one office and what they mean in a sentence."""

    office: OfficeKind
    permissions: frozenset[Permission]
    sentence: str


HANDLING = frozenset(
    {
        Permission.CASES_CASE_EXPORT,
        Permission.CASES_CASE_HAND_OVER,
        Permission.CASES_CASE_HANDLE,
        Permission.CASES_CASE_READ,
        Permission.CASES_IDENTITY_OPEN,
        Permission.SPEAKUP_DISCLOSURE_ENTER,
        Permission.SPEAKUP_TEST_MAKE,
        Permission.SPEAKUP_TEST_READ,
    }
)
STANDING_IN = frozenset(
    {
        Permission.ADMINISTRATION_SETTINGS_READ,
        Permission.ORGANISATIONS_ABSENCE_RECORD,
        Permission.ORGANISATIONS_DEPUTY_NAME,
        Permission.ORGANISATIONS_OFFICES_READ,
    }
)
KEEPING = frozenset(
    {
        Permission.ORGANISATIONS_ORGANISATION_CHANGE,
        Permission.ORGANISATIONS_PEOPLE_READ,
        Permission.ORGANISATIONS_PERSON_CHANGE,
        Permission.ORGANISATIONS_PERSON_LEAVE,
        Permission.ORGANISATIONS_UNIT_CHANGE,
    }
)
SEATING = STANDING_IN | {Permission.ORGANISATIONS_OFFICE_APPOINT, Permission.ORGANISATIONS_OFFICE_END}

SETTING_UP = frozenset(
    {
        Permission.CASES_TEXTS_CHANGE,
        Permission.QUESTIONNAIRES_QUESTIONNAIRE_CHANGE,
        Permission.SPEAKUP_CHANNEL_SET_UP,
        Permission.SPEAKUP_CUSTODY_SWITCH,
        Permission.SPEAKUP_DOCUMENT_PUBLISH,
        Permission.SPEAKUP_TEST_MAKE,
    }
)
FOLLOWING = frozenset({Permission.ADMINISTRATION_MEMBERS_FOLLOW})

ROLES = (
    Role(
        OfficeKind.COMPLAINTS_MANAGER,
        HANDLING | {Permission.CASES_TEXTS_CHANGE},
        "Reads and handles the cases whose key this person holds; so do the deputies of this office.",
    ),
    Role(
        OfficeKind.INTEGRITY_OFFICER,
        HANDLING | SEATING | SETTING_UP | FOLLOWING | {Permission.CASES_COUNTS_READ, Permission.KEYRING_ALARMS_READ},
        "Sees counts and alarms about keys, gives and ends offices; reads a case only when it was sealed to them.",
    ),
    Role(
        OfficeKind.INTEGRITY_COORDINATOR,
        STANDING_IN,
        "Sees who holds which office, names deputies and records absences.",
    ),
    Role(
        OfficeKind.GENERAL_DIRECTOR,
        HANDLING,
        "Reads a case only when everybody before in the line is involved or away, and it was sealed to this person.",
    ),
    Role(
        OfficeKind.STEWARD,
        frozenset({Permission.KEYRING_ALARMS_READ, Permission.KEYRING_STEWARD_CERTIFY}),
        "Certifies, with a second steward, whose key is whose. Reads nothing.",
    ),
    Role(
        OfficeKind.ADMINISTRATOR,
        SEATING
        | SETTING_UP
        | KEEPING
        | {
            Permission.ADMINISTRATION_ACCOUNT_END,
            Permission.ADMINISTRATION_ACCOUNT_MAKE,
            Permission.ADMINISTRATION_ACCOUNT_RESET,
            Permission.ADMINISTRATION_SIGN_IN_CONFIGURE,
            Permission.CASES_COUNTS_READ,
        },
        "Keeps people, offices and settings. Sees counts, never content.",
    ),
)

BY_OFFICE: dict[OfficeKind, frozenset[Permission]] = {role.office: role.permissions for role in ROLES}


def permissions_of(office: OfficeKind) -> frozenset[Permission]:
    """What an office carries; nothing where no role says so."""
    return BY_OFFICE.get(office, frozenset())
