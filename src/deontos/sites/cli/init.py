"""`deontos init`: the first set-up of an installation, and each further organisation. Safe to repeat, and to break off.

What comes before Django (settings, secrets file) stands in `prepare`, what comes after in `run`. Every step looks first
whether it was done already.
"""

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deontos.sites.environment import read_operator
from deontos.sites.founding import QUESTIONS, AnswerRefused, Question, checked
from deontos.sites.outcomes import DONE, CommandRefused
from deontos.sites.secrets_file import folder_open_to_others, write_secrets
from deontos.vault.install_secrets import InstallSecrets

if TYPE_CHECKING:
    from collections.abc import Callable

    from deontos.administration.actions.founding import Founded
    from deontos.organisations.models import Organisation, Person

NAME = "init"
HELP = "Set up an installation, or one more organisation in it, by questions or by flags. Safe to repeat."

NOTHING_MADE = "No organisation was made."
NEXT = (
    "Bring the link to the administrator in person: it works once, for seven days. The same link leaves by mail.",
    "Start the services: deontos serve, deontos work.",
    "The administrator chooses a password, sets up the second step, adds people and gives offices.",
    "Three stewards, never all of them administrators, make vaults and confirm one another in one sitting.",
    "Two stewards confirm the complaints manager and a deputy; both read the test. Then the reporting point opens.",
    "Keep a copy of the secrets file apart, offline. Without it nothing opens.",
)


def add_arguments(parser: ArgumentParser) -> None:
    """Each question has its flag."""
    for question in QUESTIONS:
        parser.add_argument(question.flag, help=question.words, metavar="TEXT")
    parser.add_argument("--new-link", action="store_true", help="a new link, for an administrator who never signed in")
    parser.add_argument("--json", action="store_true", help="for programs: asks nothing, prints one object")


def prepare(options: Namespace) -> None:
    """Check what was given; make the data folder and the secrets file where they are missing.

    Before Django, which needs both.
    """
    operator = read_operator(dict(os.environ))
    if operator.is_demo:
        raise CommandRefused(
            "DEONTOS_ENV is demo: `deontos demo` fills a demo. For a real installation: DEONTOS_ENV=production."
        )
    for question in QUESTIONS:
        given = getattr(options, question.name)
        if given is not None:
            setattr(options, question.name, _checked(question, given))
    _make_data_folder(operator.data_folder)
    options.made_secrets = not operator.secrets_file.exists()
    if options.made_secrets:
        _make_secrets(operator.secrets_file)


def _make_data_folder(path: Path) -> None:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as failure:
        raise CommandRefused(
            f"DEONTOS_DATA_DIR cannot be made at {path}: {failure.strerror or type(failure).__name__}. Make it for the "
            f"user of the services, for example: install -d -m 700 -o deontos -g deontos {path}"
        ) from None


def _make_secrets(path: Path) -> None:
    """Make the file in a folder of nobody else's, which is made too where it is missing."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        wrong = folder_open_to_others(path.parent)
        if not wrong:
            write_secrets(path, InstallSecrets.generate())
    except OSError as failure:
        raise CommandRefused(
            f"DEONTOS_SECRETS_FILE cannot be made at {path}: {failure.strerror or type(failure).__name__}. Make its "
            f"folder for the user of the services, for example: install -d -m 700 -o deontos -g deontos {path.parent}"
        ) from None
    if wrong:
        raise CommandRefused(
            f"DEONTOS_SECRETS_FILE would lie in a folder that {wrong}. Example: chmod 700 /etc/deontos"
        )


def run(options: Namespace) -> int:
    """Bring the database up to date, then make the organisation unless it is there. Says what it did."""
    from deontos.jobs.locks import alone
    from deontos.sites.cli.migrate import SECONDS_OF_PATIENCE

    told = _Told(quiet=options.json)
    _prepare_house(options, told)
    with alone("init", patience=SECONDS_OF_PATIENCE) as mine:
        if not mine:
            raise CommandRefused("Another process sets up an organisation in this database. Wait until it is done.")
        _set_up_organisation(options, told)
    if options.json:
        print(json.dumps(told.known, indent=2, ensure_ascii=False))
    return DONE


class _Told:
    """What was done: a line each for a person, one object for a program."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.known: dict[str, Any] = {
            "secrets_made": False,
            "migrated": [],
            "organisation": None,
            "organisation_made": False,
            "administrator": None,
            "link": None,
            "next": [],
        }

    def say(self, line: str, **known: object) -> None:
        """Tell one thing."""
        self.known.update(known)
        if not self.quiet:
            print(line, flush=True)


def _prepare_house(options: Namespace, told: _Told) -> None:
    from django.conf import settings

    from deontos.sites.cli.migrate import bring_up_to_date
    from deontos.sites.safety import insist_on_own_database, insist_on_safe_settings

    path = settings.OPERATOR.secrets_file
    try:
        insist_on_safe_settings()
        insist_on_own_database()
    except CommandRefused:
        if options.made_secrets:
            path.unlink()
        raise
    made = options.made_secrets
    told.say(f"{'Made' if made else 'There already:'} the secrets file {path}.", secrets_made=made)
    migrations = []
    for migration in bring_up_to_date():
        migrations.append(migration)
        told.say(f"applying {migration}", migrated=migrations)
    told.say("The database and the static files are up to date.")


def _set_up_organisation(options: Namespace, told: _Told) -> None:
    from deontos.organisations.models import Organisation

    if not any(getattr(options, question.name) for question in QUESTIONS) and Organisation.objects.exists():
        slugs = ", ".join(Organisation.objects.order_by("slug").values_list("slug", flat=True)[:20])
        told.say(f"There already: {slugs}. Nothing else to do. For one more: deontos init --organisation ADDRESS.")
        return
    answers = _answers(options)
    there = Organisation.objects.filter(slug=answers["organisation"]).first()
    if there is None:
        _make(answers, told)
    else:
        _look_again(there, answers["email"], told, new_link=options.new_link)


def _answers(options: Namespace) -> dict[str, str]:
    """What the flags do not say is asked where somebody can answer; elsewhere it is refused, by name."""
    known = {question.name: getattr(options, question.name) for question in QUESTIONS}
    missing = [question for question in QUESTIONS if known[question.name] is None]
    if missing and (options.json or not sys.stdin.isatty()):
        flags = " ".join(question.flag for question in missing)
        raise CommandRefused(f"{NOTHING_MADE} Missing: {flags}. Give them, or call this at a terminal, which asks.")
    return {**known, **{question.name: _asked(question) for question in missing}}


def _asked(question: Question) -> str:
    while True:
        try:
            return checked(question, input(f"{question.words}: "))
        except AnswerRefused as refusal:
            print(refusal)
        except (EOFError, KeyboardInterrupt):
            print()
            raise CommandRefused(f"{NOTHING_MADE} Call deontos init again to go on.") from None


def _checked(question: Question, given: str) -> str:
    try:
        return checked(question, given)
    except AnswerRefused as refusal:
        raise CommandRefused(f"{refusal}. Nothing was done.") from None


def _make(answers: dict[str, str], told: _Told) -> None:
    from django.db import transaction

    from deontos.administration.actions.founding import found_organisation
    from deontos.administration.actions.organisations import OrganisationDetails
    from deontos.administration.actions.people import PersonDetails
    from deontos.kernel import clock
    from deontos.organisations.vocabulary import Language, OrganisationKind

    language, at = Language(answers["language"]), clock.now()
    details = OrganisationDetails(answers["name"], OrganisationKind(answers["kind"]), language)
    about = PersonDetails(answers["given_name"], answers["family_name"], answers["email"], "", language)
    with transaction.atomic():
        founded = _refusing(lambda: found_organisation(answers["organisation"], details, about, at=at))
        link = _new_link(founded.administrator)
    _tell_of(founded.organisation, founded.administrator, told, made=True)
    _tell_link(link, told)


def _refusing(act: "Callable[[], Founded]") -> "Founded":
    """What the act gives; its refusal as the sentence of its phrase."""
    from deontos.administration.actions.refusal import AdministrationRefused
    from deontos.administration.phrases import REFUSALS
    from deontos.administration.vocabulary import AdministrationCode

    try:
        return act()
    except AdministrationRefused as refusal:
        words = REFUSALS[AdministrationCode(refusal.code)]
        raise CommandRefused(f"{NOTHING_MADE} {words % refusal.parameters}") from None


def _look_again(there: "Organisation", email: str, told: _Told, *, new_link: bool) -> None:
    """The organisation is there: the same administrator's call changes nothing, anybody else's is refused."""
    from deontos.organisations.models import Office
    from deontos.organisations.vocabulary import OfficeKind

    seats = Office.objects.filter(organisation=there, kind=OfficeKind.ADMINISTRATOR, holder__email=email)
    seat = seats.select_related("holder").first()
    if seat is None:
        raise CommandRefused(
            f"There is an organisation at {there.slug} already, {there.name}, and {email} is not its administrator. "
            "Choose another --organisation, or let an administrator there give the office."
        )
    _tell_of(there, seat.holder, told, made=False)
    if new_link or _can_sign_in(seat.holder):
        _tell_link(_new_link(seat.holder) if new_link else None, told)
        return
    waiting = _waiting_link(seat.holder)
    if waiting is None:
        told.say("The link was sent by mail. Lost? Add --new-link.")
    else:
        _tell_link(waiting, told)


def _tell_of(organisation: "Organisation", administrator: "Person", told: _Told, *, made: bool) -> None:
    words = "Made" if made else "There already:"
    told.say(
        f"{words} {organisation.name}, at {_base()}/{organisation.language}/{organisation.slug}/.",
        organisation=organisation.slug,
        organisation_made=made,
    )
    told.say(
        f"{words} its administrator {administrator.name} ({administrator.email}).", administrator=administrator.email
    )


def _tell_link(link: str | None, told: _Told) -> None:
    if link is None:
        told.say("This person can sign in already, and needs no link.")
        return
    told.say(f"Link for the administrator: {link}", link=link, next=list(NEXT))
    told.say("What comes next:")
    for number, line in enumerate(NEXT, 1):
        told.say(f"{number}. {line}")


def _base() -> str:
    from django.conf import settings

    base: str = settings.OPERATOR.base_url
    return base


def _new_link(administrator: "Person") -> str | None:
    """The way in for somebody who has no password yet; None for whoever has one. The former link ends."""
    from deontos.administration.actions.accounts import invite
    from deontos.administration.actions.refusal import AdministrationRefused
    from deontos.administration.vocabulary import AdministrationCode
    from deontos.kernel import clock

    try:
        invite(administrator, by=None, at=clock.now())
    except AdministrationRefused as refusal:
        if refusal.code is not AdministrationCode.ACCOUNT_EXISTS:
            raise
        return None
    return _waiting_link(administrator)


def _waiting_link(administrator: "Person") -> str | None:
    from deontos.notices.vocabulary import LetterTemplate
    from deontos.sites.waiting_links import waiting_link

    return waiting_link(administrator, LetterTemplate.INVITATION)


def _can_sign_in(administrator: "Person") -> bool:
    from deontos.administration.models import Account

    account = Account.objects.filter(person=administrator).first()
    return account is not None and account.has_usable_password()
