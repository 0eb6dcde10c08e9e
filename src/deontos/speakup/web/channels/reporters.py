"""The page on which an organisation says who may report at its channel, and where others go."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import actor_at, door
from deontos.access.permissions import Permission
from deontos.administration.web.here import organisation_here
from deontos.kernel import clock
from deontos.speakup.actions.admitting import ComplaintsService, choose_groups
from deontos.speakup.actions.settings import ChannelRefused
from deontos.speakup.admitting import Admissions, admissions_at
from deontos.speakup.models import Channel
from deontos.speakup.phrases import CHANNEL_REFUSALS, REPORTER_GROUPS
from deontos.speakup.vocabulary import Admission, ChannelCode, ReporterGroup, Welcome
from deontos.speakup.web.channels.place import channel_of_house, is_saved
from deontos.speakup.web.terms import profile_in_words
from deontos.ui.forms import CheckCards, PageForm

TOO_LONG = {"max_length": gettext_lazy("This is too long. Use at most %(limit_value)d signs")}


class ReportersForm(PageForm):
    """Whom the organisation lets in, of those that the law leaves to it; and its ordinary complaints service."""

    let_in = forms.MultipleChoiceField(
        label=gettext_lazy("Who may report, where the law leaves it to you?"),
        help_text=gettext_lazy("Whoever you do not tick is told where to go, and may go on all the same."),
        required=False,
        widget=CheckCards,
    )
    complaints_name = forms.CharField(
        label=gettext_lazy("Ordinary complaints service"),
        help_text=gettext_lazy("Where people go who have no tie to the work, such as citizens."),
        max_length=200,
        required=False,
        error_messages=TOO_LONG,
    )
    complaints_telephone = forms.CharField(
        label=gettext_lazy("Telephone of the complaints service"),
        max_length=40,
        required=False,
        error_messages=TOO_LONG,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    complaints_address = forms.CharField(
        label=gettext_lazy("Website of the complaints service"),
        help_text=gettext_lazy("Begins with https:// or http://."),
        max_length=300,
        required=False,
        error_messages=TOO_LONG,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, known: Admissions, **more: Any) -> None:  # noqa: ANN401 what a form takes
        super().__init__(data, **more)
        field = self.fields["let_in"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.error_messages["invalid_choice"] = str(CHANNEL_REFUSALS[ChannelCode.NOT_TO_CHOOSE])
        field.choices = [(group.value, REPORTER_GROUPS[group]) for group in known.to_choose]

    def service(self) -> ComplaintsService:
        """What was typed of the complaints service."""
        return ComplaintsService(**{name: self.cleaned_data[name] for name in ComplaintsService.__slots__})

    def refuse(self, refusal: ChannelRefused) -> None:
        """Put the reason where the answer has to change."""
        self.add_error(str(refusal.parameters["field"]), str(CHANNEL_REFUSALS[ChannelCode(refusal.code)]))


@door(requires=Permission.SPEAKUP_CHANNEL_SET_UP, methods=("GET", "HEAD", "POST"))
def channel_reporters(request: HttpRequest) -> HttpResponse:
    """Look who may report, or choose."""
    here = organisation_here(request, Permission.SPEAKUP_CHANNEL_SET_UP)
    channel = channel_of_house(here)
    if not is_saved(channel):
        messages.info(request, _("Save the settings of the reporting point first."))
        return HttpResponseRedirect(f"{reverse('channel_settings')}?organisation={here.slug}")
    known = admissions_at(channel, on=clock.today())
    if request.method != "POST":
        return _shown(request, channel, known, ReportersForm(known=known, initial=_stored(channel, known)))
    form = ReportersForm(request.POST, known=known)
    return _chosen(request, channel, known, form) if form.is_valid() else _shown(request, channel, known, form)


def _chosen(request: HttpRequest, channel: Channel, known: Admissions, form: ReportersForm) -> HttpResponse:
    actor, let_in = actor_at(request), frozenset(map(ReporterGroup, form.cleaned_data["let_in"]))
    assert actor is not None
    try:
        changed = choose_groups(channel, let_in, form.service(), by=actor, at=clock.now())
    except ChannelRefused as refusal:
        form.refuse(refusal)
        return _shown(request, channel, known, form)
    said = _("Saved. The form says so from now on.")
    messages.success(request, said if changed else _("Nothing was changed."))
    return HttpResponseRedirect(f"{reverse('channel_reporters')}?organisation={channel.organisation.slug}")


def _stored(channel: Channel, known: Admissions) -> dict[str, Any]:
    let_in = [group.value for group in known.to_choose if known.of(group) is Welcome.LET_IN]
    return {"let_in": let_in, **{name: getattr(channel, name) for name in ComplaintsService.__slots__}}


def _shown(request: HttpRequest, channel: Channel, known: Admissions, form: ReportersForm) -> HttpResponse:
    by_law = {
        said: [REPORTER_GROUPS[group] for group in ReporterGroup if known.by_law[group] is said] for said in Admission
    }
    context = {
        "here": channel.organisation,
        "form": form,
        "must": by_law[Admission.MUST],
        "elsewhere": by_law[Admission.ELSEWHERE],
        "laws": [(name, profile_in_words(name)) for name in known.laws],
        "is_chosen": bool(known.chosen),
    }
    return render(request, "speakup/channel_reporters.html", context)
