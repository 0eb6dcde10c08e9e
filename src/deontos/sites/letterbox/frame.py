"""What stands around a page of the letterbox: whose house it is, the languages, the way out."""

from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from deontos.administration.style_sheets import theme_of
from deontos.organisations.vocabulary import Language as Tongue
from deontos.sites.themes import sheet_address
from deontos.speakup.explanations import PAGES
from deontos.speakup.models import Channel
from deontos.speakup.web.place import channel_at
from deontos.ui.houses import Language, LetterboxHouse, Link, Theme

OPEN_PAGES = frozenset({"public_page", *PAGES, "document_versions", "document_version", "link_page"})
"""Pages on which there is nothing to hide yet: no safety bar, and languages are links."""

MARKS = {"lindewater": "ui/marks/lindewater.svg"}


def letterbox_frame(request: HttpRequest) -> LetterboxHouse:
    """The frame of a page; without an organisation in the address, that of the installation."""
    match = request.resolver_match
    slug = match.kwargs.get("organisation") if match else None
    try:
        channel = channel_at(request, slug) if slug else None
    except Http404:
        channel = None
    if channel is None or match is None or match.view_name is None:
        return _installation(request)
    return _organisation(channel, match.view_name, match.kwargs)


def _installation(request: HttpRequest) -> LetterboxHouse:
    current = get_language()
    return LetterboxHouse(
        name="Deontos",
        sub_line=_("Integrity in local government"),
        home_href=reverse("organisation_choice"),
        languages=tuple(Language(tongue, f"?language={tongue}", tongue == current) for tongue in Tongue),
        mark=static("ui/marks/deontos.svg"),
    )


def _organisation(channel: Channel, view: str, kwargs: dict[str, str]) -> LetterboxHouse:
    current = get_language() or Tongue.ENGLISH
    organisation = channel.organisation
    place = {"language": current, "organisation": organisation.slug}
    is_open = view in OPEN_PAGES
    own = theme_of(organisation)
    mark = None if own else MARKS.get(organisation.slug)
    return LetterboxHouse(
        name=organisation.name,
        sub_line=_("Integrity and reporting point"),
        home_href=reverse("public_page", kwargs=place),
        languages=tuple(
            Language(tongue, reverse(view, kwargs={**kwargs, "language": tongue}), tongue == current)
            for tongue in Tongue
        ),
        foot_links=tuple(
            Link(words, reverse(name, kwargs=place))
            for name, words in (
                ("procedure", _("Procedure")),
                ("privacy", _("Privacy")),
                ("accessibility", _("Accessibility")),
                ("protection", _("How we protect your report")),
            )
        ),
        theme=Theme(organisation.theme) if organisation.theme in set(Theme) else Theme.LINDEWATER,
        mark=static(mark) if mark else "",
        sheet=sheet_address(organisation, own),
        letters=own.letters if own else "",
        leave_href="" if is_open else reverse("leave", kwargs=place),
        device_href="" if is_open else reverse("not_from_work", kwargs=place),
    )
