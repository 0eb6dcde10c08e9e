"""The address of typing for somebody else, under the desk."""

from django.urls import path

from deontos.speakup.web.entering import views

urlpatterns = [path("enter/", views.disclosure_enter, name="disclosure_enter")]
