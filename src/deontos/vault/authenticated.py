"""What every format rests on: encryption under a key with associated data, and a sealed box bound to a context."""

import secrets

from nacl import bindings
from nacl.exceptions import CryptoError

from deontos.vault.digests import constant_time_equal
from deontos.vault.failures import Malformed, NotAuthentic
from deontos.vault.framing import KEY_SIZE
from deontos.vault.keys import KeyPair, checked

_NONCE_SIZE = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
_SEALED_BOX_OVERHEAD = bindings.crypto_box_SEALBYTES


def encrypt(plaintext: bytes, key: bytes, associated: bytes) -> bytes:
    """A random nonce of 24 bytes, then the XChaCha20-Poly1305-IETF ciphertext. Associated data is bound, not stored."""
    nonce = secrets.token_bytes(_NONCE_SIZE)
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, associated, nonce, checked(key))


def decrypt(body: bytes, key: bytes, associated: bytes) -> bytes:
    """The inverse of `encrypt`; raises NotAuthentic for another key or associated data, Malformed when too short."""
    if len(body) < _NONCE_SIZE + bindings.crypto_aead_xchacha20poly1305_ietf_ABYTES:
        raise Malformed("too short for a nonce and an authentication tag")
    nonce, ciphertext = body[:_NONCE_SIZE], body[_NONCE_SIZE:]
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(ciphertext, associated, nonce, checked(key))
    except CryptoError:
        raise NotAuthentic("not encrypted under this key for this context, or changed since") from None


def seal_bound(plaintext: bytes, public: bytes, context_digest: bytes) -> bytes:
    """A sealed box with the digest of its context (32 bytes) before the plaintext, since it binds nothing of itself."""
    return bindings.crypto_box_seal(checked(context_digest) + plaintext, checked(public))


def open_bound(body: bytes, pair: KeyPair, context_digest: bytes) -> bytes:
    """The inverse of `seal_bound`; raises NotAuthentic for another pair or context, Malformed when too short."""
    if len(body) < _SEALED_BOX_OVERHEAD + KEY_SIZE:
        raise Malformed("too short for a sealed box with its context")
    try:
        opened = bindings.crypto_box_seal_open(body, pair.public, pair.private)
    except CryptoError:
        raise NotAuthentic("not sealed to this key, or changed since") from None
    if not constant_time_equal(opened[:KEY_SIZE], context_digest):
        raise NotAuthentic("sealed to this key for another context")
    return opened[KEY_SIZE:]
