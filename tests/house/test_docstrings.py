"""Every module says what it is for, every row what it is, every rule its ground, every action what it does besides."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import Module, dotted_name, modules, sample

pytestmark = pytest.mark.row("1.2")

GROUND = re.compile(
    r"house rule|directive|decree|policy|charter|law\.md|security\.md|GDPR|ISO \d|\bart\.|\bact of\b"
    r"|\bR-\d{3}\.\d+|\bT\d{1,2}\b|\bNIST\b|\bRFC \d+|\bASVS\b",
    re.IGNORECASE,
)
EXPLAINED_ROOMS = {"kernel", "vault", "redaction"}
REFUSING, RECORDING, NOTIFYING = {"demand"}, {"record", "record_for_reporter"}, "deontos.notices.actions."


def silent_module(module: Module) -> list[Complaint]:
    """A module that does not say what it is for."""
    return [] if ast.get_docstring(module.tree) else [Complaint(module.place, "does not say what it is for")]


def models_in(module: Module) -> Iterator[ast.ClassDef]:
    """The classes that are rows of a table."""
    if module.part == "models":
        yield from (each for each in module.classes() if any(dotted_name(b) == "models.Model" for b in each.bases))


def silent_model(module: Module) -> Iterator[Complaint]:
    """A table that does not say, in a whole sentence, what one row is."""
    for model in models_in(module):
        sentence = (ast.get_docstring(model) or "").strip()
        if len(sentence.split()) < 4 or not sentence.endswith("."):
            yield Complaint(f"{module.place}::{model.name}", "does not say in a sentence what one row is")


def groundless_rule(module: Module) -> Iterator[Complaint]:
    """A rule that does not say what it rests on; "house rule" will do, and so will one Ground: for the whole module."""
    if module.part == "rules" and "Ground:" not in (ast.get_docstring(module.tree) or ""):
        for function in module.public_functions():
            if not GROUND.search(ast.get_docstring(function) or ""):
                yield Complaint(f"{module.place}::{function.name}", "names no ground, not even a house rule")


def silent_function(module: Module) -> Iterator[Complaint]:
    """A public function or class of the lowest storey that explains nothing."""
    if module.room in EXPLAINED_ROOMS:
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_" and not ast.get_docstring(node):
                yield Complaint(f"{module.place}::{node.name}", "has no docstring")


def aftermath(module: Module, function: ast.FunctionDef) -> Iterator[str]:
    """The words that the docstring of an action must hold, judged by what its body does itself.

    Every action says what it records, if only that it records nothing and why; a module may say that once for all.
    """
    if "Records nothing" not in (ast.get_docstring(module.tree) or ""):
        yield "Records"
    letters = {name.removeprefix(NOTIFYING) for name in module.imports() if name.startswith(NOTIFYING)}
    for node in ast.walk(function):
        name = dotted_name(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""
        if name in REFUSING or (isinstance(node, ast.Raise) and node.exc):
            yield "Refuses"
        if name in letters:
            yield "Notifies"
        if name in RECORDING and isinstance(node, ast.Call):
            facts = (argument for argument in node.args if isinstance(argument, ast.Constant))
            yield from (fact.value for fact in facts if isinstance(fact.value, str))


def silent_action(module: Module) -> Iterator[Complaint]:
    """An action that does not say what it refuses, which fact it records, or whom it notifies."""
    if module.part != "actions" or module.room == "audit":
        return
    for function in module.public_functions():
        said = ast.get_docstring(function) or ""
        missing = [word for word in dict.fromkeys(aftermath(module, function)) if word not in said]
        if missing:
            yield Complaint(f"{module.place}::{function.name}", f"does not say: {', '.join(missing)}")


def test_every_module_says_what_it_is_for() -> None:
    every = [*modules(), *modules("tools"), *modules("tests")]
    named = [module for module in every if module.room or not module.place.endswith("__init__.py") or module.parts]
    insist("silent_module", [wrong for module in named for wrong in silent_module(module)])


@pytest.mark.parametrize(
    "habit", [silent_model, groundless_rule, silent_function, silent_action], ids=lambda habit: habit.__name__
)
def test_everything_explains_itself(habit: type) -> None:
    insist(habit.__name__, [wrong for module in modules() for wrong in habit(module)])


def test_a_module_without_docstring_is_noticed() -> None:
    assert len(silent_module(sample("cases/rules.py", "import re"))) == 1
    assert silent_module(sample("cases/rules.py", '"""Rules."""')) == []


@pytest.mark.parametrize(
    ("docstring", "count"), [('"""A case that somebody handles."""', 0), ('"""Case."""', 1), ("pass", 1)]
)
def test_a_table_that_does_not_say_what_a_row_is_is_noticed(docstring: str, count: int) -> None:
    text = f"class CaseFile(models.Model):\n    {docstring}\n    class Meta:\n        pass"
    assert len(list(silent_model(sample("cases/models.py", text)))) == count


@pytest.mark.parametrize(
    ("docstring", "count"),
    [
        ("Fourteen days. Ground: integrity policy, R-000.65.", 0),
        ("Seven days (Directive 2019/1937 art. 9(1)(b)).", 0),
        ("Two signatures: house rule.", 0),
        ("Fourteen days.", 1),
        ("", 1),
    ],
)
def test_a_rule_without_ground_is_noticed(docstring: str, count: int) -> None:
    text = f'def term(case):\n    """{docstring}"""'
    assert len(list(groundless_rule(sample("cases/rules.py", text)))) == count
    assert list(groundless_rule(sample("cases/queries.py", text))) == []


def test_a_silent_function_of_the_lowest_storey_is_noticed() -> None:
    text = "def now(): ...\ndef _then(): ...\nclass Clock: ..."
    assert [wrong.place.split("::")[1] for wrong in silent_function(sample("kernel/clock.py", text))] == [
        "now",
        "Clock",
    ]
    assert list(silent_function(sample("ui/dates.py", text))) == []


def test_one_ground_may_stand_above_all_rules_of_a_module() -> None:
    text = '"""How rows are sealed. {}"""\ndef seal_of(row):\n    """A seal."""'
    assert list(groundless_rule(sample("audit/rules.py", text.format("Ground: ASVS 5.0, 16.4.2.")))) == []
    assert len(list(groundless_rule(sample("audit/rules.py", text.format("As policy says."))))) == 1


BODIES = {
    "Records": "case.close()",
    "Refuses": "demand(by, P.CASES, case)",
    "case.closed": "record(case.organisation_id, 'case.closed', by=by, at=at)",
    "Notifies": "outbox.write(case)",
}


@pytest.mark.parametrize("word", BODIES)
def test_an_action_that_leaves_something_unsaid_is_noticed(word: str) -> None:
    said = "Close a case. Refuses: strangers. Records: case.closed. Notifies: the reporter."
    text = 'from deontos.notices.actions import write\ndef close(case, *, by, at):\n    """{}"""\n    {}'
    place = "src/deontos/cases/actions.py::close"
    assert list(silent_action(sample("cases/actions.py", text.format(said, BODIES[word])))) == []
    unsaid = text.format(said.replace(word, "And"), BODIES[word])
    assert list(silent_action(sample("cases/actions.py", unsaid))) == [Complaint(place, f"does not say: {word}")]


def test_a_module_may_say_once_that_it_records_nothing() -> None:
    text = '"""Drafts. Records nothing: {}."""\ndef save(draft, *, on):\n    """Save."""\n    {}'
    body = "record(organisation, 'draft.saved')"
    assert list(silent_action(sample("cases/actions.py", text.format("nobody sent them", "draft.save()")))) == []
    assert len(list(silent_action(sample("cases/actions.py", text.format("nobody sent them", body))))) == 1


def test_an_action_that_raises_says_what_it_refuses() -> None:
    text = 'def close(case):\n    """Close. Records nothing: a trial."""\n    raise Closed(Code.CLOSED)'
    assert len(list(silent_action(sample("cases/actions.py", text)))) == 1
