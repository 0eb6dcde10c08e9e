"""What the house catches up on while a vault is open, and can do at no other time."""

from datetime import datetime

from deontos.keyring.actions.rotation import Progress, go_on, move_to_new_certificates
from deontos.keyring.actions.shares import renew_shares
from deontos.keyring.readers import UnlockedReader

AT_ONCE = 25
"""Slices in the request that opens a vault; each page after that does one."""


def after_unlocking(reader: UnlockedReader, *, at: datetime) -> Progress:
    """Split the key among the stewards of today, seal anew what lies under an old key, and let it follow certificates.

    Records: what these record.
    """
    assert reader.person is not None
    renew_shares(reader, at=at)
    move_to_new_certificates(reader.person, at=at)
    return go_on(reader, at=at, slices=AT_ONCE)
