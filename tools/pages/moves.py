"""The page that draws every table of moves, with the ground of each move."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import deontos
from deontos.kernel.transitions import Table


def page() -> str:
    """One section a table: the diagram, then verb, states and ground."""
    lines = ["# What can happen to what", "", "Each table stands in the `rules.py` of its room.", ""]
    for room, table in tables():
        lines += [f"## {table.name} ({room})", "", "```mermaid", table.diagram().rstrip(), "```", ""]
        lines += ["| Verb | From | To | Ground |", "|---|---|---|---|"]
        for move in table.moves:
            lines.append(f"| {move.verb} | {', '.join(move.from_)} | {move.to} | {move.because} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def tables() -> Iterator[tuple[str, Table[Any, Any]]]:
    """Every table of moves of every room, rooms in the order of the alphabet."""
    for room in sorted(module.name for module in pkgutil.iter_modules(deontos.__path__) if module.ispkg):
        package = importlib.import_module(f"deontos.{room}")
        if "rules" in {module.name for module in pkgutil.iter_modules(package.__path__)}:
            rules = importlib.import_module(f"deontos.{room}.rules")
            yield from ((room, value) for value in vars(rules).values() if isinstance(value, Table))
