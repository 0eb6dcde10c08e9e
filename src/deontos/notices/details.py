"""What a letter carries beside its fixed words, such as a link: sealed under an install secret until it is sent.

Whoever reads the table of letters can follow no link.
"""

import base64
import json
from collections.abc import Mapping

from django.conf import settings

from deontos.vault.sessions import open_session, seal_session
from deontos.vault.versioned import Versioned

PURPOSE = "letter"


def sealed_details(details: Mapping[str, str], message_id: str) -> str:
    """The details as they stand in the row, bound to the letter; nothing where there are none."""
    if not details:
        return ""
    key = _keys()
    sealed = seal_session(json.dumps(dict(details)).encode(), key.current_value, PURPOSE, message_id)
    return f"{key.current}.{base64.b64encode(sealed).decode('ascii')}"


def opened_details(sealed: str, message_id: str) -> dict[str, str]:
    """The inverse. Raises a VaultFailure for what was sealed elsewhere or for another letter."""
    if not sealed:
        return {}
    version, _, body = sealed.partition(".")
    content = open_session(base64.b64decode(body), _keys().value(int(version)), PURPOSE, message_id)
    details: dict[str, str] = json.loads(content)
    return details


def _keys() -> Versioned:
    keys: Versioned = settings.INSTALL_SECRETS.notice_key
    return keys
