"""The page for watching names every warning and error that the product logs, word for word, and no other."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import ROOT, Module, dotted_name, modules, sample

pytestmark = pytest.mark.row("4.18")

PAGE = ROOT / "docs/watching.md"
LEVELS = {"warning": "WARNING", "error": "ERROR", "exception": "ERROR", "critical": "CRITICAL", "fatal": "CRITICAL"}
ROW = re.compile(r"^\| (WARNING|ERROR|CRITICAL) \| `([^`]+)` \|", re.M)
SAID_BEFORE = re.compile(r"%(?:\(\w+\))?[-+#0]*\d*(?:\.\d+)?[a-zA-Z]|\{[^{}]*\}")

Said = tuple[str, str]


def as_told(template: str) -> str:
    """The first line of a sentence as the page has it: what varies is three dots."""
    first = template.split("\n", 1)[0]
    return SAID_BEFORE.sub("…", first.replace("%%", "\0")).replace("\0", "%")


@cache
def namespace(dotted: str) -> Mapping[str, object]:
    """What stands at the top of a module of ours."""
    return vars(import_module(dotted))


def sentences(node: ast.expr, known: Mapping[str, object]) -> list[str] | None:
    """What a first argument may say: a literal, a name at the top of the module, a table there; else None."""
    value: object = None
    if isinstance(node, ast.Constant):
        value = node.value
    elif isinstance(node, ast.JoinedStr):
        value = "".join(str(part.value) if isinstance(part, ast.Constant) else "%s" for part in node.values)
    elif isinstance(node, ast.Name):
        value = known.get(node.id)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        value = known.get(node.value.id)
    if isinstance(value, Mapping):
        return [each for each in value.values() if isinstance(each, str)]
    return [value] if isinstance(value, str) else None


def with_ends(call: ast.Call, found: list[str], known: Mapping[str, object]) -> list[str]:
    """The same with the words that stand at the top of a module put in: `"…: %s", OLDER_SECRETS`."""
    ends = [known.get(each.id) if isinstance(each, ast.Name) else None for each in call.args[1:]]
    if not any(isinstance(end, str) for end in ends):
        return found
    places = tuple(end if isinstance(end, str) else "%s" for end in ends)
    return [text % places for text in found]


def calls(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """Each call that writes a warning or an error, by its level."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS:
            receiver = dotted_name(node.func.value).rpartition(".")[2]
            if receiver in {"logger", "log", "logging", "error_log"} and node.args:
                yield LEVELS[node.func.attr], node


def said(module: Module, known: Mapping[str, object]) -> Iterator[Said | Complaint]:
    """Every sentence of a module with its level; a complaint where nobody can tell what it says."""
    handed_on = {
        argument.arg for function in module.functions() for argument in function.args.args if argument.arg == "msg"
    }
    for level, call in calls(module):
        first = call.args[0]
        if isinstance(first, ast.Name) and first.id in handed_on:
            yield from ((level, as_told(text)) for text in replaced(module, first.id))
            continue
        found = sentences(first, known)
        if found is None:
            yield Complaint(f"{module.place}:{call.lineno}", "logs a sentence that is no literal of this module")
        else:
            yield from ((level, as_told(text)) for text in with_ends(call, found, known))


def replaced(module: Module, name: str) -> Iterator[str]:
    """The literals that a function puts in place of a sentence that is handed on."""
    for node in module.nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
            targets = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else []
            for target, value in zip(targets, node.value.elts, strict=False):
                if isinstance(target, ast.Name) and target.id == name and isinstance(value, ast.Constant):
                    yield str(value.value)


def test_every_warning_and_error_stands_on_the_page_and_no_other() -> None:
    every = [found for module in modules() if list(calls(module)) for found in said(module, namespace(module.dotted))]
    untold = [found for found in every if isinstance(found, Complaint)]
    insist("watching", untold)
    logged = {found for found in every if not isinstance(found, Complaint)}
    told = ROW.findall(PAGE.read_text("utf-8"))
    assert len(logged) > 10
    assert sorted(told) == sorted(set(told))
    assert set(told) == logged, "write each sentence that is logged into the table of docs/watching.md"


def test_a_sentence_is_read_in_each_form() -> None:
    module = sample(
        "jobs/a.py",
        'logger.warning("So many: %d of %(all)s.", n)\nlogger.error(f"Gone: {kind}")\nlogger.error(WORDS)\n'
        'logger.exception("Kept: %s", WORDS)\nself.error_log.warning(TABLE[mark], 90)\nlogger.info("quiet")\n'
        'messages.error("a page")\nlogger.error(words(x))\n',
    )
    known = {"WORDS": "restart it", "TABLE": {1: "%d %% full", 2: "%d %% fuller"}}
    assert [found for found in said(module, known) if not isinstance(found, Complaint)] == [
        ("WARNING", "So many: … of …."),
        ("ERROR", "Gone: …"),
        ("ERROR", "restart it"),
        ("ERROR", "Kept: restart it"),
        ("WARNING", "… % full"),
        ("WARNING", "… % fuller"),
    ]
    assert [found for found in said(module, known) if isinstance(found, Complaint)] == [
        Complaint("src/deontos/jobs/a.py:8", "logs a sentence that is no literal of this module")
    ]
