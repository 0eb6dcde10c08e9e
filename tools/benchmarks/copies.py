"""Many cases in little time: the rows of cases that were really confided, written again under other ids.

A copy is listed, counted and sorted like any other case. What was sealed in it opens for nobody: it stands elsewhere.
"""

import secrets
from collections.abc import Iterator
from typing import Any
from uuid import UUID

AT_ONCE = 50
"""Copies of each case that one transaction writes."""


def copy_cases(times: int) -> None:
    """Write every case of the house down so many times more."""
    from django.db import transaction

    found = list(_rows())
    own = {row["id"] for _model, rows in found for row in rows}
    for begin in range(0, times, AT_ONCE):
        with transaction.atomic():
            salts = [secrets.randbits(128) for _copy in range(min(AT_ONCE, times - begin))]
            for model, rows in found:
                copies = [model(**_copied(row, own, salt)) for row in rows for salt in salts]
                model._default_manager.bulk_create(copies, batch_size=500)


def _rows() -> Iterator[tuple[Any, list[dict[str, Any]]]]:
    """What a case consists of, in the order in which it can be written."""
    from deontos.cases.models import CaseClock, CaseFile, CaseTerm
    from deontos.correspondence.models import Conversation, Item
    from deontos.keyring.models import Envelope, Epoch, ItemKey, Pair, ReceiptHolder
    from deontos.speakup.models import Disclosure

    def rows(of: Any) -> tuple[Any, list[dict[str, Any]]]:  # noqa: ANN401 -- any of these querysets
        return of.model, list(of.values())

    talks = Conversation.objects.filter(pk__in=Disclosure.objects.values("conversation"))
    pairs = {pair for row in talks.values_list("pair", "identity_pair") for pair in row}
    pairs |= set(CaseFile.objects.values_list("dossier_pair", flat=True))
    yield rows(ReceiptHolder.objects.filter(pk__in=talks.values("holder")))
    yield rows(Pair.objects.filter(pk__in=pairs))
    yield rows(Epoch.objects.filter(pair__in=pairs))
    yield rows(ItemKey.objects.filter(epoch__pair__in=pairs))
    yield rows(Envelope.objects.filter(epoch__pair__in=pairs))
    yield rows(talks)
    yield rows(Item.objects.filter(conversation__in=talks))
    for model in (Disclosure, CaseFile, CaseClock, CaseTerm):
        yield rows(model.objects)


def _copied(row: dict[str, Any], own: set[UUID], salt: int) -> dict[str, Any]:
    """A row whose ids, and those that it names among what is copied, are others; each copy has its own salt."""
    copied = {name: UUID(int=value.int ^ salt) if value in own else value for name, value in row.items()}
    if "locator" in copied:
        copied["locator"] = secrets.token_bytes(len(row["locator"]))
    if isinstance(copied.get("number"), str):
        copied["number"] = None
    return copied
