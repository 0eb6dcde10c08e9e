"""Sealed files as objects of an S3-compatible store, through django-storages. Nothing of them touches a local disk.

The store itself knows to the second when an object came: whoever can list it sees what a folder of ours hides (ADR 27).
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO
from urllib.parse import SplitResult, parse_qs, unquote
from uuid import UUID

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from deontos.correspondence.files.store import NotInStore, Stored
from deontos.correspondence.rules import Capacity
from deontos.kernel.clock import civil_date

PART = 8 * 1024 * 1024
"""Bytes of ciphertext that are held in memory before they are sent; a store takes parts from 5 MiB on."""

OUR_NAME = re.compile(r"[0-9a-f]{32}")
FAILURES = (Boto3Error, BotoCoreError, ClientError)


class BucketFailed(OSError):
    """The object store could not be asked; what it said stays out of logs."""


def bucket_at(url: SplitResult) -> "BucketStore":
    """The store that an address names: `s3://[key:secret@]bucket[/prefix][?endpoint=…&region=…]`."""
    asked = {name: values[-1] for name, values in parse_qs(url.query).items()}
    options = {
        "bucket_name": url.hostname,
        "location": url.path.strip("/"),
        "access_key": unquote(url.username) if url.username else None,
        "secret_key": unquote(url.password) if url.password else None,
        "endpoint_url": asked.get("endpoint"),
        "region_name": asked.get("region"),
        "client_config": Config(connect_timeout=5, read_timeout=60, retries={"max_attempts": 2}),
    }
    return BucketStore(S3Storage(**{name: value for name, value in options.items() if value}))


class BucketStore:
    """Objects in a bucket; see `store.BlobStore`."""

    def __init__(self, storage: Any) -> None:  # noqa: ANN401 django-storages comes without types
        self.storage = storage

    def begin(self, name: UUID, *, on: date) -> "BucketWriting":
        """Begin an object; it appears whole, when it is finished, or never."""
        return BucketWriting(self._object(name.hex))

    def read(self, name: UUID) -> BinaryIO:
        """The object's bytes as they come."""
        try:
            found: BinaryIO = self._object(name.hex).get()["Body"]
        except ClientError as failure:
            if failure.response.get("Error", {}).get("Code") in ("NoSuchKey", "404"):
                raise NotInStore from None
            raise BucketFailed from None
        except FAILURES:
            raise BucketFailed from None
        return found

    def erase(self, name: UUID) -> None:
        """Delete an object."""
        try:
            self.storage.delete(name.hex)
        except FAILURES:
            raise BucketFailed from None

    def stored(self) -> Iterator[Stored]:
        """Every object under the prefix whose name is one of ours."""
        try:
            for each in self.storage.bucket.objects.filter(Prefix=self._key("")):
                name = each.key.rpartition("/")[2]
                if each.key == self._key(name) and OUR_NAME.fullmatch(name):
                    yield Stored(UUID(hex=name), each.size, civil_date(each.last_modified))
        except FAILURES:
            raise BucketFailed from None

    def forget_times(self) -> None:
        """Do nothing: the object store keeps times of its own, which nobody can set."""

    def capacity(self) -> Capacity | None:
        """Nobody says how full an object store is."""
        return None

    def _object(self, name: str) -> Any:  # noqa: ANN401 boto3 comes without types
        return self.storage.bucket.Object(self._key(name))

    def _key(self, name: str) -> str:
        return f"{self.storage.location}/{name}".lstrip("/")


class BucketWriting:
    """One object that is being written, in parts from memory; see `store.Writing`."""

    def __init__(self, target: Any) -> None:  # noqa: ANN401 boto3 comes without types
        self._target = target
        self._upload: Any = None
        self._waiting = bytearray()
        self._parts: list[dict[str, object]] = []

    def write(self, sealed: bytes) -> None:
        """Add bytes; a full part is sent."""
        self._waiting += sealed
        if len(self._waiting) >= PART:
            self._send()

    def finish(self) -> None:
        """Send the last part; the store has answered that it has all of it."""
        try:
            if self._upload is None:
                self._target.put(Body=bytes(self._waiting))
                return
            if self._waiting:
                self._send()
            self._upload.complete(MultipartUpload={"Parts": self._parts})
        except FAILURES:
            raise BucketFailed from None

    def abandon(self) -> None:
        """Give up the parts that were sent; the object never was there."""
        self._waiting.clear()
        try:
            if self._upload is not None:
                self._upload.abort()
        except FAILURES:
            raise BucketFailed from None

    def _send(self) -> None:
        try:
            if self._upload is None:
                self._upload = self._target.initiate_multipart_upload()
            number = len(self._parts) + 1
            answer = self._upload.Part(number).upload(Body=bytes(self._waiting))
        except FAILURES:
            raise BucketFailed from None
        self._parts.append({"ETag": answer["ETag"], "PartNumber": number})
        self._waiting.clear()
