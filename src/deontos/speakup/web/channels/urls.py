"""The addresses of a channel's own pages, under the desk."""

from django.urls import path

from deontos.speakup.web.channels import custody, settings, testing, texts

urlpatterns = [
    path("settings/channel/", settings.channel_settings, name="channel_settings"),
    path("settings/channel/custody/", custody.channel_custody, name="channel_custody"),
    path("settings/channel/take-over/", settings.channel_take_over, name="channel_take_over"),
    path("settings/channel/texts/", texts.channel_texts, name="channel_texts"),
    path("settings/channel/test/", testing.channel_test, name="channel_test"),
]
