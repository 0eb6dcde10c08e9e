"""Every row of the house at one moment, so that two moments can be compared."""

from collections.abc import Collection
from typing import TypeAlias
from uuid import UUID

from django.apps import apps

Rows: TypeAlias = dict[tuple[str, str], tuple[str, ...]]


def all_rows() -> Rows:
    """Each row by its table and key, its columns as text."""
    found: Rows = {}
    for model in apps.get_models():
        columns = [column.attname for column in model._meta.concrete_fields]
        key = model._meta.pk.attname
        for row in model._default_manager.values_list(*columns):
            texts = tuple(bytes(each).hex() if isinstance(each, memoryview | bytes) else str(each) for each in row)
            found[model._meta.db_table, texts[columns.index(key)]] = texts
    return found


def rows_of(organisation: UUID, rows: Rows) -> Rows:
    """Those that belong to an organisation: they name it, or something that belongs to it."""
    belongs: Rows = {}
    ids = {str(organisation)}
    while more := {key: row for key, row in rows.items() if key not in belongs and not ids.isdisjoint(row)}:
        belongs |= more
        ids |= {key for _table, key in more if len(key) == len(str(organisation))}
    return belongs


def changed(before: Rows, after: Rows, *, but: Collection[str] = ()) -> list[str]:
    """What is gone or different, by table; tables that may change are left out."""
    return sorted(
        {table for (table, key), row in before.items() if table not in but and after.get((table, key)) != row}
    )
