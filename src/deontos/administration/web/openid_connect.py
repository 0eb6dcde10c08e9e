"""OpenID Connect as this house speaks it: allauth's provider, with what it leaves open closed.

The issuer is the one that the administrator typed and no other, its signature is always checked, the answer must carry
the nonce of this very sign-in, and of all that it says only the subject is looked at (OpenID Connect Core 3.1.3.7).
"""

from dataclasses import dataclass
from typing import Any

import jwt
from allauth.core import context
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse

from deontos.administration.actions.providers import SEALED_AS
from deontos.administration.models import SignInProvider
from deontos.administration.models.providers import LONGEST_SUBJECT
from deontos.administration.queries import provider_of
from deontos.administration.sealing import opened_text
from deontos.administration.vocabulary import ProviderCode
from deontos.administration.web.asking import NoAnswer, ProviderSession, is_safe_address
from deontos.kernel import clock
from deontos.kernel.refusals import Refusal
from deontos.vault.digests import digest
from deontos.vault.sessions import new_session_key

SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
"""Algorithms with a public key. Never "none", and never one in which our client secret would be the key."""
WELL_KNOWN = "/.well-known/openid-configuration"
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
CLOCKS_DIFFER = 30
"""Seconds by which the clock of a provider may be wrong."""
KEEP_DOCUMENT, KEEP_SILENCE = 600, 10
"""Seconds: what a provider says of itself is kept so long, and one that is being asked, or was silent, left alone."""
BROKEN = (OAuth2Error, jwt.PyJWTError, OSError, ValueError, TypeError, LookupError, AttributeError)
"""What the libraries raise for an answer that is none."""


class ProviderRefused(Refusal):
    """Nobody is signed in by way of an organisation, for this reason."""


@dataclass(frozen=True, slots=True)
class Returned:
    """Whom the provider knows, where to go on, and whose account it is about: empty when somebody signs in."""

    subject: str
    back: str
    account: str
    proves: bool
    """Whether it was asked again who is there; else an account is linked, or somebody signs in."""


def depart(
    request: HttpRequest, provider: SignInProvider, *, back: str, account: str = "", proves: bool = False
) -> str:
    """The address at the provider where somebody goes on; what comes back is bound to this session.

    For a proof the provider has to ask anew, whoever it remembers (OpenID Connect Core 3.1.2.1).
    """
    nonce = new_session_key().hex()
    data = {"nonce": nonce, "account": account, "proves": proves, "left_at": int(clock.now().timestamp())}
    anew = {"prompt": "login", "max_age": "0"} if proves else {}
    try:
        answer = HouseProvider(request, _app_of(provider)).redirect(
            request,
            "connect" if account else "login",
            next_url=back,
            data=data,
            auth_params={"nonce": nonce, **anew},
        )
    except NoAnswer as failure:
        raise ProviderRefused(ProviderCode.NO_ANSWER) from failure
    address: str = answer.url
    return address


def arrive(request: HttpRequest, provider: SignInProvider) -> Returned:
    """Judge what the provider sent back, once. Raises ProviderRefused."""
    begun = statekit.unstash_state(
        request, state_id=request.GET.get("state", ""), provider_id=provider.organisation.slug
    )
    if begun is None:
        raise ProviderRefused(ProviderCode.NOT_BEGUN_HERE)
    if "error" in request.GET or not request.GET.get("code"):
        raise ProviderRefused(ProviderCode.CANCELLED)
    protocol = HouseProtocol(request, provider.organisation.slug)
    try:
        subject = protocol.subject(begun)
    except NoAnswer as failure:
        raise ProviderRefused(ProviderCode.NO_ANSWER) from failure
    except BROKEN as failure:
        raise ProviderRefused(ProviderCode.WRONG_ANSWER) from failure
    return Returned(subject, begun.get("next") or "", begun["data"]["account"], begun["data"]["proves"])


def described(issuer: str) -> dict[str, Any]:
    """What a provider says of itself, kept for a while; only if it calls itself as it was called. Raises NoAnswer."""
    key = f"openid-{digest('sign-in provider', issuer).hex()}"
    kept: dict[str, Any] | None = cache.get(key)
    if kept is None:
        cache.set(key, {}, KEEP_SILENCE)
        kept = _asked(issuer)
        cache.set(key, kept, KEEP_DOCUMENT)
    if not kept:
        raise NoAnswer("silent a moment ago")
    return kept


class HouseProtocol(OpenIDConnectOAuth2Adapter):
    """One sign-in at one provider."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself."""
        return described(self.get_provider().app.settings["server_url"])

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The one address that is registered with the provider, whatever name the request came by."""
        return callback_address(self.provider_id)

    def subject(self, begun: dict[str, Any]) -> str:
        """Whom the provider signed for, in this very sign-in."""
        self._refuse_other_issuer()
        app = self.get_provider().app
        client = self.get_client(self.request, app)
        answer = self.get_access_token_data(self.request, app, client, pkce_code_verifier=begun["pkce_code_verifier"])
        token = answer["id_token"]
        with self.get_requests_session() as session:
            keys = session.get(self.openid_config["jwks_uri"]).json()["keys"]
        said = _signed(token, keys, issuer=app.settings["server_url"], audience=app.client_id)
        if begun["data"]["proves"]:
            _refuse_remembered(said, since=begun["data"]["left_at"])
        return _subject_of(said, app.client_id, begun["data"]["nonce"])

    def get_requests_session(self) -> ProviderSession:
        """A careful conversation with this provider."""
        return ProviderSession(self.get_provider().app.settings["server_url"])

    def _refuse_other_issuer(self) -> None:
        """What one provider sent is not taken for another's (RFC 9207)."""
        named = self.request.GET.get("iss")
        if named is not None and named != self.get_provider().app.settings["server_url"]:
            raise OAuth2Error("issuer")


class HouseProvider(OpenIDConnectProvider):
    """The provider of one organisation."""

    oauth2_adapter_class = HouseProtocol

    def get_callback_url(self) -> str:
        """Where people come back."""
        return callback_address(self.app.provider_id)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Providers stand in our own table; nobody signs up through one."""

    def list_apps(self, *args: object, **kwargs: object) -> list[SocialApp]:
        """None beside those of the organisations, which are found one by one."""
        return []

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> HouseProvider:
        """The provider of the organisation of this name. Raises DoesNotExist where none is on."""
        return HouseProvider(request, _app_of(provider_of(provider)))

    def get_requests_session(self) -> ProviderSession:
        """A careful conversation with the provider that this request is about."""
        return ProviderSession(provider_of(context.request.resolver_match.kwargs["provider"]).issuer)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Nobody signs up alone."""
        return False


def callback_address(slug: str) -> str:
    """Where the provider of an organisation sends people back to; the administrator registers it there."""
    return f"{settings.OPERATOR.base_url}{reverse('openid_back', kwargs={'provider': slug})}"


def _app_of(provider: SignInProvider) -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.organisation.slug,
        name=provider.organisation.name,
        client_id=provider.client_name,
        secret=opened_text(provider.client_secret, SEALED_AS),
        settings={"server_url": provider.issuer, "oauth_pkce_enabled": True, "scope": ["openid"]},
    )


def _asked(issuer: str) -> dict[str, Any]:
    with ProviderSession(issuer) as session:
        response = session.get(f"{issuer.rstrip('/')}{WELL_KNOWN}")
    try:
        found: dict[str, Any] = response.json()
        is_right = response.ok and found["issuer"] == issuer
        if not is_right or not all(is_safe_address(found[name]) for name in ENDPOINTS):
            raise NoAnswer("another provider")
    except (ValueError, TypeError, LookupError, AttributeError) as failure:
        raise NoAnswer("no description") from failure
    return found


def _signed(token: str, keys: list[dict[str, Any]], *, issuer: str, audience: str) -> dict[str, Any]:
    """What a token says, when the issuer signed it for us with a public key of its own and it is not over."""
    head = jwt.get_unverified_header(token)
    algorithm, name = head["alg"], head.get("kid")
    fitting = [key for key in keys if key.get("use", "sig") == "sig" and name in (None, key.get("kid"))]
    if algorithm not in SIGNATURES or len(fitting) != 1:
        raise OAuth2Error("key")
    said: dict[str, Any] = jwt.decode(
        token,
        jwt.PyJWK(fitting[0], algorithm=algorithm),
        algorithms=[algorithm],
        issuer=issuer,
        audience=audience,
        leeway=CLOCKS_DIFFER,
        options={"require": ["iss", "aud", "exp", "iat", "sub", "nonce"]},
    )
    return said


def _refuse_remembered(said: dict[str, Any], *, since: int) -> None:
    """A provider that only remembers somebody, or does not say when it asked, proves nothing (Core 3.1.3.7, 13)."""
    asked_at = said.get("auth_time")
    if type(asked_at) is not int or asked_at < since - CLOCKS_DIFFER:
        raise ProviderRefused(ProviderCode.NOT_ASKED_AGAIN)


def _subject_of(said: dict[str, Any], client: str, nonce: str) -> str:
    """The subject of a token that is signed, ours, of this sign-in and not over."""
    subject = said["sub"]
    is_ours = said.get("azp", client) == client and said["nonce"] == nonce
    is_name = isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and subject.isprintable()
    if not is_ours or not is_name:
        raise OAuth2Error("token")
    return str(subject)
