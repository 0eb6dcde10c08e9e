"""A whole journey over a real server process: nothing of it can be read anywhere but by the two who wrote it."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from deontos.vault.receipts import Receipt
from tests.factories.administration import code
from tests.factories.speakup import Reporter, page
from tests.services.operator import deontos
from tests.services.remote import RemoteBrowser
from tests.sites.installation import Installation, served
from tests.sites.searching import CLOCK, as_bytes, cells, forms_in, moments_in, timed_ids

CANARY = "Kanarie é “7f3a” & co/zingt+luid"
LONG = 100_000
TOLD, ANSWERED, ADDED, NAME, LOST = (f"{CANARY} {part}" for part in ("told", "answered", "added", "name", "lost"))


def long_text(words: str) -> str:
    """100 KB of the same words, numbered."""
    lines = [f"{number}. {words}." for number in range(LONG // (len(words.encode()) + 6) + 1)]
    return "\n".join(lines)


def sign_in(browser: RemoteBrowser, manager: dict[str, str]) -> None:
    """Both steps, and the vault opened with the passphrase."""
    browser.get("/desk/sign-in/")
    browser.post("/desk/sign-in/", {"login": manager["email"], "password": manager["password"]})
    browser.get("/desk/second-factor/")
    assert browser.post("/desk/second-factor/", {"code": code(secret=manager["totp_secret"])}).status_code == 302
    browser.get("/desk/vault/")
    assert browser.post("/desk/vault/", {"vault_passphrase": manager["vault_passphrase"]}).status_code == 302


def handle(browser: RemoteBrowser) -> None:
    """Find the one case, open it, read it, and confirm it with a long answer."""
    [case] = set(re.findall(r"/desk/cases/[0-9a-f-]{36}/", page(browser.get("/desk/cases/"))))
    browser.get(case)
    assert browser.post(f"{case}open/").status_code == 302
    shown = browser.get(case)
    assert TOLD in page(shown)
    assert NAME in page(shown)
    words = {"verb": "acknowledge", "language": "nl", "text": long_text(ANSWERED), "go": "send", "seen": ""}
    assert browser.post(f"{case}write/", words).status_code == 302
    assert ANSWERED in page(browser.get(case))


def lose(browser: RemoteBrowser) -> None:
    """Send the words where they are not taken: too late, to no page, with something odd."""
    place = "/nl/lindewater/report/happened/"
    fields: dict[str, object] = {"what": long_text(LOST), "go": "next"}
    assert RemoteBrowser(browser.port).post(place, fields).status_code == 403
    assert browser.post("/nl/lindewater/nergens/", fields).status_code == 404
    assert browser.post("/desk/cases/", fields).status_code == 403
    assert browser.post(place, {**fields, **{f"f{number}": LOST for number in range(501)}}).status_code == 400
    assert browser.post(place, {"what": LOST * 500_000}).status_code == 413
    assert browser.get(f"/nl/lindewater/report/?what={'x' * 3000}").status_code == 200


def moments(installation: Installation, at: datetime) -> set[tuple[str, str, str]]:
    """Every moment near this one that stands in a row."""
    return {
        (table, column, str(value))
        for table, column, value in cells(installation.database_url)
        if moments_in(value, at) or timed_ids(value)
    }


def found_in_rows(installation: Installation, words: str) -> list[str]:
    """The columns in which these words stand, in any form."""
    return [
        f"{table}.{column}: {form}"
        for table, column, value in cells(installation.database_url)
        for form in forms_in(as_bytes(value), words)
    ]


def found_in_files(folder: Path, words: str) -> list[str]:
    """The files in which, or in whose names, these words stand, in any form."""
    return [
        f"{path}: {form}"
        for path in folder.rglob("*")
        for form in forms_in(str(path).encode() + (path.read_bytes() if path.is_file() else b""), words)
    ]


def server_folder(installation: Installation) -> Path | None:
    """Where the PostgreSQL of the tests keeps its files, its own log among them."""
    host = urlsplit(installation.database_url).hostname
    return Path(unquote(host)) / "log" if host else None


def confided(installation: Installation, log: list[str]) -> tuple[Reporter, Receipt]:
    """A reporter confides; the server is stopped and started again in the middle."""
    reporter = Reporter(client=RemoteBrowser(installation.port))  # type: ignore[arg-type]
    about: dict[str, dict[str, object]] = {
        "happened": {"what": long_text(TOLD)},
        "name": {"identity": "consent", "name": NAME, "reach": NAME},
    }
    with served(installation, log):
        reporter.look("report/")
        receipt = reporter.fill("name", **about)
    with served(installation, log):
        reporter.look("report/name/")
        for step, fields in (("name", about["name"]), ("check", {}), ("send", {"receipt_kept": "on", "go": "send"})):
            reporter.look(f"report/{step}/")
            assert reporter.send(step, **fields).status_code == 303
        assert reporter.look("report/sent/").status_code == 200
    return reporter, receipt


def the_rest(installation: Installation, reporter: Reporter, receipt: Receipt, log: list[str]) -> None:
    """The manager answers, the reporter reads it and adds something, much goes wrong, and letters leave."""
    with served(installation, log):
        desk = RemoteBrowser(installation.port)
        sign_in(desk, installation.manager)
        handle(desk)
        reporter.client = RemoteBrowser(installation.port)  # type: ignore[assignment]
        reporter.look("receipt/")
        assert ANSWERED in page(reporter.read(receipt))
        assert reporter.write(long_text(ADDED)).status_code == 303
        assert ADDED in page(reporter.look("receipt/mailbox/"))
        lose(RemoteBrowser(installation.port))
        flushed = deontos("outbox", "flush", "--all", settings=installation.settings)
        log += [flushed.stdout, flushed.stderr]
    with served(installation, log):
        desk.get("/desk/cases/")


@pytest.mark.row("1.9", "1.11", "1.4", "1.4a")
def test_a_whole_journey_leaves_no_word_no_code_and_no_moment(installation: Installation) -> None:
    log: list[str] = []
    at = datetime.now(UTC)
    before = moments(installation, at)
    reporter, receipt = confided(installation, log)
    assert moments(installation, datetime.now(UTC)) - before == set()
    assert list((installation.folder / "mail").glob("*")) == []
    the_rest(installation, reporter, receipt, log)
    assert moments(installation, datetime.now(UTC)) - before != set(), "what the desk does has its moments"
    said = "".join(log)
    secrets = (CANARY, receipt.text, receipt.symbols, receipt.text.lower(), receipt.symbols.lower())
    for words in secrets:
        assert found_in_rows(installation, words) == []
        assert found_in_files(installation.folder, words) == []
        assert forms_in(said.encode(), words) == []
        if server := server_folder(installation):
            assert forms_in(server.read_bytes(), words) == []
    for words in (installation.manager["vault_passphrase"], installation.manager["password"]):
        assert found_in_rows(installation, words) == []
        assert forms_in(said.encode(), words) == []
    assert CLOCK.findall(said.replace(f":{installation.port}", "")) == []
    assert list(installation.temporary.iterdir()) == []


@pytest.mark.parametrize("shift", range(3))
def test_words_are_found_in_every_form(shift: int) -> None:
    import base64

    before = b"x" * shift
    assert forms_in(base64.b64encode(before + CANARY.encode() + b"yy"), CANARY)
    assert forms_in(before + json.dumps({"text": CANARY}).encode(), CANARY)
    assert forms_in(before + CANARY.encode("utf-16-le"), CANARY)
    assert not forms_in(before + CANARY.lower().encode(), CANARY)


def test_moments_are_found_wherever_they_hide() -> None:
    at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    count = at.timestamp()
    hiding: list[Any] = [
        at,
        at.replace(tzinfo=None),
        "2026-11-24 09:59:12.123",
        int(count),
        count * 1000,
        int(count) * 10**9,
    ]
    assert [len(moments_in(value, at)) for value in hiding] == [1] * 6
    assert [moments_in(value, at) for value in (at.date(), "2026-11-24", 7, True, None, b"2026-11-24 09:30")] == [
        []
    ] * 6
    assert timed_ids("0192f3a1-7b1c-7cc0-8000-000000000000")
    assert not timed_ids("1d6e2d3a-5b7c-4cc0-8000-000000000000")
