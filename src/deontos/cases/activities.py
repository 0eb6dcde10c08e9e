"""What happened on a day in the cases somebody may see: the acts of the desk with their moment, a reporter's without.

The log says when somebody signed in did something. Of a reporter there is the date alone, so that nobody can lay it
beside who was at work when.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from deontos.access.gate import Actor
from deontos.audit.models import Entry
from deontos.cases.models import CaseFile, CaseStep
from deontos.cases.queries import cases_visible_to
from deontos.cases.vocabulary import Audience, CaseVerb
from deontos.kernel.clock import CIVIL_ZONE

NOTE = "dossier.written"
ACTS = (
    "case.opened",
    "case.acknowledged",
    "case.asked",
    "case.answered",
    "case.closed",
    "case.exempted",
    "case.extended",
    "case.suspended",
    "case.recused",
    "case.handed_over",
    "case.exported",
    "case.deputy_woken",
    "identity.asked",
    NOTE,
)
"""What of the log every reader of a case is told. That a law demands a name is not: a reporter may not know it yet."""


def acts_of(actor: Actor, day: date, *, on: date) -> QuerySet[Entry]:
    """What was done at the desk on a day in the cases that somebody sees today, the last first.

    Of private notes only the own ones.
    """
    zone = ZoneInfo(CIVIL_ZONE)
    begins, ends = (datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1)))
    private = Q(fact=NOTE, details__contains=f'"audience":"{Audience.MINE.value}"') & ~Q(actor_id=actor.person)
    cases = cases_visible_to(actor, on=on).order_by().values("pk")
    rows = Entry.objects.filter(subject_id__in=cases, fact__in=ACTS, at__gte=begins, at__lt=ends)
    return rows.exclude(private).order_by("-at", "-number", "id")


def told_on(actor: Actor, day: date, *, on: date) -> QuerySet[CaseFile]:
    """The cases that somebody sees today in which the reporter did something on a day.

    Each says `came`, `wrote` and `turned`; in no order that tells when.
    """
    steps = CaseStep.objects.filter(case=OuterRef("pk"), taken_on=day)
    rows = cases_visible_to(actor, on=on).annotate(
        came=ExpressionWrapper(Q(received_on=day), output_field=BooleanField()),
        wrote=Exists(steps.filter(verb=CaseVerb.HEAR)),
        turned=Exists(steps.filter(verb=CaseVerb.TURN_TO)),
    )
    return rows.filter(Q(came=True) | Q(wrote=True) | Q(turned=True)).order_by("id")
