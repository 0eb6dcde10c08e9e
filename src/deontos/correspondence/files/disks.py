"""How full a disk of this machine is."""

import shutil
from pathlib import Path

from deontos.correspondence.rules import Capacity


def capacity_at(place: Path) -> Capacity:
    """How full the disk is on which a file or folder lies, or will lie: of what we may write, as `df` counts it.

    What the system keeps for itself is neither used nor free, and nobody could make room there.
    """
    there = next(each for each in (place, *place.parents) if each.exists())
    usage = shutil.disk_usage(there)
    return Capacity(total=usage.used + usage.free, free=usage.free)
