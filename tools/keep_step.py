"""Keeps what a step leaves behind: a small demo in `tests/data/step-N/`, with what opening all of it finds.

Run once, at the end of a step. A folder that is there is never written again.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Make the folder of one step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", type=int, help="the number of the step")
    folder = ROOT / "tests" / "data" / f"step-{parser.parse_args().step}"
    if folder.exists():
        print(f"{folder} is there already and stays as it is.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as made:
        _make(Path(made))
        found = _run(Path(made), sys.executable, "-m", "tests.data.reading")
        folder.mkdir()
        _copy(Path(made), folder)
    (folder / "expected.json").write_text(json.dumps(json.loads(found), indent=2) + "\n", "utf-8")
    return 0


def _make(folder: Path) -> None:
    deontos = str(Path(sys.executable).parent / "deontos")
    _run(folder, deontos, "migrate")
    _run(folder, deontos, "demo", "--organisations", "2", "--cases", "12", "--json")


def _run(folder: Path, *command: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DEONTOS_")}
    environment |= {"DEONTOS_ENV": "demo", "DEONTOS_DATA_DIR": str(folder)}
    environment["DJANGO_SETTINGS_MODULE"] = "deontos.sites.settings"
    return subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def _copy(made: Path, folder: Path) -> None:
    with sqlite3.connect(made / "deontos.sqlite3") as database:
        database.execute("VACUUM INTO ?", (str(folder / "deontos.sqlite3"),))
    for name in ("secrets.json", "demo.json"):
        (folder / name).write_bytes((made / name).read_bytes())
    shutil.copytree(made / "blobs", folder / "blobs")


if __name__ == "__main__":
    sys.exit(main())
