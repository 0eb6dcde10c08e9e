"""The tests mirror the house, one folder a room, and argue with the real thing: no mocks of our own code."""

import ast
from collections.abc import Iterable, Iterator

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import HOUSE, ROOT, Module, dotted_name, modules, storeys

pytestmark = pytest.mark.row("1.2")

# Folders that are no rooms: the house itself, whole journeys, people, servers, the scripts in tools, frozen data.
OTHER_FOLDERS = {"house", "journeys", "factories", "services", "tools", "data", "fire"}
MOCKS = ("unittest.mock", "mock", "pytest_mock")


def unmirrored(folders: Iterable[str], built: Iterable[str], planned: Iterable[str]) -> Iterator[Complaint]:
    """Rooms that have no tests, and folders of tests for which there is no room."""
    for room in sorted(set(built) - set(folders)):
        yield Complaint(f"tests/{room}", "is not there, though the room is")
    for folder in sorted(set(folders) - set(planned) - OTHER_FOLDERS):
        yield Complaint(f"tests/{folder}", "is no room and no other folder of tests")


def mocking(module: Module) -> Iterator[Complaint]:
    """Tests that put something else in the place of our code."""
    if any(name == mock or name.startswith(f"{mock}.") for name in module.imports() for mock in MOCKS):
        yield Complaint(module.place, "mocks: let the real thing answer")
    ours = {name.rsplit(".", 1)[-1] for name in module.imports() if name.startswith("deontos.")}
    for node in module.nodes:
        if not (isinstance(node, ast.Call) and dotted_name(node.func) == "monkeypatch.setattr" and node.args):
            continue
        target = node.args[0]
        is_ours_by_text = isinstance(target, ast.Constant) and str(target.value).startswith("deontos.")
        if is_ours_by_text or dotted_name(target).split(".")[0] in ours:
            yield Complaint(f"{module.place}:{node.lineno}", "replaces our own code: pass what it needs instead")


def test_every_room_has_its_tests() -> None:
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"}
    built = {path.parent.name for path in (ROOT / HOUSE).glob("*/__init__.py")}
    planned = {room.strip("()") for storey in storeys() for room in storey}
    insist("unmirrored", unmirrored(folders, built, planned))


def test_tests_argue_with_the_real_thing() -> None:
    insist("mocking", [wrong for module in modules("tests") for wrong in mocking(module)])


def test_a_room_without_tests_and_a_folder_without_room_are_noticed() -> None:
    assert list(unmirrored({"cases", "house", "attic"}, {"cases", "advice"}, {"cases", "advice", "learning"})) == [
        Complaint("tests/advice", "is not there, though the room is"),
        Complaint("tests/attic", "is no room and no other folder of tests"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "from unittest import mock",
        "from unittest.mock import patch",
        "monkeypatch.setattr('deontos.cases.actions.record', other)",
        "from deontos.cases import actions\nmonkeypatch.setattr(actions, 'record', other)",
        "from deontos.cases.models import Case\nmonkeypatch.setattr(Case.objects, 'create', other)",
    ],
)
def test_a_mock_of_our_own_code_is_noticed(line: str) -> None:
    assert len(list(mocking(Module("tests/cases/test_a.py", line)))) == 1


@pytest.mark.parametrize("line", ["monkeypatch.setenv('DEONTOS_ENV', 'demo')", "monkeypatch.setattr(time, 'sleep', x)"])
def test_a_change_of_the_world_around_is_fine(line: str) -> None:
    assert list(mocking(Module("tests/cases/test_a.py", line))) == []
