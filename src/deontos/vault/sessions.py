"""Session halves: the key is in a cookie, the row on the server, and neither says anything without the other."""

import hashlib
import secrets

from deontos.vault.authenticated import decrypt, encrypt
from deontos.vault.digests import derived_key
from deontos.vault.framing import KEY_SIZE, VERSION, Algorithm, Part, canonical, frame, unframe
from deontos.vault.padding import pad, unpad


def new_session_key() -> bytes:
    """A fresh key of 32 bytes, which exists in the cookie only."""
    return secrets.token_bytes(KEY_SIZE)


def session_row_key(key: bytes) -> bytes:
    """The SHA-256 of the key (32 bytes), by which the server finds the row and from which it cannot go back."""
    return hashlib.sha256(key).digest()


def seal_session(payload: bytes, key: bytes, *context: Part) -> bytes:
    """The row's content, padded to its bucket and encrypted under the cookie's key, bound to its use."""
    return frame(Algorithm.XCHACHA20_POLY1305, encrypt(pad(payload), _row_secret(key), _associated(context)))


def open_session(blob: bytes, key: bytes, *context: Part) -> bytes:
    """The inverse of `seal_session`; raises NotAuthentic for another cookie or use, Malformed for another shape."""
    body = unframe(blob, Algorithm.XCHACHA20_POLY1305)
    return unpad(decrypt(body, _row_secret(key), _associated(context)))


def _row_secret(key: bytes) -> bytes:
    return derived_key(key, "session")


def _associated(context: tuple[Part, ...]) -> bytes:
    return canonical("deontos session", VERSION, Algorithm.XCHACHA20_POLY1305, *context)
