"""Settings with which a database would answer before it wrote, whatever its server was told."""

from deontos.sites.settings import *  # noqa: F403 all of them, and one other
from deontos.sites.settings import DATABASES

OPTIONS = DATABASES["default"]["OPTIONS"]
if "init_command" in OPTIONS:
    OPTIONS["init_command"] = OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
else:
    OPTIONS["options"] = "-c synchronous_commit=off"
