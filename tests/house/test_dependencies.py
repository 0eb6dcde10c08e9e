"""Every package that we lean on carries the sentence that justifies it, in ``pyproject.toml``."""

import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.house.complaints import Complaint, insist
from tests.house.plan import ROOT

pytestmark = pytest.mark.row("1.2")


def packages(text: str) -> list[str]:
    """Every package that the project asks for, for use, for development or for building."""
    project = tomllib.loads(text)
    lists = [project.get("project", {}).get("dependencies", []), *project.get("dependency-groups", {}).values()]
    lists += project.get("project", {}).get("optional-dependencies", {}).values()
    return [package for each in lists for package in each]


def unjustified(text: str) -> Iterator[Complaint]:
    """Packages without a sentence of at least two words on their line."""
    for package in packages(text):
        line = next((line for line in text.splitlines() if f'"{package}"' in line), "")
        sentence = re.search(r"#\s*(\S+\s+\S.*)$", line)
        if not sentence:
            yield Complaint(package, "carries no sentence that justifies it")


def test_every_package_is_justified() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    assert packages(text)
    insist("dependencies", unjustified(text))


def test_a_package_without_sentence_is_noticed() -> None:
    text = """
[project]
dependencies = [
    "django>=5.2",  # the framework
    "left-pad",
    "right-pad",  # pads
]
[dependency-groups]
dev = ["pytest"]
[project.optional-dependencies]
mail = ["anymail"]
"""
    assert [wrong.place for wrong in unjustified(text)] == ["left-pad", "right-pad", "pytest", "anymail"]
