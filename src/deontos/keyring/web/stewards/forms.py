"""What the stewards' pages ask: that the words were compared, and in the founding sitting three passphrases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deontos.kernel.refusals import Refusal
from deontos.keyring.models import Vault
from deontos.keyring.phrases import REFUSALS, SITTING_REFUSALS
from deontos.keyring.vocabulary import KeyringCode
from deontos.keyring.web.forms import LONGEST
from deontos.keyring.words import KeyWords, fingerprint_of, key_words, public_keys
from deontos.organisations.models import Person
from deontos.ui.dates import day_and_hour
from deontos.ui.forms import PageForm

FEWEST = 3


def sentence(refusal: Refusal) -> str:
    """Why something was refused, with its moment in the reader's words."""
    words, moment = str(REFUSALS[KeyringCode(refusal.code)]), refusal.parameters.get("moment")
    return words % {"moment": day_and_hour(moment)} if isinstance(moment, datetime) else words


class CompareForm(PageForm):
    """One box: the steward compared the words with the person. `shown` says of which keys."""

    compared = forms.BooleanField(
        label=_("I compared all eight words with this person, by telephone or in person"),
        error_messages={"required": _("Compare the words first. Then tick this box.")},
    )
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def refuse(self, refusal: Refusal) -> None:
        """Put the reason above the form."""
        self.add_error(None, forms.ValidationError(sentence(refusal), code="refused"))


@dataclass(frozen=True, slots=True)
class Place:
    """One of those who could sit: the words of the key, and the two fields."""

    person: Person
    words: KeyWords
    compared: forms.BoundField
    passphrase: forms.BoundField


class SittingForm(PageForm):
    """For each steward-to-be a box and a passphrase. Nothing typed as a passphrase comes back in the page."""

    def __init__(self, data: Any = None, *, vaults: Sequence[Vault], language: str | None) -> None:  # noqa: ANN401 -- hands on what every form takes
        super().__init__(data)
        self.vaults, self.language = vaults, language
        for vault in vaults:
            name = vault.person.name
            compared, passphrase = field_names(vault.person)
            self.fields[compared] = forms.BooleanField(
                required=False, label=_("We compared the words of %(name)s") % {"name": name}
            )
            self.fields[passphrase] = forms.CharField(
                required=False,
                max_length=LONGEST,
                strip=False,
                label=_("Passphrase of %(name)s") % {"name": name},
                help_text=_("%(name)s types this. The others look away.") % {"name": name},
                error_messages={"max_length": _("This is longer than a passphrase. Type only the seven words.")},
                widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )

    @property
    def places(self) -> list[Place]:
        """Those who could sit, in order, with their fields."""
        return [
            Place(
                each.person,
                key_words(public_keys(each), self.language),
                *(self[name] for name in field_names(each.person)),
            )
            for each in self.vaults
        ]

    def clean(self) -> dict[str, Any]:
        """Whoever takes part ticks and types; three do."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for vault in self.vaults:
            self._complete(vault.person, cleaned)
        if not self.errors and len(self.seated(cleaned)) < FEWEST:
            self.add_error(None, forms.ValidationError(str(REFUSALS[KeyringCode.TOO_FEW_STEWARDS]), code="refused"))
        return cleaned

    def _complete(self, person: Person, cleaned: dict[str, Any]) -> None:
        compared, passphrase = field_names(person)
        takes_part = len(self.vaults) <= FEWEST or cleaned.get(compared) or cleaned.get(passphrase)
        if takes_part and not cleaned.get(compared):
            self.add_error(compared, _("Compare these words with each other first. Then tick this box."))
        if takes_part and passphrase not in self.errors and not cleaned.get(passphrase):
            self.add_error(passphrase, _("Type the seven words of your passphrase."))

    def seated(self, cleaned: dict[str, Any] | None = None) -> dict[Person, str]:
        """Who takes part, with the passphrase."""
        given = self.cleaned_data if cleaned is None else cleaned
        typed = {each.person: given.get(field_names(each.person)[1]) for each in self.vaults}
        return {person: passphrase for person, passphrase in typed.items() if passphrase}

    def refuse(self, refusal: Refusal) -> None:
        """Put the reason to the person because of whom, or above the form."""
        person = refusal.parameters.get("person")
        if not isinstance(person, Person):
            self.add_error(None, forms.ValidationError(sentence(refusal), code="refused"))
            return
        reason = SITTING_REFUSALS.get(KeyringCode(refusal.code)) or sentence(refusal)
        why = _("%(name)s: %(reason)s") % {"name": person.name, "reason": reason}
        self.add_error(field_names(person)[1], forms.ValidationError(why, code="refused"))


def field_names(person: Person) -> tuple[str, str]:
    """The names of a person's box and passphrase in the form."""
    return f"compared-{person.id}", f"vault_passphrase-{person.id}"


def fingerprint_in(vault: Vault | None) -> str:
    """What a form carries of the keys that were shown."""
    return fingerprint_of(public_keys(vault)) if vault else ""
