"""Where somebody goes who does not belong at this reporting point; told before anything is written."""

from dataclasses import dataclass

from deontos.speakup.admitting import Admissions, admissions_at
from deontos.speakup.models import Channel
from deontos.speakup.phrases import REPORTER_GROUPS
from deontos.speakup.vocabulary import ReporterGroup, Welcome
from deontos.speakup.web.answers import Answers
from deontos.speakup.web.forms import KindForm
from deontos.speakup.web.taking_over import Fallback, fallback_of
from deontos.speakup.web.terms import in_language_of_page, profile_in_words
from deontos.speakup.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Way:
    """Somebody to go to: the name, and how to reach them."""

    name: str
    telephone: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where people of one kind go, why, and whether they may go on here all the same."""

    ways: tuple[Way, ...]
    laws: tuple[str, ...]
    may_go_on: bool
    has_work_relation: bool
    fallback: Fallback | None = None


@dataclass(frozen=True, slots=True)
class Here:
    """Who may report here, and who is told to go elsewhere, as the first page says it."""

    let_in: list[str]
    others: list[str]
    working: Elsewhere
    without_work: Elsewhere


def elsewhere_for(visit: Visit, form: KindForm) -> Elsewhere | None:
    """Where whoever answered so goes; None for whom belongs here, or said nothing."""
    if form.group is None or form.welcome is Welcome.LET_IN:
        return None
    may_go_on = form.welcome is Welcome.MAY_GO_ON
    found = _elsewhere(visit.channel, visit.asking.admissions, form.group, may_go_on=may_go_on)
    fallback = fallback_of(visit, Answers())
    is_let_in = fallback and admissions_at(fallback.channel, on=visit.on).of(form.group) is Welcome.LET_IN
    return Elsewhere(found.ways, found.laws, found.may_go_on, found.has_work_relation, fallback if is_let_in else None)


def who_may(channel: Channel, known: Admissions) -> Here:
    """Who may report here."""
    return Here(
        [str(REPORTER_GROUPS[group]) for group in known.groups(Welcome.LET_IN)],
        [str(REPORTER_GROUPS[group]) for group in known.groups(Welcome.ELSEWHERE, Welcome.MAY_GO_ON)],
        _elsewhere(channel, known, ReporterGroup.CONTRACTOR, may_go_on=False),
        _elsewhere(channel, known, ReporterGroup.NO_WORK_RELATION, may_go_on=False),
    )


def _elsewhere(channel: Channel, known: Admissions, group: ReporterGroup, *, may_go_on: bool) -> Elsewhere:
    """The ordinary complaints service for whoever has no tie to the work; the authority outside for anybody else."""
    has_work_relation = group is not ReporterGroup.NO_WORK_RELATION
    outside, complaints = _outside(channel, known), _complaints(channel)
    ways = (outside or complaints) if has_work_relation else (complaints or outside)
    return Elsewhere(ways, tuple(map(profile_in_words, known.laws)), may_go_on, has_work_relation)


def _outside(channel: Channel, known: Admissions) -> tuple[Way, ...]:
    """Those that the organisation names; else those that its laws name."""
    if channel.authority_name:
        return (Way(channel.authority_name, channel.authority_telephone, channel.authority_href),)
    return tuple(Way(in_language_of_page(each.name), href=each.address) for each in known.authorities)


def _complaints(channel: Channel) -> tuple[Way, ...]:
    if not channel.complaints_name:
        return ()
    return (Way(channel.complaints_name, channel.complaints_telephone, channel.complaints_href),)
