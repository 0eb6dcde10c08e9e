"""Profiles as dated data: the shipped files, what a file may not hold, and what follows for a channel."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import yaml

from deontos.kernel.deadlines import Term
from deontos.kernel.working_days import working_days_after
from deontos.organisations.vocabulary import Language
from deontos.speakup.binding import (
    OwnPromise,
    bound_terms,
    ends_within,
    exemptions_known,
    laws_or_default,
    longest_promise,
)
from deontos.speakup.profiles import SHIPPED, ProfileFaulty, Version, read, shipped
from deontos.speakup.vocabulary import (
    Admission,
    Anonymity,
    ClockName,
    DisclosureKind,
    ExemptionReason,
    ProfileName,
    ReporterGroup,
)

pytestmark = pytest.mark.row("3.14")

ON = date(2026, 11, 24)
LAWS = [name for name in ProfileName if name is not ProfileName.POLICY]
DIRECTIVE, FLEMISH = ProfileName.EU_DIRECTIVE, ProfileName.BE_VLG_LOCAL


def version(name: ProfileName) -> Version:
    """What a profile says today."""
    found = shipped(name).version_on(ON)
    assert found
    return found


def test_each_profile_is_a_file_and_each_file_a_profile() -> None:
    assert {path.stem for path in SHIPPED.iterdir()} == {name.value for name in ProfileName}
    assert all(shipped(name).id is name for name in ProfileName)


@pytest.mark.parametrize("name", LAWS)
def test_every_law_wants_receipt_confirmed_in_seven_days_and_feedback_in_three_months(name: ProfileName) -> None:
    set_by_law = {rule.clock: rule.term for rule in version(name).clocks}
    assert set_by_law == {ClockName.ACKNOWLEDGEMENT: Term(days=7), ClockName.FEEDBACK: Term(months=3)}
    assert all(rule.kinds == frozenset(DisclosureKind) for rule in version(name).clocks)


@pytest.mark.row("R-000.65", "R-000.40")
def test_the_policy_promises_fourteen_days_and_five_working_days_to_a_question() -> None:
    rules = [(rule.clock, rule.term, kind) for rule in version(ProfileName.POLICY).clocks for kind in rule.kinds]
    answers = {kind: term for clock, term, kind in rules if clock is ClockName.FIRST_ANSWER}
    assert answers == {
        DisclosureKind.COMPLAINT: Term(days=14),
        DisclosureKind.SUSPICION: Term(days=14),
        DisclosureKind.QUESTION: Term(working_days=5),
    }
    assert {term for clock, term, _kind in rules if clock is ClockName.ACKNOWLEDGEMENT} == {Term(days=14)}


@pytest.mark.parametrize("name", ProfileName)
def test_every_ground_and_every_sentence_stands_in_four_languages_and_says_whether_it_is_confirmed(
    name: ProfileName,
) -> None:
    said = version(name)
    texts = [said.ground, *(rule.ground for rule in said.clocks), *(point.text for point in said.points)]
    assert all(set(each) == set(Language) and all(each.values()) for each in texts)
    parts: tuple[Any, ...] = (*said.clocks, *said.exemptions, *said.authorities, *said.points)
    assert {type(part.confirmed) for part in parts} == {bool}


def test_what_was_not_read_names_no_source() -> None:
    unread = {ProfileName.POLICY, ProfileName.BE_PRIVATE_2022, ProfileName.BE_FEDERAL_2022}
    assert {name for name in ProfileName if not version(name).source} == unread


def test_what_the_design_says_is_not_confirmed_is_marked() -> None:
    assert {name for name in ProfileName if version(name).is_confirmed} == {ProfileName.POLICY}
    unsure = {name for name in LAWS if not any(rule.confirmed for rule in version(name).clocks)}
    assert unsure == {ProfileName.BE_PRIVATE_2022, ProfileName.BE_FEDERAL_2022, ProfileName.NL_WBK}


@pytest.mark.row("3.15")
@pytest.mark.parametrize(
    ("laws", "known"),
    [
        ([FLEMISH], frozenset(ExemptionReason)),
        ([DIRECTIVE], frozenset()),
        ([FLEMISH, DIRECTIVE], frozenset()),
        ([ProfileName.NL_WBK], frozenset()),
        ([], frozenset()),
    ],
)
def test_receipt_may_stay_unconfirmed_only_where_every_law_says_so(
    laws: list[ProfileName], known: frozenset[ExemptionReason]
) -> None:
    assert exemptions_known(laws, on=ON) == known


@pytest.mark.row("3.15")
@pytest.mark.parametrize("name", LAWS)
def test_no_shipped_law_lets_a_term_of_an_internal_channel_be_put_off_or_paused(name: ProfileName) -> None:
    assert {(rule.longer, rule.pause_at_most) for rule in version(name).clocks} == {(0, 0)}


@pytest.mark.parametrize(
    ("name", "first_day"),
    [
        (DIRECTIVE, date(2021, 12, 17)),
        (FLEMISH, date(2022, 12, 11)),
        (ProfileName.BE_PRIVATE_2022, date(2023, 2, 15)),
        (ProfileName.BE_FEDERAL_2022, date(2023, 1, 2)),
        (ProfileName.NL_WBK, date(2023, 2, 18)),
    ],
)
def test_a_law_says_nothing_before_it_came_into_force(name: ProfileName, first_day: date) -> None:
    assert shipped(name).version_on(first_day) is not None
    assert shipped(name).version_on(first_day.replace(day=first_day.day - 1)) is None


@pytest.mark.parametrize(
    ("chosen", "on", "laws"),
    [
        ([], ON, (DIRECTIVE,)),
        ([FLEMISH], ON, (FLEMISH,)),
        ([ProfileName.NL_WBK, FLEMISH], ON, (FLEMISH, ProfileName.NL_WBK)),
        ([FLEMISH], date(2022, 12, 10), (DIRECTIVE,)),
        ([ProfileName.POLICY], ON, (DIRECTIVE,)),
    ],
)
def test_there_is_always_a_law(chosen: list[ProfileName], on: date, laws: tuple[ProfileName, ...]) -> None:
    assert laws_or_default(chosen, on=on) == laws


@pytest.mark.row("R-000.36", "3.9")
def test_who_may_report_is_data() -> None:
    assert version(FLEMISH).reporters[ReporterGroup.STAFF] is Admission.MUST
    assert version(FLEMISH).reporters[ReporterGroup.CONTRACTOR] is Admission.MAY
    assert version(FLEMISH).reporters[ReporterGroup.NO_WORK_RELATION] is Admission.ELSEWHERE
    assert all(version(name).reporters[ReporterGroup.STAFF] is Admission.MUST for name in LAWS)
    assert all(set(version(name).reporters) == set(ReporterGroup) for name in ProfileName)
    assert version(FLEMISH).anonymity is Anonymity.ACCEPTED


def test_an_own_promise_may_be_no_longer_than_three_short_months() -> None:
    longest = longest_promise([DIRECTIVE], on=ON)
    assert longest == 84
    assert ends_within(OwnPromise(), longest)
    assert ends_within(OwnPromise(react_within_days=84), longest)
    assert not ends_within(OwnPromise(react_within_days=85), longest)
    assert not ends_within(OwnPromise(react_within_days=60, put_off_by_days=20, pause_at_most_days=5), longest)
    assert not ends_within(OwnPromise(reply_within_working_days=56), longest)


@pytest.mark.parametrize("count", [1, 3, 5, 10, 20])
def test_working_days_fall_within_the_days_that_are_reckoned_for_them(count: int) -> None:
    reckoned = next(days for days in range(200) if ends_within(OwnPromise(1, count, 0, 0), days))
    starts = [date(year, month, day) for year in range(2024, 2060) for month in (4, 5, 12) for day in range(1, 31)]
    assert max((working_days_after(start, count) - start).days for start in starts) <= reckoned


def test_laws_stand_before_the_promise_so_that_they_govern_when_both_end_together() -> None:
    terms = bound_terms((FLEMISH, ProfileName.NL_WBK), OwnPromise(), DisclosureKind.SUSPICION, on=ON)
    assert [term.profile for term in terms if term.clock is ClockName.ACKNOWLEDGEMENT] == [
        FLEMISH,
        ProfileName.NL_WBK,
        ProfileName.POLICY,
    ]


def changed(**values: Any) -> str:
    """A law whose first version holds these values."""
    profile = yaml.safe_load((SHIPPED / "eu-directive.yaml").read_text("utf-8"))
    profile["versions"][0].update(values)
    return yaml.safe_dump(profile, allow_unicode=True)


def with_clock(**values: Any) -> str:
    """A law whose first clock holds these values."""
    clocks = yaml.safe_load((SHIPPED / "eu-directive.yaml").read_text("utf-8"))["versions"][0]["clocks"]
    clocks[0].update(values)
    return changed(clocks=clocks)


def without(name: str) -> str:
    """A law that lacks something."""
    profile = yaml.safe_load((SHIPPED / "eu-directive.yaml").read_text("utf-8"))
    del profile[name]
    return yaml.safe_dump(profile)


@pytest.mark.parametrize(
    "make",
    [
        lambda: "",
        lambda: "- 1",
        lambda: "{",
        lambda: without("name"),
        lambda: without("versions"),
        lambda: changed(**{"from": "soon"}),
        lambda: changed(ground={"nl": "alleen"}),
        lambda: changed(anonymity="perhaps"),
        lambda: changed(reporters={"must": ["anybody"]}),
        lambda: with_clock(days=0),
        lambda: with_clock(months=3),
        lambda: with_clock(starts_at="whenever"),
        lambda: with_clock(setting="react_within_days"),
        lambda: with_clock(clock="feedback"),
        lambda: with_clock(kinds=["rumour"]),
        lambda: with_clock(days=None, working_days=5),
    ],
)
def test_a_file_that_says_something_else_is_refused(make: Callable[[], str]) -> None:
    with pytest.raises(ProfileFaulty):
        read(make())


def test_a_new_version_counts_from_its_day_on() -> None:
    profile = yaml.safe_load((SHIPPED / "eu-directive.yaml").read_text("utf-8"))
    first = profile["versions"][0]
    later = {**first, "from": date(2028, 1, 1), "source": "a later act"}
    profile["versions"] = [{**first, "until": date(2027, 12, 31)}, later]
    made = read(yaml.safe_dump(profile, allow_unicode=True))
    sources = {day: made.version_on(day) for day in (date(2027, 12, 31), date(2028, 1, 1))}
    assert [each.source for each in sources.values() if each] == [first["source"], "a later act"]
    profile["versions"] = [first, later]
    with pytest.raises(ProfileFaulty, match="overlap"):
        read(yaml.safe_dump(profile, allow_unicode=True))
