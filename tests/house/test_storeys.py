"""A room looks down, never up and never sideways; some rooms may be seen by few; facts go up through one file."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from importlinter import configuration
from importlinter.application.use_cases import lint_imports

from tests.house.complaints import Complaint, insist
from tests.house.plan import HOUSE, ROOT, STOREYS, Module, modules, sample, storeys

pytestmark = pytest.mark.row("1.2")

RESERVED = {
    "deontos.vault.opening": {"keyring", "vault"},
    "deontos.speakup": {"speakup", "cases", "advice", "sites"},
    "django.contrib.admin": set(),
}
CRYPTOGRAPHY = {"nacl", "cryptography", "hashlib", "hmac", "secrets", "ssl", "Crypto", "jwt"}
PURE_PARTS = {"rules", "vocabulary"}
PURE_ROOMS = {"kernel", "vault", "redaction"}
WIRING = str(HOUSE / "sites/wiring.py")


def holds(contracts: Path) -> bool:
    """Whether every contract of a file holds; what is broken is printed.

    Not by the command's own function: that one switches off every logger of the process that runs it.
    """
    configuration.configure()
    return lint_imports(config_filename=str(contracts), cache_dir=None, no_logo=True)


def reserved(module: Module) -> list[Complaint]:
    """Imports of what only certain rooms may see."""
    return [
        Complaint(module.place, f"may not import {guarded}")
        for guarded, allowed in RESERVED.items()
        if module.room not in allowed
        and any(name == guarded or name.startswith(f"{guarded}.") for name in module.imports())
    ]


def cryptographic(module: Module) -> list[Complaint]:
    """Imports of a cryptographic library outside the vault."""
    if module.room == "vault":
        return []
    found = {name.split(".")[0] for name in module.imports()} & CRYPTOGRAPHY
    return [Complaint(module.place, f"imports {name}: cryptography stays in the vault") for name in sorted(found)]


def impure(module: Module) -> list[Complaint]:
    """Imports of Django where plain Python is promised."""
    if module.room not in PURE_ROOMS and module.part not in PURE_PARTS:
        return []
    found = {name for name in module.imports() if name.split(".")[0] == "django"}
    return [Complaint(module.place, f"imports {name}: this is plain Python") for name in sorted(found)]


def wired_elsewhere(module: Module) -> list[Complaint]:
    """Reactions registered anywhere but in the one file that is read top to bottom."""
    if module.place == WIRING or "deontos.kernel.events.when" not in module.imports():
        return []
    return [Complaint(module.place, "registers a reaction: that is said in sites/wiring.py")]


def misplaced_brackets(plan: Iterable[Iterable[str]], built: set[str]) -> list[Complaint]:
    """Rooms in brackets that are built, and rooms without brackets that are not."""
    rooms = [room for storey in plan for room in storey]
    return [
        Complaint(room.strip("()"), "is built: take away its brackets" if room[0] == "(" else "is not built")
        for room in rooms
        if (room[0] == "(") is (room.strip("()") in built)
    ]


def test_the_storeys_hold() -> None:
    assert holds(STOREYS)


def test_brackets_stand_round_what_is_not_built() -> None:
    built = {path.parent.name for path in (ROOT / HOUSE).glob("*/__init__.py")}
    insist("brackets", misplaced_brackets(storeys(), built))


@pytest.mark.row("1.4")
def test_only_the_vault_knows_cryptography() -> None:
    insist("cryptography", [wrong for module in modules() for wrong in cryptographic(module)])


@pytest.mark.parametrize("habit", [reserved, impure, wired_elsewhere], ids=lambda habit: habit.__name__)
def test_every_module_looks_where_it_may(habit: type) -> None:
    insist(habit.__name__, [wrong for module in modules() for wrong in habit(module)])


BAD_HOUSES = {
    "up": {"low/__init__.py": "import house.high", "high/__init__.py": ""},
    "sideways": {"low/__init__.py": "", "high/__init__.py": "", "side/__init__.py": "def f():\n    import house.high"},
    "unplanned": {"low/__init__.py": "", "high/__init__.py": "", "attic/__init__.py": ""},
    "circle": {
        "low/__init__.py": "",
        "low/a.py": "import house.low.b",
        "low/b.py": "import house.low.a",
        "high.py": "",
    },
}
GOOD_HOUSE = {"low/__init__.py": "", "high/__init__.py": "import house.low"}


def lint(folder: Path, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Build a small house with the contracts of ours and lint it."""
    contracts = STOREYS.read_text("utf-8").split("[importlinter:contract:pure]")[0].replace("deontos", folder.name)
    layers = "\n".join(" | ".join(rooms) for rooms in storeys()).replace("\n", "\n    ")
    contracts = contracts.replace(layers, "high | (side)\n    low")
    for name, text in {"__init__.py": "", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("house", folder.name))
    (folder / "contracts").write_text(contracts)
    monkeypatch.syspath_prepend(folder.parent)
    return holds(folder / "contracts")


@pytest.mark.parametrize("fault", BAD_HOUSES)
def test_a_house_that_is_not_built_to_plan_is_noticed(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not lint(tmp_path / f"house_{fault}", BAD_HOUSES[fault], monkeypatch)


def test_a_house_that_is_built_to_plan_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lint(tmp_path / "house_good", GOOD_HOUSE, monkeypatch)


def test_reserved_rooms_are_noticed_in_every_form_of_import() -> None:
    forms = ("import deontos.vault.opening", "from deontos.vault import opening", "from deontos.vault.opening import x")
    for form in forms:
        assert reserved(sample("cases/actions.py", form)) == [
            Complaint("src/deontos/cases/actions.py", "may not import deontos.vault.opening")
        ]
        assert reserved(sample("keyring/actions.py", form)) == []
    assert len(reserved(sample("notices/jobs.py", "from deontos.speakup.models import Disclosure"))) == 1
    assert reserved(sample("cases/actions.py", "from deontos.speakup.models import Disclosure")) == []


def test_cryptography_outside_the_vault_is_noticed() -> None:
    for line in ("import hashlib", "from nacl.bindings import sodium_init", "def f():\n    import secrets"):
        assert len(cryptographic(sample("audit/rules.py", line))) == 1
        assert cryptographic(sample("vault/digests.py", line)) == []


def test_django_in_plain_python_is_noticed() -> None:
    line = "from django.utils.translation import gettext"
    for place in ("kernel/clock.py", "vault/keys.py", "cases/rules.py", "cases/vocabulary.py", "cases/rules/moves.py"):
        assert len(impure(sample(place, line))) == 1
    assert impure(sample("cases/phrases.py", line)) == []


def test_a_reaction_outside_the_wiring_is_noticed() -> None:
    line = "from deontos.kernel.events import announce, when"
    assert len(wired_elsewhere(sample("cases/actions.py", line))) == 1
    assert wired_elsewhere(sample("sites/wiring.py", line)) == []


def test_misplaced_brackets_are_noticed() -> None:
    plan = storeys("[importlinter:contract:storeys]\nlayers =\n    high | (side)\n    (low)\n    cellar\n")
    assert plan == (("high", "(side)"), ("(low)",), ("cellar",))
    assert misplaced_brackets(plan, {"high", "low"}) == [
        Complaint("low", "is built: take away its brackets"),
        Complaint("cellar", "is not built"),
    ]
