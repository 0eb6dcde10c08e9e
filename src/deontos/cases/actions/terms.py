"""Leaving receipt unconfirmed, putting a term off, letting one stand still: each told to the reporter, with why."""

from collections.abc import Callable
from datetime import date, datetime

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.cases.actions.dialogue import Spoken, Words, say
from deontos.cases.models import CaseFile
from deontos.cases.queries import clock_standings, terms_of_case
from deontos.cases.reliefs import Clocks, check_exemption, check_extension, check_suspension
from deontos.cases.vocabulary import CaseVerb, ExtensionReason, SuspensionReason
from deontos.kernel.clock import civil_date
from deontos.keyring.readers import UnlockedReader
from deontos.speakup.vocabulary import ClockName, ExemptionReason

FACTS = {
    CaseVerb.EXEMPT: "case.exempted",
    CaseVerb.EXTEND: "case.extended",
    CaseVerb.SUSPEND: "case.suspended",
}


def exempt(
    case: CaseFile, reason: ExemptionReason, words: Words, *, by: Actor, reader: UnlockedReader, at: datetime
) -> None:
    """Leave receipt unconfirmed, for a reason that every law here knows. Feedback then counts from the end of its days.

    Refuses: as `say`, NO_EXEMPTION, NOTHING_RUNS, TERM_OVER. Records: case.exempted.
    """
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    on = civil_date(at)
    spoken = Spoken(CaseVerb.EXEMPT, FACTS[CaseVerb.EXEMPT], reason, ClockName.ACKNOWLEDGEMENT)
    check = _checked(lambda clocks: check_exemption(clocks, reason, received_on=case.received_on, today=on))
    say(case, spoken, words, by=by, reader=reader, at=at, check=check)


def extend(
    case: CaseFile,
    clock: ClockName,
    reason: ExtensionReason,
    words: Words,
    *,
    by: Actor,
    reader: UnlockedReader,
    at: datetime,
) -> None:
    """Put a term off once, by as much as whoever set it says.

    Refuses: as `say`, NO_EXTENSION, NOTHING_RUNS, TERM_OVER. Records: case.extended.
    """
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    on, spoken = civil_date(at), Spoken(CaseVerb.EXTEND, FACTS[CaseVerb.EXTEND], reason, clock)
    check = _checked(lambda clocks: check_extension(clocks, clock, today=on))
    say(case, spoken, words, by=by, reader=reader, at=at, check=check)


def suspend(
    case: CaseFile,
    clock: ClockName,
    reason: SuspensionReason,
    words: Words,
    *,
    until: date,
    by: Actor,
    reader: UnlockedReader,
    at: datetime,
) -> None:
    """Let a term stand still from today until a day; its last day moves by as much at once.

    Refuses: as `say`, NO_SUSPENSION, NOTHING_RUNS, TERM_OVER, PAUSE_IN_PAST, PAUSE_TOO_LONG. Records: case.suspended.
    """
    demand(by, Permission.CASES_CASE_HANDLE, case.organisation_id)
    on, spoken = civil_date(at), Spoken(CaseVerb.SUSPEND, FACTS[CaseVerb.SUSPEND], reason, clock, until)
    check = _checked(lambda clocks: check_suspension(clocks, clock, until=until, today=on))
    say(case, spoken, words, by=by, reader=reader, at=at, check=check)


def _checked(check: Callable[[Clocks], None]) -> Callable[[CaseFile], None]:
    """Look at the clocks of the case once it is locked."""
    return lambda case: check(clock_standings(case, terms_of_case(case)))
