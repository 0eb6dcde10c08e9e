"""What a pair is for, why an envelope was made, and how a vault is unlocked."""

from enum import StrEnum


class Purpose(StrEnum):
    """What is sealed to a pair (security.md, keys)."""

    CONVERSATION = "conversation"
    DOSSIER = "dossier"
    IDENTITY = "identity"


ITEM = "item"
"""The purpose of an envelope that holds the key of one item."""

OF_ITEM = 0
"""The epoch that such an envelope names: an item's key stays the same through all epochs of the pair it belongs to."""


class Ground(StrEnum):
    """Why somebody was given an envelope (T2, R-000.70, R-000.71)."""

    OWN = "own"
    IN_LINE = "in_line"
    ABSENCE = "absence"
    CONSENT = "consent"
    HANDLING_NEED = "handling_need"
    LEGAL_DUTY = "legal_duty"
    HANDED_OVER = "handed_over"
    BY_REPORTER = "by_reporter"


class WakeReason(StrEnum):
    """Why a sleeping envelope was woken (security.md, falling ill afterwards; hand over)."""

    ABSENCE = "absence"
    UNREAD = "unread"
    LAST_READER_LEFT = "last_reader_left"
    REPORTER_ASKED = "reporter_asked"


class SlotKind(StrEnum):
    """The independent ways into a vault."""

    PASSPHRASE = "passphrase"  # noqa: S105 the name of a kind of slot
    RECOVERY_CODE = "recovery_code"
    STEWARDS = "stewards"


class SharedFor(StrEnum):
    """What a secret was split among stewards for."""

    RECOVERY = "recovery"
    CUSTODY = "custody"


class CeremonyEnd(StrEnum):
    """How a ceremony ended."""

    DONE = "done"
    CALLED_OFF = "called_off"
    TOO_LATE = "too_late"


class Showing(StrEnum):
    """What the passphrase on show is for: a first vault, another passphrase, or a vault with new keys."""

    FIRST = "first"
    CHANGE = "change"
    NEW_KEYS = "new_keys"
    LOST = "lost"


class ResetCause(StrEnum):
    """Why somebody's keys are no longer taken for that person's (security.md, reset)."""

    LOGIN_RESET = "login_reset"
    SECOND_FACTOR_LOST = "second_factor_lost"
    NEW_VAULT = "new_vault"


class KeyState(StrEnum):
    """How the key of somebody who should hold one for an office stands."""

    NO_VAULT = "no_vault"
    ON_HOLD = "on_hold"
    WAITS_FIRST = "waits_first"
    WAITS_SECOND = "waits_second"
    CERTIFIED = "certified"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"


class AlarmKind(StrEnum):
    """What cannot be right about keys."""

    CERTIFICATE_FORGED = "certificate_forged"
    END_TAKEN_BACK = "end_taken_back"
    VAULT_CHANGED = "vault_changed"
    ENVELOPE_UNKNOWN = "envelope_unknown"
    EPOCH_UNKNOWN = "epoch_unknown"
    FEW_STEWARDS = "few_stewards"
    ALL_ADMINISTRATORS = "all_administrators"


class KeyringCode(StrEnum):
    """Why a key was refused."""

    ALREADY_HAS_VAULT = "keyring:already_has_vault"
    NO_VAULT = "keyring:no_vault"
    WRONG_PASSPHRASE = "keyring:wrong_passphrase"  # noqa: S105 the name of a refusal
    WRONG_WORDS = "keyring:wrong_words"
    PROPOSAL_GONE = "keyring:proposal_gone"
    NOT_CERTIFIED = "keyring:not_certified"
    NOT_A_STEWARD = "keyring:not_a_steward"
    OWN_CERTIFICATE = "keyring:own_certificate"
    KEYS_CHANGED = "keyring:keys_changed"
    ALREADY_SIGNED = "keyring:already_signed"
    ALREADY_CERTIFIED = "keyring:already_certified"
    ALL_ADMINISTRATORS = "keyring:all_administrators"
    TOO_FEW_STEWARDS = "keyring:too_few_stewards"
    STEWARDS_STAND = "keyring:stewards_stand"
    NOT_IN_THE_SITTING = "keyring:not_in_the_sitting"
    ALARM_SETTLED = "keyring:alarm_settled"
    TOO_EARLY = "keyring:too_early"
    CERTIFICATE_ENDED = "keyring:certificate_ended"
    NO_ENVELOPE = "keyring:no_envelope"
    KEY_NOT_AUTHENTIC = "keyring:key_not_authentic"
    LOCKED = "keyring:locked"
    SECRETS_MOVED_ON = "keyring:secrets_moved_on"
    TOO_EASY = "keyring:too_easy"
    SAME_PASSPHRASE = "keyring:same_passphrase"  # noqa: S105 the name of a refusal
    NOT_IN_CUSTODY = "keyring:not_in_custody"
    NO_RECOVERY = "keyring:no_recovery"
    CEREMONY_OVER = "keyring:ceremony_over"
    CEREMONY_RUNS = "keyring:ceremony_runs"
    NOT_COMPARED = "keyring:not_compared"
    ALREADY_GIVEN = "keyring:already_given"
    NO_SHARE = "keyring:no_share"
    OWN_CEREMONY = "keyring:own_ceremony"
    TOO_FEW_SHARES = "keyring:too_few_shares"
    SHARES_DO_NOT_FIT = "keyring:shares_do_not_fit"
    ANOTHER_STEWARD = "keyring:another_steward"
    STOP_CHANGED = "keyring:stop_changed"


class KeyFault(StrEnum):
    """What verification found in the keyring."""

    CHANGED = "changed"
    BORROWED_ENTRY = "borrowed_entry"
    NOT_IN_LOG = "not_in_log"
    GONE = "gone"
    TAKEN_AWAY = "taken_away"
    ROLLED_BACK = "rolled_back"
    END_CHANGED = "end_changed"
    ENDED_OTHERWISE = "ended_otherwise"
    KEY_OF_NOBODY = "key_of_nobody"
    BAD_SIGNATURE = "bad_signature"
    SIGNATURE_GONE = "signature_gone"
    NOT_HANDED_ON = "not_handed_on"
    CONTRIBUTION_GONE = "contribution_gone"
    NOT_GIVEN = "not_given"
    GIVEN_BY_NOBODY = "given_by_nobody"
    CANNOT_WAKE = "cannot_wake"
