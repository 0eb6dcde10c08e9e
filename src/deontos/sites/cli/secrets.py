"""`deontos secrets`: which versions there are, a new version of one, and one version less."""

import json
from argparse import ArgumentParser, Namespace

from deontos.sites.outcomes import DONE, CommandRefused
from deontos.sites.rotation import (
    NAMES,
    RotationRefused,
    rewrite,
    versions_of,
    with_new_version,
    without_version,
)

NAME = "secrets"
HELP = "Show which versions of the install secrets there are, renew one, or forget a version that nothing needs."

RESTART = (
    "Running processes read the secrets file when they start. Where several machines share the database, bring "
    "the new file to all of them; then stop every deontos process, and start them again. Keep a copy apart."
)
AFTERWARDS = {
    "PEPPER_LOCATOR": "Receipts given before are still found. Mailboxes keep the old version until they are erased.",
    "PEPPER_KEK": "Vaults still open. Each way in moves to the new version when it is next used.",
    "PEPPER_ABSENCE": "Keys that sleep already are still woken, under the old version.",
    "NOTICE_KEY": "Letters that wait and daily e-mails to reporters are still sent, under the old version.",
    "AUDIT_KEY": "Rows sealed before stay valid under the old version, for as long as they are kept.",
    "ANCHOR_KEY": "Anchors signed before stay valid under the old version, for as long as they are kept.",
    "DJANGO_SECRET": "Everybody has to sign in again. One-time codes still work.",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Three verbs."""
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True, dest="verb")
    show = verbs.add_parser("show", help="names and versions, never values", allow_abbrev=False)
    renew = verbs.add_parser("renew", help="add a version and use it from now on", allow_abbrev=False)
    renew.add_argument("name", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    forget = verbs.add_parser("forget", help="remove a version that nothing needs", allow_abbrev=False)
    forget.add_argument("name", choices=NAMES, metavar="NAME", help="as for renew")
    forget.add_argument("version", type=int, metavar="VERSION", help="a number that `secrets show` lists")
    forget.add_argument("--restarted", action="store_true", help="every process was restarted since the renewal")
    for part in (show, renew, forget):
        part.add_argument("--json", action="store_true", help="for programs")


def run(options: Namespace) -> int:
    """Show, renew or forget."""
    verbs = {"show": _show, "renew": _renew, "forget": _forget}
    try:
        return verbs[options.verb](options)
    except RotationRefused as refusal:
        raise CommandRefused(str(refusal)) from None
    except OSError as failure:
        raise CommandRefused(
            f"The secrets file stays as it is: {failure.strerror or type(failure).__name__}. "
            "Run this as the user who owns it."
        ) from None


def _show(options: Namespace) -> int:
    from django.conf import settings

    told = {name: versions_of(settings.INSTALL_SECRETS, name) for name in NAMES}
    if options.json:
        known = {name: {"current": each.current, "versions": sorted(each.values)} for name, each in told.items()}
        print(json.dumps(known, indent=2))
        return DONE
    for name, each in told.items():
        others = [str(version) for version in sorted(each.values) if version != each.current]
        print(f"{name:16} version {each.current}" + (f", and still {', '.join(others)}" if others else ""))
    return DONE


def _renew(options: Namespace) -> int:
    from django.conf import settings

    from deontos.sites.safety import insist_on_safe_settings

    insist_on_safe_settings()
    after = rewrite(settings.OPERATOR.secrets_file, lambda before: with_new_version(before, options.name))
    version = versions_of(after, options.name).current
    if options.json:
        print(json.dumps({"name": options.name, "current": version, "afterwards": [RESTART, AFTERWARDS[options.name]]}))
        return DONE
    print(f"{options.name} has version {version} now; the older ones are kept.", RESTART, sep="\n")
    print(AFTERWARDS[options.name])
    return DONE


def _forget(options: Namespace) -> int:
    from django.conf import settings

    from deontos.sites.safety import insist_on_safety

    insist_on_safety()
    without_version(settings.INSTALL_SECRETS, options.name, options.version)
    _insist_on_unused(options.name, options.version)
    if not options.restarted:
        raise CommandRefused(
            "A process that started before the renewal still uses that version. "
            "Restart every deontos process, then say --restarted."
        )
    rewrite(settings.OPERATOR.secrets_file, lambda before: without_version(before, options.name, options.version))
    told = {"name": options.name, "forgotten": options.version}
    print(json.dumps(told) if options.json else f"Version {options.version} of {options.name} is forgotten.")
    return DONE


def _insist_on_unused(name: str, version: int) -> None:
    from deontos.sites.secrets_in_use import uses

    needed = [f"{use.rows} {use.of}" for use in uses(name) if use.version == version]
    if needed:
        raise CommandRefused(f"Version {version} of {name} is still needed: {'; '.join(needed)}.")
