"""Who takes over when nobody here may read a report: offered only while that reporting point is open."""

from dataclasses import dataclass

from django.utils.functional import Promise

from deontos.speakup.models import Channel
from deontos.speakup.phrases import PLACES
from deontos.speakup.queries import Line, line_of
from deontos.speakup.rules import route
from deontos.speakup.web.answers import Answers
from deontos.speakup.web.forms import people_in
from deontos.speakup.web.steps import Step
from deontos.speakup.web.visit import Visit


@dataclass(frozen=True, slots=True)
class ReaderThere:
    """Somebody who would read it there."""

    name: str
    office: Promise


@dataclass(frozen=True, slots=True)
class Fallback:
    """The reporting point that takes over, and who stands in its line."""

    channel: Channel
    line: Line

    @property
    def name(self) -> str:
        """Whose reporting point it is."""
        return str(self.channel.organisation.name)

    @property
    def slug(self) -> str:
        """Its place in addresses."""
        return str(self.channel.organisation.slug)

    def still_named(self, answers: Answers) -> list[str]:
        """Those whom the reporter named and who could read it there as well."""
        return sorted(map(str, people_in(answers.of(Step.ABOUT).get("involved", []), self.line)))

    def reading(self, answers: Answers) -> list[ReaderThere]:
        """Who would read it there; nobody when these all were named."""
        way = route(self.line.members, people_in(answers.of(Step.ABOUT).get("involved", []), self.line))
        return [ReaderThere(self.line.people[each.person].name, PLACES[each.place]) for each in way.sealed_to]


def fallback_of(visit: Visit, answers: Answers) -> Fallback | None:
    """Who can take over: agreed, open today, and with somebody whom the reporter did not name. Else nobody."""
    channel = visit.channel
    if channel.fallback_id is None or channel.fallback_agreed_on is None:
        return None
    other = Channel.objects.select_related("organisation").filter(organisation_id=channel.fallback_id).first()
    if other is None:
        return None
    found = Fallback(other, line_of(other, on=visit.on))
    return found if found.line.is_open and found.reading(answers) else None
