"""An installation in production, on the database of the test, as an operator sets one up."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as settings_of_this_run
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import override_settings

from deontos.sites.secrets_file import write_secrets
from tests.services.operator import database_url


@dataclass(frozen=True)
class Installation:
    """What the operator set, and where."""

    folder: Path
    settings: dict[str, str]

    def but(self, **changes: str) -> dict[str, str]:
        """The same with some settings changed; an empty value takes one away."""
        return {**self.settings, **{f"DEONTOS_{name}": value for name, value in changes.items()}}


def newest(app: str) -> tuple[str, str]:
    """The last migration of an app."""
    [leaf] = MigrationLoader(connection).graph.leaf_nodes(app)
    return app, leaf[1]


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as `deontos migrate` lays them out, once for all tests."""
    return laid_out(tmp_path_factory.mktemp("static"))


def laid_out(folder: Path) -> Path:
    """The folder, with the static files."""
    with override_settings(STATIC_ROOT=folder):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def production(static_files: Path, tmp_path: Path, transactional_db: None) -> Installation:
    """Everything is set as it should be."""
    (tmp_path / "static").symlink_to(static_files)
    return set_up_in(tmp_path)


def set_up_in(tmp_path: Path) -> Installation:
    """An installation in this folder, on the database of the test."""
    secrets, held = tmp_path / "secrets.json", settings_of_this_run.INSTALL_SECRETS
    write_secrets(secrets, held)
    settings = {
        "DEONTOS_ENV": "production",
        "DEONTOS_DATA_DIR": str(tmp_path),
        "DEONTOS_DATABASE_URL": database_url(),
        "DEONTOS_BASE_URL": "https://integrity.example.org",
        "DEONTOS_SECRETS_FILE": str(secrets),
        "DEONTOS_SMTP_URL": "smtp+tls://user:password@mail.example.org",
        "DEONTOS_STORAGE_URL": f"file://{tmp_path}/blobs",
        "DJANGO_SETTINGS_MODULE": "",
    }
    return Installation(tmp_path, settings)
