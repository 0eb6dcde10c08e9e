"""Bulk work in slices: each is a transaction of its own, so that a disclosure never waits long for the write lock."""

from typing import Any

from django.db.models import QuerySet

SLICE = 100
"""Rows that one transaction erases; security.md, rule 4 gives it 250 ms."""


def erase_in_slices(rows: QuerySet[Any], *, size: int = SLICE) -> int:
    """Erase rows that fulfil a condition, so many at a time; how many. Killed, the next call goes on.

    What no longer fulfils it when its turn comes stays. Call it outside any transaction.
    """
    count, keys = 0, _next_keys(rows, None, size)
    while keys:
        erased, _kinds = rows.filter(pk__in=keys).delete()
        count += erased
        keys = _next_keys(rows, keys[-1], size)
    return count


def _next_keys(rows: QuerySet[Any], last: object, size: int) -> list[Any]:
    """The keys of the next rows after one. Never back to it: a row that cannot be erased would be met for ever."""
    following = rows if last is None else rows.filter(pk__gt=last)
    return list(following.order_by("pk").values_list("pk", flat=True).distinct()[:size])
