"""The addresses of single-use links, under the letterbox of an organisation."""

from django.urls import path

from deontos.administration.web import links

urlpatterns = [path("<str:token>/", links.link_page, name="link_page")]
