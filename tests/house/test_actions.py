"""An action demands before it does anything, and tells the house only after it has written down what happened."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import Module, dotted_name, modules, sample

pytestmark = pytest.mark.row("1.2")

RECORDING = {"record", "record_for_reporter"}


def body_of(function: ast.FunctionDef) -> list[ast.stmt]:
    """The statements of a function without its docstring."""
    return function.body[1:] if ast.get_docstring(function) else function.body


def called_by(statement: ast.stmt) -> str:
    """The name of the function that a statement calls and does nothing else with; empty for another statement."""
    value = statement.value if isinstance(statement, ast.Expr | ast.Return) else None
    return dotted_name(value.func).split(".")[-1] if isinstance(value, ast.Call) else ""


def is_demand(statement: ast.stmt) -> bool:
    """Whether a statement demands a permission, or turns away whoever may not; "if by …" may stand before it."""
    if isinstance(statement, ast.If) and not statement.orelse and len(statement.body) == 1:
        asked = {node.id for node in ast.walk(statement.test) if isinstance(node, ast.Name)}
        return "by" in asked and is_demand(statement.body[0])
    if isinstance(statement, ast.Raise) and isinstance(statement.exc, ast.Call):
        return dotted_name(statement.exc.func).endswith("NotAllowed")
    return called_by(statement) == "demand"


def demands_first(module: Module, function: ast.FunctionDef) -> bool:
    """Whether the first statement demands a permission, or calls a function of this module that does so first."""
    body = body_of(function)
    first = called_by(body[0])
    if is_demand(body[0]):
        return True
    others = {
        each.name: each for each in module.functions() if isinstance(each, ast.FunctionDef) and each is not function
    }
    return first in others and demands_first(module, others[first])


def undemanded(module: Module) -> Iterator[Complaint]:
    """Actions of somebody signed in that do something before they demand a permission."""
    if module.part != "actions":
        return
    for function in module.public_functions():
        parameters = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        annotations = {each.arg: ast.unparse(each.annotation) for each in parameters if each.annotation}
        if annotations.get("by") in {"Actor", "Actor | None"} and not demands_first(module, function):
            yield Complaint(f"{module.place}::{function.name}", "does something before it demands a permission")


def told_too_early(module: Module) -> Iterator[Complaint]:
    """Functions that record something after they announced a fact: a reaction would run before it was written down."""
    if module.part != "actions":
        return
    for function in module.functions():
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        announced = [call.lineno for call in calls if dotted_name(call.func).split(".")[-1] == "announce"]
        recorded = [call.lineno for call in calls if dotted_name(call.func).split(".")[-1] in RECORDING]
        if announced and recorded and max(recorded) > min(announced):
            yield Complaint(f"{module.place}::{function.name}", "announces before it records")


@pytest.mark.parametrize("habit", [undemanded, told_too_early], ids=lambda habit: habit.__name__)
def test_actions_keep_their_order(habit: type) -> None:
    insist(habit.__name__, [wrong for module in modules() for wrong in habit(module)])


@pytest.mark.parametrize(
    "body",
    [
        "case.close()",
        "case.lock(); demand(by, P.CASES, case)",
        "if late: demand(by, P.CASES, case)",
        "if by.person: case.close()",
        "if late: raise NotAllowed(GateCode.NOT_ALLOWED)",
        "if by: raise Closed(Code.CLOSED)",
        "if by is None: case.close()\n    else: demand(by, P.CASES, case)",
        "_write(case)",
        "return close(case, by=by)",
    ],
)
def test_an_action_that_does_not_demand_first_is_noticed(body: str) -> None:
    text = f"""
def close(case, *, by: Actor, at):
    '''Close.'''
    {body}
def _say(case): demand(by, P.CASES, case)
def _write(case): case.save()
"""
    assert len(list(undemanded(sample("cases/actions.py", text)))) == 1
    assert list(undemanded(sample("cases/queries.py", text))) == []


@pytest.mark.parametrize(
    "body",
    [
        "demand(by, P.CASES, case); case.close()",
        "_say(case)",
        "return _say(case)",
        "_say(case); case.close()",
        "\n    if by and by.person != person.id: raise NotAllowed(GateCode.NOT_ALLOWED)\n    case.close()",
        "\n    if by.person != person.id: demand(by, P.CASES, case)\n    case.close()",
        "\n    if by is not None: demand(by, P.CASES, case)\n    case.close()",
    ],
)
def test_an_action_that_demands_first_is_fine(body: str) -> None:
    text = f"def close(case, *, by: Actor, at): {body}\ndef _say(case): gate.demand(by, P.CASES, case); case.save()"
    assert list(undemanded(sample("cases/actions.py", text))) == []


def test_the_act_of_a_reporter_has_nothing_to_demand() -> None:
    assert list(undemanded(sample("speakup/actions.py", "def send(draft, *, on): draft.seal()"))) == []


def test_an_action_that_announces_before_it_records_is_noticed() -> None:
    early = "def close(case):\n    announce(Closed())\n    record(case)"
    late = "def close(case):\n    record(case)\n    announce(Closed())"
    assert len(list(told_too_early(sample("cases/actions.py", early)))) == 1
    assert list(told_too_early(sample("cases/actions.py", late))) == []
