"""Sealed files in an object store: ciphertext alone, the same answers as a folder gives, and its failures."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from deontos.correspondence.actions.sweeping import sweep_store
from deontos.correspondence.file_verifying import flaws
from deontos.correspondence.files.incoming import IncomingFile
from deontos.correspondence.files.installed import blob_store, file_limits
from deontos.correspondence.files.store import NotInStore
from deontos.correspondence.models import Blob
from deontos.correspondence.vocabulary import ItemFault
from deontos.vault.contexts import ItemContext
from deontos.vault.opening import open_stream
from tests.factories.files import CONTENT, bound_for, decided, taken_in
from tests.factories.organisations import TODAY
from tests.services.bucket import bucket, objects
from tests.services.ports import free_port

pytestmark = [pytest.mark.row("3.4"), pytest.mark.django_db]

LARGE = CONTENT * 400_000
"""More than the part in which an object is sent."""


@pytest.fixture(scope="module", params=["", "/town/blobs"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """A bucket, with and without a prefix."""
    with bucket(request.param) as url:
        yield url


@pytest.fixture
def store(address: str) -> Iterator[str]:
    """The same as the store of this installation, empty."""
    with decided(storage_url=address):
        for each in list(blob_store().stored()):
            blob_store().erase(each.name)
        yield address


def test_only_ciphertext_reaches_it_under_a_random_name(home: UUID, store: str) -> None:
    file = taken_in(bound_for(home, uuid4()), LARGE, "geheim.txt")
    [(key, sealed)] = objects(store).items()
    assert key.endswith(file.facts.blob.hex)
    assert all(word not in sealed + key.encode() for word in (b"kwartel", b"geheim", file.key))
    assert Blob.objects.get().size == len(sealed)


def test_what_was_sealed_comes_back_without_a_file_on_this_machine(
    home: UUID, store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = uuid4()
    file = taken_in(bound_for(home, thread), LARGE)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with blob_store().read(file.facts.blob) as source:
        place = ItemContext(home, thread, file.item, "attachment", 0)
        assert b"".join(open_stream(source, file.key, place)) == LARGE


def test_a_file_that_is_not_there_is_told_apart_from_a_store_that_is_not(home: UUID, store: str) -> None:
    with pytest.raises(NotInStore):
        blob_store().read(uuid4())
    with decided(storage_url=f"s3://k:s@bucket?endpoint=http://127.0.0.1:{free_port()}&region=eu-west-1"):
        incoming = IncomingFile(bound_for(home, uuid4()), "nota.txt", file_limits())
        incoming.begin()
        with pytest.raises(OSError, match=r"^$"):
            incoming.push(LARGE * 2)
        incoming.abandon()
        with pytest.raises(OSError, match=r"^$"):
            blob_store().read(uuid4())
    assert Blob.objects.count() == 0


def test_what_is_broken_off_or_belongs_to_nobody_goes(home: UUID, store: str) -> None:
    incoming = IncomingFile(bound_for(home, uuid4()), "nota.txt", file_limits())
    incoming.begin()
    incoming.push(LARGE)
    incoming.abandon()
    assert objects(store) == {}
    orphan = taken_in(bound_for(home, uuid4()))
    Blob.objects.all().delete()
    assert [(flaw.row, flaw.fault) for flaw in flaws(lambda _count: None)] == [
        (str(orphan.facts.blob), ItemFault.FILE_UNKNOWN)
    ]
    sweep_store(on=TODAY)
    assert objects(store) == {}


def test_nobody_says_how_full_it_is(store: str) -> None:
    assert blob_store().capacity() is None
