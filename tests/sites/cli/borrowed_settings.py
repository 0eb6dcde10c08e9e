"""Settings with a signing secret that somebody copied from an example."""

from deontos.sites.settings import *  # noqa: F403 all of them, and one other

SECRET_KEY = "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz"
