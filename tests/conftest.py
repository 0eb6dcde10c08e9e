"""Every test run: its own data folder, one of two real databases, no network, and Django set up before models load."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.services.ports import free_port
from tests.services.postgresql import PostgresqlServer
from tests.services.smtp import MailServer

DATABASE = os.environ.get("DEONTOS_TEST_DATABASE", "sqlite")
EVERYTHING = os.environ.get("DEONTOS_ALL") == "1"
IS_CONTROLLER = "PYTEST_XDIST_WORKER" not in os.environ
SERVER = PostgresqlServer.in_new_folder() if DATABASE == "postgresql" and IS_CONTROLLER else None


def _prepare_environment() -> None:
    """Set what an operator would set, for this run only. Processes of the same run inherit it from the first one."""
    os.environ["PORT"] = str(free_port())
    os.environ["DEONTOS_BASE_URL"] = f"http://localhost:{os.environ['PORT']}"
    if not IS_CONTROLLER:
        return
    for name in [name for name in os.environ if name.startswith("DEONTOS_") and not name.startswith("DEONTOS_TEST_")]:
        if name not in {"DEONTOS_BASE_URL", "DEONTOS_ALL", "DEONTOS_FIRE", "DEONTOS_SCREENSHOTS", "DEONTOS_CHROMIUM"}:
            del os.environ[name]
    folder = Path(tempfile.mkdtemp(prefix="deontos-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if SERVER:
        atexit.register(SERVER.stop)
    os.environ["DEONTOS_DATA_DIR"] = str(folder)
    os.environ["DEONTOS_ENV"] = "demo"
    os.environ["DEONTOS_DATABASE_URL"] = SERVER.url if SERVER else f"sqlite:///{folder}/deontos.sqlite3"


def _set_up_django() -> None:
    """Load settings and models, so that any conftest or test module may import them, and lay out the static files."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "deontos.sites.settings"
    import django
    from django.core.management import call_command

    django.setup()
    if IS_CONTROLLER:
        call_command("collectstatic", verbosity=0, interactive=False)
    # A worker that inherits this would read its settings before it has chosen a port of its own.
    del os.environ["DJANGO_SETTINGS_MODULE"]


# What a test makes is dropped soon anyway; looking for it seven times as seldom saves a tenth of the time.
gc.set_threshold(5_000, 20, 20)
# Two cores shared by browsers and databases say nothing about how long an example may take.
hypothesis.settings.register_profile("deontos", deadline=None, print_blob=True)
hypothesis.settings.load_profile("deontos")
_prepare_environment()
_set_up_django()


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once, in the first process, unless tests are only listed."""
    if SERVER and not config.getoption("collectonly"):
        SERVER.start()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only `make check-all` runs."""
    if EVERYTHING:
        return
    left_out = [item for item in items if item.get_closest_marker("all_combinations")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite in a file, as in production: an embedded database in memory has no journal and no second connection."""
    from django.db import connections

    if connections["default"].vendor == "sqlite":
        name = f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.sqlite3"
        connections["default"].settings_dict["TEST"]["NAME"] = str(Path(os.environ["DEONTOS_DATA_DIR"]) / name)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Databases go with their server or folder; dropping one fails while a served house closes its connections."""
    return True


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A real mail server that listens while the test runs."""
    with MailServer() as server:
        yield server


@pytest.fixture
def blobs(tmp_path: Path) -> Iterator[Path]:
    """A folder of its own for the sealed files of a test."""
    from tests.factories.files import decided, store_in

    folder = tmp_path / "blobs"
    with decided(storage_url=store_in(folder)):
        yield folder
