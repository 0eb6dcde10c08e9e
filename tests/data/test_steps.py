"""What each step left behind: it opens, verifies, and shows nothing as not authentic."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

KEPT = sorted(Path(__file__).parent.glob("step-*"))


@pytest.mark.row("1.4a", "2.1", "2.5")
@pytest.mark.parametrize("kept", KEPT, ids=lambda folder: str(folder.name))
def test_the_data_of_a_step_opens_and_verifies(tmp_path: Path, kept: Path) -> None:
    """Every receipt and every reader of that day opens what they could open then, and each signature holds."""
    folder = shutil.copytree(kept, tmp_path / kept.name)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DEONTOS_")}
    environment |= {"DEONTOS_ENV": "demo", "DEONTOS_DATA_DIR": str(folder)}
    environment["DJANGO_SETTINGS_MODULE"] = "deontos.sites.settings"
    done = subprocess.run(
        [sys.executable, "-m", "tests.data.reading"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads((kept / "expected.json").read_text("utf-8"))
