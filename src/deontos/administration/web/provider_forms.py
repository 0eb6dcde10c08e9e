"""What an administrator is asked about the sign-in of the organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from deontos.administration.actions.providers import ProviderSettings
from deontos.administration.actions.refusal import AdministrationRefused
from deontos.administration.models import SignInProvider
from deontos.administration.models.providers import LONGEST_ISSUER, LONGEST_SUBJECT
from deontos.administration.phrases import REFUSALS
from deontos.administration.vocabulary import AdministrationCode
from deontos.administration.web.asking import NoAnswer, is_safe_address
from deontos.administration.web.openid_connect import described
from deontos.organisations.models import Organisation, Person
from deontos.ui.forms import PageForm

NOBODY_ANSWERS = _(
    "At this address no provider answers that calls itself so. Look at it once more, or leave it switched off for now."
)


class ProviderForm(PageForm):
    """Issuer, client, secret and the two switches."""

    issuer = forms.CharField(
        label=_("Issuer"),
        help_text=_("The address by which the provider calls itself, such as https://login.example.org."),
        max_length=LONGEST_ISSUER,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Type the address of the issuer."), "max_length": _("This address is too long.")},
    )
    client_name = forms.CharField(
        label=_("Client name (client_id)"),
        max_length=200,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Type the name by which the provider knows Deontos.")},
    )
    client_secret = forms.CharField(
        label=_("Client secret"),
        help_text=_("It is kept sealed and never shown again. Leave this empty to keep the one that is there."),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    is_enabled = forms.BooleanField(label=_("People can sign in by way of the organisation"), required=False)
    asks_two_factors = forms.BooleanField(
        label=_("The provider always asks for two factors"),
        help_text=_("Then Deontos asks for no second step of its own. Your choice is written down."),
        required=False,
    )

    def clean_issuer(self) -> str:
        """A safe address without anything after it."""
        issuer: str = self.cleaned_data["issuer"]
        if not is_safe_address(issuer) or "?" in issuer:
            raise forms.ValidationError(_("Type an address that begins with https://, without a question mark."))
        return issuer

    def clean_client_secret(self) -> str:
        """Plain signs only: that is what the protocol sends."""
        secret: str = self.cleaned_data["client_secret"]
        if not (secret.isascii() and (secret.isprintable() or not secret)):
            raise forms.ValidationError(_("A client secret has plain letters, digits and signs only. Copy it again."))
        return secret

    def clean(self) -> dict[str, object]:
        """Before it is switched on, the provider is asked whether it is the one."""
        cleaned = super().clean() or {}
        if not self.errors and cleaned["is_enabled"]:
            try:
                described(cleaned["issuer"])
            except NoAnswer:
                self.add_error("issuer", NOBODY_ANSWERS)
        return cleaned

    def wanted(self) -> ProviderSettings:
        """What was decided."""
        return ProviderSettings(**self.cleaned_data)

    def refuse(self, refusal: AdministrationRefused) -> None:
        """Put the reason at the secret: that is what is missing."""
        self.add_error("client_secret", str(REFUSALS[AdministrationCode(refusal.code)]))


class NewcomerForm(PageForm):
    """Whose account goes with which subject."""

    email = forms.EmailField(
        label=_("Work address of the person"),
        error_messages={
            "required": _("Type the work address of the person."),
            "invalid": _("Type the whole address, such as name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    subject = forms.CharField(
        label=_("Subject (sub)"),
        help_text=_("By this the provider knows the person. It is no address and never changes."),
        max_length=LONGEST_SUBJECT,
        error_messages={"required": _("Type the subject as the provider shows it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: object, organisation: Organisation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_email(self) -> Person:
        """Somebody of this organisation."""
        found = Person.objects.filter(organisation=self.organisation, email__iexact=self.cleaned_data["email"]).first()
        if found is None:
            raise forms.ValidationError(_("Nobody in your organisation has this address. Add the person first."))
        return found

    def refuse(self, refusal: AdministrationRefused) -> None:
        """Say why the person was not linked."""
        self.add_error(None, str(REFUSALS[AdministrationCode(refusal.code)]))


def initial_of(provider: SignInProvider | None) -> dict[str, object]:
    """What stands in the form before anything is typed; never the secret."""
    if provider is None:
        return {}
    names = ("issuer", "client_name", "is_enabled", "asks_two_factors")
    return {name: getattr(provider, name) for name in names}
