"""The addresses of the letterbox."""

from django.urls import URLPattern, URLResolver, path, register_converter

from deontos.sites.letterbox import public
from deontos.sites.letterbox.explanations import PAGES
from deontos.sites.letterbox.language import LanguageInAddress

register_converter(LanguageInAddress, "language")

PLACE = "<language:language>/<slug:organisation>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.organisation_choice, name="organisation_choice"),
    path("healthz", public.healthz, name="healthz"),
    path(PLACE, public.public_page, name="public_page"),
    *(
        path(f"{PLACE}{page.replace('_', '-')}/", public.explanation_page, {"page": page}, name=page)
        for page in PAGES
    ),
]
