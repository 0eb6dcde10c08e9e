"""Imports inside a room run one way: vocabulary, rules, phrases, models, events, queries, actions, jobs and web."""

from collections.abc import Iterator

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import Module, modules, sample

pytestmark = pytest.mark.row("1.2")

ORDER = ("vocabulary", "rules", "phrases", "models", "events", "queries", "actions", "jobs", "web")
# The worker and the pages are two doors of one room: neither is behind the other.
STRANGERS = ({"jobs", "web"}, {"events", "queries"})


def backward(module: Module) -> Iterator[Complaint]:
    """Imports from a later part of the same room, or from the other of two parts that are strangers."""
    if module.part not in ORDER or module.room == "kernel":
        return
    for name in sorted(set(module.imports())):
        room, part = (*name.split(".")[1:3], "", "")[:2] if name.startswith("deontos.") else ("", "")
        if room != module.room or part not in ORDER or part == module.part:
            continue
        if ORDER.index(part) > ORDER.index(module.part) or {part, module.part} in STRANGERS:
            yield Complaint(module.place, f"{module.part} may not import {part}")


def test_imports_inside_a_room_run_one_way() -> None:
    insist("order", [wrong for module in modules() for wrong in backward(module)])


@pytest.mark.parametrize("later", range(1, len(ORDER)))
def test_an_import_of_a_later_part_is_noticed(later: int) -> None:
    for earlier in ORDER[:later]:
        for form in (f"import deontos.cases.{ORDER[later]}", f"from deontos.cases.{ORDER[later]} import x"):
            found = list(backward(sample(f"cases/{earlier}.py", form)))
            assert found == [Complaint(f"src/deontos/cases/{earlier}.py", f"{earlier} may not import {ORDER[later]}")]


def test_an_import_of_an_earlier_part_or_another_room_is_fine() -> None:
    lines = (
        "from deontos.cases import actions\nfrom deontos.cases.rules import MOVES\nfrom deontos.keyring.web import x"
    )
    assert list(backward(sample("cases/web/views.py", lines))) == []


def test_a_part_that_is_a_package_counts_as_one() -> None:
    assert len(list(backward(sample("cases/models/files.py", "from deontos.cases.actions.closing import close")))) == 1
    assert list(backward(sample("cases/models/files.py", "from deontos.cases.models.notes import Note"))) == []


def test_pages_and_jobs_do_not_know_each_other() -> None:
    assert len(list(backward(sample("cases/web/views.py", "from deontos.cases.jobs import sweep")))) == 1
