"""How allauth is set for this house: nobody signs up alone, nothing tells who has an account, secrets are sealed."""

from datetime import UTC, datetime

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from deontos.access.web.returning import is_path_here
from deontos.administration.actions.attempts import give_back, take
from deontos.administration.devices import device_in
from deontos.administration.models import Account
from deontos.administration.phrases import SIGN_IN
from deontos.administration.rules import has_left, is_fresh
from deontos.administration.vocabulary import AttemptKind, SignInCode
from deontos.administration.web import place
from deontos.administration.web.second_factor import opened_secret, sealed_secret
from deontos.kernel import clock


class SignInBackend(AuthenticationBackend):
    """Finds who is signed in, with person and organisation in the same query: every page of the desk shows both."""

    def get_user(self, user_id: str) -> Account | None:
        """The account of a session, as long as it may sign in: no longer than its person's last day."""
        account = Account.objects.select_related("person__organisation__house_theme").filter(pk=user_id).first()
        if account is None or not self.user_can_authenticate(account):
            return None
        return None if has_left(account.person.left_on, today=clock.today()) else account


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from an administrator, never from a sign-up form."""

    _attempt: bytes | None = None

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": SIGN_IN[SignInCode.WRONG_PASSWORD],
        "incorrect_password": SIGN_IN[SignInCode.WRONG_PASSWORD_AGAIN],
        "too_many_login_attempts": SIGN_IN[SignInCode.TOO_MANY_ATTEMPTS],
        "rate_limited": SIGN_IN[SignInCode.TOO_MANY_ATTEMPTS],
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up alone."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only a path of this site: an absolute address could name another of its hosts."""
        return is_path_here(url)

    def is_ajax(self, request: HttpRequest) -> bool:
        """There is one answer, and it is a page."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: object) -> Account | None:
        """An account that was switched off answers as one that does not exist."""
        account: Account | None = super().authenticate(request, **credentials)
        return account if account and account.is_active else None

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Whether who is signed in has to prove it once more: only when that was done longer ago than a few minutes."""
        request = context.request
        records = get_authentication_records(request, request.user)
        enough = {"password"} if request.user.has_usable_password() else {"password", "openid"}
        given = [record["at"] for record in records if record["method"] in enough or record.get("passwordless")]
        return not given or not is_fresh(datetime.fromtimestamp(max(given), UTC), at=clock.now())

    def get_reauthentication_methods(self, user: Account | AnonymousUser) -> list[dict[str, str]]:
        """The password, for whoever has given it before."""
        if not user.is_authenticated:
            return []
        return [{"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}]

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Pages of this house say what happened themselves."""

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Count the attempt, in the database that all processes share. Raises ValidationError when there were many."""
        address = str(credentials.get("email", "")).lower()
        self._attempt = take(AttemptKind.PASSWORD, address, device=device_in(request), at=clock.now())
        if self._attempt is None:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """What was right is no attempt; allauth calls this then."""
        if self._attempt is not None:
            give_back(self._attempt)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of one-time codes stand in the database under an install secret."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": SIGN_IN[SignInCode.WRONG_CODE],
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For which house a passkey is: the name in its address."""
        return {"id": place.house_name(), "name": "Deontos"}

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return sealed_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as codes are made of it."""
        return opened_secret(encrypted_text)
