"""The letters there are, and what is wrong with an address for mail."""

from enum import StrEnum


class LetterTemplate(StrEnum):
    """Which letter; its words stand in `templates/notices` under this name."""

    CHANNEL_TEST = "channel_test"
    CHANNEL_TEST_DUE = "channel_test_due"
    ANCHOR = "anchor"
    ADDRESS_CHANGED = "address_changed"
    INVITATION = "invitation"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 a letter, not a secret
    PASSWORD_RESET = "password_reset"  # noqa: S105 a letter, not a secret
    PROVIDER_LINKED = "provider_linked"
    PROVIDER_UNLINKED = "provider_unlinked"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    SECOND_FACTOR_RESET = "second_factor_reset"
    SOMETHING_WAITS = "something_waits"
    VAULT_MADE = "vault_made"
    KEYS_RESET = "keys_reset"
    KEYS_RESET_OF_SOMEBODY = "keys_reset_of_somebody"
    KEY_ENDS_SOON = "key_ends_soon"
    KEYS_TO_RENEW = "keys_to_renew"
    KEY_ALARM = "key_alarm"
    VAULT_CHANGED = "vault_changed"
    RECOVERY_BEGUN = "recovery_begun"
    RECOVERY_READY = "recovery_ready"
    RECOVERY_ENDED = "recovery_ended"
    RECOVERY_STOPPED = "recovery_stopped"
    NAME_BY_LAW = "name_by_law"
    CUSTODY_ENDED = "custody_ended"
    RECOVERY_ON_AGAIN = "recovery_on_again"
    FLOOD = "flood"
    STORAGE_FILLING = "storage_filling"
    STORAGE_FULL = "storage_full"
