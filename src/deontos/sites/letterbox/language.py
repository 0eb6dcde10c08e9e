"""In which language the letterbox answers: the one in the address, on the first page the reader's own."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from deontos.organisations.vocabulary import Language
from deontos.sites.doorway import DoorName, GetResponse, only_at

CODES = frozenset(language.value for language in Language)


class LanguageInAddress:
    """A part of an address that is one of the four languages."""

    regex = "|".join(sorted(CODES))

    def to_python(self, value: str) -> Language:
        """The language."""
        return Language(value)

    def to_url(self, value: str) -> str:
        """Its code."""
        return str(value)


class LetterboxLanguageEverywhere:
    """Answers in the language that the address begins with."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in that language; where the address names none, in the reader's own."""
        with translation.override(_language_of(request)):
            return self.get_response(request)


LetterboxLanguage = only_at(DoorName.LETTERBOX, LetterboxLanguageEverywhere)


def _language_of(request: HttpRequest) -> str:
    first = request.path_info.lstrip("/").partition("/")[0]
    if first in CODES:
        return first
    chosen = request.GET.get("language", "")
    return chosen if chosen in CODES else translation.get_language_from_request(request)
