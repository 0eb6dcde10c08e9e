"""The style sheet of an organisation's own theme, from this origin: its address ends in a digest of what it says."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from deontos.access.doors import door
from deontos.access.vocabulary import Entrant
from deontos.administration.models import HouseTheme
from deontos.administration.style_sheets import digest_of, style_sheet
from deontos.organisations.models import Organisation

FOREVER = "public, max-age=31536000, immutable"
"""Another theme has another address."""


def sheet_address(organisation: Organisation, theme: HouseTheme | None) -> str:
    """Where the style sheet of a theme is; nothing without one."""
    if theme is None:
        return ""
    return reverse("theme_sheet", kwargs={"organisation": organisation.slug, "digest": digest_of(theme)})


@door(open_to=Entrant.ANYBODY)
def theme_sheet(request: HttpRequest, organisation: str, digest: str) -> HttpResponse:
    """The tokens of an organisation, under the address of just these; an older address does not exist."""
    theme = HouseTheme.objects.filter(organisation__slug=organisation).first()
    if theme is None or digest_of(theme) != digest:
        raise Http404
    return HttpResponse(style_sheet(theme), content_type="text/css; charset=utf-8", headers={"Cache-Control": FOREVER})
