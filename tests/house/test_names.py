"""Things have the names of the glossary and the plan: modules, actions, queries, facts, views; never ``report``."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import Module, dotted_name, is_view, modules, sample, templates

pytestmark = pytest.mark.row("1.2")

EXTRA = 2  # the arguments of path() before those that it hands to the view
FORBIDDEN_MODULES = {
    *("utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "managers"),
    *("handler", "handlers", "processor", "processors", "data", "info", "core"),
}
NOT_IMPERATIVE = re.compile(r"(do|process|handle|perform|run|execute)_")
NOT_A_NOUN = re.compile(r"(get|fetch|find|list|load|retrieve|select)_")
# Past tense that does not end in -ed. The plan itself names one fact in the present: ThemeRecurs.
IRREGULAR = re.compile(
    r"Began|Begun|Broke|Broken|Brought|Came|Chose|Chosen|Done|Drawn|Drew|Fell|Found|Gave|Given|Gone|Held"
    r"|Kept|Left|Lost|Made|Met|Put|Read|Recurs|Rose|Said|Saw|Seen|Sent|Set|Showed|Shown|Shut|Split|Spoke"
    r"|Spoken|Stood|Taken|Told|Took|Went|Withdrawn|Withdrew|Woke|Woken|Written|Wrote"
)


def forbidden_name(module: Module) -> Iterator[Complaint]:
    """A module or package whose name says nothing about what is in it."""
    for name in module.parts[1:]:
        if name in FORBIDDEN_MODULES:
            yield Complaint(module.place, f"a module may not be called {name}")


def identifiers(module: Module) -> Iterator[str]:
    """Every name that the module gives to something."""
    yield from module.parts
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname


def bare_report(module: Module) -> list[Complaint]:
    """The word that means three things here, used as an identifier."""
    bare = {name for name in identifiers(module) if name.strip("_").lower() in {"report", "reports"}}
    return [Complaint(module.place, f"{name}: say disclosure, moral_report or year_sheet") for name in sorted(bare)]


def keywords_of(function: ast.FunctionDef) -> set[str]:
    """The names of the parameters that must be given by name."""
    return {parameter.arg for parameter in function.args.kwonlyargs}


def misnamed_action(module: Module) -> Iterator[Complaint]:
    """Actions that are no bare imperative, or that take actor and moment in another way than all others."""
    if module.part != "actions":
        return
    for function in module.public_functions():
        place = f"{module.place}::{function.name}"
        if NOT_IMPERATIVE.match(function.name):
            yield Complaint(place, "an action is a bare imperative")
        positional = {parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)}
        if positional & {"by", "at", "on"}:
            yield Complaint(place, "by, at and on are given by name")
        docstrings = (ast.get_docstring(function), ast.get_docstring(module.tree))
        is_unrecorded = any("Records nothing" in docstring for docstring in docstrings if docstring)
        if not {"at", "on"} & keywords_of(function) and not is_unrecorded and not is_reaction(module, function):
            yield Complaint(place, "is not told the moment (at=) or the day (on=)")
        if {"at", "on"} <= keywords_of(function):
            yield Complaint(place, "takes a moment and a date: a reporter's action takes on=, any other at=")


def is_reaction(module: Module, function: ast.FunctionDef) -> bool:
    """Whether the function's only parameter is a fact, which says itself when it happened."""
    facts = {name.rsplit(".", 1)[-1] for name in module.imports() if ".events." in name}
    parameters = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    annotations = [dotted_name(each.annotation) for each in parameters if each.annotation]
    return len(parameters) == 1 and set(annotations) <= facts and bool(annotations)


def misnamed_query(module: Module) -> Iterator[Complaint]:
    """Queries that are verbs."""
    if module.part == "queries":
        for function in module.public_functions():
            if NOT_A_NOUN.match(function.name):
                yield Complaint(f"{module.place}::{function.name}", "a query is a noun that finishes a sentence")


def misnamed_fact(module: Module) -> Iterator[Complaint]:
    """Facts that are not in the past tense."""
    if module.part != "events" or module.room == "kernel":
        return
    for fact in module.classes():
        words = re.findall(r"[A-Z][a-z]*", fact.name)
        if not any(word.endswith("ed") or IRREGULAR.fullmatch(word) for word in words[1:]):
            yield Complaint(
                f"{module.place}::{fact.name}", "a fact is something that happened: say it in the past tense"
            )


def misnamed_route(module: Module) -> Iterator[Complaint]:
    """Routes whose name is not the name of their view. A view that is told which page it is may be several routes."""
    for node in module.nodes:
        if not (isinstance(node, ast.Call) and dotted_name(node.func) in {"path", "re_path"} and len(node.args) > 1):
            continue
        view = dotted_name(node.args[1]).split(".")[-1]
        names = [word.value for word in node.keywords if word.arg == "name"]
        for name in names:
            is_its_own = name.value == view if isinstance(name, ast.Constant) else len(node.args) > EXTRA
            if view and not is_its_own:
                yield Complaint(f"{module.place}:{node.lineno}", f"the route of {view} is called {view}")


def misnamed_template(module: Module) -> Iterator[Complaint]:
    """Views that render a template of another name: ``case_detail`` renders ``cases/case_detail.html`` or a part."""
    for function in module.public_functions():
        if not is_view(module, function):
            continue
        for node in ast.walk(function):
            if not (isinstance(node, ast.Call) and dotted_name(node.func) == "render" and len(node.args) > 1):
                continue
            template = node.args[1].value if isinstance(node.args[1], ast.Constant) else None
            if isinstance(template, str) and not is_template_of(template, function.name):
                yield Complaint(f"{module.place}::{function.name}", f"renders {template}: names match")


def is_template_of(template: str, view: str) -> bool:
    """Whether a template has the name of the view, or is a part of a page."""
    stem = template.rsplit("/", 1)[-1].split(".")[0]
    return stem == view or stem.startswith("_")


HABITS = [
    forbidden_name,
    bare_report,
    misnamed_action,
    misnamed_query,
    misnamed_fact,
    misnamed_route,
    misnamed_template,
]


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.__name__)
def test_everything_has_its_name(habit: type) -> None:
    insist(habit.__name__, [wrong for module in modules() for wrong in habit(module)])


def test_no_template_is_called_report() -> None:
    assert [place for place, _text in templates() if re.search(r"/_?reports?\.\w+$", place)] == []


@pytest.mark.parametrize("place", ["cases/utils.py", "cases/web/helpers.py", "cases/core/moves.py", "sites/base.py"])
def test_a_name_that_says_nothing_is_noticed(place: str) -> None:
    assert len(list(forbidden_name(sample(place, "")))) == 1


def test_a_name_that_only_contains_such_a_word_is_fine() -> None:
    assert list(forbidden_name(sample("cases/database.py", ""))) == []


@pytest.mark.parametrize(
    "line",
    [
        "report = 1",
        "def report(): ...",
        "class Report: ...",
        "def f(report): ...",
        "def f(*, report=None): ...",
        "self.report = 1",
        "for report in (): ...",
        "from x import y as report",
        "REPORT = 'report'",
        "class Kind:\n    REPORT = 'report'",
        "_report: int = 1",
        "lambda reports: 1",
    ],
)
def test_the_bare_word_report_is_noticed(line: str) -> None:
    assert len(bare_report(sample("cases/rules.py", line))) == 1


@pytest.mark.parametrize("line", ["moral_report = 1", "kind = 'report'", "def reporter(): ...", "x.report(1)"])
def test_other_words_and_texts_with_report_are_fine(line: str) -> None:
    assert bare_report(sample("cases/rules.py", line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "def do_close(case, *, by, at): ...",
        "def handle_case(case, *, by, at): ...",
        "def close(case, by, *, at): ...",
        "def close(case, *, by, at, on): ...",
        "def close(case, *, by): ...",
        "def close(case: Case): ...",
    ],
)
def test_a_misnamed_action_is_noticed(line: str) -> None:
    assert len(list(misnamed_action(sample("cases/actions.py", line)))) == 1
    assert len(list(misnamed_action(sample("cases/actions/closing.py", line)))) == 1
    assert list(misnamed_action(sample("cases/rules.py", line))) == []


def test_a_well_named_action_is_fine() -> None:
    lines = (
        "from deontos.correspondence.events import EpochOpened\n"
        "def close(case, *, by, at): ...\n"
        "def send(draft, *, on): ...\n"
        "def reopen_for(fact: EpochOpened): ...\n"
        "def discard(sitting):\n    'Forget. Records nothing: it never was.'\n"
        "def _do_it(): ...\n"
    )
    assert list(misnamed_action(sample("cases/actions.py", lines))) == []


def test_a_query_that_is_a_verb_is_noticed() -> None:
    lines = "def get_cases(): ...\ndef cases_visible_to(actor): ...\ndef list_of_cases(): ..."
    assert [wrong.place for wrong in misnamed_query(sample("cases/queries.py", lines))] == [
        "src/deontos/cases/queries.py::get_cases",
        "src/deontos/cases/queries.py::list_of_cases",
    ]


def test_a_fact_in_the_present_is_noticed() -> None:
    lines = "class ReceiveDisclosure: ...\nclass OfficeEnded: ...\nclass LetterSent: ...\nclass Seed: ..."
    assert [wrong.place.split("::")[1] for wrong in misnamed_fact(sample("cases/events.py", lines))] == [
        "ReceiveDisclosure",
        "Seed",
    ]


def test_a_route_with_another_name_is_noticed() -> None:
    good = 'path("", views.case_list, name="case_list")\npath("api/", include("x"))'
    assert list(misnamed_route(sample("cases/web/urls.py", good))) == []
    assert list(misnamed_route(sample("cases/web/urls.py", 'path("", views.text, {"page": page}, name=page)'))) == []
    assert len(list(misnamed_route(sample("cases/web/urls.py", 'path("", views.text, name=page)')))) == 1
    assert len(list(misnamed_route(sample("cases/web/urls.py", 'path("", views.case_list, name="list")')))) == 1


def test_a_view_that_renders_another_template_is_noticed() -> None:
    view = 'def case_detail(request):\n    return render(request, "cases/{}.html", {{}})'
    for name, count in (("case_detail", 0), ("_case_row", 0), ("detail", 1)):
        assert len(list(misnamed_template(sample("cases/web/views.py", view.format(name))))) == count
