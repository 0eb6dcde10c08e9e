"""What a PostgreSQL server must not be set to, each with its reason: what loses acknowledged work, or writes it down.

Pure. Ground: security.md, rules 2 and 11, and what stays in clear.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

LOST = "a power cut would lose what was acknowledged"
WRITTEN_DOWN = "its log would hold what is written, and when"
OFF = "off"
NEVER = -1


@dataclass(frozen=True, slots=True)
class Demand:
    """One setting of the server: when it is wrong, why, and what would be right."""

    name: str
    is_wrong: Callable[[str], bool]
    reason: str
    example: str


def _is_off(value: str) -> bool:
    return value == OFF


def _logs_changes(value: str) -> bool:
    return value in {"mod", "all"}


def _logs_what_takes_long(value: str) -> bool:
    return int(value) > NEVER


def _logs_some(value: str) -> bool:
    return float(value) > 0


DEMANDS = (
    Demand("synchronous_commit", _is_off, LOST, "synchronous_commit = on"),
    Demand("fsync", _is_off, LOST, "fsync = on"),
    Demand("full_page_writes", _is_off, LOST, "full_page_writes = on"),
    Demand("log_statement", _logs_changes, WRITTEN_DOWN, "ALTER ROLE deontos SET log_statement = none"),
    Demand(
        "log_min_duration_statement",
        _logs_what_takes_long,
        WRITTEN_DOWN,
        "ALTER ROLE deontos SET log_min_duration_statement = -1",
    ),
    Demand(
        "log_min_duration_sample",
        _logs_what_takes_long,
        WRITTEN_DOWN,
        "ALTER ROLE deontos SET log_min_duration_sample = -1",
    ),
    Demand(
        "log_transaction_sample_rate",
        _logs_some,
        WRITTEN_DOWN,
        "ALTER ROLE deontos SET log_transaction_sample_rate = 0",
    ),
    Demand(
        "auto_explain.log_min_duration",
        _logs_what_takes_long,
        WRITTEN_DOWN,
        "ALTER ROLE deontos SET auto_explain.log_min_duration = -1",
    ),
)
"""What is about the log can be set for the role of Deontos alone, so that other users of a server keep theirs."""


def faults(values: Mapping[str, str]) -> Iterator[str]:
    """What is wrong, as sentences. `values` as pg_settings gives them; one that the server does not know is fine."""
    for demand in DEMANDS:
        value = values.get(demand.name)
        if value is not None and demand.is_wrong(value):
            yield f"PostgreSQL runs with {demand.name} {value}: {demand.reason}. Example: {demand.example}"
