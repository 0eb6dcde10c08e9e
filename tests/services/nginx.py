"""A real nginx with the example of this house, on ports of this machine: only places and ports are put in."""

import os
import re
import shutil
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.services.ports import free_port

PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
EXAMPLE = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
"""The folders in which it would keep what it cannot hold."""
AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
worker_processes 2;
{user}
events {{}}
http {{
    access_log {folder}/access.log;
{temporary}
{example}
}}
"""


@dataclass
class Nginx:
    """Answers at `port` over TLS and at `plain_port` without, for the house at `house_port`."""

    folder: Path
    house_port: int
    name: str

    def __post_init__(self) -> None:
        self.port, self.plain_port = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def temporary(self) -> list[Path]:
        """Every file in its temporary folders."""
        return [path for each in TEMPORARY for path in (self.folder / each).rglob("*") if path.is_file()]

    @property
    def written(self) -> bytes:
        """Everything that it wrote anywhere, but for what was given to it."""
        given = {"nginx.conf", "certificate.pem", "key.pem", "nginx.pid"}
        return b"".join(
            path.read_bytes() for path in self.folder.rglob("*") if path.is_file() and path.name not in given
        )

    @property
    def held(self) -> set[str]:
        """The files that its workers hold open, also those that have no name any longer."""
        assert self._process is not None
        workers = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text("ascii").split()
        found = set()
        for path in (each for worker in workers for each in Path(f"/proc/{worker}/fd").iterdir()):
            with suppress(OSError):
                found.add(str(path.readlink()))
        return {place for place in found if place.startswith("/")}

    def tested(self) -> subprocess.CompletedProcess[str]:
        """What it says of its configuration."""
        self._write()
        return subprocess.run([*self._command, "-t"], capture_output=True, text=True, timeout=60, check=False)

    def __enter__(self) -> Self:
        self._write()
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _attempt in range(200):
            if (self.folder / "nginx.pid").exists() and self._process.poll() is None:
                return self
            time.sleep(0.05)
        raise AssertionError("nginx did not start")

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(timeout=30)

    @property
    def _command(self) -> list[str]:
        assert PROGRAM is not None
        place = self.folder
        return [PROGRAM, "-p", str(place), "-e", str(place / "error.log"), "-c", str(place / "nginx.conf")]

    def _write(self) -> None:
        self.folder.mkdir(exist_ok=True)
        temporary = "\n".join(f"    {each}_temp_path {self.folder}/{each};" for each in TEMPORARY)
        # Only root may choose as whom it serves; as somebody else it could not reach the folder of a test.
        user = "user root;" if os.geteuid() == 0 else ""
        said = AROUND.format(folder=self.folder, temporary=temporary, user=user, example=self._example())
        (self.folder / "nginx.conf").write_text(said, "utf-8")
        write_certificate(self.folder, self.name)

    def _example(self) -> str:
        text = EXAMPLE.read_text("utf-8")
        for there, here in (
            ("/etc/ssl/deontos/fullchain.pem", f"{self.folder}/certificate.pem"),
            ("/etc/ssl/deontos/privkey.pem", f"{self.folder}/key.pem"),
            ("/opt/deontos/deploy", str(EXAMPLE.parent)),
            ("http://127.0.0.1:8000", f"http://127.0.0.1:{self.house_port}"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;"),
            ("listen 80;", f"listen 127.0.0.1:{self.plain_port};"),
        ):
            assert there in text
            text = text.replace(there, here)
        return re.sub(r"(?m)^\s*listen \[::\].*\n", "", text)


def write_certificate(folder: Path, name: str) -> None:
    """A certificate of its own making for this name."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
