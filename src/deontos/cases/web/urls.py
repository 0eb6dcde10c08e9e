"""The addresses of cases, under the desk."""

from django.urls import path

from deontos.cases.web import views

urlpatterns = [
    path("cases/", views.case_list, name="case_list"),
    path("cases/<uuid:case>/", views.case_detail, name="case_detail"),
    path("cases/<uuid:case>/open/", views.case_open, name="case_open"),
    path("cases/<uuid:case>/write/", views.case_write, name="case_write"),
]
