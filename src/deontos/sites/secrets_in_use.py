"""Which versions of the install secrets the database still needs, and for how many rows of which kind.

What is made anew uses the current version; a row keeps the one it was made under. A version may be forgotten when
nothing needs it any more, and nothing may start without the versions that something needs.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import BinaryField, Count, Model, QuerySet
from django.db.models.functions import Substr

from deontos.administration.models import SignInProvider
from deontos.audit import anchor_file
from deontos.audit.anchors import Anchor
from deontos.audit.models import ChainHead, Entry
from deontos.audit.rules import head_seal
from deontos.correspondence.models import Conversation, DailyNotice, Draft
from deontos.keyring.models import Envelope, UnlockSlot
from deontos.notices.models import Letter
from deontos.vault.digests import constant_time_equal
from deontos.vault.framing import HEADER_SIZE
from deontos.vault.install_secrets import InstallSecrets
from deontos.vault.versioned import Versioned

SEALED_TEXT = re.compile(r"([1-9][0-9]{0,2})\.[A-Za-z0-9+/]+=*")
"""How a sealed text stands in a column of texts: the version of its secret, a point, the sealed bytes."""


@dataclass(frozen=True, slots=True)
class Use:
    """So many rows of one kind, in words for an operator, need one version of one secret."""

    secret: str
    version: int
    rows: int
    of: str


def uses(secret: str) -> list[Use]:
    """What needs which version of a secret, the oldest first."""
    found = [
        Use(secret, version, rows, words)
        for words, count in COUNTS.get(secret, {}).items()
        for version, rows in count().items()
    ]
    return sorted(found, key=lambda use: (use.version, use.of))


def missing_versions(secrets: InstallSecrets) -> Iterator[tuple[str, int]]:
    """The versions that the database needs and these secrets do not hold, by name."""
    for name in COUNTS.keys() - ONLY_FOR_CHECKING:
        held: Versioned = getattr(secrets, name.lower())
        needed = {use.version for use in uses(name)}
        yield from ((name, version) for version in sorted(needed - held.values.keys()))


def is_of_other_secrets(secrets: InstallSecrets) -> bool:
    """Whether the database was written under secrets of which this file holds none: no chain ends in a seal of ours."""
    if ChainHead._meta.db_table not in connection.introspection.table_names():
        return False
    heads = ChainHead.objects.exclude(number=0)
    return heads.exists() and not any(_is_ours(head, secrets.audit_key) for head in heads.iterator())


def _is_ours(head: ChainHead, key: Versioned) -> bool:
    if head.key_version not in key.values:
        return False
    place = (head.organisation_id, head.chain, head.number, bytes(head.digest))
    return constant_time_equal(bytes(head.seal), head_seal(*place, key, head.key_version))


def _of_column(model: type[Model], column: str) -> Counter[int]:
    rows = model._default_manager.order_by().values_list(column).annotate(rows=Count("pk"))
    return Counter({version: count for version, count in rows if version})


def _of_blob(rows: QuerySet[UnlockSlot] | QuerySet[Envelope], column: str) -> Counter[int]:
    """Blobs that name the version in the first byte of their body."""
    version = Substr(column, HEADER_SIZE + 1, 1, output_field=BinaryField())
    counted = rows.order_by().values_list(version).annotate(rows=Count("pk"))
    return Counter({bytes(byte)[0]: count for byte, count in counted if byte})


def _of_texts(rows: Iterable[Iterable[str]]) -> Counter[int]:
    """Rows with sealed texts; one that needs a version twice needs it once."""
    counted: Counter[int] = Counter()
    for texts in rows:
        counted.update({int(match[1]) for match in map(SEALED_TEXT.fullmatch, texts) if match})
    return counted


def _second_factors() -> Iterator[list[str]]:
    for kept in Authenticator.objects.values_list("data", flat=True).iterator():
        yield [text for text in kept.values() if isinstance(text, str)] + list(kept.get("migrated_codes") or ())


def _letters() -> Iterator[tuple[str]]:
    yield from Letter.objects.exclude(sealed_details="").values_list("sealed_details").iterator()


def _anchors() -> Counter[int]:
    """Anchors by the version that signed them; a line that is none does not count."""
    counted: Counter[int] = Counter()
    for organisation in anchor_file.known_organisations():
        for line in anchor_file.lines_of(organisation):
            with suppress(ValueError):
                counted[Anchor.read(line).key_version] += 1
    return counted


COUNTS: dict[str, dict[str, Callable[[], Counter[int]]]] = {
    "PEPPER_LOCATOR": {
        "mailboxes, until they are erased": lambda: _of_column(Conversation, "locator_version"),
        "drafts, for seven days at most": lambda: _of_column(Draft, "locator_version"),
    },
    "PEPPER_KEK": {
        "ways into a vault by a passphrase, until the next unlocking": lambda: _of_blob(
            UnlockSlot.objects.filter(kind="passphrase"), "wrapped"
        ),
        "ways into a vault by other means, until they are used or made anew": lambda: _of_blob(
            UnlockSlot.objects.exclude(kind="passphrase"), "wrapped"
        ),
    },
    "PEPPER_ABSENCE": {
        "sleeping keys of deputies, until they are woken or erased": lambda: _of_blob(
            Envelope.objects.filter(dormant=True), "sealed"
        ),
    },
    "AUDIT_KEY": {
        "rows of the audit chains, for as long as they are kept": lambda: _of_column(Entry, "key_version"),
        "ends of audit chains, until the next row": lambda: _of_column(ChainHead, "key_version"),
    },
    "NOTICE_KEY": {
        "letters that wait, until they are sent": lambda: _of_texts(_letters()),
        "addresses for daily e-mails to reporters, until these end": lambda: _of_column(DailyNotice, "key_version"),
    },
    "ANCHOR_KEY": {
        "lines in the files of anchors, for deontos verify": _anchors,
    },
    "DJANGO_SECRET": {
        "second factors, until they are used or made anew": lambda: _of_texts(_second_factors()),
        "ways to sign in by an organisation's own account, until their secret is typed again": lambda: _of_texts(
            SignInProvider.objects.values_list("client_secret").iterator()
        ),
    },
}
"""What counts, by secret."""

ONLY_FOR_CHECKING = {"ANCHOR_KEY"}
"""Nothing opens with these: the service starts without an older version, and `deontos verify` misses it."""
