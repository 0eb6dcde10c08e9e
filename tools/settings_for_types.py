"""Django's settings as the type checker reads them: a demo in a cache folder, whatever the environment says."""

import os
from pathlib import Path

for name in [name for name in os.environ if name.startswith("DEONTOS_")]:
    del os.environ[name]
os.environ["DEONTOS_ENV"] = "demo"
os.environ["DEONTOS_DATA_DIR"] = str(Path(__file__).resolve().parent.parent / ".mypy_cache" / "settings")

from deontos.sites.settings import *  # noqa: E402, F403 the settings read the environment when they are imported
