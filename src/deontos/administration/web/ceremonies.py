"""Making and using a passkey as browsers do it (W3C Web Authentication), with allauth's and fido2's work behind it.

What a browser sends is a stranger's: whatever is wrong with it, there is one refusal.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from fido2.webauthn import AuthenticationResponse, RegistrationResponse, UserVerificationRequirement

from deontos.administration.models import Account
from deontos.administration.web.place import our_origins

LONGEST = 20_000
"""Characters of an answer; those of real devices are far shorter."""
BROKEN = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, RuntimeError),
    *(struct.error, ValidationError),
)
"""What the libraries raise for an answer that is none."""
PROVING = "passkey_proof"
"""Where a session keeps the question of a proof: apart, so that asking for one spoils no passkey that is being made."""
KEPT = ("id", "rawId", "type")
KEPT_RESPONSE = ("clientDataJSON", "attestationObject")


class PasskeyRefused(Exception):
    """The browser's answer is not the proof that was asked for."""


def begin_making(account: Account) -> str:
    """What the browser needs to make a passkey that names its owner and asks a finger, a face or a code; as JSON."""
    return json.dumps(auth.begin_registration(account, passwordless=True))


def finish_making(answer: str) -> Mapping[str, object]:
    """The public half of the passkey that was made for this session's question. Raises PasskeyRefused."""
    with _one_refusal():
        credential = _parsed(answer)
        _refuse_other_origin(RegistrationResponse.from_dict(credential).response.client_data.origin)
        binding = auth.complete_registration(credential)
        if not binding.is_user_verified():
            raise PasskeyRefused
        response = {name: credential["response"][name] for name in KEPT_RESPONSE}
        return {**{name: credential[name] for name in KEPT}, "response": response, "clientExtensionResults": {}}


def begin_using(account: Account | None) -> str:
    """What the browser needs to use a passkey: one of this account, or whichever its owner chooses; as JSON."""
    return json.dumps(auth.begin_authentication(account))


def finish_using(answer: str, account: Account | None) -> Authenticator:
    """The passkey that answered this session's question. Raises PasskeyRefused.

    Without an account the passkey says whose it is; then it alone signs in, so that its owner must have been verified.
    """
    with _one_refusal():
        credential = _parsed(answer)
        response = AuthenticationResponse.from_dict(credential).response
        _refuse_other_origin(response.client_data.origin)
        if account is None and not response.authenticator_data.is_user_verified():
            raise PasskeyRefused
        owner = account or auth.extract_user_from_response(credential)
        if not owner.is_active:
            raise PasskeyRefused
        passkey: Authenticator = auth.complete_authentication(owner, credential)
        return passkey


def begin_proving(account: Account) -> str:
    """What the browser needs to prove by a passkey of this account, with its owner verified, who is there; as JSON."""
    server, kept = auth.get_server(), auth.get_credentials(account)
    options, state = server.authenticate_begin(kept, user_verification=UserVerificationRequirement.REQUIRED)
    context.request.session[PROVING] = state
    return json.dumps(dict(options))


def finish_proving(answer: str, account: Account) -> Authenticator:
    """The passkey that proved it. This session's question counts for one answer, right or wrong.

    Raises PasskeyRefused.
    """
    state = context.request.session.pop(PROVING, None)
    with _one_refusal():
        credential = _parsed(answer)
        response = AuthenticationResponse.from_dict(credential).response
        _refuse_other_origin(response.client_data.origin)
        if state is None or not response.authenticator_data.is_user_verified():
            raise PasskeyRefused
        proved = auth.get_server().authenticate_complete(state, auth.get_credentials(account), credential)
        passkey: Authenticator | None = auth.get_authenticator_by_credential_id(account, proved.credential_id)
        if passkey is None:
            raise PasskeyRefused
        return passkey


@contextmanager
def _one_refusal() -> Iterator[None]:
    try:
        yield
    except BROKEN as failure:
        raise PasskeyRefused from failure


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST:
        raise PasskeyRefused
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise PasskeyRefused
    return found


def _refuse_other_origin(origin: str) -> None:
    """A page of another name under ours, or behind another port, gets no sign-in by a passkey of this house."""
    if origin not in our_origins():
        raise PasskeyRefused
