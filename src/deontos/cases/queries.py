"""Which cases somebody may see: a permission in the organisation, and a live envelope of the conversation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.cases.counting import ClockStanding, clocks_after
from deontos.cases.models import CaseClock, CaseFile, CaseStep, CaseTerm, Escalation
from deontos.cases.vocabulary import CaseState
from deontos.correspondence.models import Conversation
from deontos.kernel.urgency import Urgency, last_days
from deontos.keyring.models import Envelope
from deontos.keyring.queries import pairs_readable_by
from deontos.organisations.queries import offices_held
from deontos.speakup.flood_models import FloodDay
from deontos.speakup.queries import floods_shown_in
from deontos.speakup.vocabulary import ClockName


def cases_visible_to(actor: Actor, *, on: date) -> QuerySet[CaseFile]:
    """The cases whose key this person holds, in the organisations where an office lets them read cases."""
    mine = pairs_readable_by(actor.person, on=on).filter(pair=OuterRef("pair"))
    return CaseFile.objects.filter(
        Exists(mine), organisation__in=actor.organisations_with(Permission.CASES_CASE_READ)
    ).select_related("organisation", "disclosure")


def case_visible_to(actor: Actor, case: UUID, *, on: date) -> CaseFile | None:
    """One case with its conversation, clocks and steps, or None: what may not be seen does not exist.

    `came_in_flood`: on a day on which the channel was flooded. Four queries, one where there is nothing to see.
    """
    flood = FloodDay.objects.filter(
        organisation=OuterRef("disclosure__channel__organisation"), flooded_on=OuterRef("received_on")
    )
    return (
        cases_visible_to(actor, on=on)
        .annotate(came_in_flood=Exists(flood))
        .select_related("disclosure__conversation__holder__entry", "disclosure__conversation__pair")
        .prefetch_related(
            "clocks__terms", Prefetch("steps", queryset=CaseStep.objects.select_related("taken_by", "concerns"))
        )
        .filter(pk=case)
        .first()
    )


RUNNING = Q(met_on__isnull=True, lifted_on__isnull=True)
"""The condition "somebody still has to do something" for clocks."""


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How many cases stand in each half of somebody's inbox."""

    open: int
    closed: int


def inbox_counts(actor: Actor, *, on: date) -> InboxCounts:
    """How many open and closed cases somebody may see. One query."""
    counted = cases_visible_to(actor, on=on).aggregate(
        open=Count("pair", filter=Q(closed_on__isnull=True)), closed=Count("pair", filter=Q(closed_on__isnull=False))
    )
    return InboxCounts(**counted)


def floods_told_to(actor: Actor, *, on: date) -> QuerySet[FloodDay]:
    """The floods of late at channels of organisations whose cases somebody may read, the latest first."""
    return floods_shown_in(actor.organisations_with(Permission.CASES_CASE_READ), on=on)


def terms_of_case(case: CaseFile) -> QuerySet[CaseTerm]:
    """Every term of a case with its clock, the laws' before the own promise."""
    return CaseTerm.objects.filter(clock__case=case).select_related("clock").order_by("position", "id")


def clock_standings(case: CaseFile, terms: Iterable[CaseTerm]) -> dict[ClockName, ClockStanding]:
    """How the clocks of a case follow from its terms and the steps that were taken. One query."""
    steps = [step.done for step in CaseStep.objects.filter(case=case).order_by("position")]
    return clocks_after([term.bound for term in terms], received_on=case.received_on, steps=steps)


def clocks_running_for(actor: Actor, *, on: date) -> QuerySet[CaseClock]:
    """The open clocks of somebody's cases, the nearest last day first."""
    cases = cases_visible_to(actor, on=on).filter(closed_on__isnull=True).values("pk")
    return (
        CaseClock.objects.filter(RUNNING, case__in=cases)
        .select_related("case__organisation")
        .prefetch_related("terms")
        .order_by("due_on", "name", "id")
    )


def late_terms_told_to(actor: Actor, *, on: date) -> QuerySet[CaseClock]:
    """The terms that are over of which somebody whose key sleeps was told; no more of these cases is theirs to see.

    Whoever was woken meanwhile sees the case itself, and nothing here.
    """
    pair = OuterRef("case__pair")
    asleep = Envelope.objects.filter(epoch__pair=pair, certificate__person_id=actor.person, dormant=True)
    asleep = asleep.filter(Q(until__isnull=True) | Q(until__gte=on))
    told = Escalation.objects.filter(clock=OuterRef("pk"), person_id=actor.person)
    return (
        CaseClock.objects.filter(RUNNING, Exists(told), Exists(asleep), case__closed_on__isnull=True, due_on__lt=on)
        .filter(case__organisation__in=actor.organisations_with(Permission.CASES_CASE_READ))
        .select_related("case__organisation", "case__disclosure__conversation")
        .prefetch_related("terms")
        .order_by("due_on", "id")
    )


def names_of_readers(pairs: Iterable[UUID], *, on: date) -> dict[UUID, list[str]]:
    """By the names of whom each of these pairs is read today. One query."""
    rows = Envelope.objects.filter(epoch__pair__in=list(pairs), certificate__isnull=False, dormant=False)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=on)).select_related("certificate__person", "epoch")
    names: dict[UUID, list[str]] = {}
    for envelope in rows.order_by("given_on", "certificate__person__family_name", "id"):
        assert envelope.certificate is not None
        assert envelope.epoch is not None
        names.setdefault(envelope.epoch.pair_id, []).append(envelope.certificate.person.name)
    return names


def clock_counts(actor: Actor, *, on: date) -> dict[Urgency, int]:
    """How many clocks fall in each group of somebody's agenda: own open ones, and those told to be over. One query."""
    groups = {each: Count("pk", filter=Q(due_on__range=last_days(each, today=on))) for each in Urgency}
    own, told = clocks_running_for(actor, on=on), late_terms_told_to(actor, on=on)
    both = CaseClock.objects.filter(Q(pk__in=own.order_by().values("pk")) | Q(pk__in=told.order_by().values("pk")))
    return {Urgency(name): count for name, count in both.aggregate(**groups).items()}


def late_clock_count(actor: Actor, *, on: date) -> int:
    """How many clocks of somebody's agenda are over. One query where none is over in these organisations; else two."""
    homes = actor.organisations_with(Permission.CASES_CASE_READ)
    there = CaseFile.objects.filter(pk=OuterRef("case"), organisation__in=homes, closed_on__isnull=True)
    over = CaseClock.objects.filter(RUNNING, due_on__lt=on)
    if not homes or not over.filter(Exists(there)).exists():
        return 0
    cases = cases_visible_to(actor, on=on).filter(closed_on__isnull=True, pk=OuterRef("case"))
    told = late_terms_told_to(actor, on=on).order_by().values("pk")
    return over.filter(Exists(cases) | Q(pk__in=told)).count()


@dataclass(frozen=True, slots=True)
class KeyBearer:
    """Somebody with a key to a case: since when, why, until when, and whether the key sleeps."""

    envelope: Envelope
    holds_office: bool

    @property
    def sleeps(self) -> bool:
        """Whether the key opens nothing until an absence wakes it."""
        return self.envelope.dormant


def key_bearers(case: CaseFile, *, on: date) -> list[KeyBearer]:
    """Everybody with a key to the conversation of a case today, those who read it first. Two queries.

    `holds_office`: whether the person holds the office of the certificate; a deputy of it does not.
    """
    envelopes = (
        Envelope.objects.filter(epoch__pair=case.disclosure.conversation.pair_id, certificate__isnull=False)
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .select_related("certificate__person", "resealed_to")
        .order_by("dormant", "given_on", "certificate__person__family_name", "id")
    )
    held = set(offices_held(case.organisation_id, on=on).values_list("holder_id", "kind"))
    return [
        KeyBearer(envelope, (envelope.certificate.person_id, envelope.certificate.office) in held)
        for envelope in envelopes
        if envelope.certificate is not None
    ]


def case_of_conversation(conversation: Conversation) -> CaseFile | None:
    """The case that a conversation belongs to, with clocks and steps for the mailbox. Four queries."""
    return (
        CaseFile.objects.filter(disclosure__conversation=conversation)
        .select_related("organisation", "disclosure")
        .prefetch_related(
            "clocks__terms", Prefetch("steps", queryset=CaseStep.objects.select_related("taken_by", "concerns"))
        )
        .first()
    )


def is_over(conversation: Conversation) -> bool:
    """Whether the case of a conversation was closed. One query."""
    return CaseFile.objects.filter(disclosure__conversation=conversation, state=CaseState.CLOSED).exists()


def recorded_about(conversation: Conversation) -> list[UUID]:
    """The ids of a conversation's case and disclosure, under which the log has what is written there. One query."""
    rows = CaseFile.objects.filter(disclosure__conversation=conversation).values_list("id", "disclosure_id")
    return [each for row in rows for each in row]
