"""The address of the gallery; a site decides where it stands and for whom."""

from django.urls import path

from deontos.ui.web import views

urlpatterns = [path("", views.gallery, name="gallery")]
