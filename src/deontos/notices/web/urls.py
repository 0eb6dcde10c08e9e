"""The addresses of the page for reading letters; the desk decides where they stand."""

from django.urls import path

from deontos.notices.web import views

urlpatterns = [
    path("", views.letter_list, name="letter_list"),
    path("<uuid:letter>/", views.letter_detail, name="letter_detail"),
]
