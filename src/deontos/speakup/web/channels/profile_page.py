"""What the page of one profile shows, and the terms that follow from several, a row each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from deontos.speakup.binding import OwnPromise, bound_terms
from deontos.speakup.models import Channel
from deontos.speakup.phrases import CLOCKS, COUNTED_FROM, POINTS
from deontos.speakup.profiles import ClockRule, Version, shipped
from deontos.speakup.vocabulary import ClockName, DisclosureKind, ProfileName, StartsAt
from deontos.speakup.web.terms import in_language_of_page, profile_in_words, term_in_words


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term: for what, whose, how long and from when, on what ground, and whether a lawyer confirmed it."""

    name: Promise
    is_question: bool
    whose: str
    profile: ProfileName
    is_law: bool
    term: str
    counted: Promise
    ground: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class PointRow:
    """One other thing that a profile says."""

    about: Promise
    text: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """Who stands outside."""

    name: str
    address: str
    confirmed: bool


def rows_of_terms(laws: Iterable[ProfileName], promise: OwnPromise, *, on: date) -> list[TermRow]:
    """The terms of what comes in on a day, by clock; those for a question only where they differ."""
    chosen = tuple(laws)
    usual = bound_terms(chosen, promise, DisclosureKind.SUSPICION, on=on)
    asked = [term for term in bound_terms(chosen, promise, DisclosureKind.QUESTION, on=on) if term not in usual]
    rows = [(term, False) for term in usual] + [(term, True) for term in asked]
    order = list(ClockName)
    return [
        TermRow(
            CLOCKS[term.clock],
            is_question,
            profile_in_words(term.profile),
            term.profile,
            shipped(term.profile).is_law,
            term_in_words(term.term),
            COUNTED_FROM[term.starts_at],
        )
        for term, is_question in sorted(rows, key=lambda row: (order.index(row[0].clock), row[1]))
    ]


def profile_page(name: ProfileName, channel: Channel, *, on: date) -> dict[str, Any]:
    """All that one profile says on a day, or from its first day on."""
    profile = shipped(name)
    version = profile.version_on(on) or profile.versions[0]
    return {
        "name": in_language_of_page(profile.name),
        "meant_for": in_language_of_page(profile.meant_for),
        "is_law": profile.is_law,
        "version": version,
        "ground": in_language_of_page(version.ground),
        "terms": [_row(name, rule) for rule in version.clocks],
        "points": [
            PointRow(POINTS[each.about], in_language_of_page(each.text), each.confirmed) for each in version.points
        ],
        "authorities": _authorities(version, channel),
    }


def _row(name: ProfileName, rule: ClockRule) -> TermRow:
    return TermRow(
        CLOCKS[rule.clock],
        rule.kinds == frozenset({DisclosureKind.QUESTION}),
        profile_in_words(name),
        name,
        shipped(name).is_law,
        term_in_words(rule.term),
        COUNTED_FROM[StartsAt(rule.starts_at)],
        in_language_of_page(rule.ground),
        rule.confirmed,
    )


def _authorities(version: Version, channel: Channel) -> list[AuthorityRow]:
    """Those for an organisation of this kind."""
    kind = channel.organisation.kind
    return [
        AuthorityRow(in_language_of_page(each.name), each.address, each.confirmed)
        for each in version.authorities
        if kind in each.kinds
    ]
