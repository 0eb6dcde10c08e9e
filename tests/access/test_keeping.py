"""Typed text stays with whoever typed it: complete, in order, without our token, and only for pages of our own."""

from collections.abc import Iterator

import pytest
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory

from deontos.access.web.keeping import came_from_here, is_secret, kept_fields, typed_fields

pytestmark = pytest.mark.row("1.12")

NASTY = '"><script>alert(1)</script>\r\nﷺ\u202e€ &amp; \x00'


def posted(**headers: str) -> HttpRequest:
    fields = {"text": NASTY, "involved": ["b", "a"], "csrfmiddlewaretoken": "token", "vault_passphrase": "seven words"}
    return RequestFactory().post("/desk/cases/", fields, headers=headers)


def test_every_field_is_kept_as_often_and_in_the_order_it_was_sent() -> None:
    assert typed_fields(posted()) == [("text", NASTY), ("involved", "b"), ("involved", "a")]
    assert typed_fields(posted(), leave_out={"involved"}) == [("text", NASTY)]


def test_neither_our_token_nor_a_secret_is_ever_kept() -> None:
    assert {"csrfmiddlewaretoken", "vault_passphrase"} & dict(typed_fields(posted())).keys() == set()


def every_form(kind: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    """Every form of the house that is loaded: all rooms' are."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("deontos."):
            yield each
        yield from every_form(each)


def test_every_field_for_a_password_or_a_code_is_a_secret() -> None:
    found = {
        name
        for form in every_form()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.PasswordInput) or field.widget.attrs.get("autocomplete") == "one-time-code"
    }
    assert found >= {"password", "vault_passphrase", "code", "proof"}
    assert {name for name in found if not is_secret(name)} == set()


def test_answers_at_hand_become_fields() -> None:
    assert kept_fields({"text": NASTY, "involved": ["b", "a"], "none": []}) == [
        ("text", NASTY),
        ("involved", "b"),
        ("involved", "a"),
    ]


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({"origin": "http://testserver"}, True),
        ({"referer": "http://testserver/desk/cases/"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "https://evil.example", "referer": "http://testserver/"}, False),
        ({"referer": "https://evil.example/http://testserver/"}, False),
        ({"origin": "http://testserver.evil.example"}, False),
        ({}, False),
    ],
)
def test_only_the_browser_says_that_a_form_stood_on_our_page(headers: dict[str, str], *, ours: bool) -> None:
    assert came_from_here(posted(**headers)) is ours


def test_the_address_of_the_installation_is_ours_behind_a_proxy_too() -> None:
    assert came_from_here(posted(origin=settings.OPERATOR.base_url))


@pytest.mark.parametrize("name", ["vault_passphrase", "own-vault_present", "vault_passphrase-3f", "vault_again"])
def test_what_opens_a_vault_is_a_secret_in_every_form(name: str) -> None:
    assert is_secret(name)
    assert not is_secret(name.replace("vault_", ""))
