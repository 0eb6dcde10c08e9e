"""The moves of a case, each with the ground it rests on, and which of them stop a clock. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from deontos.cases.vocabulary import CaseState as State
from deontos.cases.vocabulary import CaseVerb as Verb
from deontos.cases.vocabulary import DossierKind, WithholdingGround
from deontos.kernel.deadlines import Term, last_day
from deontos.kernel.transitions import Move, Table
from deontos.speakup.vocabulary import ClockName

WHO_READS: Mapping[Verb, str] = {
    Verb.RECUSE: "R-000.71, R-000.90: whoever is involved does not handle; house rule (security.md, hand over)",
    Verb.HAND_OVER: "R-000.71: the deputy takes over; house rule (security.md, hand over)",
    Verb.STAND_IN: "R-000.71: the deputy stands in; house rule (security.md, falling ill afterwards)",
    Verb.LEAVE: "R-000.69: who no longer holds the office does not read; house rule (security.md, hand over)",
    Verb.TURN_TO: "R-000.70, R-000.71: the reporter chooses the deputy; house rule (security.md, hand over)",
}
"""What changes who reads a case and not where it stands: possible in every state, told to the reporter."""

OPEN = (State.RECEIVED, State.ACKNOWLEDGED, State.ASKED, State.IN_HANDLING)

TERMS_MOVED: Mapping[Verb, str] = {
    Verb.EXTEND: "T1; house rule: a term is put off once, where whoever set it says so, and the reporter is told why",
    Verb.SUSPEND: "T1; house rule: a term stands still where whoever set it says so, and the reporter is told why",
}
"""What moves the last day of a term and not where the case stands; told to the reporter."""

MOVES: Table[Verb, State] = Table(
    "case",
    (
        Move(Verb.ACKNOWLEDGE, (State.RECEIVED,), State.ACKNOWLEDGED, "Directive (EU) 2019/1937 art. 9(1)(b)"),
        Move(
            Verb.ASK,
            (State.ACKNOWLEDGED, State.ASKED, State.IN_HANDLING),
            State.ASKED,
            "Directive (EU) 2019/1937 art. 9(1)(c): maintain communication and ask for more",
        ),
        Move(
            Verb.ANSWER,
            (State.ACKNOWLEDGED, State.ASKED, State.IN_HANDLING),
            State.IN_HANDLING,
            "R-000.65, R-000.66: react and keep informed of every step",
        ),
        Move(Verb.ANSWER, (State.CLOSED,), State.CLOSED, "house rule: a question after closing deserves an answer"),
        Move(
            Verb.CLOSE,
            (State.ACKNOWLEDGED, State.ASKED, State.IN_HANDLING),
            State.CLOSED,
            "Directive (EU) 2019/1937 art. 9(1)(f): feedback",
        ),
        Move(
            Verb.EXEMPT,
            (State.RECEIVED,),
            State.IN_HANDLING,
            "Flemish decree of 18 November 2022; only where every law that applies lets receipt go unconfirmed (T1)",
        ),
        *(Move(verb, (state,), state, ground) for verb, ground in TERMS_MOVED.items() for state in OPEN),
        Move(Verb.HEAR, (State.ASKED,), State.IN_HANDLING, "house rule: the question was answered"),
        Move(Verb.HEAR, (State.RECEIVED,), State.RECEIVED, "house rule: a reporter may always add something"),
        Move(Verb.HEAR, (State.ACKNOWLEDGED,), State.ACKNOWLEDGED, "house rule: a reporter may always add something"),
        Move(Verb.HEAR, (State.IN_HANDLING,), State.IN_HANDLING, "house rule: a reporter may always add something"),
        Move(Verb.HEAR, (State.CLOSED,), State.CLOSED, "house rule: a reporter may always add something"),
        *(Move(verb, (state,), state, ground) for verb, ground in WHO_READS.items() for state in State),
    ),
)

BY_HANDLER = (Verb.ACKNOWLEDGE, Verb.ASK, Verb.ANSWER, Verb.CLOSE)
"""The verbs that a page offers to whoever handles the case."""
JOTTED = (DossierKind.NOTE, DossierKind.EVIDENCE)
"""What a page lets somebody write down; why a reporter is not told comes from the page where that is decided."""


def offered(state: State) -> tuple[Verb, ...]:
    """What whoever handles a case may do in this state, in the order of the table (house rule: buttons are rules)."""
    return tuple(verb for verb in MOVES.possible(state) if verb in BY_HANDLER)


MET_BY: Mapping[Verb, tuple[ClockName, ...]] = {
    Verb.ACKNOWLEDGE: (ClockName.ACKNOWLEDGEMENT,),
    Verb.ASK: (ClockName.FIRST_ANSWER,),
    Verb.ANSWER: (ClockName.FIRST_ANSWER,),
    Verb.CLOSE: (ClockName.FIRST_ANSWER, ClockName.FEEDBACK),
}
"""Which clocks a verb stops. Asking is a first answer too (house rule: the reporter hears something of substance)."""


SOON_UNREAD = timedelta(days=3)
"""So long before a statutory clock ends unread, a sleeping deputy is woken (security.md, falling ill afterwards)."""


def may_be_woken(deputy: UUID, recorded: Iterable[Collection[UUID]]) -> bool:
    """Whether somebody else than a deputy says of every reader who is away that this is so.

    `recorded`: for each of these readers, who recorded an absence. House rule (security.md, falling ill afterwards).
    """
    return all(any(by != deputy for by in each) for each in recorded)


LONGEST_NAME, LONGEST_READY_TEXT = 80, 10_000
"""Signs of a ready text's name and of its words (house rule: it begins a message, it is no letter file)."""

MOST_READY_TEXTS = 100
"""Texts of its own that an organisation offers at once (house rule: nobody finds one among more, on any case page)."""

DRAFT_LASTS = timedelta(days=30)
"""So long after it was last kept, a text that somebody did not send is erased (house rule, ADR 36)."""


WITHHELD_BECAUSE: Mapping[WithholdingGround, str] = {
    WithholdingGround.INQUIRY: "Directive (EU) 2019/1937 art. 16(3): telling would jeopardise the investigation",
    WithholdingGround.PROCEEDINGS: "Directive (EU) 2019/1937 art. 16(3): telling would jeopardise judicial proceedings",
    WithholdingGround.FORBIDDEN: "secrecy of criminal inquiry, national law (confirm); Directive art. 16(3)",
}
"""The only grounds on which a reporter is not told before the name is opened by duty of law."""

WITHHELD_AT_MOST = Term(days=28)
"""So long a reporter is left untold before somebody decides anew. Directive (EU) 2019/1937 art. 16(3) sets no term;
house rule (ADR 23): at least three times within the three months for feedback."""

LOOKED_AT_BEFORE = timedelta(days=7)
"""From so many days before its last day, a withholding is called to mind every morning (house rule, ADR 23)."""


def last_review(on: date) -> date:
    """The last day until which a reporter may be left untold by a decision of this day (house rule, ADR 23)."""
    return last_day(on, WITHHELD_AT_MOST)


def may_wait_until(day: date, *, on: date) -> bool:
    """Whether a decision of today may leave a reporter untold until this day (house rule, ADR 23)."""
    return on < day <= last_review(on)


def is_withheld(until_on: date, told_on: date | None, *, on: date) -> bool:
    """Whether a reporter is still to be left untold: nobody told, and the day of review is not over.

    Directive (EU) 2019/1937 art. 16(3); house rule (ADR 23): what nobody decides anew is told.
    """
    return told_on is None and on <= until_on
