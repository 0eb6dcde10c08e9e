"""The generated pages and the README's commands: what they say is compared with what is."""

from pathlib import Path

import pytest

from tools import generate_docs
from tools.pages import settings
from tools.readme_commands import commands

README = """
# Deontos
```sh
git clone https://deontos.example/deontos.git
cd deontos
make run    # serves
make test
```
```python
print("not a command")
```
```sh
make run
```
"""


def test_the_readme_shows_each_command_once() -> None:
    assert commands(README) == ["make run", "make test"]


def test_written_pages_are_up_to_date_and_a_changed_one_is_not(tmp_path: Path) -> None:
    generate_docs.write(tmp_path)
    assert generate_docs.out_of_date(tmp_path) == []
    page = tmp_path / "permissions.md"
    page.write_text(page.read_text().replace("| yes |", "| no |", 1))
    assert [line[0] for line in generate_docs.out_of_date(tmp_path) if line[:3] not in ("---", "+++")].count("-") == 1


def test_a_missing_page_is_out_of_date(tmp_path: Path) -> None:
    generate_docs.write(tmp_path)
    (tmp_path / "settings.md").unlink()
    assert "--- docs/settings.md" in generate_docs.out_of_date(tmp_path)


def test_a_setting_that_nobody_described_stops_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "room.py"
    module.write_text('os.environ["DEONTOS_UNHEARD_OF"]')
    assert settings.names_in_code(tmp_path) == {"DEONTOS_UNHEARD_OF"}
    monkeypatch.setattr(settings, "names_in_code", lambda: {"DEONTOS_UNHEARD_OF"})
    with pytest.raises(LookupError, match="DEONTOS_UNHEARD_OF"):
        settings.page()
