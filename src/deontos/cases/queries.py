"""Which cases somebody may see: a permission in the organisation, and a live envelope of the conversation."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.cases.models import CaseClock, CaseFile
from deontos.correspondence.models import Conversation
from deontos.keyring.queries import pairs_readable_by


def cases_visible_to(actor: Actor, *, on: date) -> QuerySet[CaseFile]:
    """The cases whose key this person holds, in the organisations where an office lets them read cases."""
    mine = pairs_readable_by(actor.person, on=on).filter(epoch__pair=OuterRef("disclosure__conversation__pair"))
    return CaseFile.objects.filter(
        Exists(mine), organisation__in=actor.organisations_with(Permission.CASES_CASE_READ)
    ).select_related("organisation", "disclosure")


def case_visible_to(actor: Actor, case: UUID, *, on: date) -> CaseFile | None:
    """One case with its conversation, or None: what may not be seen does not exist. One query."""
    return cases_visible_to(actor, on=on).select_related("disclosure__conversation__holder").filter(pk=case).first()


def inbox(actor: Actor, *, on: date, closed: bool = False) -> QuerySet[CaseFile]:
    """The cases of somebody's inbox with `next_due_on`, the nearest first; closed ones apart, the last closed first."""
    rows = cases_visible_to(actor, on=on).annotate(next_due_on=Min("clocks__due_on", filter=Q(clocks__met_on=None)))
    if closed:
        return rows.filter(closed_on__isnull=False).order_by("-closed_on", "id")
    return rows.filter(closed_on__isnull=True).order_by("next_due_on", "received_on", "id")


def clocks_running_for(actor: Actor, *, on: date) -> QuerySet[CaseClock]:
    """The open clocks of somebody's cases, the nearest last day first."""
    cases = cases_visible_to(actor, on=on).filter(closed_on__isnull=True).values("pk")
    return (
        CaseClock.objects.filter(case__in=cases, met_on__isnull=True)
        .select_related("case__organisation")
        .order_by("due_on", "name", "id")
    )


def case_of_conversation(conversation: Conversation) -> CaseFile | None:
    """The case that a conversation belongs to, with clocks and steps for the mailbox. Three queries."""
    return (
        CaseFile.objects.filter(disclosure__conversation=conversation)
        .select_related("organisation", "disclosure")
        .prefetch_related("clocks", "steps__taken_by")
        .first()
    )
