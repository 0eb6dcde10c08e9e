"""Nobody is led away from this house, and no cache is led to keep a page that was somebody's own."""

import itertools
from urllib.parse import quote, urljoin, urlsplit

import pytest

from deontos.organisations.vocabulary import OfficeKind
from tests.fire.hostile.cast import cast
from tests.fire.hostile.windows import Window
from tests.sites.visitors import holder_of
from tests.sites.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.row("4.12")]

ELSEWHERE = (
    *("//evil.example/", "///evil.example", "https://evil.example/", "https:evil.example", "/\\evil.example/"),
    *(
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\x00//evil.example",
        " //evil.example",
        "//evil%2eexample",
    ),
    *("javascript:alert(1)", "data:text/html,x", "/\u2028/evil.example", "http:///evil.example", "//evil。example/"),
    *(
        "https://testserver@evil.example/",
        "//testserver.evil.example/",
        "/%5cevil.example",
        "/desk/\r\nLocation: //evil.example",
    ),
)
DISGUISES = (
    "x.css",
    ";x.css",
    "%3bx.css",
    "%0ax.css",
    "%00.css",
    "%2fx.css",
    "%23x.css",
    "%3fx.css",
    "..%2fx.css",
    "/x.js",
    ".css",
)
QUESTIONS = ("?x.css", "?v=1.css", "#x.css")


def leads_away(answer: object) -> bool:
    """Whether a browser that follows this answer leaves the house."""
    where = str(answer.headers.get("Location", ""))  # type: ignore[attr-defined]
    as_read = urljoin("http://testserver/desk/", "".join(where.replace("\\", "/").split()))
    return bool(where) and urlsplit(as_read).netloc != "testserver"


def test_no_address_to_go_on_to_leads_elsewhere(world: World) -> None:
    window = Window.with_cookies(cast(world)[OfficeKind.COMPLAINTS_MANAGER.value].cookies)
    wrong = []
    for address in ELSEWHERE:
        asked = f"next={quote(address, safe='')}"
        window.look("/desk/security/password/")
        [proof] = {form.pairs()[0] for form in window.forms if form.pairs()[0][0] == "csrfmiddlewaretoken"}
        body = f"{asked}&language=nl&csrfmiddlewaretoken={proof[1].decode()}".encode()
        answers = {
            "language": window.post("/desk/language/", body),
            "signing in again": window.look(f"/desk/sign-in/?{asked}"),
            "the second step": window.look(f"/desk/second-factor/?{asked}"),
            "the vault": window.look(f"/desk/vault/?{asked}"),
            "a passkey": window.look(f"/desk/sign-in/passkey/?{asked}"),
            "an organisation's sign-in": window.look(f"/desk/sign-in/openid/?{asked}"),
        }
        wrong += [f"{name}: {address!r}" for name, answer in answers.items() if leads_away(answer)]
    assert wrong == []


def test_no_path_of_ours_is_read_as_the_name_of_another_house(world: World) -> None:
    """A slash that is missing is added, and the address that comes of it stays ours."""
    window = Window.with_cookies(())
    paths = (
        "//evil.example/desk",
        "///evil.example",
        "/\\evil.example",
        "//evil.example/%2f..",
        "/nl/..//evil.example",
    )
    assert [path for path in paths if leads_away(window.client.get(path))] == []


def test_a_private_page_in_the_guise_of_a_style_sheet_is_kept_by_no_cache(world: World) -> None:
    told = world.here.told
    desk = Window.with_cookies(cast(world)[OfficeKind.COMPLAINTS_MANAGER.value].cookies)
    mailbox = Window.with_cookies(holder_of(told, "the holder").cookies)
    private = [
        *((desk, page) for page in ("/desk/", "/desk/cases/", f"/desk/cases/{told.case.id}/")),
        *((mailbox, f"/nl/{world.here.slug}/receipt/{page}") for page in ("mailbox/", "name/")),
    ]
    wrong = []
    for (window, page), guise in itertools.product(private, (*DISGUISES, *QUESTIONS)):
        answer = window.client.get(page + guise)
        if "no-store" not in answer.headers["Cache-Control"]:
            wrong.append(f"{page}{guise}: {answer.headers['Cache-Control']}")
        if guise in DISGUISES and answer.status_code != 404 and not answer.headers.get("Location", "").startswith("/"):
            wrong.append(f"{page}{guise}: {answer.status_code}")
    assert wrong == []
