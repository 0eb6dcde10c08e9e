"""Which questionnaire asks on a visit, and what of a page that was sent belongs to it."""

import re
from collections.abc import Iterable, Mapping

from django.http import HttpRequest

from deontos.access.web.keeping import is_secret
from deontos.correspondence.web.typed import Typed, typed_in, typed_line
from deontos.questionnaires.editions import Edition
from deontos.questionnaires.queries import QuestionnaireGone, definition_of
from deontos.questionnaires.rules.checking import check, newly_shown
from deontos.questionnaires.rules.definition import Definition
from deontos.questionnaires.rules.faults import RESERVED
from deontos.questionnaires.rules.parts import all_names, names_of
from deontos.questionnaires.shelf import DEFAULT_REPORTING
from deontos.speakup.models import Channel
from deontos.speakup.queries import edition_for
from deontos.speakup.vocabulary import DisclosureKind
from deontos.speakup.web.answers import Answers
from deontos.speakup.web.steps import Step

FIELD = "asks"
"""The hidden field that names the edition which a page asks: not secret, and needed where the draft cannot be read."""
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}(?:\.[a-z][a-z0-9_]{0,39})?")


def asked_names(request: HttpRequest) -> Iterable[str]:
    """The fields of a page that may belong to a questionnaire, whichever it is.

    Never a secret: what opens a vault comes with the same form at the desk, and no page may carry it on.
    """
    return (name for name in request.POST if name not in RESERVED and not is_secret(name) and NAME.fullmatch(name))


def sent_in(request: HttpRequest, step: Step, fields: Iterable[str]) -> Typed:
    """What was typed at a step."""
    return typed_in(request, asked_names(request) if step is Step.HAPPENED else fields)


def edition_on(request: HttpRequest, channel: Channel, answers: Answers) -> Edition:
    """Which edition asks: the draft's; where that is not known, the page's own; else the one for its kind today."""
    if answers.edition is not None:
        return answers.edition
    if answers.kind is None and request.method == "POST":
        named = _named_by_page(request)
        if named is not None:
            return named
    return edition_for(channel, answers.kind or DisclosureKind.SUSPICION)


def asked_by(edition: Edition) -> Definition:
    """What an edition asks; the shipped questions where it is gone."""
    try:
        return definition_of(edition)
    except QuestionnaireGone:
        return shipped_questions()


def shipped_questions() -> Definition:
    """What is asked when nothing else is at hand. No query."""
    return definition_of(Edition.newest_shipped(DEFAULT_REPORTING))


def kept_with(definition: Definition, before: Typed, sent: Typed) -> dict[str, list[str]]:
    """The draft's answers after a page was sent: what the page did not ask stays, for when it is asked again."""
    on_page = _names_on_page(definition, before)
    kept = {name: values for name, values in before.items() if name not in on_page}
    known = all_names(definition)
    return kept | {name: values for name, values in sent.items() if name in known}


def new_on_page(definition: Definition, before: Typed, now: Typed, sent: Mapping[str, object]) -> frozenset[str]:
    """The questions that an answer brought up and that the page did not show."""
    return newly_shown(definition, before, now, sent.keys())


def _names_on_page(definition: Definition, typed: Typed) -> set[str]:
    shown = set(check(definition, typed).shown)
    return {name for question in definition.questions if question.id in shown for name in names_of(question)}


def _named_by_page(request: HttpRequest) -> Edition | None:
    try:
        edition = Edition.read(typed_line(request, FIELD))
        definition_of(edition)
    except (ValueError, QuestionnaireGone):
        return None
    return edition
