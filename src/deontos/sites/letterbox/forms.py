"""What the mailbox asks: the code, and a message."""

from django import forms
from django.utils.translation import gettext_lazy as _

from deontos.ui.forms import FilesField, PageForm


class CodeField(forms.CharField):
    """A code as people type it; whether it is one is judged by who reads it."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Your receipt code"),
            help_text=_("Seven groups of four signs. Capitals, hyphens and spaces do not matter."),
            error_messages={"required": _("Type your code")},
            widget=forms.TextInput(
                attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
            ),
        )


class ReceiptForm(PageForm):
    """The code that opens a report."""

    receipt = CodeField()


class WordsForm(PageForm):
    """Something to add to one's own report, in words."""

    message = forms.CharField(
        label=_("Your message"),
        help_text=_("To stay anonymous, write nothing by which people recognise you."),
        error_messages={"required": _("Write your message.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class MessageForm(WordsForm):
    """The same, with files."""

    attachments = FilesField(label=_("Files that go along"), required=False)


class MessageWithCodeForm(WordsForm):
    """Words, when the mailbox was closed in the meantime. Files are asked for again once it is open."""

    receipt = CodeField()
    field_order = ["receipt", "message"]
