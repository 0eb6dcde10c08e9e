"""Terms in words: how long, what a profile is called, and what a reporter may expect, in general and by which day."""

from dataclasses import dataclass

from babel.lists import format_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from deontos.kernel.deadlines import Term, Unit
from deontos.organisations.vocabulary import Language
from deontos.speakup.profiles import Texts, shipped
from deontos.speakup.promises import Promised, Promises
from deontos.speakup.vocabulary import ProfileName
from deontos.ui.dates import NO_BREAK_SPACE, long_day


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing that a reporter may expect: by when, and what."""

    when: str
    text: str


def term_in_words(term: Term) -> str:
    """A term with its unit: 7 days, 5 working days, 3 months."""
    count = term.count
    words = {
        Unit.DAYS: ngettext("%(count)d day", "%(count)d days", count),
        Unit.WORKING_DAYS: ngettext("%(count)d working day", "%(count)d working days", count),
        Unit.MONTHS: ngettext("%(count)d month", "%(count)d months", count),
    }
    return words[term.unit] % {"count": count}


def in_language_of_page(texts: Texts) -> str:
    """The text of a shipped file in the language of the page."""
    return texts[Language((get_language() or Language.ENGLISH)[:2])]


def profile_in_words(profile: ProfileName) -> str:
    """What a profile is called, in the language of the page."""
    return in_language_of_page(shipped(profile).name)


def words_of_terms(promises: Promises) -> dict[str, str]:
    """How long each term is and which laws apply, in the language of the page; no line breaks inside a term."""
    terms = {name: term_in_words(term).replace(" ", NO_BREAK_SPACE) for name, term in promises.terms.items()}
    laws = [profile_in_words(law) for law in promises.laws]
    return {**terms, "laws": format_list(laws, locale=get_language() or Language.ENGLISH)}


def expected_in_general(promises: Promises) -> list[Expected]:
    """What anybody may expect who reports today, with the length of each term."""
    within = {name: _("Within %(term)s") % {"term": term_in_words(term)} for name, term in promises.terms.items()}
    answered = [_("You get a first answer: do we take it up, and how? That is our own promise.")]
    if promises.replied.term != promises.answered.term:
        replied = _("You get an answer to a question within %(term)s.")
        answered.append(replied % {"term": term_in_words(promises.replied.term)})
    return [
        Expected(within["acknowledged"], _confirmed_in_general(by_law=promises.acknowledged.by_law)),
        Expected(within["answered"], " ".join(answered)),
        Expected(within["told"], _("You hear what we did and why. The law says so.")),
    ]


def expected_by_day(promises: Promises) -> list[Expected]:
    """What somebody may expect who has just reported, with the last day of each term."""
    by_law, terms = promises.acknowledged.by_law, {name: term_in_words(term) for name, term in promises.terms.items()}
    answered = [_("You get a first answer. We promise that within %(term)s.") % {"term": terms["answered"]}]
    if promises.replied.term != promises.answered.term:
        replied = _("If you asked a question, you get the answer within %(term)s, by %(day)s.")
        answered.append(replied % {"term": terms["replied"], "day": long_day(promises.replied.on)})
    told = _("You hear what we did and why, at the latest %(term)s after we confirmed.") % {"term": terms["told"]}
    return [
        Expected(_by(promises.acknowledged), _confirmed(by_law=by_law) % {"term": terms["acknowledged"]}),
        Expected(_by(promises.answered), " ".join(answered)),
        Expected(_by(promises.told), told),
    ]


def _by(promised: Promised) -> str:
    return _("By %(day)s") % {"day": long_day(promised.on)}


def _confirmed_in_general(*, by_law: bool) -> str:
    if by_law:
        return _("We confirm that we received your report. The law says so.")
    return _("We confirm that we received your report. That is our own promise.")


def _confirmed(*, by_law: bool) -> str:
    if by_law:
        return _("We confirm that we received your report. The law gives us %(term)s.")
    return _("We confirm that we received your report. We promise that within %(term)s.")
