"""The page on which custody is switched on or off; whoever does it proves once more who is there."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import actor_at, door
from deontos.access.permissions import Permission
from deontos.administration.web.here import organisation_here
from deontos.kernel import clock
from deontos.keyring.recovery import can_keep
from deontos.speakup.actions.settings import switch_custody
from deontos.speakup.web.channels.place import channel_of_house, is_saved
from deontos.ui.forms import PageForm


class CustodyForm(PageForm):
    """Whether two stewards together keep the names that reporters leave."""

    has_custody = forms.BooleanField(
        label=gettext_lazy("Keep the names that reporters leave for a duty of law"),
        help_text=gettext_lazy(
            "Two stewards together can then open a name, only when a law demands it. Reporters read it before sending."
        ),
        required=False,
    )


@door(requires=Permission.SPEAKUP_CUSTODY_SWITCH, methods=("GET", "HEAD", "POST"))
def channel_custody(request: HttpRequest) -> HttpResponse:
    """Look whether stewards keep names, or switch it."""
    here = organisation_here(request, Permission.SPEAKUP_CUSTODY_SWITCH)
    channel, actor = channel_of_house(here), actor_at(request)
    assert actor is not None
    if not is_saved(channel):
        messages.info(request, _("Save the settings of the reporting point first."))
        return redirect(f"{reverse('channel_settings')}?organisation={here.slug}")
    form = CustodyForm(request.POST or None, initial={"has_custody": channel.has_custody})
    if request.method == "POST" and form.is_valid():
        switch_custody(channel, keeps=form.cleaned_data["has_custody"], by=actor, at=clock.now())
        messages.success(request, _("This is kept. It counts for every report from now on."))
        return redirect(f"{reverse('channel_custody')}?organisation={here.slug}")
    can = can_keep(here.id, named=(), on=clock.today())
    return render(request, "speakup/channel_custody.html", {"here": here, "form": form, "can_keep": can})
