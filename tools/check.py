"""What CI runs. The quick checks come first and are all run; when one fails, the tests are not started."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable
QUICK: tuple[tuple[str, list[str]], ...] = (
    ("format", [f"{BIN}/ruff", "format", "--check", "--quiet", "."]),
    ("lint", [f"{BIN}/ruff", "check", "--quiet", "."]),
    ("house", [PYTHON, "-m", "pytest", "-q", "tests/house"]),
    ("templates", [f"{BIN}/djlint", "--lint", "--quiet", "src"]),
    ("types", [f"{BIN}/mypy"]),
    ("risky calls", [f"{BIN}/bandit", "--quiet", "--recursive", "--configfile", "pyproject.toml", "src"]),
    ("migrations", [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run", "--verbosity", "0"]),
    ("translations", [PYTHON, "-m", "tools.translations", "check"]),
    ("documentation", [PYTHON, "-m", "tools.generate_docs", "--check"]),
)
SLOW: tuple[tuple[str, list[str]], ...] = (("README", [PYTHON, "-m", "tools.readme_commands"]),)


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run one check and say how it went and how long it took."""
    print(f"== {name}", flush=True)
    began = time.monotonic()
    passed = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0
    print(f"== {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - began:.1f} s\n", flush=True)
    return passed


def failing(folder: Path, *, quick_only: bool) -> list[str]:
    """The names of the checks that fail, in order."""
    demo = {**os.environ, "DEONTOS_ENV": "demo", "DEONTOS_DATA_DIR": str(folder)}
    demo["DJANGO_SETTINGS_MODULE"] = "deontos.sites.settings"
    failed = [name for name, command in QUICK if not passes(name, command, demo)]
    if failed or quick_only:
        return failed
    return [name for name, command in SLOW if not passes(name, command, dict(os.environ))]


def main() -> int:
    """Run the checks; 1 when one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only what takes seconds: everything but the tests")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="deontos-check-") as folder:
        failed = failing(Path(folder), quick_only=asked.quick)
    print(f"FAILED: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
