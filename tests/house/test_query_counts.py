"""Every list is cut into pages by one that a test counts the queries of: the same number for one row and for three.

The tests stand in `query_counts.toml`, by the function that cuts the pages.
"""

import ast
import tomllib
from pathlib import Path

import pytest

from tests.house.plan import ROOT, Module, dotted_name, modules, sample

pytestmark = pytest.mark.row("4.17")

REGISTER = Path(__file__).with_name("query_counts.toml")
PAGING = ("Paginator", "page_here")
COUNTING = {"CaptureQueriesContext", "django_assert_num_queries", "assertNumQueries"}


def register() -> dict[str, dict[str, list[str]]]:
    """The lists with their tests, and what pages something that is no table."""
    found: dict[str, dict[str, list[str]]] = tomllib.loads(REGISTER.read_text("utf-8"))
    return found


def paginators(module: Module) -> set[str]:
    """The names of the classes by which a module cuts lists: Django's own, and those made of it there."""
    made = {each.name for each in module.classes() if {dotted_name(base) for base in each.bases} & set(PAGING)}
    return {*PAGING, *made}


def paging_functions(module: Module) -> set[str]:
    """The functions of a module that cut a list into pages, by their dotted names."""
    names = paginators(module)
    return {
        f"{module.dotted}.{function.name}"
        for function in module.functions()
        if any(
            isinstance(node, ast.Call) and dotted_name(node.func).split(".")[-1] in names for node in ast.walk(function)
        )
    }


def why_not_counted(source: str, name: str) -> str:
    """What a test lacks that is to count queries with one row and with more, against a number; empty when nothing."""
    function = next(
        (each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.FunctionDef) and each.name == name), None
    )
    if function is None:
        return "is not there"
    nodes = list(ast.walk(function))
    if not COUNTING & {node.id for node in nodes if isinstance(node, ast.Name)} | (
        COUNTING & {each.arg for each in function.args.args}
    ):
        return "counts no queries"
    if not any(isinstance(node, ast.For) for node in nodes):
        return "makes no rows in a loop"
    return "" if has_number(source, nodes) else "names no number"


def has_number(source: str, nodes: list[ast.AST]) -> bool:
    """Whether a number stands in the function, or the name of a constant that is made of some."""
    constants = {
        target.id
        for each in ast.parse(source).body
        if isinstance(each, ast.Assign) and any(isinstance(node, ast.Constant) for node in ast.walk(each.value))
        for named in each.targets
        for target in ast.walk(named)
        if isinstance(target, ast.Name)
    }
    numbers = [node for node in nodes if isinstance(node, ast.Constant) and type(node.value) is int]
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    return bool(numbers) or bool(named & constants)


def test_every_list_stands_in_the_register_and_nothing_else_does() -> None:
    found = set[str]().union(*(paging_functions(module) for module in modules() if module.parts))
    known = register()
    assert found == {*known["lists"], *known["no_table"]}
    assert set(known["lists"]) & set(known["no_table"]) == set()


def test_what_is_no_table_has_a_reason_in_words() -> None:
    assert [name for name, reason in register()["no_table"].items() if len(str(reason).split()) < 4] == []


@pytest.mark.parametrize("test", sorted({test for tests in register()["lists"].values() for test in tests}))
def test_every_list_is_counted(test: str) -> None:
    path, _, name = test.partition("::")
    assert why_not_counted((ROOT / path).read_text("utf-8"), name) == ""


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (
            "def test_a(django_assert_num_queries):\n for _ in 1, 2: make()\n with django_assert_num_queries(7): a()",
            "",
        ),
        (
            "N = 7\ndef test_a():\n for _ in a: make()\n with CaptureQueriesContext() as b: c()\n assert len(b) == N",
            "",
        ),
        ("def test_b(): look()", "is not there"),
        ("def test_a():\n for each in 1, 2: make()\n assert look() == 7", "counts no queries"),
        ("def test_a():\n make()\n with assertNumQueries(7): look()", "makes no rows in a loop"),
        ("def test_a():\n for each in a: make()\n with assertNumQueries(number): look()", "names no number"),
    ],
)
def test_a_test_that_does_not_count_is_noticed(body: str, wrong: str) -> None:
    assert why_not_counted(body, "test_a") == wrong


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def rows(): return Paginator(a, 5)", {"rows"}),
        ("def rows(): return paginator.Paginator(a, 5)", {"rows"}),
        ("class Own(Paginator): pass\ndef rows(): return Own(a, 5)", {"rows"}),
        ("def rows(): return page_here(request, a)\ndef other(): return rows()", {"rows"}),
        ("def rows(): return a[:5]", set()),
    ],
)
def test_a_list_is_found_by_what_cuts_it(text: str, found: set[str]) -> None:
    module = sample("cases/web/late.py", text)
    assert paging_functions(module) == {f"deontos.cases.web.late.{each}" for each in found}
