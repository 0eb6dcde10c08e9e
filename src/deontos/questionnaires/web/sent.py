"""What was sent of the fields of a questionnaire, as it came."""

from collections.abc import Iterable

from django.http import HttpRequest


def sent_in(request: HttpRequest, names: Iterable[str]) -> dict[str, list[str]]:
    """The fields that were sent. A NUL is no text, and no database takes it: it is left out."""
    return {
        name: [value.replace("\0", "") for value in request.POST.getlist(name)]
        for name in names
        if name in request.POST
    }
