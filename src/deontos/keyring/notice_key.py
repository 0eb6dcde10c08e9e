"""Where a reporter gets an e-mail each day, sealed to this installation's NOTICE_KEY: no person's key opens it."""

from deontos.keyring.secrets import install_secrets
from deontos.vault import opening
from deontos.vault.sealing import seal_to_public


def sealed_to_notice_key(plain: bytes, context: bytes) -> tuple[int, bytes]:
    """The current version of NOTICE_KEY, and the bytes sealed to its public half for one context."""
    secrets = install_secrets()
    return secrets.notice_key.current, seal_to_public(plain, secrets.notice_pair().public, context)


def opened_with_notice_key(version: int, sealed: bytes, context: bytes) -> bytes:
    """The inverse. Raises a VaultFailure for what was sealed elsewhere, for another context or version."""
    return opening.open_with(install_secrets().notice_pair(version), sealed, context)
