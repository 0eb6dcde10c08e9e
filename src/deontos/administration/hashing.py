"""How sign-in passwords are hashed. What opens a vault is stretched elsewhere, in the vault."""

import os
import threading

from django.contrib.auth.hashers import ScryptPasswordHasher

_at_once = threading.BoundedSemaphore(os.cpu_count() or 1)


class PasswordHasher(ScryptPasswordHasher):
    """scrypt with the memory that OWASP ASVS 5.0 asks for (appendix C): 32 MiB, three times one after another.

    A password that was hashed with less is hashed anew when it is next right. In each process as many are hashed at
    once as there are cores: whoever guesses in many windows fills no memory.
    """

    work_factor = 2**15
    block_size = 8
    parallelism = 3
    maxmem = 64 * 1024 * 1024
    """Bytes that a hash may use; the library's own bound lies below the 32 MiB that are needed."""

    def encode(self, password: str, salt: str, n: int | None = None, r: int | None = None, p: int | None = None) -> str:
        """The hash as it is kept; checking a password makes it again."""
        with _at_once:
            return super().encode(password, salt, n, r, p)
