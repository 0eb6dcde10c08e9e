"""What the public documents of an organisation say, in which language, since when; and the texts that we ship."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from deontos.organisations.vocabulary import Language
from deontos.speakup.document_models import DocumentText, PublicDocument
from deontos.speakup.explanations import Explanation, Section, explanation
from deontos.speakup.vocabulary import DocumentKind
from deontos.vault.digests import digest

WORDS_OF_TERMS = ("acknowledged_by_law", "answered", "laws", "replied", "told")
"""What stands in braces in a procedure, and is filled in with the terms of the day: `{answered}`."""
SHIPPED = (DocumentKind.PROCEDURE, DocumentKind.PRIVACY, DocumentKind.ACCESSIBILITY)
"""Of these our text stands on the page until an organisation publishes its own. A policy is never ours."""
_WORD = re.compile(r"(?<!\])\{([a-z_]{1,40})\}")


@dataclass(frozen=True, slots=True)
class Written:
    """What a document says in one language; the body is a small part of Markdown (`ui.prose`)."""

    title: str = ""
    lead: str = ""
    body: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.title or self.lead or self.body)

    @property
    def digest(self) -> str:
        """What tells whether somebody changed it; nothing for nothing."""
        return "" if self.is_empty else digest("document-text", self.title, self.lead, self.body).hex()

    def filled(self, words: Mapping[str, str]) -> "Written":
        """The same with these words in the place of their names; a name for which there is none stays."""
        title, lead, body = (
            _WORD.sub(lambda found: words.get(found[1], found[0]), text) for text in (self.title, self.lead, self.body)
        )
        return Written(title, lead, body)

    @classmethod
    def of(cls, text: DocumentText) -> Self:
        """What a row says."""
        return cls(text.title, text.lead, text.body)


Texts = dict[Language, Written]


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it stands on a page. Without a number it is the text that we ship."""

    kind: DocumentKind
    texts: Texts
    number: int | None = None
    since: date | None = None
    reason: str = ""

    def language_for(self, wanted: Language, home: Language) -> Language:
        """In which language somebody reads it: the one that was asked for, that of the house, or one that there is."""
        return next(each for each in (wanted, home, Language.ENGLISH, *self.texts) if each in self.texts)


def shipped_texts(kind: DocumentKind) -> Texts:
    """The text that we ship for a document, in every language."""
    return {language: as_written(explanation(kind.value, language)) for language in Language}


def as_written(page: Explanation) -> Written:
    """A shipped page as an organisation would have written it."""
    return Written(page.title, page.lead, "\n\n".join(_section(section) for section in page.sections))


def unknown_words(kind: DocumentKind, text: str) -> list[str]:
    """The names in braces for which this document has nothing to fill in."""
    known = WORDS_OF_TERMS if kind is DocumentKind.PROCEDURE else ()
    return [word for word in _WORD.findall(text) if word not in known]


def published_versions(organisation: UUID, kind: DocumentKind) -> QuerySet[PublicDocument]:
    """What an organisation published of a document, the newest first. Open to everybody."""
    rows = PublicDocument.objects.filter(organisation=organisation, kind=kind, number__isnull=False)
    return rows.order_by("-number")


def standing(organisation: UUID, kind: DocumentKind) -> Version | None:
    """The document that counts today: the own one, else the one that we ship, else none. Two queries at most."""
    newest = published_versions(organisation, kind).first()
    if newest is not None:
        return version_of(newest)
    return Version(kind, shipped_texts(kind)) if kind in SHIPPED else None


def version_of(document: PublicDocument) -> Version:
    """A version with its texts. One query."""
    kind = DocumentKind(document.kind)
    return Version(kind, texts_of(document), document.number, document.published_on, document.reason)


def texts_of(document: PublicDocument) -> Texts:
    """What a version says in each of its languages, in their order. One query."""
    return texts_in(document.texts.all())


def texts_in(rows: Iterable[DocumentText]) -> Texts:
    """What these rows of one version say, by language, in the order of languages."""
    found = {Language(row.language): Written.of(row) for row in rows}
    return {language: found[language] for language in Language if language in found}


def draft_of(organisation: UUID, kind: DocumentKind) -> PublicDocument | None:
    """The version that is being written, where there is one. One query."""
    return PublicDocument.objects.filter(organisation=organisation, kind=kind, number__isnull=True).first()


def worked_on(organisation: UUID, kind: DocumentKind) -> Texts:
    """What whoever writes goes on with: the draft, else what was published last, else what we ship."""
    document = draft_of(organisation, kind) or published_versions(organisation, kind).first()
    return texts_of(document) if document is not None else shipped_texts(kind)


def is_begun(organisation: UUID, kind: DocumentKind) -> bool:
    """Whether an organisation wrote anything of its own: a draft, or a version. One query."""
    return PublicDocument.objects.filter(organisation=organisation, kind=kind).exists()


def digest_of_texts(texts: Texts) -> str:
    """One digest for a whole version, so that nobody publishes what somebody else changed."""
    parts = [part for language, text in sorted(texts.items()) for part in (language.value, text.digest)]
    return digest("document", *parts).hex()


def documents_to_read(organisation: UUID) -> set[DocumentKind]:
    """The documents of which something stands on the page. One query."""
    own = PublicDocument.objects.filter(organisation=organisation, number__isnull=False).exclude(kind__in=SHIPPED)
    return {*SHIPPED, *(DocumentKind(kind) for kind in own.order_by("kind").values_list("kind", flat=True).distinct())}


def newest_of_each(organisation: UUID) -> dict[tuple[DocumentKind, bool], PublicDocument]:
    """The draft and the newest published version of each document, by kind and whether it is the draft. One query."""
    newer = PublicDocument.objects.filter(
        organisation=OuterRef("organisation"), kind=OuterRef("kind"), number__gt=OuterRef("number")
    )
    rows = PublicDocument.objects.filter(~Exists(newer), organisation=organisation)
    return {(DocumentKind(row.kind), row.number is None): row for row in rows}


def _section(section: Section) -> str:
    points = "\n".join(f"- {point}" for point in section.points)
    return "\n\n".join(part for part in (f"## {section.heading}", *section.paragraphs, points) if part)
