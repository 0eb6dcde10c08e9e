"""The page on which a channel's questionnaires are chosen, one for each kind of disclosure."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deontos.access.doors import actor_at, door
from deontos.access.permissions import Permission
from deontos.administration.web.here import organisation_here
from deontos.kernel import clock
from deontos.questionnaires.queries import Published, choosable
from deontos.questionnaires.rules.texts import said_in
from deontos.speakup.actions.asking import choose_questionnaires, chosen_by
from deontos.speakup.actions.settings import ChannelRefused
from deontos.speakup.models import Channel
from deontos.speakup.phrases import CHANNEL_REFUSALS, KIND_HINTS, KINDS
from deontos.speakup.queries import SHIPPED_FOR
from deontos.speakup.vocabulary import ChannelCode, DisclosureKind
from deontos.speakup.web.channels.place import channel_of_house, is_saved
from deontos.ui.forms import PageForm


@dataclass(frozen=True, slots=True)
class Choosable:
    """A questionnaire that may be chosen, with the page on which it can be tried."""

    title: str
    href: str
    is_shipped: bool


class QuestionnairesForm(PageForm):
    """A field for each kind."""

    def __init__(self, data: Any = None, *, there: list[Published], **more: Any) -> None:  # noqa: ANN401 as forms take
        super().__init__(data, **more)
        choices = [(each.edition.questionnaire, _title(each)) for each in there]
        for kind in DisclosureKind:
            self.fields[kind.value] = forms.ChoiceField(
                label=str(KINDS[kind]),
                help_text=str(KIND_HINTS[kind]),
                choices=choices,
                error_messages={"invalid_choice": str(CHANNEL_REFUSALS[ChannelCode.NOT_CHOOSABLE])},
            )

    def chosen(self) -> dict[DisclosureKind, str]:
        """What was chosen by kind."""
        return {kind: self.cleaned_data[kind.value] for kind in DisclosureKind}

    def refuse(self, refusal: ChannelRefused) -> None:
        """Put the reason where the answer has to change."""
        self.add_error(str(refusal.parameters["field"]), str(CHANNEL_REFUSALS[ChannelCode(refusal.code)]))


@door(requires=Permission.SPEAKUP_CHANNEL_SET_UP, methods=("GET", "HEAD", "POST"))
def channel_questions(request: HttpRequest) -> HttpResponse:
    """Look at which questionnaire asks about which kind, or choose."""
    here = organisation_here(request, Permission.SPEAKUP_CHANNEL_SET_UP)
    channel, there = channel_of_house(here), choosable(here.id)
    if not is_saved(channel):
        messages.info(request, _("Save the settings of the reporting point first."))
        return HttpResponseRedirect(f"{reverse('channel_settings')}?organisation={here.slug}")
    if request.method != "POST":
        return _shown(request, channel, there, QuestionnairesForm(there=there, initial=_stored(channel, there)))
    form = QuestionnairesForm(request.POST, there=there)
    return _chosen(request, channel, there, form) if form.is_valid() else _shown(request, channel, there, form)


def _chosen(request: HttpRequest, channel: Channel, there: list[Published], form: QuestionnairesForm) -> HttpResponse:
    actor = actor_at(request)
    assert actor is not None
    try:
        changed = choose_questionnaires(channel, form.chosen(), by=actor, at=clock.now())
    except ChannelRefused as refusal:
        form.refuse(refusal)
        return _shown(request, channel, there, form)
    said = _("Saved. Reports that are begun from now on are asked these questions.")
    messages.success(request, said if changed else _("Nothing was changed."))
    return HttpResponseRedirect(f"{reverse('channel_questions')}?organisation={channel.organisation.slug}")


def _stored(channel: Channel, there: list[Published]) -> dict[str, str]:
    """What was chosen; where that cannot be asked any more, what is asked instead."""
    known = {each.edition.questionnaire for each in there}
    return {kind.value: name if name in known else SHIPPED_FOR[kind] for kind, name in chosen_by(channel).items()}


def _shown(request: HttpRequest, channel: Channel, there: list[Published], form: QuestionnairesForm) -> HttpResponse:
    context = {
        "here": channel.organisation,
        "form": form,
        "fields": [form[kind.value] for kind in DisclosureKind],
        "there": [Choosable(_title(each), _address(each), each.is_shipped) for each in there],
    }
    return render(request, "speakup/channel_questions.html", context)


def _title(published: Published) -> str:
    return said_in(published.title, get_language() or "en")


def _address(published: Published) -> str:
    edition = published.edition
    kwargs = {"questionnaire": edition.questionnaire, "version": edition.version}
    return reverse("questionnaire_preview", kwargs=kwargs)
