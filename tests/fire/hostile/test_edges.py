"""Where what was typed goes straight into a question to the database, or into arithmetic: each place, once."""

from urllib.parse import quote

import pytest

from deontos.organisations.vocabulary import OfficeKind
from tests.fire.hostile.cast import STRANGER, cast
from tests.fire.hostile.nasty import TYPED, quoted
from tests.fire.hostile.windows import Window
from tests.sites.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.row("4.12")]

NUL, HUGE = "%00", "9" * 25
MANAGER, STEWARD = OfficeKind.COMPLAINTS_MANAGER.value, OfficeKind.STEWARD.value
OFFICER, ADMINISTRATOR = OfficeKind.INTEGRITY_OFFICER.value, OfficeKind.ADMINISTRATOR.value
NOBODYS = "00000000-0000-4000-8000-000000000000"

ADDRESSES = (
    (STEWARD, f"/desk/keys/founding/?of={NUL}", 404),
    (STEWARD, f"/desk/keys/recovery/of/{NUL}/", 404),
    (STEWARD, f"/desk/keys/of/{NUL}/{NOBODYS}/", 404),
    (STEWARD, f"/desk/keys/history/?page={HUGE}", 200),
    (MANAGER, f"/desk/cases/?page={HUGE}", 200),
    (MANAGER, "/desk/cases/?page=-1", 200),
    (MANAGER, f"/desk/cases/?search={NUL}", 200),
    (MANAGER, "/desk/cases/?search=0000", 200),
    (MANAGER, "/desk/cases/?search=0000-01-01", 200),
    (MANAGER, "/desk/cases/?search=31-12-9999", 200),
    (MANAGER, "/desk/cases/?received_from=0001-01-01&received_until=9999-12-31", 200),
    (MANAGER, f"/desk/cases/?organisation={NUL}&office={NUL}&state={NUL}", 200),
    (MANAGER, f"/desk/settings/ready-texts/add/?instead={NUL}", 404),
    (ADMINISTRATOR, f"/desk/settings/of/lindewater/people/?q={NUL}&page={HUGE}", 200),
    (ADMINISTRATOR, f"/desk/settings/of/lindewater/offices/?when={NUL}&kind={NUL}", 200),
    (ADMINISTRATOR, f"/desk/settings/theme/?organisation={NUL}", 404),
    (ADMINISTRATOR, f"/desk/sign-in/passkeys/{HUGE}/", 404),
    (ADMINISTRATOR, f"/desk/sign-in/passkeys/{'9' * 5000}/", 404),
    (OFFICER, f"/desk/settings/questions/own/{HUGE}/", 404),
    (OFFICER, f"/desk/settings/questions/begin/?like={NUL}", 200),
    (OFFICER, f"/desk/settings/channel/texts/?in={NUL}", 200),
    (STRANGER, f"/nl/lindewater/documents/procedure/{HUGE}/", 404),
    (STRANGER, f"/nl/lindewater/link/{NUL}/", 404),
    (STRANGER, f"/stop/{NUL}/", 404),
    (STRANGER, f"/desk/agenda.ics?key={NUL}", 404),
    (STRANGER, f"/?language={NUL}&page={HUGE}", 200),
    (STRANGER, f"/desk/sign-in/openid/?page={HUGE}", 200),
)
FORMS = (
    (OFFICER, "/desk/settings/channel/take-over/", "for"),
    (OFFICER, "/desk/settings/channel/questions/", "complaint"),
    (STEWARD, "/desk/keys/founding/", "seats"),
    (ADMINISTRATOR, "/desk/settings/of/lindewater/organisation/", "member_of"),
    (ADMINISTRATOR, "/desk/settings/of/lindewater/units/add/", "above"),
    (MANAGER, "/desk/cases/filters/", "name"),
    (MANAGER, "/desk/cases/acknowledge/", "case"),
    (STRANGER, "/desk/sign-in/", "login"),
    (STRANGER, "/desk/cannot-get-in/", "address"),
    (STRANGER, "/desk/sign-in/passkey/", "answer"),
    (STRANGER, "/nl/lindewater/receipt/", "receipt"),
)
PROOFS = {
    (True, False): "/desk/security/password/",
    (True, True): "/desk/sign-in/",
    (False, True): "/nl/lindewater/receipt/",
}
"""Pages with a form, for the proof that a form was ours: at the desk or not, for a stranger or not."""
ODD = ("NUL", "a lone surrogate", "very huge", "deep JSON", "overlong UTF-8", "digits of elsewhere", "an id in braces")


def test_no_address_takes_what_no_database_holds(world: World) -> None:
    people = cast(world)
    found = {path: Window.with_cookies(people[who].cookies).look(path).status_code for who, path, _due in ADDRESSES}
    assert found == {path: due for _who, path, due in ADDRESSES}


def test_no_form_takes_what_no_database_holds(world: World) -> None:
    people, wrong = cast(world), []
    for who, path, name in FORMS:
        window = Window.with_cookies(people[who].cookies)
        window.look(PROOFS[path.startswith("/desk/"), who == STRANGER])
        proof = [pair for form in window.forms for pair in form.pairs() if pair[0] == "csrfmiddlewaretoken"][:1]
        for odd in ODD:
            answer = window.post(path, quoted([*proof, (name, TYPED[odd])]))
            failure = getattr(answer, "exc_info", None)
            if answer.status_code not in (200, 302, 303, 404):
                wrong.append(f"{path} {name} {odd}: {answer.status_code} {failure and failure[1]!r}")
    assert wrong == []


def test_what_is_quoted_is_what_was_meant() -> None:
    assert quoted([("a", TYPED["a lone surrogate"])]) == b"a=a%ED%A0%80b"
    assert quote("\0") == NUL
