"""A secret with its versions: what was made under an older one still opens, what is made now uses the current one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from deontos.vault.failures import UnknownSecretVersion

HIGHEST_VERSION = 255
"""A version is one byte in the blobs that name it; 0 is never given."""


@dataclass(frozen=True, slots=True)
class Versioned:
    """The values of one install secret by version, and which of them is used for what is made now.

    Raises UnknownSecretVersion when the current version has no value and ValueError for a version outside 1 to 255.
    """

    current: int
    values: Mapping[int, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        if not all(0 < version <= HIGHEST_VERSION for version in self.values):
            raise ValueError(f"the version of a secret lies between 1 and {HIGHEST_VERSION}")
        self.value(self.current)

    @property
    def current_value(self) -> bytes:
        """The value to use for what is made now."""
        return self.value(self.current)

    def value(self, version: int) -> bytes:
        """The value of a version that a blob or a row names; raises UnknownSecretVersion when it is not held here."""
        try:
            return self.values[version]
        except KeyError:
            raise UnknownSecretVersion(f"version {version} of this secret is not held here") from None
