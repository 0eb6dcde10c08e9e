"""What this installation has for files: a store, as DEONTOS_STORAGE_URL says, and how many it takes."""

from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from deontos.correspondence.files.folders import FolderStore
from deontos.correspondence.files.store import BlobStore
from deontos.correspondence.rules import MEGABYTE, FileLimits


def blob_store() -> BlobStore:
    """The store of this installation."""
    return _store_at(settings.OPERATOR.storage_url)


def file_limits() -> FileLimits:
    """How many files and bytes are taken at a time."""
    operator = settings.OPERATOR
    return FileLimits(operator.files, operator.megabytes_each * MEGABYTE, operator.megabytes_together * MEGABYTE)


@lru_cache(maxsize=4)
def _store_at(url: str) -> BlobStore:
    parts = urlsplit(url)
    if parts.scheme == "s3":
        from deontos.correspondence.files.buckets import bucket_at

        return bucket_at(parts)
    return FolderStore(Path(unquote(parts.path)))
