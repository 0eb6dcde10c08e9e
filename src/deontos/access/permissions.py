"""Every permission there is, in the order of the alphabet."""

from enum import StrEnum


class Permission(StrEnum):
    """What an office may do. `room:thing:verb`."""

    ADMINISTRATION_ACCOUNT_END = "administration:account:end"
    ADMINISTRATION_ACCOUNT_MAKE = "administration:account:make"
    ADMINISTRATION_ACCOUNT_RESET = "administration:account:reset"
    ADMINISTRATION_MEMBERS_FOLLOW = "administration:members:follow"
    ADMINISTRATION_SETTINGS_READ = "administration:settings:read"
    ADMINISTRATION_SIGN_IN_CONFIGURE = "administration:sign_in:configure"
    CASES_CASE_EXPORT = "cases:case:export"
    CASES_CASE_HAND_OVER = "cases:case:hand_over"
    CASES_CASE_HANDLE = "cases:case:handle"
    CASES_CASE_READ = "cases:case:read"
    CASES_COUNTS_READ = "cases:counts:read"
    CASES_IDENTITY_OPEN = "cases:identity:open"
    CASES_TEXTS_CHANGE = "cases:texts:change"
    KEYRING_ALARMS_READ = "keyring:alarms:read"
    KEYRING_STEWARD_CERTIFY = "keyring:steward:certify"
    ORGANISATIONS_ABSENCE_RECORD = "organisations:absence:record"
    ORGANISATIONS_DEPUTY_NAME = "organisations:deputy:name"
    ORGANISATIONS_OFFICE_APPOINT = "organisations:office:appoint"
    ORGANISATIONS_OFFICE_END = "organisations:office:end"
    ORGANISATIONS_OFFICES_READ = "organisations:offices:read"
    ORGANISATIONS_ORGANISATION_CHANGE = "organisations:organisation:change"
    ORGANISATIONS_PEOPLE_READ = "organisations:people:read"
    ORGANISATIONS_PERSON_CHANGE = "organisations:person:change"
    ORGANISATIONS_PERSON_LEAVE = "organisations:person:leave"
    ORGANISATIONS_UNIT_CHANGE = "organisations:unit:change"
    QUESTIONNAIRES_QUESTIONNAIRE_CHANGE = "questionnaires:questionnaire:change"
    SPEAKUP_CHANNEL_SET_UP = "speakup:channel:set_up"
    SPEAKUP_CUSTODY_SWITCH = "speakup:custody:switch"
    SPEAKUP_DISCLOSURE_ENTER = "speakup:disclosure:enter"
    SPEAKUP_DOCUMENT_PUBLISH = "speakup:document:publish"
    SPEAKUP_TEST_MAKE = "speakup:test:make"
    SPEAKUP_TEST_READ = "speakup:test:read"


STEP_UP = frozenset(
    {
        Permission.ADMINISTRATION_ACCOUNT_END,
        Permission.ADMINISTRATION_ACCOUNT_RESET,
        Permission.CASES_CASE_EXPORT,
        Permission.CASES_CASE_HAND_OVER,
        Permission.CASES_IDENTITY_OPEN,
        Permission.ORGANISATIONS_OFFICE_END,
        Permission.ORGANISATIONS_PERSON_LEAVE,
        Permission.SPEAKUP_CUSTODY_SWITCH,
    }
)
"""Those for which a password or code that was given a while ago is asked once more, before the page is shown."""
