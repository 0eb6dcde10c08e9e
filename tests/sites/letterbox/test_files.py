"""Files in the mailbox, request by request: what arrives, what is left out and said, what waits, what is given back."""

import re
import shutil
from base64 import b64decode
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from deontos.correspondence.actions.files import add_files, remove_file
from deontos.correspondence.actions.sittings import ReceiptRefused, live
from deontos.correspondence.models import Blob, Item, Sitting, WaitingFile
from deontos.correspondence.phrases import FILE_REFUSALS
from deontos.correspondence.vocabulary import FileCode, ItemKind
from deontos.correspondence.web.cookie import COOKIE
from deontos.kernel import clock
from deontos.organisations.models import Organisation
from tests.correspondence.museum import KEPT, PDF, PROGRAM, REFUSED, Exhibit
from tests.factories.files import CONTENT, bound_for, decided, taken_in
from tests.factories.speakup import Reporter, faults, page, taken_back

pytestmark = [pytest.mark.row("3.4", "3.11"), pytest.mark.django_db]

NAME = re.compile(r'<bdi class="file__name">([^<]*)<')
DOWNLOAD = re.compile(r'class="file__name" href="([^"]*)view/"')


@pytest.fixture
def mailbox(reporter: Reporter, blobs: Path) -> Reporter:
    """Somebody with an open mailbox, in English."""
    reporter.language = "en"
    reporter.read(reporter.confide())
    return reporter


def file(name: str, content: bytes = CONTENT) -> SimpleUploadedFile:
    """One part of a form."""
    return SimpleUploadedFile(name, content)


def post(mailbox: Reporter, *files: SimpleUploadedFile, go: str = "send", **fields: object) -> Any:
    """Send the form of the mailbox."""
    values = {"sitting": mailbox.sitting, "go": go, "message": "", **fields, "attachments": list(files)}
    return mailbox.client.post(mailbox.address("receipt/mailbox/"), values)


def arrived(mailbox: Reporter) -> list[str]:
    """The names of the files that wait."""
    shown = page(mailbox.look("receipt/mailbox/"))
    return NAME.findall(shown.split('id="arrived"')[1].split("data-upload-list")[0])


def sent() -> list[str]:
    """The kinds of what the conversation holds, after what was confided."""
    return list(Item.objects.order_by("position").values_list("kind", flat=True))[1:]


def test_files_and_words_are_sent_together(mailbox: Reporter) -> None:
    answer = post(mailbox, file("een.txt"), file("twee.txt"), message="Zie hier.")
    assert (answer.status_code, sent()) == (303, ["message", "attachment", "attachment"])
    assert arrived(mailbox) == []


def test_files_need_no_words_and_words_no_files(mailbox: Reporter) -> None:
    assert post(mailbox, file("een.txt")).status_code == 303
    assert post(mailbox, message="Zie hier.").status_code == 303
    assert sent() == ["attachment", "message"]
    assert faults(post(mailbox)) == ["Write your message."]


def test_a_mailbox_that_is_closed_in_another_window_takes_no_file(mailbox: Reporter) -> None:
    """It was closed between the look at the sitting and the moment at which the file is to wait in it."""
    [home, key] = [Organisation.objects.get().id, b64decode(mailbox.client.cookies[COOKIE].value + "=", altchars=b"-_")]
    sitting = live(key, home, at=clock.now())
    assert sitting is not None
    mailbox.client.post(mailbox.address("receipt/close/"))
    sealed = taken_in(bound_for(home, uuid4()))
    with pytest.raises(ReceiptRefused):
        add_files(sitting, [sealed], most=20, on=clock.today())
    with pytest.raises(ReceiptRefused):
        remove_file(sitting, sealed.facts.blob, on=clock.today())


def test_what_is_left_out_is_said_and_the_rest_waits_with_the_words(mailbox: Reporter) -> None:
    answer = post(mailbox, file("een.txt"), file("kwaad.pdf", PROGRAM), file("drie.txt"), message="Zie hier.")
    assert (answer.status_code, sent(), taken_back(answer)) == (200, [], {"attachments"})
    assert [fault[:66] for fault in faults(answer)] == [
        "\u2068“kwaad.pdf”\u2069 is not what its name says: inside is something else."
    ]
    assert "Zie hier." in page(answer)
    assert arrived(mailbox) == ["een.txt", "drie.txt"]
    post(mailbox, message="Zie hier.")
    assert sent() == ["message", "attachment", "attachment"]


def test_files_wait_one_by_one_and_can_be_taken_away(mailbox: Reporter) -> None:
    for name in ("een.txt", "twee.txt"):
        assert post(mailbox, file(name), go="add").status_code == 303
    assert (arrived(mailbox), sent()) == (["een.txt", "twee.txt"], [])
    first = WaitingFile.objects.get(position=1)
    mailbox.client.post(mailbox.address("receipt/mailbox/"), {"sitting": mailbox.sitting, "remove": str(first.id)})
    assert arrived(mailbox) == ["twee.txt"]


def test_a_message_that_was_begun_stays_while_files_come(mailbox: Reporter) -> None:
    post(mailbox, go="add", message="Half een zin")
    mailbox.client.post(
        mailbox.address("receipt/mailbox/"), {"sitting": mailbox.sitting, "go": "add", "attachments": file("een.txt")}
    )
    assert "Half een zin" in page(mailbox.look("receipt/mailbox/"))


def test_adding_without_choosing_says_so_and_keeps_the_words(mailbox: Reporter) -> None:
    answer = post(mailbox, go="add", message="Half een zin")
    assert faults(answer) == ["No file was chosen yet. Choose one or more, then add them."]
    assert "Half een zin</textarea>" in page(answer)
    assert (arrived(mailbox), sent()) == ([], [])


def test_another_language_keeps_words_and_files(mailbox: Reporter) -> None:
    answer = post(mailbox, file("een.txt"), go="", language="fr", message="Half een zin")
    assert answer.headers["Location"] == "/fr/lindewater/receipt/mailbox/"
    assert arrived(mailbox) == ["een.txt"]
    answer = post(mailbox, file("kwaad.exe", PROGRAM), go="", language="nl", message="Half een zin")
    assert (answer.status_code, len(faults(answer))) == (200, 1)


def test_the_twenty_first_file_is_one_too_many(mailbox: Reporter) -> None:
    answer = post(mailbox, *(file(f"{number}.txt") for number in range(22)))
    assert (len(faults(answer)), len(arrived(mailbox)), Blob.objects.count()) == (2, 20, 20)
    assert faults(answer)[0].startswith("\u2068“20.txt”\u2069 is one too many: you can add 20 files at a time.")
    answer = post(mailbox, file("nog.txt"), go="add")
    assert (len(faults(answer)), len(arrived(mailbox)), Blob.objects.count()) == (1, 20, 20)


def test_sizes_are_measured_while_they_stream_whatever_the_header_says(mailbox: Reporter) -> None:
    with decided(megabytes_each=1, megabytes_together=2):
        large = file("groot.txt", b"x" * (1024 * 1024 + 1))
        large.size = 1
        answer = post(mailbox, large, file("klein.txt"))
        assert [fault.split(":")[0] for fault in faults(answer)] == ["\u2068“groot.txt”\u2069 is too large"]
        answer = post(mailbox, *(file(f"{number}.txt", b"x" * 700_000) for number in range(3)))
        assert [fault.split(":")[0] for fault in faults(answer)] == ["\u2068“2.txt”\u2069 does not fit"]
    assert arrived(mailbox) == ["klein.txt", "0.txt", "1.txt"]


@pytest.mark.parametrize("exhibit", REFUSED, ids=lambda each: f"{each.refused.name}-{each.name}")
def test_each_exhibit_is_left_out_with_its_sentence_and_leaves_nothing(
    mailbox: Reporter, exhibit: Exhibit, blobs: Path
) -> None:
    answer = post(mailbox, file(exhibit.name, exhibit.content()), file("nota.txt"))
    if exhibit.refused is FileCode.EMPTY:
        answer = post(mailbox, file(exhibit.name, b""))
    assert exhibit.refused
    words = str(FILE_REFUSALS[exhibit.refused]) % {
        "name": f"\u2068“{exhibit.name}”\u2069",
        "files": 20,
        "each": 200,
        "together": 200,
    }
    assert (answer.status_code, faults(answer), arrived(mailbox)) == (200, [words], ["nota.txt"])
    assert len([place for place in blobs.rglob("*") if place.is_file()]) == Blob.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["n" * 255 + ".pdf", "\u05d7\u05e9.pdf", "a\x00b.pdf", "<b>&\"'.pdf", "x\u202efdp.pdf"]
)
def test_an_odd_name_is_data(mailbox: Reporter, name: str) -> None:
    assert post(mailbox, file(name, PDF)).status_code == 303
    shown = mailbox.look("receipt/mailbox/")
    assert "<b>" not in shown.content.decode().split('class="msg')[1]
    [place] = DOWNLOAD.findall(page(shown))
    answer = mailbox.client.get(place)
    assert b"".join(answer.streaming_content) == PDF  # type: ignore[attr-defined]
    assert "\n" not in answer.headers["Content-Disposition"]


def test_more_parts_than_anybody_sends_are_refused_as_a_whole(mailbox: Reporter) -> None:
    answer = post(mailbox, *(file(f"{number}.txt", b"x") for number in range(1001)))
    assert (answer.status_code, Blob.objects.count()) == (400, 0)


def test_a_file_comes_back_as_a_download_that_is_confined(mailbox: Reporter) -> None:
    post(mailbox, file("geheime nota é.html.txt", b"<script>alert(1)</script>"[1:]))
    [place] = DOWNLOAD.findall(page(mailbox.look("receipt/mailbox/")))
    answer = mailbox.client.get(place)
    assert b"".join(answer.streaming_content) == b"script>alert(1)</script>"  # type: ignore[attr-defined]
    headers = answer.headers
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")


def test_a_file_is_given_to_whoever_has_the_mailbox_open_and_to_nobody_else(mailbox: Reporter) -> None:
    post(mailbox, file("een.txt"))
    [place] = DOWNLOAD.findall(page(mailbox.look("receipt/mailbox/")))
    other = Reporter(language="en")
    assert "closed" in page(other.client.get(place))
    other.read(other.confide())
    assert other.client.get(place).status_code == 404
    assert mailbox.client.get(place.replace(place.split("/")[-2], str(uuid4()))).status_code == 404


def test_a_file_that_was_changed_is_not_given_out(mailbox: Reporter, blobs: Path) -> None:
    post(mailbox, file("een.txt"))
    [place] = DOWNLOAD.findall(page(mailbox.look("receipt/mailbox/")))
    [stored] = [each for each in blobs.rglob("*") if each.is_file()]
    stored.write_bytes(stored.read_bytes()[::-1])
    answer = mailbox.client.get(place)
    assert (answer.status_code, "not what its author sent" in page(answer)) == (200, True)


def test_files_that_come_to_a_closed_mailbox_are_asked_for_again(mailbox: Reporter) -> None:
    Sitting.objects.all().delete()
    answer = post(mailbox, file("een.txt"), message="Zie hier.")
    assert (answer.status_code, Blob.objects.count()) == (200, 0)
    assert "Files could not be taken along." in page(answer)
    assert "Zie hier." in page(answer)


def test_files_with_a_form_that_is_not_ours_are_kept_nowhere(
    mailbox: Reporter, blobs: Path, django_capture_on_commit_callbacks: Any
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = mailbox.client.cookies
    with django_capture_on_commit_callbacks(execute=True):
        answer = strict.post(
            mailbox.address("receipt/mailbox/"), {"sitting": mailbox.sitting, "attachments": file("een.txt")}
        )
    assert (answer.status_code, Blob.objects.count()) == (403, 0)
    assert [place for place in blobs.rglob("*") if place.is_file()] == []


def test_files_of_another_field_are_left_out_and_said(mailbox: Reporter) -> None:
    answer = mailbox.client.post(
        mailbox.address("receipt/mailbox/"),
        {"sitting": mailbox.sitting, "go": "send", "message": "Zie hier.", "other": file("een.txt")},
    )
    assert (answer.status_code, sent(), Blob.objects.count()) == (200, [], 0)
    assert faults(answer) == ["We cannot take a file here, so we left it out. Your text is kept. Go on without it."]


def test_while_the_disk_is_full_files_are_declined_and_text_is_sent(
    mailbox: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(total=100, used=85, free=15))
    answer = post(mailbox, file("een.txt"), message="Zie hier.")
    assert [fault[:41] for fault in faults(answer)] == ["We cannot take files at this moment, so \u2068"]
    assert post(mailbox, message="Zie hier.").status_code == 303
    assert sent() == [ItemKind.MESSAGE]


def test_a_store_that_fails_loses_no_text(mailbox: Reporter, tmp_path: Path) -> None:
    (tmp_path / "way").write_text("in the way")
    with decided(storage_url=f"file://{tmp_path}/way/blobs"):
        answer = post(mailbox, file("een.txt"), message="Zie hier.")
    assert (answer.status_code, "Zie hier." in page(answer), Blob.objects.count()) == (200, True, 0)
    assert faults(answer) == [
        "\u2068“een.txt”\u2069 could not be kept this time. Your text is kept. Add the file once more."
    ]


def test_closing_the_mailbox_erases_what_waited(
    mailbox: Reporter, blobs: Path, django_capture_on_commit_callbacks: Any
) -> None:
    post(mailbox, file("een.txt"), go="add")
    with django_capture_on_commit_callbacks(execute=True):
        mailbox.client.post(mailbox.address("receipt/close/"))
    assert (Blob.objects.count(), [each for each in blobs.rglob("*") if each.is_file()]) == (0, [])


def test_every_honest_kind_of_file_is_taken(mailbox: Reporter) -> None:
    for exhibit in KEPT:
        assert post(mailbox, file(exhibit.name, exhibit.content()), go="add").status_code == 303, exhibit.name
        WaitingFile.objects.all().delete()
