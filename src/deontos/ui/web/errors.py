"""The short pages for what cannot be shown. A site calls them from its error handlers with its own way home."""

from enum import StrEnum

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Fault(StrEnum):
    """What went wrong, as far as the reader should know. Not found and not allowed are one."""

    ABSENT = "absent"
    FAILED = "failed"
    TOO_LARGE = "too_large"


STATUS = {Fault.ABSENT: 404, Fault.FAILED: 500, Fault.TOO_LARGE: 413}


def error_page(request: HttpRequest, fault: Fault, *, home_href: str, in_form: bool = False) -> HttpResponse:
    """The page for a fault; `in_form` adds what a reporter can do whose report was under way."""
    context = {"kind": fault.value, "home_href": home_href, "in_form": in_form}
    return render(request, "ui/error.html", context, status=STATUS[fault])
