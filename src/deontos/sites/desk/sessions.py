"""The sign-ins of the desk, each found by a digest of its cookie: whoever reads the table can be nobody with it."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session

from deontos.kernel import clock
from deontos.vault.digests import digest

COLUMN_SIZE = 20
"""Bytes, of which the framework's column holds twice as many digits; a cookie has 165 random bits."""


def row_key(session_key: str | None) -> str:
    """Under which key the row of a cookie stands. There is no way back."""
    return digest("desk session", session_key or "")[:COLUMN_SIZE].hex()


class SessionStore(DatabaseStore):
    """Django's own store; only the column by which rows are found says nothing."""

    def _get_session_from_db(self) -> Session | None:
        """The row of this cookie while it lasts; without one, the cookie is forgotten."""
        row = Session.objects.filter(pk=row_key(self.session_key), expire_date__gt=clock.now()).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        """Whether a cookie like this was given before."""
        return super().exists(row_key(session_key))

    def create_model_instance(self, data: dict[str, object]) -> Session:
        """The row to write."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        row.session_key = row_key(self.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Erase the row of a cookie; of this one unless another is named."""
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(pk=row_key(key)).delete()
