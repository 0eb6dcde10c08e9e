"""The ways of proving once more who is there: the password, or what stands in for it; a passkey; a recovery code."""

from typing import ClassVar

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django import forms
from django.utils.translation import gettext_lazy as _

from deontos.administration.models import Account
from deontos.administration.web import second_factor
from deontos.administration.web.ceremonies import PasskeyRefused, finish_proving
from deontos.administration.web.forms import CodeForm, RecoveryCodeForm
from deontos.administration.web.passkey_forms import passkey_answer, wrong_passkey
from deontos.ui.forms import PageForm

PROOF, PASSKEY, RECOVERY = "proof", "proof_passkey", "proof_recovery"
"""The fields; none of them is ever kept in a page (access.web.keeping)."""


class ProofForm(PageForm):
    """What all kinds share: whose proof it is, in which field it comes, and by which method it is remembered."""

    FIELD: ClassVar[str]
    METHOD: ClassVar[str]

    def __init__(self, *args: object, user: Account, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class PasswordProofForm(ProofForm):
    """The password, once more."""

    FIELD, METHOD = PROOF, "password"
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

    FIELD, METHOD = PROOF, "mfa"
    proof = forms.CharField(
        label=_("The six digits in your app"),
        max_length=20,
        error_messages={"required": _("Type the six digits that your app shows now.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )

    def clean_proof(self) -> str:
        """A code that counts."""
        return _judged_as(CodeForm, self.user, self.cleaned_data["proof"])


class PasskeyProofForm(ProofForm):
    """A passkey of this account that asked its owner for a finger, a face or a code."""

    FIELD, METHOD = PASSKEY, "mfa"
    proof_passkey = passkey_answer()

    def clean_proof_passkey(self) -> str:
        """The browser's answer to the question of this session, which counts once."""
        answer: str = self.cleaned_data["proof_passkey"]
        try:
            finish_proving(answer, self.user).record_usage()
        except PasskeyRefused:
            raise wrong_passkey() from None
        return answer


class RecoveryProofForm(ProofForm):
    """A recovery code, used up as at the door: for whoever has no password, and the phone not at hand."""

    FIELD, METHOD = RECOVERY, "mfa"
    proof_recovery = forms.CharField(
        label=_("One of your recovery codes"),
        help_text=_("Twelve digits. Spaces do not matter."),
        max_length=60,
        error_messages={"required": _("Type one of the codes on your paper.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
    )

    def clean_proof_recovery(self) -> str:
        """A code that was not used before; it is used up now, and its owner gets a letter."""
        return _judged_as(RecoveryCodeForm, self.user, self.cleaned_data["proof_recovery"])


def kinds_for(account: Account) -> tuple[type[ProofForm], ...]:
    """The ways that an account has: the password before all, without one what stands in for it. One query."""
    kept, has_password = second_factor.kinds_of(account), account.has_usable_password()
    ways: list[tuple[type[ProofForm], bool]] = [
        (PasswordProofForm, has_password),
        (CodeProofForm, not has_password and Authenticator.Type.TOTP in kept),
        (PasskeyProofForm, Authenticator.Type.WEBAUTHN in kept),
        (RecoveryProofForm, not has_password and Authenticator.Type.RECOVERY_CODES in kept),
    ]
    return tuple(kind for kind, is_there in ways if is_there)


def _judged_as(kind: type[CodeForm], account: Account, code: str) -> str:
    judged = kind(data={"code": code}, user=account)
    if not judged.is_valid():
        raise forms.ValidationError(judged.errors["code"].as_data())
    return code
