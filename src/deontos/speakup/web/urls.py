"""The addresses of the reporting form; a site puts the language and the organisation before them."""

from django.urls import path, register_converter

from deontos.speakup.web import fallback, views
from deontos.speakup.web.steps import StepInAddress

register_converter(StepInAddress, "step")

urlpatterns = [
    path("", views.disclosure_start, name="disclosure_start"),
    path("sent/", views.disclosure_sent, name="disclosure_sent"),
    path("saved/", views.disclosure_saved, name="disclosure_saved"),
    path("take-along/", fallback.disclosure_take_along, name="disclosure_take_along"),
    path("erase/", views.disclosure_erase, name="disclosure_erase"),
    path("<step:step>/", views.disclosure_step, name="disclosure_step"),
]
