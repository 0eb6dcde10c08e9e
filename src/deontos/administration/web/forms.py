"""The questions of signing in: address and password, the code of the moment."""

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.utils.translation import gettext_lazy as _

from deontos.administration.actions.attempts import give_back, take
from deontos.administration.actions.recovery_codes import use_recovery_code
from deontos.administration.devices import device_in
from deontos.administration.models import Account
from deontos.administration.phrases import SIGN_IN
from deontos.administration.vocabulary import AttemptKind, SignInCode
from deontos.administration.web.second_factor import secret_on_show, use_up
from deontos.kernel import clock
from deontos.ui.forms import PageForm

CODE_DIGITS = 6


def _password() -> forms.CharField:
    return forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=500,
        error_messages={"required": _("Type your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def _code() -> forms.CharField:
    return forms.CharField(
        label=_("The six digits in your app"),
        max_length=20,
        error_messages={"required": _("Type the six digits that your app shows now.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )


class SignInForm(LoginForm):
    """Address and password."""

    use_required_attribute = False

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label=_("E-mail address"),
            error_messages={
                "required": _("Type the address that you use at work."),
                "invalid": _("Type the whole address, such as name@example.org."),
            },
            widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        )
        self.fields["password"] = _password()
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        """Addresses are kept in lower case."""
        return str(self.cleaned_data["login"]).lower()


class PasswordAgainForm(ReauthenticateForm):
    """The password, once more."""

    use_required_attribute = False
    password = _password()


class CodeForm(AuthenticateForm):
    """The code of the moment; each counts once."""

    use_required_attribute = False
    code = _code()

    def clean_code(self) -> str:
        """The code, used up. Attempts are counted apart from those at the password, and few: it has only six digits."""
        device, now = device_in(context.request), clock.now()
        attempt = take(AttemptKind.CODE, self.user.email, device=device, at=now)
        if attempt is None:
            raise forms.ValidationError(str(SIGN_IN[SignInCode.TOO_MANY_ATTEMPTS]), code="too_many_attempts")
        code: str = self.cleaned_data["code"]
        self.judge(code)
        give_back(attempt)
        return code

    def judge(self, code: str) -> None:
        """Six digits that the app shows now. Recovery codes have a form of their own, and more digits."""
        is_code = sum(sign.isdecimal() for sign in code) == CODE_DIGITS
        if not is_code or not use_up(self._judged_by_app(), code):
            raise get_adapter().validation_error("incorrect_code")

    def _judged_by_app(self) -> Authenticator:
        super().clean_code()
        authenticator: Authenticator = self.authenticator
        return authenticator


class RecoveryCodeForm(CodeForm):
    """A recovery code in place of the second step; each counts once, and attempts are counted as those at a code."""

    code = forms.CharField(
        label=_("One of your recovery codes"),
        help_text=_("Twelve digits. Spaces do not matter."),
        max_length=60,
        error_messages={"required": _("Type one of the codes on your paper.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
    )

    def judge(self, code: str) -> None:
        """A code that was not used before; it is used up now."""
        digits = "".join(sign for sign in code if sign.isascii() and sign.isdecimal())
        found = use_recovery_code(self.user, digits, at=clock.now())
        if found is None:
            raise forms.ValidationError(str(SIGN_IN[SignInCode.WRONG_RECOVERY_CODE]), code="wrong_recovery_code")
        self.authenticator = found


class SetUpForm(PageForm):
    """The first code, which shows that the app has the secret."""

    code = _code()

    def __init__(self, *args: object, user: Account, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.secret = secret_on_show(context.request)

    def clean_code(self) -> str:
        """A code that the secret on show makes at this moment."""
        code: str = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise get_adapter().validation_error("incorrect_code")
        return code
