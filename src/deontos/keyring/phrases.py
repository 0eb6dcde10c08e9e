"""Grounds and refusals of the keyring, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.keyring.vocabulary import AlarmKind, Ground, KeyFault, KeyringCode, KeyState, ResetCause, WakeReason

GROUNDS: dict[Ground, Promise] = {
    Ground.OWN: _("own conversation"),
    Ground.IN_LINE: _("by office"),
    Ground.ABSENCE: _("because of an absence"),
    Ground.CONSENT: _("with consent"),
    Ground.HANDLING_NEED: _("needed for the handling"),
    Ground.LEGAL_DUTY: _("because the law says so"),
    Ground.HANDED_OVER: _("handed over by a colleague"),
    Ground.BY_REPORTER: _("chosen by the reporter"),
}

WOKEN: dict[WakeReason, Promise] = {
    WakeReason.ABSENCE: GROUNDS[Ground.ABSENCE],
    WakeReason.UNREAD: _("because nobody had read it and a legal term was about to end"),
    WakeReason.LAST_READER_LEFT: _("because nobody was left who could read it"),
    WakeReason.REPORTER_ASKED: GROUNDS[Ground.BY_REPORTER],
}


def why_read(ground: str, woken_because: str) -> Promise:
    """Why somebody reads: what woke a key that slept, else why it was given."""
    return WOKEN[WakeReason(woken_because)] if woken_because else GROUNDS[Ground(ground)]


STATES: dict[KeyState, Promise] = {
    KeyState.NO_VAULT: _("No vault yet"),
    KeyState.ON_HOLD: _("On hold after a reset"),
    KeyState.WAITS_FIRST: _("Waits for the first signature"),
    KeyState.WAITS_SECOND: _("Waits for the second signature"),
    KeyState.CERTIFIED: _("Confirmed"),
    KeyState.ENDS_SOON: _("Ends soon"),
    KeyState.ENDED: _("Ended"),
}

RESETS: dict[ResetCause, Promise] = {
    ResetCause.LOGIN_RESET: _("the sign-in was reset"),
    ResetCause.SECOND_FACTOR_LOST: _("the second step of signing in was lost"),
    ResetCause.NEW_VAULT: _("a new vault was made"),
}

HISTORY: dict[str, Promise] = {
    "vault.made": _("Vault made"),
    "vault.ended": _("Vault replaced by a new one"),
    "vault.brought_back": _("Keys of an earlier vault brought back"),
    "ceremony.begun": _("Two stewards asked for a key"),
    "ceremony.contributed": _("Share handed on"),
    "ceremony.ended": _("Handing on of shares ended"),
    "recovery.stop_asked": _("Asked to do without recovery"),
    "recovery.stopped": _("Recovery switched off"),
    "recovery.stop_lifted": _("Recovery left or switched on"),
    "stewards.founded": _("First stewards confirmed one another"),
    "certificate.signed": _("Signed for a key"),
    "certificate.issued": _("Key confirmed by two stewards"),
    "certificate.ended": _("Confirmation of a key ended"),
    "keys.reset": _("Key put on hold by a reset"),
    "alarm.raised": _("Alarm about a key"),
    "alarm.settled": _("Alarm settled"),
}
"""The facts of the audit chain that stewards look back on, in words."""

ALARMS: dict[AlarmKind, Promise] = {
    AlarmKind.CERTIFICATE_FORGED: _("A key looks confirmed, but its signatures or its entry in the audit do not hold"),
    AlarmKind.END_TAKEN_BACK: _("A key that has ended was made to look as if it had not"),
    AlarmKind.VAULT_CHANGED: _("The key in a vault is not the one that was made or confirmed"),
    AlarmKind.ENVELOPE_UNKNOWN: _("A key to confidential messages was given by nobody we know"),
    AlarmKind.EPOCH_UNKNOWN: _("A conversation got a new key, and the audit does not know of it"),
    AlarmKind.FEW_STEWARDS: _("There are fewer than three stewards"),
    AlarmKind.ALL_ADMINISTRATORS: _("All stewards are administrators"),
}

REMEDIES: dict[AlarmKind, Promise] = {
    AlarmKind.CERTIFICATE_FORGED: _(
        "Nothing is sealed to it. Somebody may have written in the database. Ask the operator who could, and have the "
        "row removed."
    ),
    AlarmKind.END_TAKEN_BACK: _(
        "Nothing is sealed to it: the audit still knows that it ended. Ask the operator who can write in the database."
    ),
    AlarmKind.VAULT_CHANGED: _(
        "Nothing is sealed to a key that nobody confirmed. Ask this person to open the vault and compare the words."
    ),
    AlarmKind.ENVELOPE_UNKNOWN: _(
        "It opens nothing. Somebody may have written in the database. Ask the operator who could, and have the row "
        "removed."
    ),
    AlarmKind.EPOCH_UNKNOWN: _(
        "Nothing is sealed to it. Somebody may have written in the database. Ask the operator who could."
    ),
    AlarmKind.FEW_STEWARDS: _(
        "With two, one illness stops every confirmation. Ask an administrator to give the office to one more person."
    ),
    AlarmKind.ALL_ADMINISTRATORS: _(
        "Then administrators alone decide whose key is whose. Ask that somebody who is no administrator becomes a "
        "steward."
    ),
}

SITTING_REFUSALS: dict[KeyringCode, Promise] = {
    KeyringCode.WRONG_PASSPHRASE: _("this passphrase does not open your vault. Look at each word and try again."),
    KeyringCode.KEYS_CHANGED: _(
        "the key in this vault is not the one that the passphrase opens. Tell the operator today."
    ),
}
"""What is said to one of several at a screen, after the name."""

REFUSALS: dict[KeyringCode, Promise] = {
    KeyringCode.ALREADY_HAS_VAULT: _("You already have a vault. Open it with your passphrase."),
    KeyringCode.NO_VAULT: _("You do not have a vault yet. Make one first."),
    KeyringCode.WRONG_PASSPHRASE: _("This passphrase does not open your vault. Look at each word and try again."),
    KeyringCode.WRONG_WORDS: _("These are not the words we asked for. Look at your paper and type them again."),
    KeyringCode.PROPOSAL_GONE: _("This passphrase was shown too long ago. We made a new one for you."),
    KeyringCode.NOT_CERTIFIED: _("This key still waits for two stewards to confirm it. Nothing is sealed to it."),
    KeyringCode.NOT_A_STEWARD: _("Only a steward of this organisation can confirm a key."),
    KeyringCode.OWN_CERTIFICATE: _("Nobody confirms their own key. Ask another steward."),
    KeyringCode.KEYS_CHANGED: _("This key is not the one that you compared. Compare the words once more."),
    KeyringCode.ALREADY_SIGNED: _("You have signed for this key. Another steward signs too."),
    KeyringCode.ALREADY_CERTIFIED: _("Two stewards have confirmed this key already."),
    KeyringCode.ALL_ADMINISTRATORS: _(
        "All stewards would be administrators. At least one of them must not be, so that no administrator alone "
        "decides whose key is whose."
    ),
    KeyringCode.TOO_FEW_STEWARDS: _("Three stewards do this together. Fill in what is asked of three people."),
    KeyringCode.STEWARDS_STAND: _("There are stewards already. They confirm the keys of others on the page Keys."),
    KeyringCode.NOT_IN_THE_SITTING: _("You take part yourself: tick your own box too and type your passphrase."),
    KeyringCode.ALARM_SETTLED: _("Somebody else has settled this alarm. You see here what was written."),
    KeyringCode.TOO_EARLY: _(
        "This person's sign-in or vault was reset. The key can be confirmed 72 hours afterwards, from %(moment)s on."
    ),
    KeyringCode.CERTIFICATE_ENDED: _("What you were about to sign has ended. Open the page again and begin anew."),
    KeyringCode.NO_ENVELOPE: _("You do not hold a key for this."),
    KeyringCode.KEY_NOT_AUTHENTIC: _(
        "Somebody may have changed the keys of this conversation, so nothing was sent. Your text still stands here. "
        "Tell it by telephone or in person."
    ),
    KeyringCode.LOCKED: _("Your vault is closed. Open it to go on."),
    KeyringCode.SECRETS_MOVED_ON: _(
        "Your vault cannot be opened at this moment, because this service has to be restarted. What you typed may be "
        "right. Try again in a few minutes, and tell your administrator if it goes on."
    ),
    KeyringCode.TOO_EASY: _(
        "This passphrase is too easy to guess. Take more words that have nothing to do with one another or with you, "
        "no saying and no line of a song. Six or seven words are enough."
    ),
    KeyringCode.SAME_PASSPHRASE: _("This is your present passphrase. Choose another one."),
    KeyringCode.NOT_IN_CUSTODY: _("This name was sealed with the reporter's own code alone. Nobody else can open it."),
    KeyringCode.NO_RECOVERY: _("Stewards keep no share of a lost key of yours, so they cannot bring it back."),
    KeyringCode.CEREMONY_OVER: _("This recovery has ended. If the keys are still needed, it has to be started again."),
    KeyringCode.CEREMONY_RUNS: _("You have asked for this already. Two stewards can help you now."),
    KeyringCode.NOT_COMPARED: _(
        "Confirm both first: that you compared the words with this person, and that you know "
        "of nothing in which this person handles something about you."
    ),
    KeyringCode.ALREADY_GIVEN: _("You have handed your share on already. Now another steward has to."),
    KeyringCode.NO_SHARE: _("No share of this key was made for your present key. Another steward has to help."),
    KeyringCode.OWN_CEREMONY: _("Nobody helps to bring back their own key. Two other stewards have to."),
    KeyringCode.TOO_FEW_SHARES: _("Two stewards have to hand their shares on first. Not enough of them have."),
    KeyringCode.SHARES_DO_NOT_FIT: _(
        "What the stewards handed on does not open this vault. Tell a steward: somebody may have changed something."
    ),
    KeyringCode.ANOTHER_STEWARD: _("You asked for this yourself. Another steward has to confirm it."),
    KeyringCode.STOP_CHANGED: _("Somebody was faster than you. Look at how it stands now."),
}

FAULTS: dict[KeyFault, Promise] = {
    KeyFault.CHANGED: _("This row is not what the log says: it was changed, or exchanged for another."),
    KeyFault.BORROWED_ENTRY: _("This row points at an entry of the log that was made for another one."),
    KeyFault.NOT_IN_LOG: _("The log does not know this row: it was added without the program."),
    KeyFault.GONE: _("This row was removed: the log says that it was made."),
    KeyFault.TAKEN_AWAY: _("This key was taken away from its reader, and it was put back without the program."),
    KeyFault.ROLLED_BACK: _("An earlier copy of this row was put back: the log knows a later one."),
    KeyFault.END_CHANGED: _("The log says another day on which this certificate ended."),
    KeyFault.ENDED_OTHERWISE: _("The log says that this ended at another moment or in another way, or that it runs."),
    KeyFault.KEY_OF_NOBODY: _("The keys that wait for confirmation here are not those of this person's vault."),
    KeyFault.BAD_SIGNATURE: _("This signature of a steward does not fit the certificate."),
    KeyFault.SIGNATURE_GONE: _("A signature of a steward under this certificate was removed."),
    KeyFault.NOT_HANDED_ON: _("This share does not carry the signature of the steward who handed it on."),
    KeyFault.CONTRIBUTION_GONE: _("A share that a steward handed on for this was removed."),
    KeyFault.NOT_GIVEN: _(
        "This envelope does not carry the signature of whoever gave it: it was changed or exchanged."
    ),
    KeyFault.GIVEN_BY_NOBODY: _("Nobody certified whoever gave this envelope: it was added without the program."),
    KeyFault.CANNOT_WAKE: _("The outer layer of this sleeping envelope does not open with our secret."),
}
"""What verification found, in words."""
