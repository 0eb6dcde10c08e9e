"""From a draft in which every answer is right to what is sealed."""

from typing import Any
from uuid import UUID

from deontos.speakup.actions import Confided
from deontos.speakup.content import DisclosureContent, Named
from deontos.speakup.queries import Line, keeps_name
from deontos.speakup.rules import route
from deontos.speakup.vocabulary import KIND_IN_FORM, IdentityChoice, Subject
from deontos.speakup.web.answers import Answers, Shown
from deontos.speakup.web.forms import AboutForm, people_in
from deontos.speakup.web.steps import Step
from deontos.speakup.web.visit import Visit


def confided(visit: Visit, answers: Answers) -> Confided | None:
    """What is to be sealed; None while an answer is missing or not right, or there are two versions of it."""
    forms = {step: visit.form(step, answers, judge=True) for step in visit.way(answers).answered}
    if any(answers.others_at(step) or not form.is_valid() or form.asks_more for step, form in forms.items()):
        return None
    kind, about = KIND_IN_FORM[forms[Step.KIND].cleaned_data["kind"]], forms[Step.ABOUT]
    subject = Subject(about.cleaned_data["about"])
    assert isinstance(about, AboutForm)
    named = named_in(answers, visit.line)
    choice, identity = _identity(forms[Step.NAME].cleaned_data)
    asked = visit.questionnaire(answers)
    happened = forms[Step.HAPPENED].cleaned_data
    names, relation = _names(named, visit.line), forms[Step.KIND].cleaned_data["relation"]
    editions = (asked.id, asked.version)
    content = DisclosureContent(
        visit.language, kind, subject, names, happened, *editions, relation=relation, passing_on=about.decided()
    )
    shown = answers.shown or Shown(frozenset(), frozenset())
    return Confided(
        kind, subject, named, choice, content.sealed(), identity, shown.readers, shown.sleeping, shown.in_custody
    )


def named_in(answers: Answers, line: Line) -> frozenset[UUID]:
    """The people of today's line whom the reporter named."""
    return people_in(answers.of(Step.ABOUT).get("involved", []), line)


def to_be_shown(visit: Visit, answers: Answers) -> Shown:
    """Whom a disclosure with these answers would be sealed to today, and whether two stewards would keep the name."""
    way = route(visit.line.members, named_in(answers, visit.line))
    return Shown.of(way, in_custody=gives_name(answers) and may_be_kept(visit, answers))


def gives_name(answers: Answers) -> bool:
    """Whether a name is given, to whomever."""
    return answers.of(Step.NAME).get("identity", [])[-1:] not in ([], [IdentityChoice.ANONYMOUS.value])


def may_be_kept(visit: Visit, answers: Answers) -> bool:
    """Whether two stewards would keep a name that is given today: who is named counts."""
    return keeps_name(visit.channel, named=named_in(answers, visit.line), on=visit.on)


def _names(named: frozenset[UUID], line: Line) -> tuple[Named, ...]:
    places = {member.person: member.place for member in reversed(line.members)}
    return tuple(Named(person, line.people[person].name, places[person]) for person in places if person in named)


def _identity(cleaned: dict[str, Any]) -> tuple[IdentityChoice, dict[str, str]]:
    """A name that was typed and then not given is not sealed either."""
    choice = IdentityChoice(cleaned["identity"])
    if choice is IdentityChoice.ANONYMOUS:
        return choice, {}
    return choice, {"name": cleaned["name"], "reach": cleaned["reach"]}
