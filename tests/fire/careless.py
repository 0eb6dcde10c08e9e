"""The settings of a house that says "received" before the disk has it: so that the fires are seen to notice."""

from deontos.sites.settings import *  # noqa: F403
from deontos.sites.settings import DATABASES

if "init_command" in DATABASES["default"]["OPTIONS"]:
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
