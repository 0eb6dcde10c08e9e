"""`deontos migrate`: brings the database and the static files to this version; safe to repeat, alone at a time."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from deontos.sites.outcomes import DONE, CommandRefused

NAME = "migrate"
HELP = "Bring the database and the static files to this version. Safe to repeat."

SECONDS_OF_PATIENCE = 120


def add_arguments(parser: ArgumentParser) -> None:
    """No options."""


def run(options: Namespace) -> int:
    """Apply the migrations that wait, lay out the static files, and print what was done."""
    from deontos.sites.safety import insist_on_safe_settings

    insist_on_safe_settings()
    for migration in bring_up_to_date():
        print(f"applying {migration}")
    print("The database and the static files are up to date.")
    return DONE


def bring_up_to_date() -> Iterator[str]:
    """Apply the migrations that wait, each named before, and lay out the static files; one process at a time."""
    from django.core.management import call_command

    from deontos.jobs.locks import alone
    from deontos.sites.schema import schema_state

    with alone("migrate", patience=SECONDS_OF_PATIENCE) as mine:
        if not mine:
            raise CommandRefused("Another process is migrating this database. Wait until it is done.")
        yield from schema_state().waiting
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
