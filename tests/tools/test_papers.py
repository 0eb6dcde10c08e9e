"""The papers beside the code: the licence is whole, and what came from elsewhere keeps its own."""

import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ANNOTATIONS = tomllib.loads((ROOT / "REUSE.toml").read_text("utf-8"))["annotations"]


def test_the_licence_is_the_whole_eupl() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert len(text.split("\n15.")) == 2
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license"] == "EUPL-1.2"


@pytest.mark.parametrize("pattern", [each["path"] for each in ANNOTATIONS[1:]])
def test_what_has_a_licence_of_its_own_is_there(pattern: str) -> None:
    assert list(ROOT.glob(pattern)) != []


@pytest.mark.parametrize("place", sorted(ROOT.glob("src/**/*LICEN[CS]E*")), ids=lambda place: place.name)
def test_every_licence_from_elsewhere_is_annotated(place: Path) -> None:
    assert any(found.parent == place.parent for each in ANNOTATIONS[1:] for found in ROOT.glob(each["path"])), (
        f"{place} has no line in REUSE.toml"
    )


def test_publiccode_has_what_its_standard_asks() -> None:
    described = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert described.keys() >= {
        "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal",
        "maintenance", "localisation",
    }  # fmt: skip
    english = described["description"]["en"]
    assert len(english["shortDescription"]) <= 150
    assert 150 <= len(english["longDescription"]) <= 10_000
    assert sorted(described["localisation"]["availableLanguages"]) == ["en", "es", "fr", "nl"]
