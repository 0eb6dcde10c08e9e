"""The settings page of a channel: whom to call, where to write, who stands outside, who takes over."""

from typing import TYPE_CHECKING, Any

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
from deontos.organisations.models import Organisation
from deontos.speakup.actions.settings import ChannelRefused, ChannelSettings, agree_to_take_over, save_settings
from deontos.speakup.models import Channel
from deontos.speakup.phrases import CHANNEL_REFUSALS
from deontos.speakup.vocabulary import ChannelCode
from deontos.speakup.web.channels.place import channel_of_house
from deontos.ui.forms import PageForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

BOTH = ("GET", "HEAD", "POST")
NUMBER_FAULTS = ("required", "invalid", "min_value", "max_value")


def _line(label: "Words", hint: "Words" = "", *, longest: int, required: bool = False, **attrs: str) -> forms.CharField:
    """One line of text that says by itself when it is too long."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=longest,
        error_messages={"max_length": gettext_lazy("This is too long. Use at most %(limit_value)d signs")},
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )


def _mail(label: "Words", hint: "Words") -> forms.EmailField:
    """An address for e-mail, which may stay empty."""
    return forms.EmailField(
        label=label,
        help_text=hint,
        required=False,
        error_messages={
            "invalid": gettext_lazy("Write one address, such as integrity@town.example, or leave this empty")
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )


def _number(label: "Words", *, low: int, high: int) -> forms.IntegerField:
    """A whole number; what it may be is said in the reader's language when the form is made."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=widget)


class SettingsForm(PageForm):
    """What stands on the public page, and who takes over."""

    telephone = _line(gettext_lazy("Telephone of the reporting point"), longest=40, inputmode="tel")
    telephone_from_hour = _number(gettext_lazy("Can be called from (hour)"), low=0, high=23)
    telephone_until_hour = _number(gettext_lazy("Can be called until (hour)"), low=1, high=24)
    emergency_telephone = _line(
        gettext_lazy("Number when somebody is in danger"), longest=40, required=True, inputmode="tel"
    )
    letter_address = _line(
        gettext_lazy("Address for letters"), gettext_lazy("One line, as it goes on an envelope."), longest=300
    )
    mail_address = _mail(
        gettext_lazy("E-mail address of the reporting point"),
        gettext_lazy("Stands on the public page with a warning: an e-mail is not sealed."),
    )
    conversation_within_days = _number(gettext_lazy("A talk within how many working days?"), low=1, high=30)
    authority_name = _line(
        gettext_lazy("External authority"),
        gettext_lazy("Who stands apart from you and may be reported to."),
        longest=200,
    )
    authority_telephone = _line(gettext_lazy("Telephone of the external authority"), longest=40, inputmode="tel")
    authority_address = _line(
        gettext_lazy("Website of the external authority"),
        gettext_lazy("Begins with https:// or http://."),
        longest=300,
        inputmode="url",
    )
    accessibility_mail_address = _mail(
        gettext_lazy("E-mail address for whoever cannot use the pages"),
        gettext_lazy("Stands in the accessibility statement. Somebody has to read it and answer."),
    )
    enforcement_name = _line(
        gettext_lazy("Who watches over accessibility by law"),
        gettext_lazy("Where people go when your answer is not good enough, such as an ombudsman service."),
        longest=200,
    )
    enforcement_address = _line(
        gettext_lazy("Website of who watches over accessibility"),
        gettext_lazy("Begins with https:// or http://."),
        longest=300,
        inputmode="url",
    )
    exit_address = _line(
        gettext_lazy("Where “Leave quickly” leads"),
        gettext_lazy("A neutral site that begins with https://, such as an encyclopedia or a newspaper."),
        longest=300,
        required=True,
        inputmode="url",
    )
    fallback = forms.ChoiceField(
        label=gettext_lazy("Who takes over when everybody here is involved?"),
        help_text=gettext_lazy("Another organisation whose reporting point is open. It has to agree first."),
        required=False,
    )

    def __init__(self, data: Any = None, *, channel: Channel, **more: Any) -> None:  # noqa: ANN401 what a form takes
        super().__init__(data, **more)
        others = Channel.objects.exclude(organisation=channel.organisation_id).select_related("organisation")
        self.others = {str(each.organisation_id): each.organisation for each in others.order_by("organisation__name")}
        nobody = ("", _("Nobody"))
        field = self.fields["fallback"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [nobody, *((key, each.name) for key, each in self.others.items())]
        field.error_messages["invalid_choice"] = _("Choose one of these organisations, or nobody")
        for number in self.fields.values():
            if isinstance(number, forms.IntegerField):
                between = {"low": number.min_value, "high": number.max_value}
                words = _("Fill in a whole number from %(low)d to %(high)d") % between
                number.error_messages.update(dict.fromkeys(NUMBER_FAULTS, words))

    def settings(self) -> ChannelSettings:
        """What was typed, when every answer is right."""
        given = {**self.cleaned_data, "fallback": self.others.get(self.cleaned_data["fallback"])}
        return ChannelSettings(**given)

    def refuse(self, refusal: ChannelRefused) -> None:
        """Put the reason where the answer has to change."""
        self.add_error(str(refusal.parameters["field"]), str(CHANNEL_REFUSALS[ChannelCode(refusal.code)]))


@door(requires=Permission.SPEAKUP_CHANNEL_SET_UP, methods=BOTH)
def channel_settings(request: HttpRequest) -> HttpResponse:
    """Look at the settings, or save them."""
    here = organisation_here(request, Permission.SPEAKUP_CHANNEL_SET_UP)
    channel, actor = channel_of_house(here), actor_at(request)
    assert actor is not None
    if request.method != "POST":
        return _shown(request, channel, SettingsForm(channel=channel, initial=_stored(channel)))
    form = SettingsForm(request.POST, channel=channel)
    if form.is_valid():
        try:
            save_settings(here, form.settings(), by=actor, at=clock.now())
            messages.success(request, _("The settings are saved. The public page shows them at once."))
            return HttpResponseRedirect(f"{reverse('channel_settings')}?organisation={here.slug}")
        except ChannelRefused as refusal:
            form.refuse(refusal)
    return _shown(request, channel, form)


@door(requires=Permission.SPEAKUP_CHANNEL_SET_UP, methods=("POST",))
def channel_take_over(request: HttpRequest) -> HttpResponse:
    """Agree to take over for another organisation, or stop that."""
    here, actor = organisation_here(request, Permission.SPEAKUP_CHANNEL_SET_UP), actor_at(request)
    assert actor is not None
    back = HttpResponseRedirect(f"{reverse('channel_settings')}?organisation={here.slug}")
    asked = next((each for each in _asking(here) if each.organisation.slug == request.POST.get("for")), None)
    if asked is None:
        messages.info(request, _("That organisation does not ask you to take over any more."))
        return back
    agrees = request.POST.get("go") == "agree"
    agree_to_take_over(asked, agrees=agrees, by=actor, at=clock.now())
    said = _("You take over for %(name)s.") if agrees else _("You do not take over for %(name)s.")
    messages.success(request, said % {"name": asked.organisation.name})
    return back


def _asking(here: Organisation) -> Any:  # noqa: ANN401 a query of channels
    return (
        Channel.objects.filter(fallback=here).select_related("organisation", "fallback").order_by("organisation__name")
    )


def _stored(channel: Channel) -> dict[str, Any]:
    values = {name: getattr(channel, name) for name in SettingsForm.base_fields if name != "fallback"}
    return {**values, "fallback": str(channel.fallback_id or "")}


def _shown(request: HttpRequest, channel: Channel, form: SettingsForm) -> HttpResponse:
    here: Organisation = channel.organisation
    context = {"here": here, "channel": channel, "form": form, "asking": list(_asking(here)[:50])}
    return render(request, "speakup/channel_settings.html", context)
