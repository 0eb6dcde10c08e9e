"""Runs tests/fire in its long form, on both databases: hours of kills, power cuts, floods and hostile input."""

import argparse
import os
import subprocess
import sys
import time

DATABASES = ("sqlite", "postgresql")


def run(database: str, extra: list[str]) -> int:
    """Run the long form with one database; returns pytest's exit code. One process: each fire needs the machine."""
    print(f"\n== Fire with {database}", flush=True)
    began = time.monotonic()
    environment = {**os.environ, "DEONTOS_TEST_DATABASE": database, "DEONTOS_FIRE": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "--durations=20", *(extra or ["tests/fire"])]
    code = subprocess.run(command, env=environment, check=False).returncode
    print(f"== {database}: {'stood' if code == 0 else 'FELL'} in {time.monotonic() - began:.0f} s", flush=True)
    return code


def main() -> int:
    """Run what was asked; 1 when something did not stand."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="What stands after -- is handed to pytest.")
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one (default: both)")
    parser.add_argument("extra", nargs="*", help="options and paths for pytest, instead of tests/fire")
    asked = parser.parse_args()
    codes = [run(database, asked.extra) for database in asked.database or DATABASES]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
