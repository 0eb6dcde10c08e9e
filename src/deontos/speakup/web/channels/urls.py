"""The addresses of a channel's own pages, under the desk."""

from django.urls import path

from deontos.speakup.web.channels import custody, documents, questions, reporters, settings, terms, testing, texts

urlpatterns = [
    path("settings/channel/", settings.channel_settings, name="channel_settings"),
    path("settings/channel/custody/", custody.channel_custody, name="channel_custody"),
    path("settings/channel/documents/", documents.document_list, name="document_list"),
    path("settings/channel/documents/<slug:document>/", documents.document_edit, name="document_edit"),
    path("settings/channel/documents/<slug:document>/publish/", documents.document_publish, name="document_publish"),
    path("settings/channel/take-over/", settings.channel_take_over, name="channel_take_over"),
    path("settings/channel/questions/", questions.channel_questions, name="channel_questions"),
    path("settings/channel/reporters/", reporters.channel_reporters, name="channel_reporters"),
    path("settings/channel/texts/", texts.channel_texts, name="channel_texts"),
    path("settings/channel/terms/", terms.channel_terms, name="channel_terms"),
    path("settings/channel/terms/add/", terms.channel_law_add, name="channel_law_add"),
    path("settings/channel/terms/of/<slug:profile>/", terms.channel_profile, name="channel_profile"),
    path("settings/channel/terms/<uuid:law>/end/", terms.channel_law_end, name="channel_law_end"),
    path("settings/channel/test/", testing.channel_test, name="channel_test"),
]
