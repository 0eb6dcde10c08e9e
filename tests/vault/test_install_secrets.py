"""The secrets of an installation: read back as written; a wrong file is refused by name, no value shown."""

import json
from typing import Any

import pytest

from deontos.vault.failures import UnknownSecretVersion
from deontos.vault.install_secrets import BadSecrets, InstallSecrets, is_for_demo
from deontos.vault.keys import KeyPair, SigningPair
from deontos.vault.versioned import Versioned

pytestmark = pytest.mark.row("1.4", "1.4a")

NAMES = [
    "PEPPER_LOCATOR",
    "PEPPER_KEK",
    "PEPPER_ABSENCE",
    "NOTICE_KEY",
    "AUDIT_KEY",
    "ANCHOR_KEY",
    "DJANGO_SECRET",
]
SECRETS = InstallSecrets.generate()
ENTRIES: dict[str, Any] = json.loads(SECRETS.to_json())
CANARY = "ca11ab1e" * 8


def test_written_and_read_back() -> None:
    assert InstallSecrets.from_json(SECRETS.to_json()) == SECRETS
    assert list(ENTRIES) == NAMES


def test_what_a_demo_made_says_so_and_reads_the_same() -> None:
    marked = SECRETS.to_json(for_demo=True)
    assert InstallSecrets.from_json(marked) == SECRETS
    assert (is_for_demo(marked), is_for_demo(SECRETS.to_json())) == (True, False)
    _refused(json.dumps({**ENTRIES, "MADE_FOR": "production"}), "MADE_FOR", 'can only be "demo"')


def test_every_value_is_fresh() -> None:
    values = [entry["values"]["1"] for secrets in (SECRETS, InstallSecrets.generate()) for entry in _entries(secrets)]
    assert (len(set(values)), {len(value) for value in values}) == (14, {64})


def _entries(secrets: InstallSecrets) -> list[Any]:
    return list(json.loads(secrets.to_json()).values())


def test_an_older_version_stays() -> None:
    rotated = {**ENTRIES, "PEPPER_KEK": {"current": 3, "values": {"1": "00" * 32, "3": "11" * 32}}}
    pepper = InstallSecrets.from_json(json.dumps(rotated)).pepper_kek
    assert (pepper.current, pepper.current_value, pepper.value(1)) == (3, b"\x11" * 32, bytes(32))
    with pytest.raises(UnknownSecretVersion, match="version 2 of this secret is not held here"):
        pepper.value(2)


def test_pairs_follow_from_their_versions() -> None:
    assert SECRETS.notice_pair() == KeyPair.from_private(SECRETS.notice_key.current_value)
    assert SECRETS.anchor_pair(1) == SigningPair.from_private(SECRETS.anchor_key.value(1))
    with pytest.raises(UnknownSecretVersion):
        SECRETS.notice_pair(2)


def test_nothing_secret_is_shown() -> None:
    shown = repr(SECRETS) + str(SECRETS)
    assert not [entry for entry in ENTRIES.values() if entry["values"]["1"][:8] in shown]
    assert repr(SECRETS.audit_key.current_value)[:12] not in shown


@pytest.mark.parametrize(
    ("text", "field", "problem"),
    [
        ("", "the secrets file", "is not a JSON object"),
        (f'{{"PEPPER_KEK": "{CANARY}"', "the secrets file", "is not a JSON object"),
        (f'["{CANARY}"]', "the secrets file", "is not a JSON object"),
        ("[" * 100_000, "the secrets file", "is not a JSON object"),
        ("{}", "PEPPER_LOCATOR", "is missing"),
        (f'{{"A": "{CANARY}", "A": 1}}', "A", "stands there twice"),
        (json.dumps({**ENTRIES, "PEPER": CANARY}), "PEPER", "is not the name of a secret"),
    ],
)
def test_a_file_that_cannot_be_used(text: str, field: str, problem: str) -> None:
    _refused(text, field, problem)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (None, "is missing"),
        (CANARY, 'needs "current" and "values", nothing else'),
        ({"current": 1}, 'needs "current" and "values", nothing else'),
        ({"current": 1, "values": {"1": CANARY}, "old": CANARY}, 'needs "current" and "values", nothing else'),
        ({"current": 2, "values": {"1": CANARY}}, "its current version has no value"),
        ({"current": "1", "values": {"1": CANARY}}, "its current version has no value"),
        ({"current": True, "values": {"1": CANARY}}, "its current version has no value"),
        ({"current": 1, "values": CANARY}, "its values are not an object of versions"),
        ({"current": 1, "values": {}}, "its values are not an object of versions"),
        ({"current": 0, "values": {"0": CANARY}}, "a version is a number from 1 to 255"),
        ({"current": 256, "values": {"256": CANARY}}, "a version is a number from 1 to 255"),
        ({"current": 1, "values": {"01": CANARY}}, "a version is a number from 1 to 255"),
        ({"current": 1, "values": {"1": CANARY[2:]}}, "version 1 is not 64 hexadecimal digits in lower case"),
        ({"current": 1, "values": {"1": "g" + CANARY[1:]}}, "version 1 is not 64 hexadecimal digits in lower case"),
        ({"current": 1, "values": {"1": CANARY + "\n"}}, "version 1 is not 64 hexadecimal digits in lower case"),
        ({"current": 1, "values": {"1": [CANARY]}}, "version 1 is not 64 hexadecimal digits in lower case"),
    ],
)
def test_an_entry_that_cannot_be_used(entry: object, problem: str) -> None:
    _refused(json.dumps({**ENTRIES, "AUDIT_KEY": entry}), "AUDIT_KEY", problem)


def _refused(text: str, field: str, problem: str) -> None:
    with pytest.raises(BadSecrets) as refusal:
        InstallSecrets.from_json(text)
    assert (refusal.value.field, refusal.value.problem) == (field, problem)
    assert str(refusal.value) == f"{field}: {problem}"
    assert refusal.value.__context__ is None


@pytest.mark.parametrize("version", [0, 256, -1])
def test_a_version_is_one_byte(version: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 255"):
        Versioned(version, {version: bytes(32)})


def test_the_current_version_has_a_value() -> None:
    with pytest.raises(UnknownSecretVersion):
        Versioned(2, {1: bytes(32)})
