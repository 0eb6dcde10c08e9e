"""The e-mail that a reporter may ask for: the same words every day, whether or not there is something to read."""

import base64
import json
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from deontos.keyring.notice_key import opened_with_notice_key, sealed_to_notice_key
from deontos.organisations.vocabulary import Language
from deontos.vault.digests import digest
from deontos.vault.framing import canonical
from deontos.vault.sessions import new_session_key


@dataclass(frozen=True, slots=True)
class NoticeWish:
    """Where somebody wants an e-mail each day, and in which language."""

    address: str = field(repr=False)
    language: Language


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """What a row keeps under NOTICE_KEY: the wish, and the token of the link by which whoever gets it ends it."""

    wish: NoticeWish
    token: str = field(repr=False)

    @classmethod
    def fresh(cls, wish: NoticeWish) -> Self:
        """The wish with a token of its own."""
        return cls(wish, base64.urlsafe_b64encode(new_session_key()).decode("ascii").rstrip("="))

    @property
    def stop_digest(self) -> bytes:
        """How the row is found by the token."""
        return stop_digest(self.token)

    def sealed_for(self, conversation: UUID) -> tuple[int, bytes]:
        """The version of NOTICE_KEY, and the content sealed under it for this conversation only."""
        wish = {"address": self.wish.address, "language": self.wish.language, "token": self.token}
        return sealed_to_notice_key(json.dumps(wish).encode(), _context(conversation))

    @classmethod
    def opened(cls, version: int, sealed: bytes, conversation: UUID) -> Self:
        """The inverse. Raises a VaultFailure for what was sealed elsewhere or for another conversation."""
        values = json.loads(opened_with_notice_key(version, sealed, _context(conversation)))
        return cls(NoticeWish(values["address"], Language(values["language"])), values["token"])

    def message_name(self, day: str) -> str:
        """The name of the e-mail of one day: the same on a retry, and made of chance for everybody else."""
        return base64.b32encode(digest("daily-notice", self.token, day)).decode("ascii").rstrip("=").lower()


def stop_digest(token: str) -> bytes:
    """The digest under which a token stands in the table."""
    return digest("daily-notice-stop", token)


def _context(conversation: UUID) -> bytes:
    return canonical("daily notice", conversation)
