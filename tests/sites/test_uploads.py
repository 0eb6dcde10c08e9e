"""A file that nobody asked for is never on the disk, however large it is, and its text comes through."""

import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.sites.world import World

MANY = 6 * 1024 * 1024
"""Bytes: more than twice of what Django keeps in memory before it spools to a file."""


@pytest.mark.row("1.9")
def test_there_is_one_way_in_for_files_and_it_seals_them() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["deontos.correspondence.web.uploads.SealingUploadHandler"]
    assert settings.STORAGES["default"] == {"BACKEND": "django.core.files.storage.InMemoryStorage"}


@pytest.mark.row("1.9")
@pytest.mark.django_db
@pytest.mark.parametrize("path", ["report/", "report/happened/", "receipt/", "receipt/mailbox/", "report/send/"])
def test_a_large_file_needs_no_folder_for_temporary_files(
    world: World, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is none here, so whatever wanted to write a file would fail."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    fields = {"message": "waterval", "what": "waterval", "go": "next"}
    file = SimpleUploadedFile("proof.pdf", b"kwartel" * (MANY // 7))
    answer = Client().post(f"/nl/{world.here.slug}/{path}", {**fields, "attachments": file})
    assert answer.status_code in (200, 303)
    assert b"kwartelkwartel" not in answer.content
