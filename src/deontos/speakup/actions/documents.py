"""Writing and publishing the public documents of an organisation. A published version stays as it is."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from deontos.access.gate import Actor, demand
from deontos.access.permissions import Permission
from deontos.audit.actions import record
from deontos.kernel.clock import civil_date
from deontos.kernel.refusals import Refusal
from deontos.organisations.models import Organisation
from deontos.organisations.vocabulary import Language
from deontos.speakup.document_models import DocumentText, PublicDocument
from deontos.speakup.public_documents import (
    WORDS_OF_TERMS,
    Texts,
    Written,
    digest_of_texts,
    draft_of,
    is_begun,
    texts_of,
    unknown_words,
    worked_on,
)
from deontos.speakup.rules import LONGEST_BODY, LONGEST_LEAD, LONGEST_REASON, LONGEST_TITLE
from deontos.speakup.vocabulary import DocumentCode, DocumentKind
from deontos.ui.prose import doubtful_links
from deontos.vault.digests import digest

PUBLISHED = "document.published"
"""The fact under which a published version stands in the audit chain."""
KEEP = Permission.SPEAKUP_DOCUMENT_PUBLISH


class DocumentRefused(Refusal):
    """Nothing was changed; the parameter `field` says where, when it is one of title, lead, body and reason."""


def write_document(
    house: Organisation,
    kind: DocumentKind,
    language: Language,
    written: Written,
    *,
    seen: str,
    by: Actor,
    at: datetime,
) -> bool:
    """Write the draft of a document in one language; the answer is whether that changed anything.

    A new draft begins with what was published last, else with our text, in every language; to keep that as it is
    begins one too. Nothing at all takes the language out. `seen` is the digest of the text that was looked at.
    Refuses: NotAllowed, CHANGED_MEANWHILE, TITLE_MISSING, BODY_MISSING, TOO_LONG, LINK_LEADS_NOWHERE, WORD_UNKNOWN.
    Records: document.written.
    """
    demand(by, KEEP, house.id)
    _check(kind, written)
    with transaction.atomic():
        _lock(house)
        texts = worked_on(house.id, kind)
        stood = texts.get(language, Written())
        if stood == written and is_begun(house.id, kind):
            return False
        if stood.digest != seen:
            raise DocumentRefused(DocumentCode.CHANGED_MEANWHILE, seen=stood.digest)
        draft = _keep(house, kind, {**texts, language: written})
        details = {"kind": kind, "language": language}
        record(house.id, "document.written", by=by.person, about=draft.id, at=at, details=details)
    return True


def drop_draft(house: Organisation, kind: DocumentKind, *, seen: str, by: Actor, at: datetime) -> None:
    """Forget the draft: what was published last, or our text, is what one goes on with.

    `seen` is the digest of the whole draft. Refuses: NotAllowed, NOTHING_TO_PUBLISH where there is none,
    CHANGED_MEANWHILE. Records: document.draft_dropped.
    """
    demand(by, KEEP, house.id)
    with transaction.atomic():
        draft = _seen_draft(house, kind, seen)
        record(house.id, "document.draft_dropped", by=by.person, about=draft.id, at=at, details={"kind": kind})
        draft.delete()


def publish_document(
    house: Organisation, kind: DocumentKind, *, reason: str, seen: str, by: Actor, at: datetime
) -> PublicDocument:
    """Publish the draft with the reason that everybody reads beside it; from now on it never changes.

    It has to be there in the language of the house; in the others it need not. Refuses: NotAllowed, REASON_MISSING,
    TOO_LONG, NOTHING_TO_PUBLISH, CHANGED_MEANWHILE, LANGUAGE_MISSING. Records: document.published with its digest.
    """
    demand(by, KEEP, house.id)
    _check_reason(reason)
    with transaction.atomic():
        draft = _seen_draft(house, kind, seen)
        if Language(house.language) not in texts_of(draft):
            raise DocumentRefused(DocumentCode.LANGUAGE_MISSING)
        last = PublicDocument.objects.filter(organisation=house, kind=kind).aggregate(last=Max("number"))["last"]
        draft.number, draft.reason = (last or 0) + 1, reason
        draft.published_on, draft.published_by_id = civil_date(at), by.person
        draft.save(update_fields=["number", "reason", "published_on", "published_by"])
        record(house.id, PUBLISHED, by=by.person, about=draft.id, at=at, details=published_details(draft))
    return draft


def published_details(document: PublicDocument) -> dict[str, object]:
    """What the audit row of a published version says of it. Records nothing itself."""
    texts = digest_of_texts(texts_of(document))
    published = str(document.published_on), str(document.published_by_id)
    whole = digest("document-version", document.kind, str(document.number), document.reason, *published, texts)
    return {"kind": document.kind, "number": document.number, "digest": whole.hex()}


def _lock(house: Organisation) -> None:
    Organisation.objects.select_for_update(no_key=True).get(pk=house.pk)


def _keep(house: Organisation, kind: DocumentKind, texts: Texts) -> PublicDocument:
    """The draft with these texts, a new one where there is none."""
    draft = draft_of(house.id, kind) or PublicDocument.objects.create(organisation=house, kind=kind)
    draft.texts.all().delete()
    rows = [
        DocumentText(document=draft, language=language, title=text.title, lead=text.lead, body=text.body)
        for language, text in texts.items()
        if not text.is_empty
    ]
    DocumentText.objects.bulk_create(rows)
    return draft


def _seen_draft(house: Organisation, kind: DocumentKind, seen: str) -> PublicDocument:
    """The draft, if it is still what was looked at; nobody else changes it until this is done."""
    _lock(house)
    draft = draft_of(house.id, kind)
    if draft is None:
        raise DocumentRefused(DocumentCode.NOTHING_TO_PUBLISH)
    if digest_of_texts(texts_of(draft)) != seen:
        raise DocumentRefused(DocumentCode.CHANGED_MEANWHILE)
    return draft


def _check(kind: DocumentKind, written: Written) -> None:
    if written.is_empty:
        return
    if not written.title:
        raise DocumentRefused(DocumentCode.TITLE_MISSING, field="title")
    if not written.body:
        raise DocumentRefused(DocumentCode.BODY_MISSING, field="body")
    for field, longest in (("title", LONGEST_TITLE), ("lead", LONGEST_LEAD), ("body", LONGEST_BODY)):
        text = getattr(written, field)
        if len(text) > longest:
            raise DocumentRefused(DocumentCode.TOO_LONG, field=field, length=len(text), longest=longest)
        for word in unknown_words(kind, text)[:1]:
            known = ", ".join(f"{{{name}}}" for name in WORDS_OF_TERMS) if kind is DocumentKind.PROCEDURE else "-"
            raise DocumentRefused(DocumentCode.WORD_UNKNOWN, field=field, word=word, known=known)
    for link in doubtful_links(written.body)[:1]:
        raise DocumentRefused(DocumentCode.LINK_LEADS_NOWHERE, field="body", link=link)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise DocumentRefused(DocumentCode.REASON_MISSING, field="reason")
    if len(reason) > LONGEST_REASON:
        raise DocumentRefused(DocumentCode.TOO_LONG, field="reason", length=len(reason), longest=LONGEST_REASON)
