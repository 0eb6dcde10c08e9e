"""Serves the gallery and a page with a receipt, under the policy of the house, without a site or a database."""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from deontos.sites.settings.policy import CONTENT_SECURITY_POLICY
from deontos.ui.houses import Theme
from deontos.ui.web.samples import letterbox_house
from deontos.ui.web.views import gallery

# Every group begins with a digit: before one, not every browser breaks a line at a hyphen.
CODE = "7K3M-0QD8-5BSR-2WHT-9XFA-4NJC-6EPG"
POLICY = "; ".join(f"{name} {' '.join(values)}" for name, values in CONTENT_SECURITY_POLICY["DIRECTIVES"].items())
SLIP = """{% extends "ui/letterbox.html" %}{% block title %}Keep your code{% endblock %}
{% block html_class %}receipt-page{% endblock %}
{% block content %}<h1>Your report</h1><div class="stack"><p>Keep this for your report.</p>
{% ui "receipt" code=code address="lindewater.example" %}</div>
<form><button>Send the report</button></form>{% endblock %}"""


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        kind, body = _static(path) if path.startswith("/static/") else ("text/html; charset=utf-8", self._page(path))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))  # so that a sheet cut short is seen
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def _page(self, path: str) -> bytes:
        with override(self.headers.get("Accept-Language", "en")[:2]):
            if path == "/slip":
                return _slip()
            if path == "/left":
                return b"<title>Elsewhere</title>"
            # The exit of the samples leads nowhere; here it has to arrive.
            return gallery(RequestFactory().get(self.path)).content.replace(b'href="#leave"', b'href="/left"')

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the library's name
        pass


def _static(path: str) -> tuple[str, bytes]:
    found = Path(str(finders.find(path.removeprefix("/static/"))))
    return mimetypes.guess_type(found.name)[0] or "font/woff2", found.read_bytes()


def _slip() -> bytes:
    context = {"house": letterbox_house(Theme.LINDEWATER), "code": CODE}
    return engines["django"].from_string(SLIP).render(context, RequestFactory().get("/slip")).encode()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # a browser asks for a page's sheets, fonts and icons at once


@contextmanager
def gallery_origin() -> Iterator[str]:
    """The origin of a server that answers until the block ends."""
    server = _Server(("127.0.0.1", 0), _Pages)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
