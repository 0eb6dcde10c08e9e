"""The one question of proving once more who is there: the password, or a code for whoever has no password."""

from typing import ClassVar

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

from deontos.administration.models import Account
from deontos.administration.web.forms import CodeForm
from deontos.ui.forms import PageForm

PROOF = "proof"
"""The field; it is never kept in a page (access.web.keeping)."""


class ProofForm(PageForm):
    """What both kinds share: whose proof it is, and by which method it is remembered."""

    METHOD: ClassVar[str]
    proof: forms.CharField

    def __init__(self, *args: object, user: Account, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class PasswordProofForm(ProofForm):
    """The password, once more."""

    METHOD = "password"
    proof = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=500,
        error_messages={"required": _("Type your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_proof(self) -> str:
        """The password of whoever is signed in; attempts are counted as at the door."""
        proof: str = self.cleaned_data["proof"]
        if not get_adapter().reauthenticate(self.user, proof):
            raise get_adapter().validation_error("incorrect_password")
        return proof


class CodeProofForm(ProofForm):
    """A code of the second step, judged and used up as at the door."""

    METHOD = "mfa"
    proof = forms.CharField(
        label=_("The six digits in your app"),
        max_length=20,
        error_messages={"required": _("Type the six digits that your app shows now.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )

    def clean_proof(self) -> str:
        """A code that counts."""
        proof: str = self.cleaned_data["proof"]
        judged = CodeForm(data={"code": proof}, user=self.user)
        if not judged.is_valid():
            raise forms.ValidationError(judged.errors["code"].as_data())
        return proof
