"""The case file of a disclosure, its clocks and its steps. What a reporter sets off carries a civil date only."""

import uuid
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

import deontos.cases.filter_models
import deontos.cases.writing_models  # noqa: F401 -- where Django looks for the rows of this room
from deontos.cases.counting import Done, TermStanding
from deontos.cases.vocabulary import Audience, CaseState, CaseVerb, DossierKind, WithholdingGround
from deontos.correspondence.models import Blob
from deontos.kernel.deadlines import Term, Unit
from deontos.keyring.models import ItemKey, Pair, ReaderCertificate
from deontos.organisations.models import Organisation, Person
from deontos.speakup.binding import ClockTerm
from deontos.speakup.models import Disclosure
from deontos.speakup.vocabulary import ClockName, ProfileName, StartsAt


def _one_of(values: type[StrEnum]) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


class CaseFile(models.Model):
    """What is handled: one disclosure, its dossier, where it stands. The number is given when it is first opened.

    `pair` is that of the conversation: whoever holds a key to it sees the case. `next_on` is the last day of the
    running clock that ends first. Both stand here too, so that a long list is counted and sorted at once (ADR 45).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="case")
    pair = models.OneToOneField(Pair, on_delete=models.PROTECT, related_name="+")
    dossier_pair = models.OneToOneField(Pair, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12, null=True)  # noqa: DJ001 empty texts would all be the same number
    state = models.CharField(max_length=20, choices=_one_of(CaseState), default=CaseState.RECEIVED)
    received_on = models.DateField()
    acknowledged_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    next_on = models.DateField(null=True)
    has_news = models.BooleanField(default=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "disclosure": "nothing",
        "pair": "nothing",
        "dossier_pair": "nothing",
        "number": "nothing",
        "state": "nothing",
        "received_on": "nothing",
        "acknowledged_on": "nothing",
        "closed_on": "nothing",
        "next_on": "nothing",
        "has_news": "nothing",
    }

    class Meta:
        ordering = ("received_on", "id")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "received_on"], name="case_by_state"),
            models.Index(fields=["organisation", "closed_on", "next_on", "received_on", "id"], name="case_by_next_day"),
            models.Index(fields=["organisation", "closed_on", "pair"], name="case_by_half"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="case_number_once"),
            models.CheckConstraint(
                name="case_closed_has_day",
                condition=Q(state=CaseState.CLOSED, closed_on__isnull=False)
                | (~Q(state=CaseState.CLOSED) & Q(closed_on__isnull=True)),
            ),
        ]


class CaseClock(models.Model):
    """What a reporter may expect in a case: the profile whose term governs, its last day, when it was met.

    `lifted_on` is since when it need not be met, `reminded_on` the last day for which its readers were reminded.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="clocks")
    name = models.CharField(max_length=20, choices=_one_of(ClockName))
    profile = models.CharField(max_length=20, choices=_one_of(ProfileName))
    starts_on = models.DateField()
    due_on = models.DateField()
    met_on = models.DateField(null=True)
    lifted_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "case": "nothing",
        "name": "nothing",
        "profile": "nothing",
        "starts_on": "nothing",
        "due_on": "nothing",
        "met_on": "nothing",
        "lifted_on": "nothing",
        "reminded_on": "nothing",
    }

    class Meta:
        ordering = ("due_on", "id")
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                name="clock_by_last_day",
                condition=Q(met_on__isnull=True, lifted_on__isnull=True),
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "name"], name="clock_once"),
            models.CheckConstraint(name="clock_due_after_start", condition=Q(due_on__gte=F("starts_on"))),
        ]

    @property
    def is_running(self) -> bool:
        """Whether somebody still has to do something."""
        return self.met_on is None and self.lifted_on is None

    @property
    def governing(self) -> "CaseTerm":
        """The term that governs, of those at hand."""
        return next(term for term in self.terms.all() if term.profile == self.profile)


class CaseTerm(models.Model):
    """What one profile sets for one clock of a case since the day it came in, whatever is set later; and its last day.

    `longer` is by how many of its unit it may be put off once, `pause_at_most` for how many days it may stand still.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clock = models.ForeignKey(CaseClock, on_delete=models.CASCADE, related_name="terms")
    position = models.PositiveSmallIntegerField()
    profile = models.CharField(max_length=20, choices=_one_of(ProfileName))
    count = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20, choices=_one_of(Unit))
    counted_from = models.CharField(max_length=20, choices=_one_of(StartsAt))
    longer = models.PositiveSmallIntegerField(default=0)
    pause_at_most = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField()
    due_on = models.DateField()
    extended_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    paused_until = models.DateField(null=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "clock": "nothing",
        "position": "nothing",
        "profile": "nothing",
        "count": "nothing",
        "unit": "nothing",
        "counted_from": "nothing",
        "longer": "nothing",
        "pause_at_most": "nothing",
        "starts_on": "nothing",
        "due_on": "nothing",
        "extended_on": "nothing",
        "paused_on": "nothing",
        "paused_until": "nothing",
    }

    class Meta:
        ordering = ("clock", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clock", "profile"], name="term_of_profile_once"),
            models.UniqueConstraint(fields=["clock", "position"], name="term_position_once"),
            models.CheckConstraint(
                name="term_paused_from_until",
                condition=Q(paused_on__isnull=True, paused_until__isnull=True)
                | Q(paused_on__isnull=False, paused_until__gt=F("paused_on")),
            ),
        ]

    @property
    def bound(self) -> ClockTerm:
        """The term as the rules look at it. Needs its clock at hand."""
        return ClockTerm(
            ClockName(self.clock.name),
            ProfileName(self.profile),
            Term(**{self.unit: self.count}),
            StartsAt(self.counted_from),
            self.longer,
            self.pause_at_most,
        )

    @property
    def standing(self) -> TermStanding:
        """The term as it stands. Needs its clock at hand."""
        return TermStanding(self.bound, self.starts_on, self.extended_on, self.paused_on, self.paused_until)


class Escalation(models.Model):
    """That somebody whose key to a case sleeps was told on a day that a term of it is over, and nothing else of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clock = models.ForeignKey(CaseClock, on_delete=models.CASCADE, related_name="escalations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField()

    PRIVACY: ClassVar = {"id": "nothing", "clock": "nothing", "person": "personal", "told_on": "nothing"}

    class Meta:
        ordering = ("told_on", "id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["clock", "person"], name="escalated_once")]


class CaseStep(models.Model):
    """One step that was taken in a case, told to the reporter; by whom, where it was not the reporter.

    `concerns` is who reads from now on or no longer, where a step changes who reads; `clock` the one whose term it
    moves, and `until_on` the day on which that goes on. `because` says why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    verb = models.CharField(max_length=20, choices=_one_of(CaseVerb))
    taken_on = models.DateField()
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    concerns = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=20, blank=True)
    clock = models.CharField(max_length=20, choices=_one_of(ClockName), blank=True)
    until_on = models.DateField(null=True)

    PRIVACY: ClassVar = {
        "id": "nothing",
        "case": "nothing",
        "position": "nothing",
        "verb": "nothing",
        "taken_on": "nothing",
        "taken_by": "personal",
        "concerns": "personal",
        "because": "nothing",
        "clock": "nothing",
        "until_on": "nothing",
    }

    class Meta:
        ordering = ("case", "position")
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "position"], name="step_position_once")]

    @property
    def done(self) -> Done:
        """The step as far as the clocks go."""
        clock = ClockName(self.clock) if self.clock else None
        return Done(CaseVerb(self.verb), self.taken_on, clock, self.until_on)


class DossierItem(models.Model):
    """A note or a piece of evidence that the reporter never sees, sealed under the dossier's pair or to its author."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="dossier_items")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=_one_of(DossierKind))
    audience = models.CharField(max_length=20, choices=_one_of(Audience))
    item_key = models.OneToOneField(ItemKey, on_delete=models.PROTECT, related_name="+")
    ciphertext = models.BinaryField()
    signature = models.BinaryField(max_length=66)
    author = models.ForeignKey(ReaderCertificate, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    blob = models.OneToOneField(Blob, null=True, on_delete=models.PROTECT, related_name="dossier_item")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "case": "nothing",
        "position": "nothing",
        "kind": "nothing",
        "audience": "nothing",
        "blob": "nothing",
        "item_key": "nothing",
        "ciphertext": "sealed",
        "signature": "nothing",
        "author": "personal",
        "written_at": "personal",
    }

    class Meta:
        ordering = ("case", "position")
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "position"], name="dossier_position_once")]


class Withholding(models.Model):
    """That a reporter is not told yet that a law demands the name: who asked, on which ground, until which day.

    `reason` is the item of the dossier that says why; `told_by` is nobody where the day of review went by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="withholdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    opened_on = models.DateField(null=True)
    ground = models.CharField(max_length=20, choices=_one_of(WithholdingGround))
    reason = models.ForeignKey(DossierItem, on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField(null=True)
    told_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "case": "nothing",
        "person": "personal",
        "asked_on": "nothing",
        "opened_on": "nothing",
        "ground": "nothing",
        "reason": "nothing",
        "until_on": "nothing",
        "decided_by": "personal",
        "told_on": "nothing",
        "told_by": "personal",
    }

    class Meta:
        ordering = ("asked_on", "id")
        indexes: ClassVar = [models.Index(fields=["told_on", "until_on"], name="withholding_by_review")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(told_on__isnull=True), name="withholding_once_by_person"
            ),
            models.CheckConstraint(name="withholding_until_after", condition=Q(until_on__gt=F("asked_on"))),
            models.CheckConstraint(
                name="withholding_told_by_on_a_day", condition=Q(told_by__isnull=True) | Q(told_on__isnull=False)
            ),
        ]
