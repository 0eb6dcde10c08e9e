"""What step 1 left behind: it opens, verifies, and shows nothing as not authentic."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).with_name("step-1")


@pytest.mark.row("1.4a")
def test_the_data_of_step_1_opens_and_verifies(tmp_path: Path) -> None:
    """Every receipt and every reader of that day opens what they could open then, and each signature holds."""
    folder = shutil.copytree(FOLDER, tmp_path / "step-1")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DEONTOS_")}
    environment |= {"DEONTOS_ENV": "demo", "DEONTOS_DATA_DIR": str(folder)}
    environment["DJANGO_SETTINGS_MODULE"] = "deontos.sites.settings"
    done = subprocess.run(
        [sys.executable, "-m", "tests.data.reading"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads((FOLDER / "expected.json").read_text("utf-8"))
