"""The copy that a reporter keeps: the own words and files, nothing of the dossier, and no trace that it was made."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest

from deontos.audit.models import Entry
from deontos.cases.actions.dossier import Jotting
from deontos.cases.vocabulary import CaseVerb
from deontos.correspondence.models import Item
from tests.cases.snapshots import everything
from tests.cases.test_files import jot
from tests.documents.opened_papers import opened_paper
from tests.factories.files import CONTENT
from tests.factories.keyring import KeyedTown
from tests.factories.speakup import WHAT, Reporter, page
from tests.sites.letterbox.test_files import file, post
from tests.sites.letterbox.test_mailbox import case_of

pytestmark = [pytest.mark.row("5.12"), pytest.mark.usefixtures("blobs")]

PAGE = "receipt/copy/"
NAMES = ["report.pdf", "report.txt", "files/001 bewijs.txt", "manifest.json", "manifest.txt"]


def keep(reporter: Reporter) -> Any:
    """Press the button."""
    return reporter.client.post(reporter.address(PAGE), {"sitting": reporter.sitting, "go": "send"})


def opened(answer: Any) -> zipfile.ZipFile:
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_copy_holds_the_own_thread_and_nothing_of_the_dossier(reporter: Reporter, house: KeyedTown) -> None:
    receipt = reporter.confide()
    case = case_of(house, receipt).opened().moved(CaseVerb.ACKNOWLEDGE, text="Wij kregen het.")
    jot(case, Jotting("Nota die de melder nooit ziet."))
    reporter.read(receipt)
    post(reporter, file("../bewijs.txt"), message="Hier is het #bewijs.")
    reporter.look(PAGE)
    answer = keep(reporter)
    archive = opened(answer)
    assert archive.namelist() == NAMES
    text, paper = archive.read("report.txt").decode(), opened_paper(archive.read("report.pdf"))
    wanted = [WHAT, "Wij kregen het.", "Hier is het #bewijs.", "Mira Halewijn"]
    assert [each for each in wanted if each not in text or each not in paper.text.replace("\n", " ")] == []
    assert (paper.tagged, paper.language, paper.metadata["Title"]) == (True, "en", "Your report")
    assert archive.read("files/001 bewijs.txt") == CONTENT
    said = json.loads(archive.read("manifest.json"))["files"]
    assert {each["name"]: each["sha256"] for each in said} == {
        name: hashlib.sha256(archive.read(name)).hexdigest() for name in NAMES[:3]
    }
    whole = b"".join(archive.read(name) for name in NAMES).decode(errors="replace") + paper.text
    assert "Nota die" not in whole
    assert case.file.number is not None
    hidden = [case.file.number, str(case.id), receipt.text, receipt.symbols]
    assert [each for each in hidden if each in whole] == []
    assert answer.headers["Content-Disposition"] == 'attachment; filename="documents.zip"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_no_trace_of_it_is_left(reporter: Reporter) -> None:
    reporter.read(reporter.confide())
    reporter.look(PAGE)
    before, entries = everything(), Entry.objects.count()
    opened(keep(reporter))
    assert everything() == before
    assert Entry.objects.count() == entries


def test_the_page_says_what_such_a_file_means(reporter: Reporter) -> None:
    reporter.read(reporter.confide())
    shown = page(reporter.look(PAGE))
    assert "Whoever finds this file reads everything" in shown
    assert "It stays on this device" in shown
    assert f'href="{reporter.address(PAGE)}"' in page(reporter.look("receipt/mailbox/"))


def test_without_the_open_mailbox_nobody_gets_it(reporter: Reporter) -> None:
    reporter.read(reporter.confide())
    stranger = Reporter(language="en")
    for asked in (
        stranger.client.get(stranger.address(PAGE)),
        stranger.client.post(stranger.address(PAGE), {"sitting": reporter.sitting}),
        reporter.client.post(reporter.address(PAGE), {"sitting": "another"}),
    ):
        assert not asked.streaming
        assert WHAT not in asked.content.decode()


def test_what_is_not_authentic_is_marked(reporter: Reporter, house: KeyedTown) -> None:
    receipt = reporter.confide()
    case_of(house, receipt).opened().moved(CaseVerb.ACKNOWLEDGE, text="Wij kregen het.")
    Item.objects.filter(author__isnull=False).update(signature=b"x" * 64)
    reporter.read(receipt)
    reporter.look(PAGE)
    text = opened(keep(reporter)).read("report.txt").decode()
    assert ("Wij kregen het." in text, text.count("Not authentic:")) == (False, 1)
