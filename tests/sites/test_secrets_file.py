"""The secrets file changes whole or not at all: two at once, a crash in the middle, versions that cannot go."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from deontos.sites.rotation import (
    NAMES,
    RotationRefused,
    rewrite,
    versions_of,
    with_new_version,
    without_version,
)
from deontos.sites.secrets_file import write_secrets
from deontos.vault.install_secrets import InstallSecrets, is_for_demo
from deontos.vault.versioned import Versioned

pytestmark = pytest.mark.row("2.12")

CRASH = """
import os, sys
from pathlib import Path
from deontos.sites.rotation import rewrite, with_new_version
os.{call} = lambda *given, **named: os._exit(9)
rewrite(Path(sys.argv[1]), lambda secrets: with_new_version(secrets, "AUDIT_KEY"))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A secrets file in a folder of its own."""
    file = tmp_path / "secrets.json"
    write_secrets(file, InstallSecrets.generate())
    return file


def read(path: Path) -> InstallSecrets:
    return InstallSecrets.from_json(path.read_text())


@pytest.mark.parametrize("name", NAMES)
def test_a_new_version_stands_beside_the_old_ones_and_nothing_else_changes(path: Path, name: str) -> None:
    before = read(path)
    for version in (2, 3):
        assert rewrite(path, lambda secrets: with_new_version(secrets, name)) == read(path)
        assert versions_of(read(path), name).current == version
    after = versions_of(read(path), name)
    assert after.value(1) == versions_of(before, name).value(1)
    assert len(set(after.values.values())) == 3
    assert replace(read(path), **{name.lower(): versions_of(before, name)}) == before
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["secrets.json"]


def test_two_that_renew_at_once_both_count(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: rewrite(path, lambda each: with_new_version(each, "AUDIT_KEY")), range(40)))
    assert sorted(read(path).audit_key.values) == list(range(1, 42))
    assert read(path).audit_key.current == 41


@pytest.mark.parametrize("call", ["fsync", "chown", "replace"])
def test_a_crash_leaves_the_old_file_and_the_next_renewal_clears_up(path: Path, call: str) -> None:
    before = path.read_text()
    told = subprocess.run([sys.executable, "-c", CRASH.format(call=call), str(path)], check=False)
    assert (told.returncode, path.read_text()) == (9, before)
    rewrite(path, lambda secrets: with_new_version(secrets, "AUDIT_KEY"))
    assert read(path).audit_key.current == 2
    assert [each.name for each in path.parent.iterdir()] == ["secrets.json"]


def test_what_a_demo_made_stays_marked_and_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    write_secrets(tmp_path / "real" / "secrets.json", InstallSecrets.generate(), for_demo=True)
    link = tmp_path / "secrets.json"
    link.symlink_to("real/secrets.json")
    rewrite(link, lambda secrets: with_new_version(secrets, "NOTICE_KEY"))
    assert link.is_symlink()
    assert is_for_demo(link.read_text())


def test_a_version_goes_only_when_another_is_in_use(path: Path) -> None:
    with pytest.raises(RotationRefused, match=r"^Version 1 of AUDIT_KEY is the one in use: renew it first\.$"):
        rewrite(path, lambda secrets: without_version(secrets, "AUDIT_KEY", 1))
    rewrite(path, lambda secrets: with_new_version(secrets, "AUDIT_KEY"))
    with pytest.raises(RotationRefused, match=r"^AUDIT_KEY has no version 3\.$"):
        rewrite(path, lambda secrets: without_version(secrets, "AUDIT_KEY", 3))
    rewrite(path, lambda secrets: without_version(secrets, "AUDIT_KEY", 1))
    assert sorted(read(path).audit_key.values) == [2]


def test_a_version_that_is_gone_is_not_given_again_while_a_later_one_stands(path: Path) -> None:
    for _ in range(2):
        rewrite(path, lambda secrets: with_new_version(secrets, "AUDIT_KEY"))
    rewrite(path, lambda secrets: without_version(secrets, "AUDIT_KEY", 2))
    rewrite(path, lambda secrets: with_new_version(secrets, "AUDIT_KEY"))
    assert sorted(read(path).audit_key.values) == [1, 3, 4]


def test_after_version_255_there_is_none(path: Path) -> None:
    last = replace(read(path), audit_key=Versioned(255, {255: bytes(range(32))}))
    with pytest.raises(RotationRefused, match=r"^AUDIT_KEY has 255 versions, and cannot have more\.$"):
        with_new_version(last, "AUDIT_KEY")
