"""Secrets from the command line: seen without values, renewed, forgotten only when nothing needs them."""

import json
import re
import shutil

import pytest
from pytest_django.fixtures import Settings

from deontos.audit.models import Entry
from deontos.notices.actions import write_prompt
from deontos.notices.models import Letter
from deontos.notices.vocabulary import LetterTemplate
from deontos.sites.rotation import NAMES
from deontos.vault.install_secrets import InstallSecrets
from tests.factories.keyring import keyed
from tests.factories.organisations import town
from tests.services.operator import deontos, deontos_started
from tests.services.smtp import MailServer
from tests.sites.cli.conftest import Installation
from tests.sites.cli.test_work import LONG_AGO, until

pytestmark = pytest.mark.row("2.12")

VALUE = re.compile(r"[0-9a-f]{16}")


def done(production: Installation, *arguments: str) -> str:
    told = deontos(*arguments, settings=production.settings)
    assert (told.returncode, told.stderr) == (0, "")
    return told.stdout


def refused(production: Installation, *arguments: str) -> str:
    told = deontos(*arguments, settings=production.settings)
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (1, "", 1)
    return told.stderr


def test_names_and_versions_are_shown_and_never_a_value(production: Installation) -> None:
    renewed = done(production, "secrets", "renew", "PEPPER_KEK")
    assert renewed.splitlines()[0] == "PEPPER_KEK has version 2 now; the older ones are kept."
    assert renewed.splitlines()[1].startswith("Running processes read the secrets file when they start.")
    shown = done(production, "secrets", "show")
    assert shown.splitlines()[:2] == ["PEPPER_LOCATOR   version 1", "PEPPER_KEK       version 2, and still 1"]
    known = json.loads(done(production, "secrets", "show", "--json"))
    assert known["PEPPER_KEK"] == {"current": 2, "versions": [1, 2]}
    assert tuple(known) == NAMES
    assert not VALUE.search(shown + renewed + json.dumps(known))


def test_a_version_is_forgotten_when_nothing_needs_it_and_all_were_restarted(production: Installation) -> None:
    home = keyed().town.organisation
    number = Entry.objects.filter(organisation=home).count()
    for name in ("AUDIT_KEY", "ANCHOR_KEY"):
        done(production, "secrets", "renew", name)
    assert refused(production, "secrets", "forget", "AUDIT_KEY", "1", "--restarted") == (
        "Version 1 of AUDIT_KEY is still needed: 1 ends of audit chains, until the next row; "
        f"{number} rows of the audit chains, for as long as they are kept.\n"
    )
    assert refused(production, "secrets", "forget", "ANCHOR_KEY", "2") == (
        "Version 2 of ANCHOR_KEY is the one in use: renew it first.\n"
    )
    assert refused(production, "secrets", "forget", "ANCHOR_KEY", "1") == (
        "A process that started before the renewal still uses that version. "
        "Restart every deontos process, then say --restarted.\n"
    )
    told = done(production, "secrets", "forget", "ANCHOR_KEY", "1", "--restarted")
    assert told == "Version 1 of ANCHOR_KEY is forgotten.\n"
    assert refused(production, "secrets", "forget", "ANCHOR_KEY", "1") == "ANCHOR_KEY has no version 1.\n"
    held = InstallSecrets.from_json((production.folder / "secrets.json").read_text())
    assert (sorted(held.anchor_key.values), sorted(held.audit_key.values)) == ([2], [1, 2])


@pytest.mark.parametrize("arguments", [["renew", "PEPPER"], ["forget", "AUDIT_KEY"], ["forget", "AUDIT_KEY", "one"]])
def test_wrong_use(arguments: list[str]) -> None:
    told = deontos("secrets", *arguments, settings={"DEONTOS_DATABASE_URL": "sqlite:////nowhere.sqlite3"})
    assert told.returncode == 2


def test_a_worker_with_the_old_file_loses_nothing_of_what_the_web_made_with_the_new_one(
    production: Installation, mail_server: MailServer, settings: Settings
) -> None:
    """Both were running; then one was restarted. The other says what to do, and starts no more with the old file."""
    production.settings["DEONTOS_SMTP_URL"] = mail_server.url
    old = production.folder / "old.json"
    shutil.copy(production.folder / "secrets.json", old)
    worker = deontos_started("work", settings=production.settings)
    try:
        assert worker.stdout
        assert worker.stdout.readline() == "Working.\n"
        done(production, "secrets", "renew", "NOTICE_KEY")
        settings.INSTALL_SECRETS = InstallSecrets.from_json((production.folder / "secrets.json").read_text())
        home = town()
        link = {"path": "/nl/lindewater/link/lantern/"}
        write_prompt(home.organisation, home.manager, LetterTemplate.INVITATION, at=LONG_AGO, details=link)
        assert until(lambda: Letter.objects.get().failures > 0)
    finally:
        worker.terminate()
        said = worker.communicate(timeout=30)[0]
    waiting = Letter.objects.get()
    assert (waiting.sent_on, waiting.last_failure, mail_server.deliveries) == (None, "UnknownSecretVersion", [])
    assert said.splitlines()[0] == (
        "ERROR deontos.notices.sending A letter waits: this process started with an older secrets file than it needs. "
        "Restart this process."
    )
    assert refused(Installation(production.folder, production.but(SECRETS_FILE=str(old))), "work") == (
        "Not started: The database needs version 2 of NOTICE_KEY, which DEONTOS_SECRETS_FILE does not hold: "
        "put back the newest copy of that file.\n"
    )
    assert done(production, "outbox", "flush") == "sent: 1\n"
    [delivery] = mail_server.deliveries
    assert link["path"] in delivery.message.get_content()
