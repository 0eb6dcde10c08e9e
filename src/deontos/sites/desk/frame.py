"""What stands around a page of the desk."""

from typing import Any

from django.http import HttpRequest


def desk_frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of a desk page."""
    return {}
