"""What nearly every test begins with is built by the real actions once; later tests write the same rows again."""

from collections.abc import Callable, Hashable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db import connection

Made = TypeVar("Made")
WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Tape:
    """Every write in its order, and what was answered."""

    writes: list[tuple[str, Any, bool]]
    answer: object


TAPES: dict[Hashable, Tape] = {}


def taped(name: Hashable, build: Callable[[], Made]) -> Made:
    """What `build` makes, in the database and as its answer; the same ids, keys and signatures each time.

    It may depend on nothing but its name: whoever calls makes sure that the rows which it reads are not there yet.
    """
    if name not in TAPES:
        writes: list[tuple[str, Any, bool]] = []

        def noted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            if sql.startswith(WRITES):
                writes.append((sql, params, many))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(noted):
            made = build()
        TAPES[name] = Tape(writes, deepcopy(made))
        return made
    with connection.cursor() as cursor:
        for sql, params, many in TAPES[name].writes:
            (cursor.executemany if many else cursor.execute)(sql, params)
    return cast("Made", deepcopy(TAPES[name].answer))
