"""What stands around a page of the desk: whose house it is, where one may go, the vault, and the person's own menu."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deontos.access.doors import actor_at
from deontos.access.web.returning import FIELD
from deontos.administration.style_sheets import theme_of
from deontos.keyring.web.unlocking import vault_state
from deontos.organisations.models import Person
from deontos.sites.desk.navigation import NAVIGATION
from deontos.sites.themes import sheet_address
from deontos.ui.houses import DeskHouse, Group, Language, Link, Theme, VaultLock, VaultState

HOME = "/desk/"
STRANGERS_PAGES = ("account_login", "cannot_get_in")
LAST_MINUTE = 60
"""Seconds."""


def desk_frame(request: HttpRequest) -> DeskHouse:
    """The frame of a desk page; without names and navigation as long as nobody is signed in."""
    person: Person | None = getattr(request, "person", None)
    if person is None:
        return DeskHouse(
            name=_("Workplace"), home_href=HOME, languages=_languages(request) if _at_sign_in(request) else ()
        )
    organisation = person.organisation
    own = theme_of(organisation)
    return DeskHouse(
        name=organisation.name,
        home_href=HOME,
        groups=_groups(request),
        vault=_lock(request),
        person_name=person.name,
        account_links=(
            Link(_("My vault"), reverse("vault")),
            Link(_("My absences"), reverse("absence_own")),
            Link(_("Agenda in my calendar"), reverse("agenda_calendar")),
            Link(_("Keyboard shortcuts"), reverse("shortcuts")),
            Link(_("Sign-in and security"), reverse("sign_in_and_security")),
        ),
        languages=_languages(request),
        language_href=reverse("language"),
        here=request.get_full_path() if request.method == "GET" else HOME,
        sign_out_href=reverse("account_logout"),
        shortcuts_href=reverse("shortcuts"),
        theme=Theme(organisation.theme) if organisation.theme in set(Theme) else Theme.LINDEWATER,
        sheet=sheet_address(organisation, own),
        letters=own.letters if own else "",
    )


def _at_sign_in(request: HttpRequest) -> bool:
    """The pages where a stranger chooses a language; after them the language is that of whoever gave a password."""
    return bool(request.resolver_match and request.resolver_match.url_name in STRANGERS_PAGES)


def _groups(request: HttpRequest) -> tuple[Group, ...]:
    return NAVIGATION.groups(request) if actor_at(request) else ()


def _languages(request: HttpRequest) -> tuple[Language, ...]:
    now, rest = get_language(), request.GET.dict()
    return tuple(
        Language(code, f"?{urlencode({**rest, 'language': code})}", code == now) for code, _name in settings.LANGUAGES
    )


def _lock(request: HttpRequest) -> VaultLock:
    left = vault_state(request).seconds_left
    state = VaultState.CLOSED if not left else VaultState.LAST_MINUTE if left <= LAST_MINUTE else VaultState.OPEN
    return VaultLock(state, _unlock_address(request), reverse("vault_lock"), left)


def _unlock_address(request: HttpRequest) -> str:
    """Opening the vault leads back to this page, unless the page came by a form and cannot be asked for again."""
    back = f"?{urlencode({FIELD: request.get_full_path()})}" if request.method == "GET" else ""
    return reverse("vault") + back
