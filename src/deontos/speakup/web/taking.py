"""What happens with a step that was sent: the sitting is looked at first, then the draft is kept, then it is judged."""

from django.http import HttpResponse
from django.utils.translation import ngettext_lazy

from deontos.access.web.saving import begin_to_save
from deontos.correspondence.actions.sittings import OpenSitting, ReceiptRefused, mark_sent
from deontos.correspondence.vocabulary import CorrespondenceCode, SittingState
from deontos.correspondence.web.typed import Typed, asks_for_language, chosen_language
from deontos.correspondence.web.unsaved import CANNOT_WRITE, not_saved, words_for
from deontos.correspondence.web.uploads import refused_files
from deontos.speakup.actions import DisclosureRefused, confide
from deontos.speakup.phrases import REFUSALS
from deontos.speakup.vocabulary import SpeakupCode
from deontos.speakup.web.answers import Answers, Shown
from deontos.speakup.web.asking import new_on_page, sent_in
from deontos.speakup.web.attaching import stays, take_files, without_files
from deontos.speakup.web.confiding import confided, to_be_shown
from deontos.speakup.web.forms import FORMS, HappenedForm, StepForm
from deontos.speakup.web.keeping import is_looked_at_elsewhere, keep
from deontos.speakup.web.meanwhile import PUT_IN
from deontos.speakup.web.pages import step_page
from deontos.speakup.web.recovery import ask_for_code, recover
from deontos.speakup.web.steps import Step
from deontos.speakup.web.visit import Visit

FILES_LEFT_OUT = ngettext_lazy(
    "We cannot take a file here, so we left it out. Your text is kept. Go on without it.",
    "We cannot take files here and left %(count)d of them out. Your text is kept. Go on without them.",
    "count",
)


def take(visit: Visit, step: Step) -> HttpResponse:
    """Answer a step that was sent. What was typed is kept whatever else happens."""
    typed = sent_in(visit.request, step, FORMS[step].base_fields)
    try:
        return _taken(visit, step, typed)
    except CANNOT_WRITE as failure:
        return not_saved(_kept_in_page(visit, step, typed, words_for(failure)))


def _taken(visit: Visit, step: Step, typed: Typed) -> HttpResponse:
    sitting = matching_sitting(visit)
    if sitting is None:
        return recover(visit, step, typed, go_on)
    if sitting.content.state is SittingState.SENT:
        return _already_received(visit) if step is Step.SEND else recover(visit, step, typed, go_on)
    return go_on(visit, step, typed)


def _kept_in_page(visit: Visit, step: Step, typed: Typed, words: str) -> HttpResponse:
    """The page as it was sent. It can be drawn with a database that does not even answer."""
    visit.is_cut_off = visit.asking.is_cut_off = True
    if matching_sitting(visit) is None:
        return ask_for_code(visit, step, typed, wrong=words)
    try:
        answers = visit.with_sent(visit.answers(), step, typed)
    except (ReceiptRefused, *CANNOT_WRITE):
        answers = Answers({step: typed})
    form = visit.form(step, answers)
    form.mark_wrong(None, words)
    return step_page(visit, step, form, answers, is_unsaved=True)


def matching_sitting(visit: Visit) -> OpenSitting | None:
    """The cookie's sitting, when it is the one that the page was made for and not an open mailbox."""
    sitting = visit.sitting
    if sitting is None or sitting.content.state is SittingState.READING:
        return None
    return sitting if visit.request.POST.get("sitting") == str(sitting.id) else None


def go_on(visit: Visit, step: Step, typed: Typed) -> HttpResponse:
    """Keep the draft, then go where the button says. Another window may take the draft away at any moment of it."""
    try:
        return _gone_on(visit, step, typed)
    except ReceiptRefused as refusal:
        return _without_draft(visit, step, typed, refusal)


def _gone_on(visit: Visit, step: Step, typed: Typed) -> HttpResponse:
    kept = keep(visit, step, typed)
    left_out = take_files(visit, step)
    if left_out:
        return without_files(visit, kept.now, left_out)
    if asks_for_language(visit.request):
        return visit.to_step(step, language=chosen_language(visit.request), changing=visit.is_changing)
    if kept.is_beside or stays(visit, step) or PUT_IN in visit.request.POST:
        return visit.to_step(step, changing=visit.is_changing)
    go = visit.request.POST.get("go")
    if go == "back":
        return visit.to_step(visit.way(kept.now).before(step))
    if go == "save":
        return visit.to("disclosure_saved")
    form = visit.form(step, kept.now, judge=True)
    if isinstance(form, HappenedForm):
        form.new = new_on_page(form.definition, kept.before.of(step), kept.now.of(step), typed)
    return _judge(visit, step, kept.now, form)


def _judge(visit: Visit, step: Step, answers: Answers, form: StepForm) -> HttpResponse:
    files = refused_files(visit.request)
    if files:
        form.add_error(None, FILES_LEFT_OUT % {"count": files})
    if not form.is_valid() or form.asks_more:
        return step_page(visit, step, form, answers)
    if step in (Step.CHECK, Step.SEND):
        return _looked_back(visit, step, answers)
    if answers.others_at(step):
        answers = visit.change(lambda stored: stored.decided(step))
    is_back_to_check = visit.is_changing and visit.first_open(answers) is Step.CHECK
    return visit.to_step(Step.CHECK if is_back_to_check else visit.way(answers).after(step))


def _looked_back(visit: Visit, step: Step, answers: Answers) -> HttpResponse:
    """Go on from a page that looks back, unless what it looked back on was changed in another window."""
    first = visit.first_open(answers)
    if first is not Step.CHECK:
        return visit.to_step(first)
    if is_looked_at_elsewhere(visit, answers):
        return show_check(visit, changed=SpeakupCode.ANSWERS_CHANGED)
    return _check(visit, answers) if step is Step.CHECK else _send(visit, answers)


def _check(visit: Visit, answers: Answers) -> HttpResponse:
    now = to_be_shown(visit, answers)
    if answers.shown is not None and answers.shown != now:
        return show_check(visit, changed=_changed(answers.shown, now))
    visit.change(lambda stored: stored.with_shown(now))
    return visit.to_step(Step.SEND)


def _changed(before: Shown, now: Shown) -> SpeakupCode:
    """What is to be looked at once more."""
    is_same_route = (before.readers, before.sleeping) == (now.readers, now.sleeping)
    return SpeakupCode.CUSTODY_CHANGED if is_same_route else SpeakupCode.READERS_CHANGED


def show_check(visit: Visit, *, changed: SpeakupCode | None = None) -> HttpResponse:
    """The check page; who it shows as readers is kept, and nobody else is sealed to."""
    visit.look_up_line()
    shown = visit.change(lambda stored: stored.with_shown(to_be_shown(visit, stored)), showing=Step.CHECK)
    form = visit.form(Step.CHECK, shown, judge=changed is not None)
    if changed is not None:
        form.mark_wrong(None, REFUSALS[changed])
    return step_page(visit, Step.CHECK, form, shown)


def _send(visit: Visit, answers: Answers) -> HttpResponse:
    ready = confided(visit, answers)
    if ready is None:
        return visit.to_step(visit.first_open(answers))
    begin_to_save()  # the draft is kept; whether it was received is another question
    try:
        still, line = (lambda: visit.answers().is_as(answers)), visit.asking.line
        confide(visit.channel, visit.receipt, ready, on=visit.on, still=still, line=line)
    except DisclosureRefused as refusal:
        return _not_sent(visit, answers, SpeakupCode(refusal.code))
    assert visit.sitting is not None
    mark_sent(visit.sitting, at=visit.at)
    return visit.to("disclosure_sent")


def _not_sent(visit: Visit, answers: Answers, code: SpeakupCode) -> HttpResponse:
    if code is SpeakupCode.ALREADY_RECEIVED:
        return _already_received(visit)
    if code is SpeakupCode.ANSWERS_CHANGED:
        return _look_again(visit)
    if code is SpeakupCode.NOBODY_LEFT:
        return visit.to_step(Step.ABOUT)
    form = visit.form(Step.SEND, answers, judge=True)
    form.mark_wrong(None, REFUSALS[code])
    return step_page(visit, Step.SEND, form, answers, is_refused=code)


def _look_again(visit: Visit) -> HttpResponse:
    """What another window saved while this was being sent: to be looked at before it is sent."""
    first = visit.first_open(visit.answers())
    return show_check(visit, changed=SpeakupCode.ANSWERS_CHANGED) if first is Step.CHECK else visit.to_step(first)


def _already_received(visit: Visit) -> HttpResponse:
    assert visit.sitting is not None
    mark_sent(visit.sitting, at=visit.at, repeated=True)
    return visit.to("disclosure_sent")


def _without_draft(visit: Visit, step: Step, typed: Typed, refusal: ReceiptRefused) -> HttpResponse:
    if refusal.code is CorrespondenceCode.ALREADY_RECEIVED and step is Step.SEND:
        return _already_received(visit)
    return recover(visit, step, typed, go_on)
