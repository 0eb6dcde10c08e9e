"""Which kind of browser somebody signs in with, in words that its owner knows it by. Nothing else of it is kept."""

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from deontos.administration.phrases import BROWSERS, SYSTEMS
from deontos.administration.vocabulary import BrowserKind, SystemKind

BROWSER, SYSTEM = "browser", "system"
"""The names under which a session keeps them."""

# The order matters: most browsers also give the names of others.
_BROWSERS = (
    ("Firefox/", BrowserKind.FIREFOX),
    ("FxiOS/", BrowserKind.FIREFOX),
    ("Edg", BrowserKind.EDGE),
    ("Chrome/", BrowserKind.CHROME),
    ("CriOS/", BrowserKind.CHROME),
    ("Safari/", BrowserKind.SAFARI),
)
_SYSTEMS = (
    ("iPhone", SystemKind.APPLE_MOBILE),
    ("iPad", SystemKind.APPLE_MOBILE),
    ("Android", SystemKind.ANDROID),
    ("Windows", SystemKind.WINDOWS),
    ("Mac OS X", SystemKind.MAC),
    ("Linux", SystemKind.LINUX),
)


def kinds_of(agent: str) -> tuple[BrowserKind, SystemKind]:
    """What a browser says of itself, as far as we have a word for it."""
    browser = next((kind for sign, kind in _BROWSERS if sign in agent), BrowserKind.OTHER)
    return browser, next((kind for sign, kind in _SYSTEMS if sign in agent), SystemKind.OTHER)


def note_browser(request: HttpRequest) -> None:
    """Keep the kind of browser with this sign-in."""
    browser, system = kinds_of(request.headers.get("User-Agent", ""))
    request.session[BROWSER], request.session[SYSTEM] = browser.value, system.value


def words_for(browser: str, system: str) -> str | Promise:
    """The kind of browser in words; something general where nothing was kept or it is none that we know."""
    named = browser in BROWSERS and browser != BrowserKind.OTHER
    placed = system in SYSTEMS and system != SystemKind.OTHER
    if named and placed:
        words = {"browser": BROWSERS[BrowserKind(browser)], "system": SYSTEMS[SystemKind(system)]}
        return _("%(browser)s on %(system)s") % words
    return BROWSERS[BrowserKind(browser)] if named else BROWSERS[BrowserKind.OTHER]
