"""The page of an organisation's own words: a language at a time, looked at before they are published, with history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from deontos.access.doors import actor_at, door
from deontos.access.permissions import Permission
from deontos.administration.web.here import organisation_here
from deontos.kernel import clock
from deontos.organisations.vocabulary import Language
from deontos.speakup.actions.settings import ChannelRefused
from deontos.speakup.actions.texts import publish_texts
from deontos.speakup.models import Channel, ChannelText
from deontos.speakup.phrases import CHANNEL_REFUSALS, TEXT_HINTS, TEXT_PLACES
from deontos.speakup.queries import newest_texts, published_texts
from deontos.speakup.vocabulary import ChannelCode, TextPlace
from deontos.speakup.web.channels.place import channel_of_house, is_saved
from deontos.ui.forms import PageForm

VERSIONS_A_PAGE = 20
NAMES = {
    Language.DUTCH: "Nederlands",
    Language.FRENCH: "Français",
    Language.ENGLISH: "English",
    Language.SPANISH: "Español",
}
"""Languages call themselves by their own names."""


class TextsForm(PageForm):
    """A field for each place."""

    def __init__(self, data: Any = None, **more: Any) -> None:  # noqa: ANN401 what every form takes
        super().__init__(data, **more)
        for place in TextPlace:
            self.fields[place.value] = forms.CharField(
                label=str(TEXT_PLACES[place]),
                help_text=str(TEXT_HINTS[place]),
                required=False,
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    def texts(self) -> Mapping[TextPlace, str]:
        """The words by place, with the line ends of one house."""
        return {place: self.cleaned_data[place.value].replace("\r\n", "\n").strip() for place in TextPlace}

    def refuse(self, refusal: ChannelRefused) -> None:
        """Put the reason where the text has to change."""
        words = str(CHANNEL_REFUSALS[ChannelCode(refusal.code)])
        self.add_error(str(refusal.parameters["field"]), words % refusal.parameters)


@dataclass(frozen=True, slots=True)
class Tab:
    """A language, and at how many places there are own words in it."""

    code: Language
    name: str
    filled: int
    current: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What would stand at a place."""

    place: Promise
    text: str


@door(requires=Permission.SPEAKUP_CHANNEL_SET_UP, methods=("GET", "HEAD", "POST"))
def channel_texts(request: HttpRequest) -> HttpResponse:
    """Look at the words of one language, try them, or publish them."""
    here = organisation_here(request, Permission.SPEAKUP_CHANNEL_SET_UP)
    channel, language = channel_of_house(here), _language(request)
    if not is_saved(channel):
        messages.info(request, _("Save the settings of the reporting point first."))
        return HttpResponseRedirect(f"{reverse('channel_settings')}?organisation={here.slug}")
    if request.method != "POST":
        stored = {place.value: text for place, text in published_texts(channel, language).items()}
        return _shown(request, channel, language, TextsForm(initial=stored))
    form = TextsForm(request.POST)
    if form.is_valid() and request.POST.get("go") == "publish":
        return _published(request, channel, language, form)
    return _shown(request, channel, language, form, is_preview=form.is_valid())


def _published(request: HttpRequest, channel: Channel, language: Language, form: TextsForm) -> HttpResponse:
    actor = actor_at(request)
    assert actor is not None
    try:
        changed = publish_texts(channel, language, form.texts(), by=actor, at=clock.now())
    except ChannelRefused as refusal:
        form.refuse(refusal)
        return _shown(request, channel, language, form)
    messages.success(request, _("Published.") if changed else _("Nothing was changed."))
    address = f"{reverse('channel_texts')}?organisation={channel.organisation.slug}&in={language}"
    return HttpResponseRedirect(address)


def _language(request: HttpRequest) -> Language:
    asked = request.POST.get("in") or request.GET.get("in", "")
    house: str = request.person.language  # type: ignore[attr-defined]
    return Language(asked if asked in set(Language) else house)


def _shown(
    request: HttpRequest, channel: Channel, language: Language, form: TextsForm, *, is_preview: bool = False
) -> HttpResponse:
    filled = list(newest_texts(channel).exclude(text="").values_list("language", flat=True))
    versions = ChannelText.objects.filter(channel=channel, language=language).select_related("published_by")
    page = Paginator(versions, VERSIONS_A_PAGE).get_page(request.GET.get("page"))
    texts = form.texts() if is_preview else {}
    context = {
        "here": channel.organisation,
        "written_in": language,
        "tabs": [Tab(each, NAMES[each], filled.count(each), each == language) for each in Language],
        "places": len(TextPlace),
        "form": form,
        "fields": [form[place.value] for place in TextPlace],
        "previews": [Preview(TEXT_PLACES[place], text) for place, text in texts.items() if text],
        "is_preview": is_preview,
        "versions": [(TEXT_PLACES[TextPlace(each.place)], each) for each in page],
        "page": page,
        "query": f"organisation={channel.organisation.slug}&in={language}",
    }
    return render(request, "speakup/channel_texts.html", context)
