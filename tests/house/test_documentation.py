"""What operators set, run or rely on is described, what can be generated is, and decisions say what we may regret."""

import ast
import re
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path

import pytest

from deontos.sites.cli.frame import make_parser
from tests.house.complaints import Complaint, insist
from tests.house.plan import ROOT, Module, modules, sample
from tools.generate_docs import HANDBOOK, out_of_date, write

pytestmark = pytest.mark.row("1.2")

README_STOP = 120
UNDERWAY_STOP = 5
SETTING = re.compile(r"DEONTOS_[A-Z]+(?:_[A-Z]+)*")


def pages(folder: Path = ROOT / "docs") -> dict[str, str]:
    """Every page of documentation, by its place under the folder, and the README."""
    found = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.md"))}
    return found | {"README.md": (folder.parent / "README.md").read_text("utf-8")}


def settings_in(module: Module) -> set[str]:
    """The settings that a module names."""
    texts = {node.value for node in module.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if SETTING.fullmatch(text)}


def commands_of(parser: ArgumentParser, name: str = "deontos") -> Iterator[str]:
    """Every command, its verbs and their options, as they are typed."""
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for verb, part in action.choices.items():
                yield f"{name} {verb}"
                yield from commands_of(part, f"{name} {verb}")
        else:
            yield from (f"{name} {option}" for option in action.option_strings if option.startswith("--"))


def undescribed_settings(module: Module, documentation: str) -> Iterator[Complaint]:
    """Settings that no page describes."""
    for setting in sorted(settings_in(module)):
        if f"`{setting}`" not in documentation:
            yield Complaint(module.place, f"{setting}: no page describes it")


def undescribed_commands(parser: ArgumentParser, documentation: str) -> Iterator[Complaint]:
    """Commands whose name, and options whose name, no page gives."""
    for command in commands_of(parser):
        typed = command.rsplit(" ", 1)[-1] if " --" in command else command
        if typed != "--help" and not re.search(rf"{re.escape(typed)}(?![\w-])", documentation):
            yield Complaint(command, "no page describes it")


def careless(decisions: dict[str, str]) -> Iterator[Complaint]:
    """Decisions without a number of their own, or without a word on what we may regret."""
    numbers = [name[:4] for name in decisions]
    for name, text in decisions.items():
        if not re.match(r"\d{4}-[a-z0-9-]+\.md$", name) or numbers.count(name[:4]) > 1:
            yield Complaint(name, "needs a number of its own: 0007-what-was-decided.md")
        if "regret" not in text.lower():
            yield Complaint(name, "does not say what we may regret")


def dead_links(page: Path) -> Iterator[Complaint]:
    """Links of a page to files that are not there."""
    for target in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", page.read_text("utf-8")):
        if not (page.parent / target).exists():
            yield Complaint(page.name, f"{target}: is not there")


def test_every_setting_is_described() -> None:
    documentation = "\n".join(pages().values())
    insist("settings", [wrong for module in modules() for wrong in undescribed_settings(module, documentation)])


def test_every_command_is_described() -> None:
    insist("commands", undescribed_commands(make_parser(with_demo=True), "\n".join(pages().values())))


def test_what_is_generated_is_up_to_date() -> None:
    assert out_of_date(HANDBOOK) == []


def test_decisions_say_what_we_may_regret() -> None:
    decisions = [path for path in (ROOT / "docs/adr").glob("*.md") if path.name != "README.md"]
    insist("careless", careless({path.name: path.read_text("utf-8") for path in decisions}))


def test_links_between_pages_lead_somewhere() -> None:
    every = [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    insist("dead_links", [wrong for page in every for wrong in dead_links(page)])


@pytest.mark.row("1.1")
def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < README_STOP


def test_few_changes_of_code_are_underway() -> None:
    underway = ROOT / "docs/underway.md"
    text = underway.read_text("utf-8") if underway.exists() else ""
    assert len(re.findall(r"^[-*] ", text, re.M)) <= UNDERWAY_STOP


def test_a_setting_that_no_page_describes_is_noticed() -> None:
    module = sample("sites/environment.py", 'get("DEONTOS_COLOUR")\nget("DEONTOS_")')
    wrong = [Complaint(module.place, "DEONTOS_COLOUR: no page describes it")]
    assert list(undescribed_settings(module, "`DEONTOS_COLOURS`")) == wrong
    assert list(undescribed_settings(module, "`DEONTOS_COLOUR`")) == []


def test_a_command_that_no_page_describes_is_noticed() -> None:
    parser = ArgumentParser()
    paint = parser.add_subparsers().add_parser("paint").add_subparsers().add_parser("wall")
    paint.add_argument("--colour")
    assert [wrong.place for wrong in undescribed_commands(parser, "")] == [
        "deontos paint",
        "deontos paint wall",
        "deontos paint wall --colour",
    ]
    assert list(undescribed_commands(parser, "`deontos paint wall --colour red`")) == []
    assert len(list(undescribed_commands(parser, "`deontos paint-brush wall --colours`"))) == 3


def test_a_generated_page_that_was_changed_by_hand_is_noticed(tmp_path: Path) -> None:
    write(tmp_path)
    assert out_of_date(tmp_path) == []
    page = tmp_path / "permissions.md"
    page.write_text(page.read_text("utf-8").replace("yes", "no", 1))
    assert out_of_date(tmp_path) != []


def test_a_careless_decision_is_noticed() -> None:
    good, other = "What we may regret: speed.", "We decided."
    assert list(careless({"0001-storeys.md": good, "0002-receipt.md": good})) == []
    assert [wrong.place for wrong in careless({"0001-a.md": good, "0001-b.md": good})] == ["0001-a.md", "0001-b.md"]
    assert [wrong.place for wrong in careless({"storeys.md": good, "0002-b.md": other})] == ["storeys.md", "0002-b.md"]


def test_a_dead_link_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("[a](a.md) [b](b.md#part) [c](https://example.org/) [d](#part)")
    assert list(dead_links(page)) == [Complaint("a.md", "b.md: is not there")]
