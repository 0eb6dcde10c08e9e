"""`deontos outbox`: the state of outgoing mail, and sending it now."""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from datetime import datetime
from typing import Any

from deontos.sites.outcomes import DONE, CommandRefused

NAME = "outbox"
HELP = "Show the state of outgoing mail, or send it now."


def add_arguments(parser: ArgumentParser) -> None:
    """Two verbs."""
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True, dest="verb")
    status = verbs.add_parser("status", help="how many letters wait, for what", allow_abbrev=False)
    flush = verbs.add_parser("flush", help="send what is due, without waiting for another try", allow_abbrev=False)
    flush.add_argument("--all", action="store_true", help="also what waits for a window")
    flush.add_argument(
        "--wait", type=float, default=60, metavar="SECONDS", help="to wait for another sender (default: 60)"
    )
    for part in (status, flush):
        part.add_argument("--json", action="store_true", help="for programs")


def run(options: Namespace) -> int:
    """Show or send."""
    return _flush(options) if options.verb == "flush" else _status(options)


def _status(options: Namespace) -> int:
    from deontos.kernel import clock
    from deontos.notices.queries import outbox_state

    state = outbox_state(at=clock.now())
    if options.json:
        print(_json(asdict(state)))
        return DONE
    print(f"to send now: {state.due}")
    print(f"waiting for another try: {state.waiting_for_try}")
    print(f"waiting for a window: {state.waiting_for_window} (next: {state.next_window:%Y-%m-%d %H:%M})")
    print(f"sent and still listed: {state.sent}")
    if state.troubled:
        print(f"not taken so far: {state.troubled} ({', '.join(state.last_failures)})")
    return DONE


def _flush(options: Namespace) -> int:
    from deontos.kernel import clock
    from deontos.notices.actions import flush
    from deontos.sites.safety import insist_on_safety

    insist_on_safety()
    outcome = flush(at=clock.now(), windows_too=options.all, patience=options.wait)
    if outcome is None:
        raise CommandRefused("Another process is sending letters right now. Try again in a minute.")
    print(_json(asdict(outcome)) if options.json else f"sent: {outcome.sent}")
    if outcome.failed:
        raise CommandRefused(
            f"Not taken by the mail server: {outcome.failed} ({outcome.reason}). Kept for another try."
        )
    return DONE


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, indent=2, default=datetime.isoformat)
