"""The entry for web servers. The scheme of DEONTOS_BASE_URL decides the origin check, not a proxy's header."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deontos.sites.settings")
django_application = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request with the scheme that the operator set."""
    environ["wsgi.url_scheme"] = settings.OPERATOR.scheme
    return django_application(environ, start_response)
