"""`deontos show-urls`: every address, its methods and who may enter."""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from deontos.sites.outcomes import DONE

NAME = "show-urls"
HELP = "List every address, its methods and who may enter."


def add_arguments(parser: ArgumentParser) -> None:
    """The one option."""
    parser.add_argument("--json", action="store_true", help="for programs")


def run(options: Namespace) -> int:
    """Print one address a line, or all as JSON."""
    from deontos.sites.routes import routes

    found = routes()
    if options.json:
        print(json.dumps([asdict(route) for route in found], indent=2))
        return DONE
    for route in found:
        print(f"{route.pattern}  {','.join(route.methods) or '-'}  {route.requires or route.open_to or 'no door'}")
    return DONE
