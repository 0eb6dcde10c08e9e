"""The subjects of letters. They say no more than the letters do: no case, no number, no name."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.notices.vocabulary import LetterTemplate

SUBJECTS: dict[LetterTemplate, Promise] = {
    LetterTemplate.CHANNEL_TEST: _("Please read the test of the reporting point"),
    LetterTemplate.CHANNEL_TEST_DUE: _("The reporting point needs a new test"),
    LetterTemplate.ANCHOR: _("The anchor of the log: keep this letter"),
    LetterTemplate.ADDRESS_CHANGED: _("Your e-mail address was changed"),
    LetterTemplate.INVITATION: _("Choose your password for Deontos"),
    LetterTemplate.PASSKEY_ADDED: _("A passkey was added"),
    LetterTemplate.PASSKEY_REMOVED: _("A passkey was taken away"),
    LetterTemplate.PASSWORD_CHANGED: _("Your password was changed"),
    LetterTemplate.PASSWORD_RESET: _("Choose a new password"),
    LetterTemplate.PROVIDER_LINKED: _("Another way to sign in"),
    LetterTemplate.PROVIDER_UNLINKED: _("One way less to sign in"),
    LetterTemplate.RECOVERY_CODES_MADE: _("New codes for signing in"),
    LetterTemplate.RECOVERY_CODE_USED: _("A recovery code was used"),
    LetterTemplate.SECOND_FACTOR_RESET: _("Set up your second step again"),
    LetterTemplate.SOMETHING_WAITS: _("Something waits for you"),
    LetterTemplate.VAULT_MADE: _("Your vault was made"),
    LetterTemplate.KEYS_RESET: _("Your key was put on hold"),
    LetterTemplate.KEYS_RESET_OF_SOMEBODY: _("A key of a colleague was put on hold"),
    LetterTemplate.KEY_ENDS_SOON: _("Your key has to be confirmed again"),
    LetterTemplate.KEYS_TO_RENEW: _("Keys have to be confirmed again"),
    LetterTemplate.KEY_ALARM: _("Something is wrong with a key: please look today"),
    LetterTemplate.VAULT_CHANGED: _("What opens your vault was changed"),
    LetterTemplate.RECOVERY_BEGUN: _("A recovery of keys was started"),
    LetterTemplate.RECOVERY_READY: _("Your keys are ready"),
    LetterTemplate.RECOVERY_ENDED: _("A recovery of keys has ended"),
    LetterTemplate.RECOVERY_STOPPED: _("Stewards no longer keep shares of your key"),
    LetterTemplate.NAME_BY_LAW: _("The opening of a name by duty of law: please look"),
    LetterTemplate.CUSTODY_ENDED: _("Stewards can no longer open a name"),
    LetterTemplate.RECOVERY_ON_AGAIN: _("Stewards keep shares of your key again"),
    LetterTemplate.FLOOD: _("Unusually much came in at the reporting point"),
    LetterTemplate.STORAGE_FILLING: _("The disk of Deontos is filling"),
    LetterTemplate.STORAGE_FULL: _("The disk of Deontos is full: no files are taken"),
}
