"""What stands around a page of the letterbox."""

from typing import Any

from django.http import HttpRequest


def letterbox_frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of a letterbox page."""
    return {}
