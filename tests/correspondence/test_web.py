"""The cookie of a sitting, a code as people type it, and what arrives of a form."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from deontos.correspondence.web.cookie import COOKIE, give_cookie, sitting_key, take_cookie_back
from deontos.correspondence.web.receipts import CodeMistyped, read_receipt
from deontos.correspondence.web.typed import asks_for_language, chosen_language, typed_in, typed_line
from deontos.organisations.vocabulary import Language
from deontos.vault.receipts import Receipt

WEB = RequestFactory()
KEY = bytes(range(32))


@pytest.mark.row("1.9")
def test_the_cookie_is_bound_to_this_host_and_session_and_to_no_script() -> None:
    response = HttpResponse()
    give_cookie(response, KEY)
    assert response.cookies[COOKIE].OutputString() == (
        "__Host-letterbox=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8; HttpOnly; Path=/; SameSite=Strict; Secure"
    )


def test_the_cookie_that_was_given_is_read_back() -> None:
    response = HttpResponse()
    give_cookie(response, KEY)
    request = WEB.get("/")
    request.COOKIES[COOKIE] = response.cookies[COOKIE].value
    assert sitting_key(request) == KEY


def test_a_cookie_taken_back_is_over_at_once() -> None:
    response = HttpResponse()
    take_cookie_back(response)
    assert response.cookies[COOKIE].OutputString() == (
        '__Host-letterbox=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Strict; Secure'
    )


@pytest.mark.parametrize("value", ["", "A" * 42, "A" * 44, "é" * 43, "=" * 43, "A" * 42 + "!", " " + "A" * 43])
def test_what_was_never_our_cookie_is_none(value: str) -> None:
    request = WEB.get("/")
    request.COOKIES[COOKIE] = value
    assert sitting_key(request) is None
    assert sitting_key(WEB.get("/")) is None


@pytest.mark.row("1.11")
@pytest.mark.parametrize("between", ["-", " ", "", " - ", "\N{EN DASH}", "\N{NO-BREAK SPACE}", "\n"])
def test_a_code_is_read_however_it_was_grouped(between: str) -> None:
    receipt = Receipt.make()
    assert read_receipt(f" {receipt.text.lower().replace('-', between)}\n") == receipt


@pytest.mark.row("1.11")
@pytest.mark.parametrize("typed", ["", "-", "x", "U" * 28, "0" * 27, "0" * 27 + "1", "0" * 29, "9" * 100_000, "\0"])
def test_a_mistyped_code_says_what_to_do_and_never_repeats_the_code(typed: str) -> None:
    with pytest.raises(CodeMistyped) as mistake:
        read_receipt(typed)
    assert len(str(mistake.value).split()) > 8
    assert len(typed) < 5 or typed not in str(mistake.value)


def test_fields_arrive_as_they_were_sent_without_nul_and_without_strangers() -> None:
    request = WEB.post("/", {"what": "a\0b\r\n", "involved": ["1", "2"], "other": "x"})
    assert typed_in(request, ("what", "involved", "gone")) == {"what": ["ab\r\n"], "involved": ["1", "2"]}
    assert (typed_line(request, "what"), typed_line(request, "gone")) == ("ab\r\n", "")


@pytest.mark.parametrize(
    ("sent", "chosen"), [({"language": "fr"}, Language.FRENCH), ({"language": "de"}, None), ({"language": ""}, None)]
)
def test_a_language_button_is_noticed_also_when_the_language_is_none_of_ours(
    sent: dict[str, str], chosen: Language | None
) -> None:
    request = WEB.post("/", sent)
    assert (asks_for_language(request), chosen_language(request)) == (True, chosen)
    assert not asks_for_language(WEB.post("/", {}))
