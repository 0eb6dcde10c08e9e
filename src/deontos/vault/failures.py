"""What goes wrong when bytes are opened. Everything that opens raises one of these and nothing else."""


class VaultFailure(Exception):
    """Bytes could not be opened. The message never holds a key, a secret or a plaintext."""


class Malformed(VaultFailure):
    """The bytes do not have the shape of what they should be: length, version, algorithm or padding."""


class UnknownSecretVersion(Malformed):
    """The bytes name a version of an install secret that this installation does not hold."""


class NotAuthentic(VaultFailure):
    """The shape is right, but the bytes were not made with this key for this context, or were changed since."""
