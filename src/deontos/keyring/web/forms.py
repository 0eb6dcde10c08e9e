"""What the pages of a vault ask: the passphrase, and two of its words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from deontos.keyring.own_vault import VaultRefused
from deontos.keyring.phrases import REFUSALS
from deontos.keyring.vocabulary import KeyringCode
from deontos.ui.forms import PageForm

PASSPHRASE = "vault_passphrase"  # noqa: S105 the name of a field
LONGEST = 500
"""Characters; no passphrase of ours comes near it, and a derivation over megabytes is refused."""


class RefusableForm(PageForm):
    """A form that can say why a vault was not made or opened."""

    refused_field: str | None = None

    def refuse(self, refusal: VaultRefused) -> None:
        """Put the reason where the answer has to change."""
        self.add_error(
            self.refused_field, forms.ValidationError(str(REFUSALS[KeyringCode(refusal.code)]), code="refused")
        )


class UnlockForm(RefusableForm):
    """The passphrase of the vault, or its recovery code."""

    refused_field = PASSPHRASE
    vault_passphrase = forms.CharField(
        label=_("Your passphrase"),
        help_text=_("Seven words, or your recovery code. Capitals and accents do not matter."),
        max_length=LONGEST,
        strip=False,
        error_messages={
            "required": _("Type the seven words of your passphrase."),
            "max_length": _("This is longer than a passphrase. Type only the seven words."),
        },
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class TwoWordsForm(RefusableForm):
    """Two words of the passphrase, to show that it stands on paper."""

    first = forms.CharField(max_length=LONGEST, error_messages={"required": _("Type this word from your paper.")})
    second = forms.CharField(max_length=LONGEST, error_messages={"required": _("Type this word from your paper.")})

    def ask(self, numbers: tuple[int, int]) -> None:
        """Say which words are asked, counted from 1."""
        for name, number in zip(("first", "second"), numbers, strict=True):
            field = self.fields[name]
            field.label = _("Word number %(number)d") % {"number": number}
            field.widget.attrs.update({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"})
