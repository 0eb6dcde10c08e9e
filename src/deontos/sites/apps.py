"""Starts the house: the wiring is read once, after all rooms are there."""

from django.apps import AppConfig


class Sites(AppConfig):
    """The front of the house as an application of Django."""

    name = "deontos.sites"
    label = "sites"

    def ready(self) -> None:
        """Connect the rooms."""
        from deontos.access.web.saving import watch_commits
        from deontos.sites import wiring  # noqa: F401

        watch_commits()
