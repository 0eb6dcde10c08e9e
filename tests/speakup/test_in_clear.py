"""What a stolen database, disk or log tells: no text, no name, no receipt, in no encoding; and no moment."""

import base64
import logging
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django_tasks_db.models import DBTaskResult

from deontos.speakup.models import Channel
from deontos.vault.receipts import Receipt
from tests.factories.organisations import NOW
from tests.factories.speakup import Reporter

TOKEN = "kwartelzilver"
CANARY = f"{TOKEN} é\n" * 6500
"""Over 100 KB."""


def in_every_encoding(text: str) -> dict[str, bytes]:
    """A text as it could stand somewhere by mistake; of base64, the part that does not depend on what is before it."""
    utf_8 = text.encode()
    found = {
        "plain": utf_8,
        "capitals": text.upper().encode(),
        "UTF-16": text.encode("utf-16-le"),
        "UTF-16, the other way": text.encode("utf-16-be"),
        "UTF-32": text.encode("utf-32-le"),
        "hexadecimal": utf_8.hex().encode(),
        "percent": quote(text, safe="").encode(),
        "backwards": utf_8[::-1],
    }
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + utf_8)
        found[f"base64, shifted by {shift}"] = coded[4:-4]
    return found


def every_value() -> Iterator[tuple[str, bytes]]:
    """Every value of every column of every table, as bytes."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values():
            for column, value in row.items():
                where = f"{model._meta.label}.{column}"
                yield where, bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def every_file() -> Iterator[tuple[str, bytes]]:
    """Every file of the data folder, and the name of each; the database's own too, with its journal."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
    for path in Path(os.environ["DEONTOS_DATA_DIR"]).rglob("*"):
        yield str(path), str(path).encode()
        if path.is_file() and "static" not in path.parts:
            yield str(path), path.read_bytes()


def places_of(secrets: dict[str, bytes], logged: str) -> set[str]:
    """Where something stands that must stand nowhere."""
    every = [*every_value(), *every_file(), ("the log", logged.encode())]
    return {f"{where}: {name}" for where, blob in every for name, secret in secrets.items() if secret in blob}


def traces_of(receipt: Receipt) -> dict[str, bytes]:
    """The receipt as it is shown, and as it is kept in memory."""
    return {
        "receipt": receipt.text.encode(),
        "receipt without hyphens": receipt.text.replace("-", "").encode(),
        "receipt's symbols": receipt.symbols.encode(),
        "receipt in small letters": receipt.symbols.lower().encode(),
    }


@pytest.mark.row("1.9", "R-000.69", "R-000.70")
@pytest.mark.django_db(transaction=True)
def test_a_canary_of_a_hundred_kilobytes_is_nowhere_in_clear(
    reporter: Reporter, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
    assert len(CANARY.encode()) > 100_000
    identity = {"identity": "consent", "name": TOKEN, "reach": TOKEN}
    texts = {"what": CANARY, "where": TOKEN, "others": CANARY}
    receipt = reporter.fill("check", happened=texts, name=identity)
    reporter.look("report/check/")
    secrets = in_every_encoding(TOKEN) | traces_of(receipt)
    assert places_of(secrets, caplog.text) == set()
    reporter.send("check")
    reporter.look("report/send/")
    reporter.send("send", receipt_kept="on", go="send")
    reporter.read(receipt)
    reporter.write(CANARY, language="fr")
    reporter.write(CANARY)
    reporter.sitting = ""
    reporter.send("happened", **texts, receipt="wrong")
    reporter.write(CANARY)
    out, err = capfd.readouterr()
    assert places_of(secrets, caplog.text + out + err) == set()


@pytest.mark.django_db(transaction=True)
def test_what_stands_somewhere_in_clear_is_found(channel: Channel) -> None:
    for name, coded in in_every_encoding(TOKEN).items():
        channel.letter_address = coded.hex()
        channel.save()
        found = {place.split(": ")[1] for place in places_of({name: coded.hex().encode()}, "")}
        assert found == {name}


RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-Za-z+/=_]{32,}")
"""Ids and digests, in which four digits of an hour may stand by chance."""


def moments(row: models.Model) -> Iterator[str]:
    """The columns of a row that hold a moment, as one, or inside a text or number."""
    spoken = {NOW.strftime(pattern) for pattern in ("%H:%M", "%H%M")} | {NOW.astimezone().strftime("%H:%M")}
    spoken |= {"10:30", str(int(NOW.timestamp()))[:8]}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        value = RANDOM.sub("", value) if isinstance(value, str) else value
        if isinstance(value, datetime) or (isinstance(value, str | int) and any(each in str(value) for each in spoken)):
            yield field.name


def snapshot() -> dict[tuple[str, object], tuple[object, ...]]:
    """Every row of every table."""
    return {
        (model._meta.label, row.pk): tuple(
            bytes(value) if isinstance(value, memoryview) else value
            for value in (getattr(row, field.attname) for field in model._meta.concrete_fields)
        )
        for model in apps.get_models(include_auto_created=True)
        for row in model._default_manager.all()
    }


@pytest.mark.row("1.4a", "1.9")
def test_no_row_that_a_reporter_writes_holds_a_moment_and_nothing_is_enqueued(reporter: Reporter) -> None:
    before, jobs = snapshot(), DBTaskResult.objects.count()
    receipt = reporter.confide(name={"identity": "confidence", "name": "Robin"})
    reporter.read(receipt)
    reporter.write("Nog iets.")
    changed = {key for key, values in snapshot().items() if before.get(key) != values}
    found = {
        f"{label}.{column}"
        for label, pk in changed
        for column in moments(apps.get_model(label)._default_manager.get(pk=pk))
    }
    assert {label for label, _pk in changed} >= {"speakup.Disclosure", "correspondence.Item", "keyring.Envelope"}
    assert found == set()
    assert DBTaskResult.objects.count() == jobs


@pytest.mark.row("1.4a")
def test_every_id_that_a_reporter_causes_is_random(reporter: Reporter) -> None:
    before = snapshot()
    reporter.confide()
    made = {pk for label, pk in snapshot().keys() - before.keys()}
    assert {getattr(pk, "version", pk) for pk in made} == {4}


@pytest.mark.row("1.4a")
def test_nothing_depends_on_the_hour(channel: Channel) -> None:
    def clear_columns() -> list[tuple[str, object]]:
        return sorted(
            (model, str(values))
            for model in ("speakup.Disclosure", "correspondence.Conversation", "keyring.Epoch", "keyring.Envelope")
            for values in apps.get_model(model)._default_manager.values_list(
                *(
                    field.name
                    for field in apps.get_model(model)._meta.concrete_fields
                    if isinstance(field, models.DateField | models.CharField | models.BooleanField)
                )
            )
        )

    seen = []
    for hour in (8, 21):
        with time_machine.travel(NOW.replace(hour=hour), tick=False):
            before = clear_columns()
            Reporter().confide()
            after = clear_columns()
            for each in before:
                after.remove(each)
            seen.append(after)
    assert seen[0] == seen[1]
    assert settings.USE_TZ
