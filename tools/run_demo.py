"""Serves the demo: makes the data folder, brings the database up to date, fills an empty one, and runs web and worker.

What is already there stays: a second run starts in seconds with the same data.
"""

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEONTOS = Path(sys.executable).parent / "deontos"
SIGN_INS, UNFINISHED = "demo.json", "demo.unfinished"
ORGANISATION = re.compile(r'href="(/[a-z]{2}/[a-z0-9-]+/)"')
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy of the machine is not for loopback
SECONDS_TO_START = 60
SECONDS_TO_STOP = 15
ENVIRONMENT_FILE = """\
# Written by `make run`; every command reads it, and the process environment wins over it.
# In a demo what is not set here is kept in this folder: database, secrets, mail, attachments.
DEONTOS_ENV=demo
"""


class NotStarted(Exception):
    """Why the demo cannot be served, in one plain line."""


def prepare_folder(folder: Path) -> None:
    """Make the data folder, for its owner alone, and the file of settings that every command reads."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = folder / "deontos.env"
    if not settings.exists():
        settings.write_text(ENVIRONMENT_FILE, "utf-8")
        settings.chmod(0o600)


def check_port(port: int) -> None:
    """Say at once that the port is taken, not after a minute of setting up. Raises NotStarted."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise NotStarted(f"Port {port} is taken by another program. Try: PORT={port + 1} make run") from None


def prepare_database(folder: Path) -> None:
    """Bring tables and static files up to date; a demo whose making was broken off is made anew."""
    unfinished = folder / UNFINISHED
    if unfinished.exists():
        _begin_again(folder, unfinished)
    if subprocess.run([DEONTOS, "migrate"], stdout=subprocess.DEVNULL, check=False).returncode:
        raise NotStarted("The demo was not started; the reason stands above.")


def fill(folder: Path) -> None:
    """Make the demo organisations in an empty database; what is there stays. Raises NotStarted."""
    if not _is_empty():
        return
    print("Making the demo organisations ...", flush=True)
    unfinished = folder / UNFINISHED
    unfinished.touch()
    if subprocess.run([DEONTOS, "demo"], stdout=subprocess.DEVNULL, check=False).returncode:
        raise NotStarted("The demo organisations could not be made; the reason stands above.")
    unfinished.unlink()


def sign_ins(folder: Path, base: str) -> list[str]:
    """Who of the first organisation can sign in and how, and the receipts that open a mailbox, a line each."""
    known = folder / SIGN_INS
    if not known.exists():
        return ["The people in this database were not made by `make run`."]
    demo = json.loads(known.read_text("utf-8"))
    shown = [each for each in demo["people"] if each["organisation"] == demo["organisations"][0] and _is_shown(each)]
    lines = [f"Who can sign in at {base}/desk/ (the one-time codes of this minute: {base}/desk/codes/):", ""]
    for each in shown:
        lines.append(f"  {each['name']}, {', '.join(each['offices']).replace('_', ' ')}, {each['organisation']}")
        lines.append(f"    e-mail {each['email']}  password {each['password']}")
        lines += [f"    vault passphrase {each['vault_passphrase']}"] if each["vault_passphrase"] else []
    lines += ["", f"{len(demo['people']) - len(shown)} others stand in {known}.", "", "Receipts that open a mailbox:"]
    for each in demo["receipts"]:
        lines.append(f"  {each['receipt']}  {base}/{each['language']}/{each['organisation']}/receipt/")
    return [*lines, ""]


def _is_shown(person: dict[str, str]) -> bool:
    return bool(person["vault_passphrase"]) or "administrator" in person["offices"]


def _is_empty() -> bool:
    import django
    from django.db import connections

    django.setup()

    from deontos.organisations.models import Organisation

    try:
        return not Organisation.objects.exists()
    finally:
        connections.close_all()


def _begin_again(folder: Path, unfinished: Path) -> None:
    """A demo whose making was broken off is worth nothing; only files that this script made are removed."""
    print("The demo was not finished last time; it is made anew.", flush=True)
    for name in ("deontos.sqlite3", "deontos.sqlite3-wal", "deontos.sqlite3-shm", SIGN_INS):
        (folder / name).unlink(missing_ok=True)
    unfinished.unlink()


def addresses(base: str) -> list[tuple[str, str]]:
    """Three addresses to try first, each with what it is. The first page links every organisation, open ones first."""
    try:
        with DIRECTLY.open(f"{base}/", timeout=30) as answer:
            found = ORGANISATION.search(answer.read().decode())
    except OSError as failure:
        raise NotStarted(f"{base}/ does not answer: {failure}") from None
    if not found:
        raise NotStarted(f"{base}/ names no organisation.")
    house = f"{base}{found.group(1)}"
    return [
        (f"{base}/", "choose an organisation"),
        (f"{house}report/", "confide something"),
        (f"{base}/desk/", "sign in"),
    ]


def serve(base: str) -> int:
    """Run web and worker until one stops or somebody stops them. Returns the exit code for the shell."""
    running = {name: subprocess.Popen([DEONTOS, name]) for name in ("serve", "work")}
    try:
        if _is_served(base, running):
            print("Try first:", *(f"  {address:<55} {meaning}" for address, meaning in addresses(base)), sep="\n")
            print("\nStop with Ctrl-C.", flush=True)
        while all(process.poll() is None for process in running.values()):
            time.sleep(0.2)
        ended = [f"`deontos {name}`" for name, process in running.items() if process.poll() is not None]
        raise NotStarted(f"{' and '.join(ended)} stopped by itself.")
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(list(running.values()))


def _is_served(base: str, running: dict[str, subprocess.Popen[bytes]]) -> bool:
    """Wait for the first answer; False when a process ended before. Raises NotStarted when there is none in time."""
    latest = time.monotonic() + SECONDS_TO_START
    while all(process.poll() is None for process in running.values()):
        try:
            with DIRECTLY.open(f"{base}/healthz", timeout=5):
                return True
        except OSError:
            if time.monotonic() > latest:
                raise NotStarted(f"Nothing answers at {base}/healthz.") from None
        time.sleep(0.1)
    return False


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    latest = time.monotonic() + SECONDS_TO_STOP
    for process in processes:
        try:
            process.wait(max(0.1, latest - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _stop_asked(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Prepare and serve; 0 when somebody stopped it, 1 when it stopped by itself or could not start."""
    argparse.ArgumentParser(
        description=__doc__, epilog="Settings: PORT, DEONTOS_DATA_DIR and the other DEONTOS_*."
    ).parse_args()
    signal.signal(signal.SIGTERM, _stop_asked)
    folder = Path(os.environ.get("DEONTOS_DATA_DIR") or ROOT / "var").absolute()
    os.environ["DEONTOS_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "deontos.sites.settings"
    try:
        prepare_folder(folder)
        prepare_database(folder)
        from deontos.sites.settings import OPERATOR

        check_port(OPERATOR.port)
        fill(folder)
        print(*sign_ins(folder, OPERATOR.base_url), sep="\n", flush=True)
        return serve(OPERATOR.base_url)
    except KeyboardInterrupt:
        return 0
    except NotStarted as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
