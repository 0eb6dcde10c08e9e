"""How the controls of forms are drawn: as Django draws them, each by one template instead of one for every option."""

from functools import cached_property
from pathlib import Path

from django.forms import renderers
from django.template.backends.django import DjangoTemplates

OURS = Path(__file__).resolve().parent / "widgets"
DJANGOS = Path(renderers.__file__).resolve().parent / "templates"


class Renderer(renderers.DjangoTemplates):
    """The renderer of `FORM_RENDERER`: our templates come before the library's."""

    @cached_property
    def engine(self) -> DjangoTemplates:
        """The engine that finds them."""
        return DjangoTemplates({"APP_DIRS": True, "DIRS": [OURS, DJANGOS], "NAME": "controls", "OPTIONS": {}})
