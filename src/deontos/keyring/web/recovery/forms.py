"""What these pages ask: the present passphrase, one of one's own, a reason, and that the words were compared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deontos.kernel.refusals import Refusal
from deontos.keyring.phrases import REFUSALS
from deontos.keyring.vocabulary import KeyringCode
from deontos.keyring.web.forms import LONGEST, RefusableForm
from deontos.ui.forms import PageForm

LONGEST_REASON = 500
SECRET = {"autocomplete": "off", "spellcheck": "false"}


def secret_field(label: Any, *, help_text: Any = "", required: Any) -> forms.CharField:  # noqa: ANN401 -- words or a promise of them
    """A passphrase that nobody else sees and that never comes back in a page."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        strip=False,
        error_messages={"required": required, "max_length": _("This is longer than a passphrase can be.")},
        widget=forms.PasswordInput(attrs=SECRET),
    )


class PresentForm(RefusableForm):
    """What opens the vault now."""

    refused_field = "vault_present"
    vault_present = secret_field(
        _("Your present passphrase"),
        help_text=_("Or your recovery code."),
        required=_("Type the passphrase that opens your vault now."),
    )


class OwnPhraseForm(PresentForm):
    """A passphrase of one's own, twice."""

    vault_chosen = secret_field(
        _("Your own new passphrase"),
        help_text=_("Six or seven words that have nothing to do with one another or with you."),
        required=_("Type the passphrase that you chose."),
    )
    vault_again = secret_field(_("The same once more"), required=_("Type your new passphrase a second time."))

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("vault_chosen") and cleaned.get("vault_again") not in (None, cleaned["vault_chosen"]):
            self.add_error("vault_again", _("This differs from the passphrase above. Type both again."))
        return cleaned

    def refuse(self, refusal: Refusal) -> None:
        """Put the reason to the field because of which."""
        at_chosen = refusal.code in {KeyringCode.TOO_EASY, KeyringCode.SAME_PASSPHRASE}
        words = str(REFUSALS[KeyringCode(refusal.code)])
        self.add_error("vault_chosen" if at_chosen else "vault_present", forms.ValidationError(words, code="refused"))


class LostForm(RefusableForm):
    """One box: that the keys of before are out of reach."""

    understood = forms.BooleanField(
        label=_("I understand that I cannot read what was sealed to me before, until my old keys come back"),
        error_messages={"required": _("Read what this means. Then tick this box.")},
    )


class FoundForm(RefusableForm):
    """The passphrase or code of the vault that was lost."""

    refused_field = "vault_found"
    vault_found = secret_field(
        _("The passphrase or recovery code of your old vault"),
        required=_("Type the seven words of your old vault, or its recovery code."),
    )


class ReasonForm(RefusableForm):
    """Why something is asked of the stewards."""

    reason = forms.CharField(
        label=_("What happened?"),
        help_text=_("One or two sentences. Stewards read this, so nothing about a report."),
        max_length=LONGEST_REASON,
        error_messages={
            "required": _("Say in a sentence what happened."),
            "max_length": _("Say it in 500 characters or less."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HandOnForm(RefusableForm):
    """The two sentences that a steward confirms before handing a share on."""

    compared = forms.BooleanField(
        label=_("I met this person, and we compared all eight words"),
        error_messages={"required": _("Compare the words first. Then tick this box.")},
    )
    uninvolved = forms.BooleanField(
        label=_("As far as I know, nothing that this person handles is about me"),
        error_messages={"required": _("If something may be about you, let another steward help.")},
    )


class StopForm(PageForm):
    """Why an organisation does without recovery."""

    reason = forms.CharField(
        label=_("Why does the organisation do without it?"),
        max_length=LONGEST_REASON,
        error_messages={
            "required": _("Say why, in a sentence. It stays in the record."),
            "max_length": _("Say it in 500 characters or less."),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
