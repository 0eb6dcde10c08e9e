"""The addresses of cases, under the desk."""

from django.urls import path

from deontos.cases.web import (
    acknowledging,
    activity,
    asking,
    by_law,
    dossier,
    drafts,
    files,
    giving,
    late,
    looking,
    ready_texts,
    saved,
    terms,
    untold,
    views,
)

urlpatterns = [
    path("cases/", views.case_list, name="case_list"),
    path("cases/late/", late.late_terms, name="late_terms"),
    path("cases/today/", activity.case_activity, name="case_activity"),
    path("cases/filters/", saved.case_filters, name="case_filters"),
    path("cases/filters/<uuid:kept>/", saved.case_filter, name="case_filter"),
    path("cases/acknowledge/", acknowledging.case_acknowledge, name="case_acknowledge"),
    path("cases/<uuid:case>/", views.case_detail, name="case_detail"),
    path("cases/<uuid:case>/open/", views.case_open, name="case_open"),
    path("cases/<uuid:case>/write/", views.case_write, name="case_write"),
    path("cases/<uuid:case>/keep/", drafts.case_keep, name="case_keep"),
    path("cases/<uuid:case>/files/<uuid:item>/", files.case_file, name="case_file"),
    path("cases/<uuid:case>/files/<uuid:item>/view/", looking.case_file_view, name="case_file_view"),
    path("cases/<uuid:case>/dossier/files/<uuid:item>/", files.case_evidence, name="case_evidence"),
    path("cases/<uuid:case>/dossier/files/<uuid:item>/view/", looking.case_evidence_view, name="case_evidence_view"),
    path("cases/<uuid:case>/dossier/", dossier.case_dossier, name="case_dossier"),
    path("cases/<uuid:case>/dossier/write/", dossier.case_jot, name="case_jot"),
    path("cases/<uuid:case>/name/", asking.case_ask_name, name="case_ask_name"),
    path("cases/<uuid:case>/name/by-law/", by_law.case_by_law, name="case_by_law"),
    path("cases/<uuid:case>/name/untold/<uuid:withholding>/", untold.case_untold, name="case_untold"),
    path("cases/<uuid:case>/terms/", terms.case_terms, name="case_terms"),
    path("cases/<uuid:case>/terms/<slug:relief>/", terms.case_relief, name="case_relief"),
    path("settings/ready-texts/", ready_texts.ready_texts, name="ready_texts"),
    path("settings/ready-texts/add/", ready_texts.ready_text_add, name="ready_text_add"),
    path("settings/ready-texts/<uuid:ready_text>/", ready_texts.ready_text_change, name="ready_text_change"),
    path("cases/<uuid:case>/hand-over/", giving.case_hand_over, name="case_hand_over"),
]
