"""What a draft holds: everything as it was typed, by step, which questionnaire asks, and who was shown as readers.

A step that was changed in two windows at once has its other versions beside it, until somebody decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from uuid import UUID

from deontos.correspondence.web.typed import Typed
from deontos.questionnaires.editions import Edition
from deontos.questionnaires.shelf import DEFAULT_REPORTING
from deontos.speakup.rules import Route
from deontos.speakup.vocabulary import KIND_IN_FORM, DisclosureKind
from deontos.speakup.web.meanwhile import Saved, digest_of_all, with_other
from deontos.speakup.web.steps import COMPARED, Step


@dataclass(frozen=True, slots=True)
class Shown:
    """What the check page showed: who reads, whose key sleeps, and whether two stewards keep the name."""

    readers: frozenset[UUID]
    sleeping: frozenset[UUID]
    in_custody: bool = False

    @classmethod
    def of(cls, way: Route, *, in_custody: bool) -> Self:
        """What the page shows for a route."""
        return cls(way.readers, way.sleeping, in_custody)

    @classmethod
    def read(cls, shown: list[list[str]], *, in_custody: bool) -> Self:
        """What a draft remembers of it."""
        readers, sleeping = (frozenset(map(UUID, people)) for people in shown)
        return cls(readers, sleeping, in_custody)


Asking = Mapping[DisclosureKind, Edition]
BEFORE_VERSIONS: Asking = dict.fromkeys(DisclosureKind, Edition(DEFAULT_REPORTING, 1))
"""What asked in drafts that were begun before a draft said which questionnaire asks."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The draft. Nothing in it was judged: an answer that is not right yet is kept as well.

    `moved_from` is the organisation where it was begun, when it was taken along to another. `asking` is the
    questionnaire of each kind that was chosen: a draft keeps the version that it began with. `others` are the versions
    of a step that another window saved, `saved` where each step was saved last.
    """

    typed: Mapping[Step, Typed] = field(default_factory=dict, repr=False)
    shown: Shown | None = None
    moved_from: str = field(default="", repr=False)
    asking: Asking = field(default_factory=dict)
    others: Mapping[Step, tuple[Typed, ...]] = field(default_factory=dict, repr=False)
    saved: Mapping[Step, Saved] = field(default_factory=dict)

    @classmethod
    def read(cls, draft: Mapping[str, Any]) -> Self:
        """The inverse of `to_draft`; an empty draft has no answers."""
        shown, typed, asking = draft.get("shown"), draft.get("typed", {}), draft.get("asking")
        is_older = asking is None and Step.KIND in typed
        return cls(
            {Step(step): values for step, values in typed.items()},
            None if shown is None else Shown.read(shown, in_custody=draft.get("in_custody", False)),
            draft.get("moved_from", ""),
            BEFORE_VERSIONS
            if is_older
            else {DisclosureKind(kind): Edition(*edition) for kind, edition in (asking or {}).items()},
            {Step(step): tuple(versions) for step, versions in draft.get("others", {}).items()},
            {Step(step): Saved(*where) for step, where in draft.get("saved", {}).items()},
        )

    def to_draft(self) -> dict[str, Any]:
        """The draft as it is sealed to the receipt."""
        shown = self.shown and [sorted(map(str, people)) for people in (self.shown.readers, self.shown.sleeping)]
        in_custody = self.shown is not None and self.shown.in_custody
        asking = {kind: [edition.questionnaire, edition.version] for kind, edition in self.asking.items()}
        return {
            "typed": dict(self.typed),
            "shown": shown,
            "in_custody": in_custody,
            "moved_from": self.moved_from,
            "asking": asking,
            "others": {step: list(versions) for step, versions in self.others.items()},
            "saved": {step: [where.by, where.page] for step, where in self.saved.items()},
        }

    def of(self, step: Step) -> Typed:
        """What was typed at a step."""
        return self.typed.get(step, {})

    @property
    def kind(self) -> DisclosureKind | None:
        """What somebody wants to tell, once that was chosen."""
        return KIND_IN_FORM.get((self.of(Step.KIND).get("kind") or [""])[-1])

    @property
    def edition(self) -> Edition | None:
        """Which questionnaire asks, once the kind was chosen."""
        return self.asking.get(self.kind) if self.kind else None

    def asked_by(self, edition: Edition) -> Self:
        """The same draft, with the questionnaire that asks about its kind from now on."""
        return replace(self, asking={**self.asking, self.kind: edition}) if self.kind else self

    def with_typed(self, step: Step, typed: Typed) -> Self:
        """The same draft with what was typed at a step just now."""
        return replace(self, typed={**self.typed, step: typed})

    @property
    def held(self) -> str:
        """A short name for all that was answered."""
        return digest_of_all({step: self.of(step) for step in COMPARED})

    def is_as(self, looked_at: Self) -> bool:
        """Whether what would be sent of this draft is what would be sent of the one that was looked at."""
        mine, theirs = ((each.held, each.others, each.asking) for each in (self, looked_at))
        return mine == theirs

    def others_at(self, step: Step) -> tuple[Typed, ...]:
        """The versions of a step that wait for somebody to decide."""
        return self.others.get(step, ())

    def saved_at(self, step: Step, where: Saved) -> Self:
        """The same draft, with where a step was saved just now."""
        return replace(self, saved={**self.saved, step: where})

    def beside(self, step: Step, other: Typed) -> Self:
        """The same draft, with another version of a step beside the one that it holds."""
        versions = with_other(self.others_at(step), other, chosen=self.of(step))
        return replace(self, others={**self.others, step: versions})

    def with_put_in(self, step: Step, place: int) -> Self:
        """The same draft, with another version of a step in the fields and the one that stood there beside it."""
        versions = self.others_at(step)
        if not 0 <= place < len(versions):
            return self
        return self.with_typed(step, versions[place]).beside(step, self.of(step))

    def decided(self, step: Step) -> Self:
        """The same draft, in which only the version in the fields counts."""
        return replace(self, others={each: versions for each, versions in self.others.items() if each is not step})

    def moved(self, *, origin: str, still_named: list[str]) -> Self:
        """The same draft at another organisation, whose readers are others: who was named there is named no longer.

        `origin` is where it was begun; `still_named` are those who could read it here as well.
        """
        about = {name: values for name, values in self.of(Step.ABOUT).items() if name != "involved"}
        if still_named:
            about["involved"] = still_named
        left = self.decided(Step.ABOUT)
        return replace(left, typed={**self.typed, Step.ABOUT: about}, shown=None, moved_from=origin)

    def with_shown(self, shown: Shown) -> Self:
        """The same draft, with the readers that were shown."""
        return replace(self, shown=shown)
