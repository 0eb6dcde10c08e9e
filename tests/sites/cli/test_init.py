"""The first set-up of a real installation: by flags, by questions, again, broken off, and with wrong answers."""

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from deontos.audit.models import Entry
from deontos.notices.models import Letter
from deontos.organisations.models import Office, Organisation, Person
from deontos.sites.cli.frame import main
from deontos.speakup.models import Channel
from tests.factories.administration import PASSWORD
from tests.services.operator import PROGRAM, deontos, environment
from tests.sites.cli.conftest import Installation
from tests.sites.test_settings import EXAMPLES

pytestmark = pytest.mark.row("2.12")

ANSWERS = {
    "--organisation": "hazelaar",
    "--name": "Gemeente Hazelaar",
    "--kind": "municipality",
    "--language": "nl",
    "--given-name": "Ilse",
    "--family-name": "Vlierput",
    "--email": "ilse.vlierput@hazelaar.example",
}
LINK = re.compile(r"https://integrity\.example\.org(/nl/hazelaar/link/[A-Za-z0-9_-]{43}/)")
MADE = ("Made Gemeente Hazelaar, at https://integrity.example.org/nl/hazelaar/.", "There already: Gemeente Hazelaar")


def flags(**changes: str) -> list[str]:
    """The flags of a whole set-up; an empty value leaves one out."""
    answers = {**ANSWERS, **{f"--{name.replace('_', '-')}": value for name, value in changes.items()}}
    return [part for flag, value in answers.items() if value for part in (flag, value)]


def done(production: Installation, *arguments: str) -> str:
    told = deontos("init", *arguments, settings=production.settings)
    assert (told.returncode, told.stderr) == (0, "")
    return told.stdout


def refused(production: Installation, *arguments: str) -> str:
    told = deontos("init", *arguments, settings=production.settings)
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    return told.stderr


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Organisation, Person, Office, Channel, Entry, Letter))


def test_by_flags_and_the_link_lets_the_administrator_in(production: Installation) -> None:
    told = done(production, *flags())
    assert told.splitlines()[0] == f"There already: the secrets file {production.folder}/secrets.json."
    assert MADE[0] in told
    assert "1. Bring the link to the administrator in person" in told
    [path] = LINK.findall(told)
    assert rows() == (1, 1, 1, 1, 4, 1)
    assert set(Entry.objects.values_list("actor_id", flat=True)) == {None}
    administrator = Client()
    assert administrator.get(path).status_code == 200
    page = administrator.post(path, {"go": "next"})
    [proof] = re.findall(r'name="proof" value="([^"]+)"', page.content.decode())
    chosen = administrator.post(path, {"proof": proof, "new_password": PASSWORD, "new_password_again": PASSWORD})
    assert (chosen.status_code, chosen.headers["Location"]) == (302, "/desk/sign-in/")
    administrator.post("/desk/sign-in/", {"login": ANSWERS["--email"], "password": PASSWORD})
    assert administrator.get("/desk/").headers["Location"] == "/desk/second-factor/set-up/"
    assert Client().post(path, {"go": "next"}).status_code == 404


def test_again_it_changes_nothing_and_tells_the_same_link_until_it_was_sent(production: Installation) -> None:
    first, before = done(production, *flags()), rows()
    again = done(production, *flags(name="Another name"))
    assert (LINK.findall(again), rows()) == (LINK.findall(first), before)
    assert MADE[1] in again
    assert "Nothing else to do" in done(production)
    Letter.objects.update(sent_on="2026-11-22", sealed_details="")
    sent = done(production, *flags())
    assert "The link was sent by mail. Lost? Add --new-link." in sent
    assert (LINK.findall(sent), rows()) == ([], before)
    [renewed] = LINK.findall(done(production, *flags(), "--new-link"))
    assert renewed not in LINK.findall(first)
    assert Client().post(LINK.findall(first)[0], {"go": "next"}).status_code == 404
    assert Client().post(renewed, {"go": "next"}).status_code == 200


def test_one_more_organisation_and_for_programs(production: Installation) -> None:
    done(production, *flags())
    told = json.loads(done(production, *flags(organisation="bergstroom", email="mats@bergstroom.example"), "--json"))
    assert (told["organisation"], told["organisation_made"], told["migrated"]) == ("bergstroom", True, [])
    assert told["link"].startswith("https://integrity.example.org/nl/bergstroom/link/")
    assert len(told["next"]) == 6
    again = json.loads(done(production, "--json"))
    assert (again["organisation"], again["link"], again["next"]) == (None, None, [])
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"organisation": "Gemeente Hazelaar"}, "--organisation: An address has at most 60 small letters"),
        ({"organisation": "../etc"}, "--organisation: An address has at most 60 small letters"),
        ({"organisation": "a" * 61}, "--organisation: An address has at most 60 small letters"),
        ({"kind": "village"}, "--kind: It must be one of: municipality, public_welfare_centre"),
        ({"language": "de"}, "--language: It must be one of: nl, fr, en, es. Example: nl. Nothing was done."),
        ({"email": "ilse.vlierput"}, "--email: This is no e-mail address. Example: ilse.vlierput@lindewater.example"),
        ({"email": "ilse@hazelaar.example\nBcc: x@y.example"}, "--email: This is no e-mail address."),
        ({"name": "Gemeente\x07"}, "--name: A name has 1 to 200 signs on one line."),
        ({"given_name": "x" * 121}, "--given-name: A name has 1 to 120 signs on one line."),
    ],
)
def test_wrong_answers(
    changes: dict[str, str],
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Refused before anything is looked at or made."""
    for name, value in EXAMPLES.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DEONTOS_ENV", "production")
    monkeypatch.setenv("DEONTOS_SECRETS_FILE", str(tmp_path / "secrets.json"))
    assert main(["init", *flags(**changes)]) == 1
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert told.err.startswith(reason)
    assert list(tmp_path.iterdir()) == []


def test_without_a_terminal_what_is_missing_is_named(production: Installation) -> None:
    assert refused(production, *flags(name="", email="")) == (
        "No organisation was made. Missing: --name --email. Give them, or call this at a terminal, which asks.\n"
    )
    assert rows() == (0,) * 6


def test_an_address_of_others_is_refused(production: Installation) -> None:
    done(production, *flags())
    before = rows()
    assert refused(production, *flags(email="mats@bergstroom.example")) == (
        "There is an organisation at hazelaar already, Gemeente Hazelaar, and mats@bergstroom.example is not its "
        "administrator. Choose another --organisation, or let an administrator there give the office.\n"
    )
    assert rows() == before


def test_a_demo_is_not_set_up_so(production: Installation) -> None:
    assert refused(Installation(production.folder, production.but(ENV="demo")), *flags()).startswith(
        "DEONTOS_ENV is demo: `deontos demo` fills a demo."
    )


def test_by_questions_each_asked_until_it_can_be_used(production: Installation) -> None:
    typed = ["Hazelaar!", *ANSWERS.values()]
    mine, theirs = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, "init"], env=environment(production.settings), stdin=theirs, stdout=subprocess.PIPE, text=True
    )
    os.write(mine, "".join(f"{line}\n" for line in typed).encode())
    told = process.communicate(timeout=120)[0]
    os.close(mine)
    os.close(theirs)
    assert process.returncode == 0
    assert "--organisation: An address has at most 60 small letters" in told
    assert told.count("Address of the organisation on its pages") == 2
    assert MADE[0] in told
    assert Organisation.objects.get().slug == "hazelaar"


def test_the_data_folder_is_made_for_its_owner_alone_and_a_file_in_its_place_is_refused(
    tmp_path: Path, production: Installation
) -> None:
    production.settings["DEONTOS_DATA_DIR"] = str(tmp_path / "new" / "data")
    done(production, *flags())
    assert (tmp_path / "new" / "data").stat().st_mode & 0o777 == 0o700
    production.settings["DEONTOS_DATA_DIR"] = str(production.folder / "secrets.json")
    assert refused(production, *flags()).startswith(f"DEONTOS_DATA_DIR cannot be made at {production.folder}/secrets")


def test_secrets_are_made_once_for_their_owner_alone_and_never_beside_data_of_others(
    production: Installation, tmp_path: Path
) -> None:
    new = Installation(tmp_path, production.but(SECRETS_FILE=str(tmp_path / "etc" / "secrets.json")))
    assert done(new, *flags()).splitlines()[0] == f"Made the secrets file {tmp_path}/etc/secrets.json."
    made = tmp_path / "etc" / "secrets.json"
    assert [path.stat().st_mode & 0o777 for path in (made, made.parent)] == [0o600, 0o700]
    text = made.read_text()
    assert done(new).splitlines()[0].startswith("There already: the secrets file")
    assert made.read_text() == text
    other = Installation(tmp_path, production.but(SECRETS_FILE=str(tmp_path / "other" / "secrets.json")))
    assert refused(other) == (
        "Not started: The database was made with other secrets than DEONTOS_SECRETS_FILE holds: put back the file "
        "that belongs to it.\n"
    )
    assert not (tmp_path / "other" / "secrets.json").exists()
    (tmp_path / "other").chmod(0o777)
    assert refused(other).startswith("DEONTOS_SECRETS_FILE would lie in a folder that others can write in")


STEPS = ("Made the secrets file", "applying audit.0001_initial", "applying keyring.", "The database and the static")


def test_broken_off_at_any_step_it_goes_on_when_called_again(tmp_path: Path, production: Installation) -> None:
    new = tmp_path / "new"
    new.mkdir()
    database = new / "deontos.sqlite3"
    settings = {
        **production.but(DATABASE_URL=f"sqlite:///{database}", SECRETS_FILE=str(new / "etc" / "secrets.json")),
        "DEONTOS_DATA_DIR": str(new),
    }
    for step in STEPS:
        kill_at(step, settings)
    secrets = (new / "etc" / "secrets.json").read_text()
    told = deontos("init", *flags(), settings=settings)
    assert (told.returncode, told.stderr) == (0, "")
    assert len(LINK.findall(told.stdout)) == 1
    again = deontos("init", *flags(), settings=settings)
    assert LINK.findall(again.stdout) == LINK.findall(told.stdout)
    assert (new / "etc" / "secrets.json").read_text() == secrets
    assert list(counts(database)) == [1, 1, 1, 4, 1]
    version = deontos("version", settings=settings)
    assert "schema: up to date" in version.stdout


def kill_at(step: str, settings: dict[str, str]) -> None:
    """Begin, and be killed as by a power cut in the moment after this was said."""
    command = [*PROGRAM, "init", *flags()]
    with subprocess.Popen(command, env=environment(settings), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if line.startswith(step):
                process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def counts(database: Path) -> Iterator[int]:
    file = sqlite3.connect(database)
    tables = ("organisations_organisation", "organisations_person", "organisations_office", "audit_entry")
    for table in (*tables, "notices_letter"):
        yield file.execute(f"select count(*) from {table}").fetchone()[0]
    file.close()
