"""The plan of the house as its tests read it: rooms, storeys, and every source file parsed once."""

import ast
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent.parent
HOUSE = PurePosixPath("src/deontos")
STOREYS = ROOT / ".importlinter"


@dataclass(frozen=True)
class Module:
    """One Python file: where it stands (from the root of the checkout) and what it says."""

    place: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The module, parsed."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the module."""
        return tuple(ast.walk(self.tree))

    @property
    def parts(self) -> tuple[str, ...]:
        """The place inside the house without suffix: ``("cases", "web", "views")``; empty outside the house."""
        path = PurePosixPath(self.place)
        return path.relative_to(HOUSE).with_suffix("").parts if path.is_relative_to(HOUSE) else ()

    @property
    def room(self) -> str:
        """The room the module stands in; empty for the house itself and outside it."""
        return self.parts[0] if len(self.parts) > 1 else ""

    @property
    def part(self) -> str:
        """Which part of its room the module is: ``rules``, ``models``, ``web``…; a package counts as its name."""
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def dotted(self) -> str:
        """The name by which it is imported."""
        return ".".join(("deontos", *self.parts)).removesuffix(".__init__")

    def imports(self) -> Iterator[str]:
        """Every dotted name that is imported, anywhere in the file; ``from a import b`` gives ``a.b``."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, at any depth."""
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def public_functions(self) -> Iterator[ast.FunctionDef]:
        """The functions at the top of the module whose names do not begin with an underscore."""
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield node

    def classes(self) -> Iterator[ast.ClassDef]:
        """Every class, at any depth."""
        for node in self.nodes:
            if isinstance(node, ast.ClassDef):
                yield node


def sample(place: str, text: str) -> Module:
    """A module that exists only in a test, at a place inside the house: ``cases/rules.py``."""
    return Module(str(HOUSE / place), text)


@cache
def modules(folder: str = str(HOUSE)) -> tuple[Module, ...]:
    """Every Python file under a folder of the checkout, migrations left out: Django writes those."""
    found = sorted((ROOT / folder).rglob("*.py"))
    return tuple(
        Module(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
        for path in found
        if "migrations" not in path.parts
    )


@cache
def templates() -> tuple[tuple[str, str], ...]:
    """Every template of the house: its place and its text."""
    found = sorted(path for path in (ROOT / HOUSE).rglob("templates/**/*") if path.is_file())
    return tuple((path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in found)


def storeys(text: str | None = None) -> tuple[tuple[str, ...], ...]:
    """The storeys from the roof down, each with its rooms; brackets of rooms not yet built are kept."""
    plan = ConfigParser()
    plan.read_string(STOREYS.read_text("utf-8") if text is None else text)
    lines = plan["importlinter:contract:storeys"]["layers"].split("\n")
    return tuple(tuple(room.strip() for room in line.split("|")) for line in lines if line.strip())


def storey_of(room: str) -> int:
    """How high a room stands: 0 is the lowest storey. Raises ``KeyError`` for a room that is not in the plan."""
    heights = {room.strip("()"): height for height, rooms in enumerate(reversed(storeys())) for room in rooms}
    return heights[room]


def is_view(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function answers requests: it has a door, or takes the request in a module of views and answers."""
    decorators = [each.func for each in function.decorator_list if isinstance(each, ast.Call)]
    if "door" in map(dotted_name, decorators):
        return True
    first = [*function.args.posonlyargs, *function.args.args][:1]
    answers = ast.unparse(function.returns) if function.returns else "HttpResponse"
    return "views" in module.parts and [each.arg for each in first] == ["request"] and "Response" in answers


def dotted_name(node: ast.AST) -> str:
    """``a.b.c`` for a name or a chain of attributes; what stands before something else is left out: ``.c``."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted_name(node.value)}.{node.attr}"
    return ""
