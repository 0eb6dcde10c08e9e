"""Who sets terms, as dated data: our own policy and the laws, each a file in four languages, read once and checked.

A version is what a profile says from a day on. What is not `confirmed` needs a lawyer's check, and pages say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from deontos.kernel.deadlines import Term
from deontos.organisations.vocabulary import Language, OrganisationKind
from deontos.speakup.vocabulary import (
    Admission,
    Anonymity,
    ClockName,
    DisclosureKind,
    ExemptionReason,
    PointAbout,
    ProfileName,
    ReporterGroup,
    StartsAt,
)

SHIPPED = Path(__file__).with_name("shipped")
UNITS = ("days", "working_days", "months")

Texts = Mapping[Language, str]


class ProfileFaulty(ValueError):
    """A file that cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """The term of one clock: how long, from which day, on what ground, for which kinds of disclosure.

    `setting` is the number of a channel that takes the place of the shipped one; a law has none. `longer` is by how
    many of its unit the term may be put off once, `pause_at_most` for how many days it may stand still.
    """

    clock: ClockName
    term: Term
    starts_at: StartsAt
    ground: Texts
    confirmed: bool
    kinds: frozenset[DisclosureKind]
    setting: str
    longer: int
    pause_at_most: int


@dataclass(frozen=True, slots=True)
class Exemption:
    """A reason for which receipt need not be confirmed."""

    reason: ExemptionReason
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Authority:
    """Who stands outside, for these kinds of organisation."""

    kinds: frozenset[OrganisationKind]
    name: Texts
    address: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Point:
    """Something else that a profile says, in a sentence."""

    about: PointAbout
    text: Texts
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Version:
    """What a profile says from a day on, until a day where it was followed by another. No `source`: nobody read it."""

    from_on: date
    until_on: date | None
    ground: Texts
    source: str
    clocks: tuple[ClockRule, ...]
    exemptions: tuple[Exemption, ...]
    reporters: Mapping[ReporterGroup, Admission]
    anonymity: Anonymity
    authorities: tuple[Authority, ...]
    points: tuple[Point, ...]

    @property
    def is_confirmed(self) -> bool:
        """Whether nothing in it waits for a lawyer."""
        parts: tuple[ClockRule | Exemption | Authority | Point, ...]
        parts = (*self.clocks, *self.exemptions, *self.authorities, *self.points)
        return all(part.confirmed for part in parts)


@dataclass(frozen=True, slots=True)
class Profile:
    """One file: what it is called, for whom it is, and its versions, the oldest first."""

    id: ProfileName
    name: Texts
    meant_for: Texts
    versions: tuple[Version, ...]

    @property
    def is_law(self) -> bool:
        """Whether a law sets it; otherwise it is the organisation's own promise."""
        return self.id is not ProfileName.POLICY

    def version_on(self, day: date) -> Version | None:
        """What it says on a day; None before it came into force and after it ended."""
        in_force = (each for each in self.versions if each.from_on <= day and (each.until_on or day) >= day)
        return next(in_force, None)


@cache
def shipped(name: ProfileName) -> Profile:
    """A shipped profile. Raises ProfileFaulty."""
    return read((SHIPPED / f"{name}.yaml").read_text("utf-8"))


def read(text: str) -> Profile:
    """A profile from its YAML. Raises ProfileFaulty."""
    try:
        values = yaml.safe_load(text)
        versions = tuple(_version(each) for each in values["versions"])
        profile = Profile(ProfileName(values["id"]), _texts(values["name"]), _texts(values["meant_for"]), versions)
    except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as failure:
        raise ProfileFaulty(f"cannot be read: {type(failure).__name__} {failure}") from None
    for fault in _faults(profile):
        raise ProfileFaulty(f"{profile.id}: {fault}")
    return profile


def _faults(profile: Profile) -> list[str]:
    ends = [each.until_on for each in profile.versions]
    begins = [each.from_on for each in profile.versions]
    rules = [rule for each in profile.versions for rule in each.clocks]
    found = {
        "says nothing": not profile.versions,
        "has versions that overlap or stand in no order": any(
            end is None or end >= begin for end, begin in zip(ends, begins[1:], strict=False)
        ),
        "is a law whose numbers could be set": profile.is_law and any(rule.setting for rule in rules),
        "is a law that counts working days": profile.is_law and any(rule.term.working_days for rule in rules),
        "sets a clock twice": any(_sets_twice(each) for each in profile.versions),
    }
    return [fault for fault, is_there in found.items() if is_there]


def _sets_twice(version: Version) -> bool:
    set_for = [(rule.clock, kind) for rule in version.clocks for kind in rule.kinds]
    return len(set(set_for)) < len(set_for)


def _version(values: Mapping[str, Any]) -> Version:
    reporters = values["reporters"].items()
    return Version(
        from_on=_date(values["from"]),
        until_on=_date(values["until"]) if "until" in values else None,
        ground=_texts(values["ground"]),
        source=values["source"],
        clocks=tuple(_rule(each) for each in values["clocks"]),
        exemptions=tuple(
            Exemption(ExemptionReason(each["reason"]), each["confirmed"]) for each in values["exemptions"]
        ),
        reporters={ReporterGroup(group): Admission(said) for said, groups in reporters for group in groups},
        anonymity=Anonymity(values["anonymity"]),
        authorities=tuple(_authority(each) for each in values["authorities"]),
        points=tuple(
            Point(PointAbout(each["about"]), _texts(each["text"]), each["confirmed"]) for each in values["points"]
        ),
    )


def _rule(values: Mapping[str, Any]) -> ClockRule:
    return ClockRule(
        clock=ClockName(values["clock"]),
        term=Term(**{unit: values[unit] for unit in UNITS if unit in values}),
        starts_at=StartsAt(values["starts_at"]),
        ground=_texts(values["ground"]),
        confirmed=values["confirmed"],
        kinds=frozenset(map(DisclosureKind, values.get("kinds", DisclosureKind))),
        setting=values.get("setting", ""),
        longer=values.get("longer", 0),
        pause_at_most=values.get("pause_at_most", 0),
    )


def _authority(values: Mapping[str, Any]) -> Authority:
    kinds = frozenset(map(OrganisationKind, values["kinds"]))
    return Authority(kinds, _texts(values["name"]), values["address"], values["confirmed"])


def _date(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no date")
    return value


def _texts(values: Mapping[str, str]) -> Texts:
    return {language: values[language] for language in Language}
