"""Typed text that must not be lost when a page cannot be served: it stays in the browser, in hidden fields.

Nothing of it is stored here, and no password goes back into a page. After a failed proof that a form was ours it is
only given back when the browser says that it came from one of our own pages: another site could otherwise fill our
forms with its own text.
"""

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

CSRF_FIELD = "csrfmiddlewaretoken"
PROOFS = frozenset({"proof", "proof_passkey", "proof_recovery"})
SECRETS = PROOFS | {CSRF_FIELD, "password", "client_secret", "code", "new_password", "new_password_again"}
OF_VAULTS = "vault_"
"""What opens a vault is typed in fields that have this in their names, whatever else stands before or after it."""
Kept = list[tuple[str, str]]


def is_secret(name: str) -> bool:
    """Whether a field is typed anew: a secret does not stand in a page, where whoever opens it next can read it."""
    return name in SECRETS or OF_VAULTS in name


def typed_fields(request: HttpRequest, *, leave_out: Collection[str] = ()) -> Kept:
    """Every field that was sent, in order, as often as it was sent; never a secret, and not what is to be left out."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not is_secret(name) and name not in leave_out
    ]


def kept_fields(typed: Mapping[str, str | Iterable[str]]) -> Kept:
    """The same from answers that a view has at hand."""
    return [
        (name, value) for name, values in typed.items() for value in ([values] if isinstance(values, str) else values)
    ]


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of ours."""
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(source)
    return f"{parts.scheme}://{parts.netloc}" in ours
