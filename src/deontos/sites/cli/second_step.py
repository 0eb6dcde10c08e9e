"""`deontos second-step`: a way back for an administrator who lost the second step and all codes.

It does what another administrator would do at the desk, and asks the same: who looked, and how. It opens no vault.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from deontos.administration.vocabulary import IdentityCheck
from deontos.sites.founding import QUESTIONS, AnswerRefused, checked
from deontos.sites.outcomes import DONE, CommandRefused

if TYPE_CHECKING:
    from deontos.administration.models import Account

NAME = "second-step"
HELP = (
    "Give an administrator who lost the second step and all codes a link that ends it. Every key of theirs is on hold."
)

NOTHING_DONE = "Nothing was done."
FOLLOWS = (
    "At once: no key of this person counts any more, for 72 hours and until two stewards confirm a new one.",
    "This person, at every address that is known, and all stewards are told. The log names the operator.",
    "The link works once, for one day, and needs the password too. It ends the second step and all recovery codes.",
    "Open reports stay closed to everybody who has no key to them: a sign-in opens no vault.",
)
[ADDRESS] = (question for question in QUESTIONS if question.flag == "--email")


def add_arguments(parser: ArgumentParser) -> None:
    """Whose, how it was made sure that it is them, and that it is meant."""
    parser.add_argument("email", metavar="ADDRESS", help="the address with which the administrator signs in")
    parser.add_argument(
        "--checked",
        required=True,
        choices=[check.value for check in IdentityCheck],
        help="how somebody made sure in person that it is this person",
    )
    parser.add_argument("--yes", action="store_true", help="asks nothing: the address was compared")
    parser.add_argument("--json", action="store_true", help="for programs: prints one object; goes with --yes")


def run(options: Namespace) -> int:
    """Say what will happen, ask whether it is meant, and write the link."""
    from django.db import transaction

    from deontos.administration.actions.accounts import reset_second_factor
    from deontos.kernel import clock
    from deontos.notices.vocabulary import LetterTemplate
    from deontos.sites.safety import insist_on_safety
    from deontos.sites.waiting_links import waiting_link

    insist_on_safety()
    account = _account(options.email)
    others = _others(account)
    if not options.yes:
        _insist_on_yes(account, others, can_ask=not options.json and sys.stdin.isatty())
    with transaction.atomic():
        reset_second_factor(account, checked=IdentityCheck(options.checked), by=None, at=clock.now())
        link = waiting_link(account.person, LetterTemplate.SECOND_FACTOR_RESET)
    _tell(account, others, link, as_json=options.json)
    return DONE


def _account(address: str) -> "Account":
    """The account of an administrator. Raises CommandRefused for every other address."""
    from deontos.administration.models import Account
    from deontos.administration.queries import keeps_organisation
    from deontos.kernel import clock

    try:
        email = checked(ADDRESS, address)
    except AnswerRefused:
        raise CommandRefused(f"This is no e-mail address. {NOTHING_DONE}") from None
    account = Account.objects.select_related("person__organisation").filter(email=email).first()
    if account is None:
        raise CommandRefused(f"Nobody signs in with {email}. {NOTHING_DONE}")
    if not keeps_organisation(account.person, on=clock.today()):
        raise CommandRefused(
            f"{email} is no administrator of {account.person.organisation.name}: an administrator there does this at "
            f"the desk, on the page of the person. {NOTHING_DONE}"
        )
    if not account.is_active:
        raise CommandRefused(
            f"This sign-in is switched off. Use deontos init --organisation {account.person.organisation.slug} "
            f"--new-link. {NOTHING_DONE}"
        )
    return account


def _others(account: "Account") -> list[str]:
    """Who could do the same at the desk."""
    from deontos.administration.queries import administrators_beside
    from deontos.kernel import clock

    return [person.name for person in administrators_beside(account.person, on=clock.today())]


def _insist_on_yes(account: "Account", others: list[str], *, can_ask: bool) -> None:
    if not can_ask:
        raise CommandRefused(f"Add --yes when it is meant, or call this at a terminal, which asks. {NOTHING_DONE}")
    print(f"{account.person.name} of {account.person.organisation.name} gets a link that ends the second step.")
    if others:
        print(f"These can do it at the desk instead: {', '.join(others)}.")
    print(*(f"- {line}" for line in FOLLOWS), sep="\n")
    try:
        typed = input("Type the address once more to go on: ")
    except (EOFError, KeyboardInterrupt):
        typed = ""
        print()
    if typed.strip().lower() != account.email:
        raise CommandRefused(f"That is not the address. {NOTHING_DONE}")


def _tell(account: "Account", others: list[str], link: str | None, *, as_json: bool) -> None:
    if as_json:
        known = {"email": account.email, "organisation": account.person.organisation.slug, "link": link}
        print(json.dumps({**known, "others": others, "follows": list(FOLLOWS)}, indent=2, ensure_ascii=False))
        return
    print(f"Link for {account.person.name}: {link}")
    print("Bring it in person; the same link leaves by mail.")
    print(*FOLLOWS, sep="\n")
