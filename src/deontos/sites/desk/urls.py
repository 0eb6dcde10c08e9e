"""The addresses of the desk."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("deontos.administration.web.urls")),
    path("", include("deontos.keyring.web.urls")),
]
