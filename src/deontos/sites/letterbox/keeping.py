"""A page of the letterbox whose proof that it is ours no longer counts: the text stays, with a new proof."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deontos.access.web.keeping import came_from_here, typed_fields

LONGEST_LINE = 60


@dataclass(frozen=True, slots=True)
class KeptField:
    """One value that was sent. What was written is shown, so that it can be copied; the rest goes along unseen."""

    name: str
    value: str = field(repr=False)

    @property
    def is_text(self) -> bool:
        """Whether somebody wrote this, and did not choose it."""
        return " " in self.value or "\n" in self.value or len(self.value) > LONGEST_LINE


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser names another site as the source: its text is not shown as if it were the reader's own."""
    source = request.headers.get("Origin") or request.headers.get("Referer")
    return bool(source) and not came_from_here(request)


def page_too_old(request: HttpRequest) -> HttpResponse:
    """Give back what was typed, with a new proof and what to do."""
    kept = [] if comes_from_elsewhere(request) else [KeptField(*field) for field in typed_fields(request)]
    go = next((field.value for field in kept if field.name == "go"), "next")
    fields = [field for field in kept if field.name != "go"]
    context = {"fields": fields, "go": go, "action": request.get_full_path()}
    return render(request, "letterbox/page_too_old.html", context, status=403)
