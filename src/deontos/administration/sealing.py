"""Secrets that the house has to read again, as they stand in the database: under the framework's install secret.

Each is bound to what it is for, so that none passes for another, and says which version of the install secret it needs.
"""

import base64

from django.conf import settings

from deontos.vault.sessions import open_session, seal_session
from deontos.vault.versioned import Versioned


def sealed_text(text: str, purpose: str) -> str:
    """A secret of plain signs (ASCII) as it is stored."""
    keys = _keys()
    sealed = seal_session(text.encode("ascii"), keys.current_value, purpose)
    return f"{keys.current}.{base64.b64encode(sealed).decode('ascii')}"


def opened_text(sealed: str, purpose: str) -> str:
    """The inverse. Raises a VaultFailure for what was not sealed by this installation for this purpose."""
    version, _, body = sealed.partition(".")
    return open_session(base64.b64decode(body), _keys().value(int(version)), purpose).decode("ascii")


def _keys() -> Versioned:
    keys: Versioned = settings.INSTALL_SECRETS.django_secret
    return keys
