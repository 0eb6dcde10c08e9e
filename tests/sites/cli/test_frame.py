"""Every command has help, says in one line why it refuses, and knows wrong use from refusal."""

import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest

from deontos import VERSION
from deontos.sites import cli
from deontos.sites.cli import demo
from deontos.sites.cli.frame import COMMANDS, main, make_parser
from tests.services.operator import deontos
from tests.sites.cli.conftest import Installation

SETTINGS = ("ENV", "DATABASE_URL", "BASE_URL", "SECRETS_FILE", "SMTP_URL", "STORAGE_URL")
NOTHING_SET = {**{f"DEONTOS_{name}": "" for name in SETTINGS}, "DJANGO_SETTINGS_MODULE": ""}


def wrong_use(*arguments: str) -> int | str | None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code


@pytest.mark.row("1.7")
def test_every_module_of_the_folder_is_a_command_in_the_order_of_the_alphabet() -> None:
    modules = {path.stem for path in Path(cli.__path__[0]).glob("*.py")} - {"__init__", "frame"}
    names = [command.NAME for command in COMMANDS]
    assert {name.replace("-", "_") for name in names} == modules
    assert names == sorted(names)


@pytest.mark.row("1.7")
@pytest.mark.parametrize("command", [[], *[[command.NAME] for command in COMMANDS], ["outbox", "flush"]])
def test_every_command_has_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert wrong_use(*command, "--help") == 0
    printed = capsys.readouterr()
    assert printed.out.startswith(f"usage: {' '.join(['deontos', *command])}")
    assert printed.err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        *([], ["unknown"], ["version", "--yaml"], ["version", "--js"], ["outbox"], ["outbox", "burn"]),
        *(["serve", "--bind", "8000"], ["serve", "--bind", "localhost:99999"], ["serve", "--threads", "0"]),
        *(["serve", "--bind", "localhost:0"], ["serve", "--processes", "many"], ["work", "--threads", "1000"]),
    ],
)
def test_wrong_use_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert wrong_use(*arguments) == 2
    assert "usage: deontos" in capsys.readouterr().err


@pytest.mark.row("1.7")
def test_in_production_there_is_no_command_for_demos() -> None:
    with_demo, without = (_names(make_parser(with_demo=each)) for each in (True, False))
    assert with_demo - without == {demo.NAME}


def _names(parser: ArgumentParser) -> set[str]:
    assert parser._subparsers
    [commands] = parser._subparsers._group_actions
    return set(commands.choices or ())


@pytest.mark.row("1.7")
def test_help_works_before_anything_is_set_and_a_missing_setting_is_named(tmp_path: Path) -> None:
    settings = {**NOTHING_SET, "DEONTOS_DATA_DIR": str(tmp_path)}
    assert deontos("serve", "--help", settings=settings).returncode == 0
    refused = deontos("version", settings=settings)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        "DEONTOS_DATABASE_URL is not set. Example: DEONTOS_DATABASE_URL=postgresql://deontos@localhost/deontos\n"
    )


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.sqlite3", "postgresql://nobody:secret@127.0.0.1:9/none"])
def test_a_database_that_is_away_is_said_in_one_line(url: str, production: Installation) -> None:
    refused = deontos("version", settings=production.but(DATABASE_URL=url))
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert refused.stderr.startswith("The database cannot be used (")
    assert "secret" not in refused.stderr


@pytest.mark.django_db(transaction=True)
def test_the_installed_program_is_the_same() -> None:
    from tests.services.operator import environment

    program = Path(sys.executable).with_name("deontos")
    printed = subprocess.run([program, "version"], env=environment(), capture_output=True, text=True, check=True)
    assert printed.stdout == deontos("version").stdout
    assert printed.stdout.splitlines()[0] == f"deontos {VERSION}"
