"""The page on which an organisation chooses the look of its pages; what cannot be read is refused with the figure."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.access.doors import actor_at, door
from deontos.access.permissions import Permission
from deontos.administration.actions.themes import Look, ThemeRefused, drop_theme, save_theme
from deontos.administration.models import HouseTheme
from deontos.administration.phrases import CORNERS, THEME_REFUSALS, TITLE_FONTS, TOKENS
from deontos.administration.vocabulary import Corner, ThemeCode, TitleFont
from deontos.administration.web.here import organisation_here
from deontos.kernel import clock
from deontos.organisations.models import Organisation
from deontos.ui.contrast import BRAND, TooClose
from deontos.ui.forms import PageForm, RadioCards

SHIPPED = {
    "brand": "#0f4b55",
    "brand_strong": "#0a353d",
    "brand_tint": "#e2eeed",
    "brand_line": "#a9c8c6",
    "on_brand": "#ffffff",
    "corner": Corner.SLIGHT,
    "title_font": TitleFont.SERIF,
    "letters": "",
}
"""What the form begins with: the look that every house has at first."""


class ThemeForm(PageForm):
    """Five colours, a corner, a title font and the letters of the mark."""

    corner = forms.ChoiceField(
        label=gettext_lazy("Corners of buttons and fields"), choices=list(CORNERS.items()), widget=RadioCards()
    )
    title_font = forms.ChoiceField(
        label=gettext_lazy("Font of titles"), choices=list(TITLE_FONTS.items()), widget=RadioCards()
    )
    letters = forms.CharField(
        label=gettext_lazy("Letters beside your name"),
        help_text=gettext_lazy("One or two. Without them the first letter of the name stands there."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, **more: Any) -> None:  # noqa: ANN401 what every form takes
        super().__init__(data, **more)
        for token in BRAND:
            self.fields[_field(token)] = forms.CharField(
                label=str(TOKENS[token]),
                error_messages={"required": str(THEME_REFUSALS[ThemeCode.NOT_A_COLOUR])},
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )
        self.order_fields([_field(token) for token in BRAND])

    def look(self) -> Look:
        """What was typed, when every answer is there."""
        given = dict(self.cleaned_data)
        colours = {_field(token): given.pop(_field(token)).strip().lower() for token in BRAND}
        corner, font = Corner(given.pop("corner")), TitleFont(given.pop("title_font"))
        return Look(**colours, corner=corner, title_font=font, letters=given["letters"].strip())

    def refuse(self, refusal: ThemeRefused) -> None:
        """Put each reason where the answer has to change."""
        code = ThemeCode(refusal.code)
        for pair in refusal.pairs:
            self.add_error(_field(pair.one if pair.one in BRAND else pair.other), _too_close(pair))
        if not refusal.pairs:
            self.add_error(str(refusal.parameters["field"]), str(THEME_REFUSALS[code]))


@door(requires=Permission.ORGANISATIONS_ORGANISATION_CHANGE, methods=("GET", "HEAD", "POST"))
def theme(request: HttpRequest) -> HttpResponse:
    """Look at the theme, save another one, or go back to the shipped one."""
    here, actor = organisation_here(request, Permission.ORGANISATIONS_ORGANISATION_CHANGE), actor_at(request)
    assert actor is not None
    if request.method != "POST":
        return _shown(request, here, ThemeForm(initial=_stored(here)))
    if request.POST.get("go") == "drop":
        drop_theme(here, by=actor, at=clock.now())
        return _back(request, here, _("Your pages have the shipped look again."))
    form = ThemeForm(request.POST)
    if form.is_valid():
        try:
            save_theme(here, form.look(), by=actor, at=clock.now())
            return _back(request, here, _("Saved. All your pages look like this now."))
        except ThemeRefused as refusal:
            form.refuse(refusal)
    return _shown(request, here, form)


def _stored(here: Organisation) -> dict[str, Any]:
    own = HouseTheme.objects.filter(organisation=here).first()
    return {name: getattr(own, name) for name in SHIPPED} if own else SHIPPED


def _back(request: HttpRequest, here: Organisation, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(f"{reverse('theme')}?organisation={here.slug}")


def _shown(request: HttpRequest, here: Organisation, form: ThemeForm) -> HttpResponse:
    colours = [form[_field(token)] for token in BRAND]
    has_own = HouseTheme.objects.filter(organisation=here).exists()
    context = {"here": here, "form": form, "colours": colours, "has_own": has_own}
    return render(request, "administration/theme.html", context)


def _field(token: str) -> str:
    return token.replace("-", "_")


def _too_close(pair: TooClose) -> str:
    figures = {"figure": number_format(int(pair.figure * 10) / 10, 1), "least": number_format(pair.least, 1)}
    names = {"one": TOKENS[pair.one], "other": TOKENS[pair.other]}
    return str(THEME_REFUSALS[ThemeCode.TOO_CLOSE]) % {**figures, **names}
