"""`deontos migrate`: brings the database and the static files to this version; safe to repeat, alone at a time."""

from argparse import ArgumentParser, Namespace

from deontos.sites.outcomes import DONE, CommandRefused

NAME = "migrate"
HELP = "Bring the database and the static files to this version. Safe to repeat."

SECONDS_OF_PATIENCE = 120


def add_arguments(parser: ArgumentParser) -> None:
    """No options."""


def run(options: Namespace) -> int:
    """Apply the migrations that wait, lay out the static files, and print what was done."""
    from django.core.management import call_command

    from deontos.jobs.locks import alone
    from deontos.sites.schema import schema_state

    with alone("migrate", patience=SECONDS_OF_PATIENCE) as mine:
        if not mine:
            raise CommandRefused("Another process is migrating this database. Wait until it is done.")
        for migration in schema_state().waiting:
            print(f"applying {migration}")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    print("The database and the static files are up to date.")
    return DONE
