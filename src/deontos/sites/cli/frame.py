"""Lists the commands, reads which one is meant, sets Django up and runs it."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Protocol

from deontos.sites.cli import demo, init, migrate, outbox, second_step, secrets, serve, show_urls, verify, version, work
from deontos.sites.environment import SettingRefused, read_operator
from deontos.sites.outcomes import REFUSED, CommandRefused


class Command(Protocol):
    """What the module of a command offers."""

    NAME: str
    HELP: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which options there are."""

    def run(self, options: Namespace) -> int:
        """Do it; the answer is the exit code. Raises CommandRefused."""


COMMANDS: tuple[Command, ...] = (
    demo,
    init,
    migrate,
    outbox,
    second_step,
    secrets,
    serve,
    show_urls,
    verify,
    version,
    work,
)
"""Every command, in the order of the alphabet."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command: 0 done, 1 refused with one line on standard error; wrong use exits with 2."""
    options = make_parser(with_demo=_is_demo()).parse_args(arguments)
    try:
        if options.prepare:
            options.prepare(options)
        return _run(options)
    except (CommandRefused, SettingRefused) as refusal:
        return _refuse(str(refusal))


def make_parser(*, with_demo: bool) -> ArgumentParser:
    """The whole command line, with `--help` on every level; the commands of a demo only where it is one."""
    parser = ArgumentParser(prog="deontos", description="Integrity for local governments.", allow_abbrev=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        if with_demo or not getattr(command, "DEMO_ONLY", False):
            part = commands.add_parser(command.NAME, help=command.HELP, description=command.HELP, allow_abbrev=False)
            command.add_arguments(part)
            part.set_defaults(run=command.run, prepare=getattr(command, "prepare", None))
    return parser


def _is_demo() -> bool:
    try:
        return read_operator(dict(os.environ)).is_demo
    except SettingRefused:
        return False


def _run(options: Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deontos.sites.settings")
    import django
    from django.db.utils import OperationalError, ProgrammingError

    django.setup()
    try:
        code: int = options.run(options)
        return code
    except (OperationalError, ProgrammingError) as failure:
        return _refuse(f"The database cannot be used ({_first_line(failure)}). Is it there? Was it migrated?")


def _refuse(sentence: str) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return REFUSED


def _first_line(failure: Exception) -> str:
    return (str(failure).strip() or type(failure).__name__).splitlines()[0]
