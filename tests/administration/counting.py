"""A hasher that does the real work and counts how often."""

from django.contrib.auth.hashers import ScryptPasswordHasher


class CountingHasher(ScryptPasswordHasher):
    """The hasher of the house, with a tally."""

    worked = 0

    def encode(self, password: str, salt: str, n: int | None = None, r: int | None = None, p: int | None = None) -> str:
        """Hash, and count it."""
        type(self).worked += 1
        return super().encode(password, salt, n, r, p)
