"""Measures, and prints the figures with the facts of the machine as JSON.

Benchmarks are registered in `tools/benchmarks/`.
"""

import argparse
import json
import os
import platform
import sqlite3
import ssl
import subprocess
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from tools.benchmarks import BENCHMARKS, load

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = ("django", "pynacl", "psycopg", "gunicorn")


def machine() -> dict[str, object]:
    """What the figures depend on: processor, memory in MiB, versions, the commit."""
    return {
        "processor": _after_colon(Path("/proc/cpuinfo"), "model name") or platform.processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "memory_mib": int((_after_colon(Path("/proc/meminfo"), "MemTotal") or "0 kB").split()[0]) // 1024,
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "openssl": ssl.OPENSSL_VERSION,
        "libraries": {name: version(name) for name in LIBRARIES},
        "commit": _commit(),
    }


def _after_colon(path: Path, label: str) -> str:
    if not path.exists():
        return ""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.startswith(label)]
    return lines[0].split(":", 1)[1].strip() if lines else ""


def _commit() -> str:
    asked = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def main() -> int:
    """Run the benchmarks and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help="only this benchmark (may be repeated)")
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    asked = parser.parse_args()
    load()
    if asked.list:
        print(*sorted(BENCHMARKS), sep="\n")
        return 0
    if unknown := set(asked.only or ()) - set(BENCHMARKS):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    chosen = [BENCHMARKS[name] for name in asked.only or sorted(BENCHMARKS)]
    figures = [asdict(figure) for benchmark in chosen for figure in benchmark()]
    print(json.dumps({"machine": machine(), "figures": figures}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
