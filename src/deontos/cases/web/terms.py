"""The page of a case's terms with their grounds, and the pages on which one is lifted, put off or paused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from deontos.access.doors import door
from deontos.access.gate import NotAllowed
from deontos.access.permissions import Permission
from deontos.cases.actions import terms as actions
from deontos.cases.counting import ClockStanding, TermStanding
from deontos.cases.models import CaseFile
from deontos.cases.phrases import RELIEFS, RELIEFS_DONE
from deontos.cases.queries import clock_standings, terms_of_case
from deontos.cases.reliefs import Clocks, Relief, reliefs
from deontos.cases.vocabulary import CaseVerb, ExtensionReason, SuspensionReason
from deontos.cases.web.case_page import CasePage, page_of
from deontos.cases.web.clocks import ClockInWords, all_in_words
from deontos.cases.web.meanwhile import shown_again, steps_since
from deontos.cases.web.refusals import MAY_BE_TOLD, told
from deontos.cases.web.term_forms import ReliefForm
from deontos.kernel import clock
from deontos.keyring.readers import NoEnvelope, UnlockedReader
from deontos.keyring.web.unlocking import unlocked, unlocked_or_ask
from deontos.speakup.binding import rules_of
from deontos.speakup.phrases import CLOCKS
from deontos.speakup.vocabulary import ClockName, DisclosureKind, ExemptionReason
from deontos.speakup.web.terms import in_language_of_page, profile_in_words, term_in_words
from deontos.ui.dates import long_day

IN_ADDRESS = {"unconfirmed": CaseVerb.EXEMPT, "put-off": CaseVerb.EXTEND, "pause": CaseVerb.SUSPEND}
"""How an address says what is to be done."""


@dataclass(frozen=True, slots=True)
class TermLine:
    """One term of a clock: whose, how long, until when, on what ground, and whether it governs."""

    whose: str
    term: str
    until: str
    ground: str
    governs: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class ClockLines:
    """A clock with every term behind it."""

    words: ClockInWords
    terms: list[TermLine]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be done, and where."""

    text: Any
    href: str


@door(requires=Permission.CASES_CASE_READ)
def case_terms(request: HttpRequest, case: UUID) -> HttpResponse:
    """Every term of a case with its ground and its sum; what may be done about them."""
    page = page_of(request, case, unlocked(request))
    standing = _standing(page.case)
    words = all_in_words(page.case, CLOCKS, today=page.today)
    told_of = zip(page.case.clocks.all(), words, strict=True)
    context = {
        **page.around(),
        "clocks": words,
        "lines": [ClockLines(each, _lines(standing[ClockName(row.name)], page.case)) for row, each in told_of],
        "offers": _offers(page, standing),
    }
    return render(request, "cases/case_terms.html", context)


@door(requires=Permission.CASES_CASE_HANDLE, methods=("GET", "HEAD", "POST"))
def case_relief(request: HttpRequest, case: UUID, relief: str) -> HttpResponse:
    """Leave receipt unconfirmed, put a term off or pause one, and tell the reporter why."""
    page, verb = page_of(request, case, None), IN_ADDRESS.get(relief)
    if verb is None:
        raise Http404
    reader = unlocked_or_ask(request)
    if isinstance(reader, HttpResponse):
        return reader
    page.reader = reader
    offers = [each for each in _possible(page, _standing(page.case)) if each.verb is verb]
    if not page.is_opened:
        return redirect("case_detail", case)
    if not offers or page.confided.content is None:
        return redirect("case_terms", case)
    initial = {"language": page.confided.language, "seen": page.last_step}
    form = ReliefForm(request.POST or None, initial=initial, verb=verb, offers=offers)
    if form.is_valid() and _is_done(form, lambda: _act(page, verb, form, reader)):
        messages.success(request, str(RELIEFS_DONE[verb]))
        return redirect("case_detail", case)
    if form.is_bound:
        shown_again(form, seen=page.last_step)
    context = {**page.around(), "form": form, "verb": RELIEFS[verb], "told": _told(offers), "relief": relief}
    context["meanwhile"] = steps_since(request, page.case, by=page.actor.person)
    return render(request, "cases/case_relief.html", context)


def _standing(case: CaseFile) -> Clocks:
    return clock_standings(case, terms_of_case(case))


def _possible(page: CasePage, standing: Clocks) -> list[Relief]:
    return list(reliefs(standing, page.state, received_on=page.case.received_on, today=page.today))


def _offers(page: CasePage, standing: Clocks) -> list[Offer]:
    verbs = dict.fromkeys(each.verb for each in _possible(page, standing))
    words = {verb: relief for relief, verb in IN_ADDRESS.items()}
    return [Offer(RELIEFS[verb], reverse("case_relief", args=(page.case.id, words[verb]))) for verb in verbs]


def _told(offers: list[Relief]) -> list[str]:
    """By how much each term would move, or may."""
    words = {
        CaseVerb.EXTEND: _("%(name)s: put off by %(term)s."),
        CaseVerb.SUSPEND: _("%(name)s: paused for %(term)s at most."),
    }
    return [
        words[each.verb] % {"name": CLOCKS[each.clock], "term": term_in_words(each.at_most)}
        for each in offers
        if each.at_most
    ]


def _lines(standing: ClockStanding, case: CaseFile) -> list[TermLine]:
    return [_line(term, case, governs=term is standing.governing) for term in standing.terms]


def _line(term: TermStanding, case: CaseFile, *, governs: bool) -> TermLine:
    kind = DisclosureKind(case.disclosure.kind)
    rules = rules_of(term.bound.profile, kind, on=case.received_on)
    rule = next((each for each in rules if each.clock is term.bound.clock), None)
    return TermLine(
        profile_in_words(term.bound.profile),
        term_in_words(term.bound.term),
        long_day(term.due_on),
        in_language_of_page(rule.ground) if rule else "",
        governs,
        rule.confirmed if rule else True,
    )


def _act(page: CasePage, verb: CaseVerb, form: ReliefForm, reader: UnlockedReader) -> None:
    case, words, reason = page.case, form.words(), form.cleaned_data["reason"]
    who: dict[str, Any] = {"by": page.actor, "reader": reader, "at": clock.now()}
    if verb is CaseVerb.EXEMPT:
        actions.exempt(case, ExemptionReason(reason), words, **who)
    elif verb is CaseVerb.EXTEND:
        actions.extend(case, form.chosen, ExtensionReason(reason), words, **who)
    else:
        until = form.cleaned_data["until"]
        actions.suspend(case, form.chosen, SuspensionReason(reason), words, until=until, **who)


def _is_done(form: ReliefForm, act: Callable[[], None]) -> bool:
    """Whether it happened; if not, the form says why. Raises Http404 where it is no business of this person."""
    try:
        act()
    except MAY_BE_TOLD as refusal:
        form.add_error(*told(refusal))
        return False
    except (NotAllowed, NoEnvelope):
        raise Http404 from None
    return True
