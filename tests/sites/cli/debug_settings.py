"""Settings with which no operator may start."""

from deontos.sites.settings import *  # noqa: F403 all of them, and one more

DEBUG = True
