"""What the pages of passkeys ask: a name for people, and the browser's answer, which only a script can give."""

from collections.abc import Mapping

from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django import forms
from django.utils.translation import gettext_lazy as _

from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import Account
from deontos.administration.phrases import REFUSALS, SIGN_IN
from deontos.administration.vocabulary import AdministrationCode, SignInCode
from deontos.administration.web.ceremonies import PasskeyRefused, finish_making, finish_using
from deontos.ui.forms import PageForm

LONGEST_NAME = 60


def passkey_answer() -> forms.CharField:
    """The hidden field that a script fills with what the browser answered."""
    return forms.CharField(
        required=False, strip=False, widget=forms.HiddenInput(attrs={"data-passkey-answer": "", "autocomplete": "off"})
    )


def _name() -> forms.CharField:
    return forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you know it again, for example: my work phone."),
        max_length=LONGEST_NAME,
        error_messages={
            "required": _("Give it a name, such as: my work phone."),
            "max_length": _("Use at most sixty signs."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def wrong_passkey() -> forms.ValidationError:
    """The one thing that is said of a passkey that does not count."""
    return forms.ValidationError(str(SIGN_IN[SignInCode.WRONG_PASSKEY]), code="wrong_passkey")


class AddPasskeyForm(PageForm):
    """A passkey that the browser has just made, and its name."""

    name = _name()
    answer = passkey_answer()
    credential: Mapping[str, object]

    def clean(self) -> dict[str, object]:
        """The proof is looked at only with a name: it can be given once."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.credential = finish_making(cleaned["answer"])
            except PasskeyRefused:
                raise wrong_passkey() from None
        return cleaned

    def refuse(self, refusal: AdministrationRefused) -> None:
        """Say why it was not added."""
        self.add_error(None, str(REFUSALS[AdministrationCode(refusal.code)]))


class PasskeyNameForm(PageForm):
    """Another name for a passkey."""

    name = _name()


class PasskeyForm(PageForm):
    """A passkey that signs in: of this account, or of whoever it says that it is."""

    answer = passkey_answer()
    passkey: Authenticator

    def __init__(self, *args: object, account: Account | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_answer(self) -> str:
        """The browser's answer, judged."""
        answer: str = self.cleaned_data["answer"]
        try:
            self.passkey = finish_using(answer, self.account)
        except PasskeyRefused:
            raise wrong_passkey() from None
        return answer

    def save(self) -> None:
        """Remember that it was used, and that this session proved who it is; allauth asks its forms for this."""
        post_authentication(context.request, self.passkey)
