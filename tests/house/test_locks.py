"""Rows are locked in a way that lets others refer to them: else two who write at once may wait for each other for ever.

PostgreSQL checks at the end of a transaction whether what a row refers to is still there, and waits for whoever holds
that with the strongest lock, who may be waiting for this one's place in the log.
"""

import re

from tests.house.plan import HOUSE, ROOT

LOCKS = re.compile(r"select_for_update\(([^()]*(?:\([^()]*\))?[^()]*)\)")


def test_no_row_is_locked_against_those_who_only_refer_to_it() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {said}"
        for path in sorted((ROOT / HOUSE).rglob("*.py"))
        for said in LOCKS.findall(path.read_text())
        if "no_key=True" not in said
    ]
    assert found == []
