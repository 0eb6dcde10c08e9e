"""How much room there is on the disks that a report needs: the one with the sealed files, and the database's own."""

from pathlib import Path

from django.db import connection

from deontos.correspondence.files.disks import capacity_at
from deontos.correspondence.files.installed import blob_store
from deontos.correspondence.rules import Capacity, StorageMark, fullest, storage_mark


def capacity_now() -> Capacity | None:
    """The fuller one of the two disks; None where nobody can say. A database on a server has its own watchmen."""
    return fullest([blob_store().capacity(), _database_disk()])


def mark_now(*, coming: int = 0) -> StorageMark:
    """How full it is, or will be with so many bytes more."""
    return storage_mark(capacity_now(), coming=coming)


def _database_disk() -> Capacity | None:
    place = Path(str(connection.settings_dict["NAME"]))
    return capacity_at(place) if connection.vendor == "sqlite" and place.is_absolute() else None
