"""What an organisation publishes of its integrity: policy, procedure, privacy, accessibility. Versions, by language."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from deontos.organisations.models import LANGUAGES, Organisation, Person
from deontos.speakup.vocabulary import DocumentKind


class PublicDocument(models.Model):
    """A version of a document for everybody, since the day on which it was published; before that, the draft of it.

    A published version never changes: no action writes to one, and the audit chain holds its digest. A draft has no
    number. Where nothing was published, our own text stands, or none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="public_documents")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in DocumentKind])
    number = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    published_on = models.DateField(null=True)
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar = {
        "id": "nothing",
        "organisation": "nothing",
        "kind": "nothing",
        "number": "nothing",
        "reason": "nothing",
        "published_on": "nothing",
        "published_by": "personal",
    }

    class Meta:
        ordering = ("kind", "-number", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind", "number"], name="document_version_once"),
            models.UniqueConstraint(
                fields=["organisation", "kind"], condition=Q(number__isnull=True), name="one_draft_of_document"
            ),
            models.CheckConstraint(
                name="document_published_by_somebody",
                condition=Q(number__isnull=True, published_on__isnull=True, published_by__isnull=True)
                | Q(number__isnull=False, published_on__isnull=False, published_by__isnull=False),
            ),
        ]


class DocumentText(models.Model):
    """What a version of a document says in one language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(PublicDocument, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=LANGUAGES)
    title = models.CharField(max_length=200)
    lead = models.TextField(blank=True)
    body = models.TextField()

    PRIVACY: ClassVar = {
        "id": "nothing",
        "document": "nothing",
        "language": "nothing",
        "title": "nothing",
        "lead": "nothing",
        "body": "nothing",
    }

    class Meta:
        ordering = ("document", "language")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "language"], name="document_once_in_language")
        ]
