"""What is written when, and what a row tells."""

import base64
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from deontos.notices.actions import forget_sent, send_due, write_prompt, write_windowed
from deontos.notices.details import opened_details
from deontos.notices.models import Letter, WindowedNotice
from deontos.notices.vocabulary import LetterTemplate
from deontos.vault.failures import NotAuthentic
from deontos.vault.install_secrets import InstallSecrets
from tests.factories.organisations import Town

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ON = date(2026, 11, 24)
WAITS, MADE = LetterTemplate.SOMETHING_WAITS, LetterTemplate.VAULT_MADE


@pytest.mark.row("1.6")
def test_a_windowed_notice_holds_no_moment_and_wakes_nobody(lindewater: Town) -> None:
    notice = write_windowed(lindewater.organisation, lindewater.manager, WAITS, on=ON)
    row = WindowedNotice.objects.values().get()
    assert row == {
        "id": notice.id,
        "organisation_id": lindewater.organisation.id,
        "recipient_id": lindewater.manager.id,
        "template": "something_waits",
        "message_id": notice.message_id,
        "written_on": ON,
    }
    assert not [field for field in WindowedNotice._meta.get_fields() if isinstance(field, models.DateTimeField)]
    assert (DBTaskResult.objects.count(), Letter.objects.count()) == (0, 0)


def test_ids_are_chance_alone(lindewater: Town) -> None:
    notices = [write_windowed(lindewater.organisation.id, lindewater.manager, WAITS, on=ON) for _ in range(20)]
    assert {notice.id.version for notice in notices} == {4}
    names = [notice.message_id.removeprefix("<").split("@") for notice in notices]
    assert {uuid.UUID(name).version for name, _host in names} == {4}
    assert {host for _name, host in names} == {"localhost>"}
    assert len({name for name, _host in names}) == 20


@pytest.mark.row("1.6")
def test_a_prompt_letter_is_queued_in_the_transaction_that_wrote_it(lindewater: Town) -> None:
    letter = write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT)
    assert list(Letter.objects.values("recipient_id", "template", "due_from", "failures", "sent_on")) == [
        {
            "recipient_id": lindewater.manager.id,
            "template": "vault_made",
            "due_from": AT,
            "failures": 0,
            "sent_on": None,
        }
    ]
    assert letter.message_id.endswith("@localhost>")
    task = DBTaskResult.objects.get()
    assert (task.task_path, task.args_kwargs) == ("deontos.notices.jobs.send_letters", {"args": [], "kwargs": {}})


@pytest.mark.row("1.6")
def test_what_is_rolled_back_was_never_written(lindewater: Town) -> None:
    with transaction.atomic():
        write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT)
        write_windowed(lindewater.organisation, lindewater.manager, WAITS, on=ON)
        transaction.set_rollback(True)
    assert (Letter.objects.count(), WindowedNotice.objects.count(), DBTaskResult.objects.count()) == (0, 0, 0)


def test_a_message_id_is_given_once(lindewater: Town) -> None:
    letter = write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(
            organisation=lindewater.organisation,
            recipient=lindewater.deputy,
            template=MADE,
            message_id=letter.message_id,
            due_from=AT,
        )


def test_only_what_was_sent_long_ago_is_forgotten(lindewater: Town) -> None:
    for days in (34, 35, 36):
        letter = write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT)
        Letter.objects.filter(pk=letter.pk).update(sent_on=ON - timedelta(days=days))
    unsent = write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT - timedelta(days=400))
    assert forget_sent(on=ON) == 1
    kept = sorted(Letter.objects.values_list("sent_on", flat=True), key=str)
    assert kept == [ON - timedelta(days=35), ON - timedelta(days=34), None]
    assert Letter.objects.filter(pk=unsent.pk).exists()


def test_what_fills_a_letter_is_sealed_until_it_is_sent_and_then_gone(lindewater: Town, settings: Settings) -> None:
    details = {"path": "/nl/lindewater/link/lantern-orchard/"}
    letter = write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT, details=details)
    stored = Letter.objects.get().sealed_details
    assert "lantern" not in stored
    assert base64.b64encode(b"lantern").decode().rstrip("=") not in stored
    assert opened_details(stored, letter.message_id) == details
    with pytest.raises(NotAuthentic):
        opened_details(stored, "<another@localhost>")
    settings.INSTALL_SECRETS = InstallSecrets.generate()
    with pytest.raises(NotAuthentic):
        opened_details(stored, letter.message_id)


def test_a_letter_without_details_has_none(lindewater: Town) -> None:
    letter = write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT)
    assert (letter.sealed_details, opened_details("", letter.message_id)) == ("", {})


def test_once_sent_the_row_holds_no_link(lindewater: Town) -> None:
    write_prompt(lindewater.organisation, lindewater.manager, MADE, at=AT, details={"path": "/x/"})
    send_due(at=AT)
    assert Letter.objects.values_list("sent_on", "sealed_details").get() == (ON, "")
