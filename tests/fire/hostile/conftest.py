"""What these fires begin with: both towns at a fixed moment, and the house served in production."""

from tests.sites.cli.conftest import production, static_files
from tests.sites.conftest import world

__all__ = ["production", "static_files", "world"]
