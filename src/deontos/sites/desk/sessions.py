"""The sign-ins of the desk, each found by a digest of its cookie: whoever reads the table can be nobody with it.

A sign-in ends by itself, after half an hour without a page and after twelve hours (administration.rules).
"""

from django.contrib.auth import SESSION_KEY as ACCOUNT
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import InterfaceError, OperationalError

from deontos.administration.models import SignIn
from deontos.administration.rules import USE_IS_NOTED_AFTER, ends_at
from deontos.administration.web.browsers import BROWSER, SYSTEM
from deontos.administration.web.second_factor import DONE
from deontos.kernel import clock
from deontos.vault.digests import digest

COLUMN_SIZE = 20
"""Bytes, of which the framework's column holds twice as many digits; a cookie has 165 random bits."""


def row_key(session_key: str | None) -> str:
    """Under which key the row of a cookie stands. There is no way back."""
    return digest("desk session", session_key or "")[:COLUMN_SIZE].hex()


class SessionStore(DatabaseStore):
    """Django's own store over our own row: what people see of their sign-ins stands beside what the framework keeps."""

    row: SignIn | None = None
    is_unattended = False
    """Whether a page asked by itself, which is no use."""

    @classmethod
    def get_model_class(cls) -> type[SignIn]:  # type: ignore[override]
        """The table."""
        return SignIn

    def _get_session_from_db(self) -> SignIn | None:
        """The row of this cookie while it lasts; without one, the cookie is forgotten. Asking for a page is use."""
        now = clock.now()
        lasting = SignIn.objects.filter(valid_until__gt=now, used_at__lte=now + clock.STEPS_BACK)
        self.row = lasting.filter(session_key=row_key(self.session_key)).first()
        if self.row is None:
            self._session_key = None
        elif now - self.row.used_at >= USE_IS_NOTED_AFTER and not self.is_unattended:
            until = ends_at(begun_at=self.row.begun_at, used_at=now)
            self.row.used_at, self.row.valid_until = now, until
            SignIn.objects.filter(pk=self.row.pk).update(used_at=now, valid_until=until)
        return self.row

    def save(self, must_create: bool = False) -> None:
        """Keep the row as the framework does; a database that is away is said to be away, not a sign-in that is gone.

        The framework calls both the same, and answers 400 to a form that may have been saved just before.
        """
        try:
            super().save(must_create)
        except UpdateError as failure:
            if isinstance(failure.__context__, OperationalError | InterfaceError):
                raise failure.__context__ from None
            raise

    def exists(self, session_key: str) -> bool:
        """Whether a cookie like this was given before."""
        return super().exists(row_key(session_key))

    def create_model_instance(self, data: dict[str, object]) -> SignIn:  # type: ignore[override]
        """The row to write: a new one for a new cookie, else the one that was read."""
        now, key = clock.now(), row_key(self._get_or_create_session_key())  # type: ignore[attr-defined]
        if self.row is None or self.row.session_key != key:
            self.row = SignIn(session_key=key, begun_at=now)
        row = self.row
        row.session_data = self.encode(data)
        row.used_at, row.valid_until = now, ends_at(begun_at=row.begun_at, used_at=now)
        account, done = data.get(ACCOUNT), data.get(DONE)
        row.account_id = str(account) if account and account == done else None
        row.browser, row.system = str(data.get(BROWSER, "")), str(data.get(SYSTEM, ""))
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Erase the row of a cookie; of this one unless another is named."""
        key = session_key or self.session_key
        if key is not None:
            SignIn.objects.filter(session_key=row_key(key)).delete()
