"""What somebody typed, as it came: kept whole, judged later."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest

from deontos.organisations.vocabulary import Language

Typed = Mapping[str, list[str]]
"""The values of each field, in the order in which they were sent."""


def typed_in(request: HttpRequest, names: Iterable[str]) -> Typed:
    """The fields of a form that were sent. A NUL is no text, and no database takes it: it is left out."""
    return {
        name: [value.replace("\0", "") for value in request.POST.getlist(name)]
        for name in names
        if name in request.POST
    }


def typed_line(request: HttpRequest, name: str) -> str:
    """One field that has one value; empty when it was not sent."""
    return request.POST.get(name, "").replace("\0", "")


def chosen_language(request: HttpRequest) -> Language | None:
    """The language of the button that was pressed, if it was one of those. An unknown one changes nothing."""
    chosen = request.POST.get("language", "")
    return Language(chosen) if chosen in set(Language) else None


def asks_for_language(request: HttpRequest) -> bool:
    """Whether a language button sent the form."""
    return "language" in request.POST
