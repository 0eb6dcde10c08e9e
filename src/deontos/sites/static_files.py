"""The files of our pages: fonts, sheets, scripts, icons. A page names its icons dozens of times."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files under the digest of what they hold; the address of each is worked out once in the life of a process."""

    def __init__(self) -> None:
        super().__init__()
        self._addresses: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of a file. Raises ValueError when the manifest of this release does not know it."""
        asked = name or ""
        if asked not in self._addresses:
            self._addresses[asked] = str(super().url(name, force))
        return self._addresses[asked]
