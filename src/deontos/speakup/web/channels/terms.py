"""The pages of a channel's terms: which laws apply and from when, what each says, what the house promises itself."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import actor_at, door
from deontos.access.gate import Actor
from deontos.access.permissions import Permission
from deontos.administration.web.here import organisation_here
from deontos.administration.web.settings.forms import day_field
from deontos.kernel import clock
from deontos.speakup.actions.legal import (
    TermsRefused,
    add_profile,
    end_profile,
    set_promise,
    take_profile_back,
)
from deontos.speakup.binding import OwnPromise
from deontos.speakup.legal import chosen_on, chosen_profiles, laws_of, promise_of
from deontos.speakup.models import Channel, ChannelProfile
from deontos.speakup.phrases import TERMS_REFUSALS
from deontos.speakup.profiles import shipped
from deontos.speakup.vocabulary import ProfileName, TermsCode
from deontos.speakup.web.channels.place import channel_of_house, is_saved
from deontos.speakup.web.channels.profile_page import profile_page, rows_of_terms
from deontos.speakup.web.terms import profile_in_words
from deontos.ui.forms import PageForm

BOTH = ("GET", "HEAD", "POST")
SET_UP = Permission.SPEAKUP_CHANNEL_SET_UP
ROWS_A_PAGE = 20
NUMBER_FAULTS = ("required", "invalid", "min_value", "max_value")


class TermsForm(PageForm):
    """A form that can say why the rules refused it."""

    def refuse(self, refusal: TermsRefused) -> None:
        """Put the reason where the answer has to change."""
        words = str(TERMS_REFUSALS[TermsCode(refusal.code)])
        self.add_error(str(refusal.parameters["field"]), words % refusal.parameters)


def _number(label: Any, hint: Any, *, low: int, high: int) -> forms.IntegerField:  # noqa: ANN401 lazy words
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, help_text=hint, min_value=low, max_value=high, widget=widget)


class PromiseForm(TermsForm):
    """The numbers that a channel sets for itself."""

    react_within_days = _number(
        gettext_lazy("A first answer to a report within how many days?"),
        gettext_lazy("Shipped: 14 days. Where the law is stricter, the law counts."),
        low=1,
        high=84,
    )
    reply_within_working_days = _number(
        gettext_lazy("An answer to a question within how many working days?"),
        gettext_lazy("Shipped: 5, which is our suggestion."),
        low=1,
        high=40,
    )
    put_off_by_days = _number(
        gettext_lazy("By how many days may you put your first answer off, once?"),
        gettext_lazy("0: not at all. A term of the law is never put off by this."),
        low=0,
        high=60,
    )
    pause_at_most_days = _number(
        gettext_lazy("For how many days may your own term stand still, once?"),
        gettext_lazy("0: not at all. The reporter reads why, and until when."),
        low=0,
        high=60,
    )

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 what every form takes
        super().__init__(*args, **more)
        for field in self.fields.values():
            assert isinstance(field, forms.IntegerField)
            between = {"low": field.min_value, "high": field.max_value}
            words = _("Fill in a whole number from %(low)d to %(high)d") % between
            field.error_messages.update(dict.fromkeys(NUMBER_FAULTS, words))

    def promise(self) -> OwnPromise:
        """What was typed; only of a form that is valid."""
        return OwnPromise(**self.cleaned_data)


class LawForm(TermsForm):
    """Which law applies, and from when."""

    profile = forms.ChoiceField(
        label=gettext_lazy("Which law?"),
        error_messages={
            "required": gettext_lazy("Choose a law"),
            "invalid_choice": gettext_lazy("Choose one of these"),
        },
    )
    from_on = day_field(
        gettext_lazy("From which day?"), help_text=gettext_lazy("What comes in from this day on stands under it.")
    )

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 what every form takes
        super().__init__(*args, **more)
        field = self.fields["profile"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name.value, profile_in_words(name)) for name in ProfileName if shipped(name).is_law]


class LawEndForm(TermsForm):
    """The last day on which a law applies."""

    last_day = day_field(gettext_lazy("Last day"), help_text=gettext_lazy("On this day it still counts."))


@door(requires=SET_UP, methods=BOTH)
def channel_terms(request: HttpRequest) -> HttpResponse:
    """The laws that apply, what follows from them, and the own promise, which can be set here."""
    channel = _channel_here(request)
    stored = asdict(promise_of(channel))
    if not is_saved(channel):
        messages.info(request, _("Save the settings of the reporting point first."))
        return _back(channel, "channel_settings")
    if request.method != "POST":
        return _shown(request, channel, PromiseForm(initial=stored))
    form = PromiseForm(request.POST)
    if _is_done(form, lambda: set_promise(channel, form.promise(), by=_actor(request), at=clock.now())):
        messages.success(request, _("Your promise is kept for what comes in from now on."))
        return _back(channel)
    return _shown(request, channel, form)


@door(requires=SET_UP, methods=BOTH)
def channel_law_add(request: HttpRequest) -> HttpResponse:
    """Choose a law, and from which day it applies."""
    channel = _channel_here(request)
    if not is_saved(channel):
        return _back(channel)
    form = LawForm(request.POST or None, initial={"from_on": clock.today()})
    if _is_done(form, lambda: _added(request, channel, form)):
        messages.success(request, _("The law is chosen. What came in before keeps its terms."))
        return _back(channel)
    return render(request, "speakup/channel_law_add.html", {"here": channel.organisation, "form": form})


@door(requires=SET_UP, methods=BOTH)
def channel_law_end(request: HttpRequest, law: UUID) -> HttpResponse:
    """Say until when a law applies; or take a choice back before its first day."""
    actor, today = _actor(request), clock.today()
    rows = ChannelProfile.objects.select_related("channel__organisation")
    row = rows.filter(pk=law, channel__organisation__in=actor.organisations_with(SET_UP)).first()
    if row is None:
        raise Http404
    is_coming, form = row.from_on > today, LawEndForm(request.POST or None, initial={"last_day": today})
    if request.POST.get("go") == "take-back" and is_coming:
        take_profile_back(row, by=actor, at=clock.now())
    elif not _is_done(form, lambda: end_profile(row, last_day=form.cleaned_data["last_day"], by=actor, at=clock.now())):
        context = {"row": row, "form": form, "is_coming": is_coming, "here": row.channel.organisation}
        return render(
            request, "speakup/channel_law_end.html", {**context, "name": profile_in_words(ProfileName(row.profile))}
        )
    messages.success(request, _("What you changed is kept."))
    return _back(row.channel)


@door(requires=SET_UP)
def channel_profile(request: HttpRequest, profile: str) -> HttpResponse:
    """All that one profile says, with its grounds, and what a lawyer still has to confirm."""
    channel = _channel_here(request)
    if profile not in set(ProfileName):
        raise Http404
    page = profile_page(ProfileName(profile), channel, on=clock.today())
    return render(request, "speakup/channel_profile.html", {"here": channel.organisation, **page})


def _channel_here(request: HttpRequest) -> Channel:
    return channel_of_house(organisation_here(request, SET_UP))


def _actor(request: HttpRequest) -> Actor:
    actor = actor_at(request)
    assert actor is not None
    return actor


def _added(request: HttpRequest, channel: Channel, form: LawForm) -> None:
    given = form.cleaned_data
    add_profile(channel, ProfileName(given["profile"]), from_on=given["from_on"], by=_actor(request), at=clock.now())


def _is_done(form: TermsForm, act: Callable[[], object]) -> bool:
    """Whether a form was sent, is right, and the rules allowed what it asks; if not, it says why."""
    if not form.is_valid():
        return False
    try:
        act()
    except TermsRefused as refusal:
        form.refuse(refusal)
        return False
    return True


def _back(channel: Channel, route: str = "channel_terms") -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(route)}?organisation={channel.organisation.slug}")


def _shown(request: HttpRequest, channel: Channel, form: PromiseForm) -> HttpResponse:
    today, chosen = clock.today(), chosen_profiles(channel)
    page = Paginator(chosen, ROWS_A_PAGE).get_page(request.GET.get("page"))
    laws = laws_of(channel, on=today)
    context = {
        "here": channel.organisation,
        "form": form,
        "page": page,
        "laws": [(profile_in_words(ProfileName(row.profile)), row) for row in page],
        "today": today,
        "is_chosen": chosen.filter(chosen_on(today)).exists(),
        "terms": rows_of_terms(laws, promise_of(channel), on=today),
        "query": f"organisation={channel.organisation.slug}",
    }
    return render(request, "speakup/channel_terms.html", context)
