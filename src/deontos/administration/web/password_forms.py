"""The questions about a password: a new one, typed twice; and the present one before it."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account
from deontos.administration.phrases import REFUSALS
from deontos.administration.vocabulary import AdministrationCode
from deontos.ui.forms import PageForm

PROOF = "proof"
"""The hidden field that opens the page behind a link; it is never kept in another page (access.web.keeping)."""


def _new(label: str | Any, missing: str | Any) -> forms.CharField:  # noqa: ANN401 -- words of any language
    return forms.CharField(
        label=label,
        strip=False,
        max_length=500,
        error_messages={
            "required": missing,
            "max_length": _("A password has at most 500 signs. Choose a shorter one."),
        },
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class NewPasswordForm(PageForm):
    """A new password, twice."""

    new_password = _new(_("New password"), _("Choose a password of at least twelve signs. Four words make a good one."))
    new_password_again = _new(_("The same password again"), _("Type the new password a second time."))

    def clean(self) -> dict[str, Any] | None:
        """Both are the same, so that nobody is locked out by a slip."""
        cleaned = super().clean() or {}
        first, second = cleaned.get("new_password"), cleaned.get("new_password_again")
        if first and second and first != second:
            self.add_error("new_password_again", _("The two are not the same. Type the new password again, twice."))
        return cleaned

    def refuse(self, refusal: AdministrationRefused) -> None:
        """Say at the field why the password is not taken."""
        words = str(REFUSALS[AdministrationCode(refusal.code)])
        self.add_error("new_password", ValidationError(words, code="refused"))


class ChangePasswordForm(NewPasswordForm):
    """The present password first."""

    field_order = ("password", "new_password", "new_password_again")
    password = forms.CharField(
        label=_("Your present password"),
        strip=False,
        max_length=500,
        error_messages={"required": _("Type your present password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: object, account: Account, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        """The password of whoever is signed in; attempts are counted as at the door."""
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.account, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class AddressForm(PageForm):
    """Which address somebody signs in with."""

    address = forms.EmailField(
        label=_("E-mail address"),
        error_messages={
            "required": _("Type the address that you use at work."),
            "invalid": _("Type the whole address, such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )

    def clean_address(self) -> str:
        """Addresses are kept in lower case."""
        return str(self.cleaned_data["address"]).lower()
