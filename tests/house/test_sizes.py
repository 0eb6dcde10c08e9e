"""Nothing grows past its hard stop: modules, functions, views, templates, test modules."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import Module, is_view, modules, sample, templates

pytestmark = pytest.mark.row("1.2")

MODULE, FUNCTION, VIEW, TEMPLATE, TEST_MODULE = 400, 40, 25, 150, 500


def lines(text: str) -> int:
    """How many lines a file has."""
    return len(text.splitlines())


def function_stop(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How long this function may be, in lines."""
    return VIEW if is_view(module, function) else FUNCTION


def too_long(module: Module) -> Iterator[Complaint]:
    """The module and the functions in it that pass their stop."""
    if lines(module.text) > MODULE:
        yield Complaint(module.place, f"{lines(module.text)} lines, the stop is {MODULE}")
    for function in module.functions():
        length, stop = (function.end_lineno or function.lineno) - function.lineno + 1, function_stop(module, function)
        if length > stop:
            yield Complaint(f"{module.place}::{function.name}", f"{length} lines, the stop is {stop}")


def long_text(place: str, text: str, stop: int) -> list[Complaint]:
    """A file that passes its stop, in lines."""
    return [Complaint(place, f"{lines(text)} lines, the stop is {stop}")] if lines(text) > stop else []


def test_modules_functions_and_views_stay_short() -> None:
    every = [*modules(), *modules("tools")]
    insist("sizes", [wrong for module in every for wrong in too_long(module)])


def test_templates_stay_short() -> None:
    found = [wrong for place, text in templates() for wrong in long_text(place, text, TEMPLATE)]
    insist("template_sizes", found)


def test_test_modules_stay_short() -> None:
    found = [wrong for module in modules("tests") for wrong in long_text(module.place, module.text, TEST_MODULE)]
    insist("test_sizes", found)


@pytest.mark.parametrize(
    ("place", "head", "stop"),
    [
        ("cases/web/views.py", "def case_detail(request):", VIEW),
        ("cases/web/views/detail.py", "def case_detail(request, case):", VIEW),
        ("sites/letterbox/views.py", "async def report_form(request):", VIEW),
        ("cases/web/views.py", "def sentence(case):", FUNCTION),
        ("cases/actions.py", "def acknowledge(request):", FUNCTION),
        ("sites/letterbox/public.py", "@door(open_to=Entrant.ANYBODY)\ndef public_page(request):", VIEW),
        ("cases/web/views.py", "def reader_at(request) -> Reader:", FUNCTION),
    ],
)
def test_a_function_one_line_past_its_stop_is_noticed(place: str, head: str, stop: int) -> None:
    body = "\n    pass" * (stop - 1)
    name = head.split("def ")[1].split("(")[0]
    assert list(too_long(sample(place, head + body))) == []
    assert list(too_long(sample(place, head + body + "\n    pass"))) == [
        Complaint(f"src/deontos/{place}::{name}", f"{stop + 1} lines, the stop is {stop}")
    ]


def test_a_method_is_a_function_too() -> None:
    assert len(list(too_long(sample("cases/rules.py", "class A:\n  def f(self):" + "\n    pass" * FUNCTION)))) == 1


def test_a_module_one_line_past_its_stop_is_noticed() -> None:
    assert list(too_long(sample("cases/rules.py", "\n" * MODULE))) == []
    assert list(too_long(sample("cases/rules.py", "\n" * (MODULE + 1)))) == [
        Complaint("src/deontos/cases/rules.py", "401 lines, the stop is 400")
    ]


def test_a_file_one_line_past_its_stop_is_noticed() -> None:
    assert long_text("a.html", "<p>\n" * 150, TEMPLATE) == []
    assert long_text("a.html", "<p>\n" * 151, TEMPLATE) == [Complaint("a.html", "151 lines, the stop is 150")]
