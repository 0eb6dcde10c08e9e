"""What each page of the form shows."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deontos.correspondence.web.intake import is_filling, limits_today
from deontos.correspondence.web.rows import waiting_rows
from deontos.speakup.content import DisclosureContent
from deontos.speakup.passing_on import lines_of
from deontos.speakup.phrases import IDENTITIES, KINDS, PLACES, SUBJECTS
from deontos.speakup.rules import InLine, route
from deontos.speakup.vocabulary import IdentityChoice, Place
from deontos.speakup.web.answers import Answers
from deontos.speakup.web.confiding import confided, may_be_kept, named_in, to_be_shown
from deontos.speakup.web.elsewhere import elsewhere_for
from deontos.speakup.web.forms import KindForm, StepForm
from deontos.speakup.web.meanwhile import Mark
from deontos.speakup.web.steps import HEADINGS, ORDER, WORDS, Step
from deontos.speakup.web.taking_over import fallback_of
from deontos.speakup.web.versions import versions_of
from deontos.speakup.web.visit import CHANGING, Visit, held_on

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Answered:
    """One line of the check page."""

    question: Words
    answer: Words = field(repr=False)
    change: str


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one step."""

    title: Words
    answers: list[Answered]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody in the line, as the form names them."""

    name: str
    office: Words


@dataclass(frozen=True, slots=True)
class Readers:
    """Who will be able to read, whose key sleeps, who is shut out; and whether somebody beyond the deputies reads."""

    reading: list[Reader]
    sleeping: list[Reader]
    shut_out: list[Reader]
    is_beyond: bool


def step_page(
    visit: Visit, step: Step, form: StepForm, answers: Answers, *, is_unsaved: bool = False, **more: object
) -> HttpResponse:
    """The page of a step, with what was typed; 200 also when an answer was taken back."""
    shown = visit.mark if is_unsaved else Mark.of(held_on(step, answers))
    context = {**frame(visit, step, answers), "mark": shown.text, "is_unsaved": is_unsaved, "form": form}
    context |= {"versions": versions_of(visit, step, answers), **_special(visit, step, form, answers), **more}
    return render(visit.request, f"speakup/step_{step}.html", context)


def frame(visit: Visit, step: Step, answers: Answers | None = None) -> dict[str, Any]:
    """What every step shows around its questions."""
    way = visit.way(answers)
    return {
        "step": step,
        "heading": HEADINGS[step],
        "word": WORDS[step],
        "number": min(way.number(step), len(way.steps)),
        "words": [WORDS[each] for each in way.steps],
        "action": visit.action(step),
        "sitting": visit.sitting.id if visit.sitting else "",
        "mark": visit.mark.text,
        "channel": visit.channel,
        "place": {"language": visit.language, "organisation": visit.channel.organisation.slug},
        "has_before": step is not Step.CODE,
    }


def readers_of(visit: Visit, answers: Answers) -> Readers:
    """Who would read a disclosure with these answers today."""
    way = route(visit.line.members, named_in(answers, visit.line))
    return Readers(
        reading=_people(visit, way.sealed_to),
        sleeping=_people(visit, way.dormant),
        shut_out=_people(visit, way.shut_out),
        is_beyond=any(member.place not in (Place.MANAGER, Place.DEPUTY) for member in way.sealed_to),
    )


def _people(visit: Visit, members: tuple[InLine, ...]) -> list[Reader]:
    return [Reader(visit.line.people[member.person].name, PLACES[member.place]) for member in members]


def _special(visit: Visit, step: Step, form: StepForm, answers: Answers) -> dict[str, Any]:
    if step in (Step.CODE, Step.SEND):
        host = visit.request.get_host()
        is_shut = step is Step.SEND and not visit.line.is_open
        return {
            "code": visit.receipt.text,
            "address": f"{host}{visit.address('receipt_entry')}",
            "fallback": fallback_of(visit, answers) if is_shut else None,
        }
    if step is Step.ABOUT:
        way = route(visit.line.members, named_in(answers, visit.line))
        nobody_left = visit.line.is_open and way.nobody_left
        return {
            "is_nobody_left": nobody_left,
            "fallback": fallback_of(visit, answers) if nobody_left else None,
            "moved_from": "" if answers.of(step).get("involved") else answers.moved_from,
        }
    if step is Step.KIND:
        assert isinstance(form, KindForm)
        return {"elsewhere": elsewhere_for(visit, form)}
    if step is Step.ATTACHMENTS:
        limits = limits_today(is_draft=True)
        return {"files": waiting_rows(visit.files), "limits": limits, "is_filling": is_filling()}
    if step is Step.NAME:
        return {"readers": readers_of(visit, answers).reading, "may_be_kept": may_be_kept(visit, answers)}
    if step is Step.CHECK:
        readers = readers_of(visit, answers)
        return {
            "groups": _groups(visit, answers),
            "readers": readers,
            "is_open": visit.line.is_open,
            "fallback": None if visit.line.is_open else fallback_of(visit, answers),
            "in_custody": to_be_shown(visit, answers).in_custody,
        }
    return {}


def _groups(visit: Visit, answers: Answers) -> list[Group]:
    ready = confided(visit, answers)
    if ready is None:
        return []
    content = DisclosureContent.read(ready.content)
    change = {step: f"{visit.address('disclosure_step', step=step)}?{CHANGING}=1" for step in ORDER}
    people = ", ".join(each.name for each in content.named)
    kind = [Answered(_("Kind"), KINDS[content.kind], change[Step.KIND])]
    kind += [Answered(each.question, each.answer, change[Step.KIND]) for each in content.told_of_relation()]
    about = [
        Answered(_("About whom"), SUBJECTS[content.subject], change[Step.ABOUT]),
        Answered(_("Involved"), people or _("None of the people who could read it"), change[Step.ABOUT]),
    ]
    if content.passing_on is not None:
        about += [Answered(words, answer, change[Step.ABOUT]) for words, answer in lines_of(content.passing_on)]
    told = [Answered(each.question, each.answer, change[Step.HAPPENED]) for each in content.told_of_answers()]
    name = [Answered(_("Giving your name"), IDENTITIES[ready.choice], change[Step.NAME])]
    if ready.choice is not IdentityChoice.ANONYMOUS:
        name.append(Answered(_("Your name"), ready.identity["name"], change[Step.NAME]))
        if ready.identity["reach"]:
            name.append(Answered(_("How we reach you"), ready.identity["reach"], change[Step.NAME]))
    steps = {Step.KIND: kind, Step.ABOUT: about, Step.HAPPENED: told, Step.NAME: name}
    groups = [Group(WORDS[step], lines) for step, lines in steps.items()]
    if Step.ATTACHMENTS in visit.way(answers).steps:
        groups.insert(3, Group(WORDS[Step.ATTACHMENTS], [_added(visit, change[Step.ATTACHMENTS])]))
    return groups


def _added(visit: Visit, change: str) -> Answered:
    """The files that go along."""
    rows = waiting_rows(visit.files)
    return Answered(_("Files that go along"), "\n".join(row.in_a_line for row in rows) or _("None"), change)
