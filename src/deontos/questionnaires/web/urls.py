"""The addresses of questionnaires, under the desk."""

from django.urls import path

from deontos.questionnaires.web import preview

urlpatterns = [
    path(
        "settings/questions/<slug:questionnaire>/<int:version>/",
        preview.questionnaire_preview,
        name="questionnaire_preview",
    ),
]
