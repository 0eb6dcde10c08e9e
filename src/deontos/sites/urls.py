"""All addresses: the desk's under /desk/, everything else at the letterbox."""

from django.urls import include, path

from deontos.sites.faults import bad_request, not_found, server_error

urlpatterns = [
    path("desk/", include("deontos.sites.desk.urls")),
    path("", include("deontos.sites.letterbox.urls")),
]
handler400 = bad_request
handler403 = not_found
handler404 = not_found
handler500 = server_error
