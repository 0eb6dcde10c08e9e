"""A small disk of its own: an ext4 file system in a file, on a loop device, that can be cut off or be full."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

MEGABYTE = 1024 * 1024
PROGRAMS = ("mkfs.ext4", "losetup", "mount", "umount")
SECONDS_TO_UNMOUNT = 30
SYSTEM = "/usr/sbin:/sbin:/usr/bin:/bin"


@dataclass
class Disk:
    """The file that stands for the device, the device, and where it is mounted."""

    image: Path
    device: str
    mounted: Path

    def copied(self, to: Path) -> Path:
        """What the device has received up to now. What only lies in memory is not in it."""
        _done("cp", "--sparse=always", str(self.image), str(to))
        return to


def insist_on_disks() -> None:
    """Skip a test where no file system can be made and mounted."""
    missing = [program for program in PROGRAMS if shutil.which(program, path=SYSTEM) is None]
    if missing or os.geteuid() != 0 or not Path("/dev/loop-control").exists():
        pytest.skip("file systems can be made and mounted by root only, with loop devices")


def make_image(place: Path, megabytes: int) -> Path:
    """An empty file system."""
    with place.open("wb") as file:
        file.truncate(megabytes * MEGABYTE)
    _done("mkfs.ext4", "-q", "-m", "0", str(place))
    return place


@contextmanager
def mounted(image: Path, at: Path) -> Iterator[Disk]:
    """The file system, mounted; what was not finished on it is played back by the system, as after a power cut."""
    at.mkdir(exist_ok=True)
    device = _done("losetup", "--find", "--show", str(image)).strip()
    try:
        try:
            _done("mount", device, str(at))
        except subprocess.CalledProcessError:
            pytest.skip("nothing can be mounted here")
        try:
            yield Disk(image, device, at)
        finally:
            _taken_off(at)
    finally:
        _done("losetup", "--detach", device)


def _taken_off(at: Path) -> None:
    """Unmount, and wait until it is: an image that is mounted twice would be written by two."""
    latest = time.monotonic() + SECONDS_TO_UNMOUNT
    while True:
        try:
            _done("umount", str(at))
        except subprocess.CalledProcessError:
            if time.monotonic() > latest:
                raise
            time.sleep(0.05)
        else:
            return


def bring_to_disk(folder: Path) -> None:
    """Write everything that a file system still holds in memory."""
    _done("sync", "--file-system", str(folder))


def _done(*command: str) -> str:
    program = shutil.which(command[0], path=SYSTEM)
    assert program is not None
    found = subprocess.run([program, *command[1:]], capture_output=True, text=True, check=True)
    return found.stdout
