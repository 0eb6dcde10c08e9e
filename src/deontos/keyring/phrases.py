"""Grounds and refusals of the keyring, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.keyring.vocabulary import Ground, KeyringCode, ResetCause

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

RESETS: dict[ResetCause, Promise] = {
    ResetCause.LOGIN_RESET: _("the sign-in was reset"),
    ResetCause.SECOND_FACTOR_LOST: _("the second step of signing in was lost"),
    ResetCause.NEW_VAULT: _("a new vault was made"),
}

REFUSALS: dict[KeyringCode, Promise] = {
    KeyringCode.ALREADY_HAS_VAULT: _("You already have a vault. Open it with your passphrase."),
    KeyringCode.NO_VAULT: _("You do not have a vault yet. Make one first."),
    KeyringCode.WRONG_PASSPHRASE: _("This passphrase does not open your vault. Look at each word and try again."),
    KeyringCode.WRONG_WORDS: _("These are not the words we asked for. Look at your paper and type them again."),
    KeyringCode.PROPOSAL_GONE: _("This passphrase was shown too long ago. We made a new one for you."),
    KeyringCode.NOT_CERTIFIED: _("This key still waits for two stewards to confirm it. Nothing is sealed to it."),
    KeyringCode.NOT_A_STEWARD: _("Only a steward of this organisation can confirm a key."),
    KeyringCode.OWN_CERTIFICATE: _("Nobody confirms their own key. Ask another steward."),
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
}
