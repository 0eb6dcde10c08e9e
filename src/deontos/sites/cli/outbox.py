"""`deontos outbox`: the state of outgoing mail, and sending it now."""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from deontos.sites.outcomes import DONE, CommandRefused

NAME = "outbox"
HELP = "Show the state of outgoing mail, or send it now."

SECONDS_OF_PATIENCE = 60


def add_arguments(parser: ArgumentParser) -> None:
    """Two verbs."""
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True, dest="verb")
    status = verbs.add_parser("status", help="how many letters wait, for what", allow_abbrev=False)
    flush = verbs.add_parser("flush", help="send what is due, without waiting for another try", allow_abbrev=False)
    flush.add_argument("--all", action="store_true", help="also what waits for a window")
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
        print(json.dumps(asdict(state), indent=2, default=str))
        return DONE
    print(f"to send now: {state.due}")
    print(f"waiting for another try: {state.waiting_for_try}")
    print(f"waiting for a window: {state.waiting_for_window} (next: {state.next_window:%Y-%m-%d %H:%M})")
    print(f"sent and still listed: {state.sent}")
    return DONE


def _flush(options: Namespace) -> int:
    from deontos.kernel import clock
    from deontos.notices.actions import flush

    outcome = flush(at=clock.now(), windows_too=options.all, patience=SECONDS_OF_PATIENCE)
    if outcome is None:
        raise CommandRefused("Another process is sending letters right now. Try again in a minute.")
    if options.json:
        print(json.dumps(asdict(outcome), indent=2, default=str))
    else:
        print(f"sent: {outcome.sent}")
    if outcome.failed:
        raise CommandRefused(
            f"{outcome.failed} letters were not taken by the mail server ({outcome.reason}). They wait."
        )
    return DONE
