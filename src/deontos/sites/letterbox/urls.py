"""The addresses of the letterbox."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from deontos.sites.letterbox import (
    checking,
    copying,
    documents,
    entry,
    files,
    leaving,
    mailbox,
    name,
    notices,
    passing_on,
    public,
    readers,
    reminding,
)
from deontos.sites.letterbox.language import LanguageInAddress
from deontos.sites.themes import theme_sheet
from deontos.speakup.explanations import PAGES

register_converter(LanguageInAddress, "language")

PLACE = "<language:language>/<slug:organisation>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.organisation_choice, name="organisation_choice"),
    path("theme/<slug:organisation>/<slug:digest>.css", theme_sheet, name="theme_sheet"),
    path("stop/<str:token>/", notices.notices_stop, name="notices_stop"),
    path("healthz", public.healthz, name="healthz"),
    path(PLACE.rstrip("/"), public.to_public_page, name="to_public_page"),
    path(PLACE, public.public_page, name="public_page"),
    path(f"{PLACE}<slug:page>", public.to_typed_page, name="to_typed_page"),
    *(
        path(f"{PLACE}{page.replace('_', '-')}/", documents.explanation_page, {"page": page}, name=page)
        for page in PAGES
    ),
    path(f"{PLACE}documents/<slug:document>/", documents.document_versions, name="document_versions"),
    path(f"{PLACE}documents/<slug:document>/<int:version>/", documents.document_version, name="document_version"),
    path(f"{PLACE}report/", include("deontos.speakup.web.urls")),
    path(f"{PLACE}receipt/", entry.receipt_entry, name="receipt_entry"),
    path(f"{PLACE}receipt/mailbox/", mailbox.mailbox_page, name="mailbox_page"),
    path(f"{PLACE}receipt/files/<uuid:item>/", files.mailbox_file, name="mailbox_file"),
    path(f"{PLACE}receipt/files/<uuid:item>/view/", files.mailbox_file_view, name="mailbox_file_view"),
    path(f"{PLACE}receipt/readers/", readers.mailbox_readers, name="mailbox_readers"),
    path(f"{PLACE}receipt/check/", checking.mailbox_check, name="mailbox_check"),
    path(f"{PLACE}receipt/name/", name.mailbox_name, name="mailbox_name"),
    path(f"{PLACE}receipt/notices/", notices.mailbox_notices, name="mailbox_notices"),
    path(f"{PLACE}receipt/passing-on/", passing_on.mailbox_passing_on, name="mailbox_passing_on"),
    path(f"{PLACE}receipt/copy/", copying.mailbox_copy, name="mailbox_copy"),
    path(f"{PLACE}receipt/close/", mailbox.mailbox_close, name="mailbox_close"),
    path(f"{PLACE}reminder/", reminding.reminder, name="reminder"),
    path(f"{PLACE}link/", include("deontos.administration.web.link_urls")),
    path(f"{PLACE}leave/", leaving.leave, name="leave"),
]
