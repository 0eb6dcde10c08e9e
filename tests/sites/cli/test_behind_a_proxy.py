"""The house behind a proxy that ends TLS: the address that the operator set decides, not what a header says."""

from http.client import HTTPConnection, HTTPResponse

import pytest
from django.test import Client

from tests.factories.administration import PASSWORD, account
from tests.factories.organisations import organisation, person
from tests.sites.cli.conftest import Installation
from tests.sites.cli.test_serve import HOST, served

pytestmark = pytest.mark.row("1.6", "1.7")

TOKEN = "7" * 32
OURS = "https://integrity.example.org"


def sent(port: int, origin: str, **headers: str) -> HTTPResponse:
    """The answer to a form with a valid token, sent over plain HTTP as a proxy does."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    about = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"__Host-desk-csrf={TOKEN}"}
    body = f"csrfmiddlewaretoken={TOKEN}&login=&password="
    connection.request("POST", "/desk/sign-in/", body, {**HOST, **about, "Origin": origin, **headers})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_the_base_address_decides_over_what_the_proxy_says(production: Installation) -> None:
    with served(production) as (port, _process):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/desk/sign-in/", headers={**HOST, "X-Forwarded-Proto": "http"})
        page = connection.getresponse()
        assert (page.status, page.headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
        connection.close()
        assert sent(port, OURS).status == 200
        assert sent(port, OURS, **{"X-Forwarded-Proto": "http"}).status == 200
        for foreign in ("http://integrity.example.org", "https://evil.example", "null", f"{OURS}.evil.example"):
            assert sent(port, foreign).status == 403
            assert (
                sent(port, foreign, **{"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}).status == 403
            )
        assert sent(port, OURS, Host="127.0.0.1").status == 400


def test_whoever_comes_by_a_socket_file_can_sign_in(transactional_db: None) -> None:
    """There is no address to count attempts by, and that is no reason to let nobody in."""
    home = organisation()
    someone = person(home, "Ines Rietkraag")
    account(someone, password=PASSWORD)
    client = Client(REMOTE_ADDR="")
    answer = client.post("/desk/sign-in/", {"login": someone.email, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/second-factor/")
