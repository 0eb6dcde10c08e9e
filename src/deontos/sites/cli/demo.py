"""`deontos demo`: invented organisations, people and cases, the same for the same seed. Not there in production."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable

from deontos.sites.outcomes import DONE, CommandRefused

NAME = "demo"
HELP = "Fill an empty demo with invented organisations, people and cases, and print who can sign in."
DEMO_ONLY = True
MOST_ORGANISATIONS = 400
MOST_CASES = 100_000


def add_arguments(parser: ArgumentParser) -> None:
    """How much, and by which chance."""
    parser.add_argument("--organisations", type=_between(1, MOST_ORGANISATIONS), default=5, metavar="N")
    parser.add_argument("--cases", type=_between(0, MOST_CASES), default=40, metavar="N")
    parser.add_argument("--seed", type=int, default=2027, metavar="S")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(options: Namespace) -> int:
    """Build it in an empty installation; refuse where there is something already."""
    from django.conf import settings

    from deontos.kernel import clock
    from deontos.organisations.models import Organisation
    from deontos.sites.demo.build import build, write_sign_ins

    if Organisation.objects.exists():
        raise CommandRefused("There are organisations here already. A demo begins with an empty database.")
    demo = build(organisations=options.organisations, cases=options.cases, seed=options.seed, at=clock.now())
    path = write_sign_ins(demo, settings.OPERATOR.data_folder)
    if options.json:
        print(demo.to_json())
        return DONE
    for someone in demo.people:
        print(f"{someone.organisation:20} {someone.name:26} {', '.join(someone.offices)}")
        print(f"{'':20} e-mail {someone.email}  password {someone.password}  one-time secret {someone.totp_secret}")
        if someone.vault_passphrase:
            print(f"{'':20} vault passphrase {someone.vault_passphrase}")
    for live in demo.receipts:
        print(f"receipt {live.receipt}  {settings.OPERATOR.base_url}/{live.language}/{live.organisation}/receipt/")
    print(f"All of this stands in {path}. Current one-time codes: {settings.OPERATOR.base_url}/desk/codes/")
    return DONE


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ArgumentTypeError(f"must be a number from {least} to {most}")
        return int(text)

    return number
