"""`deontos version`: which version this is, and whether the database has its tables."""

import json
from argparse import ArgumentParser, Namespace

from deontos import VERSION
from deontos.sites.outcomes import DONE

NAME = "version"
HELP = "Show the version and whether the database is up to date."


def add_arguments(parser: ArgumentParser) -> None:
    """The one option."""
    parser.add_argument("--json", action="store_true", help="for programs")


def run(options: Namespace) -> int:
    """Print both."""
    from deontos.sites.schema import schema_state

    state = schema_state()
    if options.json:
        schema = {"current": state.is_current, "waiting": state.waiting, "unknown": state.unknown}
        print(json.dumps({"version": VERSION, "schema": schema}, indent=2))
        return DONE
    print(f"deontos {VERSION}")
    print(
        "schema: up to date" if state.is_current else f"schema: {len(state.waiting)} migrations wait (deontos migrate)"
    )
    if state.unknown:
        print(f"schema: {len(state.unknown)} migrations come from a newer version")
    return DONE
