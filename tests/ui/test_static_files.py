"""Style sheets, fonts, icons and scripts: all our own, all used, and nothing fetched from elsewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import deontos.ui
from deontos.ui.icons import ICONS

pytestmark = pytest.mark.row("1.6")

ROOM = Path(deontos.ui.__file__).parent
STATIC = ROOM / "static/ui"
SHEETS = sorted(STATIC.glob("*.css"))
STYLES = "\n".join(sheet.read_text("utf-8") for sheet in SHEETS)
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"))


def test_the_sprite_holds_exactly_the_icons_that_pages_may_use() -> None:
    sprite = (STATIC / "icons.svg").read_text("utf-8")
    assert re.findall(r'<symbol id="i-([\w-]+)" viewBox="0 0 24 24">', sprite) == sorted(ICONS)
    assert "style" not in sprite
    assert "<script" not in sprite
    assert "ISC License" in (STATIC / "icons-LICENSE.txt").read_text("utf-8")


def test_every_font_is_used_and_has_its_licence_beside_it() -> None:
    fonts = {path.name for path in (STATIC / "fonts").glob("*.woff2")}
    assert set(re.findall(r'url\("fonts/([^"]+)"\)', STYLES)) == fonts
    families = {re.sub(r"-latin.*", "", name) for name in fonts}
    licences = {path.name for path in (STATIC / "fonts").glob("LICENSE-*.txt")}
    assert licences == {f"LICENSE-{family}.txt" for family in families}
    assert all("SIL Open Font License" in (STATIC / "fonts" / name).read_text("utf-8") for name in licences)


def test_every_token_that_is_used_is_set() -> None:
    used = set(re.findall(r"var\((--[\w-]+)", STYLES))
    assert sorted(used - set(re.findall(r"(--[\w-]+):", STYLES))) == []


def test_colours_stand_in_tokens_only() -> None:
    rules = "\n".join(sheet.read_text("utf-8") for sheet in SHEETS if sheet.name not in ("tokens.css", "themes.css"))
    screen = rules.replace((STATIC / "print.css").read_text("utf-8"), "")
    assert re.findall(r"#[0-9a-f]{3,6}\b", screen) == []


def test_every_rule_that_narrows_leaves_paper_alone() -> None:
    queries = re.findall(r"@media ([^{]*width[^{]*) \{", STYLES)
    assert queries
    assert [query for query in queries if not query.startswith("screen and")] == []


def test_braces_balance_in_every_sheet() -> None:
    for sheet in SHEETS:
        text = sheet.read_text("utf-8")
        assert text.count("{") == text.count("}"), sheet.name


def test_every_class_of_a_component_is_styled_or_plain() -> None:
    styled = set(re.findall(r"\.([a-z][\w-]*)", STYLES))
    used: set[str] = set()
    for path in TEMPLATES:
        for names in re.findall(r'\sclass="([^"]*)"', path.read_text("utf-8")):
            used.update(re.sub(r"\S*{{.*?}}\S*", " ", re.sub(r"{%.*?%}", " ", names)).split())
    assert sorted(used - styled) == []


def test_pages_load_nothing_but_these_files() -> None:
    loaded: set[str] = set()
    for path in ROOM.parent.rglob("*.html"):
        loaded.update(re.findall(r"{% static 'ui/([^']+)' %}", path.read_text("utf-8")))
    assert sorted(name for name in loaded if not (STATIC / name).is_file()) == []
    sheets_and_scripts = {path.name for path in STATIC.iterdir() if path.suffix in {".css", ".js"}}
    assert sheets_and_scripts <= loaded


def test_the_sprite_builder_says_how_it_is_used_and_what_it_misses(tmp_path: Path) -> None:
    tool = ROOM.parents[2] / "tools/build_icons.py"
    told = subprocess.run([sys.executable, tool, "--help"], capture_output=True, text=True, check=True)
    assert "lucide-static" in told.stdout
    refused = subprocess.run([sys.executable, tool, tmp_path], capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith("not in the package: alarm-clock, archive,")
