"""What keeping or renaming a filter asks."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from deontos.access.gate import Actor
from deontos.administration.web.settings.forms import line_field
from deontos.cases.filter_models import LONGEST_ADDRESS, LONGEST_NAME
from deontos.cases.web.inbox_form import InboxForm
from deontos.ui.forms import PageForm

NAME_IT = _("Type a name for this filter.")
NAME_NOBODY = _("Name nobody: this name is not sealed.")
NO_FILTER = _("This filter cannot be kept. Choose it in the list of cases once more.")
OPEN_CASES = "state=open"


class NameForm(PageForm):
    """The name of a filter."""

    name = line_field(_("Name of the filter"), LONGEST_NAME, NAME_IT, help_text=NAME_NOBODY)


class KeepForm(NameForm):
    """A filter to keep: its name, and whether the inbox opens on it."""

    is_first = forms.BooleanField(label=_("My list of cases opens on this filter"), required=False)
    address = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_ADDRESS)

    def __init__(self, data: QueryDict | None = None, *, actor: Actor | None = None, **rest: Any) -> None:  # noqa: ANN401 -- hands on what every form takes
        super().__init__(data, auto_id="keep_%s", **rest)
        self.actor = actor

    def clean_address(self) -> str:
        """The filter in its plainest form; one that nobody could choose is not kept."""
        assert self.actor is not None
        asked = InboxForm(QueryDict(self.cleaned_data["address"]), actor=self.actor, is_locked=False)
        if not asked.is_valid():
            raise forms.ValidationError(NO_FILTER, "no_filter")
        return asked.to_keep or OPEN_CASES
