"""Pages of `ui` stand by themselves here: no site around them, no database, static files by their own names."""

from collections.abc import Callable

import pytest
from django.template import engines
from pytest_django.fixtures import Settings

Draw = Callable[..., str]

PROCESSORS = ["django.template.context_processors.request", "django.template.context_processors.csrf"]


@pytest.fixture(autouse=True)
def without_a_site(settings: Settings) -> None:
    """Templates with the tags and checks of the product, but without the frame that a site passes to each page."""
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "context_processors": PROCESSORS}}]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def draw(without_a_site: None) -> Draw:
    """Draws a template given as text, with its context as keywords."""

    def drawn(text: str, /, **context: object) -> str:
        return engines["django"].from_string(text).render(context)

    return drawn
