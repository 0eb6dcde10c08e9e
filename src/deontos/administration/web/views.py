"""The pages of signing in: allauth's journeys with our own words and doors, and the choice of a language."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from deontos.access.doors import actor_at, door
from deontos.access.vocabulary import Entrant
from deontos.access.web.returning import FIELD, way_back
from deontos.administration.actions import accounts, people
from deontos.administration.queries import provider_linked, providers_on
from deontos.administration.web import place, second_factor
from deontos.administration.web.ceremonies import begin_using
from deontos.administration.web.forms import CodeForm, PasswordAgainForm, SetUpForm, SignInForm
from deontos.administration.web.passkey_forms import PasskeyForm
from deontos.kernel import clock
from deontos.keyring.web.unlocking import close_vault
from deontos.organisations.vocabulary import Language

FORM = ("GET", "HEAD", "POST")
HOME = "/desk/"


class SignIn(LoginView):
    """Address and password."""

    template_name = "administration/account_login.html"
    form_class = SignInForm

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        """Whether some organisation has a sign-in of its own."""
        return {**super().get_context_data(**kwargs), "by_organisation": providers_on().exists()}


class SignOut(LogoutView):
    """Out, by a button: the vault closes too."""

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        """Close the vault, then the session."""
        close_vault(self.request)
        response: HttpResponse = super().post(*args, **kwargs)
        return response


class SecondFactor(AuthenticateView):
    """The code of the moment, after the password."""

    template_name = "administration/mfa_authenticate.html"

    def _build_forms(self) -> CodeForm | PasskeyForm | None:
        """A code or a passkey, whichever was sent; and from here on the page is in the language of who is there."""
        account = self.stage.login.user
        translation.activate(account.person.language)
        posted = self.request.POST if self.request.method == "POST" else None
        sends_passkey = posted is not None and "answer" in posted
        self.webauthn_form = PasskeyForm(posted if sends_passkey else None, account=account)
        self.auth_form = CodeForm(user=account, data=None if sends_passkey else posted)
        return self.webauthn_form if sends_passkey else self.auth_form

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        """What this account has, and what of that works at this address."""
        account = self.stage.login.user
        kinds = second_factor.kinds_of(account)
        with_passkey = Authenticator.Type.WEBAUTHN in kinds and place.works_at(self.request)
        return {
            "form": self.form or self.auth_form,
            "code_form": self.auth_form if Authenticator.Type.TOTP in kinds else None,
            "passkey_form": self.webauthn_form if with_passkey else None,
            "options": begin_using(account) if with_passkey else "",
            "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        }

    def form_valid(self, form: CodeForm | PasskeyForm) -> HttpResponse:
        """The second step is done: only now is anybody signed in."""
        second_factor.mark_done(self.request, self.stage.login.user)
        response: HttpResponse = super().form_valid(form)
        return response


class SecondFactorSetUp(ActivateTOTPView):
    """The secret as a picture and as text; the first code confirms it."""

    template_name = "administration/mfa_activate_totp.html"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Only for an account without a second factor, and soon after its password was given."""
        if second_factor.has_one(request.user):
            if not second_factor.is_done(request):
                logout(request)
            return redirect(HOME)
        if get_account_adapter(request).is_reauthentication_required(app="allauth.mfa"):
            return _first_step_again(request)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_form_class(self) -> type[SetUpForm]:
        """Our form, whose secret stays the same while the page is loaded again."""
        return SetUpForm

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        """The secret in groups of four, to be typed by hand."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {**context, "groups": [secret[start : start + 4] for start in range(0, len(secret), 4)]}

    def get_success_url(self) -> str:
        """To the codes for the day when the phone is gone; from there to where the day begins."""
        return reverse("recovery_codes")

    def form_valid(self, form: SetUpForm) -> HttpResponse:
        """Keep the secret, and count this code as the second step of this session."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            accounts.confirm_second_factor(form.user, at=clock.now())
        second_factor.finish_set_up(self.request, form.user, form.cleaned_data["code"])
        return response


class PasswordAgain(ReauthenticateView):
    """The password once more, before a second factor is set up long after signing in."""

    template_name = "administration/account_reauthenticate.html"
    form_class = PasswordAgainForm


account_login = door(open_to=Entrant.ANYBODY, methods=FORM)(SignIn.as_view())
account_logout = door(open_to=Entrant.ANYBODY, methods=("POST",))(SignOut.as_view())
account_reauthenticate = door(open_to=Entrant.PASSWORD_GIVEN, methods=FORM)(PasswordAgain.as_view())
mfa_authenticate = door(open_to=Entrant.ANYBODY, methods=FORM)(SecondFactor.as_view())
mfa_activate_totp = door(open_to=Entrant.PASSWORD_GIVEN, methods=FORM)(SecondFactorSetUp.as_view())


def _first_step_again(request: HttpRequest) -> HttpResponse:
    """The password once more; whoever has none comes by way of the organisation again."""
    account = second_factor.account_at(request)
    provider = None if account.has_usable_password() else provider_linked(account)
    if provider is None:
        return redirect(f"{reverse('account_reauthenticate')}?{FIELD}={reverse('mfa_activate_totp')}")
    logout(request)
    return redirect("openid_sign_in", provider.organisation.slug)


@door(open_to=Entrant.PASSWORD_GIVEN)
def second_factor_picture(request: HttpRequest) -> HttpResponse:
    """The secret that this session is setting up, as a square code; nobody else's session has it."""
    account = request.user
    if second_factor.ON_SHOW not in request.session or second_factor.has_one(account):
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(account, second_factor.secret_on_show(request)))
    return HttpResponse(picture, content_type="image/svg+xml")


@door(open_to=Entrant.SIGNED_IN, methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Read the desk in another language from now on."""
    asked = request.POST.get("language", "")
    if asked in set(Language):
        person = request.person  # type: ignore[attr-defined]
        people.choose_language(person, Language(asked), by=actor_at(request), at=clock.now())
    return HttpResponseRedirect(way_back(request, HOME))
