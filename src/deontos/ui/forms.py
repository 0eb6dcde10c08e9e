"""Widgets and a form with the habits of these pages; the component `field` draws them.

Errors say what to do, never only that something is wrong, so each field brings its own messages.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise, lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

Words = str | Promise

# What Django says by itself, and what stands there unless the field brings its own words.
MESSAGES = {
    "required": (forms.Field.default_error_messages["required"], _("Answer this question")),
    "invalid_choice": (forms.ChoiceField.default_error_messages["invalid_choice"], _("Choose one of the answers")),
}


def _in_capitals(words: Words) -> str:
    return capfirst(str(words))


in_capitals = lazy(_in_capitals, str)
"""Words that begin with a capital, in the language of the page: for an answer that is part of a sentence elsewhere."""


class PageForm(forms.Form):
    """A form whose answers are judged by the server alone: no bubbles of the browser in another language and tone."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- hands on what every form takes
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            for code, (theirs, ours) in MESSAGES.items():
                if field.error_messages.get(code) == theirs:
                    field.error_messages[code] = ours

    def mark_wrong(self, name: str | None, message: Words) -> None:
        """Take an answer back, on a page that judged nothing so far as well."""
        if not self.is_bound:
            _none_yet = self.errors
            self.cleaned_data: dict[str, Any] = {}
        self.add_error(name, forms.ValidationError(str(message)))


class Cards:
    """What a card says besides its label, by the value of the answer.

    `hints` explain an answer, `consequences` show what follows as soon as it is chosen.
    """

    hints: Mapping[str, Words]
    consequences: Mapping[str, Words]


class RadioCards(Cards, forms.RadioSelect):
    """One answer of several, each on a card."""

    def __init__(
        self, *, hints: Mapping[str, Words] | None = None, consequences: Mapping[str, Words] | None = None
    ) -> None:
        super().__init__()
        self.hints = hints or {}
        self.consequences = consequences or {}


class CheckCards(Cards, forms.CheckboxSelectMultiple):
    """Any number of answers, each on a card; `exclusive` goes with no other and stands after the word "or"."""

    def __init__(
        self,
        *,
        hints: Mapping[str, Words] | None = None,
        consequences: Mapping[str, Words] | None = None,
        exclusive: str = "",
    ) -> None:
        super().__init__()
        self.hints = hints or {}
        self.consequences = consequences or {}
        self.exclusive = exclusive


class FilesInput(forms.FileInput):
    """Any number of files at once; with the script of uploads, each shows how far it is."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"multiple": True})


class FilesField(forms.FileField):
    """Files, which the upload handler took in before any form was made: the field asks for them and judges nothing."""

    widget = FilesInput

    def clean(self, data: object, initial: object = None) -> None:
        """Whatever was sent, the uploads of the request know it."""
