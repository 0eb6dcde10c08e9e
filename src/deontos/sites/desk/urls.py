"""The addresses of the desk."""

from django.urls import URLPattern, URLResolver, include, path

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.sites.demo import codes
from deontos.sites.desk import feed, views
from deontos.ui.web import views as ui_views

gallery = door(open_to=Entrant.DEMO_VISITOR)(ui_views.gallery)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.desk_home, name="desk_home"),
    path("shortcuts/", views.shortcuts, name="shortcuts"),
    path("agenda/", views.desk_agenda, name="desk_agenda"),
    path("agenda/calendar/", feed.agenda_calendar, name="agenda_calendar"),
    path("agenda.ics", feed.agenda_feed, name="agenda_feed"),
    path("", include("deontos.speakup.web.channels.urls")),
    path("", include("deontos.speakup.web.entering.urls")),
    path("", include("deontos.questionnaires.web.urls")),
    path("", include("deontos.administration.web.urls")),
    path("", include("deontos.keyring.web.urls")),
    path("", include("deontos.cases.web.urls")),
    path("codes/", codes.demo_codes, name="demo_codes"),
    path("gallery/", gallery, name="gallery"),
    path("outbox/", include("deontos.notices.web.urls")),
]
