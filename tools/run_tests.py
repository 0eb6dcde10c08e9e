"""Runs the tests twice: with SQLite, and with a PostgreSQL that they start themselves. Browser journeys included."""

import argparse
import os
import random
import subprocess
import sys
import time

DATABASES = ("sqlite", "postgresql")
MOST_PROCESSES = 4


def run(database: str, extra: list[str], order: int) -> int:
    """Run all tests with one database; returns pytest's exit code."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        str(processes),
        "--dist=worksteal",
        f"--randomly-seed={order}",
        *extra,
    ]
    print(f"\n== Tests with {database}, in the order of {order} ({processes} processes)", flush=True)
    began = time.monotonic()
    code = subprocess.run(command, env={**os.environ, "DEONTOS_TEST_DATABASE": database}, check=False).returncode
    print(f"== {database}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    return code


def main() -> int:
    """Run what was asked; 1 when a test failed with either database."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="What stands after -- is handed to pytest.")
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one (default: both)")
    parser.add_argument("--order", type=int, help="repeat the order of an earlier run")
    parser.add_argument("extra", nargs="*", help="options and paths for pytest")
    asked = parser.parse_args()
    order = asked.order if asked.order is not None else random.randrange(10**6)
    codes = [run(database, asked.extra, order) for database in asked.database or DATABASES]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
