"""Runs the commands that the README shows, so that they cannot lie.

`make run` is started, its three addresses are fetched, it is stopped and started again; the others must end well.
"""

import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
ADDRESS = re.compile(r"^ +(http://\S+)", re.M)
# Fetching the sources is what somebody who reads this has done.
DONE_BEFORE = ("git clone ", "cd ")
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy of the machine is not for loopback
SECONDS_FIRST, SECONDS_AGAIN, SECONDS_TO_STOP = 600, 30, 60


class Lie(Exception):
    """The README shows something that does not do what it says."""


def commands(readme: str) -> list[str]:
    """The commands in the README's `sh` blocks, without their comments, each once."""
    lines = [line.split("#")[0].strip() for block in BLOCK.findall(readme) for line in block.splitlines()]
    return list(dict.fromkeys(line for line in lines if line and not line.startswith(DONE_BEFORE)))


def check_run(seconds_first: int = SECONDS_FIRST) -> None:
    """`make run` serves in an empty data folder, and again, soon, with what it made. Raises Lie."""
    with tempfile.TemporaryDirectory(prefix="deontos-readme-") as folder:
        first = _run_once(Path(folder), seconds_first)
        began = time.monotonic()
        again = _run_once(Path(folder), SECONDS_AGAIN)
        print(f"make run: three addresses answer; the second start took {time.monotonic() - began:.1f} s", flush=True)
        if [address.split("/", 3)[3] for address in first] != [address.split("/", 3)[3] for address in again]:
            raise Lie("`make run` did not keep its data")


def _run_once(folder: Path, seconds: int) -> list[str]:
    with _served(folder) as (process, log):
        latest = time.monotonic() + seconds
        while "Stop with Ctrl-C" not in (told := log.read_text("utf-8", "replace")):
            if process.poll() is not None or time.monotonic() > latest:
                raise Lie(f"`make run` ended, or did not serve within {seconds} s:\n{told[-3000:]}")
            time.sleep(0.2)
        found = ADDRESS.findall(told.split("Try first:")[-1])
        if len(found) != 3:
            raise Lie(f"`make run` should print three addresses, not {found}")
        for address in found:
            with DIRECTLY.open(address, timeout=30) as answer:
                if answer.status != 200:
                    raise Lie(f"{address} answers {answer.status}")
    return found


@contextmanager
def _served(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    log = folder.parent / f"{folder.name}.log"
    environment = _environment() | {"DEONTOS_DATA_DIR": str(folder / "var"), "PORT": str(_free_port())}
    try:
        with log.open("wb") as output:
            process = subprocess.Popen(
                ["make", "run"], cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
            )
        try:
            yield process, log
        finally:
            _stop(process)
    finally:
        log.unlink()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does it: the whole group is asked. What does not listen is not left behind."""
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise Lie(f"`make run` did not stop within {SECONDS_TO_STOP} s") from None


def _environment() -> dict[str, str]:
    """Without what an enclosing make hands down: its job server is not ours."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "DEONTOS_DATA"))
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def run(command: str) -> None:
    """Run one command of the README. Raises Lie when it does not end well."""
    if command == "make run":
        check_run()
    elif subprocess.run(command, shell=True, cwd=ROOT, env=_environment(), check=False).returncode:  # noqa: S602 the README's own line
        raise Lie(f"`{command}` fails")


def main() -> int:
    """Run every command the README shows; 1 when one of them lies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="only print the commands")
    parser.add_argument("--only", help="only this command, such as 'make run'")
    asked = parser.parse_args()
    shown = commands((ROOT / "README.md").read_text("utf-8"))
    if asked.list:
        print(*shown, sep="\n")
        return 0
    try:
        for required in ("make run", "make test"):
            if required not in shown:
                raise Lie(f"the README does not show `{required}`")
        for command in [asked.only] if asked.only else shown:
            run(command)
    except Lie as lie:
        print(lie, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
