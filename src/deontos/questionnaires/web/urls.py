"""The addresses of questionnaires, under the desk."""

from django.urls import include, path

from deontos.questionnaires.web import adding, carrying, listing, overview, piece_pages, preview, publishing, whens

one = [
    path("", overview.questionnaire_overview, name="questionnaire_overview"),
    path("add/<slug:into>/", adding.questionnaire_add, name="questionnaire_add"),
    path("drop/", publishing.questionnaire_drop, name="questionnaire_drop"),
    path("import/", carrying.questionnaire_replace, name="questionnaire_replace"),
    path("move/", overview.questionnaire_move, name="questionnaire_move"),
    path("part/<slug:piece>/", piece_pages.questionnaire_part, name="questionnaire_part"),
    path("publish/", publishing.questionnaire_publish, name="questionnaire_publish"),
    path("remove/<slug:removable>/", piece_pages.questionnaire_remove, name="questionnaire_remove"),
    path("retire/", publishing.questionnaire_retire, name="questionnaire_retire"),
    path("when/<slug:asked>/", whens.questionnaire_when, name="questionnaire_when"),
]

urlpatterns = [
    path("settings/questions/", listing.questionnaire_list, name="questionnaire_list"),
    path("settings/questions/begin/", listing.questionnaire_begin, name="questionnaire_begin"),
    path("settings/questions/import/", carrying.questionnaire_import, name="questionnaire_import"),
    path("settings/questions/<uuid:questionnaire>/", include(one)),
    path(
        "settings/questions/<slug:questionnaire>/<int:version>/",
        preview.questionnaire_preview,
        name="questionnaire_preview",
    ),
    path(
        "settings/questions/<slug:questionnaire>/<int:version>/export/",
        carrying.questionnaire_export,
        name="questionnaire_export",
    ),
]
