"""Where a password is typed: hidden, of any length and any signs, and friends with password managers."""

import pytest
from django import forms

from deontos.administration.web.forms import SignInForm
from deontos.administration.web.password_forms import ChangePasswordForm, NewPasswordForm
from deontos.administration.web.proofs import PROOF, PasswordProofForm

pytestmark = pytest.mark.row("4.18")

FIELDS: dict[str, forms.Field] = {
    "signing in": SignInForm().fields["password"],
    "the present one": ChangePasswordForm.base_fields["password"],
    "a new one": NewPasswordForm.base_fields["new_password"],
    "a new one again": NewPasswordForm.base_fields["new_password_again"],
    "once more": PasswordProofForm.base_fields[PROOF],
}


@pytest.mark.parametrize("name", FIELDS)
def test_what_is_typed_is_hidden_and_taken_as_it_is(name: str) -> None:
    field = FIELDS[name]
    assert isinstance(field, forms.CharField)
    assert isinstance(field.widget, forms.PasswordInput)
    assert not field.widget.render_value
    assert field.max_length is not None
    odd = "  Ünïcode \N{PILE OF POO} \\ ' \" " + "x" * (field.max_length - 20)
    assert (len(odd) > 64, field.clean(odd)) == (True, odd)
    drawn = field.widget.render("password", odd)
    assert ("x" * 64 in drawn, "onpaste" in drawn, "pattern" in drawn) == (False, False, False)
    assert field.widget.attrs["autocomplete"] in {"current-password", "new-password"}
