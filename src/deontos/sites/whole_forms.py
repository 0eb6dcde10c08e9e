"""A form that broke off on its way is not taken in: what reached us of a text is not what somebody wrote."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from deontos.sites.doorway import GetResponse
from deontos.sites.unsaved import broken_off

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class WholeForms:
    """Refuses a form that broke off on its way: what reached us of a text is not what somebody wrote."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponseBase | None:
        """Answer in place of the view, once the proof that the form is ours was looked at."""
        return broken_off(request) if is_cut_off(request) else None


def is_cut_off(request: HttpRequest) -> bool:
    """Whether only a part of a form arrived. The body is read by that."""
    if request.method != "POST" or not hasattr(request, "is_cut_off"):
        return False
    is_form = request.content_type in FORMS and bool(request.META.get("CONTENT_LENGTH"))
    request.POST  # noqa: B018 the body is read
    return request.is_cut_off or (is_form and not request.has_end)  # type: ignore[attr-defined]
