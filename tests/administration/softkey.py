"""A passkey in software, which can also do what no honest device does: skip its owner, sign for another house, lie."""

import base64
import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


def plain(value: bytes) -> str:
    """As browsers write bytes."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def house() -> str:
    """The name that passkeys are made for in these tests."""
    return urlsplit(settings.OPERATOR.base_url).hostname or ""


@dataclass
class SoftKey:
    """One passkey of one account."""

    handle: str
    identifier: bytes = b"a passkey of the tests"
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, asked: dict[str, Any], *, flags: int = PRESENT | VERIFIED, **lies: str) -> str:
        """The answer to a page that wants a passkey made."""
        name = lies.get("house", house())
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))  # type: ignore[no-untyped-call]
        credential = bytes(16) + len(self.identifier).to_bytes(2) + self.identifier + public
        data = sha256(name.encode()).digest() + bytes([flags | WITH_KEY]) + bytes(4) + credential
        attested = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": plain(self._said("webauthn.create", asked, lies)),
            "attestationObject": plain(attested),
        }
        return self._answer(response)

    def use(self, asked: dict[str, Any], *, flags: int = PRESENT | VERIFIED, **lies: str) -> str:
        """The answer to a page that wants a passkey used."""
        name = lies.get("house", house())
        data = sha256(name.encode()).digest() + bytes([flags]) + bytes(4)
        said = self._said(lies.get("type", "webauthn.get"), asked, lies)
        signature = self.key.sign(data + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": plain(said),
                "authenticatorData": plain(data),
                "signature": plain(signature),
                "userHandle": lies.get("handle", plain(self.handle.encode())),
            }
        )

    def _said(self, kind: str, asked: dict[str, Any], lies: dict[str, str]) -> bytes:
        challenge = lies.get("challenge", asked["challenge"])
        origin = lies.get("origin", settings.OPERATOR.base_url)
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        name = plain(self.identifier)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )
