"""What the desk's pages of public documents are made of: their forms, the rows of the list, the tabs of languages."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deontos.organisations.vocabulary import Language
from deontos.speakup.phrases import DOCUMENTS
from deontos.speakup.public_documents import SHIPPED, WORDS_OF_TERMS, Texts, Written, newest_of_each
from deontos.speakup.vocabulary import DocumentKind
from deontos.speakup.web.channels.texts import NAMES
from deontos.ui.forms import PageForm, Words

MARKS = (
    ("## …", gettext_lazy("A heading, which also stands in the table of contents. With ### it is a smaller one.")),
    ("- …", gettext_lazy("A point of a list. With 1. it is a step.")),
    ("**…**", gettext_lazy("Bold. With one star on each side: italics.")),
    ("[…](https://…)", gettext_lazy("A link. Also mailto: and tel:.")),
    ("[…]{fr}", gettext_lazy("Words in another language, so that a screen reader says them well.")),
)
"""How a text is written, and what becomes of it."""
MARK_OF_TERMS = (
    " ".join(f"{{{word}}}" for word in WORDS_OF_TERMS),
    gettext_lazy("The terms and laws of your reporting point as they are on the day of reading."),
)


def marks_of(kind: DocumentKind) -> list[tuple[str, Words]]:
    """How a document is written, line by line."""
    return [*MARKS, MARK_OF_TERMS] if kind is DocumentKind.PROCEDURE else [*MARKS]


class DocumentForm(PageForm):
    """A document in one language."""

    title = forms.CharField(label=gettext_lazy("Title"), required=False)
    lead = forms.CharField(
        label=gettext_lazy("In short"),
        help_text=gettext_lazy("One or two sentences under the title: what the reader finds here."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Under this form stands how to write headings, lists and links."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 24}),
    )

    def written(self) -> Written:
        """What was typed, with the line ends of one house."""
        title, lead, body = (
            self.cleaned_data[name].replace("\r\n", "\n").strip() for name in ("title", "lead", "body")
        )
        return Written(" ".join(title.split()), lead, body)


class PublishForm(PageForm):
    """Why there is a new version."""

    reason = forms.CharField(
        label=gettext_lazy("Why is there a new version?"),
        help_text=gettext_lazy(
            "One sentence in the language of your organisation. Everybody can read it beside the version."
        ),
        required=False,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the list: what stands on its page today, and whether somebody is changing it."""

    kind: DocumentKind
    name: Promise
    number: int | None
    since: date | None
    is_ours: bool
    has_draft: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """A language of a document: whether there is a text, and whether it differs from what stands on the page."""

    code: Language
    name: str
    is_there: bool
    is_changed: bool
    current: bool

    @property
    def words(self) -> str:
        """Its name with what there is to know."""
        if not self.is_there:
            return _("%(name)s, missing") % {"name": self.name}
        return _("%(name)s, changed") % {"name": self.name} if self.is_changed else self.name


def rows_of(organisation: UUID) -> list[Row]:
    """The documents of an organisation. One query."""
    newest, rows = newest_of_each(organisation), []
    for kind in DocumentKind:
        draft, published = (newest.get((kind, is_draft)) for is_draft in (True, False))
        number, since = (published.number, published.published_on) if published else (None, None)
        rows.append(Row(kind, DOCUMENTS[kind], number, since, published is None and kind in SHIPPED, draft is not None))
    return rows


def tabs_of(texts: Texts, public: Texts, current: Language | None = None) -> list[Tab]:
    """The languages, each with what a document has in it, against what stands on its page."""
    return [
        Tab(each, NAMES[each], each in texts, texts.get(each) != public.get(each), each == current) for each in Language
    ]
